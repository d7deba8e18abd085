"""Routes with two ids: a pair that does not belong together is not there, and changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select

from fairwell.desk.app import ROUTERS
from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.case import Case
from fairwell.rules.handoff.speaker import Outcome
from fairwell.services.cases.change_case import dispute
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff import queue
from fairwell.services.staff import audit
from fairwell.store.base.engine import transaction
from fairwell.store.cases.ledger_check import list_entries
from fairwell.store.cases.tables import CaseRow
from fairwell.store.mails.tables import OutboxRow
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.records import values_of
from tests.integration.serving import Gateway
from tests.support.desk import DeskClient, add_user
from tests.support.talks import Waiting, wait_for_person
from tests.unit.samples import a_declaration

# Every route with two ids in its address, and the form that it takes.
STEPS: dict[str, dict[str, str]] = {
    "/desk/c/{talk}/cases/{case}/verify": {"reason": "called back"},
    "/desk/c/{talk}/cases/{case}/effective": {"on": "2026-12-31", "reason": "done"},
    "/desk/c/{talk}/cases/{case}/revoke": {"reason": "asked for"},
    "/desk/c/{talk}/cases/{case}/correct": {"user_name": "radhaus-nord"},
    "/desk/c/{talk}/cases/{case}/mail": {},
}
OTHER_USER = {"user_name": "radhaus-nord", "email": "kontakt@radhaus-nord.example"}
LEAD = frozenset({Role.AGENT, Role.SUPERVISOR})
EVERY_ROLE = [frozenset({role}) for role in Role] + [LEAD]


@dataclass(frozen=True)
class Held:
    """A conversation that an agent has, and the case that was declared in it."""

    waiting: Waiting
    case: Case

    @property
    def talk(self) -> str:
        return self.waiting.talk


def held(gate: Gateway, user: User, **details: str) -> Held:
    waiting = wait_for_person(gate)
    declared = a_declaration(conversation_id=waiting.talk, **details)
    case = record_declaration(declared, gate.app).case
    queue.claim(waiting.talk, agent_of(user), gate.app)
    return Held(waiting, case)


def everything(gate: Gateway) -> list[object]:
    """All cases, mails and events of cases, as they are on record."""
    with transaction(gate.app.database, read_only=True) as session:
        rows = [*session.scalars(select(CaseRow)), *session.scalars(select(OutboxRow))]
        return [[values_of(row) for row in rows], list(list_entries(session))]


def changes(gate: Gateway, case: Case) -> list[dict[str, str]]:
    lines = audit.lines(AuditFilter(what=AuditEvent.CHANGE, about=case.id), 20, gate.app)
    return [dict(line.entry.details) for line in reversed(lines)]


def test_every_route_with_two_ids_is_in_the_table() -> None:
    found = {
        f"/desk{route.path}"
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and len(re.findall(r"\{\w+\}", route.path)) > 1
    }

    assert found == set(STEPS)


@pytest.mark.parametrize("roles", EVERY_ROLE, ids=lambda roles: "+".join(sorted(roles)))
def test_16_pairs_that_do_not_belong_together_are_not_there_for_any_role(
    gate: Gateway, client: DeskClient, anna: User, roles: frozenset[Role]
) -> None:
    user = add_user(gate.app, *roles)
    annas, own = held(gate, anna), held(gate, user, **OTHER_USER)
    returned = held(gate, anna, user_name="niemand-hier", email="x@niemand-hier.example")
    handoff_conversation.return_to_bot(returned.talk, agent_of(anna), gate.app)
    queued = wait_for_person(gate)
    alone = record_declaration(a_declaration(conversation_id="01ALONE"), gate.app).case
    foreign = [
        (own.talk, annas.case.id),
        (own.talk, alone.id),
        (own.talk, "01NOTHING"),
        (annas.talk, own.case.id),
        (queued.talk, annas.case.id),
        ("01NOTHING", annas.case.id),
        ("01ALONE", alone.id),  # no person was ever asked for in it
    ]
    if roles != LEAD:
        foreign += [(annas.talk, annas.case.id), (returned.talk, returned.case.id)]
    client.log_in(user.login)
    token, before = client.token(), everything(gate)

    answers = {
        (path, talk, case): client.post(
            path.format(talk=talk, case=case), token, **form
        ).status_code
        for path, form in STEPS.items()
        for talk, case in foreign
    }

    expected = 404 if Role.AGENT in roles else 403
    assert {pair for pair, status in answers.items() if status != expected} == set()
    assert everything(gate) == before


@pytest.mark.parametrize("path", STEPS)
def test_who_has_the_conversation_takes_each_step(
    gate: Gateway, client: DeskClient, anna: User, path: str
) -> None:
    annas = held(gate, anna)
    client.log_in(anna.login)
    before = everything(gate)

    answer = client.post(path.format(talk=annas.talk, case=annas.case.id), **STEPS[path])

    assert answer.status_code == 303
    assert everything(gate) != before
    assert len(changes(gate, annas.case)) == 1


def test_who_had_it_last_may_finish_the_case_and_sees_how(
    gate: Gateway, client: DeskClient, anna: User, ben: User
) -> None:
    annas = held(gate, anna)
    handoff_conversation.close(annas.talk, agent_of(anna), Outcome.SOLVED, gate.app)
    path = f"/desk/c/{annas.talk}/cases/{annas.case.id}/effective"
    offered = f"/desk/cases/{annas.case.id}/ask?step=effective&amp;talk={annas.talk}"
    with DeskClient.of(gate.url) as other:
        other.log_in(ben.login)
        assert offered not in other.get(annas.waiting.path).text
        assert other.post(path, on="2026-12-31", reason="done").status_code == 404
    client.log_in(anna.login)

    assert offered in client.get(annas.waiting.path).text
    assert client.post(path, on="2026-12-31", reason="done").status_code == 303
    assert changes(gate, annas.case) == [{"event": "effective", "reason": "done"}]


def test_who_leads_may_act_for_a_colleague_and_that_is_on_record(
    gate: Gateway, client: DeskClient, anna: User
) -> None:
    annas = held(gate, anna)
    client.log_in(add_user(gate.app, *LEAD).login)
    path = f"/desk/c/{annas.talk}/cases/{annas.case.id}/revoke"

    offered = f"/desk/cases/{annas.case.id}/ask?step=revoke&amp;talk={annas.talk}"
    assert offered in client.get(annas.waiting.path).text
    assert client.post(path, reason="asked for").status_code == 303
    assert changes(gate, annas.case) == [
        {"event": "for_colleague"},
        {"event": "revoked", "reason": "asked for"},
    ]


def test_the_list_of_cases_is_settled_by_any_agent_and_that_is_on_record(
    gate: Gateway, client: DeskClient, agent: User, anna: User
) -> None:
    annas = held(gate, anna)
    with gate.app.store.begin() as work:
        token = work.links.make(annas.case.id, "dispute", annas.case.requested_at)
    dispute(token, gate.app)
    client.log_in(agent.login)

    answer = client.post(f"/desk/cases/{annas.case.id}/step", step="owner", reason="called back")

    assert answer.status_code == 303
    assert changes(gate, annas.case) == [{"event": "verified_by_phone", "reason": "called back"}]
    (settled,) = audit.lines(AuditFilter(what=AuditEvent.SETTLE, about=annas.case.id), 5, gate.app)
    assert settled.entry.actor == agent.login
