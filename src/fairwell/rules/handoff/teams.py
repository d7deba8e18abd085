"""Teams of the desk: which conversations are meant for whom. A team excludes nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairwell.rules.handoff.speaker import Reason

LONGEST_KEY = 31  # characters
MINE = "mine"
EVERYBODYS = "everybodys"
RESERVED_KEYS = frozenset({MINE, EVERYBODYS})  # other choices of the queue's filter


@dataclass(frozen=True)
class Takes:
    """What a team takes automatically; an empty set always matches."""

    reasons: frozenset[Reason]
    languages: frozenset[str]


@dataclass(frozen=True)
class Team:
    """A team, with its name by language. ``takes=None``: only what is transferred to it."""

    key: str
    names: Mapping[str, str]
    takes: Takes | None = None

    def fits(self, reason: Reason, language: str) -> bool:
        """Check whether the team takes a conversation automatically."""
        if self.takes is None:
            return False
        return (not self.takes.reasons or reason in self.takes.reasons) and (
            not self.takes.languages or language in self.takes.languages
        )


def team_for(teams: Sequence[Team], reason: Reason, language: str) -> str | None:
    """Find the first team that takes a conversation; ``None``: it is everybody's."""
    return next((team.key for team in teams if team.fits(reason, language)), None)
