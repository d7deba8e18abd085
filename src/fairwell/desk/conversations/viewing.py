"""Open conversation pages by agent, so that two agents do not answer or change the same one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager

from fairwell.rules.handoff.agent import Agent


class Viewing:
    """The open pages of this process, by conversation; for the event loop only."""

    def __init__(self, wake: Callable[[str], None]) -> None:
        """Take ``wake``, which is called with a conversation whose readers have changed."""
        self._wake = wake
        self._open: defaultdict[str, Counter[Agent]] = defaultdict(Counter)

    @contextmanager
    def reading(self, conversation_id: str, agent: Agent) -> Iterator[None]:
        """Register an agent's open page for as long as the block lasts."""
        readers = self._open[conversation_id]
        readers[agent] += 1
        self._wake(conversation_id)
        try:
            yield
        finally:
            readers[agent] -= 1
            if readers[agent] <= 0:
                del readers[agent]
            if not readers:
                self._open.pop(conversation_id, None)
            self._wake(conversation_id)

    def others(self, conversation_id: str, agent: Agent, hidden: Container[str]) -> list[str]:
        """Return the names of the other readers, without those of the ids ``hidden``."""
        readers = self._open.get(conversation_id, Counter())
        return sorted({one.name for one in readers if one.id != agent.id and one.id not in hidden})

    def shows_otherwise(self, agent: Agent) -> None:
        """Wake the conversations an agent has open, after the agent became visible or invisible."""
        for conversation_id, readers in self._open.items():
            if agent in readers:
                self._wake(conversation_id)
