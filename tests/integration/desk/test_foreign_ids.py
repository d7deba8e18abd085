"""Routes with ids: a pair that does not belong together is not there; what others have stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from starlette.routing import Mount, Route

from fairwell.desk.conversations.agents import agent_of
from fairwell.processes.servers import create_server
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.case import Case
from fairwell.rules.handoff.speaker import Outcome
from fairwell.rules.handoff.todo import Settled
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
    "/desk/c/{talk}/cases/{case}/verify": {},
    "/desk/c/{talk}/cases/{case}/effective": {"on": "2026-12-31"},
    "/desk/c/{talk}/cases/{case}/revoke": {},
    "/desk/c/{talk}/cases/{case}/correct": {"user_name": "radhaus-nord"},
    "/desk/c/{talk}/cases/{case}/mail": {},
}
# A secret, and one of the few names of its files (test_receipt_pages.py): not a pair of ids.
RECEIPT = "/receipt/{token}/{name:path}"
# Every other route of the desk that changes something with an id in its address: its form, and what
# an agent gets for what a colleague has.
OF_A_COLLEAGUE: dict[str, tuple[dict[str, str], int]] = {
    "/desk/c/{talk}/claim": ({}, 409),
    "/desk/c/{talk}/decline": ({}, 409),
    "/desk/c/{talk}/transfer": ({"reason": "Ich bin krank."}, 409),
    "/desk/c/{talk}/return": ({}, 409),
    "/desk/c/{talk}/close": ({"outcome": "solved"}, 409),
    "/desk/c/{talk}/reveal": ({}, 409),
    "/desk/c/{talk}/reply": ({"text": "Guten Tag", "send_key": "send-key-1"}, 409),
    "/desk/c/{talk}/typing": ({}, 409),
    "/desk/c/{talk}/note": ({"note": "Sie rief schon einmal an."}, 303),  # for the colleague
    "/desk/c/{talk}/draft": ({"text": "Guten", "send_key": "send-key-1"}, 204),  # one's own
    "/desk/cases/{case}/settle": ({"outcome": "stranger"}, 409),
    "/desk/cases/{case}/reveal": ({}, 409),
    "/desk/mentions/{mention}/read": ({}, 303),  # and it stays unread
}
# Routes of what belongs to no agent: mails that do not leave, and pages of other roles.
NOBODYS = {
    "/desk/cases/mail/{mail}/settle",
    "/desk/link/{token}",
    "/desk/replies/{key}",
    "/desk/replies/{key}/remove",
    "/desk/replies/{key}/restore",
    "/desk/users/{user_id}/roles",
    "/desk/users/{user_id}/teams",
    "/desk/users/{user_id}/disable",
    "/desk/users/{user_id}/enable",
    "/desk/users/{user_id}/link",
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


def addresses(app: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and address of every route of an app and of the apps that are mounted in it."""
    for route in getattr(app, "routes", ()):
        if included := getattr(route, "original_router", None):  # FastAPI's include_router
            yield from addresses(included, prefix + route.include_context.prefix)
        elif isinstance(route, Mount):
            yield from addresses(route.app, prefix + route.path)
        elif isinstance(route, Route):
            yield from ((method, prefix + route.path) for method in route.methods or ())


def ids_in(path: str) -> int:
    return len(re.findall(r"\{\w+", path))


def test_every_route_with_ids_is_in_a_table(gate: Gateway) -> None:
    found = set(addresses(create_server(gate.app)))

    assert {path for _, path in found if ids_in(path) > 1} == {*STEPS, RECEIPT}
    posted = {path for method, path in found if method == "POST" and path.startswith("/desk/")}
    assert {path for path in posted if ids_in(path) == 1} == {*OF_A_COLLEAGUE, *NOBODYS}


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
    with DeskClient.of(gate.url) as other:
        other.log_in(ben.login)
        assert path not in other.get(annas.waiting.path).text
        assert other.post(path, on="2026-12-31").status_code == 404
    client.log_in(anna.login)

    assert path in client.get(annas.waiting.path).text
    assert client.post(path, on="2026-12-31").status_code == 303
    assert changes(gate, annas.case) == [{"event": "effective"}]


def test_who_leads_may_act_for_a_colleague_and_that_is_on_record(
    gate: Gateway, client: DeskClient, anna: User
) -> None:
    annas = held(gate, anna)
    client.log_in(add_user(gate.app, *LEAD).login)
    path = f"/desk/c/{annas.talk}/cases/{annas.case.id}/revoke"

    assert path in client.get(annas.waiting.path).text
    assert client.post(path).status_code == 303
    assert changes(gate, annas.case) == [{"event": "for_colleague"}, {"event": "revoked"}]


def disputed(gate: Gateway, case: Case) -> None:
    with gate.app.store.begin() as work:
        token = work.links.make(case.id, "dispute", case.requested_at)
    dispute(token, gate.app)


def test_an_agent_changes_nothing_that_a_colleague_has(
    gate: Gateway, client: DeskClient, agent: User, anna: User
) -> None:
    annas = held(gate, anna)
    disputed(gate, annas.case)
    handoff_conversation.note(annas.talk, agent_of(agent), f"@{anna.display_name} ?", gate.app)
    with gate.app.store.look() as work:
        (mention,) = work.mentions.unread(anna.id)
    ids = {"talk": annas.talk, "case": annas.case.id, "mention": mention.id}
    client.log_in(agent.login)
    token, before = client.token(), everything(gate)

    answers = {
        path: client.post(path.format(**ids), token, **form).status_code
        for path, (form, _) in OF_A_COLLEAGUE.items()
    }

    assert answers == {path: status for path, (_, status) in OF_A_COLLEAGUE.items()}
    assert everything(gate) == before
    with gate.app.store.look() as work:
        assert list(work.mentions.unread(anna.id)) == [mention]


def test_who_leads_settles_what_a_colleague_has_and_that_is_on_record(
    gate: Gateway, client: DeskClient, anna: User
) -> None:
    annas = held(gate, anna)
    disputed(gate, annas.case)
    client.log_in(add_user(gate.app, *LEAD).login)

    assert client.post(f"/desk/cases/{annas.case.id}/settle", outcome="owner").status_code == 303
    assert changes(gate, annas.case) == [{"event": "for_colleague"}, {"event": "verified_by_phone"}]


def test_a_case_that_never_waited_is_not_on_the_list(
    gate: Gateway, client: DeskClient, agent: User
) -> None:
    alone = record_declaration(a_declaration(conversation_id="01ALONE"), gate.app).case
    client.log_in(agent.login)
    before = everything(gate)

    for outcome in Settled:
        answer = client.post(f"/desk/cases/{alone.id}/settle", outcome=outcome)
        assert answer.status_code == 404
    assert everything(gate) == before


def test_the_list_of_cases_is_settled_by_any_agent_and_that_is_on_record(
    gate: Gateway, client: DeskClient, agent: User, anna: User
) -> None:
    annas = held(gate, anna)
    disputed(gate, annas.case)
    handoff_conversation.return_to_bot(annas.talk, agent_of(anna), gate.app)
    client.log_in(agent.login)

    answer = client.post(f"/desk/cases/{annas.case.id}/settle", outcome="owner")

    assert answer.status_code == 303
    assert changes(gate, annas.case) == [{"event": "verified_by_phone"}]
    (settled,) = audit.lines(AuditFilter(what=AuditEvent.SETTLE, about=annas.case.id), 5, gate.app)
    assert settled.entry.actor == agent.login
