"""Queue page: who waits, the agent's own conversations, and the agent's presence."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form, Header, Query
from sse_starlette import ServerSentEvent
from starlette.responses import Response

from fairwell.desk.conversations.agents import Watching, Working, agent_of, done
from fairwell.desk.conversations.due import AnswerDue, due_of
from fairwell.desk.conversations.presence import while_present
from fairwell.desk.conversations.queue_filter import choices, filter_of
from fairwell.desk.frame.visitor import Current
from fairwell.desk.words.handoffs import (
    knowledge_label,
    language_label,
    plan_label,
    presence_options,
    reason_label,
)
from fairwell.desk.words.teams import team_in_words
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.presence import PresenceState
from fairwell.services.handoff import queue as handoff_queue
from fairwell.services.handoff import todo
from fairwell.services.handoff.queue import Waiting
from fairwell.services.live import DESK, Pushed
from fairwell.services.staff import mentions, presence

queue_router = APIRouter()

# Another process's events wake no stream of this one, so open pages also poll.
LOOK_EVERY = 15  # seconds


@dataclass(frozen=True)
class QueueListItem:
    """A conversation in a list, as the page words it."""

    id: str
    reason: str
    tongue: str
    lang: str
    about: str
    preview: str
    due: AnswerDue
    team: str
    everybodys: bool
    declined: bool


def queue(current: Current) -> Response:
    """Show the queue page."""
    newest = presence.last_event_id(current.app)
    return current.page("queue.html", 200, newest=newest, **choices(current), **_lists(current))


@queue_router.get("/queue/lists")
def lists(current: Watching) -> Response:
    """Return the current lists."""
    return current.page("queue_lists.html", 200, **_lists(current))


@queue_router.get("/queue/count")
def count(current: Watching) -> Response:
    """Count the conversations that wait, and the notes that mention the agent."""
    app = current.app
    return current.page(
        "queue_count.html",
        number=handoff_queue.length(app),
        mentions=len(mentions.unread(agent_of(current.user), app)),
    )


@queue_router.get("/queue/events")
async def events(
    current: Watching,
    after: Annotated[int, Query(ge=0)] = 0,
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> Response:
    """Stream the lists each time something has happened at the desk after an event."""
    seen = int(last_event_id) if last_event_id.isdecimal() else after
    return current.stream(while_present(current, _changes(current, seen)))


@queue_router.post("/mentions/{mention}/read")
def mark_read(current: Watching, mention: str) -> Response:
    """Mark a note that mentions the agent as read."""
    # Already read in another window: the result is the one that was wanted.
    with suppress(LookupError):
        mentions.mark_read(mention, agent_of(current.user), current.app)
    return done(current, "/desk/")


@queue_router.post("/presence")
async def set_presence(current: Working, state: Annotated[PresenceState, Form()]) -> Response:
    """Set whether the agent takes new conversations, pauses, or works without being visible."""
    agent = agent_of(current.user)
    await to_thread.run_sync(presence.say_present, agent, state, current.app)
    current.request.app.state.desk.viewing.shows_otherwise(agent)
    return done(current, "/desk/")


async def _changes(current: Current, seen: int) -> AsyncGenerator[ServerSentEvent, None]:
    app = current.app

    async def read(last_id: int) -> list[Pushed]:
        newest = await to_thread.run_sync(presence.last_event_id, app)
        return [Pushed("queue", {}, newest)] if newest > last_id else []

    async for event in app.live.follow(DESK, seen, read):
        if event.kind != "queue":
            continue
        html = await to_thread.run_sync(lambda: current.part("queue_lists.html", **_lists(current)))
        yield ServerSentEvent(html, event="queue", id=str(event.id))


def _lists(current: Current) -> dict[str, object]:
    app, agent = current.app, agent_of(current.user)
    is_agent = current.user.may(Role.AGENT)
    chosen = filter_of(current)
    waiting = handoff_queue.waiting(agent, app)
    shown = chosen.fitting(waiting)
    held = handoff_queue.mine(agent, app) if is_agent else []
    shown_held = chosen.fitting(held)
    colleagues = presence.colleagues(app)
    mine = next((one for one in colleagues if one.presence.agent_id == agent.id), None)
    return {
        "waiting": [_row(current, row) for row in shown],
        "hidden": len(waiting) - len(shown),
        "held": [_row(current, row) for row in shown_held],
        "hidden_held": len(held) - len(shown_held),
        "chosen": chosen,
        "mentions": [(one, current.moment(one.at)) for one in mentions.unread(agent, app)],
        "is_agent": is_agent,
        "online": [one.presence.name for one in colleagues if one.online],
        "state": mine.presence.state if mine else "online",
        "states": presence_options(current.language),
        "alarms": todo.count(app).alarms,
        "look_every": LOOK_EVERY,
    }


def _row(current: Current, row: Waiting) -> QueueListItem:
    language, handoff = current.language, row.handoff
    about = plan_label(row.plan, language) if row.plan else ""
    return QueueListItem(
        id=handoff.conversation_id,
        reason=reason_label(handoff.reason, language),
        tongue=language_label(handoff.language, language),
        lang=handoff.language,
        about=about or knowledge_label(row.knowledge, language),
        preview=row.preview,
        due=due_of(current, handoff),
        team=team_in_words(current, row.team),
        everybodys=row.everybodys,
        declined=row.declined,
    )
