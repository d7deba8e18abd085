"""The cases that wait for a person, as agents see and settle them."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.case import Case, Kind, Status
from fairwell.rules.handoff.todo import Settled
from fairwell.services.cases import casework
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.staff import audit
from fairwell.store.base.engine import transaction
from fairwell.store.mails.tables import OutboxRow
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import DeskClient, add_user
from tests.support.talks import ADDRESS, wait_for_person
from tests.unit.samples import a_declaration

PHONE = "0171 2345678"


def disputed(gate: Gateway, conversation_id: str = "01ALONE") -> Case:
    """A declaration whose owner has said that it was somebody else."""
    case = record_declaration(a_declaration(conversation_id=conversation_id), gate.app).case
    with gate.app.store.begin() as work:
        case = work.cases.set_status(case.id, Status.DISPUTED)
        work.ledger.append(case, "disputed", case.requested_at)
    return case


def call_asked_for(gate: Gateway) -> Case:
    """A customer who wants to be called."""
    asked = a_declaration(kind=Kind.CALLBACK, contact=PHONE, subject="charged twice")
    return record_declaration(asked, gate.app).case


def give_up_mails(gate: Gateway) -> None:
    """Their server refuses all mails for good."""
    with transaction(gate.app.database) as session:
        session.execute(update(OutboxRow).values(state="dead"))


def to_do(page: Page) -> list[str]:
    return page.locator("#todo li").all_inner_texts()


@pytest.mark.parametrize("language", ["de"])
def test_the_cases_stand_on_a_page_with_their_alarms_in_words(
    gate: Gateway, open_desk: Opened, language: str
) -> None:
    user = add_user(gate.app, Role.AGENT, language=language)
    case, call = disputed(gate), call_asked_for(gate)
    visit = open_desk(user)
    page = visit.page

    alarms = page.locator(".message.bad")
    expect(alarms).to_contain_text("unter den Vorgängen: 1" if language == "de" else "cases: 1")
    link = page.get_by_role("link", name="Vorgänge" if language == "de" else "Cases").first
    expect(link).to_contain_text("2, 1 Alarm" if language == "de" else "2, 1 alarm")
    link.click()

    expect(page.locator("#todo li")).to_have_count(2)
    first, second = to_do(page)
    assert case.reference in first
    assert "Alarm" in first
    assert ("Das war ich nicht" if language == "de" else "This wasn't me") in first
    assert "a***@b***.example" in first
    assert call.reference in second
    assert "Alarm" not in second
    assert ADDRESS not in page.content()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)
    assert visit.complaints == []


def test_a_call_is_made_with_data_that_is_shown_on_record_and_then_settled(
    gate: Gateway, open_desk: Opened, agent: User
) -> None:
    case = call_asked_for(gate)
    page = open_desk(agent).page
    page.goto(f"{gate.url}/desk/cases")
    page.get_by_role("link", name="Bitte um Rückruf").click()
    expect(page.locator("dl.facts").first).to_contain_text("0***")
    assert PHONE not in page.content()
    assert violations(page) == []

    page.get_by_role("button", name="Persönliche Daten zeigen").click()
    expect(page.locator("dl.facts").first).to_contain_text(PHONE)
    assert violations(page) == []
    page.get_by_label("Niemanden erreicht").check()
    page.get_by_role("button", name="Festhalten").click()
    expect(page.locator("#todo li")).to_contain_text("Niemanden erreicht")
    page.get_by_role("link", name="Bitte um Rückruf").click()
    page.get_by_label("Angerufen und erledigt").check()
    page.get_by_role("button", name="Festhalten").click()

    expect(page.get_by_text("Es ist nichts zu tun.")).to_be_visible()
    with gate.app.store.look() as work:
        assert work.cases.get(case.id).status is Status.EFFECTIVE
    lines = audit.lines(AuditFilter(actor=agent.login, about=case.id), 20, gate.app)
    assert [line.entry.what for line in lines if line.entry.what is not AuditEvent.READ] == [
        AuditEvent.SETTLE,
        AuditEvent.CHANGE,
        AuditEvent.SETTLE,
        AuditEvent.REVEAL,
    ]


def test_a_case_of_a_conversation_leads_to_it(gate: Gateway, open_desk: Opened, anna: User) -> None:
    waiting = wait_for_person(gate)
    disputed(gate, waiting.talk)
    page = open_desk(anna).page
    page.goto(f"{gate.url}/desk/cases")

    page.locator("#todo").get_by_role("link", name="Gespräch").click()

    expect(page).to_have_url(gate.url + waiting.path)


def test_a_mail_that_was_given_up_is_an_alarm_until_somebody_has_seen_to_it(
    gate: Gateway, open_desk: Opened, agent: User
) -> None:
    record_declaration(a_declaration(), gate.app)
    give_up_mails(gate)
    page = open_desk(agent).page
    page.goto(f"{gate.url}/desk/cases")
    expect(page.locator("#todo li")).to_contain_text("Alarm")
    assert ADDRESS not in page.content()

    page.get_by_role("link", name="E-Mail aufgegeben").click()
    expect(page.get_by_role("heading", name="Bestätigung: Kündigung des Accounts")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Telefonisch oder brieflich mitgeteilt").check()
    page.get_by_role("button", name="Festhalten").click()

    expect(page.get_by_text("Es ist nichts zu tun.")).to_be_visible()


def test_what_somebody_else_has_settled_meanwhile_is_told(
    gate: Gateway, open_desk: Opened, agent: User, ben: User
) -> None:
    case = disputed(gate)
    page = open_desk(agent).page
    page.goto(f"{gate.url}/desk/cases/{case.id}")
    casework.settle(case.id, agent_of(ben), Settled.OWNER, gate.app)

    page.get_by_role("button", name="Jemand anderes").click()

    expect(page.get_by_role("alert")).to_contain_text("erledigt")
    with gate.app.store.look() as work:
        assert work.cases.get(case.id).status is Status.VERIFIED


def test_a_case_that_appears_is_shown_without_loading_the_page_anew(
    gate: Gateway, open_desk: Opened, agent: User
) -> None:
    page = open_desk(agent).page
    page.clock.install()
    page.goto(f"{gate.url}/desk/cases")
    expect(page.get_by_text("Es ist nichts zu tun.")).to_be_visible()
    case = disputed(gate)

    page.clock.run_for(16_000)

    expect(page.locator("#todo li")).to_contain_text(case.reference)


def test_supervisors_see_the_cases_and_settle_none(gate: Gateway, client: DeskClient) -> None:
    case = disputed(gate)
    client.log_in(add_user(gate.app, Role.SUPERVISOR).login)
    path = f"/desk/cases/{case.id}"

    assert case.reference in client.get("/desk/cases").text
    assert "Festhalten" not in client.get(path).text
    for answer in (
        client.post(f"{path}/settle", outcome="not_reached"),
        client.post(f"{path}/step", step="owner", reason="called back"),
        client.get(f"{path}/ask?step=owner"),
        client.post(f"{path}/reveal"),
    ):
        assert answer.status_code == httpx.codes.FORBIDDEN
    with gate.app.store.look() as work:
        assert work.cases.get(case.id).status is Status.DISPUTED


def test_what_is_not_there_is_not_found(logged_in: DeskClient, gate: Gateway, agent: User) -> None:
    settled = call_asked_for(gate)
    casework.settle(settled.id, agent_of(agent), Settled.CALLED, gate.app)

    assert logged_in.get("/desk/cases/01NOTHING").status_code == httpx.codes.NOT_FOUND
    assert logged_in.get("/desk/cases/mail/01NOTHING").status_code == httpx.codes.NOT_FOUND
    shown = logged_in.post(f"/desk/cases/{settled.id}/reveal")
    assert shown.status_code == httpx.codes.NOT_FOUND
