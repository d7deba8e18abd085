"""Texts of the final steps of a case: what each does, its button, and that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.cases.case import Case, Kind, Status
from fairwell.rules.cases.ledger import VERIFIED_BY_PHONE
from fairwell.rules.handoff.todo import Why


class Final(StrEnum):
    """A step that is asked before it is taken; the last two settle a dispute."""

    VERIFY = "verify"
    EFFECTIVE = "effective"
    REVOKE = "revoke"
    OWNER = "owner"
    STRANGER = "stranger"


@dataclass(frozen=True)
class FinalInWords:
    """The question, what follows from the step, and its button."""

    question: str
    effect: str
    button: str


_QUESTIONS = {
    Final.VERIFY: "Verified by phone?",
    Final.EFFECTIVE: "Carried out?",
    Final.REVOKE: "Take it back for the customer?",
    Final.OWNER: "Is the declaration genuine?",
    Final.STRANGER: "Was it somebody else?",
}
_EFFECTS = {
    Final.VERIFY: "The declaration counts as checked with the owner of the account. Its code is "
    "not needed any more. The customer reads it in the chat.",
    Final.EFFECTIVE: "The case is closed. The customer cannot take it back any more, and reads in "
    "the chat that it is carried out.",
    Final.REVOKE: "It does not count any more. The customer gets a mail and reads it in the chat.",
    Final.OWNER: "The dispute ends. The declaration counts from the moment it was received.",
    Final.STRANGER: "The dispute ends. The declaration does not count any more. The owner of the "
    "account gets a mail.",
}
_BUTTONS = {
    Final.VERIFY: "Mark as verified",
    Final.EFFECTIVE: "Mark as carried out",
    Final.REVOKE: "Take back for the customer",
    Final.OWNER: "Genuine: end the dispute",
    Final.STRANGER: "Somebody else: end the dispute",
}
_DONE = {
    "verify": "{reference}: verified by phone.",
    "effective": "{reference}: carried out.",
    "revoke": "{reference}: taken back.",
    "owner": "{reference}: the dispute is settled, the declaration is genuine.",
    "stranger": "{reference}: the dispute is settled, the declaration is taken back.",
    "undone": "{reference}: the last step is undone.",
    "matched": "{reference}: matched. The confirmation is on its way to the owner of the account.",
    "asked": "{reference}: the customer is asked. It stays in the queue.",
    "unmatched": "{reference}: closed without an account. It stays on record.",
    "mail": "{reference}: the confirmation is on its way again.",
    "no_mail": "{reference}: no mail leaves. No account matches, or the confirmation was sent "
    "several times within the hour.",
}
_UNDO = {
    VERIFIED_BY_PHONE: "Undo: it was not verified",
    "effective": "Undo: it is not carried out",
    "revoked": "Undo: let it count again",
}


def final_in_words(step: Final, case: Case, language: str) -> FinalInWords:
    """Return what the page says that asks whether a step is meant."""
    effect = _(language, _EFFECTS[step])
    if step is Final.EFFECTIVE and case.kind is Kind.CALLBACK:
        effect = _(language, "The case is closed: the customer was called.")
    return FinalInWords(_(language, _QUESTIONS[step]), effect, _(language, _BUTTONS[step]))


def final_options(case: Case, why: Why | None, language: str) -> list[tuple[Final, str]]:
    """Return the final steps that a case allows, with their buttons."""
    if why is Why.DISPUTED:
        steps = [Final.OWNER, Final.STRANGER]
    else:
        steps = {
            Status.DECLARED: [Final.VERIFY, Final.EFFECTIVE, Final.REVOKE],
            Status.VERIFIED: [Final.EFFECTIVE, Final.REVOKE],
        }.get(case.status, [])
    return [(step, _(language, _BUTTONS[step])) for step in steps]


def done_message(done: str, reference: str, language: str) -> str:
    """Return that a step is done; empty for any other word."""
    return _(language, _DONE[done], reference=reference) if done in _DONE else ""


def undo_label(event: str, language: str) -> str:
    """Return the button that undoes a step."""
    return _(language, _UNDO[event])
