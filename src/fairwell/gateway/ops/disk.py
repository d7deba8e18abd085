"""Room on the disks that the product writes to: the state folder's and the logs'."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from fairwell import logs

LOWEST_FREE = 20_000_000  # bytes; below, the next receipts may not fit
_PROBE = b"0" * 4096


def has_room(home: Path) -> bool:
    """Return whether files and log lines can be written, tried by writing."""
    folders = [folder for folder in (home, home / "logs") if folder.is_dir()]
    return _can_log() and all(_can_write(folder) for folder in folders)


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(_PROBE)
            probe.flush()
            os.fsync(probe.fileno())
            return _free(os.fstatvfs(probe.fileno())) >= LOWEST_FREE
    except OSError:
        return False


def _can_log() -> bool:
    with contextlib.suppress(OSError):  # standard output need not be a file
        if _free(os.fstatvfs(1)) < LOWEST_FREE and os.path.isfile("/dev/fd/1"):  # noqa: PTH113
            return False
    return logs.is_written()


def _free(found: os.statvfs_result) -> int:
    return found.f_bavail * found.f_frsize
