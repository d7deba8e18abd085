"""Filters of pages that list conversations with agents, stored in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from fairwell.desk.conversations.agents import Watching
from fairwell.desk.frame.visitor import Current
from fairwell.desk.words import handoffs as words
from fairwell.desk.words.days import day, midnight
from fairwell.rules.handoff.speaker import Outcome, Reason
from fairwell.services.staff import presence
from fairwell.store.handoff.handoffs import HandoffFilter

Text = Annotated[str, Query(max_length=300)]


@dataclass(frozen=True)
class TalkFilter:
    """What is wanted, from which day to which, and the same as the form shows it."""

    wanted: HandoffFilter
    first: dt.date | None
    last: dt.date | None
    shown: Mapping[str, str]


def filter_of(
    current: Watching,
    language: Text = "",
    reason: Text = "",
    outcome: Text = "",
    agent: Text = "",
    since: Text = "",
    until: Text = "",
) -> TalkFilter:
    """Read the filter from the address; an invalid value is ignored."""
    first, last = day(since), day(until)
    wanted = HandoffFilter(
        language="de" if language == "de" else "en" if language == "en" else None,
        reason=Reason(reason) if reason in set(Reason) else None,
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        agent_id=agent,
        since=midnight(first, current.zone) if first else None,
        until=midnight(last, current.zone, after=True) if last else None,
    )
    shown = {
        "language": wanted.language or "",
        "reason": wanted.reason or "",
        "outcome": wanted.outcome or "",
        "agent": agent,
        "since": since if first else "",
        "until": until if last else "",
    }
    return TalkFilter(wanted, first, last, shown)


Filtered = Annotated[TalkFilter, Depends(filter_of)]


def choices(current: Current) -> dict[str, Sequence[tuple[str, str]]]:
    """Return the choices that the form offers."""
    language = current.language
    colleagues = presence.colleagues(current.app)
    return {
        "reasons": [(one, words.reason_label(one, language)) for one in Reason],
        "outcomes": [(one, words.outcome_label(one, language)) for one in Outcome],
        "languages": [(one, words.language_label(one, language)) for one in ("de", "en")],
        "agents": [(one.presence.agent_id, one.presence.name) for one in colleagues],
    }
