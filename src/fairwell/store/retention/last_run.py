"""The last run of retention, in a file beside the database, by two clocks."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

from fairwell.rules.privacy.retention_guard import ClockReading

_BOOT = Path("/proc/sys/kernel/random/boot_id")


class LastRun:
    """The file; one that cannot be read counts as none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> ClockReading | None:
        """Return when retention last ran."""
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            wall = dt.datetime.fromisoformat(found["wall"])
            return ClockReading(wall, float(found["running"]), str(found["boot"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, now: ClockReading) -> None:
        """Replace the file."""
        content = {"wall": now.wall.isoformat(), "running": now.running, "boot": now.boot}
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(content), encoding="utf-8")
        fresh.replace(self._file)


def moment(wall: dt.datetime) -> ClockReading:
    """Return the present moment; the second clock also runs while the machine sleeps."""
    try:
        boot = _BOOT.read_text(encoding="utf-8").strip()
    except OSError:
        boot = ""
    return ClockReading(wall, time.clock_gettime(time.CLOCK_BOOTTIME), boot)
