"""Reads an answer under the page before the last click, and what turns one request into another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from fairwell.dialogue import heard, slots
from fairwell.dialogue.details import stated
from fairwell.dialogue.ends import as_wish
from fairwell.dialogue.intents import OTHER_WISHES, SURE, TOPICS, TURNS_INTO, interrupts
from fairwell.dialogue.message import Message
from fairwell.rules.cases.phone import find_phone


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
    then: str | None = None
    """Kinds of request that come next, separated by commas."""
    today: dt.date | None = None
    """The customer's day, from which "the end of the month" counts."""


# Said where an answer was not understood.
_MISSED = frozenset(
    {"utter_contact_not_understood", "utter_details_not_understood", "utter_question_open"}
    | {"utter_what_it_takes"}
)


def is_missed(reading: Reading, message: Message) -> bool:
    """Whether an answer was not understood; twice in a row a person is offered."""
    return reading.say in _MISSED and not message.pressed


# What the page of a kind of request offers in its place.
_OFFERED_INSTEAD = {slots.PAUSE: "cancel_account", slots.CANCEL: "pause_account"}
# From which score an intent is likely enough where the page offers the same thing.
LIKELY = 0.08
# From which confidence a wish to cancel turns another page although something is asked too.
SURE_BESIDE_A_QUESTION = 0.9


def read_decision(message: Message, asked: Asked) -> Reading:
    """What is decided in words under the page; where it is not clear, it is asked again.

    Only a yes to this page records. A wished end changes the page; a refused pause leaves it open;
    another wish turns the request; a question is answered, and the page stays.
    """
    said = message.heard
    if said.stance == heard.YES:
        if not said.agrees_to(asked.kind) or _refuses_deed(message, asked):
            return Reading({slots.DECISION: None})
        agreed = _agreed(message, asked)
        # "Yes, and delete my data too": what is added comes next, whatever the yes is worth.
        return replace(agreed, slots={**agreed.slots, **added(message, asked)})
    ended = wished_end(message, asked)
    if ended and said.stance not in (heard.NO, heard.ASK):
        return Reading({**ended, slots.DECISION: None})
    if said.refuses_wish("pause_account") and said.stance != heard.ASK and not _keeps(message):
        return _without_pause(asked)
    if said.stance == heard.NO:
        return _refused(message, asked)
    if said.stance == heard.HOLD and not added(message, asked):
        return _beside_a_hedge(message, asked)
    return _something_else(message, asked)


def _beside_a_hedge(message: Message, asked: Asked) -> Reading:
    """A hedge agrees to nothing; a sure wish for something else, or a question, counts still.

    "Let me sleep on it" may be heard as a wish to pause, which is why that has to be surer here.
    """
    message = by_wish(message, asked)
    if turns(message, asked) and message.confidence >= SURE_BESIDE_A_QUESTION:
        return Reading(turned(message))
    if _corrects(message):
        return decided(slots.CHANGE)
    if message.intent in TOPICS | OTHER_WISHES and message.confidence >= SURE:
        return Reading()
    return Reading({slots.DECISION: None})


def _corrects(message: Message) -> bool:
    """Whether something on the page is said to be wrong: it is asked what."""
    corrects = message.intent == "correct_details" and message.confidence >= SURE
    return corrects and not message.text.rstrip().endswith("?")


def wished_end(message: Message, asked: Asked) -> dict[str, str | None]:
    """The wished end of a cancellation that a message names, as a slot."""
    if asked.kind != slots.CANCEL or not message.heard.ends or asked.today is None:
        return {}
    return {slots.ENDS: as_wish(message.heard.ends, asked.today)}


def _keeps(message: Message) -> bool:
    return message.heard.stance == heard.NO and not message.heard.wants("cancel_account")


def _refuses_deed(message: Message, asked: Asked) -> bool:
    """Whether the deed of the page is refused beside a yes: what is meant has to be asked."""
    deeds = (intent for intent, kind in _WISHED.items() if kind == asked.kind)
    return any(message.heard.refuses_wish(intent) for intent in deeds)


def _agreed(message: Message, asked: Asked) -> Reading:
    """The deed of the page, where the yes is about it and says all that the page asks."""
    strength = message.heard.strength
    if asked.choice and message.heard.ends == slots.BALANCE_USED:
        return decided(slots.AT_BALANCE_END)
    if asked.choice and strength != heard.AT_ONCE:
        return Reading({slots.DECISION: None}, say="utter_which_end")
    if strength == heard.ACKNOWLEDGED and asked.beside:
        return Reading({slots.DECISION: None}, say="utter_what_it_takes")
    return decided(str(asked.kind))


def _without_pause(asked: Asked) -> Reading:
    """A pause refused on its own page ends it; on any other page nothing else was refused."""
    if asked.kind == slots.PAUSE:
        return decided(slots.KEEP)
    return Reading({slots.DECISION: None}, say="utter_no_pause")


def _refused(message: Message, asked: Asked) -> Reading:
    """A no leaves the request, unless the words wish for another: "nein, lieber kündigen"."""
    message = by_wish(message, asked)
    if message.intent == "cancel_account" and asked.kind != slots.CANCEL:
        return decided(slots.TO_CANCEL)
    if turns(message, asked):
        return Reading(turned(message))
    if _corrects(message):
        return decided(slots.CHANGE)
    if asked.kind == slots.CANCEL and _only_says_why(message):
        return new_reason(message)
    return decided(slots.KEEP)


def _only_says_why(message: Message) -> bool:
    """Whether a message is surely a reason and nothing else: "we are closing the shop"."""
    sure = message.intent == "give_reason" and message.confidence >= SURE_BESIDE_A_QUESTION
    others = [act for act in message.heard.acts if act.intent != "give_reason"]
    return sure and not others


