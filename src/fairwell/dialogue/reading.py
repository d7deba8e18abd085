"""Reads an answer in the light of the question: pure, so that every case is a plain test.

The engine's intent is one opinion; the question just asked is the other. "zu teuer" after
"why?" is a reason whatever the classifier thinks.
"""

from __future__ import annotations

from dataclasses import replace

from fairwell.dialogue import heard, slots
from fairwell.dialogue.deciding import (
    Asked,
    Reading,
    added,
    as_reason,
    by_wish,
    decided,
    new_reason,
    read_decision,
    stands_on_page,
    turned,
    turns,
    wished_end,
)
from fairwell.dialogue.details import EXPLAIN_NOTHING, SURE_OF_A_WORD, answered_with, stated
from fairwell.dialogue.intents import (
    ENDINGS,
    OUTSIDE,
    QUESTIONS,
    SURE,
    TURNS_INTO,
    interrupts,
)
from fairwell.dialogue.message import Message
from fairwell.rules.cases.details import normal_email, normal_user_name, read_details
from fairwell.rules.cases.phone import find_phone

# A longer no says what is not liked: "mir gefällt das neue Design nicht".
_WORDS_OF_A_NO = 4

# After "why?" a reason or a refusal to give one is far likelier than among all messages.
_AFTER_WHY = {"give_reason": 10.0, "skip": 10.0}
# After "why?" these are reasons rather than interruptions, unless they are put as a question.
_LIKE_A_REASON = QUESTIONS | OUTSIDE | {"complain", "greet", "resume_account", "thank"}

# Said where something to call back on is asked for, these are no wish of their own.
_BESIDE_A_CONTACT = OUTSIDE | {"greet", "goodbye", "thank"}


def read_answer(message: Message, asked: Asked) -> Reading:
    """What a message answers. With no question open (the first message) only details count."""
    if message.pressed:
        return _pressed(message, asked)
    if asked.slot is None:
        return Reading(stated(message))
    if message.heard.is_ambiguous and not _names_the_page(message, asked):
        return Reading({slots.MEANT: slots.ASK})
    if asked.kind == slots.CANCEL and message.heard.has(heard.BEREAVED):
        bereaved = {**stated(message), slots.REASON: slots.BEREAVEMENT, slots.DECISION: None}
        return Reading(bereaved, say="utter_condolence")
    if _puts_off(message, asked):
        # "Let me sleep on it" sounds like a pause to the classifier; it answers nothing.
        return Reading({asked.slot: None})
    if asked.slot == slots.MEANT:
        return _meant(message, asked)
    if asked.slot == slots.CHANGE:
        return _change(message, asked)
    if asked.slot == slots.KIND:
        return _kind(message)
    if asked.slot in (slots.USER_NAME, slots.EMAIL):
        return _with_end(_details(message, asked), message, asked)
    if asked.slot == slots.CONTACT:
        return _contact(message, asked)
    corrected = stated(message)
    if corrected and (message.intent in {"correct_details", "inform"} or not interrupts(message)):
        return _corrected(corrected, asked)
    if asked.slot == slots.REASON:
        return _with_end(_reason(message, asked), message, asked)
    if asked.slot == slots.SUBJECT:
        return _subject(message)
    return read_decision(message, asked)


def _with_end(reading: Reading, message: Message, asked: Asked) -> Reading:
    """A wished end beside an answer is kept; an interruption sets nothing."""
    ended = wished_end(message, asked)
    return replace(reading, slots={**reading.slots, **ended}) if reading.slots else reading


def _puts_off(message: Message, asked: Asked) -> bool:
    """Whether somebody wants to think first, before there is a page to say so on."""
    stops = message.intent in ENDINGS and message.confidence >= SURE_OF_A_WORD
    if stops:  # "Brechen wir hier ab, ich überlege es mir noch" ends it
        return False
    thinks = message.heard.has(heard.THINKS_FIRST) and not message.looks_like_question
    return asked.slot not in (slots.DECISION, slots.MEANT) and thinks


def _names_the_page(message: Message, asked: Asked) -> bool:
    """Whether "please cancel" answers "Shall I cancel it now?"; one bare word still may not."""
    on_page = (asked.slot, asked.kind) == (slots.DECISION, slots.CANCEL)
    more_than_a_word = len(message.text.split()) > 1
    return on_page and more_than_a_word and message.heard.is_bare_wish


