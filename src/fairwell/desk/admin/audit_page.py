"""Audit page for admins and supervisors: who did what, when, and in whose conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from fairwell.desk.frame.visitor import Current, require
from fairwell.desk.words.days import day, midnight
from fairwell.desk.words.labels import detail, event_labels, word
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.services.staff import audit as desk_audit
from fairwell.services.staff import users
from fairwell.store.staff.audit import AuditFilter, AuditLine

audit_router = APIRouter(prefix="/audit")

PAGE = 50
Reader = Annotated[Current, Depends(require(Role.ADMIN, Role.SUPERVISOR))]
_Text = Annotated[str, Query(max_length=300)]


@dataclass(frozen=True)
class AuditListItem:
    """An audit line as the page words it."""

    at: str
    actor: str
    what: str
    about: str
    details: str


@audit_router.get("")
def audit(
    current: Reader,
    actor: _Text = "",
    what: _Text = "",
    about: _Text = "",
    since: _Text = "",
    until: _Text = "",
    before: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """Show the newest lines that match the filters; an invalid filter value is ignored."""
    first, last = day(since), day(until)
    wanted = AuditFilter(
        actor=actor.strip().casefold(),
        what=AuditEvent(what) if what in list(AuditEvent) else None,
        about=about.strip(),
        since=midnight(first, current.zone) if first else None,
        until=midnight(last, current.zone, after=True) if last else None,
        before=before,
    )
    found = desk_audit.lines(wanted, PAGE + 1, current.app)
    kept: dict[str, str] = {"actor": actor, "what": wanted.what or "", "about": about}
    kept |= {"since": since if first else "", "until": until if last else ""}
    older = ""
    if len(found) > PAGE:
        asked = {name: value for name, value in kept.items() if value}
        older = "?" + urlencode({**asked, "before": found[PAGE - 1].number})
    labels = event_labels(current.language)
    return current.page(
        "audit.html",
        rows=[_row(line, labels, current) for line in found[:PAGE]],
        events=sorted(labels.items(), key=lambda pair: pair[1]),
        users=users.everybody(current.app),
        older=older,
        filters=kept,
    )


def _row(line: AuditLine, labels: dict[AuditEvent, str], current: Current) -> AuditListItem:
    entry = line.entry
    return AuditListItem(
        at=current.moment(entry.at),
        actor=word(entry.actor, current.language),
        what=labels[entry.what],
        about=line.reference or entry.conversation_id or entry.case_id or "",
        details="; ".join(
            detail(name, value, current.language) for name, value in entry.details.items()
        ),
    )
