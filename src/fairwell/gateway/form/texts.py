"""Texts of the plain forms and their receipts that depend on what was sent or recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from fairwell.gateway.form.fields import MAX_NAME, MAX_REASON, FieldFault, latest_end
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.ends import case_end_in_words
from fairwell.i18n.plain_pages import form_name
from fairwell.rules.cases.case import Case, Kind, Manner
from fairwell.rules.privacy.secrets import CARD_MASK, IBAN_MASK, PASSWORD_MASK

_MASKS = (CARD_MASK, IBAN_MASK, PASSWORD_MASK)

DECLARED = {"withdraw": "Withdrawal from the contract"}  # which one stands in its own row

FAULTS = {
    "manner_unclear": "Choose one of the two ways to cancel.",
    "reason_missing": "Give the good cause in a few words.",
    "reason_long": "The reason may have at most {max_reason} characters. Please shorten it.",
    "reason_unasked": (
        "You gave a reason but chose ordinary cancellation. Choose cancellation for good cause, "
        "or clear the reason."
    ),
    "person_missing": "Give your name.",
    "person_long": "The name may have at most {max_name} characters. Please shorten it.",
    "user_name_wrong": "That can't be a user name. Correct it, or leave the field empty.",
    "contract_missing": "Say which contract this is about.",
    "contract_long": "The contract may have at most {max_name} characters. Please shorten it.",
    "end_unclear": "Choose when the contract should end.",
    "date_missing": "Give the date, or choose the earliest possible one.",
    "date_wrong": "That isn't a date. Write it like {today_in_digits}.",
    "date_past": "That date is in the past. The first possible day is {first_day}.",
    "date_far": "That date is too far ahead. The last possible day is {last_day}.",
    "date_unasked": ("You gave a date but chose an end without one. Choose the date, or clear it."),
    "email_missing": "Give an e-mail address.",
    "email_wrong": (
        "That e-mail address isn't complete, or there is more than one. Write a single address, "
        "like name@company.example."
    ),
}


def fault_texts(faults: tuple[FieldFault, ...], language: str, today: dt.date) -> dict[str, str]:
    """Return what to say at each field that needs another look."""
    values = {
        "max_name": formats.number(MAX_NAME, language),
        "max_reason": formats.number(MAX_REASON, language),
        "today_in_digits": f"{today:%d.%m.%Y}" if language == "de" else today.isoformat(),
        "first_day": formats.date(today, language),
        "last_day": formats.date(latest_end(today), language),
    }
    return {fault.field: _(language, FAULTS[fault.code], **values) for fault in faults}


def pause_line(values: dict[str, str], language: str) -> str:
    """Return the pause in one neutral line, in the chat's own words, to show next to the button."""
    return _(
        language,
        "Instead of cancelling you can pause: from {pause_from} a month. Your data stays, you "
        "can't send, and an SMS number is lost at once.",
        pause_from=values["pause_from"],
    )


@dataclass(frozen=True)
class ReceiptTexts:
    """A receipt as the page shows it; nothing in it reveals whether an account was found."""

    reference: str
    received_at: str
    rows: tuple[tuple[str, str], ...]
    masked: bool


def receipt(case: Case, language: str) -> ReceiptTexts:
    """Return what was declared, word for word, with reference, date, time and zone."""
    received_at = formats.moment(case.requested_at, case.time_zone, language)
    ends = case.kind is Kind.CANCEL
    rows = (
        (_(language, "Reference"), case.reference),
        (_(language, "Received"), received_at),
        (_(language, "Declared"), None if ends else _(language, DECLARED[case.kind])),
        (_(language, "Declared through"), form_name(case.kind, language)),
        (_(language, "Kind of cancellation"), _manner(case, language) if ends else None),
        (_(language, "Good cause"), case.reason),
        (_(language, "Name"), case.person),
        (_(language, "User name"), case.user_name),
        (_(language, "Contract"), case.subject),
        # The date found on the account would reveal that there is one.
        (_(language, "End of the contract"), _end(case, language) if ends else None),
        (_(language, "E-mail address"), case.email),
    )
    stated = tuple((label, text) for label, text in rows if text)
    masked = any(mask in text for _label, text in stated for mask in _MASKS)
    return ReceiptTexts(case.reference, received_at, stated, masked)


def _manner(case: Case, language: str) -> str:
    for_cause = case.manner is Manner.FOR_CAUSE
    return _(language, "for good cause") if for_cause else _(language, "ordinary")


def _end(case: Case, language: str) -> str:
    wished = replace(case, manner=Manner.ORDINARY)  # the wish counts for a good cause too
    return case_end_in_words(wished, language, known=False)
