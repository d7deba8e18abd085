"""Conversation page, and its stream of what changes while the page is open."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, Header, Query
from sse_starlette import ServerSentEvent
from starlette.responses import Response

from fairwell.desk.conversations.agents import Watching, agent_of
from fairwell.desk.conversations.presence import while_present
from fairwell.desk.conversations.talk_view import PARTS, TalkView
from fairwell.desk.conversations.viewing import Viewing
from fairwell.desk.frame.visitor import Current
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.services.handoff.packet import read_packet, reread_packet
from fairwell.services.live import TYPING, Pushed, behind
from fairwell.services.staff import presence

talk_router = APIRouter(prefix="/c/{talk}")


@talk_router.get("")
def page(current: Watching, talk: str, case: Annotated[str, Query(max_length=26)] = "") -> Response:
    """Show the whole conversation; reading it is recorded in the audit.

    ``case`` has just been changed from here: its new state is said.
    """
    view = TalkView(current, read_packet(talk, agent_of(current.user), current.app))
    parts = view.parts()
    follow = {"after": view.last_line, "has": "-".join(parts[name].mark for name in PARTS)}
    return current.page(
        "talk.html",
        talk=view,
        parts_of_talk=parts,
        changed=view.case(case),
        lines=view.lines(),
        events=f"/desk/c/{talk}/events?{urlencode(follow)}",
    )


@talk_router.get("/events")
async def events(
    current: Watching,
    talk: str,
    after: Annotated[int, Query(ge=0)] = 0,
    has: Annotated[str, Query(max_length=200)] = "",
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> Response:
    """Stream new lines by id, parts the page does not have yet, who types, and who else reads."""
    app, agent = current.app, agent_of(current.user)
    await to_thread.run_sync(reread_packet, talk, agent, app)  # refuses what is not there
    seen = int(last_event_id) if last_event_id.isdecimal() else after
    source = _changes(current, talk, seen, dict(zip(PARTS, has.split("-"), strict=False)))
    return current.stream(while_present(current, source))


async def _changes(
    current: Current, talk: str, seen: int, has: dict[str, str]
) -> AsyncGenerator[ServerSentEvent, None]:
    app, agent = current.app, agent_of(current.user)
    viewing: Viewing = current.request.app.state.desk.viewing
    told = {"viewing": ""}

    def look(last_id: int) -> list[Pushed]:
        view = TalkView(current, reread_packet(talk, agent, app))
        found = []
        for line in view.lines(last_id):
            html = current.part("talk_line.html", line=line)
            found.append(Pushed("line", {"html": html, "role": line.role}, line.id))
        for name, part in view.parts().items():
            if has.get(name) != part.mark:
                has[name] = part.mark
                found.append(Pushed(name, {"html": part.html}))
        return found

    async def read(last_id: int) -> list[Pushed]:
        found = await to_thread.run_sync(look, last_id)
        hidden = await to_thread.run_sync(presence.invisible, app)
        readers = _readers(viewing.others(talk, agent, hidden), current.language)
        if readers != told["viewing"]:
            told["viewing"] = readers
            found.append(Pushed("viewing", {"html": current.part("text.html", text=readers)}))
        return found

    typing = current.part("text.html", text=_(current.language, "The customer is typing …"))
    with viewing.reading(talk, agent):
        async for event in app.live.follow(behind(talk), seen, read):
            if event.kind == TYPING and event.data.get("by") == "customer":
                yield ServerSentEvent(typing, event=TYPING)
            elif "html" in event.data:
                identity = None if event.id is None else str(event.id)
                yield ServerSentEvent(event.data["html"], event=event.kind, id=identity)


def _readers(names: list[str], language: str) -> str:
    if not names:
        return ""
    return _(
        language,
        "{names} reads along" if len(names) == 1 else "{names} read along",
        names=formats.listed(names, language),
    )
