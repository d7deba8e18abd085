"""What waits for a person though nobody is in the chat, and how agents settle it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from sqlalchemy import Engine, select, update

from fairwell.rules.cases.case import Case, Channel, Kind, NotPossible, Status
from fairwell.rules.handoff.todo import Settled, Why
from fairwell.services.casebook import case_file
from fairwell.services.cases import casework
from fairwell.services.handoff import todo as handoff_todo
from fairwell.services.handoff.todo import NotLate
from fairwell.store.base.engine import transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.ledger_check import verify
from fairwell.store.handoff.tables import DeskEventRow
from fairwell.store.mails.tables import OutboxRow
from fairwell.store.staff.tables import AuditRow
from tests.integration.attending import ANNA, BEN, Desk
from tests.integration.records import OTHER, cases, mails, put_accounts, record
from tests.unit.samples import ACCOUNT, a_declaration

pytest_plugins = ("tests.support.postgres",)


@pytest.fixture
def desk(database: Engine) -> Desk:
    """A desk with Anna and Ben at it, and two accounts in the directory."""
    put_accounts(database, ACCOUNT, OTHER)
    desk = Desk(database)
    desk.come(ANNA, BEN)
    return desk


def disputed(desk: Desk, **declared: str) -> Case:
    """A case whose owner has said that it was somebody else, at the desk's time."""
    case = record(desk.engine, a_declaration(**declared), now=desk.now).case
    with Store(desk.engine).begin() as work:
        case = work.cases.set_status(case.id, Status.DISPUTED)
        work.ledger.append(case, "disputed", desk.now)
    return case


def call_asked_for(desk: Desk, conversation_id: str = "01CALL") -> Case:
    asked = a_declaration(
        kind=Kind.CALLBACK,
        conversation_id=conversation_id,
        contact="0171 2345678",
        subject="charged twice",
    )
    return record(desk.engine, asked, now=desk.now).case


def late_mail(desk: Desk, state: str = "dead") -> OutboxRow:
    """The confirmation of a case, which its server refuses."""
    record(desk.engine, a_declaration(), now=desk.now)
    with transaction(desk.engine) as session:
        session.execute(update(OutboxRow).values(state=state, last_error="550 no such user"))
    (mail,) = mails(desk.engine)
    return mail


def settled(desk: Desk) -> list[Mapping[str, str]]:
    with transaction(desk.engine, read_only=True) as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.what == "settle"))
        return [{"who": row.actor, **row.details} for row in rows]


def status(desk: Desk, case: Case) -> Status:
    return next(one.status for one in cases(desk.engine) if one.id == case.id)


def test_alarms_come_first_and_then_what_waits_longest(desk: Desk) -> None:
    call = call_asked_for(desk)
    desk.passes(hours=1)
    dispute = disputed(desk)
    desk.passes(hours=1)
    later_call = call_asked_for(desk, "01LATER")
    desk.passes(hours=3)

    found = handoff_todo.everything(desk.app)

    assert [(one.why, one.alarm, one.case.case.id) for one in found if one.case] == [
        (Why.DISPUTED, True, dispute.id),
        (Why.CALLBACK, False, call.id),
        (Why.MAIL, False, dispute.id),  # its confirmation has not left for four hours
        (Why.CALLBACK, False, later_call.id),
    ]


def test_the_count_is_that_of_the_list_and_its_alarms(desk: Desk) -> None:
    call_asked_for(desk)
    disputed(desk)
    desk.passes(hours=4)

    found, count = handoff_todo.everything(desk.app), handoff_todo.count(desk.app)

    assert count.number == len(found) == 3
    assert count.alarms == sum(one.alarm for one in found) == 1


def test_a_dispute_waits_from_when_it_was_disputed_and_shows_no_person(desk: Desk) -> None:
    case = record(desk.engine, a_declaration(reason=f"Für {ACCOUNT.email}"), now=desk.now).case
    desk.passes(minutes=30)
    with Store(desk.engine).begin() as work:
        work.ledger.append(work.cases.set_status(case.id, Status.DISPUTED), "disputed", desk.now)

    (one,) = handoff_todo.everything(desk.app)

    assert one.since == desk.now
    assert one.case is not None
    assert one.case.case.reference == case.reference
    assert ACCOUNT.user_name not in str(one)
    assert ACCOUNT.email not in str(one)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(Settled.OWNER, Status.VERIFIED), (Settled.STRANGER, Status.REVOKED)],
)
def test_a_dispute_is_settled_by_asking_back(
    desk: Desk, outcome: Settled, expected: Status
) -> None:
    case = disputed(desk)

    casework.settle(case.id, ANNA, outcome, desk.app)

    assert status(desk, case) is expected
    assert handoff_todo.everything(desk.app) == []
    assert settled(desk) == [{"who": ANNA.login, "outcome": outcome}]
    with transaction(desk.engine, read_only=True) as session:
        assert verify(session, None).ok


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(Settled.CALLED, Status.EFFECTIVE), (Settled.NOT_WANTED, Status.REVOKED)],
)
def test_a_call_is_settled_once(desk: Desk, outcome: Settled, expected: Status) -> None:
    case = call_asked_for(desk)

    casework.settle(case.id, ANNA, outcome, desk.app)

    assert status(desk, case) is expected
    assert handoff_todo.everything(desk.app) == []
    with pytest.raises(NotPossible):
        casework.settle(case.id, BEN, outcome, desk.app)
    assert settled(desk) == [{"who": ANNA.login, "outcome": outcome}]


