"""Mentions of colleagues in notes, and marking them as read."""

from __future__ import annotations

from collections.abc import Sequence

from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.mentions import Mentionable, named_in
from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.handoff.mentions import Mention


class NobodyNamed(ValueError):
    """An ``@name`` matches nobody at the desk, or (``several``) more than one."""

    def __init__(self, name: str, *, several: bool) -> None:
        super().__init__(name)
        self.name = name
        self.several = several


def unread(agent: Agent, app: Context) -> Sequence[Mention]:
    """Return notes that mention an agent, newest first, until they mark them as read."""
    with app.store.look() as work:
        return work.mentions.unread(agent.id)


def mark_read(mention_id: str, agent: Agent, app: Context) -> None:
    """Mark a mention as read. LookupError: it is not the agent's, or read already."""
    now = app.clock()
    with app.store.begin() as work:
        if not work.mentions.mark_read(mention_id, agent.id, now):
            raise LookupError(mention_id)
        work.desk.happened("mention", None, agent.id, now)
    app.live.ring(None)


def colleagues_named(work: UnitOfWork, text: str, author: Agent) -> list[Agent]:
    """Return the colleagues a note mentions, without its author.

    Raises:
        NobodyNamed: a name matches nobody, or several.
    """
    users = [
        user
        for user in work.users.all()
        if user.disabled_at is None and user.may(Role.AGENT, Role.SUPERVISOR)
    ]
    named = named_in(text, [Mentionable(user.id, user.display_name, user.login) for user in users])
    for names, several in ((named.unknown, False), (named.unclear, True)):
        if names:
            raise NobodyNamed(names[0], several=several)
    return [
        Agent(user.id, user.login, user.display_name)
        for user in users
        if user.id in named.ids and user.id != author.id
    ]
