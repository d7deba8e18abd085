"""Who has which conversation open, so that two do not answer or change the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager

from fairwell.rules.handoff.agent import Agent


class Viewing:
    """The open pages of this process, by conversation. For the event loop only."""

    def __init__(self, wake: Callable[[str], None]) -> None:
        """``wake`` is called with a conversation whose readers have changed."""
        self._wake = wake
        self._open: defaultdict[str, Counter[Agent]] = defaultdict(Counter)

    @contextmanager
    def reading(self, conversation_id: str, agent: Agent) -> Iterator[None]:
        """Somebody has a page open for as long as the block lasts."""
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
        """The names of the others who have it open, without those of the ids ``hidden``."""
        readers = self._open.get(conversation_id, Counter())
        return sorted({one.name for one in readers if one.id != agent.id and one.id not in hidden})

    def shows_otherwise(self, agent: Agent) -> None:
        """Somebody is to be seen, or not any more, where they have pages open."""
        for conversation_id, readers in self._open.items():
            if agent in readers:
                self._wake(conversation_id)
