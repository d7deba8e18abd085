"""Closed conversations with agents, newest first: who had them, and their outcomes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from fairwell.desk.conversations.agents import Watching
from fairwell.desk.conversations.talk_filter import Filtered, choices
from fairwell.desk.frame.visitor import Current
from fairwell.desk.words import handoffs as words
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.services.handoff import ended as handoff_ended
from fairwell.services.handoff.ended import FEWEST, MOST, Satisfaction
from fairwell.store.handoff.handoffs import Handoff

closed_router = APIRouter(prefix="/closed")


@dataclass(frozen=True)
class ClosedListItem:
    """A closed conversation, as the page words it."""

    id: str
    ended: str
    agent: str
    outcome: str
    reason: str
    tongue: str
    lasted: str


@closed_router.get("")
def closed(current: Watching, asked: Filtered) -> Response:
    """Show the newest conversations that match."""
    app, tongue = current.app, current.language
    found = handoff_ended.newest(asked.wanted, app)
    return current.page(
        "closed.html",
        200,
        rows=[_row(handoff, current) for handoff in found],
        most=formats.number(MOST, tongue) if len(found) == MOST else "",
        score=_score(handoff_ended.satisfaction(asked.first, asked.last, app), tongue),
        filters=asked.shown,
        **choices(current),
    )


def _row(handoff: Handoff, current: Current) -> ClosedListItem:
    language = current.language
    ended = handoff.ended_at or handoff.requested_at
    return ClosedListItem(
        id=handoff.conversation_id,
        ended=current.moment(ended),
        agent=handoff.agent_name or _(language, "nobody"),
        outcome=words.outcome_label(handoff.outcome, language) if handoff.outcome else "",
        reason=words.reason_label(handoff.reason, language),
        tongue=words.language_label(handoff.language, language),
        lasted=formats.duration(_length(handoff, ended), language),
    )


def _length(handoff: Handoff, ended: dt.datetime) -> dt.timedelta:
    return ended - handoff.requested_at


def _score(found: Satisfaction, language: str) -> str:
    if found.mean is None:
        return _(
            language,
            "Fewer than {fewest} answers in this period: not shown, to keep them anonymous",
            fewest=formats.number(FEWEST, language),
        )
    return _(
        language,
        "{mean} of {most}, from {number} customers",
        mean=formats.decimal(found.mean, language),
        most=formats.number(5, language),
        number=formats.number(found.answers, language),
    )
