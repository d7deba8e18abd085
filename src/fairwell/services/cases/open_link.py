"""Links in mails and chats: what each opens, a receipt or the page that a click then acts on.

Opening a link changes nothing, because mail scanners open every link.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import Any

from fairwell.rules.cases.case import Case, Knowledge, Status
from fairwell.rules.cases.ledger import END_CHANGED, wish_of
from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OpenedReceipt:
    """A case with the end that its receipt states, and the hash of what was declared.

    A receipt stays as it was issued: one from before another end was wished states the former
    one. ``end_changed_at`` is when the stated end replaced another. ``closed``: the owner of the
    account has said that the declaration is not theirs. The link then shows nothing of it, until
    it turns out to be genuine.
    """

    case: Case
    declared_hash: str | None
    closed: bool
    end_changed_at: dt.datetime | None = None


@dataclass(frozen=True)
class OpenedLink:
    """The case behind a link, and whether the link can still do what it was sent for."""

    case: Case
    usable: bool


def open_receipt(token: str, app: Context) -> OpenedReceipt | None:
    """Return the receipt a token opens; ``None`` for any other token.

    Raises:
        StoreUnavailable: it cannot be shown now.
    """
    with app.store.begin() as work:
        case_id = work.links.case_id(token, "receipt")
        if case_id is None:
            return None
        made_at = work.links.made_at(token) or app.clock()
        return receipt_at(work, work.cases.get(case_id), made_at)


def receipt_at(work: UnitOfWork, case: Case, moment: dt.datetime) -> OpenedReceipt:
    """Return the receipt of a case as it was issued at a moment."""
    closed = case.status is Status.DISPUTED or (
        case.status is Status.REVOKED and work.ledger.happened_at(case.id, "disputed") is not None
    )
    declared = work.ledger.declared(case.id, moment)
    if declared is None:
        return OpenedReceipt(case, None, closed)
    changed_at = declared.at if declared.event == END_CHANGED else None
    case = _as_declared(case, json.loads(declared.content))
    return OpenedReceipt(case, declared.content_hash, closed, changed_at)


def _as_declared(case: Case, recorded: dict[str, Any]) -> Case:
    """Return a case with the end of a row of its history, if it has another one by now."""
    ends = wish_of(recorded)
    if ends == case.ends:
        return case
    day = recorded["effective_on"]
    return replace(
        case,
        ends=ends,
        effective_on=dt.date.fromisoformat(day) if day else None,
        knowledge=Knowledge(recorded["knowledge"]),
    )


def look_at_verification(token: str, app: Context) -> OpenedLink | None:
    """Return the case a mailed link verifies; not usable once it was used or has expired.

    Raises:
        StoreUnavailable: nothing can be shown now.
    """
    now = app.clock()
    with app.store.begin() as work:
        stored = work.verifications.by_link(token)
        if stored is None:
            return None
        usable = stored.used_at is None and now < stored.expires_at
        return OpenedLink(work.cases.get(stored.case_id), usable)


def look_at_dispute(token: str, app: Context) -> OpenedLink | None:
    """Return the case a "this wasn't me" link is about.

    Raises:
        StoreUnavailable: nothing can be shown now.
    """
    with app.store.begin() as work:
        case_id = work.links.case_id(token, "dispute")
        return OpenedLink(work.cases.get(case_id), usable=True) if case_id else None
