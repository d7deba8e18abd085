"""Feedback after the receipt: an optional score and comment, stored apart from the customer."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.support.last_turn import case_to_take_back
from actions.support.speech import language_of, say
from fairwell.bootstrap import current_app
from fairwell.dialogue import heard, slots
from fairwell.dialogue.intents import ENDINGS, OTHER_WISHES, SURE, TURNS_INTO
from fairwell.dialogue.message import Message
from fairwell.services.feedback import keep_score, keep_words

Events = list[dict[str, Any]]

# A wish, a greeting or thanks is answered and never stored as a comment.
_NO_WORDS = (
    ENDINGS
    | OTHER_WISHES
    | TURNS_INTO.keys()
    | {"bot_challenge", "cancel_account", "goodbye", "greet", "help", "human_handoff", "repeat"}
    | {"switch_language", "thank"}
)


def ask(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Ask once, after the receipt; the conversation continues without an answer."""
    say(dispatcher, tracker, "utter_ask_feedback")
    return [SlotSet(slots.FEEDBACK, None)]


async def take_score(
    score: str, dispatcher: CollectingDispatcher, tracker: Tracker
) -> dict[str, str | None]:
    """Store the score and ask for a comment; the slot holds the row's id until one comes."""
    row = await asyncio.to_thread(keep_score, int(score), language_of(tracker), current_app())
    say(dispatcher, tracker, "utter_ask_feedback_words")
    return {slots.FEEDBACK: row}


async def take_words(
    message: Message, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Events | None:
    """Store a comment if one was asked for; return ``None`` if the message is something else."""
    row = tracker.get_slot(slots.FEEDBACK)
    # A wish must be certain: right after the question, a doubtful one is taken as the comment.
    something_else = message.intent in _NO_WORDS and message.confidence >= SURE
    # A message about the latest record, or an answer to whether to revoke it, is no comment either.
    undoes = message.heard.has(heard.UNDO) or message.heard.is_ambiguous
    undoes = undoes or bool(case_to_take_back(tracker))
    something_else = something_else or undoes
    if not row or message.pressed or message.looks_like_question or something_else:
        return None
    await asyncio.to_thread(keep_words, str(row), message.text, current_app())
    say(dispatcher, tracker, "utter_feedback_thanks")
    return [SlotSet(slots.FEEDBACK, None)]
