"""Conversation actions of agents: claim, transfer, reply, close and others."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from fairwell.desk.conversations.agents import Working, agent_of, done, go_on
from fairwell.desk.conversations.talk_view import TalkView
from fairwell.desk.frame.refusals import RequestRefused, conflict
from fairwell.desk.frame.visitor import Current
from fairwell.desk.words.teams import TO_TEAM, team_of
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.speaker import Outcome
from fairwell.rules.handoff.teams import Team
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff import queue
from fairwell.services.handoff.conversation import LONGEST
from fairwell.services.handoff.packet import reread_packet, reveal_packet
from fairwell.services.staff import presence, users
from fairwell.services.staff.mentions import NobodyNamed

talk_actions_router = APIRouter(prefix="/c/{talk}")

_Text = Annotated[str, Form(max_length=4 * LONGEST)]
_Key = Annotated[str, Form(max_length=40, pattern=r"^[\w-]{8,}$")]


@talk_actions_router.post("/claim")
def claim(current: Working, talk: str) -> Response:
    """Claim the conversation, and go to its page."""
    queue.claim(talk, agent_of(current.user), current.app)
    return go_on(current, f"/desk/c/{talk}")


@talk_actions_router.post("/decline")
def decline(current: Working, talk: str) -> Response:
    """Decline the conversation and leave it to the other agents."""
    queue.decline(talk, agent_of(current.user), current.app)
    return go_on(current, "/desk/")


@talk_actions_router.post("/transfer")
def transfer(
    current: Working,
    talk: str,
    reason: _Text = "",
    to: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Transfer to a colleague who is present, or to the queue: for a team, or for every team."""
    if not reason.strip():
        raise _unfit(
            current, _(current.language, "Give a reason: it becomes a note for the next agent.")
        )
    receiver = _receiver(current, to) if to else None
    queue.transfer(talk, agent_of(current.user), current.app, to=receiver, reason=reason)
    return go_on(current, "/desk/")


@talk_actions_router.post("/return")
def return_to_bot(current: Working, talk: str) -> Response:
    """Hand back to the assistant."""
    handoff_conversation.return_to_bot(talk, agent_of(current.user), current.app)
    return done(current, f"/desk/c/{talk}")


@talk_actions_router.post("/close")
def close(current: Working, talk: str, outcome: Annotated[Outcome, Form()]) -> Response:
    """Close the conversation with an outcome."""
    handoff_conversation.close(talk, agent_of(current.user), outcome, current.app)
    return done(current, f"/desk/c/{talk}")


@talk_actions_router.post("/reveal")
def reveal(current: Working, talk: str) -> Response:
    """Show the person data; this is recorded in the audit."""
    reveal_packet(talk, agent_of(current.user), current.app)
    return go_on(current, f"/desk/c/{talk}")


@talk_actions_router.post("/reply")
def reply(current: Working, talk: str, text: _Text, send_key: _Key) -> Response:
    """Send a reply to the customer."""
    app, agent = current.app, agent_of(current.user)
    try:
        handoff_conversation.reply(talk, agent, text, send_key, app)
    except ValueError as error:
        raise _unfit(current, _length(current)) from error
    if not current.by_htmx:
        return go_on(current, f"/desk/c/{talk}")
    view = TalkView(current, reread_packet(talk, agent, current.app))
    return HTMLResponse(view.parts()["composer"].html)


@talk_actions_router.post("/note")
def note(current: Working, talk: str, note: _Text) -> Response:
    """Add a note for colleagues; the customer never sees it."""
    try:
        handoff_conversation.note(talk, agent_of(current.user), note, current.app)
    except NobodyNamed as error:
        raise _unfit(current, _whom(current, error)) from error
    except ValueError as error:
        raise _unfit(current, _length(current)) from error
    return done(current, f"/desk/c/{talk}")


@talk_actions_router.post("/draft")
def draft(current: Working, talk: str, send_key: _Key, text: _Text = "") -> Response:
    """Store the draft of a reply."""
    handoff_conversation.save_draft(talk, agent_of(current.user), text, current.app, send_key)
    return Response(status_code=204)


@talk_actions_router.post("/typing")
def typing(current: Working, talk: str) -> Response:
    """Show the customer that an agent types."""
    handoff_conversation.types(talk, agent_of(current.user), current.app)
    return Response(status_code=204)


def _receiver(current: Current, to: str) -> Agent | Team:
    if not to.startswith(TO_TEAM):
        return _colleague(current, to)
    team = team_of(current, to.removeprefix(TO_TEAM))
    if team:
        return team
    raise conflict(
        _(current.language, "This team no longer exists"),
        _(current.language, "Nothing was done. Choose another colleague, or the queue."),
    )


def _colleague(current: Current, agent_id: str) -> Agent:
    app = current.app
    there = {one.presence.agent_id for one in presence.colleagues(app) if one.online}
    for user in users.everybody(app) if agent_id in there else ():
        if user.id == agent_id and user.may(Role.AGENT) and user.disabled_at is None:
            return agent_of(user)
    raise conflict(
        _(current.language, "Your colleague is not at the desk any more"),
        _(current.language, "Nothing was done. Choose another colleague, or the queue."),
    )


def _whom(current: Current, error: NobodyNamed) -> str:
    if error.several:
        return _(
            current.language,
            "Several colleagues are called {name}. Write the full name, then save the note.",
            name=error.name,
        )
    return _(
        current.language,
        "No colleague is called {name}. Write the name as it is displayed, then save the note.",
        name=error.name,
    )


def _unfit(current: Current, advice: str) -> RequestRefused:
    return RequestRefused("bad_request", _(current.language, "Something is missing"), advice)


def _length(current: Current) -> str:
    return _(current.language, "Write something; very long texts have to be sent in parts.")
