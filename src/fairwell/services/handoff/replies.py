"""Canned replies as an agent is offered them: in the customer's language, with places filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fairwell.services.change_case import theirs
from fairwell.services.errors import NotFound
from fairwell.services.handoff.context import Context
from fairwell.services.handoff.ports import Agent


@dataclass(frozen=True)
class Template:
    """An answer by language, with its places open."""

    key: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Offered:
    """An answer to put into the field, where the agent may still change it."""

    key: str
    text: str


class Replies:
    """``values`` gives the facts that texts may name, in a language."""

    def __init__(
        self,
        context: Context,
        templates: Sequence[Template],
        values: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._c = context
        self._templates = templates
        self._values = values

    def offered(self, conversation_id: str, agent: Agent, typed: str = "") -> list[Offered]:
        """Answers for a conversation whose key begins with, or whose text has, what is typed.

        One that names a case is left out where the conversation has none.

        Raises:
            NotFound: there is no such conversation.
        """
        with self._c.store.look() as work:
            talk = work.handoffs.talk(conversation_id)
            if talk is None:
                raise NotFound(conversation_id)
            cases = theirs(conversation_id, work)
        values = {**self._values(talk.language), "agent": agent.name}
        if cases:
            values["reference"] = cases[0].reference
        wanted = typed.removeprefix("/").casefold()
        found = []
        for template in self._templates:
            text = template.texts[talk.language]
            if "{reference}" in text and not cases:
                continue
            filled = text.format(**values)
            if template.key.startswith(wanted) or wanted in filled.casefold():
                found.append(Offered(template.key, filled))
        return found
