"""Reads an answer in the light of the question: pure, so that every case is a plain test.

The engine's intent is one opinion; the question just asked is the other. "zu teuer" after
"why?" is a reason whatever the classifier thinks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from actions import people, slots
from actions.message import Message
from fairwell.cancellation.details import normal_email, normal_user_name, read_details

# Below this the classifier's word is not enough to act on a decision; the page asks again.
SURE = 0.5
# One word alone is either well known to the classifier, or a name it has never seen.
SURE_OF_A_WORD = 0.9
# A longer no says what is not liked: "mir gefällt das neue Design nicht".
_WORDS_OF_A_NO = 4
_EXPLAIN_NOTHING = frozenset({"inform", "nlu_fallback", "out_of_scope"})

# After "why?" a reason or a refusal to give one is far likelier than among all messages.
_AFTER_WHY = {"give_reason": 10.0, "skip": 10.0}

QUESTIONS = frozenset(
    f"faq_{name}"
    for name in (
        "billing_date",
        "confirmation_email",
        "data_retention",
        "export",
        "missing_card",
        "pause",
        "phone",
        "prepay_renewal",
        "refund",
        "required_details",
        "trial",
        "unsubscribe_list",
    )
)
OTHER_WISHES = frozenset(
    {"cancellation_status", "resend_code", "resume_account", "revoke_cancellation"}
)
# A wish that turns the open request into another one.
TURNS_INTO = {
    "pause_account": slots.PAUSE,
    "withdraw_contract": slots.WITHDRAW,
    "cancel_addon": slots.ADDON,
    "delete_data": slots.DELETE_DATA,
    "charged_after_cancellation": slots.CALLBACK,
}
TALK = frozenset(
    {"bot_challenge", "complain", "goodbye", "greet", "help", "human_handoff", "thank"}
)
ENDINGS = frozenset({"stop", "keep_account"})
# Every intent that leaves the open question for a moment; data/rules has a rule for each.
INTERRUPTIONS = (
    QUESTIONS | OTHER_WISHES | TALK | ENDINGS | {"out_of_scope", "repeat", "switch_language"}
)
# After "why?" these are reasons rather than interruptions, unless they are put as a question.
_LIKE_A_REASON = QUESTIONS | {"complain", "greet", "out_of_scope", "resume_account", "thank"}

_NO_ANSWER = re.compile(
    r"^\W*(?:ich )?(?:(?:habe?|mache?|gebe?) )?(?:da(?:zu)? )?keine (?:ahnung|angaben?|antwort)\b"
    r"|\b(?:weiß|weiss|weis) (?:ich )?(?:nicht|nich|net)\W*$"
    r"|\bno idea\b|\b(?:don'?t|do not|dont) know\W*$|\b(?:rather|prefer) not\b|\bno comment\b",
    re.IGNORECASE,
)
# Of a user name or an address one may also say "habe ich nicht"; of a reason that would be one
# ("ich habe kein Geld mehr").
_DONT_KNOW = re.compile(
    r"\b(?:weiß|weiss|weis|kenne|kenn|habe|hab|finde)\b.{0,30}\b(?:nicht|nich|net|kein\w*)\b"
    r"|\bkeine ahnung\b|\bvergessen\b"
    r"|\b(?:nie|never) (?:gewusst|gekannt|gehabt|known?|knew|had)\b"
    r"|\b(?:don'?t|do not|dont) (?:know|have|remember)\b"
    r"|\bno idea\b|\bforgot(?:ten)?\b|\bnot sure\b|\bkeine angabe\b",
    re.IGNORECASE,
)
# "ok dann kündigen" is no "keep it", whatever the classifier thinks.
_CANCELS = re.compile(r"k[üu]e?ndig|\bcancel", re.IGNORECASE)
_NEGATES = re.compile(
    r"\b(?:nicht|nich|net|nix|kein\w*|stop\w*|abbrech\w*|behalt\w*|bleib\w*|zur[üu]e?ck\w*|not|no|never"
    r"|keep|stay|don'?t|dont|instead of|rather than|changed my mind|überlegt)\b",
    re.IGNORECASE,
)
# Who says why gives a reason, whatever it is about ("because I was charged after leaving").
_SAYS_WHY = re.compile(
    r"^\W*(?:(?:und|and|nur|just|simply|einfach) )?"
    r"(?:weil|wegen|da (?:ich|wir|ihr|sie|mein\w*|unser\w*)"
    r"|because|cuz|cause|due to|since (?:i|we|you|my|our))\b",
    re.IGNORECASE,
)
# On the page this neither accepts nor ends: nothing is recorded, and nothing is given up.
_UNDECIDED = re.compile(
    r"^\W*(?:vielleicht|eventuell|evtl|m[öo]glicherweise|mal (?:sehen|schauen)|h+m+|[öa]hm*|naja"
    r"|maybe|perhaps|possibly|we'?ll see|not sure(?: yet)?|ich wei(?:ß|ss) (?:noch )?nicht"
    r"|i don'?t know(?: yet)?)\W*$",
    re.IGNORECASE,
)
# Said where something to call back on is asked for, these are no wish of their own.
_BESIDE_A_CONTACT = frozenset({"greet", "goodbye", "thank", "out_of_scope"})
_SPEAKS_OF_MAIL = re.compile(r"mail|adress|address", re.IGNORECASE)
_CONTACT = re.compile(r"\+?\d[\d ()/.\-]{5,24}\d")


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


def read_answer(message: Message, asked: Asked) -> Reading:
    """What a message answers. With no question open (the first message) only details count."""
    if message.pressed:
        return _pressed(message, asked)
    if asked.slot is None:
        return Reading(stated(message))
    if people.is_ambiguous(message.text):
        return Reading({slots.MEANT: slots.ASK})
    if asked.slot == slots.MEANT:
        return _meant(message, asked)
    if asked.slot in (slots.USER_NAME, slots.EMAIL):
        return _details(message, asked)
    if asked.slot == slots.CONTACT:
        return _contact(message)
    corrected = stated(message)
    if corrected and (message.intent in {"correct_details", "inform"} or not _interrupts(message)):
        return Reading({**corrected, slots.DECISION: None})
    if asked.slot == slots.REASON:
        return _reason(message, asked)
    if asked.slot == slots.SUBJECT:
        return _free_text(message, slots.SUBJECT)
    return _decision(message, asked)


def stated(message: Message) -> dict[str, str | None]:
    """Details that stand in the message by themselves, whatever was asked."""
    email = next(filter(None, map(normal_email, message.entities.get("email", []))), None)
    name = next(filter(None, map(normal_user_name, message.entities.get("user_name", []))), None)
    found: dict[str, str | None] = {}
    if name:
        found[slots.USER_NAME] = name
    if email:
        found[slots.EMAIL] = email
    return found


def _turns(message: Message, asked: Asked) -> bool:
    """Whether the message surely wants another request than the open one."""
    wanted = TURNS_INTO.get(message.intent, asked.kind)
    return wanted != asked.kind and message.confidence >= SURE


def _turned(message: Message) -> dict[str, str | None]:
    """The other request. A call back has no page: what it is about is what was just said."""
    kind = TURNS_INTO[message.intent]
    if kind == slots.CALLBACK:
        # Asked for by a button, what it is about is still to be said.
        subject = None if message.text.startswith("/") else message.text.strip()
        return {slots.KIND: kind, slots.SUBJECT: subject, slots.DECISION: kind}
    return {slots.KIND: kind, slots.DECISION: None}


def _interrupts(message: Message) -> bool:
    """Whether the rules take the message; a request is ended only where that is sure."""
    if message.intent in ENDINGS:
        plainly_cancels = _CANCELS.search(message.text) and not _NEGATES.search(message.text)
        return message.confidence >= SURE and not plainly_cancels
    return message.intent in INTERRUPTIONS


def _pressed(message: Message, asked: Asked) -> Reading:
    reason, meant = message.first(slots.REASON), message.first(slots.MEANT)
    if reason and asked.slot == slots.REASON:
        return Reading({slots.REASON: reason})
    if meant == slots.GO_ON and asked.slot == slots.MEANT:
        return Reading(_the_account(asked))
    decision = message.first(slots.DECISION)
    if decision and asked.slot == slots.DECISION and stands_on_page(decision, asked.kind):
        return _decided(decision)
    return Reading({asked.slot: None}) if asked.slot else Reading()


def stands_on_page(decision: str, kind: str | None) -> bool:
    """Whether the page of a kind of request carries this button; others record nothing there."""
    if kind == slots.CANCEL and decision in (slots.PAUSE, slots.AT_BALANCE_END):
        return True
    return decision == kind or decision not in (*slots.KINDS, slots.AT_BALANCE_END)


def _meant(message: Message, asked: Asked) -> Reading:
    if _interrupts(message):
        return Reading()
    if message.intent in TURNS_INTO:
        return Reading({**_turned(message), slots.MEANT: slots.GO_ON})
    if message.intent == "cancel_account" or "account" in message.text.casefold():
        return Reading(_the_account(asked))
    return Reading({slots.MEANT: slots.ASK})


def _the_account(asked: Asked) -> dict[str, str | None]:
    """The account is meant: an open cancellation goes on, any other request becomes one."""
    if asked.kind == slots.CANCEL:
        return {slots.MEANT: slots.GO_ON}
    return {slots.MEANT: slots.GO_ON, slots.KIND: slots.CANCEL, slots.DECISION: None}


def _decided(decision: str) -> Reading:
    if decision == slots.CHANGE:
        return Reading({slots.USER_NAME: None, slots.EMAIL: None, slots.DECISION: None})
    if decision == slots.TO_CANCEL:
        return Reading({slots.KIND: slots.CANCEL, slots.DECISION: None})
    if decision in (*slots.KINDS, slots.AT_BALANCE_END, slots.KEEP):
        return Reading({slots.DECISION: decision})
    return Reading({slots.DECISION: None})


def _details(message: Message, asked: Asked) -> Reading:
    found = stated(message)
    plain = read_details(message.text)
    if plain.email and slots.EMAIL not in found:
        found[slots.EMAIL] = plain.email
    # A lone word is a user name only where nothing else explains it ("stop", "hilfe", "hallo").
    explained = message.confidence >= SURE_OF_A_WORD and message.intent not in _EXPLAIN_NOTHING
    # Nor is one left over beside an address, once the name is known ("..., glaube ich").
    lone = None if asked.user_name else plain.user_name
    unknown = bool(_DONT_KNOW.search(message.text))
    if lone and not unknown and slots.USER_NAME not in found and (found or not explained):
        found[slots.USER_NAME] = lone
    if plain.broken_email:
        kept = {name: value for name, value in found.items() if name == slots.USER_NAME}
        return Reading({slots.EMAIL: None, **kept}, say="utter_email_broken")
    if found:
        if unknown and slots.USER_NAME not in found and asked.user_name is None:
            found[slots.USER_NAME] = slots.UNKNOWN
        names_mail = slots.EMAIL in found or not _SPEAKS_OF_MAIL.search(message.text)
        if unknown and not names_mail and asked.email is None:
            found[slots.EMAIL] = slots.UNKNOWN
        return Reading(found)
    if _turns(message, asked):
        return Reading(_turned(message))
    if message.intent == "skip" or unknown:
        return _unknown(asked)
    if message.intent == "give_reason" and asked.kind == slots.CANCEL:
        # Said early; it is not asked again.
        return Reading({slots.REASON: message.text.strip()})
    if _interrupts(message):
        return Reading()
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
    if people.is_bereaved(message.text):
        return Reading({slots.REASON: slots.BEREAVEMENT}, say="utter_condolence")
    if not message.looks_like_question:
        message = message.expecting(_AFTER_WHY)
    refused = message.intent == "deny" and len(message.text.split()) <= _WORDS_OF_A_NO
    if refused or message.intent == "skip" or _NO_ANSWER.search(message.text):
        return Reading({slots.REASON: slots.NO_REASON})
    if _SAYS_WHY.search(message.text):
        return Reading({slots.REASON: message.text.strip()})
    if _turns(message, asked):
        return Reading(_turned(message))
    if message.intent == "affirm":
        return Reading({slots.REASON: None})
    return _free_text(message, slots.REASON)


def _free_text(message: Message, slot: str) -> Reading:
    if _interrupts(message) and (
        message.looks_like_question or message.intent not in _LIKE_A_REASON
    ):
        return Reading()
    if message.looks_like_question and message.intent in {"cancel_account", *_EXPLAIN_NOTHING}:
        # A question that has no answer of its own is no answer either.
        return Reading({slot: None})
    return Reading({slot: message.text.strip()})


def _contact(message: Message) -> Reading:
    """A phone number or an address to call back on."""
    email = stated(message).get(slots.EMAIL) or read_details(message.text).email
    phone = _CONTACT.search(message.text)
    if email or phone:
        return Reading({slots.CONTACT: email or (phone.group() if phone else None)})
    if _interrupts(message) and message.intent not in _BESIDE_A_CONTACT:
        return Reading()
    return Reading({slots.CONTACT: None}, say="utter_contact_not_understood")


def _decision(message: Message, asked: Asked) -> Reading:
    if _UNDECIDED.search(message.text):
        return Reading({slots.DECISION: None})
    if _interrupts(message):
        return Reading()
    # On the page of a cancellation stands the pause with its price: asking for it there is deciding
    # for it. Any other wish first gets a page of its own.
    other = TURNS_INTO.get(message.intent, asked.kind)
    if other != asked.kind and (asked.kind, other) != (slots.CANCEL, slots.PAUSE):
        sure = message.confidence >= SURE
        return Reading(_turned(message) if sure else {slots.DECISION: None})
    wish = {
        "affirm": asked.kind,
        "cancel_account": slots.CANCEL if asked.kind == slots.CANCEL else slots.TO_CANCEL,
        "deny": slots.KEEP,
        "correct_details": slots.CHANGE,
        **TURNS_INTO,
    }.get(message.intent)
    # Nothing is recorded on a guess, a question or a smiley: the page asks again instead.
    guessed = wish is None or message.confidence < SURE
    if guessed or message.looks_like_question or not message.has_words:
        return Reading({slots.DECISION: None})
    return _decided(str(wish))
