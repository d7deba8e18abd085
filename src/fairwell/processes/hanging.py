"""Parts that run and do nothing: found by heartbeats that no longer change.

Judged by change and by a clock that only goes forward, never by the age of a heartbeat: so a
machine that slept, or whose time was set, makes nobody hang. While a database takes no writes,
nobody can beat in it, and nobody is judged.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

START_SECONDS = 180.0  # loading a model takes most of it


@dataclass(frozen=True)
class _Seen:
    beat: float | None
    since: float
    started: float
    has_beaten: bool


class HangWatch:
    """Judges the parts that beat in one database. Seconds are those of ``time.monotonic``."""

    def __init__(self, after: float) -> None:
        self._after = after
        self._seen: dict[str, _Seen] = {}
        self._looked_at: float | None = None

    def look(
        self, beats: Mapping[str, float] | None, started: Mapping[str, float], now: float
    ) -> list[str]:
        """Return the parts that hang.

        ``beats`` is ``None`` while nobody can beat; ``started`` says since when each part runs.
        """
        slept = self._looked_at is not None and now - self._looked_at > self._after / 2
        self._looked_at = now
        self._seen = {
            part: self._look_at(part, beats, began, now, anew=slept or beats is None)
            for part, began in started.items()
        }
        return [part for part, seen in self._seen.items() if self._hangs(seen, now)]

    def _look_at(
        self, part: str, beats: Mapping[str, float] | None, began: float, now: float, *, anew: bool
    ) -> _Seen:
        seen = self._seen.get(part)
        beat = beats.get(part) if beats is not None else seen.beat if seen else None
        if seen is None:  # heartbeats of earlier runs were removed
            return _Seen(beat, now, began, has_beaten=beat is not None)
        if seen.started != began:
            return _Seen(beat, now, began, has_beaten=False)
        if beat != seen.beat:
            return _Seen(beat, now, began, has_beaten=True)
        return dataclasses.replace(seen, since=now) if anew else seen

    def _hangs(self, seen: _Seen, now: float) -> bool:
        limit = self._after if seen.has_beaten else max(self._after, START_SECONDS)
        return now - seen.since > limit
