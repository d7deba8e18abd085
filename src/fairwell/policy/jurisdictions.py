"""Rules by jurisdiction, loaded from ``policy/jurisdictions.yml``.

The file states each value with its source, the date of that source and how sure we are of it.
Loading a broken file fails with file, line and fault, as for every policy file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BeforeValidator, Field, StrictBool, model_validator

from fairwell.policy.facts import PolicyFault, Strict, load_file
from fairwell.rules.cases.jurisdiction import DEFAULT, Book
from fairwell.rules.cases.jurisdiction_rules import OfferTiming, Rules

V = TypeVar("V")


def _point_in_time(value: Any) -> Any:
    """Read a date known to the year, month or day, as text; ``None`` = the source has no date."""
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


Count = Annotated[int, Field(strict=True, ge=0)]
Years = Annotated[int, Field(strict=True, gt=0)]
Code = Annotated[str, Field(pattern=r"^([A-Z]{2}(-[A-Z]{2})?|default)$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Stated(Strict, Generic[V]):
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


class StatedRules(Strict):
    """The keys of ``Rules`` that a jurisdiction states itself."""

    offer_timing: Stated[OfferTiming] | None = None
    offer_max: Stated[Count] | None = None
    describe_pause_unasked: Stated[StrictBool] | None = None
    records_years: Stated[Years] | None = None
    withdrawal_days: Stated[Count] | None = None

    def stated(self) -> dict[str, Stated[Any]]:
        """The keys that the file states."""
        return {
            name: getattr(self, name) for name in type(self).model_fields if getattr(self, name)
        }


class Jurisdiction(Strict):
    """A jurisdiction: the rules it states, and whose rules hold otherwise."""

    name: str = Field(min_length=2)
    inherits: Code | None = None
    members: tuple[Country, ...] = ()
    rules: StatedRules


class Document(Strict):
    """The file, with sources."""

    # Short: a case stores it together with the version of the facts, in one column.
    version: str = Field(min_length=1, max_length=9)
    as_of: dt.date
    jurisdictions: dict[Code, Jurisdiction]

    def lineage(self, code: str) -> list[str]:
        """List a code and those it inherits from, nearest first; ends before a circle closes."""
        line: list[str] = []
        step: str | None = code
        while step is not None and step in self.jurisdictions and step not in line:
            line.append(step)
            step = self.jurisdictions[step].inherits
        return line

    def stated(self, code: str) -> dict[str, Stated[Any]]:
        """Collect what holds in a jurisdiction, inherited values included."""
        found: dict[str, Stated[Any]] = {}
        for step in reversed(self.lineage(code)):
            found |= self.jurisdictions[step].rules.stated()
        return found

    def book(self) -> Book:
        """Drop the sources: the rules, ready to choose from."""
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
        PolicyError: missing file, broken YAML or an invalid value, with file and line.
    """
    return load_file(folder / "jurisdictions.yml", Document, _faults)


def load_jurisdictions(folder: Path) -> Book:
    """Read the rules without sources; raises what ``load_document`` raises."""
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
    missing = sorted(StatedRules.model_fields.keys() - default.rules.stated().keys())
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