# What may follow the open request instead of taking its place (R8): the data go with the account.
_ADDED = {"delete_data": slots.DELETE_DATA, "access_request": slots.ACCESS_REQUEST}
_ENDS_ACCOUNT = frozenset({slots.CANCEL, slots.WITHDRAW})


def added(message: Message, asked: Asked) -> dict[str, str | None]:
    """Requests that a message adds to the open one, as the slot of what comes next."""
    if asked.kind not in _ENDS_ACCOUNT or message.looks_like_question:
        return {}
    if message.heard.stance == heard.CHANGE:  # "statt zu kündigen, bitte nur die Daten löschen"
        return {}
    kinds = [kind for intent, kind in _ADDED.items() if message.heard.wants(intent)]
    before = asked.then.split(",") if asked.then else []
    new = [kind for kind in kinds if kind not in before]
    return {slots.THEN: ",".join([*before, *new])} if new else {}


def by_wish(message: Message, asked: Asked) -> Message:
    """The message with another request that it wishes for as its intent.

    The classifier's intent is one guess at the whole; a wish that was surely heard counts more.
    """
    for act in message.heard.acts:
        kind = _WISHED.get(act.intent)
        wanted = act.polarity == heard.WANTS and act.confidence >= SURE
        if wanted and kind and kind != asked.kind:
            return replace(message, intent=act.intent, confidence=act.confidence)
    offered = _OFFERED_INSTEAD.get(str(asked.kind))
    if offered and message.heard.stance == heard.CHANGE and not _corrects(message):
        # Whoever wants something else than this page means what the page offers instead, unless
        # nothing at all speaks for it: "doch lieber kündigen" under a pause is no "keep it".
        likely = message.scores.get(offered, 0.0) >= LIKELY or offered in message.heard.unsure
        return replace(message, intent=offered, confidence=SURE) if likely else message
    return message


_WISHED = {"cancel_account": slots.CANCEL, **TURNS_INTO}


def _something_else(message: Message, asked: Asked) -> Reading:
    """Another wish, a change, a question or nothing of these: nothing is recorded by them."""
    again = Reading({slots.DECISION: None})
    if more := added(message, asked):
        return Reading({**again.slots, **more}, say="utter_added")
    message = by_wish(message, asked)
    asks = message.heard.stance == heard.ASK or message.looks_like_question
    if TURNS_INTO.get(message.intent, asked.kind) != asked.kind:
        asks_for_pause = asks and TURNS_INTO[message.intent] == slots.PAUSE
        sure = turns(message, asked) and not asks_for_pause
        return Reading(turned(message)) if sure else again
    to_cancel = message.intent == "cancel_account" and asked.kind != slots.CANCEL
    wishes = message.heard.wants("cancel_account") and message.confidence >= SURE_BESIDE_A_QUESTION
    if asks and to_cancel and not wishes:
        # "Kündigt das auch den Vertrag?" is answered by the page, which is shown whole again.
        return Reading({slots.DECISION: None, slots.PAGE_SHOWN: None})
    doubtful = message.intent == "complain" and message.confidence < SURE
    if interrupts(message) and not (doubtful and not message.heard.has(heard.ANGRY)):
        return Reading()
    if _corrects(message):
        return decided(slots.CHANGE)
    if asks and not to_cancel:
        about_it = {"affirm", "cancel_account", "deny", "correct_details", *TURNS_INTO}
        return again if message.intent in about_it else Reading(again.slots, "utter_question_open")
    if message.intent == "give_reason" and asked.kind == slots.CANCEL:
        return new_reason(message) if message.confidence >= SURE else again
    if to_cancel and message.confidence >= SURE:
        return decided(slots.TO_CANCEL)
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
    anew = {slots.DECISION: None, slots.CHANGE: None}
    return Reading({**as_reason(message), **anew}, say="utter_reason_noted")


def as_reason(message: Message) -> dict[str, str | None]:
    """The message as the reason, which may be a good cause to leave without notice."""
    cause = {slots.MANNER: slots.FOR_CAUSE} if message.heard.has(heard.FOR_CAUSE) else {}
    return {slots.REASON: message.text.strip(), **cause}


def turns(message: Message, asked: Asked) -> bool:
    """Whether the message surely wants another request than the open one.

    A call has no page that could be left again, so that a cancellation must not get lost in it on
    the classifier's word alone: unless a call is what is wished for, the charge has to be heard.
    """
    wanted = TURNS_INTO.get(message.intent, asked.kind)
    asked_by_button = message.text.startswith("/")
    speaks_of_it = (
        asked_by_button
        or message.intent == "callback"
        or message.heard.mentions("charged_after_cancellation")
    )
    if wanted == slots.CALLBACK and not speaks_of_it:
        return False
    return wanted != asked.kind and message.confidence >= SURE


def turned(message: Message) -> dict[str, str | None]:
    """The other request."""
    kind = TURNS_INTO[message.intent]
    if kind == slots.CALLBACK:
        return {slots.KIND: kind, **call_back(message)}
    return {slots.KIND: kind, slots.DECISION: None}


def call_back(message: Message) -> dict[str, str | None]:
    """A request for a call, which has no page: what was just said is what it is about.

    Asked for by a button, that is unknown. A number or an address beside the wish for a call is
    where to reach the customer; beside a complaint of a charge it may be the account's.
    """
    found: dict[str, str | None] = {
        slots.SUBJECT: None if message.text.startswith("/") else message.text.strip(),
        slots.DECISION: slots.CALLBACK,
    }
    if message.intent == "callback" and message.confidence >= SURE:
        reach = find_phone(message.text) or stated(message).get(slots.EMAIL)
        found |= {slots.CONTACT: reach} if reach else {}
    return found
