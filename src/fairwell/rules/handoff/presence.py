"""Presence states of agents."""

from typing import Literal

# Who is invisible works on, but counts as online for nobody: neither customers nor colleagues.
PresenceState = Literal["online", "away", "invisible"]
