"""Routes with ids: a pair that does not belong together is not there; what others have stays."""

from __future__ import annotations

import html
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
from fairwell.rules.cases.matching import NoMatch
from fairwell.rules.handoff.speaker import Outcome
from fairwell.rules.handoff.todo import Settled
from fairwell.services.casebook import match
from fairwell.services.cases import casework
from fairwell.services.cases.casework import CaseOf
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
    "/desk/cases/{case}/settle": ({"outcome": "not_reached"}, 409),
    "/desk/cases/{case}/step": ({"step": "stranger", "reason": "called back"}, 409),
    "/desk/cases/{case}/mail": ({}, 409),
    "/desk/cases/{case}/undo": ({}, 409),
    "/desk/cases/{case}/caller": ({"stated": "blumen-mueller"}, 409),
    "/desk/cases/{case}/reveal": ({}, 409),
    "/desk/mentions/{mention}/read": ({}, 303),  # and it stays unread
}
# The same for a declaration that no account fits.
UNMATCHED_OF_A_COLLEAGUE: dict[str, dict[str, str]] = {
    "/desk/cases/{case}/match": {"account": "01ACCOUNT"},
    "/desk/cases/{case}/match/ask": {"by": "chat"},
    "/desk/cases/{case}/match/close": {"why": "no_account"},
    "/desk/cases/{case}/match/reveal": {},
}
REOPEN = "/desk/cases/{case}/reopen"  # once such a one is closed
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
UNMATCHED = {"user_name": "niemand-hier", "email": "x@niemand-hier.example"}
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


def route_of(path: str) -> str:
    """The route of an address: the three final steps have one."""
    start, _, last = path.rpartition("/")
    return f"{start}/{{step}}" if last in {"verify", "effective", "revoke"} else path


def test_every_route_with_ids_is_in_a_table(gate: Gateway) -> None:
    found = set(addresses(create_server(gate.app)))

    of_two = {path for _, path in found if ids_in(path) > 1}
    assert of_two == {*(route_of(path) for path in STEPS), RECEIPT}
    posted = {path for method, path in found if method == "POST" and path.startswith("/desk/")}
    assert {path for path in posted if ids_in(path) == 1} == {
        *OF_A_COLLEAGUE,
        *UNMATCHED_OF_A_COLLEAGUE,
        REOPEN,
        *NOBODYS,
    }


@pytest.mark.parametrize("roles", EVERY_ROLE, ids=lambda roles: "+".join(sorted(roles)))
def test_16_pairs_that_do_not_belong_together_are_not_there_for_any_role(
    gate: Gateway, client: DeskClient, anna: User, roles: frozenset[Role]
) -> None:
    user = add_user(gate.app, *roles)
    annas, own = held(gate, anna), held(gate, user, **OTHER_USER)
    returned = held(gate, anna, **UNMATCHED)
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


def test_an_agent_sees_who_has_a_case_and_is_offered_no_step(
    gate: Gateway, client: DeskClient, agent: User, anna: User
) -> None:
    annas = held(gate, anna)
    disputed(gate, annas.case)
    client.log_in(agent.login)
    path = f"/desk/cases/{annas.case.id}"

    page = client.get(path).text

    assert html.escape(anna.display_name) in page
    assert f'action="{path}/' not in page
    assert f"{path}/ask" not in page
    for also in (f"{path}/ask?step=stranger", f"{path}/ask?step=revoke", f"{path}/receipt.pdf"):
        assert client.get(also).status_code == 409, also


def test_an_agent_matches_nothing_that_a_colleague_has(
    gate: Gateway, client: DeskClient, agent: User, anna: User
) -> None:
    annas = held(gate, anna, **UNMATCHED)
    client.log_in(agent.login)
    token, before = client.token(), everything(gate)

    def refused(*paths: str) -> None:
        for path in paths:
            form = UNMATCHED_OF_A_COLLEAGUE.get(path, {})
            answer = client.post(path.format(case=annas.case.id), token, **form)
            assert answer.status_code == 409, path
            assert html.escape(anna.display_name) in answer.text, path

    refused(*UNMATCHED_OF_A_COLLEAGUE)
    assert everything(gate) == before
    match.close(CaseOf(None, annas.case.id), agent_of(anna), NoMatch.NO_ACCOUNT, "", gate.app)
    before = everything(gate)
    refused(REOPEN)
    assert everything(gate) == before


