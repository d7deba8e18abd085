"""Fixed lines of the gateway: the greeting, and what to say when the engine cannot answer."""

from __future__ import annotations

from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.values import kind_in_words
from fairwell.policy.facts import Proof
from fairwell.rules.cases.case import Knowledge

# Each function names its English text once; German is in the catalogue.

_UNCLEAR = (
    "I'm sorry, something went wrong on our side, and I can't see whether your last message "
    "was recorded. Please ask again in a moment, or call Billing Support: {phones}."
)


def greeting(language: str) -> str:
    """Return the greeting: what this is, and that both languages work (EU AI Act, Art. 50(1))."""
    return _(
        language,
        "Hello. I'm an automated assistant for cancelling or pausing your account. "
        "Sie können auch Deutsch schreiben.",
    )


def failed_turn(language: str, phones: str, plain_url: str) -> str:
    """Return the apology for no answer and nothing recorded in this turn; the form still works."""
    return _(
        language,
        "I'm sorry, something went wrong on our side. Nothing was recorded with your last "
        "message. Please try again in a moment. You can also cancel at {plain_url} or call "
        "Billing Support: {phones}.",
        phones=phones,
        plain_url=plain_url,
    )


def unclear_turn(language: str, phones: str) -> str:
    """Return the apology for no answer while the record cannot be looked up either."""
    return _(language, _UNCLEAR, phones=phones)


def recorded_all_the_same(
    language: str, kind: str, reference: str, received_at: str, phones: str
) -> str:
    """Return the reference and time of what is recorded although the answer got lost."""
    if kind != "cancel":
        return _(
            language,
            "This has been received: {what}, no. {reference}, {received_at}. "
            "Billing Support can answer questions: {phones}.",
            what=kind_in_words(kind, language),
            reference=reference,
            received_at=received_at,
            phones=phones,
        )
    return _(
        language,
        "Your cancellation has been received: no. {reference}, {received_at}. "
        "Please keep this receipt. Billing Support can answer questions: {phones}.",
        reference=reference,
        received_at=received_at,
        phones=phones,
    )


def secrets_removed(language: str) -> str:
    """Return the notice that a secret was typed, and was removed before anything was stored."""
    return _(
        language,
        "I removed a card number, account number or password from your message and didn't "
        "store it. Please don't write such data here.",
    )


def proof_ended(language: str, was: Knowledge, proof: Proof) -> str:
    """Return the notice that the chat no longer knows whose account it is about."""
    times = {
        "idle_minutes": formats.number(proof.idle_minutes.value, language),
        "total_hours": formats.number(proof.total_hours.value, language),
    }
    if was is Knowledge.SIGNED_IN:
        return _(
            language,
            "For your security, your sign-in has ended in this chat: it ends after {idle_minutes} "
            "minutes without a message, and after {total_hours} hours at the latest. What is "
            "recorded stands; what you hadn't finished starts again. For details of your account, "
            "please start a new chat while you're signed in.",
            **times,
        )
    return _(
        language,
        "For your security, the code you entered no longer counts in this chat: it does so until "
        "{idle_minutes} minutes without a message, and for {total_hours} hours at the longest. "
        "What is recorded stands; what you hadn't finished starts again. For details of your "
        "account, please ask for a new code.",
        **times,
    )


def retry(language: str) -> str:
    """Return the title of the button that repeats a press whose answer got lost."""
    return _(language, "Try again")


def problem(code: str, language: str) -> str:
    """Return an API error in words for the customer; ``code`` is one of ``PROBLEMS``."""
    return _(language, PROBLEMS[code])


PROBLEMS = {
    "too_long": (
        "Your message is longer than we can take. "
        "Please shorten it to the most important points and send it again."
    ),
    "empty": "Your message is empty. Please write in a few words what you'd like to do.",
    "bad_request": "That request wasn't complete. Please reload the page and try again.",
    "unknown_conversation": (
        "This chat is no longer open. Please send your message again to start a new one."
    ),
    "identity_refused": (
        "Your sign-in was not accepted. Reload the page, or continue without signing in."
    ),
    "button_gone": (
        "That button belongs to an earlier step. "
        "Please use the buttons under the last message, or write what you'd like to do."
    ),
    "other_content": (
        "This message was already sent with different words. Please reload the page and try again."
    ),
    "busy": "Your last message is still being answered. Please wait a moment and try again.",
    "too_fast": (
        "That was a lot in a short time. "
        "Please wait {seconds} seconds, then send your message again."
    ),
    "overloaded": (
        "Many customers are writing right now, so your message was not taken and nothing was "
        "recorded. Please try again in {seconds} seconds, or call Billing Support: {phones}."
    ),
    "unclear": _UNCLEAR,
    "unavailable": (
        "We can't take your message right now; nothing was recorded. "
        "Please try again in a moment, or call Billing Support: {phones}."
    ),
}
