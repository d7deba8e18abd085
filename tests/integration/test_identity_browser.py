"""The chooser "signed in as" in a real browser, under the page's own policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from fairwell.store.base.engine import transaction
from fairwell.store.cases.tables import AccountRow
from fairwell.store.chats.tables import ConversationRow
from tests.integration.serving import Gateway, gateway, says
from tests.support.browser import Visit, open_visit

KEYS = {"demo": "demo-secret-" + "d" * 32}
CHOOSER = "Vorführung: angemeldet als"


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gateway]:
    with gateway(tmp_path, demo=True, identity_keys=KEYS) as running:
        yield running


@pytest.fixture
def visit(browser: Browser, gate: Gateway) -> Iterator[Visit]:
    with open_visit(browser, gate.url, "de") as opened:
        yield opened


def signed_in(gate: Gateway) -> list[str | None]:
    """Whom each conversation is signed in as, oldest first."""
    with transaction(gate.app.database, read_only=True) as session:
        return list(
            session.scalars(
                select(AccountRow.user_name)
                .select_from(ConversationRow)
                .outerjoin(AccountRow, AccountRow.id == ConversationRow.account_id)
                .order_by(ConversationRow.created_at)
            )
        )


def choose(visit: Visit, user_name: str) -> None:
    visit.page.get_by_label(CHOOSER).select_option(value=f"/dev/identity/{user_name}")


def begin(visit: Visit, text: str) -> None:
    visit.open_chat()
    visit.say(text)
    visit.sees("Gut.")


def test_whoever_is_chosen_is_signed_in_with_the_first_message(gate: Gateway, visit: Visit) -> None:
    visit.open_help_page()
    choose(visit, "weinhof-lang")
    begin(visit, "kündigen")
    visit.say("und jetzt?")
    expect(visit.log.get_by_text("Gut.")).to_have_count(2)

    assert signed_in(gate) == ["weinhof-lang"]
    visit.assert_clean()


def test_without_a_choice_the_customer_is_anonymous(gate: Gateway, visit: Visit) -> None:
    visit.open_help_page()
    begin(visit, "kündigen")

    assert signed_in(gate) == [None]
    visit.assert_clean()


def test_another_choice_starts_another_chat_and_shows_nothing_of_the_first(
    gate: Gateway, visit: Visit
) -> None:
    visit.open_help_page()
    choose(visit, "weinhof-lang")
    begin(visit, "mein Geheimnis")
    visit.page.keyboard.press("Escape")
    choose(visit, "yoga-isar")
    visit.open_chat()
    expect(visit.log).not_to_contain_text("mein Geheimnis")
    visit.say("kündigen")
    visit.sees("Gut.")

    assert signed_in(gate) == ["weinhof-lang", "yoga-isar"]
    visit.assert_clean()


def test_the_choice_and_the_chat_outlast_a_reload_and_the_other_language(
    gate: Gateway, visit: Visit
) -> None:
    visit.open_help_page()
    choose(visit, "weinhof-lang")
    begin(visit, "kündigen")
    visit.page.reload()
    expect(visit.page.get_by_label(CHOOSER)).to_have_value("/dev/identity/weinhof-lang")
    visit.page.goto(f"{visit.url}/en")
    chooser = visit.page.get_by_label("Demonstration: signed in as")
    expect(chooser).to_have_value("/dev/identity/weinhof-lang")
    visit.open_chat()
    visit.sees("Gut.")
    visit.say("und jetzt?")
    expect(visit.log.get_by_text("Gut.")).to_have_count(2)

    assert signed_in(gate) == ["weinhof-lang"]
    visit.assert_clean()


def test_a_refused_sign_in_is_told_and_the_message_goes_without_it(
    gate: Gateway, visit: Visit
) -> None:
    visit.page.route(
        "**/dev/identity/*", lambda route: route.fulfill(json={"token": "a.forged.token"})
    )
    visit.open_help_page()
    choose(visit, "weinhof-lang")
    visit.open_chat()
    visit.say("kündigen")
    chat = visit.page.locator("fairwell-chat")
    expect(chat.get_by_role("alert")).to_contain_text("Ihre Anmeldung wurde nicht erkannt.")
    expect(visit.input).to_have_value("kündigen")
    chat.get_by_role("button", name="Ohne Anmeldung senden").click()
    visit.sees("Gut.")

    assert signed_in(gate)[-1] is None
    assert [turn["text"] for turn in gate.engine.turns] == ["kündigen"]


@pytest.mark.parametrize("status", [401, 404, 503])
def test_a_login_that_fails_does_not_keep_the_customer_from_writing(
    gate: Gateway, visit: Visit, status: int
) -> None:
    visit.page.route(
        "**/dev/identity/*", lambda route: route.fulfill(status=status, body="<h1>Login</h1>")
    )
    visit.open_help_page()
    choose(visit, "weinhof-lang")
    begin(visit, "kündigen")

    assert signed_in(gate) == [None]


def test_a_site_may_hand_over_the_token_itself(gate: Gateway, visit: Visit) -> None:
    visit.open_help_page()
    visit.page.evaluate(
        """() => {
          document.querySelector("fairwell-chat").identity = async () =>
            (await (await fetch("/dev/identity/oak-bookshop")).json()).token;
        }"""
    )
    gate.engine.script.append(gate.engine.answering(says("Gut.")))
    begin(visit, "kündigen")

    assert signed_in(gate) == ["oak-bookshop"]
    visit.assert_clean()
