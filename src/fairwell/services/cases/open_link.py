"""Links in mails and chats: what each opens, a receipt or the page that a click then acts on.

Opening a link changes nothing, because mail scanners open every link.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairwell.rules.cases.case import Case, Status
from fairwell.services.context import Context


@dataclass(frozen=True)
class OpenedReceipt:
    """A case, and the hash of what was declared.

    ``closed``: the owner of the account has said that the declaration is not theirs. The link
    then shows nothing of it, until it turns out to be genuine.
    """

    case: Case
    declared_hash: str | None
    closed: bool


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
        case = work.cases.get(case_id)
        closed = case.status is Status.DISPUTED or (
            case.status is Status.REVOKED
            and work.ledger.happened_at(case_id, "disputed") is not None
        )
        return OpenedReceipt(case, work.ledger.declared_hash(case_id), closed)


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
