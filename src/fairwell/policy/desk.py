"""Desk policy: hours, holidays, time limits and teams, loaded from ``policy/desk.yml``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from holidays import country_holidays
from pydantic import BeforeValidator, ConfigDict, Field, field_validator, model_validator

from fairwell.policy.facts import Number, PolicyFault, Sourced, Strict, TextFact, load_file
from fairwell.rules.handoff.hours import Hours, Opening
from fairwell.rules.handoff.speaker import Reason
from fairwell.rules.handoff.teams import LONGEST_KEY, RESERVED_KEYS, Takes, Team
from fairwell.rules.handoff.waiting import Patience

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _clock(value: object) -> object:
    # YAML 1.1 reads an unquoted 17:00 as the number 1020.
    if not isinstance(value, str):
        raise ValueError('write a time in quotes: "09:00"')  # noqa: TRY004 (pydantic's way)
    return value


Clock = Annotated[dt.time, BeforeValidator(_clock)]


class WeeklyHours(Strict):
    """Weekdays with an opening and a closing time."""

    model_config = ConfigDict(populate_by_name=True)

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(min_length=1)
    begins: Clock = Field(alias="from")
    ends: Clock = Field(alias="to")

    @model_validator(mode="after")
    def _ends_later(self) -> WeeklyHours:
        if self.ends <= self.begins:
            raise ValueError("must end after it begins, on the same day")
        return self


class DeskHours(Sourced):
    """The weekly hours; none = the desk is never open."""

    value: tuple[WeeklyHours, ...]


class Closed(Strict):
    """Public holidays of a country or state (ISO 3166 codes), and the desk's own dates."""

    country: str | None
    subdivision: str | None = None
    more: dict[dt.date, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known_place(self) -> Closed:
        self.dates()
        return self

    def dates(self) -> Mapping[dt.date, str]:
        """Dates with their names, of any year that is asked for.

        Raises:
            ValueError: the library knows no such country or state.
        """
        if self.country is None:
            return self.more
        try:
            public = country_holidays(self.country, subdiv=self.subdivision, language="de")
        except NotImplementedError as error:
            raise ValueError(str(error)) from error
        for day, name in self.more.items():
            public[day] = name
        return public


class Holidays(Sourced):
    """When the desk stays closed."""

    value: Closed


class TeamName(Strict):
    """A team's name, as the desk shows it."""

    de: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=40)


class TeamTakes(Strict):
    """Conditions of an automatic assignment; an omitted one always holds."""

    reasons: tuple[Reason, ...] = ()
    languages: tuple[Literal["de", "en"], ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> TeamTakes:
        if not self.reasons and not self.languages:
            raise ValueError("name reasons or languages, or leave takes out")
        return self


class TeamEntry(Strict):
    """A team; without ``takes`` it gets transfers only."""

    key: str = Field(max_length=LONGEST_KEY, pattern=r"^[a-z][a-z0-9-]*$")
    name: TeamName
    takes: TeamTakes | None = None

    @field_validator("key")
    @classmethod
    def _no_word_of_the_filter(cls, key: str) -> str:
        if key in RESERVED_KEYS:
            raise ValueError(f"{key} is a choice of the queue's filter: take another key")
        return key


class Teams(Sourced):
    """The teams, in order of precedence; none = every conversation is everybody's."""

    value: tuple[TeamEntry, ...]


class DeskPolicy(Strict):
    """The content of ``policy/desk.yml``."""

    version: str = Field(min_length=1, max_length=10)
    zone: TextFact
    hours: DeskHours
    holidays: Holidays
    tell_after_minutes: Number
    online_for_seconds: Number
    agent_gone_after_minutes: Number
    away_after_minutes: Number
    first_answer_minutes: Number
    next_answer_minutes: Number
    teams: Teams | None = None  # optional: files from before teams existed stay valid

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: TextFact) -> TextFact:
        try:
            ZoneInfo(zone.value)
        except Exception as error:
            raise ValueError(f"unknown time zone {zone.value!r}") from error
        return zone

    @property
    def opening_hours(self) -> Hours:
        """Convert the hours for the rules."""
        openings = tuple(
            Opening(frozenset(map(WEEKDAYS.index, row.days)), row.begins, row.ends)
            for row in self.hours.value
        )
        return Hours(self.zone.value, openings, self.holidays.value.dates())

    @property
    def team_list(self) -> tuple[Team, ...]:
        """Convert the teams for the rules."""
        return tuple(
            Team(
                entry.key,
                entry.name.model_dump(),
                Takes(frozenset(entry.takes.reasons), frozenset(entry.takes.languages))
                if entry.takes
                else None,
            )
            for entry in (self.teams.value if self.teams else ())
        )

    @property
    def patience(self) -> Patience:
        """Convert the time limits for the rules."""

        def minutes(number: Number) -> dt.timedelta:
            return dt.timedelta(minutes=number.value)

        return Patience(
            tell_after=minutes(self.tell_after_minutes),
            online_for=dt.timedelta(seconds=self.online_for_seconds.value),
            agent_gone_after=minutes(self.agent_gone_after_minutes),
            away_after=minutes(self.away_after_minutes),
            first_answer=minutes(self.first_answer_minutes),
            next_answer=minutes(self.next_answer_minutes),
        )


def load_desk_policy(folder: Path) -> DeskPolicy:
    """Read ``desk.yml`` of a policy folder.

    Raises:
        PolicyError: missing file, broken YAML, an invalid value or a duplicate team, with file
            and line.
    """
    return load_file(folder / "desk.yml", DeskPolicy, _teams_twice)


def _teams_twice(loaded: DeskPolicy) -> Iterator[PolicyFault]:
    seen: set[str] = set()
    for place, team in enumerate(loaded.team_list):
        if team.key in seen:
            yield ("teams", "value", place, "key"), f"{team.key} is listed twice"
        seen.add(team.key)
