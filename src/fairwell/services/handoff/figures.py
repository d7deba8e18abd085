"""Figures of the desk: how long customers wait, and what was done today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from zoneinfo import ZoneInfo

from fairwell.rules.handoff.speaker import CLOSING, Outcome
from fairwell.rules.handoff.teams import Team
from fairwell.rules.handoff.waiting import Pace, pace
from fairwell.services.context import Context
from fairwell.services.handoff.steps import agents_online, members_online, team_of
from fairwell.store.handoff.handoffs import Handoff


@dataclass(frozen=True)
class Timer:
    """An answer that is owed: since when, and its pace against the desk's target."""

    since: dt.datetime | None
    waited: dt.timedelta
    pace: Pace


@dataclass(frozen=True)
class Timers:
    """The first answer of a handoff, and the next one. Nothing owed: ``Pace.ANSWERED``."""

    first: Timer
    next: Timer


@dataclass(frozen=True)
class TeamNow:
    """How many wait for a team, and how many of it are available. ``team=None``: everybody."""

    team: Team | None
    waiting: int
    online: int


@dataclass(frozen=True)
class Overview:
    """The desk now and today, in the desk's time zone. Waits are in seconds, ``None`` without any.

    ``wait_median`` and ``wait_longest``: from the request to the claim, of today's.
    ``first_answer_median``: from the request to the first answer. ``score_mean``: 30 days, 1 to 5.
    """

    queued_now: int
    longest_wait_now: float | None
    with_people_now: int
    online_now: int
    asked_today: int
    answered_today: int
    closed_today: int
    returned_today: int
    left_today: int
    unattended_today: int
    wait_median: float | None
    wait_longest: float | None
    first_answer_median: float | None
    first_answers_in_time: int
    score_mean: float | None
    scores: int
    by_agent: dict[str, int]
    by_team: list[TeamNow]


def timers(handoff: Handoff, app: Context) -> Timers:
    """Return the timers of a handoff; one that has ended owes no answer."""
    now = app.clock()
    over = handoff.ended_at is not None
    first_since = None if over or handoff.first_answer_at else handoff.requested_at
    answered_before = handoff.first_answer_at is not None and not over
    next_since = handoff.waiting_since if answered_before else None
    return Timers(
        _timer(first_since, app.patience.first_answer, now),
        _timer(next_since, app.patience.next_answer, now),
    )


def overview(app: Context) -> Overview:
    """Return the figures for the supervisor."""
    now = app.clock()
    zone = ZoneInfo(app.hours.zone)
    midnight = dt.datetime.combine(now.astimezone(zone).date(), dt.time.min, zone)
    with app.store.look() as work:
        waiting = work.handoffs.waiting()
        claimed = work.handoffs.claimed()
        today = work.handoffs.requested_since(midnight)
        online = agents_online(work, now, app)
        scores = work.desk.scores_since((now - dt.timedelta(days=30)).date())
        there = members_online(work, now, app)
    outcomes = [handoff.outcome for handoff in today]
    waits = _seconds((h.requested_at, h.claimed_at) for h in today)
    first = _seconds((h.requested_at, h.first_answer_at) for h in today)
    aim = app.patience.first_answer.total_seconds()
    answered = [handoff for handoff in today if handoff.first_answer_at]
    names = [handoff.agent_name or "" for handoff in answered]
    return Overview(
        queued_now=len(waiting),
        longest_wait_now=max(
            ((now - handoff.queued_at).total_seconds() for handoff in waiting), default=None
        ),
        with_people_now=len(claimed),
        online_now=len(online),
        asked_today=len(today),
        answered_today=len(answered),
        closed_today=sum(outcome in CLOSING for outcome in outcomes),
        returned_today=outcomes.count(Outcome.RETURNED),
        left_today=outcomes.count(Outcome.LEFT),
        unattended_today=outcomes.count(Outcome.UNATTENDED),
        wait_median=median(waits) if waits else None,
        wait_longest=max(waits, default=None),
        first_answer_median=median(first) if first else None,
        first_answers_in_time=sum(seconds <= aim for seconds in first),
        score_mean=sum(scores) / len(scores) if scores else None,
        scores=len(scores),
        by_agent={name: names.count(name) for name in sorted(set(names))},
        by_team=_by_team(waiting, there, len(online), app),
    )


def _by_team(
    waiting: Sequence[Handoff], there: Mapping[str, set[str]], online: int, app: Context
) -> list[TeamNow]:
    if not app.teams:
        return []
    asked = [team_of(handoff, app) for handoff in waiting]
    teams = [TeamNow(team, asked.count(team), len(there[team.key])) for team in app.teams]
    return [*teams, TeamNow(None, asked.count(None), online)]


def _timer(since: dt.datetime | None, aim: dt.timedelta, now: dt.datetime) -> Timer:
    return Timer(since, now - since if since else dt.timedelta(), pace(since, aim, now))


def _seconds(spans: Iterable[tuple[dt.datetime, dt.datetime | None]]) -> list[float]:
    return [(end - begin).total_seconds() for begin, end in spans if end]
