"""Mails that SMTP should have accepted by now, for the people who have to look at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class LateMail:
    """A mail that should have left; its recipient with most of the address hidden.

    ``reference``: of the case it is about, if it is about one. ``alarm``: it took longer than the
    policy allows, or was given up. ``can_be_sent``: its text is still there.
    """

    id: str
    kind: str
    reference: str | None
    recipient: str
    created_at: dt.datetime
    attempts: int
    given_up: bool
    alarm: bool
    can_be_sent: bool


class LateMails(Protocol):
    """The outbox as those see it who look after what does not leave by itself."""

    def late(self, now: dt.datetime, alarm_after: dt.timedelta) -> Sequence[LateMail]:
        """Mails not accepted in time, oldest first."""
        ...

    def send_now(self, mail_id: str, now: dt.datetime) -> bool:
        """Try once more, also what was given up; ``False`` when it has left or cannot leave."""
        ...

    def settle(self, mail_id: str) -> bool:
        """A mail that was given up is not owed any more; ``False`` when it is not given up."""
        ...
