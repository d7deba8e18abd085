"""The intents in the groups that decide what a message does to an open request."""

from __future__ import annotations

import re

from fairwell.dialogue import circumstances, slots
from fairwell.dialogue.message import Message, asks_something

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
# Intents that ask for something which the response named after them answers.
TOPICS = QUESTIONS | {"bot_challenge", "help", "resume_account"}
ENDINGS = frozenset({"stop", "keep_account"})
# Every intent that leaves the open question for a moment; data/rules has a rule for each.
INTERRUPTIONS = (
    QUESTIONS | OTHER_WISHES | TALK | ENDINGS | {"out_of_scope", "repeat", "switch_language"}
)

_SENTENCE = re.compile(r"[^.!?]+[.!?]*")

# "ok dann kündigen" is no "keep it", whatever the classifier thinks.
_CANCELS = re.compile(r"\bk[üu]e?ndig(?:e|en|ung)?\b|\bcancel(?:ling)?\b", re.IGNORECASE)
_NEGATES = re.compile(
    r"\b(?:nicht|nich|net|nix|kein\w*|stop\w*|abbrech\w*|behalt\w*|bleib\w*|zur[üu]e?ck\w*|not|no|never"
    r"|keep|stay|don'?t|dont|didn'?t|haven'?t|instead of|rather than|changed my mind|überlegt)\b",
    re.IGNORECASE,
)


def speaks_of_cancelling(text: str) -> bool:
    """Whether cancelling is spoken of at all."""
    return bool(_CANCELS.search(text))


def plainly_cancels(text: str) -> bool:
    """Whether the words say to cancel, and nothing in them takes it back."""
    return speaks_of_cancelling(text) and not _NEGATES.search(text)


def orders_to_cancel(text: str) -> bool:
    """Whether one of the sentences plainly says to cancel, whatever the others ask or complain of.

    "This is a joke, right?! It never works. Cancel." does.
    """
    sentences = (part.strip() for part in _SENTENCE.findall(text))
    return any(plainly_cancels(part) and not asks_something(part) for part in sentences)


def interrupts(message: Message) -> bool:
    """Whether the rules take the message; a request is ended only where that is sure."""
    if message.intent not in ENDINGS:
        return message.intent in INTERRUPTIONS
    # "Bleiben wir auf Deutsch" stays with a language, not with the account.
    about_language = circumstances.names_language(message.text)
    return message.confidence >= SURE and not plainly_cancels(message.text) and not about_language