def _corrected(found: dict[str, str | None], asked: Asked) -> Reading:
    """Details given anew, beside any question; said so where they differ."""
    known = {slots.USER_NAME: asked.user_name, slots.EMAIL: asked.email}
    differ = any(known[name] != value for name, value in found.items())
    said = "utter_details_changed" if differ else None
    return Reading({**found, slots.DECISION: None, slots.CHANGE: None}, say=said)


def _kind(message: Message) -> Reading:
    """What is wanted, asked where a form began without it; nothing is decided by the answer."""
    if interrupts(message):
        return Reading()
    if message.intent in TURNS_INTO:
        return Reading(turned(message))
    wanted = slots.CANCEL if message.intent == "cancel_account" else None
    return Reading({slots.KIND: wanted})


def _pressed(message: Message, asked: Asked) -> Reading:
    reason, meant = message.first(slots.REASON), message.first(slots.MEANT)
    if reason and asked.slot == slots.REASON:
        # Without a good cause to name it is an ordinary cancellation.
        return Reading({slots.REASON: reason, slots.MANNER: None})
    if meant == slots.GO_ON and asked.slot == slots.MEANT:
        return Reading(_the_account(asked))
    if asked.slot == slots.MEANT:
        # A button of an earlier step says nothing of what is meant.
        return Reading({slots.MEANT: slots.ASK})
    if asked.slot == slots.CHANGE:
        what = message.first(slots.CHANGE)
        if what in (slots.REASON, slots.SUBJECT):
            return Reading({what: None, slots.PAGE_SHOWN: None, slots.CHANGE: None})
        return Reading({slots.CHANGE: None})
    decision = message.first(slots.DECISION)
    at_the_page = decision and asked.slot == slots.DECISION
    if at_the_page and stands_on_page(str(decision), asked.kind, choice=asked.choice):
        return decided(str(decision))
    return Reading({asked.slot: None}) if asked.slot else Reading()


def _meant(message: Message, asked: Asked) -> Reading:
    if interrupts(message):
        return Reading()
    if message.intent in TURNS_INTO:
        return Reading({**turned(message), slots.MEANT: slots.GO_ON})
    # Who answers with the details of an account means the account.
    found = stated(message)
    the_account = message.heard.bare == heard.BARE_ACCOUNT or message.intent == "cancel_account"
    if the_account or found:
        return Reading({**_the_account(asked), **found})
    return Reading({slots.MEANT: slots.ASK})


def _the_account(asked: Asked) -> dict[str, str | None]:
    """The account is meant: an open cancellation goes on, any other request becomes one."""
    if asked.kind == slots.CANCEL:
        return {slots.MEANT: slots.GO_ON}
    return {slots.MEANT: slots.GO_ON, slots.KIND: slots.CANCEL, slots.DECISION: None}


def _change(message: Message, asked: Asked) -> Reading:
    """What shall be changed: new details replace the old ones, one or both."""
    plain = read_details(message.text)
    if plain.broken_email:
        return Reading({slots.CHANGE: slots.ASK}, say="utter_email_broken")
    if message.intent == "give_reason" and asked.kind == slots.CANCEL:
        return new_reason(message)
    if interrupts(message):
        return Reading()
    found = answered_with(message, plain, lone_name=True)
    if found:
        return _corrected(found, asked)
    if message.intent in {"deny", "skip"}:
        return Reading({slots.CHANGE: None})
    return Reading({slots.CHANGE: slots.ASK}, say="utter_details_not_understood")


def _details(message: Message, asked: Asked) -> Reading:
    said = message.heard
    more = added(message, asked)
    if more:
        given = _answered(message)
        return Reading({str(asked.slot): None, **given, **more}, say="utter_added")
    message = by_wish(message, asked)
    found = _answered(message)
    if said.broken_email:
        kept = {name: value for name, value in found.items() if name == slots.USER_NAME}
        return Reading({slots.EMAIL: None, **kept}, say="utter_email_broken")
    missing = said.refuses | said.unknown
    if found:
        left = {slots.USER_NAME: asked.user_name, slots.EMAIL: asked.email} | found
        found |= {name: slots.UNKNOWN for name in missing if left.get(name) is None}
        return Reading(found)
    if turns(message, asked):
        return Reading(turned(message))
    if missing or message.intent == "skip":
        return _unknown(asked)
    if message.intent == "give_reason" and asked.kind == slots.CANCEL:
        # Said early; it is not asked again.
        return Reading(as_reason(message))
    if interrupts(message):
        return Reading()
    if message.looks_like_question:
        return Reading({str(asked.slot): None}, say="utter_faq_required_details")
    if message.intent in {"cancel_account", "affirm", "give_reason", *TURNS_INTO}:
        return Reading({slots.USER_NAME: asked.user_name, slots.EMAIL: asked.email})
    return Reading({str(asked.slot): None}, say="utter_details_not_understood")


