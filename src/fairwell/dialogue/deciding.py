"""Reads an answer under the page before the last click, and what turns one request into another."""

from __future__ import annotations

from dataclasses import dataclass, field

from fairwell.dialogue import circumstances, slots, wording
from fairwell.dialogue.consent import Yes, chooses_balance_end, read_yes
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
    subject: str | None = None
    """The add-on that the page is about."""
    beside: bool = False
    """Whether the last turn said something besides the page, which a bare "ok" may answer."""


# Said where an answer was not understood.
_MISSED = frozenset(
    {"utter_contact_not_understood", "utter_details_not_understood", "utter_question_open"}
    | {"utter_what_it_takes"}
)


def is_missed(reading: Reading, message: Message) -> bool:
    """Whether an answer was not understood; twice in a row a person is offered."""
    return reading.say in _MISSED and not message.pressed


def read_decision(message: Message, asked: Asked) -> Reading:
    """What is decided in words under the page; where it is not clear, it is asked again.

    Only a clear yes records; whatever the classifier makes of any other words can change, end or
    turn the request, and at most asks again.
    """
    yes = read_yes(message.text, asked.kind, asked.subject)
    if asked.choice and chooses_balance_end(message.text):
        return decided(slots.AT_BALANCE_END)
    if yes is not Yes.NO_YES:
        return _agreed(yes, asked)
    undecided = wording.UNDECIDED.search(message.text) or wording.THINKS_FIRST.search(message.text)
    if undecided and not message.looks_like_question:
        return Reading({slots.DECISION: None})
    if wording.REFUSES_PAUSE.search(message.text) and not message.looks_like_question:
        return _without_pause(asked)
    doubtful = message.intent == "complain" and message.confidence < SURE
    if interrupts(message) and not (doubtful and not circumstances.is_angry(message.text)):
        return Reading()
    if (
        message.intent == "give_reason"
        and asked.kind == slots.CANCEL
        and message.confidence >= SURE
        and not message.looks_like_question
    ):
        return new_reason(message)
    return _unclear(message, asked)


def _agreed(yes: Yes, asked: Asked) -> Reading:
    """The deed of the page, where the yes is about it and says all that the page asks."""
    if asked.choice and yes is not Yes.NAMED_AT_ONCE:
        return Reading({slots.DECISION: None}, say="utter_which_end")
    if yes is Yes.ACKNOWLEDGED and asked.beside:
        return Reading({slots.DECISION: None}, say="utter_what_it_takes")
    return decided(str(asked.kind))


def _without_pause(asked: Asked) -> Reading:
    """A pause refused on its own page ends it; on any other page nothing else was refused."""
    if asked.kind == slots.PAUSE:
        return decided(slots.KEEP)
    return Reading({slots.DECISION: None}, say="utter_no_pause")


def _unclear(message: Message, asked: Asked) -> Reading:
    """A change, a refusal or another wish where that is sure; anything else asks again."""
    asks = message.looks_like_question
    again = Reading({slots.DECISION: None})
    if TURNS_INTO.get(message.intent, asked.kind) != asked.kind:
        asks_for_pause = asks and TURNS_INTO[message.intent] == slots.PAUSE
        sure = turns(message, asked) and not asks_for_pause
        return Reading(turned(message)) if sure else again
    to_cancel = message.intent == "cancel_account" and asked.kind != slots.CANCEL
    wish = {"deny": slots.KEEP, "correct_details": slots.CHANGE}.get(message.intent)
    wish = slots.TO_CANCEL if to_cancel else wish
    if asks and to_cancel:
        # "Kündigt das auch den Vertrag?" is answered by the page, which is shown whole again.
        return Reading({slots.DECISION: None, slots.PAGE_SHOWN: None})
    if asks:
        about_it = message.intent in {"affirm", "cancel_account", "deny", *TURNS_INTO}
        about_it = about_it or message.intent == "correct_details"
        return again if about_it else Reading(again.slots, say="utter_question_open")
    if wish and message.confidence >= SURE and message.has_words:
        return decided(wish)
    # A yes that is hardly one records nothing; it is said what does.
    return Reading(again.slots, say="utter_what_it_takes" if message.has_words else None)


def stands_on_page(decision: str, kind: str | None, *, choice: bool) -> bool:
    """Whether the page of a kind of request carries this button; others record nothing there.

    ``choice``: whether the page asks when the account shall end.
    """
    if decision == slots.AT_BALANCE_END:
        return kind == slots.CANCEL and choice
    if decision == slots.TO_PAUSE:
        return kind == slots.CANCEL
    return decision == kind or decision not in slots.KINDS


def decided(decision: str) -> Reading:
    """A decision by button or in clear words."""
    if decision == slots.TO_PAUSE:
        return Reading({slots.KIND: slots.PAUSE, slots.DECISION: None})
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
