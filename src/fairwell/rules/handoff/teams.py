"""Teams of the desk: which conversations are meant for whom. Nobody is kept out by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairwell.rules.handoff.speaker import Reason

LONGEST_KEY = 31  # signs
MINE = "mine"
EVERYBODYS = "everybodys"
RESERVED_KEYS = frozenset({MINE, EVERYBODYS})  # what the queue's filter asks for beside a team


@dataclass(frozen=True)
class Takes:
    """What a team takes by itself; an empty set asks nothing."""

    reasons: frozenset[Reason]
    languages: frozenset[str]


@dataclass(frozen=True)
class Team:
    """A team, with its name by language. ``takes=None``: only what is transferred to it."""

    key: str
    names: Mapping[str, str]
    takes: Takes | None = None

    def fits(self, reason: Reason, language: str) -> bool:
        """Whether it takes a conversation by itself."""
        if self.takes is None:
            return False
        return (not self.takes.reasons or reason in self.takes.reasons) and (
            not self.takes.languages or language in self.takes.languages
        )


def team_for(teams: Sequence[Team], reason: Reason, language: str) -> str | None:
    """The key of the first team that takes a conversation; ``None``: it is everybody's."""
    return next((team.key for team in teams if team.fits(reason, language)), None)
