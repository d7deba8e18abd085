"""Which part of the queue somebody looks at; it stands in the address, so that it can be kept."""

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
    """Empty fields keep everything. ``show``: only one's own (``mine``), or only who waits.

    ``team`` is a key, or one of the words beside keys. Among one's own teams' is what one has, and
    what is everybody's.
    """

    language: str = ""
    reason: str = ""
    show: str = ""
    team: str = ""
    own_teams: frozenset[str] = frozenset()

    @property
    def query(self) -> str:
        """As it stands in an address; empty without any filter."""
        chosen = {name: getattr(self, name) for name in ("language", "reason", "show", "team")}
        return urlencode({name: value for name, value in chosen.items() if value})

    def fitting(self, rows: Iterable[Waiting]) -> list[Waiting]:
        """The rows it keeps."""
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
    """What the address asks for; what is no filter asks nothing."""
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
    """What the form offers."""
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
