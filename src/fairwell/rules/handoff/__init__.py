"""Rules of a handoff: who speaks, opening hours, teams, waiting."""
