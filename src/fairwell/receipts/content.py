"""Content of a receipt; text, PDF, mail and page only lay it out.

After BGB 312k(4): content, date and time of the declaration, and when the contract ends. Nothing
here reveals whether there is an account: typed details are repeated as typed, and the end is a
condition only, unless the conversation had proven the account.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.ends import case_end_in_words, wish_in_words
from fairwell.i18n.plain_pages import form_name
from fairwell.i18n.values import kind_in_words, text_values
from fairwell.policy.facts import Facts
from fairwell.rules.cases.case import Case, Channel, Kind, Knowledge, Manner
from fairwell.rules.cases.end import End

DECLARED = {
    "cancel": "Cancellation of the whole account with {brand}",
    "pause": "Request for a pause of the account with {brand}",
    "withdraw": "Withdrawal from the contract with {brand}",
    "addon": "Cancellation of one add-on with {brand}; the account stays",
    "delete_data": "Request to delete the data of the account with {brand}",
    "access_request": "Request for access to the data of the account with {brand}",
    "callback": "Request for a call from Billing Support of {brand}",
}
NEXT = {
    "cancel": "The cancellation counts from the moment it was received.",
    "pause": "The account isn't paused yet: Billing Support sets the pause up and confirms it.",
    "withdraw": "Billing Support checks whether you have a right to withdraw, and writes to you.",
    "addon": "Billing Support ends the add-on and confirms the date.",
    "delete_data": "Billing Support carries the deletion out and writes to you.",
    "access_request": "Billing Support compiles the information and writes to you. By the GDPR "
    "they have {access_term} from receipt.",
    "callback": "Billing Support calls you.",
}
# A button stores a code word as the reason; anything else was typed.
REASONS = {
    "too_expensive": "Too expensive",
    "switching": "Switching provider",
    "not_used": "Not using it any more",
    "bereavement": "Bereavement",
}
SUBJECTS = {
    "cancel": "Contract",
    "withdraw": "Contract",
    "addon": "Add-on",
    "callback": "What the call is about",
}


@dataclass(frozen=True)
class Receipt:
    """A finished receipt in one language; the same case and policy always give the same one."""

    reference: str
    language: str
    title: str
    brand: str
    received_at: dt.datetime  # in the zone named in the text
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def stem(self) -> str:
        """Name of the files, without extension."""
        return stem_of(self.reference)


def stem_of(reference: str) -> str:
    """Name a receipt's files, without extension."""
    return f"fairwell-{reference}"


def receipt_of(
    case: Case,
    content_hash: str | None,
    facts: Facts,
    end_changed_at: dt.datetime | None = None,
) -> Receipt:
    """Build the receipt of a case, in its language, with the hash of what was declared.

    ``end_changed_at``: when the end that it states replaced another one.
    """
    language = case.language
    what = kind_in_words(case.kind, language)
    return Receipt(
        reference=case.reference,
        language=language,
        title=_(language, "Receipt: {what}", what=what),
        brand=facts.brand.value,
        received_at=case.requested_at.astimezone(ZoneInfo(case.time_zone)),
        rows=tuple(
            (label, _readable(value))
            for label, value in (
                *_declaration(case, facts, end_changed_at),
                *_details(case),
                (_(language, "Version of the information"), case.policy_version),
                (_(language, "Checksum"), f"SHA-256 {content_hash}" if content_hash else None),
            )
            if value
        ),
        notes=_notes(case, facts, with_checksum=content_hash is not None),
    )


def _declaration(
    case: Case, facts: Facts, end_changed_at: dt.datetime | None
) -> list[tuple[str, str | None]]:
    language = case.language
    brand = facts.brand.value
    for_cause = case.manner is Manner.FOR_CAUSE
    on_form = case.channel is Channel.FORM
    rows: list[tuple[str, str | None]] = [
        (_(language, "Reference"), case.reference),
        (_(language, "Received"), formats.moment(case.requested_at, case.time_zone, language)),
        (_(language, "Declared"), _(language, DECLARED[case.kind], brand=brand)),
        (
            _(language, "Declared through"),
            form_name(case.kind, language) if on_form else _(language, "the chat"),
        ),
    ]
    if case.kind is Kind.CANCEL:
        manner = _(language, "for good cause") if for_cause else _(language, "ordinary")
        rows += [
            (_(language, "Kind of cancellation"), manner),
            (_(language, "Wished end"), _wish(case)),
            (
                _(language, "End of the contract"),
                case_end_in_words(case, language, known=_end_may_be_told(case)),
            ),
            (
                _(language, "End changed"),
                formats.moment(end_changed_at, case.time_zone, language)
                if end_changed_at
                else None,
            ),
        ]
    return rows


def _details(case: Case) -> list[tuple[str, str | None]]:
    """List account details and reason, as typed."""
    language = case.language
    subject = _(language, SUBJECTS[case.kind]) if case.kind in SUBJECTS else ""
    reason = _(language, REASONS[case.reason]) if case.reason in REASONS else case.reason
    return [
        (_(language, "Name"), case.person),
        (_(language, "User name as given"), case.user_name or _(language, "not given")),
        (_(language, "E-mail address as given"), case.email or _(language, "not given")),
        (subject, case.subject if subject else None),
        (_(language, "How to reach you"), case.contact),
        (_(language, "Reason as given"), reason),
    ]


def _wish(case: Case) -> str | None:
    """Repeat a wish beside the date that it came to; without one the end itself repeats it."""
    for_cause = case.manner is Manner.FOR_CAUSE
    if case.ends.kind is End.SOONEST or not (for_cause or _end_may_be_told(case)):
        return None
    return wish_in_words(case.ends, None, case.language)


def _end_may_be_told(case: Case) -> bool:
    """Check that the date may be shown: to an unproven customer it would reveal an account."""
    return case.knowledge is not Knowledge.ANONYMOUS


def _ends_in_the_ordinary_way(case: Case) -> bool:
    ordinary = case.manner is Manner.ORDINARY and case.ends.kind is End.SOONEST
    return case.kind is Kind.CANCEL and ordinary


def _notes(case: Case, facts: Facts, *, with_checksum: bool) -> tuple[str, ...]:
    language = case.language
    values = text_values(facts, language)
    notes = [_(language, NEXT[case.kind], access_term=values["access_term"])]
    if _ends_in_the_ordinary_way(case) and not _end_may_be_told(case):
        notes.append(
            _(
                language,
                "With monthly payment the earliest possible date is the next billing date, with a "
                "prepayment the day of the cancellation. A free trial ends by itself.",
            )
        )
    if with_checksum:
        notes.append(
            _(
                language,
                "To have this receipt checked, give Billing Support the reference and the "
                "checksum: both are in our records, which show every later change.",
            )
        )
    notes.append(_(language, "Billing Support: {phones}.", phones=values["phones"]))
    notes.append(_(language, "This receipt was written by an automated assistant."))
    return tuple(notes)


def _readable(value: str) -> str:
    """Remove invisible and bidirectional characters; keep line breaks."""
    lines = unicodedata.normalize("NFC", value).replace("\t", " ").splitlines()
    kept = ("".join(sign for sign in line if _shows(sign)).strip() for line in lines)
    return "\n".join(line for line in kept if line)


def _shows(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
