"""How long a chat knows whose account it is about: by an idle time and a total one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class ProofLimits:
    """The longest time without a message, and the longest time since the proof."""

    idle: dt.timedelta
    total: dt.timedelta

    def are_over(
        self, proven_at: dt.datetime, last_active_at: dt.datetime, now: dt.datetime
    ) -> bool:
        """Return whether either time is over. A clock that was set back ends the proof, too."""
        since, idle = now - proven_at, now - last_active_at
        return since >= self.total or idle >= self.idle or since < -self.idle or idle < -self.idle
