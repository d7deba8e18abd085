"""Reads an answer in the light of the question: pure, so that every case is a plain test.

The engine's intent is one opinion; the question just asked is the other. "zu teuer" after
"why?" is a reason whatever the classifier thinks.
"""

from __future__ import annotations

from dataclasses import replace

from fairwell.dialogue import circumstances, slots, wording
from fairwell.dialogue.deciding import (
    Asked,
    Reading,
    decided,
    new_reason,
    read_decision,
    stands_on_page,
    turned,
    turns,
)
from fairwell.dialogue.details import EXPLAIN_NOTHING, answered_with, stated
from fairwell.dialogue.intents import QUESTIONS, TURNS_INTO, interrupts
from fairwell.dialogue.message import Message
from fairwell.rules.cases.details import read_details
from fairwell.rules.cases.phone import find_phone

# A longer no says what is not liked: "mir gefällt das neue Design nicht".
_WORDS_OF_A_NO = 4

# After "why?" a reason or a refusal to give one is far likelier than among all messages.
_AFTER_WHY = {"give_reason": 10.0, "skip": 10.0}
# After "why?" these are reasons rather than interruptions, unless they are put as a question.
_LIKE_A_REASON = QUESTIONS | {"complain", "greet", "out_of_scope", "resume_account", "thank"}

# Said where something to call back on is asked for, these are no wish of their own.
_BESIDE_A_CONTACT = frozenset({"greet", "goodbye", "thank", "out_of_scope"})


def read_answer(message: Message, asked: Asked) -> Reading:
    """What a message answers. With no question open (the first message) only details count."""
    if message.pressed:
        return _pressed(message, asked)
    if asked.slot is None:
        return Reading(stated(message))
    if circumstances.is_ambiguous(message.text) and not _names_the_page(message, asked):
        return Reading({slots.MEANT: slots.ASK})
    if asked.kind == slots.CANCEL and circumstances.is_bereaved(message.text):
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
        return _details(message, asked)
    if asked.slot == slots.CONTACT:
        return _contact(message)
    corrected = stated(message)
    if corrected and (message.intent in {"correct_details", "inform"} or not interrupts(message)):
        return _corrected(corrected, asked)
    if asked.slot == slots.REASON:
        return _reason(message, asked)
    if asked.slot == slots.SUBJECT:
        return _subject(message)
    return read_decision(message, asked)


def _puts_off(message: Message, asked: Asked) -> bool:
    """Whether somebody wants to think first, before there is a page to say so on."""
    thinks = wording.THINKS_FIRST.search(message.text) and not message.looks_like_question
    return asked.slot not in (slots.DECISION, slots.MEANT) and bool(thinks)


def _names_the_page(message: Message, asked: Asked) -> bool:
    """Whether "please cancel" answers "Shall I cancel it now?"; one bare word still may not."""
    on_page = (asked.slot, asked.kind) == (slots.DECISION, slots.CANCEL)
    more_than_a_word = len(message.text.split()) > 1
    return on_page and more_than_a_word and circumstances.is_bare_wish(message.text)


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
    if message.intent == "cancel_account" or "account" in message.text.casefold() or found:
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
    plain = read_details(message.text)
    unknown = bool(wording.DONT_KNOW.search(message.text))
    # Once the name is known, a word left over beside an address is none ("..., glaube ich").
    found = answered_with(message, plain, lone_name=not asked.user_name and not unknown)
    if plain.broken_email:
        kept = {name: value for name, value in found.items() if name == slots.USER_NAME}
        return Reading({slots.EMAIL: None, **kept}, say="utter_email_broken")
    if found:
        if unknown and slots.USER_NAME not in found and asked.user_name is None:
            found[slots.USER_NAME] = slots.UNKNOWN
        names_mail = slots.EMAIL in found or not wording.SPEAKS_OF_MAIL.search(message.text)
        if unknown and not names_mail and asked.email is None:
            found[slots.EMAIL] = slots.UNKNOWN
        return Reading(found)
    if turns(message, asked):
        return Reading(turned(message))
    if message.intent == "skip" or unknown:
        return _unknown(asked)
    if message.intent == "give_reason" and asked.kind == slots.CANCEL:
        # Said early; it is not asked again.
        return Reading({slots.REASON: message.text.strip()})
    if interrupts(message):
        return Reading()
    if message.looks_like_question:
        return Reading({str(asked.slot): None}, say="utter_faq_required_details")
    if message.intent in {"cancel_account", "affirm", "give_reason", *TURNS_INTO}:
        return Reading({slots.USER_NAME: asked.user_name, slots.EMAIL: asked.email})
    return Reading({str(asked.slot): None}, say="utter_details_not_understood")


def _unknown(asked: Asked) -> Reading:
    """One of the two details may stay unknown; Billing finds the account by the other."""
    if asked.slot == slots.USER_NAME:
        return Reading({slots.USER_NAME: slots.UNKNOWN})
    if asked.user_name == slots.UNKNOWN:
        return Reading({slots.USER_NAME: None, slots.EMAIL: None}, say="utter_one_detail_needed")
    return Reading({slots.EMAIL: slots.UNKNOWN})


def _reason(message: Message, asked: Asked) -> Reading:
    if not message.looks_like_question:
        message = message.expecting(_AFTER_WHY)
    refused = message.intent == "deny" and len(message.text.split()) <= _WORDS_OF_A_NO
    if refused or message.intent == "skip" or wording.NO_ANSWER.search(message.text):
        return Reading({slots.REASON: slots.NO_REASON})
    if wording.SAYS_WHY.search(message.text):
        return Reading({slots.REASON: message.text.strip()})
    if turns(message, asked):
        return Reading(turned(message))
    if message.intent == "affirm":
        return Reading({slots.REASON: None})
    return _free_text(message, slots.REASON)


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
    named = wording.BEFORE_A_NAME.sub("", message.text.strip()).strip(" .,!")
    return _free_text(replace(message, text=named) if named else message, slots.SUBJECT)


def _contact(message: Message) -> Reading:
    """A phone number or an address to call back on."""
    email = stated(message).get(slots.EMAIL) or read_details(message.text).email
    phone = find_phone(message.text)
    refused = wording.NO_CALL.search(message.text) or message.text.rstrip().endswith("?")
    if (email or phone) and not refused:
        return Reading({slots.CONTACT: email or phone})
    if interrupts(message) and message.intent not in _BESIDE_A_CONTACT:
        return Reading()
    return Reading({slots.CONTACT: None}, say="utter_contact_not_understood")
