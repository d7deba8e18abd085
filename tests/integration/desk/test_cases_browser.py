"""What agents do to cases from a conversation, and how the page shows it at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.cases.case import Status
from fairwell.services.cases import casework
from fairwell.services.cases.casework import CaseOf
from fairwell.services.cases.look_up import look_up
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.handoff import queue
from fairwell.services.staff import audit
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import violations
from tests.support.talks import Waiting, wait_for_person
from tests.unit.samples import a_declaration


@pytest.fixture
def waiting(gate: Gateway, anna: User) -> Waiting:
    """A customer who has declared something, and whose conversation Anna has."""
    found = wait_for_person(gate)
    record_declaration(a_declaration(conversation_id=found.talk, turn_id="01TURN"), gate.app)
    queue.claim(found.talk, agent_of(anna), gate.app)
    return found


@pytest.fixture
def page(gate: Gateway, open_desk: Opened, anna: User, waiting: Waiting) -> Page:
    """Anna's page of the conversation, with the steps of the case unfolded."""
    opened = open_desk(anna).page
    opened.goto(gate.url + waiting.path)
    opened.locator("#cases summary").click()
    return opened


def status(gate: Gateway, waiting: Waiting) -> Status:
    (case,) = look_up(waiting.talk, gate.app).cases
    return case.status


def take(page: Page, step: str, button: str) -> None:
    """Open the dialog of a step, give a reason, and take it."""
    page.locator("#cases").get_by_role("button", name=step).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.locator("#reason").fill("Rückruf")
    dialog.get_by_role("button", name=button).click()


def test_verified_by_phone_shows_at_once_and_is_on_record(
    gate: Gateway, page: Page, anna: User, waiting: Waiting
) -> None:
    expect(page.locator("#cases")).to_contain_text("Erklärt")
    assert violations(page) == []

    take(page, "Als bestätigt vermerken", "Als bestätigt vermerken")

    expect(page.locator("#cases")).to_contain_text("Bestätigt")
    expect(page.locator("#lines .system").last).to_contain_text("telefonisch bestätigt")
    assert violations(page) == []
    assert status(gate, waiting) is Status.VERIFIED
    (line,) = audit.lines(AuditFilter(actor=anna.login, what=AuditEvent.CHANGE), 5, gate.app)
    assert "verified_by_phone" in str(line)


def test_marked_as_carried_out_a_case_is_final(gate: Gateway, page: Page, waiting: Waiting) -> None:
    page.get_by_role("button", name="Als ausgeführt vermerken").click()
    page.get_by_label("Wirksam zum").fill("2026-12-31")
    page.locator("#reason").fill("im System beendet")
    page.get_by_role("dialog").get_by_role("button", name="Als ausgeführt").click()

    expect(page.locator("#cases")).to_contain_text("Ausgeführt")
    expect(page.locator("#cases")).to_contain_text("31. Dezember 2026")
    expect(page.locator("#cases summary")).to_have_count(0)
    assert status(gate, waiting) is Status.EFFECTIVE


def test_taken_back_for_the_customer(gate: Gateway, page: Page, waiting: Waiting) -> None:
    take(page, "zurücknehmen", "zurücknehmen")

    expect(page.locator("#cases")).to_contain_text("Zurückgenommen")
    assert status(gate, waiting) is Status.REVOKED


def test_corrected_details_are_matched_anew(gate: Gateway, page: Page, waiting: Waiting) -> None:
    page.get_by_label("Benutzername").fill("radhaus-nord")
    page.get_by_label("E-Mail-Adresse des Haupt-Accounts").fill("kontakt@radhaus-nord.example")
    page.get_by_role("button", name="Berichtigen und neu zuordnen").click()

    expect(page.locator("#cases")).to_contain_text("k***@r***.example")
    (case,) = look_up(waiting.talk, gate.app).cases
    assert case.user_name == "radhaus-nord"


def test_details_that_cannot_be_one_change_nothing_and_are_told(
    gate: Gateway, page: Page, waiting: Waiting
) -> None:
    page.get_by_label("Benutzername").fill("")
    page.get_by_label("E-Mail-Adresse des Haupt-Accounts").fill("a@b")
    page.get_by_role("button", name="Berichtigen und neu zuordnen").click()

    expect(page.get_by_role("alert")).to_contain_text("Das lässt sich nicht übernehmen")


def test_the_mail_goes_out_again(gate: Gateway, page: Page, waiting: Waiting) -> None:
    page.get_by_role("button", name="E-Mail noch einmal senden").click()

    expect(page.locator("#case-notice")).to_contain_text("noch einmal unterwegs")
    assert violations(page) == []


def test_a_step_somebody_else_has_taken_away_is_refused_in_words(
    gate: Gateway, page: Page, waiting: Waiting, ben: User
) -> None:
    page.route("**/verify", lambda route: (takes_back(), route.continue_()))

    def takes_back() -> None:
        (case,) = look_up(waiting.talk, gate.app).cases
        asked = CaseOf(waiting.talk, case.id, leads=True)
        casework.revoke(asked, agent_of(ben), gate.app)

    take(page, "Als bestätigt vermerken", "Als bestätigt vermerken")

    expect(page.locator("main")).to_contain_text("Der Vorgang erlaubt diesen Schritt nicht")
    assert status(gate, waiting) is Status.REVOKED
