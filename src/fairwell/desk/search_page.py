"""Searching in conversations that are or were with people: full text and filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from starlette.responses import Response

from fairwell.desk import handoff_words as words
from fairwell.desk.days import day, midnight
from fairwell.desk.visitor import Current
from fairwell.desk.working import Watching, agent_of
from fairwell.handoff.speaker import Outcome, Reason
from fairwell.i18n import formats
from fairwell.services.handoff.history import MOST
from fairwell.services.handoff.ports import Wanted
from fairwell.services.handoff.search_ports import Hit

search_router = APIRouter(prefix="/search")

_Text = Annotated[str, Query(max_length=300)]


@dataclass(frozen=True)
class Found:
    """A conversation that was found, in words."""

    id: str
    when: str
    reason: str
    outcome: str
    agent: str
    tongue: str
    line: str
    lang: str


@search_router.get("")
def search(
    current: Watching,
    q: _Text = "",
    language: _Text = "",
    reason: _Text = "",
    outcome: _Text = "",
    agent: _Text = "",
    since: _Text = "",
    until: _Text = "",
) -> Response:
    """The newest conversations that fit; what is no filter asks nothing."""
    first, last = day(since), day(until)
    wanted = Wanted(
        words=q.strip(),
        language="de" if language == "de" else "en" if language == "en" else None,
        reason=Reason(reason) if reason in set(Reason) else None,
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        agent_id=agent,
        since=midnight(first, current.zone) if first else None,
        until=midnight(last, current.zone, after=True) if last else None,
    )
    hits = current.services.handoffs.history.find(wanted, agent_of(current.user))
    tongue = current.language
    colleagues = current.services.handoffs.desk.colleagues()
    return current.page(
        "search.html",
        found=[_found(hit, current) for hit in hits],
        most=formats.number(MOST, tongue) if len(hits) == MOST else "",
        reasons=[(one, words.reason_label(one, tongue)) for one in Reason],
        outcomes=[(one, words.outcome_label(one, tongue)) for one in Outcome],
        languages=[(one, words.language_label(one, tongue)) for one in ("de", "en")],
        agents=[(one.presence.agent_id, one.presence.name) for one in colleagues],
        filters={
            "q": q,
            "language": wanted.language or "",
            "reason": wanted.reason or "",
            "outcome": wanted.outcome or "",
            "agent": agent,
            "since": since if first else "",
            "until": until if last else "",
        },
    )


def _found(hit: Hit, current: Current) -> Found:
    handoff, language = hit.handoff, current.language
    local = handoff.requested_at.astimezone(ZoneInfo(current.zone))
    clock = formats.clock(handoff.requested_at, current.zone, language)
    return Found(
        id=hit.conversation_id,
        when=f"{formats.date(local.date(), language)}, {clock}",
        reason=words.reason_label(handoff.reason, language),
        outcome=words.outcome_label(handoff.outcome, language) if handoff.outcome else "",
        agent=handoff.agent_name or "",
        tongue=words.language_label(handoff.language, language),
        line=hit.line.text if hit.line else "",
        lang=hit.line.lang if hit.line else handoff.language,
    )
