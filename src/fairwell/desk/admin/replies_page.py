"""Pages for canned replies, for supervisors and admins: list, add, change, remove, restore."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from fairwell.desk.conversations.agents import agent_of
from fairwell.desk.frame.refusals import RequestRefused
from fairwell.desk.frame.visitor import Current, require, to
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.replies import LONGEST, Flaw, ReplyFault, Template
from fairwell.services.staff import replies as desk_replies
from fairwell.services.staff.replies import BadReply, Kept, KeyTaken, Origin

replies_router = APIRouter(prefix="/replies")

Writing = Annotated[Current, Depends(require(Role.SUPERVISOR, Role.ADMIN))]
_Text = Annotated[str, Form(max_length=10 * LONGEST)]

_ORIGINS = {
    Origin.SHIPPED: "as shipped",
    Origin.CHANGED: "changed here",
    Origin.ADDED: "added here",
    Origin.REMOVED: "removed",
}
_TONES = {Origin.CHANGED: "good", Origin.ADDED: "good", Origin.REMOVED: "warn"}
_FLAWS = {
    Flaw.KEY: "Use small letters and underscores, such as call_back.",
    Flaw.EMPTY: "This text is missing. Agents need both languages.",
    Flaw.TOO_LONG: "Too long: at most {most} characters.",
    Flaw.BRACES: "Braces may contain the name of a placeholder and nothing else. Every brace "
    "needs its partner.",
    Flaw.UNKNOWN: "Unknown placeholder: {names}. The known ones are listed below.",
    Flaw.UNEVEN: "Missing here, but used in the other language: {names}.",
}


@replies_router.get("")
def replies(current: Writing, done: Literal["kept", "removed", ""] = "") -> Response:
    """Show all replies, and the form to add one."""
    return _list(current, done=done)


@replies_router.post("")
def add(current: Writing, key: _Text = "", de: _Text = "", en: _Text = "") -> Response:
    """Add a reply in both languages."""
    template = Template(key.strip().removeprefix("/"), {"de": de, "en": en})
    faults: dict[str, str]
    try:
        desk_replies.add(template, agent_of(current.user), current.app)
    except BadReply as bad:
        faults = _in_words(bad.faults, current)
    except KeyTaken:
        taken = _(current.language, "A text block of this name exists. Change that one.")
        faults = {"key": taken}
    else:
        return to("/desk/replies?done=kept")
    return _list(current, 422, faults=faults, key=template.key, de=de, en=en)


@replies_router.get("/{key}")
def reply(current: Writing, key: str) -> Response:
    """Show one reply."""
    kept = _find(current, key)
    return _one(current, kept, faults=_in_words(kept.faults, current))


@replies_router.post("/{key}")
def change(current: Writing, key: str, de: _Text = "", en: _Text = "") -> Response:
    """Change the texts of a reply."""
    template = Template(key, {"de": de, "en": en})
    try:
        with _known():
            desk_replies.change(template, agent_of(current.user), current.app)
    except BadReply as bad:
        kept = Kept(template, _find(current, key).origin, bad.faults)
        return _one(current, kept, 422, faults=_in_words(bad.faults, current))
    return to("/desk/replies?done=kept")


@replies_router.post("/{key}/remove")
def remove(current: Writing, key: str) -> Response:
    """Remove a reply from what agents are offered."""
    with _known():
        desk_replies.remove(key, agent_of(current.user), current.app)
    return to("/desk/replies?done=removed")


@replies_router.post("/{key}/restore")
def restore(current: Writing, key: str) -> Response:
    """Restore a reply to the texts it was shipped with."""
    with _known():
        desk_replies.restore(key, agent_of(current.user), current.app)
    return to("/desk/replies?done=kept")


def _list(current: Current, status: int = 200, **values: object) -> Response:
    language = current.language
    shown = {"done": "", "faults": {}, "key": "", "de": "", "en": "", **values}
    return current.page(
        "replies.html",
        status,
        replies=[
            (
                one.template,
                _(language, _ORIGINS[one.origin]),
                _TONES.get(one.origin, ""),
                one.faults,
            )
            for one in desk_replies.all_replies(current.app)
        ],
        places=_places(current),
        **shown,
    )


def _one(current: Current, kept: Kept, status: int = 200, *, faults: dict[str, str]) -> Response:
    return current.page(
        "reply.html",
        status,
        reply=kept.template,
        origin=kept.origin,
        label=_(current.language, _ORIGINS[kept.origin]),
        tone=_TONES.get(kept.origin, ""),
        faults=faults,
        places=_places(current),
    )


def _places(current: Current) -> list[tuple[str, str]]:
    """List the placeholders that texts may use, each with what it is filled with."""
    language = current.language
    own = {
        "agent": _(language, "the agent's display name"),
        "reference": _(language, "the reference of the latest case, if any"),
    }
    known = desk_replies.known_places(language, current.app)
    return [(name, own.get(name, value)) for name, value in known.items()]


def _find(current: Current, key: str) -> Kept:
    for kept in desk_replies.all_replies(current.app):
        if kept.template.key == key:
            return kept
    raise RequestRefused("not_found")


def _in_words(faults: Sequence[ReplyFault], current: Current) -> dict[str, str]:
    language = current.language
    return {
        fault.field: _(
            language,
            _FLAWS[fault.flaw],
            most=formats.number(LONGEST, language),
            names=formats.listed((f"{{{name}}}" for name in fault.names), language),
        )
        for fault in reversed(faults)
    }


@contextmanager
def _known() -> Iterator[None]:
    try:
        yield
    except LookupError as error:
        raise RequestRefused("not_found") from error
