"""Supervisor page: the desk's figures for now and for today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from fairwell.desk.frame.visitor import Current, require
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.roles import Role
from fairwell.services.handoff import figures as handoff_figures
from fairwell.services.staff import presence
from fairwell.services.staff.presence import Colleague

supervisor_router = APIRouter(prefix="/supervisor")

Supervising = Annotated[Current, Depends(require(Role.SUPERVISOR))]


@dataclass(frozen=True)
class AgentListItem:
    """An agent at the desk, as the page words them."""

    name: str
    state: str
    tone: str
    conversations: str
    answered: str


@supervisor_router.get("")
def supervisor(current: Supervising) -> Response:
    """Show the supervisor page."""
    return current.page("supervisor.html", 200, **_figures(current))


@supervisor_router.get("/figures")
def figures(current: Supervising) -> Response:
    """Return the current figures."""
    return current.page("supervisor_figures.html", 200, **_figures(current))


def _figures(current: Current) -> dict[str, object]:
    app, language = current.app, current.language
    now = handoff_figures.overview(app)
    patience = app.policy.desk.patience

    def wait(seconds: float | None) -> str:
        if seconds is None:
            return _(language, "none")
        return formats.duration(dt.timedelta(seconds=seconds), language)

    def number(value: int) -> str:
        return formats.number(value, language)

    score = _(language, "none")
    if now.score_mean is not None:
        score = _(
            language,
            "{mean} of {most}, from {number} customers",
            mean=formats.decimal(now.score_mean, language),
            most=number(5),
            number=number(now.scores),
        )
    return {
        "large": [
            (_(language, "Waiting"), number(now.queued_now)),
            (_(language, "Longest wait"), wait(now.longest_wait_now)),
            (_(language, "With a person"), number(now.with_people_now)),
            (_(language, "Agents at the desk"), number(now.online_now)),
        ],
        "today": [
            (_(language, "Asked for a person"), number(now.asked_today)),
            (_(language, "Answered by a person"), number(now.answered_today)),
            (_(language, "Ended by a person"), number(now.closed_today)),
            (_(language, "Handed back to the assistant"), number(now.returned_today)),
            (_(language, "The customer left the queue"), number(now.left_today)),
            (_(language, "No agent was online"), number(now.unattended_today)),
        ],
        "waits": [
            (_(language, "Time to takeover, median"), wait(now.wait_median)),
            (_(language, "Time to takeover, longest"), wait(now.wait_longest)),
            (_(language, "Time to first answer, median"), wait(now.first_answer_median)),
            (
                _(
                    language,
                    "First answer within {aim}",
                    aim=formats.duration(patience.first_answer, language),
                ),
                _(
                    language,
                    "{number} of {all}",
                    number=number(now.first_answers_in_time),
                    all=number(now.answered_today),
                ),
            ),
            (_(language, "Satisfaction, last weeks"), score),
        ],
        "teams": [
            (
                one.team.names[language] if one.team else _(language, "no team"),
                number(one.waiting),
                number(one.online),
            )
            for one in now.by_team
        ],
        "people": [
            _person(one, now.by_agent.get(one.presence.name, 0), language)
            for one in sorted(presence.colleagues(app), key=lambda one: not one.online)
        ],
    }


def _person(one: Colleague, answered: int, language: str) -> AgentListItem:
    if one.online:
        state, tone = _(language, "at the desk"), "good"
    elif one.presence.state == "away":
        state, tone = _(language, "away"), "warn"
    else:
        state, tone = _(language, "offline"), ""
    return AgentListItem(
        name=one.presence.name,
        state=state,
        tone=tone,
        conversations=formats.number(one.conversations, language),
        answered=formats.number(answered, language),
    )
