"""Declarations that no account fits: a queue, compared with likely accounts, and its three ends."""

from __future__ import annotations

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.case import Case
from fairwell.rules.handoff.speaker import Outcome
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff import queue
from fairwell.services.staff import audit
from fairwell.store.base.engine import transaction
from fairwell.store.cases.ledger_check import verify
from fairwell.store.mails.outbox import list_mails
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway
from tests.support.desk import DeskClient, add_user
from tests.support.talks import ADDRESS, wait_for_person
from tests.unit.samples import a_declaration

TYPED = {"user_name": "blumen-muller", "email": "anna.mueller@blumen-muller.example"}
QUEUE = "/desk/cases?tab=unmatched"


def unmatched(gate: Gateway, talk: str = "01ALONE", **details: str) -> Case:
    declared = a_declaration(conversation_id=talk, **{**TYPED, **details})
    case = record_declaration(declared, gate.app).case
    assert case.account_id is None
    return case


def account_id(gate: Gateway, user_name: str) -> str:
    with gate.app.store.look() as work:
        account = work.accounts.by_user_name(user_name)
    assert account is not None
    return account.id


def changes(gate: Gateway, case: Case) -> list[dict[str, str]]:
    lines = audit.lines(AuditFilter(what=AuditEvent.CHANGE, case_id=case.id), 20, gate.app)
    return [dict(line.entry.details) for line in reversed(lines)]


def mails_to(gate: Gateway, address: str) -> list[str]:
    with transaction(gate.app.database, read_only=True) as session:
        return [mail.kind for mail in list_mails(session) if mail.recipient == address]


def test_a_likely_account_stands_beside_and_is_matched(
    gate: Gateway, logged_in: DeskClient
) -> None:
    case, wanted = unmatched(gate), account_id(gate, "blumen-mueller")
    path = f"/desk/cases/{case.id}/match"
    page = logged_in.get(path).text
    assert f'value="{wanted}"' in page
    assert "ähnlich" in page
    assert ADDRESS not in page
    revealed = logged_in.post(f"{path}/reveal").text
    assert ADDRESS in revealed
    assert TYPED["email"] in revealed
    assert mails_to(gate, ADDRESS) == []

    answer = logged_in.post(path, account=wanted)

    assert "zugeordnet" in logged_in.get(answer.headers["location"]).text
    assert case.reference not in logged_in.get(QUEUE).text
    assert mails_to(gate, ADDRESS) == ["cancel_confirmation"]
    assert changes(gate, case) == [{"event": "matched"}]
    with gate.app.store.look() as work:
        now = work.cases.get(case.id)
    assert (now.account_id, now.user_name, now.email) == (wanted, *TYPED.values())
    assert now.effective_on is not None
    with transaction(gate.app.database, read_only=True) as session:
        assert verify(session).ok
    assert logged_in.post(path, account=wanted).status_code == 404


def test_another_account_is_looked_for_and_compared(gate: Gateway, logged_in: DeskClient) -> None:
    case = unmatched(gate, user_name="ganz-anders", email="x@niemand-hier.example")
    path = f"/desk/cases/{case.id}/match"
    assert "Kein Account ist ähnlich" in logged_in.get(path).text

    found = logged_in.get(f"{path}?seek=Radhaus-Nord").text
    missed = logged_in.get(f"{path}?seek=niemand").text

    assert f'value="{account_id(gate, "radhaus-nord")}"' in found
    assert "Kein Account hat diesen Benutzernamen" in missed


def test_the_customer_is_asked_in_the_chat_and_the_case_stays_in_the_queue(
    gate: Gateway, logged_in: DeskClient, anna: User
) -> None:
    waiting = wait_for_person(gate)
    case = unmatched(gate, waiting.talk)

    answer = logged_in.post(f"/desk/cases/{case.id}/match/ask", by="chat")

    assert "nachgefragt" in logged_in.get(answer.headers["location"]).text
    queued = logged_in.get(QUEUE).text
    assert case.reference in queued
    assert "nachgefragt" in queued
    with gate.app.store.look() as work:
        line = work.transcript.lines(waiting.talk)[-1]
    assert line.role == "system"
    assert case.reference in line.text
    assert "Benutzernamen" in line.text
    assert changes(gate, case) == [{"event": "asked", "way": "chat"}]


def test_without_a_chat_the_agent_asks_by_phone(
    gate: Gateway, logged_in: DeskClient, anna: User
) -> None:
    form = unmatched(gate)
    ended = wait_for_person(gate)
    case = unmatched(gate, ended.talk, user_name="radhaus-nort")
    queue.claim(ended.talk, agent_of(anna), gate.app)
    handoff_conversation.close(ended.talk, agent_of(anna), Outcome.SOLVED, gate.app)

    for one in (form, case):
        path = f"/desk/cases/{one.id}/match"
        assert "keinen Chat" in logged_in.get(path).text
        assert logged_in.post(f"{path}/ask", by="chat").status_code == 409
        assert logged_in.post(f"{path}/ask", by="phone").status_code == 303
        assert changes(gate, one) == [{"event": "asked", "way": "phone"}]


def test_a_case_is_closed_with_a_reason_stays_on_record_and_can_be_taken_up_again(
    gate: Gateway, logged_in: DeskClient
) -> None:
    case = unmatched(gate)
    path = f"/desk/cases/{case.id}"
    assert logged_in.post(f"{path}/match/close").status_code == 400

    note = f"Rückruf bei {TYPED['user_name']} erfolglos"
    logged_in.post(f"{path}/match/close", why="no_answer", note=note)

    assert case.reference not in logged_in.get(QUEUE).text
    assert case.reference in logged_in.get("/desk/cases?tab=declared").text
    assert changes(gate, case) == [
        {"event": "unmatched", "why": "no_answer", "reason": "Rückruf bei b*** erfolglos"}
    ]
    assert "Niemand ist erreichbar" in logged_in.get(path).text
    with gate.app.store.look() as work:
        assert work.cases.get(case.id) == case

    logged_in.post(f"{path}/reopen")

    assert case.reference in logged_in.get(QUEUE).text


def test_supervisors_see_the_queue_and_match_nothing(gate: Gateway, client: DeskClient) -> None:
    case = unmatched(gate)
    client.log_in(add_user(gate.app, Role.SUPERVISOR).login)

    assert case.reference in client.get(QUEUE).text
    assert "/match" not in client.get(f"/desk/cases/{case.id}").text
    assert client.get(f"/desk/cases/{case.id}/match").status_code == 403
