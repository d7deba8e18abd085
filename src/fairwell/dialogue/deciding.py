"""Reads an answer under the page before the last click, and what turns one request into another."""

from __future__ import annotations

from dataclasses import dataclass, field

from fairwell.dialogue import circumstances, slots, wording
from fairwell.dialogue.intents import SURE, TURNS_INTO, interrupts
from fairwell.dialogue.message import Message


@dataclass(frozen=True)
class Reading:
    """Slots an answer sets (``None`` = ask again) and a response to say first.

    An empty reading means: this message is no answer; the rules for interruptions take it.
    """

    slots: dict[str, str | None] = field(default_factory=dict)
    say: str | None = None


@dataclass(frozen=True)
class Asked:
    """The open question and what is known already."""

    slot: str | None
    kind: str | None
    user_name: str | None
    email: str | None
    choice: bool = False
    """Whether the page asks when the account shall end, so that a yes answers nothing."""


# Said where an answer was not understood.
_MISSED = frozenset(
    {"utter_contact_not_understood", "utter_details_not_understood", "utter_question_open"}
    | {"utter_what_it_takes"}
)


def is_missed(reading: Reading, message: Message) -> bool:
    """Whether an answer was not understood; twice in a row a person is offered."""
    return reading.say in _MISSED and not message.pressed


def read_decision(message: Message, asked: Asked) -> Reading:
    """What is decided in words under the page; where it is not clear, it is asked again."""
    if wording.UNDECIDED.search(message.text):
        return Reading({slots.DECISION: None})
    if asked.choice and wording.WHEN_USED_UP.search(message.text):
        asks = message.looks_like_question
        return (
            Reading()
            if asks and interrupts(message)
            else Reading({slots.DECISION: None if asks else slots.AT_BALANCE_END})
        )
    doubtful = message.intent == "complain" and message.confidence < SURE
    if interrupts(message) and not (doubtful and not circumstances.is_angry(message.text)):
        return Reading()
    # On the page of a cancellation stands the pause with its price: asking for it there is deciding
    # for it. Any other wish first gets a page of its own.
    other = TURNS_INTO.get(message.intent, asked.kind)
    if other != asked.kind and (asked.kind, other) != (slots.CANCEL, slots.PAUSE):
        sure = turns(message, asked)
        return Reading(turned(message) if sure else {slots.DECISION: None})
    wish = {
        "affirm": asked.kind,
        "cancel_account": slots.CANCEL if asked.kind == slots.CANCEL else slots.TO_CANCEL,
        "deny": slots.KEEP,
        "correct_details": slots.CHANGE,
        **TURNS_INTO,
    }.get(message.intent)
    # Nothing is recorded on a guess, a question or a smiley: the page asks again instead.
    if wish is None and message.looks_like_question:
        return Reading({slots.DECISION: None}, say="utter_question_open")
    if (
        message.intent == "give_reason"
        and asked.kind == slots.CANCEL
        and message.confidence >= SURE
    ):
        return new_reason(message)
    if asked.choice and message.intent == "affirm":
        return Reading({slots.DECISION: None}, say="utter_which_end")
    guessed = wish is None or message.confidence < SURE
    if message.looks_like_question and wish == slots.TO_CANCEL:
        # "Kündigt das auch den Vertrag?" is answered by the page, which is shown whole again.
        return Reading({slots.DECISION: None, slots.PAGE_SHOWN: None})
    if guessed or message.looks_like_question or not message.has_words:
        # A yes that is hardly one records nothing; it is said what does.
        unclear = not message.looks_like_question and message.has_words
        return Reading({slots.DECISION: None}, say="utter_what_it_takes" if unclear else None)
    return decided(str(wish))


def stands_on_page(decision: str, kind: str | None, *, choice: bool) -> bool:
    """Whether the page of a kind of request carries this button; others record nothing there.

    ``choice``: whether the page asks when the account shall end.
    """
    if decision == slots.AT_BALANCE_END:
        return kind == slots.CANCEL and choice
    if kind == slots.CANCEL and decision == slots.PAUSE:
        return True
    return decision == kind or decision not in slots.KINDS


def decided(decision: str) -> Reading:
    """A decision by button or in clear words."""
    if decision == slots.CHANGE:
        return Reading({slots.CHANGE: slots.ASK, slots.DECISION: None})
    if decision == slots.TO_CANCEL:
        return Reading({slots.KIND: slots.CANCEL, slots.DECISION: None})
    if decision in (*slots.KINDS, slots.AT_BALANCE_END, slots.KEEP):
        return Reading({slots.DECISION: decision})
    return Reading({slots.DECISION: None})


def new_reason(message: Message) -> Reading:
    """A reason given while another question is open replaces the one before."""
    anew = {slots.REASON: message.text.strip(), slots.DECISION: None, slots.CHANGE: None}
    return Reading(anew, say="utter_reason_noted")


def turns(message: Message, asked: Asked) -> bool:
    """Whether the message surely wants another request than the open one.

    A call has no page that could be left again, so that a cancellation must not get lost in it on
    the classifier's word alone: the message has to speak of money.
    """
    wanted = TURNS_INTO.get(message.intent, asked.kind)
    asked_by_button = message.text.startswith("/")
    speaks_of_it = asked_by_button or circumstances.speaks_of_money(message.text)
    if wanted == slots.CALLBACK and not speaks_of_it:
        return False
    return wanted != asked.kind and message.confidence >= SURE


def turned(message: Message) -> dict[str, str | None]:
    """The other request. A call back has no page: what it is about is what was just said."""
    kind = TURNS_INTO[message.intent]
    if kind == slots.CALLBACK:
        # Asked for by a button, what it is about is still to be said.
        subject = None if message.text.startswith("/") else message.text.strip()
        return {slots.KIND: kind, slots.SUBJECT: subject, slots.DECISION: kind}
    return {slots.KIND: kind, slots.DECISION: None}
