"""Audit of the desk: who did what, recorded in the transaction of what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fairwell.rules.access.audit import AuditEvent
from fairwell.services.context import Context
from fairwell.store.staff.audit import Audit, AuditEntry, AuditFilter, AuditLine
from fairwell.store.staff.users import User

# Who acts where nobody is logged in.
COMMAND_LINE = "command line"
NOBODY = "unknown"
FIRST_ADMIN = "first admin"
PROVIDER = "provider"
# How somebody proved who they are, besides by the provider.
PASSWORD = "password"  # noqa: S105 (a word of the audit)


def record(
    audit: Audit,
    what: AuditEvent,
    by: User | str,
    now: dt.datetime,
    *,
    conversation_id: str | None = None,
    case_id: str | None = None,
    **details: str,
) -> None:
    """Append one line to the audit. ``by`` is a user, or a word where nobody was logged in.

    ``details`` hold names of fields, roles and reasons by code, never what a customer wrote.
    """
    audit.append(
        AuditEntry(
            at=now,
            actor_id=None if isinstance(by, str) else by.id,
            actor=by if isinstance(by, str) else by.login,
            what=what,
            conversation_id=conversation_id,
            case_id=case_id,
            details=details,
        )
    )


def lines(wanted: AuditFilter, at_most: int, app: Context) -> Sequence[AuditLine]:
    """Return the newest lines that match."""
    with app.store.look() as work:
        return work.audit.lines(wanted, at_most)
