"""Start page, the stream that reports the end of a session, and the interface language."""

from __future__ import annotations

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form
from starlette.responses import Response

from fairwell.desk.conversations.presence import while_present
from fairwell.desk.conversations.queue_page import queue
from fairwell.desk.frame.navigation import works_with_conversations
from fairwell.desk.frame.streams import nothing
from fairwell.desk.frame.visitor import SignedIn, safe_next, to
from fairwell.rules.language import Language
from fairwell.services.staff import users

home_router = APIRouter()


@home_router.get("/")
def home(current: SignedIn) -> Response:
    """Show the start page after login: the queue for those who work with conversations."""
    if works_with_conversations(current.user):
        return queue(current)
    return current.page("home.html")


@home_router.get("/events")
async def events(current: SignedIn) -> Response:
    """Stream only the end of the session; pages with news have streams of their own."""
    return current.stream(while_present(current, nothing()))


@home_router.post("/language")
async def set_language(
    current: SignedIn,
    language: Annotated[Language, Form()],
    next: Annotated[str, Form(max_length=500)] = "",  # noqa: A002 (the field's name)
) -> Response:
    """Store the interface language with the user."""
    user = current.user
    await to_thread.run_sync(
        lambda: users.set_profile(
            user.id, user.display_name, language, current.app, shortcuts=user.shortcuts
        )
    )
    return to(safe_next(next))