def _answered(message: Message) -> dict[str, str | None]:
    """The details that the message gives; a plain lone word only where nothing else explains it."""
    given = message.heard.details
    found: dict[str, str | None] = {}
    if name := normal_user_name(given.get(slots.USER_NAME) or ""):
        explained = message.confidence >= SURE_OF_A_WORD and message.intent not in EXPLAIN_NOTHING
        if not (message.heard.lone_name and (explained or message.looks_like_question)):
            found[slots.USER_NAME] = name
    if email := normal_email(given.get(slots.EMAIL) or ""):
        found[slots.EMAIL] = email
    return found


def _unknown(asked: Asked) -> Reading:
    """One of the two details may stay unknown; Billing finds the account by the other."""
    if asked.slot == slots.USER_NAME:
        return Reading({slots.USER_NAME: slots.UNKNOWN})
    if asked.user_name == slots.UNKNOWN:
        return Reading({slots.USER_NAME: None, slots.EMAIL: None}, say="utter_one_detail_needed")
    return Reading({slots.EMAIL: slots.UNKNOWN})


def _reason(message: Message, asked: Asked) -> Reading:
    if more := added(message, asked):
        return Reading({slots.REASON: None, **more}, say="utter_added")
    if not message.looks_like_question:
        message = message.expecting(_AFTER_WHY)
    refused = message.intent == "deny" and len(message.text.split()) <= _WORDS_OF_A_NO
    if refused or message.intent == "skip" or slots.REASON in message.heard.refuses:
        return Reading({slots.REASON: slots.NO_REASON})
    if message.heard.says_why:
        return Reading(as_reason(message))
    if turns(message, asked):
        return Reading(turned(message))
    if message.intent == "affirm":
        return Reading({slots.REASON: None})
    reading = _free_text(message, slots.REASON)
    return (
        replace(reading, slots=as_reason(message)) if reading.slots.get(slots.REASON) else reading
    )


def _free_text(message: Message, slot: str) -> Reading:
    if interrupts(message) and (
        message.looks_like_question or message.intent not in _LIKE_A_REASON
    ):
        return Reading()
    if message.text.rstrip().endswith("?") or (
        message.looks_like_question and message.intent in {"cancel_account", *EXPLAIN_NOTHING}
    ):
        # A question that has no answer of its own is no answer either.
        return Reading({slot: None}, say="utter_question_open")
    return Reading({slot: message.text.strip()})


def _subject(message: Message) -> Reading:
    """The name of an add-on, without the words that lead up to it."""
    named = message.heard.details.get(slots.SUBJECT)
    return _free_text(replace(message, text=named) if named else message, slots.SUBJECT)


def _contact(message: Message, asked: Asked) -> Reading:
    """A phone number or an address to call back on; any other wish leaves the call."""
    email = stated(message).get(slots.EMAIL) or read_details(message.text).email
    # A number beside "do not call me" is none to call.
    no_call = message.heard.has(heard.CANNOT_PHONE) or message.heard.refuses_wish("callback")
    reach = email or (None if no_call else find_phone(message.text))
    if reach and not message.text.rstrip().endswith("?"):
        return Reading({slots.CONTACT: reach})
    if interrupts(message) and message.intent not in _BESIDE_A_CONTACT:
        return Reading()
    sure = message.confidence >= SURE and not message.looks_like_question
    if sure and message.intent == "cancel_account":
        return Reading({slots.KIND: slots.CANCEL, slots.SUBJECT: None, slots.DECISION: None})
    if sure and turns(message, asked):
        return Reading({slots.SUBJECT: None, **turned(message)})
    return Reading({slots.CONTACT: None}, say="utter_contact_not_understood")