def test_who_was_not_reached_stays_with_the_time_of_the_try(desk: Desk) -> None:
    case = call_asked_for(desk)
    desk.passes(minutes=5)

    casework.settle(case.id, ANNA, Settled.NOT_REACHED, desk.app)

    (one,) = handoff_todo.everything(desk.app)
    assert one.tried == desk.now
    assert status(desk, case) is Status.DECLARED
    assert settled(desk) == [{"who": ANNA.login, "outcome": "not_reached"}]


def test_a_dispute_cannot_end_as_a_call_does(desk: Desk) -> None:
    case = disputed(desk)

    with pytest.raises(NotPossible):
        casework.settle(case.id, ANNA, Settled.CALLED, desk.app)

    assert status(desk, case) is Status.DISPUTED
    assert settled(desk) == []


def test_a_case_shows_its_person_on_record_and_only_while_something_is_to_be_done(
    desk: Desk,
) -> None:
    case = call_asked_for(desk)
    app = desk.app
    assert "2345678" not in str(case_file.open_case(case.id, ANNA, app))

    revealed = case_file.reveal_case(case.id, ANNA, app)

    assert revealed.shown.case.contact == "0171 2345678"
    assert "2345678" not in str(case_file.open_case(case.id, ANNA, app))
    casework.settle(case.id, ANNA, Settled.CALLED, desk.app)
    with pytest.raises(LookupError):
        case_file.reveal_case(case.id, ANNA, app)
    done = [
        (line.entry.what, line.entry.actor) for line in case_file.open_case(case.id, BEN, app).done
    ]
    assert done == [("settle", ANNA.login), ("change", ANNA.login), ("reveal", ANNA.login)]


def test_a_case_leads_to_its_conversation_where_a_person_was_asked_for(desk: Desk) -> None:
    alone = call_asked_for(desk, desk.talk())
    talk = desk.queued()
    asked = call_asked_for(desk, talk)

    found = {one.case.case.id: one.talk for one in handoff_todo.everything(desk.app) if one.case}

    assert found == {alone.id: None, asked.id: talk}


def test_a_case_of_the_form_is_settled_and_leaves_no_event_that_nothing_takes_away(
    desk: Desk,
) -> None:
    form = a_declaration(conversation_id="FORM-1", channel=Channel.FORM)
    case = record(desk.engine, form, now=desk.now).case
    with Store(desk.engine).begin() as work:
        work.cases.set_status(case.id, Status.DISPUTED)

    casework.settle(case.id, ANNA, Settled.OWNER, desk.app)

    with transaction(desk.engine, read_only=True) as session:
        events = session.scalars(select(DeskEventRow).where(DeskEventRow.kind == "case")).all()
        assert {event.conversation_id for event in events} == {None}


def test_a_mail_waits_an_hour_before_it_is_shown_and_a_day_before_it_is_an_alarm(
    desk: Desk,
) -> None:
    late_mail(desk, state="pending")
    seen = []

    for hours in (0, 1, 23):
        desk.passes(hours=hours)
        seen.append([(one.why, one.alarm) for one in handoff_todo.everything(desk.app)])

    assert seen == [[], [(Why.MAIL, False)], [(Why.MAIL, True)]]


def test_a_mail_that_was_given_up_is_an_alarm_at_once_and_can_be_sent_again(desk: Desk) -> None:
    mail = late_mail(desk)
    (one,) = handoff_todo.everything(desk.app)
    assert one.alarm
    assert ACCOUNT.email not in str(one)

    handoff_todo.settle_mail(mail.id, ANNA, Settled.SENT_AGAIN, desk.app)

    (again,) = mails(desk.engine)
    assert (again.state, again.next_at, again.last_error) == ("pending", desk.now, None)
    assert settled(desk) == [{"who": ANNA.login, "outcome": "sent_again", "mail": mail.id}]


def test_a_mail_that_was_told_otherwise_is_no_longer_watched(desk: Desk) -> None:
    mail = late_mail(desk)

    handoff_todo.settle_mail(mail.id, ANNA, Settled.TOLD, desk.app)

    assert handoff_todo.everything(desk.app) == []
    assert settled(desk) == [{"who": ANNA.login, "outcome": "told", "mail": mail.id}]
    with pytest.raises(LookupError):
        handoff_todo.settle_mail(mail.id, BEN, Settled.TOLD, desk.app)


def test_a_mail_that_still_leaves_by_itself_is_not_settled_by_words(desk: Desk) -> None:
    mail = late_mail(desk, state="pending")
    desk.passes(hours=2)

    with pytest.raises(NotLate):
        handoff_todo.settle_mail(mail.id, ANNA, Settled.NOT_OWED, desk.app)

    assert [row.state for row in mails(desk.engine)] == ["pending"]
    assert settled(desk) == []


def test_a_mail_that_a_worker_has_in_hand_is_left_to_it(desk: Desk) -> None:
    mail = late_mail(desk, state="leased")
    with transaction(desk.engine) as session:
        session.execute(update(OutboxRow).values(lease_until=desk.now + dt.timedelta(days=1)))
    desk.passes(hours=2)

    with pytest.raises(NotLate):
        handoff_todo.settle_mail(mail.id, ANNA, Settled.SENT_AGAIN, desk.app)

    assert [row.state for row in mails(desk.engine)] == ["leased"]
