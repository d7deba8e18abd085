"""Queue filter: part of the queue, stored in the address so that it can be bookmarked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from fairwell.desk.frame.visitor import Current
from fairwell.desk.words import handoffs as words
from fairwell.desk.words.teams import team_names
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.handoff.speaker import Reason
from fairwell.rules.handoff.teams import EVERYBODYS, MINE
from fairwell.services.handoff.queue import Waiting

_SHOWN = {"mine": "my conversations", "waiting": "who waits"}


@dataclass(frozen=True)
class QueueFilter:
    """The chosen filters; an empty field filters nothing.

    ``show`` is for only the agent's own conversations (``mine``), or only those that wait.

    ``team`` is a team's key, or one of the reserved words. The word for the agent's own teams also
    matches conversations that are claimed and those that are for every team.
    """

    language: str = ""
    reason: str = ""
    show: str = ""
    team: str = ""
    own_teams: frozenset[str] = frozenset()

    @property
    def query(self) -> str:
        """The filter as a query string; empty without any filter."""
        chosen = {name: getattr(self, name) for name in ("language", "reason", "show", "team")}
        return urlencode({name: value for name, value in chosen.items() if value})

    def fitting(self, rows: Iterable[Waiting]) -> list[Waiting]:
        """Return the rows that match."""
        return [
            row
            for row in rows
            if self.language in ("", row.handoff.language)
            and self.reason in ("", row.handoff.reason)
            and self._is_of_team(row)
        ]

    def _is_of_team(self, row: Waiting) -> bool:
        key = row.team.key if row.team else ""
        if self.team == MINE:
            taken = row.handoff.claimed_by is not None
            return taken or row.everybodys or key in self.own_teams
        if self.team == EVERYBODYS:
            return not key
        return self.team in ("", key)


def filter_of(current: Current) -> QueueFilter:
    """Read the filter from the address; an invalid value is ignored."""
    asked = current.request.query_params
    language, reason, show, team = (
        asked.get(name, "") for name in ("language", "reason", "show", "team")
    )
    return QueueFilter(
        language=language if language in ("de", "en") else "",
        reason=reason if reason in set(Reason) else "",
        show=show if show in _SHOWN else "",
        team=team if team in dict(_teams(current)) else "",
        own_teams=current.user.teams,
    )


def choices(current: Current) -> dict[str, list[tuple[str, str]]]:
    """Return the choices that the form offers."""
    language = current.language
    return {
        "languages": [(code, words.language_label(code, language)) for code in ("de", "en")],
        "reasons": [(reason, words.reason_label(reason, language)) for reason in Reason],
        "shown": [(show, _(language, _SHOWN[show])) for show in _SHOWN],
        "teams": _teams(current),
    }


def _teams(current: Current) -> list[tuple[str, str]]:
    names = team_names(current)
    if not names:
        return []
    language = current.language
    mine = [(MINE, _(language, "my teams"))] if current.user.teams & names.keys() else []
    return [*mine, *names.items(), (EVERYBODYS, _(language, "no team"))]