def test_who_had_taken_a_step_cannot_undo_it_once_a_colleague_has_the_conversation(
    gate: Gateway, client: DeskClient, agent: User, anna: User
) -> None:
    annas = held(gate, agent)
    asked = CaseOf(annas.talk, annas.case.id)
    casework.mark_effective(asked, agent_of(agent), gate.app, reason="done")
    queue.transfer(annas.talk, agent_of(agent), gate.app, to=None, reason="Ich bin krank.")
    queue.claim(annas.talk, agent_of(anna), gate.app)
    client.log_in(agent.login)
    before = everything(gate)

    assert client.post(f"/desk/cases/{annas.case.id}/undo").status_code == 409
    assert everything(gate) == before


def test_who_leads_takes_the_steps_of_the_casebook_for_a_colleague_and_that_is_on_record(
    gate: Gateway, client: DeskClient, anna: User
) -> None:
    annas, unmatched = held(gate, anna), held(gate, anna, **UNMATCHED)
    client.log_in(add_user(gate.app, *LEAD).login)
    path = f"/desk/cases/{annas.case.id}"
    steps: list[tuple[str, dict[str, str]]] = [
        (f"{path}/mail", {}),
        (f"{path}/step", {"step": "revoke", "reason": "asked for"}),
        (f"{path}/undo", {}),
        (f"/desk/cases/{unmatched.case.id}/match/ask", {"by": "phone"}),
    ]

    assert [client.post(to, **form).status_code for to, form in steps] == [303] * len(steps)
    assert changes(gate, annas.case) == [
        {"event": "for_colleague"},
        {"event": "mail_again"},
        {"event": "for_colleague"},
        {"event": "revoked", "reason": "asked for"},
        {"event": "for_colleague"},
        {"event": "undone"},
    ]
    assert changes(gate, unmatched.case) == [
        {"event": "for_colleague"},
        {"event": "asked", "way": "phone"},
    ]


def test_who_leads_settles_what_a_colleague_has_and_that_is_on_record(
    gate: Gateway, client: DeskClient, anna: User
) -> None:
    annas = held(gate, anna)
    disputed(gate, annas.case)
    client.log_in(add_user(gate.app, *LEAD).login)

    answer = client.post(f"/desk/cases/{annas.case.id}/step", step="owner", reason="called back")

    assert answer.status_code == 303
    assert changes(gate, annas.case) == [
        {"event": "for_colleague"},
        {"event": "verified_by_phone", "reason": "called back"},
    ]


def test_a_case_that_never_waited_is_not_on_the_list(
    gate: Gateway, client: DeskClient, agent: User
) -> None:
    alone = record_declaration(a_declaration(conversation_id="01ALONE"), gate.app).case
    client.log_in(agent.login)
    before = everything(gate)

    for outcome in (Settled.CALLED, Settled.NOT_WANTED, Settled.NOT_REACHED):
        answer = client.post(f"/desk/cases/{alone.id}/settle", outcome=outcome)
        assert answer.status_code == 404
    for step in ("owner", "stranger"):
        path = f"/desk/cases/{alone.id}"
        assert client.get(f"{path}/ask?step={step}").status_code == 404
        assert client.post(f"{path}/step", step=step, reason="called back").status_code == 404
    assert everything(gate) == before


def test_the_list_of_cases_is_settled_by_any_agent_and_that_is_on_record(
    gate: Gateway, client: DeskClient, agent: User, anna: User
) -> None:
    annas = held(gate, anna)
    disputed(gate, annas.case)
    handoff_conversation.return_to_bot(annas.talk, agent_of(anna), gate.app)
    client.log_in(agent.login)

    answer = client.post(f"/desk/cases/{annas.case.id}/step", step="owner", reason="called back")

    assert answer.status_code == 303
    assert changes(gate, annas.case) == [{"event": "verified_by_phone", "reason": "called back"}]
    (settled,) = audit.lines(AuditFilter(what=AuditEvent.SETTLE, about=annas.case.id), 5, gate.app)
    assert settled.entry.actor == agent.login
