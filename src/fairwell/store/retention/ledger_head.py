"""The newest row of the ledger, signed, in a file apart from the database.

The chain alone cannot show that its end was cut off. Whoever can only write the database can
change neither this file nor the signature.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from fairwell.store.base.engine import transaction
from fairwell.store.cases.tables import LedgerRow


@dataclass(frozen=True)
class Head:
    """A row of the ledger by number and hash."""

    seq: int
    row_hash: str


class TailMissing(Exception):
    """Rows of the ledger that were noted are gone or changed, or the note itself is."""


class LedgerHead:
    """The file of the note. Without a key of the operator's, one is made in the state folder."""

    def __init__(self, file: Path, key: str, key_file: Path) -> None:
        self._file, self._key, self._key_file = file, key, key_file

    def noted(self) -> Head | None:
        """Return the noted row; ``None`` before the first note.

        Raises:
            TailMissing: the note was changed.
        """
        try:
            content = self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        try:
            found = json.loads(content)
            head = Head(int(found["seq"]), str(found["row_hash"]))
            signed = str(found["signature"])
        except (ValueError, KeyError, TypeError) as error:
            raise TailMissing("the note of the last row cannot be read") from error
        if not hmac.compare_digest(signed, self._signature(head)):
            raise TailMissing("the note of the last row was changed")
        return head

    def check(self, engine: Engine) -> None:
        """Check that the noted row is there, then note the newest one.

        Raises:
            TailMissing: it is not; the note stays.
            StoreUnavailable: the database cannot be read.
        """
        noted = self.noted()
        with transaction(engine, read_only=True) as session:
            if noted:
                there = select(LedgerRow.row_hash).where(LedgerRow.seq == noted.seq)
                if session.scalar(there) != noted.row_hash:
                    raise TailMissing(f"row {noted.seq} of the ledger is gone or changed")
            newest = session.execute(
                select(LedgerRow.seq, LedgerRow.row_hash).order_by(LedgerRow.seq.desc()).limit(1)
            ).first()
        head = Head(newest.seq, newest.row_hash) if newest else None
        if head and head != noted:
            self.note(head)

    def note(self, head: Head | None) -> None:
        """Replace the note; ``None`` removes it, for a database that begins again."""
        if head is None:
            self._file.unlink(missing_ok=True)
            return
        content = {"seq": head.seq, "row_hash": head.row_hash, "signature": self._signature(head)}
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(content), encoding="utf-8")
        fresh.replace(self._file)

    def _signature(self, head: Head) -> str:
        message = f"{head.seq}:{head.row_hash}".encode()
        return hmac.new(self._secret(), message, hashlib.sha256).hexdigest()

    def _secret(self) -> bytes:
        if self._key:
            return self._key.encode()
        with suppress(FileExistsError):
            made = os.open(self._key_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(made, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return self._key_file.read_bytes()
