"""The details of an account in a message: by themselves, or as the answer to a question."""

from __future__ import annotations

from fairwell.dialogue import slots
from fairwell.dialogue.intents import OUTSIDE
from fairwell.dialogue.message import Message
from fairwell.rules.cases.details import Details, normal_email, normal_user_name

# One word alone is either well known to the classifier, or a name it has never seen.
SURE_OF_A_WORD = 0.9
EXPLAIN_NOTHING = OUTSIDE | {"inform", "nlu_fallback"}


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


def given(message: Message) -> dict[str, str | None]:
    """The details that a message gives where none were asked for: labelled, or an address."""
    heard = message.heard.details
    name = normal_user_name(heard.get(slots.USER_NAME) or "")
    email = normal_email(heard.get(slots.EMAIL) or "")
    found = {slots.USER_NAME: name, slots.EMAIL: email}
    return {**stated(message), **{slot: value for slot, value in found.items() if value}}


def answered_with(message: Message, plain: Details, *, lone_name: bool) -> dict[str, str | None]:
    """The details in an answer to the question for them.

    ``lone_name``: whether a word left alone beside an address can be the name.
    """
    found = stated(message)
    if plain.email and slots.EMAIL not in found:
        found[slots.EMAIL] = plain.email
    # A lone word is a user name only where nothing else explains it ("stop", "hilfe", "hallo").
    explained = message.confidence >= SURE_OF_A_WORD and message.intent not in EXPLAIN_NOTHING
    # Nor is a word of a question a name ("was heißt Haupt-Account?").
    explained = explained or message.looks_like_question
    name = plain.user_name if lone_name else None
    if name and slots.USER_NAME not in found and (found or not explained):
        found[slots.USER_NAME] = name
    return found
