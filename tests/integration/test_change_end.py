"""Another end for a cancellation on record: who may wish it, and all that follows from it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine

from fairwell.rules.cases.case import (
    Account,
    Case,
    Declaration,
    Kind,
    Knowledge,
    Manner,
    NotPossible,
    Plan,
    Status,
)
from fairwell.rules.cases.end import BALANCE_USED, PERIOD_END, SOONEST, EndWish
from fairwell.rules.cases.end_day import Remark
from fairwell.services.cases.change_case import dispute, revoke
from fairwell.services.cases.change_end import Recorded, RecordOutcome, change_end, plan_end
from fairwell.services.cases.open_link import open_receipt
from fairwell.services.cases.record_declaration import recorded_in_turn
from fairwell.store.base.engine import transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.ledger_check import list_entries, verify
from fairwell.store.chats.conversations import Conversations
from tests.integration.records import NOW, OTHER, at, cases, mails, put_accounts, record
from tests.unit.samples import ACCOUNT, a_declaration, an_account

pytest_plugins = ("tests.support.postgres",)

MARCH = EndWish.on(dt.date(2027, 3, 31))
LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture
def stocked(database: Engine) -> Engine:
    """A database with two accounts."""
    put_accounts(database, ACCOUNT, OTHER)
    return database


def sign_in(engine: Engine, account: Account = ACCOUNT) -> str:
    """Return a conversation that has proven an account."""
    opened, _ = Conversations(engine).open("de", NOW)
    with Store(engine).begin() as work:
        work.conversations.learn(opened.id, Knowledge.SIGNED_IN, account.id, NOW)
    return opened.id


def in_chat(talk: str, turn: str = "01TURN", **changes: object) -> Declaration:
    return a_declaration(conversation_id=talk, turn_id=turn, **changes)


def change(engine: Engine, case: Case, wish: EndWish, **options: object) -> Recorded:
    """Change the end of a case from the conversation that declared it."""
    now = options.pop("now", LATER)
    talk = options.pop("talk", case.conversation_id)
    return change_end(talk, case.id, wish, at(Store(engine), now), **options)  # type: ignore[arg-type]


def events(engine: Engine) -> list[str]:
    with transaction(engine, read_only=True) as session:
        assert verify(session).ok
        return [entry.event for entry in list_entries(session)]


def test_a_wished_end_is_on_record_with_the_day_it_comes_to(stocked: Engine) -> None:
    recorded = record(stocked, a_declaration(ends=MARCH))

    assert cases(stocked) == [recorded.case]
    assert recorded.outcome is RecordOutcome.RECORDED
    assert recorded.case.ends == MARCH
    assert recorded.case.effective_on == dt.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("wish", "effective"),
    [
        (SOONEST, ACCOUNT.next_billing_on),
        (PERIOD_END, ACCOUNT.next_billing_on),
        (EndWish.on(dt.date(2026, 11, 30)), ACCOUNT.next_billing_on),
        (EndWish.not_before(dt.date(2027, 1, 1)), dt.date(2027, 1, 1)),
    ],
)
def test_every_wish_is_kept_as_it_was_said(
    stocked: Engine, wish: EndWish, effective: dt.date
) -> None:
    record(stocked, a_declaration(ends=wish))

    (case,) = cases(stocked)
    assert (case.ends, case.effective_on) == (wish, effective)


@pytest.mark.parametrize("wish", [MARCH, BALANCE_USED, PERIOD_END])
def test_a_second_declaration_with_another_end_changes_the_end_on_record(
    stocked: Engine, wish: EndWish
) -> None:
    first = record(stocked, a_declaration()).case

    again = record(stocked, a_declaration(turn_id="02TURN", ends=wish), now=LATER)

    assert (again.outcome, again.former) == (RecordOutcome.END_CHANGED, SOONEST)
    assert again.case.reference == first.reference
    assert again.case.ends == wish
    assert cases(stocked) == [again.case]
    assert events(stocked) == ["declared", "end_changed"]


def test_the_same_end_again_changes_nothing_and_says_that_it_stands(stocked: Engine) -> None:
    record(stocked, a_declaration(ends=MARCH))

    again = record(stocked, a_declaration(turn_id="02TURN", ends=MARCH), now=LATER)

    assert (again.outcome, again.former) == (RecordOutcome.STANDING, None)
    assert events(stocked) == ["declared"]
    assert len(mails(stocked)) == 1


def test_the_owner_is_mailed_the_new_end(stocked: Engine) -> None:
    case = record(stocked, a_declaration()).case

    change(stocked, case, MARCH)

    _, mail = mails(stocked)
    assert mail.recipient == ACCOUNT.email
    assert mail.subject == f"Ihre Kündigung hat ein anderes Ende: Nr. {case.reference}"
    assert "31. März 2027" in mail.body_text
    assert "nicht mehr berechnet" not in mail.body_text


def test_a_receipt_stays_as_it_was_issued_and_the_new_one_states_the_new_end(
    stocked: Engine,
) -> None:
    first = record(stocked, a_declaration())
    changed = change(stocked, first.case, MARCH)
    back = change(stocked, first.case, BALANCE_USED, now=LATER + dt.timedelta(minutes=1))
    app = at(Store(stocked), LATER)

    opened = [open_receipt(each.receipt, app) for each in (first, changed, back)]

    assert all(opened)
    assert [each.case.ends for each in opened if each] == [SOONEST, MARCH, BALANCE_USED]
    assert [each.end_changed_at for each in opened if each] == [
        None,
        LATER,
        LATER + dt.timedelta(minutes=1),
    ]
    assert len({each.declared_hash for each in opened if each}) == 3
    assert opened[0]
    assert opened[0].case.effective_on == ACCOUNT.next_billing_on


def test_a_changed_end_can_be_changed_again_and_taken_back(stocked: Engine) -> None:
    case = record(stocked, a_declaration()).case

    change(stocked, case, MARCH)
    last = change(stocked, case, SOONEST, now=LATER + dt.timedelta(minutes=1))
    revoke(case.conversation_id, case.id, at(Store(stocked), LATER + dt.timedelta(hours=1)))

    assert last.case.effective_on == ACCOUNT.next_billing_on
    assert events(stocked) == ["declared", "end_changed", "end_changed", "revoked"]
    with pytest.raises(NotPossible):
        change(stocked, case, MARCH)


def test_after_it_was_taken_back_another_end_is_a_new_case(stocked: Engine) -> None:
    case = record(stocked, a_declaration()).case
    revoke(case.conversation_id, case.id, at(Store(stocked), LATER))

    anew = record(stocked, a_declaration(turn_id="02TURN", ends=MARCH), now=LATER)

    assert anew.outcome is RecordOutcome.RECORDED
    assert anew.case.reference != case.reference


def test_only_a_cancellation_has_an_end_to_change(stocked: Engine) -> None:
    case = record(stocked, a_declaration(kind=Kind.PAUSE)).case

    with pytest.raises(NotPossible):
        change(stocked, case, MARCH)


def test_for_good_cause_the_wish_changes_and_billing_sets_the_day(stocked: Engine) -> None:
    case = record(stocked, a_declaration(manner=Manner.FOR_CAUSE, reason="down for weeks")).case

    changed = change(stocked, case, MARCH).case

    assert (changed.ends, changed.effective_on) == (MARCH, None)


def test_a_stranger_changes_nothing_of_another_conversation(stocked: Engine) -> None:
    case = record(stocked, a_declaration()).case

    with pytest.raises(NotPossible):
        change(stocked, case, MARCH, talk="02CONVERSATION")
    other = record(stocked, a_declaration(conversation_id="02CONVERSATION", ends=MARCH))

    assert other.outcome is RecordOutcome.RECORDED
    assert other.case.reference != case.reference
    assert [each.ends for each in cases(stocked)] == [SOONEST, MARCH]


def test_a_disputed_cancellation_keeps_its_end(stocked: Engine) -> None:
    recorded = record(stocked, a_declaration())
    with Store(stocked).begin() as work:
        token = work.links.make(recorded.case.id, "dispute", NOW)
    dispute(token, at(Store(stocked), NOW))

    with pytest.raises(NotPossible):
        change(stocked, recorded.case, MARCH)
    again = record(stocked, a_declaration(turn_id="02TURN", ends=MARCH), now=LATER)

    assert again.outcome is RecordOutcome.STANDING
    assert (again.case.status, again.case.ends) == (Status.DISPUTED, SOONEST)


def test_who_is_known_changes_the_end_wherever_it_was_declared_and_confirms_it(
    stocked: Engine,
) -> None:
    first = record(stocked, a_declaration()).case

    again = record(stocked, in_chat(sign_in(stocked), ends=MARCH), now=LATER)

    assert (again.outcome, again.former) == (RecordOutcome.END_CHANGED, SOONEST)
    assert again.case.reference == first.reference
    assert (again.case.status, again.case.knowledge) == (Status.VERIFIED, Knowledge.SIGNED_IN)
    assert again.end.remarks == {Remark.LATER_THAN_PERIOD_END}
    assert events(stocked) == ["declared", "verified", "end_changed"]


def test_who_is_known_and_wishes_the_same_end_again_gets_the_case_on_record(
    stocked: Engine,
) -> None:
    first = record(stocked, a_declaration()).case

    again = record(stocked, in_chat(sign_in(stocked)), now=LATER)

    assert again.outcome is RecordOutcome.STANDING
    assert (again.case.reference, again.case.status) == (first.reference, Status.VERIFIED)
    assert len(cases(stocked)) == 1


def test_the_receipt_of_who_declared_it_first_shows_nothing_of_the_owners_change(
    stocked: Engine,
) -> None:
    first = record(stocked, a_declaration())

    record(stocked, in_chat(sign_in(stocked), ends=MARCH), now=LATER)
    opened = open_receipt(first.receipt, at(Store(stocked), LATER + dt.timedelta(days=1)))

    assert opened
    assert (opened.case.ends, opened.case.knowledge) == (SOONEST, Knowledge.ANONYMOUS)
    assert opened.end_changed_at is None


def test_who_is_known_may_declare_for_other_details_without_touching_theirs(
    stocked: Engine,
) -> None:
    talk = sign_in(stocked)
    own = record(stocked, in_chat(talk)).case

    other = record(
        stocked,
        in_chat(talk, "02TURN", user_name=OTHER.user_name, email=OTHER.email, ends=MARCH),
        now=LATER,
    )

    assert other.outcome is RecordOutcome.RECORDED
    assert other.case.account_id == OTHER.id
    assert own in cases(stocked)


def test_unmatched_details_change_their_end_too_and_mail_nobody(stocked: Engine) -> None:
    unknown = {"user_name": "nobody-here", "email": "nobody@nowhere.example"}
    case = record(stocked, a_declaration(**unknown)).case
    assert case.effective_on is None

    changed = record(stocked, a_declaration(turn_id="02TURN", ends=MARCH, **unknown), now=LATER)

    assert changed.outcome is RecordOutcome.END_CHANGED
    assert changed.case.effective_on == dt.date(2027, 3, 31)
    assert mails(stocked) == []


def test_known_and_unknown_details_are_told_the_same(stocked: Engine) -> None:
    def told(talk: str, name: str, email: str) -> tuple[object, ...]:
        details = {"user_name": name, "email": email}
        record(stocked, in_chat(talk, **details))
        changed = record(stocked, in_chat(talk, "02TURN", ends=MARCH, **details), now=LATER)
        return changed.outcome, changed.former, changed.end, changed.case.knowledge

    assert told("01", ACCOUNT.user_name, ACCOUNT.email) == told("02", "no-one", "no@one.example")


def test_changing_again_and_again_does_not_flood_the_owner(stocked: Engine) -> None:
    case = record(stocked, a_declaration()).case

    for day in range(1, 11):
        at_once = NOW + dt.timedelta(minutes=day)
        change(stocked, case, EndWish.on(dt.date(2027, 3, day)), now=at_once)

    assert len(mails(stocked)) == 3
    assert cases(stocked)[0].ends == EndWish.on(dt.date(2027, 3, 10))


def test_a_turn_whose_answer_got_lost_finds_the_end_that_it_changed(stocked: Engine) -> None:
    record(stocked, a_declaration())
    changed = record(stocked, a_declaration(turn_id="02TURN", ends=MARCH), now=LATER)

    found = recorded_in_turn("01CONVERSATION", "02TURN", at(Store(stocked), LATER))
    again = record(stocked, a_declaration(turn_id="02TURN", ends=MARCH), now=LATER)

    assert found
    assert found.case == again.case == changed.case
    assert events(stocked) == ["declared", "end_changed"]


@pytest.mark.parametrize(
    ("country", "language", "zone"),
    [
        ("DE", "en", "Europe/Berlin"),
        ("GB", "en", "Europe/London"),
        ("GB", "de", "Europe/London"),
        ("US", "de", "America/New_York"),
    ],
)
def test_who_is_known_reads_the_time_of_their_account(
    database: Engine, country: str, language: str, zone: str
) -> None:
    account = an_account(country=country)
    put_accounts(database, account)

    case = record(database, in_chat(sign_in(database, account), language=language)).case

    assert case.time_zone == zone


@pytest.mark.parametrize(
    ("language", "place", "zone"),
    [
        ("en", None, "America/New_York"),
        ("de", None, "Europe/Berlin"),
        ("en", "GB", "Europe/London"),
        ("en", "US-CA", "America/Los_Angeles"),
    ],
)
def test_the_time_of_a_stranger_tells_nothing_of_an_account(
    stocked: Engine, language: str, place: str | None, zone: str
) -> None:
    known = record(stocked, in_chat("01", language=language, place=place)).case
    unknown = record(
        stocked,
        in_chat("02", language=language, place=place, user_name="no-one", email="no@one.example"),
    ).case

    assert known.time_zone == unknown.time_zone == zone


def test_an_end_can_be_planned_before_it_is_recorded(stocked: Engine) -> None:
    app = at(Store(stocked))
    prepaid = an_account(plan=Plan.PREPAID, balance_minor=8400)

    assert plan_end(SOONEST, None, "de", app).effective_on is None
    assert plan_end(SOONEST, prepaid, "de", app).remarks == {Remark.BALANCE_LOST}
    assert plan_end(BALANCE_USED, prepaid, "de", app).effective_on is None
