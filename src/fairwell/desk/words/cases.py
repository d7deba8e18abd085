"""Texts about cases, and about what is to be done with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fairwell.desk.frame.visitor import Current
from fairwell.desk.words.handoffs import settled_label, status_label
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.ends import day_in_words, wish_in_words
from fairwell.i18n.values import KIND_LABELS, kind_in_words
from fairwell.rules.cases.case import Case, Channel, Kind
from fairwell.rules.cases.end import End
from fairwell.rules.cases.matching import Fit, Matching, NoMatch
from fairwell.rules.handoff.todo import OUTCOMES, Settled, Why
from fairwell.services.handoff.packet import CaseShown
from fairwell.store.casebook.listing import CaseListed, Tab
from fairwell.store.casebook.records import CaseMail
from fairwell.store.mails.outbox import LateMail

_WHY = {
    Why.DISPUTED: "Disputed: “This wasn't me”",
    Why.CALLBACK: "Call asked for",
    Why.MAIL: "Mail not accepted yet",
}
_GIVEN_UP = "Mail given up: its server refuses it"
_MAILS = {
    "end_changed": "Confirmation of the changed end",
    "revoked": "Confirmation of the taking back",
    "away": "Notice of an answer in the chat",
}
_MAIL_STATES = {
    "pending": "on its way",
    "sent": "sent",
    "dead": "given up",
    "settled": "given up, and settled by an agent",
}
_TABS = {
    "todo": "To do",
    Tab.UNMATCHED: "Unmatched",
    Tab.DECLARED: "Declared",
    Tab.VERIFIED: "Verified",
    Tab.EFFECTIVE: "Carried out",
    Tab.REVOKED: "Taken back",
    Tab.ALL: "All",
}
_CHANNELS = {Channel.CHAT: "Chat", Channel.FORM: "Form"}
_MATCHING = {Matching.ASKED: "customer asked", Matching.CLOSED: "closed without an account"}
_NO_MATCH = {
    NoMatch.NO_ACCOUNT: "There is no such account",
    NoMatch.NO_ANSWER: "The customer cannot be reached",
    NoMatch.DOUBLE: "Another case has the same request",
    NoMatch.MISUSE: "Misuse",
}
_FITS = {
    Fit.SAME: "same",
    Fit.SIMILAR: "similar",
    Fit.OTHER: "different",
    Fit.NOT_STATED: "not stated",
}
_LEDGER = {
    "declared": "Declared",
    "verified": "Verified by the code in the mail",
    "verified_by_phone": "Verified by phone",
    "effective": "Carried out",
    "revoked": "Taken back",
    "disputed": "Disputed",
    "corrected": "Details corrected",
    "end_changed": "End changed",
    "matched": "Matched with an account",
    "undone": "Last step undone",
}


@dataclass(frozen=True)
class CaseInWords:
    """A case with its person concealed, unless revealed."""

    id: str
    reference: str
    kind: str
    status: str
    status_label: str
    received: str
    wish: str
    ends: str
    ends_on: str
    details: Sequence[tuple[str, str]]
    user_name: str
    email: str


def case_in_words(
    current: Current, shown: CaseShown, received: str, *, revealed: bool
) -> CaseInWords:
    """Return a case for a template; ``received`` is when it was declared, in the page's format."""
    case, language = shown.case, current.language
    details = [
        (_(language, "User name"), shown.user_name),
        (_(language, "Main e-mail address"), shown.email),
        (_(language, "Contact"), shown.contact),
        (_(language, "Reason"), shown.reason),
        (_(language, "Subject"), case.subject),
    ]
    return CaseInWords(
        id=case.id,
        reference=case.reference,
        kind=kind_in_words(case.kind, language),
        status=case.status,
        status_label=status_label(case.status, language),
        received=received,
        wish=_wish(case, language),
        ends=_effective(case, language),
        ends_on=case.effective_on.isoformat() if case.effective_on else "",
        details=[(label, value) for label, value in details if value],
        user_name=(shown.user_name or "") if revealed else "",
        email=(shown.email or "") if revealed else "",
    )


def _wish(case: Case, language: str) -> str:
    """Return the wished end of a cancellation, as one speaks of a customer."""
    if case.kind is not Kind.CANCEL:
        return ""
    if case.ends.kind is End.BALANCE_USED:
        return _(language, "as soon as the balance is used up")
    return wish_in_words(case.ends, None, language)


def _effective(case: Case, language: str) -> str:
    """Return the day a case takes effect; of a cancellation without one, who sets it."""
    if case.kind is Kind.CANCEL or case.effective_on:
        return day_in_words(case.effective_on, language)
    return ""


def why_label(why: Why, language: str, mail: LateMail | None = None) -> str:
    """Return what makes something wait for an agent."""
    return _(language, _GIVEN_UP if mail and mail.given_up else _WHY[why])


def outcome_options(why: Why, language: str) -> list[tuple[Settled, str]]:
    """Return the possible outcomes, without those that are asked first."""
    return [
        (outcome, settled_label(outcome, language))
        for outcome in OUTCOMES[why]
        if outcome not in (Settled.OWNER, Settled.STRANGER)
    ]


def mail_options(mail: LateMail, language: str) -> list[tuple[Settled, str]]:
    """Return a mail's possible outcomes: other means only for one that was given up."""
    return [
        (outcome, label)
        for outcome, label in outcome_options(Why.MAIL, language)
        if (mail.can_be_sent if outcome is Settled.SENT_AGAIN else mail.given_up)
    ]


def mail_label(kind: str, language: str) -> str:
    """Return what kind of mail it is."""
    kind = kind.removesuffix("_confirmation")
    if kind in KIND_LABELS:
        return _(language, "Confirmation: {kind}", kind=kind_in_words(kind, language))
    return _(language, _MAILS[kind]) if kind in _MAILS else kind


def mail_state(mail: CaseMail, language: str) -> str:
    """Return whether a mail has left."""
    state = mail.state if mail.state in _MAIL_STATES else "pending"
    return _(language, _MAIL_STATES[state])


def tab_labels(language: str) -> list[tuple[str, str]]:
    """Return the tabs of the cases page, in order."""
    return [(key, _(language, _TABS[key])) for key in _TABS]


def channel_label(channel: Channel, language: str) -> str:
    """Return where a case was declared."""
    return _(language, _CHANNELS[channel])


def matching_label(matching: Matching, language: str) -> str:
    """Return how far agents came in finding the account."""
    return _(language, _MATCHING[matching])


def no_match_options(language: str) -> list[tuple[NoMatch, str]]:
    """Return the reasons for closing a declaration without an account."""
    return [(why, _(language, _NO_MATCH[why])) for why in NoMatch]


def fit_label(fit: Fit, language: str) -> str:
    """Return how a stated detail compares with an account's."""
    return _(language, _FITS[fit])


def ledger_label(event: str, language: str) -> str:
    """Return what happened to a case, by its row in the ledger."""
    return _(language, _LEDGER[event]) if event in _LEDGER else event


def end_of_listed(one: CaseListed, language: str) -> str:
    """Return the day a listed case takes effect; of a cancellation without one, who sets it."""
    if one.kind is Kind.CANCEL or one.effective_on:
        return day_in_words(one.effective_on, language)
    return ""


def age(since: dt.datetime, language: str) -> str:
    """Return how long something has waited until now."""
    return formats.age(dt.datetime.now(dt.UTC) - since, language)
