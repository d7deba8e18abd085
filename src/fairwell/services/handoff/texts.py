"""Transcript markers of who speaks, in the conversation's language."""

from __future__ import annotations

import datetime as dt

from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.handoff.hours import Hours
from fairwell.rules.language import Language
from fairwell.store.chats.messages import NewLine

# Payloads the gateway acts on itself; no engine payload begins without a slash.
LEAVE_QUEUE = "queue:leave"
CALL_ME = "queue:call"
SCORE = "score:"
# Sent to the engine when a call is asked for.
CALL_INTENT = "/callback"

_SCORES = {
    "5": "Very satisfied",
    "4": "Satisfied",
    "3": "Neither",
    "2": "Dissatisfied",
    "1": "Very dissatisfied",
}


def queued(language: str, position: int) -> NewLine:
    """Return the start marker: an agent was asked for, and the customer's place in the queue."""
    if position == 1:
        text = _(
            language,
            "You're in the queue for a colleague. You're next. What you write here is kept for "
            "them; the automated assistant no longer answers.",
        )
    else:
        text = _(
            language,
            "You're in the queue for a colleague, at place {position}. What you write here is "
            "kept for them; the automated assistant no longer answers.",
            position=formats.number(position, language),
        )
    return _system(text, language, (_leave(language),))


def taken(language: str, name: str) -> NewLine:
    """Return the marker that an agent has taken the conversation."""
    return _system(_(language, "{name} has joined and answers from now on.", name=name), language)


def transferred(language: str, before: str, after: str) -> NewLine:
    """Return the marker that another agent has taken over."""
    text = _(language, "{after} takes over from {before}.", before=before, after=after)
    return _system(text, language)


def requeued(language: str, name: str) -> NewLine:
    """Return the marker that the agent let go or is gone; the customer waits again."""
    text = _(
        language,
        "{name} can't go on here. You're back in the queue for a colleague, at the front.",
        name=name,
    )
    return _system(text, language, (_leave(language),))


def back_with_bot(language: str, name: str) -> tuple[NewLine, ...]:
    """Return the end marker, and the assistant's first words after it."""
    return (
        _system(_(language, "{name} has handed you back to the assistant.", name=name), language),
        assistant_again(language),
    )


def assistant_again(language: str) -> NewLine:
    """Return the marker that the bot speaks again and has forgotten where it was."""
    text = _(
        language,
        "You're writing with the automated assistant again. An unfinished request was not "
        "recorded; please start it again. What would you like to do?",
    )
    return NewLine("bot", text, language_of(language))


def left_queue(language: str) -> NewLine:
    """Return the end marker for a customer who stopped waiting."""
    return _system(_(language, "You've left the queue."), language)


def takes_longer(language: str, phones: str) -> NewLine:
    """Return the notice that nobody has come in time: sent once, with another way."""
    text = _(
        language,
        "It's taking longer than usual until a colleague is free. You keep your place. "
        "We can also call you, or you can call Billing Support: {phones}.",
        phones=phones,
    )
    return _system(text, language, (_call(language), _leave(language)))


def nobody_there(language: str, phones: str, hours: Hours, now: dt.datetime) -> NewLine:
    """Return the notice that nobody can take the conversation any more; the bot speaks again."""
    text = _(
        language,
        "No colleague is in the chat any more. You're writing with the automated assistant "
        "again. We can call you, or you can call Billing Support: {phones}.",
        phones=phones,
    )
    return NewLine(
        "bot",
        _joined(text, back_at(language, hours, now)),
        language_of(language),
        (_call(language),),
    )


def back_at(language: str, hours: Hours, now: dt.datetime) -> str:
    """Return when the desk opens next; empty while it is open, or where no hours are set."""
    opens = hours.next_opening(now)
    if opens is None or hours.is_open(now):
        return ""
    return _(
        language,
        "Colleagues are in the chat again from {opens_at}.",
        opens_at=formats.moment(opens, hours.zone, language),
    )


def closed(language: str, name: str | None) -> tuple[NewLine, ...]:
    """Return the end marker; an agent's conversation ends with the question how it was."""
    if name is None:
        text = _(language, "This conversation has ended. You can write again at any time.")
        return (_system(text, language),)
    text = _(
        language,
        "{name} has ended the conversation. Your next message starts a new one with the "
        "automated assistant.",
        name=name,
    )
    scores = tuple((_(language, _SCORES[score]), f"{SCORE}{score}") for score in _SCORES)
    question = _(language, "If you like: how satisfied are you with this conversation?")
    return _system(text, language), _system(question, language, scores)


def score_thanks(language: str) -> NewLine:
    """Return the answer to a score."""
    return _system(_(language, "Thank you for your feedback."), language)


def language_of(language: str) -> Language:
    """Return ``de`` or ``en`` as the types know them."""
    return "en" if language == "en" else "de"


def _leave(language: str) -> tuple[str, str]:
    return _(language, "Back to the assistant"), LEAVE_QUEUE


def _call(language: str) -> tuple[str, str]:
    return _(language, "Request a call"), CALL_ME


def _system(text: str, language: str, buttons: tuple[tuple[str, str], ...] = ()) -> NewLine:
    return NewLine("system", text, language_of(language), buttons)


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))
