"""What is final is asked, done visibly, told to the customer, and undone where that is right."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.case import Case, Status
from fairwell.services.casebook import undo
from fairwell.services.cases import change_case
from fairwell.services.cases.change_case import dispute
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.handoff import queue
from fairwell.services.staff import audit
from fairwell.store.base.engine import transaction
from fairwell.store.cases.ledger_check import verify
from fairwell.store.mails.outbox import list_mails
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway
from tests.support.desk import DeskClient, add_user
from tests.support.tables import check_all
from tests.support.talks import wait_for_person
from tests.unit.samples import a_declaration

WHY = "bat am Telefon darum"


def declare(gate: Gateway, talk: str = "01ALONE", **details: str) -> Case:
    return record_declaration(a_declaration(conversation_id=talk, **details), gate.app).case


def disputed(gate: Gateway, talk: str = "01ALONE") -> Case:
    case = declare(gate, talk)
    with gate.app.store.begin() as work:
        token = work.links.make(case.id, "dispute", case.requested_at)
    found = dispute(token, gate.app)
    assert found is not None
    return found


def now(gate: Gateway, case: Case) -> Case:
    with gate.app.store.look() as work:
        return work.cases.get(case.id)


def told(gate: Gateway, talk: str) -> str:
    with gate.app.store.look() as work:
        return work.transcript.lines(talk)[-1].text


def kinds_of_mails(gate: Gateway) -> list[str]:
    with transaction(gate.app.database, read_only=True) as session:
        return [mail.kind for mail in list_mails(session)]


@pytest.fixture
def leading(gate: Gateway, client: DeskClient) -> DeskClient:
    """Requests of an agent who leads others, and so may act on every case."""
    client.log_in(add_user(gate.app, Role.AGENT, Role.SUPERVISOR).login)
    return client


@pytest.mark.parametrize("make", [declare, disputed], ids=["declared", "disputed"])
def test_a_step_is_asked_with_number_effect_and_reason_before_it_is_taken(
    gate: Gateway, leading: DeskClient, make: Callable[[Gateway], Case]
) -> None:
    case = make(gate)
    path = f"/desk/cases/{case.id}"
    steps = ("owner", "stranger") if make is disputed else ("verify", "effective", "revoke")

    def check(step: str) -> None:
        page = leading.get(f"{path}/ask?step={step}").text
        assert case.reference in page
        assert "rückgängig" in page
        assert 'name="reason"' in page
        part = leading.get(f"{path}/ask?step={step}", **{"HX-Request": "true"}).text
        assert "<html" not in part
        assert case.reference in part
        without = leading.post(f"{path}/step", step=step, reason="  ")
        assert without.status_code == 422
        assert "Nennen Sie den Grund" in without.text

    check_all(steps, check)
    assert now(gate, case) == case


def test_each_step_shows_its_result_tells_the_customer_and_is_undone(
    gate: Gateway, leading: DeskClient, anna: User
) -> None:
    rows = {
        "verify": (declare, Status.VERIFIED, "telefonisch bestätigt", "telefonisch bestätigt"),
        "effective": (
            declare,
            Status.EFFECTIVE,
            "ausgeführt. Wirksam: 31. Dezember 2026",
            "ausgeführt",
        ),
        "revoke": (declare, Status.REVOKED, "wurde für Sie zurückgenommen", "zurückgenommen"),
        "owner": (disputed, Status.VERIFIED, "telefonisch bestätigt", "die Erklärung ist echt"),
        "stranger": (disputed, Status.REVOKED, "Sie gilt nicht mehr", "zurückgenommen"),
    }

    def check(step: str) -> None:
        make, status, in_chat, shown = rows[step]
        waiting = wait_for_person(gate)
        case = make(gate, waiting.talk)
        path = f"/desk/cases/{case.id}"
        on = {"on": "2026-12-31"} if step == "effective" else {}

        answer = leading.post(f"{path}/step", step=step, reason=WHY, **on)
        page = leading.get(answer.headers["location"]).text

        assert now(gate, case).status is status
        assert re.search(f'id="done"><p>{case.reference}: [^<]*{shown}', page)
        assert in_chat in told(gate, waiting.talk)
        line = audit.lines(AuditFilter(what=AuditEvent.CHANGE, case_id=case.id), 1, gate.app)[0]
        assert line.entry.details["reason"] == WHY
        assert "Rückgängig" in page
        assert leading.post(f"{path}/undo").status_code == 303
        assert now(gate, case) == case
        assert "rückgängig gemacht" in told(gate, waiting.talk)
        assert leading.post(f"{path}/undo").status_code == 409
        change_case.revoke(waiting.talk, case.id, gate.app)  # leaves nothing for the next row

    check_all(rows, check)
    with transaction(gate.app.database, read_only=True) as session:
        assert verify(session).ok


def test_a_cancellation_that_counts_again_is_confirmed_again_and_may_be_taken_back_again(
    gate: Gateway, leading: DeskClient
) -> None:
    case = declare(gate)
    path = f"/desk/cases/{case.id}"
    leading.post(f"{path}/step", step="revoke", reason=WHY)
    leading.post(f"{path}/undo")

    assert kinds_of_mails(gate) == ["cancel_confirmation", "revoked", "cancel_confirmation"]
    assert declare(gate) == case  # the same wish is still the same case
    leading.post(f"{path}/step", step="revoke", reason=WHY)
    assert kinds_of_mails(gate)[3:] == ["revoked"]


def test_what_the_customer_took_back_or_declared_anew_is_not_undone_at_the_desk(
    gate: Gateway, leading: DeskClient
) -> None:
    own = declare(gate, "01OWN")
    change_case.revoke("01OWN", own.id, gate.app)
    again = declare(gate, "01AGAIN")
    leading.post(f"/desk/cases/{again.id}/step", step="revoke", reason=WHY)
    declare(gate, "01AGAIN", turn_id="02TURN")

    for case in (own, again):
        assert leading.post(f"/desk/cases/{case.id}/undo").status_code == 409
        assert now(gate, case).status is Status.REVOKED


def test_a_step_is_undone_for_a_day_and_no_longer(
    gate: Gateway, leading: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = declare(gate)
    leading.post(f"/desk/cases/{case.id}/step", step="effective", reason=WHY)
    monkeypatch.setattr(undo, "UNDO_WITHIN", dt.timedelta(0))

    assert "Rückgängig" not in leading.get(f"/desk/cases/{case.id}").text
    assert leading.post(f"/desk/cases/{case.id}/undo").status_code == 409


def test_who_settled_a_dispute_may_undo_it_and_a_colleague_may_not(
    gate: Gateway, logged_in: DeskClient, ben: User
) -> None:
    case = disputed(gate)
    logged_in.post(f"/desk/cases/{case.id}/step", step="stranger", reason=WHY)
    with DeskClient.of(gate.url) as other:
        other.log_in(ben.login)
        assert other.post(f"/desk/cases/{case.id}/undo").status_code == 404

    assert logged_in.post(f"/desk/cases/{case.id}/undo").status_code == 303
    assert now(gate, case).status is Status.DISPUTED


def test_a_step_from_a_conversation_leads_back_to_it_and_says_what_is_done(
    gate: Gateway, client: DeskClient, anna: User
) -> None:
    waiting = wait_for_person(gate)
    case = declare(gate, waiting.talk)
    queue.claim(waiting.talk, agent_of(anna), gate.app)
    client.log_in(anna.login)
    asked = client.get(f"/desk/cases/{case.id}/ask?step=revoke&talk={waiting.talk}").text
    action = f"/desk/c/{waiting.talk}/cases/{case.id}/revoke"
    assert f'action="{action}"' in asked

    answer = client.post(action, reason=WHY)

    assert answer.headers["location"] == f"/desk/c/{waiting.talk}?case={case.id}"
    assert f"<p>{case.reference}: Zurückgenommen." in client.get(answer.headers["location"]).text


def test_the_line_in_the_chat_leaves_the_buttons_of_the_last_answer(
    gate: Gateway, leading: DeskClient
) -> None:
    customer = gate.customer("de")
    customer.says("Hallo")
    talk = str(gate.engine.turns[-1]["conversation_id"])
    case = declare(gate, talk)
    with gate.app.store.look() as work:
        group = work.transcript.last_group(talk)

    leading.post(f"/desk/cases/{case.id}/step", step="verify", reason=WHY)

    assert case.reference in told(gate, talk)
    with gate.app.store.look() as work:
        assert work.transcript.last_group(talk) == group


def test_disabling_a_user_is_asked_with_a_reason_and_can_be_undone(
    gate: Gateway, client: DeskClient, admin: User, agent: User
) -> None:
    client.log_in(admin.login)
    path = f"/desk/users/{agent.id}"

    asked = client.get(f"{path}/disable").text
    assert agent.login in asked
    assert client.post(f"{path}/disable").status_code == 422
    answer = client.post(f"{path}/disable", reason="verlässt das Haus")

    page = client.get(answer.headers["location"]).text
    assert 'role="status"' in page
    assert f'action="{path}/enable"' in page
    (line,) = audit.lines(AuditFilter(what=AuditEvent.USER_DISABLED), 5, gate.app)
    assert line.entry.details["reason"] == "verlässt das Haus"
    client.post(f"{path}/enable")
    with DeskClient.of(gate.url) as other:
        assert other.log_in(agent.login).headers["location"].startswith("/desk")
