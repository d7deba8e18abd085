"""Facts and fees the assistant may state, and the loader of all policy files.

Loading fails with file, line and fault, so that a typing error never reaches a customer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from fairwell.rules.access.proof import ProofLimits

M = TypeVar("M", bound=BaseModel)
Location = tuple[int | str, ...]
PolicyFault = tuple[Location, str]
Place = Annotated[str, Field(pattern="^[A-Z]{2}(-[A-Z]{2,3})?$")]  # DE, US-MN


class PolicyError(ValueError):
    """A policy file is broken; the message names file, line and fault."""


class Strict(BaseModel):
    """A frozen model that forbids undeclared keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Strict):
    """A statement with its source and the date of that source."""

    source: str = Field(min_length=3)
    as_of: dt.date


class TextFact(Sourced):
    """A word or name with its source."""

    value: str = Field(min_length=1)


class Number(Sourced):
    """A positive whole number (days, hours, months or years, as its name says) with its source."""

    value: int = Field(gt=0)


class Phone(Sourced):
    """A phone number of Billing Support and the region it is for."""

    region: Literal["us_ca", "uk", "elsewhere"]
    number: str = Field(pattern=r"^\+?[0-9][0-9 \-]{5,20}$")


class PauseTier(Strict):
    """Monthly fee (whole units of the currency) up to a number of contacts; None = no limit."""

    contacts_up_to: int | None = Field(default=None, gt=0)
    fee: int = Field(ge=0)


class Pause(Sourced):
    """The paid pause: fee tiers in rising order, valid in each of the currencies."""

    tiers: tuple[PauseTier, ...] = Field(min_length=1)
    currencies: tuple[Literal["USD", "GBP", "EUR"], ...] = Field(min_length=1)

    @field_validator("tiers")
    @classmethod
    def _rising_and_open_ended(cls, tiers: tuple[PauseTier, ...]) -> tuple[PauseTier, ...]:
        limits = [tier.contacts_up_to for tier in tiers]
        if limits[-1] is not None or None in limits[:-1]:
            raise ValueError("the last tier, and only it, must have contacts_up_to: null")
        known = [limit for limit in limits if limit is not None]
        if known != sorted(set(known)):
            raise ValueError("tiers must rise by contacts_up_to")
        return tiers

    def fee_of(self, contacts: int) -> int:
        """Return the monthly fee for an account with that many contacts."""
        limits = ((tier.contacts_up_to, tier.fee) for tier in self.tiers)
        return next(fee for limit, fee in limits if limit is None or contacts <= limit)


class Keep(Strict):
    """Retention of transcripts and the desk's audit (days), and of cases (years).

    A run that would remove more than ``most_at_once_percent`` of one of them is refused.
    """

    transcripts_days: Number
    audit_days: Number
    cases_years: Number
    most_at_once_percent: Number


class Proof(Strict):
    """How long a chat knows its account: minutes without a message, and hours in all."""

    idle_minutes: Number
    total_hours: Number

    @property
    def limits(self) -> ProofLimits:
        """The same as times."""
        return ProofLimits(
            idle=dt.timedelta(minutes=self.idle_minutes.value),
            total=dt.timedelta(hours=self.total_hours.value),
        )


class Facts(Strict):
    """The content of ``policy/facts.yml``."""

    version: str = Field(min_length=1, max_length=10)
    brand: TextFact
    phones: tuple[Phone, ...] = Field(min_length=1)
    confirmation_within_hours: Number
    data_kept_days: Number
    ended_after_unpaid_days: Number
    guarantee_days: Number
    withdrawal_days: Number
    access_within_months: Number
    pause: Pause
    time_zones: dict[Literal["de", "en"], str]
    account_time_zones: dict[str, tuple[Place, ...]]
    keep: Keep
    proof: Proof

    @field_validator("time_zones")
    @classmethod
    def _known_zones(cls, zones: dict[str, str]) -> dict[str, str]:
        if set(zones) != {"de", "en"}:
            raise ValueError("needs exactly the languages de and en")
        _check_zones(zones.values())
        return zones

    @field_validator("account_time_zones")
    @classmethod
    def _one_zone_a_place(cls, zones: dict[str, tuple[Place, ...]]) -> dict[str, tuple[Place, ...]]:
        _check_zones(zones)
        places = [place for listed in zones.values() for place in listed]
        doubled = sorted({place for place in places if places.count(place) > 1})
        if doubled:
            raise ValueError(f"more than one zone for {', '.join(doubled)}")
        return zones


def _check_zones(names: Iterable[str]) -> None:
    for name in names:
        try:
            ZoneInfo(name)
        except Exception as error:
            raise ValueError(f"unknown time zone {name!r}") from error


def load_facts(folder: Path) -> Facts:
    """Read ``facts.yml`` of a policy folder.

    Raises:
        PolicyError: missing file, broken YAML or an invalid value, with file and line.
    """
    return load_file(folder / "facts.yml", Facts)


def load_file(
    path: Path, model: type[M], check: Callable[[M], Iterable[PolicyFault]] | None = None
) -> M:
    """Read one YAML file into a model; ``check`` finds faults that span several keys.

    Raises:
        PolicyError: missing file, broken YAML or an invalid value, with file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        loader = _Loader(text)
        node = loader.get_single_node()
        repeated = list(_repeated(node, (), set()))
        data = None if node is None else loader.construct_document(node)
    except FileNotFoundError as error:
        raise PolicyError(f"{path}: the file is missing") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: cannot be read as UTF-8 text") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(f"{path}:{line}: not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:  # a character that YAML forbids; it has no line
        raise PolicyError(f"{path}: not valid YAML: {error}") from error
    try:
        loaded = model.model_validate(data)
    except ValidationError as error:
        faults = [(fault["loc"], fault["msg"]) for fault in error.errors()]
        raise _broken(path, node, [*repeated, *faults]) from error
    found = [*repeated, *(check(loaded) if check else ())]
    if found:
        raise _broken(path, node, found)
    return loaded


class _Loader(yaml.CSafeLoader):
    """A safe loader that reports the line of an impossible date, too."""

    def construct_yaml_timestamp(self, node: Any) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(
                None, None, f"there is no such date ({error})", node.start_mark
            ) from error


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


def _broken(path: Path, node: Any, faults: Iterable[PolicyFault]) -> PolicyError:
    return PolicyError(
        "\n".join(
            f"{path}:{_line_of(node, location)}: {'.'.join(map(str, location)) or 'file'}: {what}"
            for location, what in faults
        )
    )


def _repeated(node: Any, location: Location, seen: set[int]) -> Iterator[PolicyFault]:
    """Find duplicate keys of a mapping: YAML would silently take the last."""
    if id(node) in seen:  # an alias, which may even contain itself
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield from _repeated(item, (*location, place), seen)
    elif isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in first:
                yield (*location, name), f"duplicate key, again in line {line}"
            first.setdefault(name, line)
            yield from _repeated(value, (*location, name), seen)


def _line_of(node: Any, location: Location) -> int:
    """Find the line (from 1) of the deepest part of a location that the file has."""
    line = 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    line, node = key.start_mark.line + 1, value
                    break
            else:
                return line
        elif (
            isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value)
        ):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return line
    return line
