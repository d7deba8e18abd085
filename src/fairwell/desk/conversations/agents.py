"""Shared parts of the conversation pages: the agent, refused handoffs, and redirects."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from fairwell.desk.frame.refusals import RequestRefused, conflict
from fairwell.desk.frame.visitor import Current, require, to
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.agent import Agent
from fairwell.services.errors import HandoffRefused, NotFound, NotYours, Taken
from fairwell.store.staff.users import User

# Supervisors see what agents see; only agents claim, answer and change.
Watching = Annotated[Current, Depends(require(Role.AGENT, Role.SUPERVISOR))]
Working = Annotated[Current, Depends(require(Role.AGENT))]


def agent_of(user: User) -> Agent:
    """Return a user as the agent that the handoff use cases expect."""
    return Agent(user.id, user.login, user.display_name)


def leads(user: User) -> bool:
    """Return whether an agent may act on cases in colleagues' conversations: supervisors may."""
    return user.may(Role.AGENT) and user.may(Role.SUPERVISOR)


def refused(error: HandoffRefused, language: str) -> RequestRefused:
    """Explain a refused action: the speaker has changed meanwhile, with the colleague's name."""
    if isinstance(error, NotFound):
        return RequestRefused("not_found")
    if isinstance(error, Taken | NotYours) and str(error):
        return conflict(
            _(language, "{name} has this conversation already", name=str(error)),
            _(language, "Nothing was done. You can read along, or take another one."),
        )
    if isinstance(error, NotYours):
        return conflict(
            _(language, "You are not assigned to this conversation"),
            _(language, "Nothing was done. Take it over first, or load the page again."),
        )
    return conflict(
        _(language, "Nobody is waiting in this conversation any more"),
        _(
            language,
            "Nothing was done. The customer went back to the assistant, or the conversation "
            "was closed. Reload the page to see the current state.",
        ),
    )


def go_on(current: Current, path: str) -> Response:
    """Continue to a page after a change, for htmx and for a plain form."""
    if current.by_htmx:
        return Response(headers={"HX-Redirect": path})
    return to(path)


def done(current: Current, path: str) -> Response:
    """Answer a change that the page's stream shows; a plain form gets its page again."""
    return Response(status_code=204) if current.by_htmx else to(path)
