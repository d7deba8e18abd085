"""An invisible agent works on, and counts as there for nobody: by the pages, in both languages."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from fairwell.rules.access.roles import Role
from fairwell.rules.language import Language
from fairwell.services.handoff import queue as handoff_queue
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import DeskClient, add_user, answer
from tests.support.talks import take_over, wait_for_person

INVISIBLE = {"de": "Unsichtbar", "en": "Invisible"}
TOLD = {"de": "Sie sind unsichtbar", "en": "You are invisible"}
NOBODY = {"de": "Niemand ist am Arbeitsplatz", "en": "No agent is online"}
BACK = {"de": "Am Arbeitsplatz", "en": "At the desk"}


def hides(page: Page, language: Language = "de") -> None:
    page.get_by_role("button", name=INVISIBLE[language], exact=True).click()
    expect(page.get_by_text(TOLD[language])).to_be_visible()


@pytest.mark.parametrize("language", ["en"])
def test_one_becomes_invisible_and_is_there_again(
    gate: Gateway, open_desk: Opened, language: Language
) -> None:
    page = open_desk(add_user(gate.app, Role.AGENT, language=language)).page
    button = page.get_by_role("button", name=INVISIBLE[language], exact=True)
    expect(button).to_have_attribute("aria-pressed", "false")

    hides(page, language)

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.get_by_text(NOBODY[language])).to_be_visible()
    assert not handoff_queue.is_attended(gate.app)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)

    page.reload()  # the open page is heard of again, and the choice stands
    expect(page.get_by_text(TOLD[language])).to_be_visible()
    page.get_by_role("button", name=BACK[language], exact=True).click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert handoff_queue.is_attended(gate.app)


def test_an_invisible_agent_takes_over_and_answers(
    gate: Gateway, open_desk: Opened, anna: User, ben: User
) -> None:
    page = open_desk(ben).page
    hides(page)
    waiting = wait_for_person(gate)

    page.locator(f"#claim-{waiting.talk}").click()
    answer(page, "Guten Tag aus dem Team")

    assert "Guten Tag aus dem Team" in str(waiting.customer.get("/api/chat/messages").json())


def test_colleagues_do_not_see_who_is_invisible(
    gate: Gateway, open_desk: Opened, anna: User, ben: User
) -> None:
    supervisor = add_user(gate.app, Role.SUPERVISOR, name="Sam Sicht")
    waiting = wait_for_person(gate)
    annas, bens, queue = open_desk(anna), open_desk(ben), open_desk(ben).page
    page = take_over(gate, annas, waiting)
    bens.page.goto(gate.url + waiting.path)
    expect(page.locator("#viewing")).to_have_text("Ben Muster liest mit")

    hides(queue)

    expect(page.locator("#viewing")).to_have_text("")
    page.reload()
    expect(page.locator("#to option")).to_have_text(["Zurück in die Warteschlange"])
    expect(queue.get_by_text("Am Arbeitsplatz: Anna Beispiel", exact=True)).to_be_visible()
    overview = open_desk(supervisor).page
    overview.goto(f"{gate.url}/desk/supervisor")
    expect(overview.get_by_role("row", name="Ben Muster")).to_contain_text("nicht da")


def test_nothing_is_transferred_to_who_is_invisible(
    gate: Gateway, anna: User, ben: User, client: DeskClient
) -> None:
    client.log_in(ben.login)
    client.post("/desk/presence", state="invisible")
    waiting = wait_for_person(gate)
    with DeskClient.of(gate.url) as annas:
        annas.log_in(anna.login)
        annas.post(f"{waiting.path}/claim")
        answer = annas.post(f"{waiting.path}/transfer", to=ben.id, reason="Bitte übernehmen")

    assert answer.status_code == httpx.codes.CONFLICT
    assert "nicht mehr am Arbeitsplatz" in answer.text
