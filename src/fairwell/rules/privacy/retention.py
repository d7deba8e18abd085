"""Retention: what is removed, and when it has been kept long enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

CODES_STAY = dt.timedelta(days=1)  # after they expired: whoever types one late is told why
LOGINS_STAY = dt.timedelta(days=1)  # longer than any session, and than failures count
SECOND_THOUGHTS = dt.timedelta(days=1)  # a request can be taken back, and its chat be ended
FARTHEST_ZONE = dt.timedelta(days=1)  # more than any zone is from UTC


class Retained(StrEnum):
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


@dataclass(frozen=True)
class RetentionLimits:
    """The policy: ``case_years`` by jurisdiction where it wants more than everywhere else."""

    transcripts: dt.timedelta
    audit: dt.timedelta
    case_years: int
    longer: Mapping[str, int] = field(default_factory=dict)

    def years(self, jurisdiction: str) -> int:
        """How many calendar years after that of its declaration a case is kept."""
        return max(self.case_years, self.longer.get(jurisdiction, 0))


@dataclass(frozen=True)
class RetentionDue:
    """What has been kept long enough at a moment."""

    now: dt.datetime
    limits: RetentionLimits

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


Removed = tuple[Retained, int]
