"""Profile page: the user's own name, language, shortcuts and password."""

from __future__ import annotations

from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Form
from starlette.responses import Response

from fairwell.desk.frame.visitor import Current, SignedIn, to
from fairwell.desk.words.passwords import password_hint, weakness_in_words
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.passwords import fits
from fairwell.rules.language import Language
from fairwell.services.staff import users
from fairwell.services.staff.users import BadName, WeakPassword

profile_router = APIRouter(prefix="/profile")

_PASSWORD = Annotated[str, Form(max_length=1000)]


@profile_router.get("")
def profile(current: SignedIn, done: Literal["profile", "password", ""] = "") -> Response:
    """Show the profile forms."""
    return _page(current, done=done)


@profile_router.post("")
async def save(
    current: SignedIn,
    name: Annotated[str, Form(max_length=500)],
    language: Annotated[Language, Form()],
    shortcuts: Annotated[bool, Form()] = False,
) -> Response:
    """Save name, language and shortcuts."""
    app = current.app
    try:
        await to_thread.run_sync(
            lambda: users.set_profile(current.user.id, name, language, app, shortcuts=shortcuts)
        )
    except BadName:
        fault = _(current.language, "Give the name that customers and colleagues see.")
        return _page(current, 422, faults={"name": fault}, name=name)
    return to("/desk/profile?done=profile")


@profile_router.post("/password")
async def change_password(current: SignedIn, old: _PASSWORD, new: _PASSWORD) -> Response:
    """Set another password; the user's other sessions end."""
    state, user = current.request.app.state.desk, current.user

    def change() -> list[str] | None:
        if not fits(old, user.password_hash):
            return None
        return list(users.change_password(user, current.session.id_hash, new, state.app))

    try:
        ended = await to_thread.run_sync(change, limiter=state.hashing)
    except WeakPassword as weak:
        return _page(
            current, 422, faults={"new": weakness_in_words(weak.weakness, current.language)}
        )
    if ended is None:
        fault = _(current.language, "That is not your password.")
        return _page(current, 422, faults={"old": fault})
    state.streams.end(ended)
    return to("/desk/profile?done=password")


def _page(current: Current, status: int = 200, **values: object) -> Response:
    shown = {"done": "", "faults": {}, "name": current.user.display_name, **values}
    return current.page("profile.html", status, hint=password_hint(current.language), **shown)
