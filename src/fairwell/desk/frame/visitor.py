"""Request context of a page: a visitor who is not logged in, or the user of a session.

A page's function takes ``Annotated[Current, Depends(require(Role.AGENT))]`` and answers with
``current.page("name.html", ...)``. Every change must be a POST: for every request that is no
GET or HEAD, ``require`` also checks the form's token.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from sse_starlette import ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from fairwell.bootstrap import App
from fairwell.desk.frame.cookies import session_secret
from fairwell.desk.frame.navigation import HOME, items, shortcuts, works_with_conversations
from fairwell.desk.frame.refusals import RequestRefused
from fairwell.desk.frame.streams import Streams
from fairwell.i18n import formats
from fairwell.i18n.catalogue import LANGUAGES, preferred
from fairwell.i18n.templating import environment_of
from fairwell.rules.access.roles import Role
from fairwell.rules.access.sessions import form_token, is_form_token
from fairwell.rules.language import Language
from fairwell.services.staff import login as desk_login
from fairwell.store.staff.users import DeskSession, User

TEMPLATES = Path(__file__).parents[1] / "templates"
READS = frozenset({"GET", "HEAD"})
TOKEN_FIELD, TOKEN_HEADER = "csrf", "x-csrf-token"


@dataclass(frozen=True)
class Visitor:
    """The visitor of a page, not necessarily logged in."""

    request: Request

    @property
    def app(self) -> App:
        """The product's use cases."""
        app: App = self.request.app.state.desk.app
        return app

    @cached_property
    def language(self) -> Language:
        """The page's language: chosen by ``?lang=``, else the browser's."""
        chosen = self.request.query_params.get("lang", "")
        accepted = self.request.headers.get("accept-language", "")
        return preferred(chosen if chosen in LANGUAGES else accepted)

    @property
    def by_htmx(self) -> bool:
        """Whether htmx asks for a part of a page."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def address(self) -> str:
        """The client's address; behind a trusted proxy, the one the proxy reports."""
        return self.request.client.host if self.request.client else ""

    @property
    def origin(self) -> str:
        """The product's public address, without a path."""
        asked = self.request.url
        return self.app.settings.public_url.rstrip("/") or f"{asked.scheme}://{asked.netloc}"

    @property
    def zone(self) -> str:
        """The desk's time zone: the operator's, whatever the language."""
        return self.app.policy.facts.time_zones["de"]

    def moment(self, moment: dt.datetime) -> str:
        """Format a time on the desk's clock."""
        return formats.moment(moment, self.zone, self.language)

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """Render a page, or a part of one, from ``templates/``."""
        return HTMLResponse(self.part(template, **values), status, headers={"Vary": "HX-Request"})

    def part(self, template: str, **values: object) -> str:
        """Render the HTML of a page or of a part."""
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
            "brand": self.app.policy.facts.brand.value,
            "other_url": "?" + urlencode([*kept, ("lang", other)]),
        }


@dataclass(frozen=True)
class Current(Visitor):
    """The user of a valid session."""

    user: User
    session: DeskSession
    csrf: str

    @cached_property
    def language(self) -> Language:
        """The user's own language."""
        return self.user.language

    def stream(self, source: AsyncGenerator[ServerSentEvent, None]) -> Response:
        """Stream the events of a source for as long as the session lasts."""
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
    """Return the user who is logged in.

    Raises:
        RequestRefused: nobody is logged in, or a change came without the form's token.
    """
    secret = session_secret(request)
    app = request.app.state.desk.app
    found = await app.pools.login.run(desk_login.session_of, secret, app) if secret else None
    if found is None:
        raise RequestRefused("signed_out")
    if request.method not in READS:
        form = {} if TOKEN_HEADER in request.headers else await request.form()
        sent = request.headers.get(TOKEN_HEADER) or form.get(TOKEN_FIELD)
        if not isinstance(sent, str) or not is_form_token(sent, secret):
            raise RequestRefused("forged")
    session, user = found
    return Current(request, user, session, form_token(secret))


SignedIn = Annotated[Current, Depends(signed_in)]


def require(*roles: Role) -> Callable[[Current], Awaitable[Current]]:
    """Return a dependency: the user who is logged in and has one of these roles.

    Raises:
        RequestRefused: nobody is logged in, or the user has no such role.
    """

    async def allowed(current: SignedIn) -> Current:
        if not current.user.may(*roles):
            raise RequestRefused("forbidden")
        return current

    return allowed


def refusal(request: Request, refused: RequestRefused, current: Current | None) -> Response:
    """Answer a refused request: with the login page, a page of its own, or a part for htmx."""
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
        # Out of band, so that it is found even when news has replaced the pressed button meanwhile.
        answer.headers.update({"HX-Retarget": "body", "HX-Reswap": "none"})
    return answer


def refused_by(error: HTTPException) -> RequestRefused:
    """Translate an error of the framework into a refusal of our own."""
    known: dict[int, str] = {404: "not_found", 405: "not_found"}
    return RequestRefused(known.get(error.status_code, "bad_request"))


def login_url(path: str, query: str = "") -> str:
    """Return the address of the login page, with the page to continue to."""
    target = f"{path}?{query}" if query else path
    return "/desk/login" + (
        "" if target.rstrip("/") == "/desk" else f"?{urlencode({'next': target})}"
    )


def safe_next(target: str) -> str:
    """Return the page of the desk to continue to; anything else becomes the start page."""
    fine = target.startswith("/desk/") and "\\" not in target and ".." not in target
    return target if fine and target.isprintable() else HOME


def to(path: str) -> RedirectResponse:
    """Redirect to a page after a change, so that reloading it does not repeat the change."""
    return RedirectResponse(path, 303)
