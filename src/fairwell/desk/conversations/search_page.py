"""Search page for conversations that are or were with agents: full text and filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from fairwell.desk.conversations.agents import Watching, agent_of
from fairwell.desk.conversations.talk_filter import Filtered, Text, choices
from fairwell.desk.frame.visitor import Current
from fairwell.desk.words import handoffs as words
from fairwell.i18n import formats
from fairwell.services.handoff import history
from fairwell.services.handoff.history import MOST
from fairwell.store.chats.search import Hit

search_router = APIRouter(prefix="/search")


@dataclass(frozen=True)
class SearchResult:
    """A conversation that was found, as the page words it."""

    id: str
    when: str
    reason: str
    outcome: str
    agent: str
    tongue: str
    line: str
    lang: str


@search_router.get("")
def search(current: Watching, asked: Filtered, q: Text = "") -> Response:
    """Show the newest conversations that match."""
    wanted = replace(asked.wanted, words=q.strip())
    hits = history.find(wanted, agent_of(current.user), current.app)
    return current.page(
        "search.html",
        200,
        found=[_found(hit, current) for hit in hits],
        most=formats.number(MOST, current.language) if len(hits) == MOST else "",
        filters={"q": q, **asked.shown},
        **choices(current),
    )


def _found(hit: Hit, current: Current) -> SearchResult:
    handoff, language = hit.handoff, current.language
    local = handoff.requested_at.astimezone(ZoneInfo(current.zone))
    clock = formats.clock(handoff.requested_at, current.zone, language)
    return SearchResult(
        id=hit.conversation_id,
        when=f"{formats.date(local.date(), language)}, {clock}",
        reason=words.reason_label(handoff.reason, language),
        outcome=words.outcome_label(handoff.outcome, language) if handoff.outcome else "",
        agent=handoff.agent_name or "",
        tongue=words.language_label(handoff.language, language),
        line=hit.line.text if hit.line else "",
        lang=hit.line.lang if hit.line else handoff.language,
    )
