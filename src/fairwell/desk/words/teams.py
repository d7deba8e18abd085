"""Team names as the desk's pages show them."""

from __future__ import annotations

from fairwell.desk.frame.visitor import Current
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.handoff.teams import Team
from fairwell.services.handoff import queue

# Before a team's key where an agent's id is possible as well; ids have no colon.
TO_TEAM = "team:"


def team_names(current: Current) -> dict[str, str]:
    """Return the teams' names by key, in the order of the policy; empty without teams."""
    return {team.key: team.names[current.language] for team in current.app.teams}


def team_of(current: Current, key: str | None) -> Team | None:
    """Return a team by its key; ``None`` where the policy has none."""
    teams = current.app.teams
    return next((team for team in teams if team.key == key), None)


def team_in_words(current: Current, team: Team | None) -> str:
    """Return the name of a conversation's team; empty where it is for every team."""
    return _(current.language, "Team: {name}", name=team.names[current.language]) if team else ""


def transfer_options(current: Current) -> list[tuple[str, str]]:
    """Return the teams to transfer to; the label says so where nobody is present."""
    language = current.language
    return [
        (
            f"{TO_TEAM}{team.key}",
            _(
                language,
                "Team: {name}" if there else "Team: {name} (offline: open to everybody)",
                name=team.names[language],
            ),
        )
        for team, there in queue.teams(current.app)
    ]
