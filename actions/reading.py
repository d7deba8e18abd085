"""Reads an answer in the light of the question: pure, so that every case is a plain test.

The engine's intent is one opinion; the question just asked is the other. "zu teuer" after
"why?" is a reason whatever the classifier thinks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from actions import slots
from actions.message import Message
from fairwell.cancellation.details import normal_email, normal_user_name, read_details

# Below this the classifier's word is not enough to act on a decision; the page asks again.
SURE = 0.5

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
    {
        "cancel_addon",
        "cancellation_status",
        "charged_after_cancellation",
        "delete_data",
        "resend_code",
        "resume_account",
        "revoke_cancellation",
        "withdraw_contract",
    }
)
TALK = frozenset(
    {"bot_challenge", "complain", "goodbye", "greet", "help", "human_handoff", "thank"}
)
ENDINGS = frozenset({"stop", "keep_account"})
# Every intent that leaves the open question for a moment; data/rules has a rule for each.
INTERRUPTIONS = (
    QUESTIONS | OTHER_WISHES | TALK | ENDINGS | {"out_of_scope", "repeat", "switch_language"}
)
# After "why?" these are reasons rather than interruptions, unless they are put as a question.
_LIKE_A_REASON = QUESTIONS | {
    "charged_after_cancellation",
    "complain",
    "greet",
    "out_of_scope",
    "thank",
}

_DONT_KNOW = re.compile(
    r"\b(?:weiß|weiss|weis|kenne|kenn|habe|hab|finde)\b.{0,30}\b(?:nicht|nich|net|kein\w*)\b"
    r"|\bkeine ahnung\b|\bvergessen\b|\b(?:don'?t|do not|dont) (?:know|have|remember)\b"
    r"|\bno idea\b|\bforgot(?:ten)?\b|\bnot sure\b|\bkeine angabe\b",
    re.IGNORECASE,
)


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
    if asked.slot in (slots.USER_NAME, slots.EMAIL):
        return _details(message, asked)
    corrected = _stated(message)
    if asked.slot is None:
        return Reading(corrected)
    if corrected and (message.intent in {"correct_details", "inform"} or not _interrupts(message)):
        return Reading({**corrected, slots.DECISION: None})
    if asked.slot == slots.REASON:
        return _reason(message)
    return _decision(message, asked)


def _interrupts(message: Message) -> bool:
    return message.intent in INTERRUPTIONS


def _stated(message: Message) -> dict[str, str | None]:
    """Details that stand in the message by themselves, whatever was asked."""
    email = next(filter(None, map(normal_email, message.entities.get("email", []))), None)
    name = next(filter(None, map(normal_user_name, message.entities.get("user_name", []))), None)
    found: dict[str, str | None] = {}
    if name:
        found[slots.USER_NAME] = name
    if email:
        found[slots.EMAIL] = email
    return found


def _pressed(message: Message, asked: Asked) -> Reading:
    reason, decision = message.first(slots.REASON), message.first(slots.DECISION)
    if reason and asked.slot == slots.REASON:
        return Reading({slots.REASON: reason})
    if decision and asked.slot == slots.DECISION:
        return _decided(decision)
    return Reading({asked.slot: None}) if asked.slot else Reading()


def _decided(decision: str) -> Reading:
    if decision == slots.CHANGE:
        return Reading({slots.USER_NAME: None, slots.EMAIL: None, slots.DECISION: None})
    if decision == slots.TO_CANCEL:
        return Reading({slots.KIND: slots.CANCEL, slots.DECISION: None})
    if decision in (slots.CANCEL, slots.PAUSE, slots.KEEP):
        return Reading({slots.DECISION: decision})
    return Reading({slots.DECISION: None})


def _details(message: Message, asked: Asked) -> Reading:
    found = _stated(message)
    plain = read_details(message.text)
    if plain.email and slots.EMAIL not in found:
        found[slots.EMAIL] = plain.email
    # A lone word is a user name only where nothing else explains it ("stop", "hilfe", "hallo").
    explained = _interrupts(message) or message.intent in {"affirm", "deny", "skip"}
    if plain.user_name and slots.USER_NAME not in found and (found or not explained):
        found[slots.USER_NAME] = plain.user_name
    if plain.broken_email:
        kept = {name: value for name, value in found.items() if name == slots.USER_NAME}
        return Reading({slots.EMAIL: None, **kept}, say="utter_email_broken")
    if found:
        return Reading(found)
    if message.intent == "pause_account" and asked.kind != slots.PAUSE:
        return Reading({slots.KIND: slots.PAUSE})
    if message.intent == "skip" or _DONT_KNOW.search(message.text):
        return _unknown(asked)
    if _interrupts(message):
        return Reading()
    if message.intent in {"cancel_account", "pause_account", "affirm", "give_reason"}:
        return Reading({slots.USER_NAME: asked.user_name, slots.EMAIL: asked.email})
    return Reading({str(asked.slot): None}, say="utter_details_not_understood")


def _unknown(asked: Asked) -> Reading:
    """One of the two details may stay unknown; Billing finds the account by the other."""
    if asked.slot == slots.USER_NAME:
        return Reading({slots.USER_NAME: slots.UNKNOWN})
    if asked.user_name == slots.UNKNOWN:
        return Reading({slots.USER_NAME: None, slots.EMAIL: None}, say="utter_one_detail_needed")
    return Reading({slots.EMAIL: slots.UNKNOWN})


def _reason(message: Message) -> Reading:
    if message.intent in {"skip", "deny"} or _DONT_KNOW.search(message.text):
        return Reading({slots.REASON: slots.NO_REASON})
    if message.intent == "pause_account" and message.confidence >= SURE:
        return Reading({slots.KIND: slots.PAUSE})
    if message.intent == "affirm":
        return Reading({slots.REASON: None})
    if _interrupts(message) and (
        message.looks_like_question or message.intent not in _LIKE_A_REASON
    ):
        return Reading()
    return Reading({slots.REASON: message.text.strip()})


def _decision(message: Message, asked: Asked) -> Reading:
    if _interrupts(message):
        return Reading()
    wish = {
        "affirm": asked.kind,
        "cancel_account": slots.CANCEL if asked.kind == slots.CANCEL else slots.TO_CANCEL,
        "pause_account": slots.PAUSE,
        "deny": slots.KEEP,
        "correct_details": slots.CHANGE,
    }.get(message.intent)
    # Nothing is recorded on a guess or on a question: the page asks again instead.
    if wish is None or message.confidence < SURE or message.looks_like_question:
        return Reading({slots.DECISION: None})
    return _decided(wish)
