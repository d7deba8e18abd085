"""Who asks for a page: a visitor who is not logged in, or the user of a session.

A page's function takes ``Annotated[Current, Depends(require(Role.AGENT))]`` and answers with
``current.page("name.html", ...)``. Whatever changes something must be a POST: for every request
that is no GET or HEAD, ``require`` also checks the form's token.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import Depends, Request
from sse_starlette import ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from fairwell.bootstrap import Services
from fairwell.desk.frame.cookies import session_secret
from fairwell.desk.frame.navigation import HOME, items, shortcuts, works_with_conversations
from fairwell.desk.frame.refusals import Refused
from fairwell.desk.frame.streams import Streams
from fairwell.i18n import formats
from fairwell.i18n.catalogue import LANGUAGES, preferred
from fairwell.i18n.templating import environment_of
from fairwell.rules.access.roles import Role
from fairwell.rules.access.sessions import form_token, is_form_token
from fairwell.services.staff.ports import Language, Session, User

TEMPLATES = Path(__file__).parents[1] / "templates"
READS = frozenset({"GET", "HEAD"})
TOKEN_FIELD, TOKEN_HEADER = "csrf", "x-csrf-token"


@dataclass(frozen=True)
class Visitor:
    """Somebody in front of a page, not necessarily logged in."""

    request: Request

    @property
    def services(self) -> Services:
        """The product's use cases."""
        services: Services = self.request.app.state.desk.services
        return services

    @cached_property
    def language(self) -> Language:
        """The language the page is in: chosen by ``?lang=``, else the browser's."""
        chosen = self.request.query_params.get("lang", "")
        accepted = self.request.headers.get("accept-language", "")
        return preferred(chosen if chosen in LANGUAGES else accepted)

    @property
    def by_htmx(self) -> bool:
        """Whether htmx asks for a part of a page."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def address(self) -> str:
        """Where the request comes from; behind a trusted proxy, from whom it has it."""
        return self.request.client.host if self.request.client else ""

    @property
    def origin(self) -> str:
        """The address people use for the product, without a path."""
        asked = self.request.url
        return self.services.settings.public_url.rstrip("/") or f"{asked.scheme}://{asked.netloc}"

    @property
    def zone(self) -> str:
        """The zone the desk works in: the operator's, whatever the language."""
        return self.services.facts.time_zones["de"]

    def moment(self, moment: dt.datetime) -> str:
        """A time on the desk's clock."""
        return formats.moment(moment, self.zone, self.language)

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page, or a part of one, from ``templates/``."""
        return HTMLResponse(self.part(template, **values), status, headers={"Vary": "HX-Request"})

    def part(self, template: str, **values: object) -> str:
        """The HTML of a page or of a part."""
        return (
            environment_of(TEMPLATES, self.language)
            .get_template(template)
            .render(lang=self.language, visitor=self, **self._frame(), **values)
        )

    def _frame(self) -> dict[str, object]:
        other = "en" if self.language == "de" else "de"
        kept = [pair for pair in self.request.query_params.multi_items() if pair[0] != "lang"]
        return {
            "current": None,
            "brand": self.services.facts.brand.value,
            "other_url": "?" + urlencode([*kept, ("lang", other)]),
        }


@dataclass(frozen=True)
class Current(Visitor):
    """The user of a session that may be used."""

    user: User
    session: Session
    csrf: str

    @cached_property
    def language(self) -> Language:
        """The user's own."""
        return self.user.language

    def stream(self, source: AsyncGenerator[ServerSentEvent, None]) -> Response:
        """The events of a source, for as long as the session lasts."""
        streams: Streams = self.request.app.state.desk.streams
        return streams.response(self.session.id_hash, source)

    def _frame(self) -> dict[str, object]:
        path = self.request.url.path.rstrip("/")
        return super()._frame() | {
            "current": self,
            "navigation": items(self.user, path, self.language),
            "here": path,
            "works": works_with_conversations(self.user),
            "shortcut_list": shortcuts(self.user, self.language),
        }


async def signed_in(request: Request) -> Current:
    """Whoever is logged in.

    Raises:
        Refused: nobody is; or a request that changes something came without the form's token.
    """
    secret = session_secret(request)
    desk = request.app.state.desk.services.desk
    found = await to_thread.run_sync(desk.session_of, secret) if secret else None
    if found is None:
        raise Refused("signed_out")
    if request.method not in READS:
        form = {} if TOKEN_HEADER in request.headers else await request.form()
        sent = request.headers.get(TOKEN_HEADER) or form.get(TOKEN_FIELD)
        if not isinstance(sent, str) or not is_form_token(sent, secret):
            raise Refused("forged")
    session, user = found
    return Current(request, user, session, form_token(secret))


SignedIn = Annotated[Current, Depends(signed_in)]


def require(*roles: Role) -> Callable[[Current], Awaitable[Current]]:
    """A dependency: whoever is logged in and has one of these roles.

    Raises:
        Refused: nobody is logged in, or without such a role.
    """

    async def allowed(current: SignedIn) -> Current:
        if not current.user.may(*roles):
            raise Refused("forbidden")
        return current

    return allowed


def refusal(request: Request, refused: Refused, current: Current | None) -> Response:
    """The answer to a refused request: the login page, a page of its own, or a part for htmx."""
    visitor = current or Visitor(request)
    if refused.code == "signed_out" and not visitor.by_htmx and request.method in READS:
        if "text/event-stream" in request.headers.get("accept", ""):
            return Response(status_code=401)
        return RedirectResponse(login_url(request.url.path, request.url.query), 303)
    template = "refusal_part.html" if visitor.by_htmx else "refusal.html"
    answer = visitor.page(
        template,
        refused.status,
        title=refused.title(visitor.language),
        advice=refused.advice(visitor.language),
        code=refused.code,
    )
    if visitor.by_htmx:
        # Out of band, and so found also when news has replaced the pressed button meanwhile.
        answer.headers.update({"HX-Retarget": "body", "HX-Reswap": "none"})
    return answer


def refused_by(error: HTTPException) -> Refused:
    """What the framework refuses, in our words."""
    known: dict[int, str] = {404: "not_found", 405: "not_found"}
    return Refused(known.get(error.status_code, "bad_request"))


def login_url(path: str, query: str = "") -> str:
    """The login page, and where to go on from there."""
    target = f"{path}?{query}" if query else path
    return "/desk/login" + (
        "" if target.rstrip("/") == "/desk" else f"?{urlencode({'next': target})}"
    )


def safe_next(target: str) -> str:
    """A page of the desk to go on to; anything else is the start page."""
    fine = target.startswith("/desk/") and "\\" not in target and ".." not in target
    return target if fine and target.isprintable() else HOME


def to(path: str) -> RedirectResponse:
    """Go on to a page after something was done, so that reloading it does nothing twice."""
    return RedirectResponse(path, 303)
