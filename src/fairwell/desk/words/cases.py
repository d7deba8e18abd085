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
from fairwell.rules.cases.case import Case, Kind
from fairwell.rules.cases.end import End
from fairwell.rules.handoff.todo import OUTCOMES, Settled, Why
from fairwell.services.handoff.packet import CaseShown
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
    """Return the possible outcomes."""
    return [(outcome, settled_label(outcome, language)) for outcome in OUTCOMES[why]]


def mail_options(mail: LateMail, language: str) -> list[tuple[Settled, str]]:
    """Return a mail's possible outcomes: other means only for one that was given up."""
    return [
        (outcome, label)
        for outcome, label in outcome_options(Why.MAIL, language)
        if (mail.can_be_sent if outcome is Settled.SENT_AGAIN else mail.given_up)
    ]


def mail_label(mail: LateMail, language: str) -> str:
    """Return what kind of mail it is."""
    kind = mail.kind.removesuffix("_confirmation")
    if kind in KIND_LABELS:
        return _(language, "Confirmation: {kind}", kind=kind_in_words(kind, language))
    return _(language, _MAILS[kind]) if kind in _MAILS else mail.kind


def age(since: dt.datetime, language: str) -> str:
    """Return how long something has waited until now."""
    return formats.age(dt.datetime.now(dt.UTC) - since, language)
