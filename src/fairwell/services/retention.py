"""How long what is kept, and forgetting somebody on request: what to remove, when, in what order.

Transcripts go a number of days after the last activity; the record of a case stays for the years
that commercial law wants (HGB 257: from the end of the calendar year on).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

BATCH = 200
CODES_STAY = dt.timedelta(days=1)  # after they expired: whoever types one late is told why
LOGINS_STAY = dt.timedelta(days=1)  # longer than any session, and than failures count
SECOND_THOUGHTS = dt.timedelta(days=1)  # a request can be taken back, and its chat be ended
FARTHEST_ZONE = dt.timedelta(days=1)  # more than any zone is from UTC


class What(StrEnum):
    """What is removed; the value is its name in counts and logs."""

    TRANSCRIPTS = "transcripts"
    ENGINE = "engine"  # what the engine remembers of conversations
    CODES = "codes"
    IDENTITIES = "identities"
    MAILS = "mails"  # emptied, not removed
    LOGINS = "logins"  # ended sessions, used links and old attempts of the desk
    AUDIT = "audit"
    CASES = "cases"
    ERASURES = "erasures"


AGEING: tuple[What, ...] = tuple(what for what in What if what is not What.ERASURES)


@dataclass(frozen=True)
class Limits:
    """The policy: ``case_years`` by jurisdiction where it wants more than everywhere else."""

    transcripts: dt.timedelta
    audit: dt.timedelta
    case_years: int
    longer: Mapping[str, int] = field(default_factory=dict)

    def years(self, jurisdiction: str) -> int:
        """How many calendar years after that of its declaration a case is kept."""
        return max(self.case_years, self.longer.get(jurisdiction, 0))


@dataclass(frozen=True)
class Due:
    """What has been kept long enough at a moment."""

    now: dt.datetime
    limits: Limits

    @property
    def transcripts(self) -> dt.datetime:
        """Conversations and mails whose last activity is not after this are due."""
        return self.now - self.limits.transcripts

    @property
    def codes(self) -> dt.datetime:
        """Codes that expired by then are due."""
        return self.now - CODES_STAY

    @property
    def logins(self) -> dt.datetime:
        """What of the desk's logins was last of use before then is due."""
        return self.now - LOGINS_STAY

    @property
    def audit(self) -> dt.datetime:
        """Lines of the desk's audit from before then are due."""
        return self.now - self.limits.audit

    @property
    def requests(self) -> dt.datetime:
        """Proven requests to delete data that were made by then are due."""
        return self.now - SECOND_THOUGHTS

    @property
    def cases(self) -> dt.datetime:
        """No case declared at this moment or later is due; of those before, ``case`` tells."""
        year = (self.now + FARTHEST_ZONE).year - self.limits.case_years
        return dt.datetime(year, 1, 1, tzinfo=dt.UTC) + FARTHEST_ZONE

    def case(self, requested_at: dt.datetime, time_zone: str, jurisdiction: str) -> bool:
        """Whether the years are over: whole calendar years, on the clock of the declaration."""
        zone = ZoneInfo(time_zone)
        last_year = requested_at.astimezone(zone).year + self.limits.years(jurisdiction)
        return last_year < self.now.astimezone(zone).year


@dataclass(frozen=True)
class Erasure:
    """A request that was carried out: enough to repeat it on a restored backup, and nobody's name.

    What came into being after ``at`` is not meant by it.
    """

    reference: str
    at: dt.datetime
    account_id: str | None
    case_ids: tuple[str, ...]
    references: tuple[str, ...]
    conversation_ids: tuple[str, ...]


class Archive(Protocol):
    """Everything that is kept. Each method is one transaction (and one of the engine's)."""

    def count(self, what: What, due: Due) -> int:
        """How much is due."""
        ...

    def remove(self, what: What, due: Due, at_most: int) -> int:
        """Remove some of what is due; returns how much, 0 when nothing is left."""
        ...

    def requests(self, due: Due) -> Sequence[str]:
        """References of proven requests to delete data that are due."""
        ...

    def scope(self, reference: str, now: dt.datetime) -> Erasure | None:
        """What belongs to the account of a case; ``None`` when there is no such case."""
        ...

    def holdings(self, erasure: Erasure, now: dt.datetime) -> Mapping[What, int]:
        """What an erasure would remove now."""
        ...

    def forget(self, erasure: Erasure, now: dt.datetime) -> Mapping[What, int]:
        """Remove what an erasure means; repeated, only what has come back."""
        ...


class Erasures(Protocol):
    """The list of erasures. It is no part of a backup of the database, so that a restore obeys."""

    def all(self) -> Sequence[Erasure]:
        """Every erasure on the list, oldest first."""
        ...

    def add(self, erasure: Erasure) -> None:
        """Put one on the list; it is on disk when this returns."""
        ...


class NoSuchCase(LookupError):
    """No case has that reference."""


Removed = tuple[What, int]
Run = Callable[[dt.datetime], Iterator[Removed]]


def retention(
    due: Due, *, archive: Archive, erasures: Erasures, batch: int = BATCH
) -> Iterator[Removed]:
    """Remove what is due, one batch a step, so that others can work between two steps.

    Begins with the erasures, old and newly due: a restored backup is made to forget first.
    Idempotent: a run that was cut off is finished by the next one.

    Raises:
        StoreUnavailable: what was yielded before stays removed.
    """
    known = erasures.all()
    for erasure in known:
        yield from archive.forget(erasure, due.now).items()
    for reference in _new_requests(due, archive, known):
        yield What.ERASURES, 1
        yield from erase(reference, archive=archive, erasures=erasures, now=due.now).items()
    for what in AGEING:
        while removed := archive.remove(what, due, batch):
            yield what, removed


def would_remove(due: Due, *, archive: Archive, erasures: Erasures) -> Counter[What]:
    """What ``retention`` would find by age, and how many requests are due; changes nothing."""
    found = Counter({what: archive.count(what, due) for what in AGEING})
    found[What.ERASURES] = len(_new_requests(due, archive, erasures.all()))
    return found


def erase(
    reference: str, *, archive: Archive, erasures: Erasures, now: dt.datetime
) -> Mapping[What, int]:
    """Remove what is kept of the person of a case, except the case itself; returns how much.

    The list is written first: when the removal is cut off, the next ``retention`` finishes it.
    Whoever calls this has made sure that the request comes from that person.

    Raises:
        NoSuchCase: nothing was removed.
        StoreUnavailable: what is left is removed by the next ``retention``.
    """
    erasure = _scope(reference, archive, now)
    erasures.add(erasure)
    return archive.forget(erasure, now)


def would_erase(reference: str, *, archive: Archive, now: dt.datetime) -> Mapping[What, int]:
    """What ``erase`` would remove; changes nothing.

    Raises:
        NoSuchCase: there is no case of that reference.
    """
    return archive.holdings(_scope(reference, archive, now), now)


def total(steps: Iterable[Removed]) -> Counter[What]:
    """All steps together."""
    counted: Counter[What] = Counter()
    for what, number in steps:
        counted[what] += number
    return counted


def _new_requests(due: Due, archive: Archive, known: Iterable[Erasure]) -> list[str]:
    done = {erasure.reference for erasure in known}
    return [reference for reference in archive.requests(due) if reference not in done]


def _scope(reference: str, archive: Archive, now: dt.datetime) -> Erasure:
    erasure = archive.scope(reference, now)
    if erasure is None:
        raise NoSuchCase(reference)
    return erasure
