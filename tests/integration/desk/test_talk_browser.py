"""A conversation at the desk, with its customer in another window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.services.staff import audit, users
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway, says
from tests.support.axe import fits_width, violations
from tests.support.browser import open_visit
from tests.support.desk import DeskClient, add_user, answer
from tests.support.talks import ADDRESS, WISH, take_over, wait_for_person
from tests.support.waiting import wait_until

WORDS = {
    "de": {
        "take": "Übernehmen",
        "send": "In den Chat senden",
        "back": "An den Assistenten zurückgeben",
        "hello": "Guten Tag, ich sehe mir das an.",
        "thanks": "Danke, das war es schon.",
        "bot": "Gut.",
    },
    "en": {
        "take": "Take over",
        "send": "Send to the customer",
        "back": "Hand back to the assistant",
        "hello": "Hello, I'm looking into it.",
        "thanks": "Thanks, that's all.",
        "bot": "Good.",
    },
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_customer_and_agent_write_to_each_other_and_the_bot_goes_on_after_it(
    gate: Gateway, open_desk: Opened, browser: Browser, language: str
) -> None:
    words = WORDS[language]
    agent = add_user(gate.app, Role.AGENT, name="Anna Beispiel", language=language)
    desk = open_desk(agent)
    with open_visit(browser, gate.url, language) as customer:
        customer.open_help_page()
        customer.open_chat()
        asked = says("Niemand da.", language=language, handoff="asked")
        gate.engine.script.append(gate.engine.answering(asked))
        customer.say(WISH[language])
        desk.page.get_by_role("button", name=words["take"]).click()
        expect(desk.page.locator("#reply")).to_be_visible()
        customer.sees("Anna Beispiel")
        assert violations(desk.page) == []

        answer(desk.page, words["hello"])
        customer.sees(words["hello"])
        customer.say(words["thanks"])
        expect(desk.page.locator("#lines .customer").last).to_contain_text(words["thanks"])
        desk.page.get_by_role("button", name=words["back"]).click()
        expect(desk.page.locator("#reply")).to_have_count(0)
        turns = len(gate.engine.turns)
        gate.engine.script.append(gate.engine.answering(says(words["bot"], language=language)))
        customer.say("?")
        customer.sees(words["bot"])

    assert len(gate.engine.turns) == turns + 1
    assert words["thanks"] not in str(gate.engine.turns)
    assert violations(desk.page) == []
    assert desk.complaints == []
    assert desk.page.evaluate("() => window.violations") == []


def test_a_line_says_who_spoke_and_what_the_bot_understood_in_words(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    waiting = wait_for_person(gate)
    visit = open_desk(anna)
    page = take_over(gate, visit, waiting)
    answer(page, "Guten Tag.")

    asked = page.locator("#lines .customer").first
    expect(asked).to_contain_text("Kundin oder Kunde")
    expect(asked).to_contain_text("Verstanden als: greet, 93%")
    expect(page.locator("#lines .bot").first).to_contain_text("Assistent")
    expect(page.locator("#lines .human").first).to_contain_text("Anna Beispiel")
    expect(page.locator("#lines .system").first).to_contain_text("Hinweis im Chat")


def test_person_data_is_hidden_until_it_is_shown_and_that_is_on_record(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    waiting = wait_for_person(gate, text=f"Ich bin {ADDRESS}, bitte ein Mensch")
    page = take_over(gate, open_desk(anna), waiting)
    for place in ("#lines", "#packet"):
        expect(page.locator(place)).to_contain_text("a***@b***.example")
        expect(page.locator(place)).not_to_contain_text(ADDRESS)

    page.get_by_role("button", name="Persönliche Daten zeigen").click()

    for place in ("#lines", "#packet"):
        expect(page.locator(place)).to_contain_text(ADDRESS)
    wanted = AuditFilter(actor=anna.login, what=AuditEvent.REVEAL)
    (line,) = audit.lines(wanted, 5, gate.app)
    assert waiting.talk in str(line)
    assert violations(page) == []


def test_a_note_reaches_colleagues_at_once_and_the_customer_never(
    gate: Gateway, open_desk: Opened, anna: User, ben: User
) -> None:
    waiting = wait_for_person(gate)
    page = take_over(gate, open_desk(anna), waiting)
    other = open_desk(ben)
    other.page.goto(gate.url + waiting.path)

    page.get_by_label("Neue Notiz").fill("Hat schon zweimal geschrieben.")
    page.get_by_role("button", name="Notiz speichern").click()

    expect(other.page.locator("#notes")).to_contain_text("Hat schon zweimal geschrieben.")
    expect(page.get_by_label("Neue Notiz")).to_have_value("")
    assert "zweimal" not in str(waiting.customer.get("/api/chat/messages").json())


def test_two_who_read_the_same_are_told_and_only_one_can_answer(
    gate: Gateway, open_desk: Opened, anna: User, ben: User
) -> None:
    waiting = wait_for_person(gate)
    page = take_over(gate, open_desk(anna), waiting)
    other = open_desk(ben)
    other.page.goto(gate.url + waiting.path)

    expect(page.locator("#viewing")).to_have_text("Ben Muster liest mit")
    expect(other.page.locator("#viewing")).to_have_text("Anna Beispiel liest mit")
    expect(other.page.locator("#composer")).to_contain_text("Hier antwortet Anna Beispiel.")
    assert violations(other.page) == []

    other.page.goto(f"{gate.url}/desk/profile")
    expect(page.locator("#viewing")).to_have_text("")


def test_a_draft_survives_a_reload_and_ends_when_it_is_sent(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    waiting = wait_for_person(gate)
    page = take_over(gate, open_desk(anna), waiting)
    with page.expect_response("**/draft") as kept:
        page.locator("#reply").fill("Halb fertig")
    assert kept.value.status == 204
    page.reload()
    expect(page.locator("#reply")).to_have_value("Halb fertig")

    page.locator("#reply").press("Control+Enter")

    expect(page.locator("#reply")).to_have_value("")
    page.reload()
    expect(page.locator("#reply")).to_have_value("")
    expect(page.locator("#lines .human")).to_have_count(1)


def test_text_blocks_open_with_a_slash_in_the_language_of_the_conversation(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    waiting = wait_for_person(gate, "en")
    page = take_over(gate, open_desk(anna), waiting)

    page.locator("#reply").press("/")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.type("phone")
    expect(page.get_by_role("dialog").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")

    expect(page.locator("#reply")).to_be_focused()
    value = page.locator("#reply").input_value()
    assert value.startswith("Billing Support can best settle that with you on the phone: ")
    assert "{" not in value


def test_typing_is_shown_to_the_other_side(
    gate: Gateway, open_desk: Opened, anna: User, client: DeskClient
) -> None:
    waiting = wait_for_person(gate)
    page = take_over(gate, open_desk(anna), waiting)

    who = {"Authorization": f"Bearer {waiting.customer.token}"}

    def types() -> str:
        assert gate.http.post("/api/chat/typing", headers=who).status_code == 204
        return page.locator("#typing").inner_text()

    # As the widget does, again and again: a sign is kept for nobody who comes later.
    assert wait_until(types, "nobody sees the customer type") == "Im Chat wird geschrieben …"
    waiting.customer.says("Jetzt habe ich es.")
    expect(page.locator("#typing")).to_have_text("")
    with page.expect_response("**/typing") as typing:
        page.locator("#reply").press_sequentially("Ja")
    assert typing.value.status == 204


def test_single_keys_reach_what_they_name_unless_they_are_switched_off(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    waiting = wait_for_person(gate)
    page = take_over(gate, open_desk(anna), waiting)
    page.locator("h1").click()

    page.keyboard.press("a")
    expect(page.locator("#reply")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("eine neue Notiz")
    assert violations(page) == []
    page.keyboard.press("Escape")
    app = gate.app
    users.set_profile(anna.id, anna.display_name, anna.language, app, shortcuts=False)
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("a")

    expect(page.locator("#reply")).not_to_be_focused()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_page_is_accessible_and_fits_a_narrow_window(
    gate: Gateway, open_desk: Opened, anna: User, colours: str
) -> None:
    waiting = wait_for_person(gate)
    visit = open_desk(anna, color_scheme=colours)
    visit.page.goto(gate.url + waiting.path)
    expect(visit.page.locator("#step-claim")).to_be_visible()
    assert violations(visit.page) == []
    page = take_over(gate, visit, waiting)

    page.set_viewport_size({"width": 320, "height": 640})

    assert fits_width(page)
    assert violations(page) == []
    page.locator("#step-transfer").click()
    assert fits_width(page)
