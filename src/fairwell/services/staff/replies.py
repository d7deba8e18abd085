"""Canned replies: as offered to agents, and as supervisors maintain them.

The policy's file is the base. What the desk stores for a key overrides it, so that a new version
of the file still changes what nobody at the desk has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.replies import OWN_PLACES, ReplyFault, Template, faults_of, places
from fairwell.services.cases.change_case import theirs
from fairwell.services.context import Context
from fairwell.services.errors import NotFound
from fairwell.services.handoff.steps import note_in_audit
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.handoff.canned_replies import OwnReply


@dataclass(frozen=True)
class Offered:
    """A reply to insert into the input field, where the agent may still change it."""

    key: str
    text: str


class Origin(StrEnum):
    """Where a pair comes from; ``REMOVED``: shipped, and not offered here."""

    SHIPPED = "shipped"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Kept:
    """A pair as the supervisors who maintain it see it; with ``faults`` it is not offered."""

    template: Template
    origin: Origin
    faults: tuple[ReplyFault, ...]


class BadReply(ValueError):
    """A pair that cannot be accepted."""

    def __init__(self, faults: Sequence[ReplyFault]) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.flaw}" for fault in faults))
        self.faults = tuple(faults)


class KeyTaken(ValueError):
    """Another reply has this key."""


def offered(conversation_id: str, agent: Agent, app: Context, typed: str = "") -> list[Offered]:
    """Return replies whose key begins with, or whose text contains, what is typed.

    One that names a case is left out if the conversation has none.

    Raises:
        NotFound: there is no such conversation.
    """
    with app.store.look() as work:
        talk = work.handoffs.talk(conversation_id)
        if talk is None:
            raise NotFound(conversation_id)
        known = work.conversations.known(conversation_id)
        cases = theirs(conversation_id, known, work)
        kept = _kept(work, app)
    values = {**app.policy.text_values(talk.language), "agent": agent.name}
    if cases:
        values["reference"] = cases[0].reference
    wanted = typed.removeprefix("/").casefold()
    found = []
    for one in kept:
        text = one.template.texts[talk.language]
        if one.origin is Origin.REMOVED or one.faults or not _fits(text, values):
            continue
        filled = text.format(**values)
        if one.template.key.startswith(wanted) or wanted in filled.casefold():
            found.append(Offered(one.template.key, filled))
    return found


def known_places(language: str, app: Context) -> dict[str, str]:
    """Return what texts may name, with its value now; empty where it differs by conversation."""
    return {**dict.fromkeys(sorted(OWN_PLACES), ""), **app.policy.text_values(language)}


def all_replies(app: Context) -> list[Kept]:
    """Return every pair, the shipped ones first, in their order."""
    with app.store.look() as work:
        return _kept(work, app)


def add(template: Template, by: Agent, app: Context) -> None:
    """Add a pair under a new key.

    Raises:
        KeyTaken: the key exists, even if its pair was removed.
        BadReply: something is wrong with it.
    """
    _save(template, by, app, new=True)


def change(template: Template, by: Agent, app: Context) -> None:
    """Change the texts of a key; a removed one is offered again.

    Raises:
        LookupError: there is no such key.
        BadReply: something is wrong with it.
    """
    _save(template, by, app, new=False)


def remove(key: str, by: Agent, app: Context) -> None:
    """Stop offering a reply. LookupError: there is no such key."""
    now = app.clock()
    with app.store.begin() as work:
        one = _one(work, key, app)
        work.replies.forget(key)
        if key in _shipped(app):
            texts = one.template.texts
            work.replies.put(OwnReply(key, texts["de"], texts["en"], True, now, by.login))
        _note(work, by, key, "removed", app)


def restore(key: str, by: Agent, app: Context) -> None:
    """Restore a reply as shipped. LookupError: it is already, or no such reply is shipped."""
    with app.store.begin() as work:
        if key not in _shipped(app) or not work.replies.forget(key):
            raise LookupError(key)
        _note(work, by, key, "restored", app)


def _save(template: Template, by: Agent, app: Context, *, new: bool) -> None:
    texts = {language: text.strip() for language, text in template.texts.items()}
    now = app.clock()
    if faults := list(faults_of(Template(template.key, texts), known_places("de", app))):
        raise BadReply(faults)
    with app.store.begin() as work:
        keys = {one.template.key for one in _kept(work, app)}
        if new and template.key in keys:
            raise KeyTaken(template.key)
        if not new and template.key not in keys:
            raise LookupError(template.key)
        work.replies.put(OwnReply(template.key, texts["de"], texts["en"], False, now, by.login))
        _note(work, by, template.key, "added" if new else "changed", app)


def _one(work: UnitOfWork, key: str, app: Context) -> Kept:
    for one in _kept(work, app):
        if one.template.key == key and one.origin is not Origin.REMOVED:
            return one
    raise LookupError(key)


def _kept(work: UnitOfWork, app: Context) -> list[Kept]:
    own = {reply.key: reply for reply in work.replies.all()}
    shipped = _shipped(app)
    added = [key for key in own if key not in shipped and not own[key].removed]
    known = known_places("de", app)
    return [_merged(key, shipped.get(key), own.get(key), known) for key in (*shipped, *added)]


def _merged(
    key: str, shipped: Template | None, own: OwnReply | None, known: Collection[str]
) -> Kept:
    if own is None:
        if shipped is None:
            raise LookupError(key)
        return Kept(shipped, Origin.SHIPPED, ())
    origin = Origin.CHANGED if shipped else Origin.ADDED
    template = Template(key, {"de": own.de, "en": own.en})
    # A fact may have gone from the policy since.
    faults = tuple(faults_of(template, known))
    return Kept(template, Origin.REMOVED if own.removed else origin, faults)


def _note(work: UnitOfWork, by: Agent, key: str, event: str, app: Context) -> None:
    details = {"reply": key, "event": event}
    note_in_audit(work, AuditEvent.REPLY, by, app.clock(), details=details)


def _shipped(app: Context) -> dict[str, Template]:
    return {template.key: template for template in app.policy.replies}


def _fits(text: str, values: Mapping[str, str]) -> bool:
    named = places(text)
    return named is not None and named <= values.keys()
