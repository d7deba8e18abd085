"""The rules of cancelling by jurisdiction, loaded from ``policy/jurisdictions.yml``.

Each value stands in the file with its source, the date of that source and how sure we are of it.
A broken file fails with file, line and what is wrong, as ``policy.py`` does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    model_validator,
)

from fairwell.policy.facts import PolicyFault, load_file
from fairwell.rules.cases import jurisdiction_rules as keys
from fairwell.rules.cases.jurisdiction import DEFAULT, Book
from fairwell.rules.cases.jurisdiction_rules import Rules

V = TypeVar("V")


def _point_in_time(value: Any) -> Any:
    """A date known to the year, month or day, as text; ``None`` = the source has no date."""
    if value is None:
        return None
    text = str(value)
    parts = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if not parts:
        raise ValueError("must be a date: year, year-month or year-month-day, or null")
    year, month, day = parts.groups(default="01")
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(f"there is no such date ({error})") from error
    return text


def _never_or_always(value: Any) -> Any:
    """The file says ``false`` and ``true`` where a key otherwise names an exception."""
    return {False: "never", True: "always"}[value] if isinstance(value, bool) else value


def _no_repeats(value: Any) -> Any:
    if isinstance(value, list) and len(set(map(str, value))) < len(value):
        raise ValueError("names something twice")
    return value


def _first_before_last(window: tuple[int, int]) -> tuple[int, int]:
    if window[0] > window[1]:
        raise ValueError("the shortest notice must come first")
    return window


T = TypeVar("T")
NeverOrAlways = BeforeValidator(_never_or_always)
SetOf = Annotated[frozenset[T], Field(min_length=1), BeforeValidator(_no_repeats)]
Count = Annotated[int, Field(strict=True, ge=0)]
Days = Annotated[int, Field(strict=True, gt=0)]
Code = Annotated[str, Field(pattern=r"^([A-Z]{2}(-[A-Z]{2})?|default)$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Stated(_Strict, Generic[V]):
    """A value and where it comes from.

    ``confidence``: S = wording read, 2 = secondary source, M = from memory. ``ours`` = a cautious
    choice, not a legal duty.
    """

    value: V
    source: str = Field(min_length=3)
    as_of: Annotated[str | None, BeforeValidator(_point_in_time)]
    confidence: Annotated[Literal["S", "2", "M"], BeforeValidator(str)]
    ours: StrictBool = False
    note: str | None = Field(default=None, min_length=3)

    @model_validator(mode="after")
    def _wording_has_a_date(self) -> Stated[V]:
        if self.confidence == "S" and self.as_of is None:
            raise ValueError("a wording that was read (confidence S) has a date: as_of")
        return self


class StatedRules(_Strict):
    """The keys of ``Rules``, as far as a jurisdiction states them itself."""

    online_route: Stated[keys.OnlineRoute] | None = None
    chat_is_enough: Stated[StrictBool] | None = None
    confirm_visible_from_start: Stated[StrictBool] | None = None
    fields_max: Stated[SetOf[keys.FormField]] | None = None
    reason_required: Stated[Annotated[keys.ReasonRequired, NeverOrAlways]] | None = None
    identity_may_block: Stated[Annotated[keys.IdentityMayBlock, NeverOrAlways]] | None = None
    end_default: Stated[keys.EndDefault] | None = None
    offer_timing: Stated[keys.OfferTiming] | None = None
    offer_content: Stated[keys.OfferContent] | None = None
    offer_consent: Stated[keys.OfferConsent] | None = None
    offer_max: Stated[Count] | None = None
    describe_pause_unasked: Stated[StrictBool] | None = None
    receipt_within: Stated[keys.ReceiptWithin] | None = None
    receipt_fields: Stated[SetOf[keys.ReceiptField]] | None = None
    receipt_medium: Stated[SetOf[keys.ReceiptMedium]] | None = None
    receipt_download: Stated[StrictBool] | None = None
    receipt_mail_ads: Stated[StrictBool] | None = None
    winback_mail: Stated[keys.WinbackMail] | None = None
    withdrawal_function: Stated[StrictBool] | None = None
    withdrawal_days: Stated[Count] | None = None
    withdrawal_fields_max: Stated[SetOf[keys.FormField]] | None = None
    bot_disclosure: Stated[keys.BotDisclosure] | None = None
    unsubscribed_expire: Stated[keys.UnsubscribedExpire] | None = None
    records_years: Stated[Days] | None = None
    withdrawal_restarts_after_trial: Stated[keys.TrialRestart] | None = None
    reimport_needs: Stated[keys.ReimportNeeds] | None = None
    optout_days: Stated[Days] | None = None
    price_notice_days: (
        Stated[Annotated[tuple[Days, Days], AfterValidator(_first_before_last)]] | None
    ) = None
    yearly_notice: Stated[StrictBool] | None = None
    consent_records: Stated[keys.ConsentRecords] | None = None
    ftc_rule: Stated[keys.FtcRule] | None = None
    recheck_on: Stated[dt.date] | None = None

    def stated(self) -> dict[str, Stated[Any]]:
        """Only the keys that stand in the file."""
        return {
            name: getattr(self, name) for name in type(self).model_fields if getattr(self, name)
        }


class Jurisdiction(_Strict):
    """One jurisdiction: what it states itself, and whose rules hold where it is silent."""

    name: str = Field(min_length=2)
    inherits: Code | None = None
    members: tuple[Country, ...] = ()
    rules: StatedRules
    not_confirmed: tuple[str, ...] = ()


class Document(_Strict):
    """The file as it stands, with sources."""

    # Short, because a case's stamp holds it beside the version of the facts.
    version: str = Field(min_length=1, max_length=9)
    as_of: dt.date
    jurisdictions: dict[Code, Jurisdiction]

    def lineage(self, code: str) -> list[str]:
        """A code and those it inherits from, nearest first; ends where a circle would close."""
        line: list[str] = []
        step: str | None = code
        while step is not None and step in self.jurisdictions and step not in line:
            line.append(step)
            step = self.jurisdictions[step].inherits
        return line

    def stated(self, code: str) -> dict[str, Stated[Any]]:
        """What holds in a jurisdiction, inherited values included."""
        found: dict[str, Stated[Any]] = {}
        for step in reversed(self.lineage(code)):
            found |= self.jurisdictions[step].rules.stated()
        return found

    def book(self) -> Book:
        """The rules without their sources, ready to choose from."""
        return Book(
            version=self.version,
            rules={
                code: Rules(**{name: stated.value for name, stated in self.stated(code).items()})
                for code in self.jurisdictions
            },
            members={
                country: code
                for code, jurisdiction in self.jurisdictions.items()
                for country in jurisdiction.members
            },
        )


def load_document(folder: Path) -> Document:
    """Read ``jurisdictions.yml`` of a policy folder, with sources.

    Raises:
        PolicyError: missing file, broken YAML or a value that does not fit, with file and line.
    """
    return load_file(folder / "jurisdictions.yml", Document, _faults)


def load_jurisdictions(folder: Path) -> Book:
    """Read the rules to choose from; see ``load_document`` for what can be wrong."""
    return load_document(folder).book()


def _faults(document: Document) -> Iterator[PolicyFault]:
    yield from _faults_of_inheritance(document)
    yield from _faults_of_members(document)
    for code, jurisdiction in document.jurisdictions.items():
        for name, stated in jurisdiction.rules.stated().items():
            if stated.as_of and stated.as_of > document.as_of.isoformat()[: len(stated.as_of)]:
                place = ("jurisdictions", code, "rules", name, "as_of")
                yield place, f"later than the file itself ({document.as_of})"


def _faults_of_inheritance(document: Document) -> Iterator[PolicyFault]:
    default = document.jurisdictions.get(DEFAULT)
    if default is None:
        yield ("jurisdictions",), f"{DEFAULT} is missing"
        return
    if default.inherits:
        yield ("jurisdictions", DEFAULT, "inherits"), f"{DEFAULT} inherits from nobody"
    missing = sorted(keys.REQUIRED - default.rules.stated().keys())
    if missing:
        place = ("jurisdictions", DEFAULT, "rules")
        yield place, f"{DEFAULT} must state every rule; missing: {', '.join(missing)}"
    for code, jurisdiction in document.jurisdictions.items():
        if code == DEFAULT:
            continue
        place = ("jurisdictions", code, "inherits")
        if jurisdiction.inherits is None:
            yield place, f"must name whose rules hold where {code} is silent: at last {DEFAULT}"
        elif jurisdiction.inherits not in document.jurisdictions:
            yield place, f"there is no jurisdiction {jurisdiction.inherits}"
        elif _leads_back(document, code):
            yield place, "inherits from itself in a circle"


def _leads_back(document: Document, code: str) -> bool:
    last = document.lineage(code)[-1]
    return document.jurisdictions[last].inherits == code


def _faults_of_members(document: Document) -> Iterator[PolicyFault]:
    first: dict[str, str] = {}
    for code, jurisdiction in document.jurisdictions.items():
        for place, country in enumerate(jurisdiction.members):
            if country in first:
                location = ("jurisdictions", code, "members", place)
                yield location, f"{country} is a member of {first[country]} already"
            first.setdefault(country, code)
