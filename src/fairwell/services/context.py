"""Context of every use case: policy, store, clock, mail and open pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cached_property

from fairwell.mail.postman import Postman
from fairwell.policy.policy import Policy
from fairwell.rules.handoff.hours import Hours, around_the_clock
from fairwell.rules.handoff.teams import Team
from fairwell.rules.handoff.waiting import Patience
from fairwell.services.live import Live
from fairwell.services.pools import Pools
from fairwell.store.base.unit_of_work import Store


def utc_now() -> dt.datetime:
    """Return the time, for a running process."""
    return dt.datetime.now(dt.UTC)


class Context:
    """Dependencies of each use case, passed as ``app``; nothing is opened or read before first use.

    ``open_store`` is called once. With ``always_open`` the desk's hours in the policy are ignored.
    """

    def __init__(
        self,
        policy: Policy,
        open_store: Callable[[], Store],
        *,
        clock: Callable[[], dt.datetime] | None = None,
        base_url: str = "",
        live: Live | None = None,
        always_open: bool = False,
    ) -> None:
        self.policy = policy
        self.clock = clock or utc_now
        self.live = live or Live()
        self.pools = Pools()
        self._open_store = open_store
        self._base_url = base_url
        self._always_open = always_open

    @cached_property
    def store(self) -> Store:
        """Return the store, which opens transactions on the database."""
        return self._open_store()

    @cached_property
    def postman(self) -> Postman:
        """Return the writer of mails."""
        return Postman(self.policy.facts, self._base_url, self.policy.jurisdictions)

    @cached_property
    def hours(self) -> Hours:
        """Return the hours in which agents answer in the chat."""
        hours = self.policy.desk.opening_hours
        return around_the_clock(hours.zone) if self._always_open else hours

    @cached_property
    def patience(self) -> Patience:
        """Return how long things at the desk may take."""
        return self.policy.desk.patience

    @cached_property
    def teams(self) -> Sequence[Team]:
        """Return the desk's teams, in the order in which they are asked."""
        return self.policy.desk.team_list

    def phones(self, language: str) -> str:
        """Return Billing Support's numbers in a language."""
        return self.policy.text_values(language)["phones"]
