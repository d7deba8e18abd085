"""Form fields of the plain forms: tidied, checked, stored to show them again. No I/O.

The fields are those of BGB 312k(2) and no more: kind of cancellation (its reason only for good
cause), who, which contract, when it is to end, an address for the confirmation. A withdrawal has
some of them (``kinds``); the others keep the values of a form nobody has filled in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from fairwell.rules.cases.case import Channel, Declaration, Kind, Manner
from fairwell.rules.cases.details import normal_email, normal_user_name
from fairwell.rules.cases.end import End, EndWish
from fairwell.rules.privacy.secrets import mask_secrets

SOONEST, ON_DATE, WITH_BALANCE = "soonest", "date", "balance"
MAX_NAME = 120  # characters, as the record holds them
MAX_REASON = 2000
YEARS_AHEAD = 2

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_DATES = ("%Y-%m-%d", "%d.%m.%Y")  # a date field sends the first; typed as text where there is none

Field = Literal["manner", "reason", "person", "user_name", "contract", "end", "end_on", "email"]
FIELDS: tuple[Field, ...] = get_args(Field)


@dataclass(frozen=True)
class FieldFault:
    """A fault in one field; ``code`` names the text that says so."""

    field: Field
    code: str


@dataclass(frozen=True)
class FormEntry:
    """The form as it was filled in. ``token`` distinguishes this copy from all others."""

    token: str
    manner: str = Manner.ORDINARY
    reason: str = ""
    person: str = ""
    user_name: str = ""
    contract: str = ""
    end: str = SOONEST
    end_on: str = ""
    email: str = ""
    masked: bool = False


def blank(contract: str) -> FormEntry:
    """Return a fresh form for the contract that most people mean."""
    return FormEntry(token=_new_token(), contract=contract)


def read(sent: Mapping[str, str], asked: Collection[Field] = FIELDS) -> FormEntry:
    """Return what was sent in the fields ``asked``: fit to be shown, checked and stored.

    Card numbers, IBANs and passwords are removed from every field (``masked``). A missing token is
    replaced: it only prevents a second click from recording twice, and no declaration is refused.
    """
    masked = {
        name: mask_secrets(_tidy(sent[name], lines=name == "reason"))
        for name in asked
        if name in sent
    }
    texts: dict[str, str] = {name: found.text for name, found in masked.items()}
    day = _date(texts.get("end_on", ""))
    if day:
        texts["end_on"] = day.isoformat()
    token = sent.get("token", "")
    return FormEntry(
        **texts,
        token=token if _TOKEN.fullmatch(token) else _new_token(),
        masked=any(found.removed for found in masked.values()),
    )


def check(entry: FormEntry, today: dt.date) -> tuple[FieldFault, ...]:
    """Return what must be corrected before it can be declared, in the order of the fields.

    Contradictions are asked about, not guessed: where the browser cannot hide a field that does
    not apply, a reason or date may be filled in next to the choice that has none.
    """
    found: tuple[tuple[Field, str | None], ...] = (
        ("manner", None if entry.manner in set(Manner) else "manner_unclear"),
        ("reason", _reason_fault(entry)),
        ("person", _text_fault(entry.person, "person", MAX_NAME)),
        ("user_name", _user_name_fault(entry.user_name)),
        ("contract", _text_fault(entry.contract, "contract", MAX_NAME)),
        ("end", None if entry.end in (SOONEST, ON_DATE, WITH_BALANCE) else "end_unclear"),
        ("end_on", _date_fault(entry, today)),
        ("email", _email_fault(entry.email)),
    )
    return tuple(FieldFault(field, code) for field, code in found if code)


def declaration(entry: FormEntry, language: str, kind: Kind = Kind.CANCEL) -> Declaration:
    """Return the declaration in a form that ``check`` found no fault in.

    Both its ids are derived from the kind and copy of the form and all that was filled in. Sent
    twice, it is one declaration; changed and sent again, it is another. They can never be those of
    a chat.
    """
    return Declaration(
        kind=kind,
        user_name=normal_user_name(entry.user_name),
        email=normal_email(entry.email),
        language=language,
        reason=entry.reason or None,
        conversation_id=f"FORM-{_digest('form', kind, entry, language)[:21]}",
        turn_id=_digest("click", kind, entry, language)[:26],
        subject=entry.contract,
        channel=Channel.FORM,
        person=entry.person,
        manner=Manner(entry.manner),
        ends=_wish(entry),
    )


def _wish(entry: FormEntry) -> EndWish:
    day = _date(entry.end_on) if entry.end == ON_DATE else None
    if day:
        return EndWish.on(day)
    return EndWish(End.BALANCE_USED) if entry.end == WITH_BALANCE else EndWish()


def latest_end(today: dt.date) -> dt.date:
    """Return the last day that may be requested as the end."""
    try:
        return today.replace(year=today.year + YEARS_AHEAD)
    except ValueError:  # 29 February
        return today.replace(year=today.year + YEARS_AHEAD, day=28)


def _reason_fault(entry: FormEntry) -> str | None:
    if entry.manner == Manner.FOR_CAUSE:
        return _text_fault(entry.reason, "reason", MAX_REASON)
    return "reason_unasked" if entry.reason else None


def _text_fault(text: str, name: str, limit: int) -> str | None:
    if not text:
        return f"{name}_missing"
    return f"{name}_long" if len(text) > limit else None


def _user_name_fault(text: str) -> str | None:
    return "user_name_wrong" if text and normal_user_name(text) is None else None


def _email_fault(text: str) -> str | None:
    if not text:
        return "email_missing"
    return "email_wrong" if normal_email(text) is None else None


def _date_fault(entry: FormEntry, today: dt.date) -> str | None:
    if entry.end != ON_DATE:
        return "date_unasked" if entry.end_on else None
    if not entry.end_on:
        return "date_missing"
    day = _date(entry.end_on)
    if day is None:
        return "date_wrong"
    if day < today:
        return "date_past"
    return "date_far" if day > latest_end(today) else None


def _date(text: str) -> dt.date | None:
    for pattern in _DATES:
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a date has no zone)
        except ValueError:
            continue
    return None


def _tidy(text: str, *, lines: bool) -> str:
    """Drop invisible characters (control, format, private); make one line unless ``lines``."""
    kept = "".join(
        sign
        for sign in text.replace("\r\n", "\n").replace("\r", "\n")
        if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    kept = unicodedata.normalize("NFC", kept).strip()
    return kept if lines else " ".join(kept.split())


def _digest(purpose: str, kind: Kind, entry: FormEntry, language: str) -> str:
    parts = (
        purpose,
        kind,
        language,
        entry.token,
        entry.manner,
        entry.reason,
        entry.person,
        entry.user_name,
        entry.contract,
        entry.end,
        entry.end_on,
        entry.email,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest().upper()


def _new_token() -> str:
    return secrets.token_urlsafe(24)
