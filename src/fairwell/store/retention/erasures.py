"""The list of erasures: a file outside the database, so that it survives a restored backup."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from fairwell.rules.privacy.retention import Erasure


class BrokenList(ValueError):
    """A line of the list cannot be parsed; the message names file and line."""


class ErasureList:
    """A file with one JSON object a line, appended under a lock and synced.

    A last line without its newline was cut off before ``add`` returned: it is dropped.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def all(self) -> list[Erasure]:
        """Return every erasure on the list, oldest first.

        Raises:
            BrokenList: a line cannot be parsed; to skip it could leave a person's data in place.
        """
        if not self._file.exists():
            return []
        whole, _, _cut_off = self._file.read_bytes().rpartition(b"\n")
        lines = enumerate(whole.split(b"\n"), 1) if whole else ()
        return [self._read(line, number) for number, line in lines]

    def add(self, erasure: Erasure) -> None:
        """Append an erasure; it is on disk when this returns."""
        line = json.dumps({**asdict(erasure), "at": erasure.at.isoformat()}, sort_keys=True)
        with self._locked() as file:
            content = file.read()
            file.truncate(content.rfind(b"\n") + 1)
            file.seek(0, os.SEEK_END)
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self._file.parent, os.O_RDONLY)  # puts a new file's name on disk
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _locked(self) -> Iterator[BinaryIO]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _read(self, line: bytes, number: int) -> Erasure:
        try:
            told: dict[str, Any] = json.loads(line)
            lists = {name: tuple(map(str, value)) for name, value in told.items() if _listed(value)}
            at = dt.datetime.fromisoformat(told["at"]).astimezone(dt.UTC)
            return Erasure(**{**told, **lists, "at": at})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BrokenList(f"{self._file}:{number}: not an erasure") from error


def _listed(value: object) -> bool:
    return isinstance(value, list)
