"""What holds of every answer, whatever was heard in it and whatever is asked."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from fairwell.dialogue import heard, slots
from fairwell.dialogue.heard import Act, Heard
from fairwell.dialogue.intents import INTERRUPTIONS, TURNS_INTO
from fairwell.dialogue.message import Message
from fairwell.dialogue.reading import Asked, Reading, read_answer
from tests.support.tables import table

DEEDS = {"cancel_account": slots.CANCEL, **TURNS_INTO}
# A call is on record as soon as there is something to call back on; it has no page.
ON_A_PAGE = frozenset(slots.KINDS) - {slots.CALLBACK}
INTENTS = sorted({*DEEDS, *INTERRUPTIONS, "affirm", "deny", "give_reason", "inform", "skip"})
STANCES = (heard.YES, heard.NO, heard.HOLD, heard.CHANGE, heard.ASK, heard.NONE)
ENDS = ("2027-03-31", "month_end", "period_end", slots.BALANCE_USED, slots.SOONEST)
ASKED_FOR = (slots.USER_NAME, slots.EMAIL, slots.REASON, slots.SUBJECT, slots.CONTACT)
ANY_QUESTION = (*ASKED_FOR, slots.CHANGE, slots.KIND, slots.MEANT, slots.DECISION)

acts = st.builds(
    Act,
    st.sampled_from(INTENTS),
    st.sampled_from([heard.WANTS, heard.REFUSES, heard.ASKS]),
    st.floats(0.3, 1.0),
)
anything_heard = st.builds(
    Heard,
    acts=st.lists(acts, max_size=3).map(tuple),
    stance=st.sampled_from(STANCES),
    strength=st.sampled_from([heard.ACKNOWLEDGED, heard.AGREED, heard.NAMED, heard.AT_ONCE]),
    page=st.sampled_from([None, *sorted(ON_A_PAGE), slots.REVOKE]),
    ends=st.none() | st.sampled_from(ENDS),
    details=st.sampled_from([{}, {"user_name": "sonnenhof"}, {"email": "a@sonnenhof.example"}]),
    refuses=st.frozensets(st.sampled_from(["user_name", "email", "reason"])),
    unknown=st.frozensets(st.sampled_from(["user_name", "email"])),
    broken_email=st.booleans(),
    lone_name=st.booleans(),
    asks=st.booleans(),
    bare=st.sampled_from(["", heard.BARE_WISH, heard.BARE_STOP, heard.BARE_ACCOUNT]),
    tags=st.frozensets(st.sampled_from([heard.BEREAVED, heard.THINKS_FIRST, heard.FOR_CAUSE])),
)
typed = st.builds(
    Message,
    text=st.sampled_from(["ja", "nein", "hm, mal sehen", "was kostet das?", "so ist es gut"]),
    intent=st.sampled_from(INTENTS),
    confidence=st.floats(0.1, 1.0),
    scores=st.dictionaries(st.sampled_from(INTENTS), st.floats(0.0, 1.0), max_size=4),
    heard=anything_heard,
)
questions = st.builds(
    Asked,
    slot=st.sampled_from([None, *ANY_QUESTION]),
    kind=st.sampled_from(sorted(ON_A_PAGE)),
    user_name=st.sampled_from([None, "sonnenhof", slots.UNKNOWN]),
    email=st.sampled_from([None, "post@sonnenhof.example"]),
    choice=st.booleans(),
    beside=st.booleans(),
    then=st.sampled_from([None, slots.DELETE_DATA]),
    today=st.just(dt.date(2026, 12, 1)),
)


def puts_on_record(reading: Reading) -> bool:
    decision = reading.slots.get(slots.DECISION)
    return decision in ON_A_PAGE or decision == slots.AT_BALANCE_END


@given(typed, questions)
def test_nothing_goes_on_record_without_a_yes_to_the_page_that_is_open(
    message: Message, asked: Asked
) -> None:
    if puts_on_record(read_answer(message, asked)):
        assert asked.slot == slots.DECISION
        assert message.heard.agrees_to(asked.kind)


@given(typed, questions)
@example(
    Message(
        "ja, aber nicht kündigen",
        "affirm",
        0.9,
        heard=Heard((Act("cancel_account", heard.REFUSES),), (), heard.YES, heard.AGREED, "cancel"),
    ),
    Asked(slots.DECISION, slots.CANCEL, None, None),
)
def test_nothing_goes_on_record_that_the_words_refuse(message: Message, asked: Asked) -> None:
    if puts_on_record(read_answer(message, asked)):
        refused = {act.intent for act in message.heard.acts if act.polarity == heard.REFUSES}
        assert asked.kind not in {DEEDS[intent] for intent in refused if intent in DEEDS}


@given(typed, questions)
def test_what_is_recorded_is_the_deed_of_the_page(message: Message, asked: Asked) -> None:
    reading = read_answer(message, asked)

    if puts_on_record(reading):
        assert reading.slots[slots.DECISION] in (asked.kind, slots.AT_BALANCE_END)
        assert slots.KIND not in reading.slots


@given(typed, questions)
def test_a_yes_to_another_page_records_nothing(message: Message, asked: Asked) -> None:
    assume(message.heard.page != asked.kind)

    assert not puts_on_record(read_answer(message, asked))


@given(typed, questions)
def test_an_answer_leaves_no_slot_that_the_form_does_not_know(
    message: Message, asked: Asked
) -> None:
    known = {value for name, value in vars(slots).items() if name.isupper()}

    assert set(read_answer(message, asked).slots) <= known


WAYS_OUT = [
    ("Mensch", "human_handoff", heard.NONE),
    ("nein, das nicht", "deny", heard.NO),
    ("stopp", "stop", heard.NO),
]


@table("kind", sorted(ON_A_PAGE))
@table("text, intent, stance", WAYS_OUT)
def test_from_every_page_a_way_leads_out(kind: str, text: str, intent: str, stance: str) -> None:
    said = Heard((Act(intent, heard.WANTS, 0.95),), stance=stance, page=kind)
    page = Asked(slots.DECISION, kind, "sonnenhof", None)

    reading = read_answer(Message(text, intent, 0.95, heard=said), page)

    assert reading == Reading() or reading.slots.get(slots.DECISION) == slots.KEEP


@pytest.mark.parametrize("slot", ASKED_FOR)
def test_from_every_question_a_person_can_be_had(slot: str) -> None:
    said = Heard((Act("human_handoff", heard.WANTS, 0.95),))
    asked = Asked(slot, slots.CALLBACK if slot == slots.CONTACT else slots.CANCEL, None, None)

    assert read_answer(Message("Mensch", "human_handoff", 0.95, heard=said), asked) == Reading()
