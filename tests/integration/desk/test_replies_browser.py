"""Text blocks, as supervisors look after them and agents find them behind a slash."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from fairwell.rules.access.roles import Role
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import DeskClient, add_user
from tests.support.talks import take_over, wait_for_person

WORDS = {
    "de": {
        "page": "Textbausteine",
        "name": "Name",
        "german": "Deutscher Text",
        "english": "Englischer Text",
        "add": "Hinzufügen",
        "save": "Speichern",
        "remove": "Entfernen",
        "restore": "Zurück zu den mitgelieferten Texten",
        "unknown": "{iban} wird durch nichts gefüllt.",
        "uneven": "In der anderen Sprache steht {agent}, hier fehlt es.",
        "added": "hier hinzugefügt",
        "removed": "entfernt",
        "shipped": "wie mitgeliefert",
    },
    "en": {
        "page": "Text blocks",
        "name": "Name",
        "german": "German text",
        "english": "English text",
        "add": "Add",
        "save": "Save",
        "remove": "Remove",
        "restore": "Back to the shipped texts",
        "unknown": "Unknown placeholder: {iban}.",
        "uneven": "Missing here, but used in the other language: {agent}.",
        "added": "added here",
        "removed": "removed",
        "shipped": "as shipped",
    },
}


def is_sound(page: Page) -> None:
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)
    page.set_viewport_size({"width": 1180, "height": 860})


@pytest.mark.parametrize("language", ["en"])
def test_a_supervisor_adds_changes_and_removes_text_blocks(
    gate: Gateway, open_desk: Opened, language: str
) -> None:
    words = WORDS[language]
    leader = add_user(gate.app, Role.SUPERVISOR, language=language)
    visit = open_desk(leader)
    page = visit.page
    page.get_by_role("link", name=words["page"]).click()
    is_sound(page)

    page.get_by_label(words["name"]).fill("call_back")
    page.get_by_label(words["german"]).fill("{agent} ruft Sie unter {iban} an.")
    page.get_by_label(words["english"]).fill("I'll call you.")
    page.get_by_role("button", name=words["add"]).click()
    expect(page.locator("#de-fault")).to_contain_text(words["unknown"])
    is_sound(page)
    page.get_by_label(words["german"]).fill("{agent} ruft Sie an.")
    page.get_by_role("button", name=words["add"]).click()
    expect(page.locator("#en-fault")).to_have_text(words["uneven"])
    page.get_by_label(words["english"]).fill("{agent} will call you.")
    page.get_by_role("button", name=words["add"]).click()

    row = page.get_by_role("row", name="/call_back")
    expect(row).to_contain_text(words["added"])
    expect(page.get_by_role("status")).to_be_visible()
    is_sound(page)

    page.get_by_role("link", name="/greeting").click()
    is_sound(page)
    page.get_by_role("button", name=words["remove"]).click()
    greeting = page.get_by_role("row", name="/greeting")
    expect(greeting).to_contain_text(words["removed"])
    page.get_by_role("link", name="/greeting").click()
    page.get_by_role("button", name=words["restore"]).click()
    expect(greeting).to_contain_text(words["shipped"])
    # The browser notes the status of refused forms; nothing else is to be complained of.
    assert [one for one in visit.complaints if "status of 422" not in one] == []


def test_what_a_supervisor_writes_is_behind_the_agents_slash(
    gate: Gateway, open_desk: Opened, anna: User, client: DeskClient
) -> None:
    client.log_in(add_user(gate.app, Role.SUPERVISOR).login)
    client.post("/desk/replies", key="moin", de="Moin, hier ist {agent}.", en="Hi, {agent} here.")
    waiting = wait_for_person(gate, "en")
    page = take_over(gate, open_desk(anna), waiting)

    page.locator("#reply").press("/")
    page.locator("#blocks-search").fill("moin")
    page.locator("#blocks-search").press("Enter")

    expect(page.locator("#reply")).to_have_value("Hi, Anna Beispiel here.")


def test_what_is_typed_is_shown_as_it_is_and_never_run(
    gate: Gateway, open_desk: Opened, client: DeskClient
) -> None:
    leader = add_user(gate.app, Role.SUPERVISOR)
    client.log_in(leader.login)
    text = "<script>document.title = 'run'</script>"
    client.post("/desk/replies", key="odd", de=text, en=text)
    visit = open_desk(leader)
    visit.page.goto(f"{gate.url}/desk/replies")

    expect(visit.page.get_by_role("row", name="/odd")).to_contain_text(text)
    expect(visit.page).to_have_title("Textbausteine – fairwell")
    assert visit.complaints == []


@pytest.mark.parametrize("role", [Role.AGENT, Role.TRAINER])
def test_others_look_after_no_text_blocks(gate: Gateway, client: DeskClient, role: Role) -> None:
    client.log_in(add_user(gate.app, role).login)

    for answer in (
        client.get("/desk/replies"),
        client.post("/desk/replies", key="moin", de="Moin", en="Hi"),
        client.post("/desk/replies/greeting/remove"),
    ):
        assert answer.status_code == httpx.codes.FORBIDDEN
    assert "/desk/replies" not in client.get("/desk/").text


def test_a_name_that_is_taken_or_not_there_changes_nothing(
    gate: Gateway, client: DeskClient
) -> None:
    client.log_in(add_user(gate.app, Role.ADMIN).login)

    taken = client.post("/desk/replies", key="greeting", de="Moin", en="Hi")
    missing = client.post("/desk/replies/nothing", de="Moin", en="Hi")

    assert taken.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert "gibt es schon" in taken.text
    assert missing.status_code == httpx.codes.NOT_FOUND
    assert "Moin" not in client.get("/desk/replies").text
