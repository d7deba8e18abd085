"""Labels of handoff states, reasons and outcomes at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.values import KIND_LABELS, kind_in_words
from fairwell.rules.cases.case import Status
from fairwell.rules.handoff.presence import PresenceState
from fairwell.rules.handoff.speaker import CLOSING, Outcome, Reason
from fairwell.rules.handoff.todo import Settled
from fairwell.store.cases.offers import OfferShown

_REASONS = {
    Reason.ASKED: "Asked for a person",
    Reason.UNSURE: "The assistant did not understand twice",
    Reason.FAILED: "The assistant failed",
    Reason.DISPUTED: "Disputes a case",
}
_OUTCOMES = {
    Outcome.SOLVED: "Solved",
    Outcome.FORWARDED: "Passed on to Billing Support",
    Outcome.UNANSWERED: "The customer did not answer",
    Outcome.SPAM: "Misuse",
    Outcome.RETURNED: "Handed back to the assistant",
    Outcome.LEFT: "The customer left the queue",
    Outcome.UNATTENDED: "No agent was online",
}
_SETTLED = {
    Settled.OWNER: "Checked with the customer: the declaration is genuine",
    Settled.STRANGER: "Checked with the customer: it was somebody else. The declaration is "
    "taken back",
    Settled.CALLED: "Called and settled",
    Settled.NOT_WANTED: "The call is not wanted any more",
    Settled.NOT_REACHED: "Nobody reached. It stays open",
    Settled.SENT_AGAIN: "Try to send it now",
    Settled.TOLD: "Informed by phone or letter",
    Settled.NOT_OWED: "Not needed any more",
}
_LANGUAGES = {"de": "German", "en": "English"}
_KNOWLEDGE = {
    "anonymous": "Details not proven",
    "verified": "Proven by code",
    "signed_in": "Signed in",
}
_PRESENCE: dict[PresenceState, str] = {
    "online": "At the desk",
    "away": "Away",
    "invisible": "Invisible",
}
_PLANS = {"monthly": "Monthly", "prepaid": "Prepaid", "trial": "Free trial"}
_STATUS = {
    Status.DECLARED: "Declared",
    Status.VERIFIED: "Verified",
    Status.EFFECTIVE: "Carried out",
    Status.DISPUTED: "Disputed",
    Status.REVOKED: "Taken back",
}
_SLOTS = {
    "kind": "Request",
    "user_name": "User name",
    "email": "Main e-mail address",
    "reason": "Reason",
    "subject": "Subject",
    "contact": "Contact",
}
_OFFERS = {"pause": "A pause was offered"}
_TIMINGS = {
    "beside_cancel_control": "on the page before the last click",
    "after_receipt": "after the receipt",
}
_ANSWERS = {"open": "not answered", "accepted": "accepted", "declined": "declined"}


def reason_label(reason: Reason, language: str) -> str:
    """Return why an agent was asked for."""
    return _(language, _REASONS[reason])


def outcome_label(outcome: Outcome, language: str) -> str:
    """Return how a handoff ended."""
    return _(language, _OUTCOMES[outcome])


def settled_label(outcome: Settled, language: str) -> str:
    """Return the outcome of a case or a mail that waited for an agent."""
    return _(language, _SETTLED[outcome])


def closing_options(language: str) -> list[tuple[Outcome, str]]:
    """Return the outcomes an agent may choose."""
    return [(outcome, outcome_label(outcome, language)) for outcome in CLOSING]


def language_label(code: str, language: str) -> str:
    """Return the name of a conversation's language."""
    return _(language, _LANGUAGES[code])


def knowledge_label(knowledge: str, language: str) -> str:
    """Return how certain it is whose account the conversation is about."""
    return _(language, _KNOWLEDGE[knowledge])


def presence_options(language: str) -> list[tuple[PresenceState, str]]:
    """Return the presence states an agent may choose."""
    return [(state, _(language, _PRESENCE[state])) for state in _PRESENCE]


def plan_label(plan: str, language: str) -> str:
    """Return how the account is paid."""
    return _(language, _PLANS[plan])


def status_label(status: Status, language: str) -> str:
    """Return the label of a case's status."""
    return _(language, _STATUS[status])


def slots_in_words(slots: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    """Return what the customer gave the bot, without the bot's internal slots."""
    return [
        (
            _(language, _SLOTS[name]),
            kind_in_words(slots[name], language) if _is_kind(name, slots[name]) else slots[name],
        )
        for name in _SLOTS
        if name in slots
    ]


def offer_in_words(offer: OfferShown, language: str) -> str:
    """Return what was offered, where, and the customer's answer."""
    what = _(language, _OFFERS[offer.kind]) if offer.kind in _OFFERS else offer.kind
    where = _(language, _TIMINGS[offer.timing]) if offer.timing in _TIMINGS else offer.timing
    answer = _(language, _ANSWERS[offer.answer]) if offer.answer in _ANSWERS else offer.answer
    return f"{what}: {where}; {answer}"


def _is_kind(name: str, value: str) -> bool:
    return name == "kind" and value in KIND_LABELS
