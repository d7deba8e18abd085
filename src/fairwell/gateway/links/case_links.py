"""Links in a confirmation mail: verify the declaration, or report that another person made it.

GET only shows a page with a button, POST acts: mail scanners and previews open every link.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request, Response

from fairwell.bootstrap import App
from fairwell.gateway.links.token_pages import is_token, later, page, unknown
from fairwell.i18n import formats, values
from fairwell.rules.cases.case import Case, Status
from fairwell.services.cases.change_case import dispute
from fairwell.services.cases.open_link import OpenedLink, look_at_dispute, look_at_verification
from fairwell.services.cases.verify_case import follow_link
from fairwell.store.base.errors import StoreUnavailable

LinkAction = Literal["verify", "dispute"]


def case_link_router(app: App) -> APIRouter:
    """Return the routes ``/verify/{token}`` and ``/dispute/{token}``, each GET and POST."""
    router = APIRouter(include_in_schema=False)
    for link in (
        _Link(app, "verify", look_at_verification, follow_link),
        _Link(app, "dispute", look_at_dispute, dispute),
    ):
        path = f"/{link.purpose}/{{token}}"
        router.add_api_route(path, link.show, methods=["GET"])
        router.add_api_route(path, link.act, methods=["POST"])
    return router


@dataclass(frozen=True)
class _Link:
    app: App
    purpose: LinkAction
    look: Callable[[str, App], OpenedLink | None]
    do: Callable[[str, App], Case | None]

    def show(self, token: str, request: Request) -> Response:
        """Show what the link is about, and the button; nothing changes."""
        return self._answer(token, request, act=False)

    def act(self, token: str, request: Request) -> Response:
        """Act on the pressed button. Pressed again, it gives the same answer."""
        return self._answer(token, request, act=True)

    def _answer(self, token: str, request: Request, *, act: bool) -> Response:
        try:
            if act and is_token(token):
                self.do(token, self.app)
            link = self.look(token, self.app) if is_token(token) else None
        except StoreUnavailable as error:
            return later(self.app, request, error)
        if link is None:
            return unknown(self.app, request)
        return case_page(self.app, link.case, _view(self.purpose, link))


def case_page(app: App, case: Case, view: str) -> Response:
    """Show the state of a case, without anything that was typed or that the account reveals."""
    return page(
        app,
        "case_link.html",
        case.language,
        410 if view == "verify_expired" else 200,
        view=view,
        what=values.kind_in_words(case.kind, case.language),
        reference=case.reference,
        received_at=formats.moment(case.requested_at, case.time_zone, case.language),
        code_minutes=app.policy.text_values(case.language)["code_minutes"],
    )


def _view(purpose: LinkAction, link: OpenedLink) -> str:
    """Return which text the page has: by the case's state, else by what the link can still do."""
    status = link.case.status
    if status in (Status.REVOKED, Status.EFFECTIVE):
        return status.value
    if status is Status.DISPUTED:
        return "disputed"
    if purpose == "dispute":
        return "dispute"
    if status is Status.VERIFIED:
        return "verified"
    return "verify" if link.usable else "verify_expired"
