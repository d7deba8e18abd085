"""The use cases of handing over, with this process's store, policy, clock and bell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from fairwell.mail.postman import Postman
from fairwell.policy.desk import DeskPolicy
from fairwell.rules.handoff.hours import Hours
from fairwell.rules.handoff.replies import Template
from fairwell.services.cases.casework import CaseWork
from fairwell.services.handoff import texts
from fairwell.services.handoff.absences import Absences
from fairwell.services.handoff.context import Context
from fairwell.services.handoff.conversation import Attending
from fairwell.services.handoff.ended import Ended
from fairwell.services.handoff.figures import Figures
from fairwell.services.handoff.history import History
from fairwell.services.handoff.packet import Packets
from fairwell.services.handoff.queue import Queue
from fairwell.services.handoff.sweep import Minding
from fairwell.services.handoff.todo import ToDos
from fairwell.services.live import TYPING, Live
from fairwell.services.staff.mentions import Mentioned
from fairwell.services.staff.presence import AtTheDesk
from fairwell.services.staff.replies import Replies
from fairwell.store.base.unit_of_work import Store


class HandoffServices:
    """Handing over and back; see ``docs/hand-off.md`` for what each part is called for."""

    def __init__(
        self,
        store: Store,
        policy: DeskPolicy,
        hours: Hours,
        postman: Postman,
        replies: Sequence[Template],
        values: Callable[[str], Mapping[str, str]],
        live: Live,
        clock: Callable[[], dt.datetime],
        alarm_after: dt.timedelta,
    ) -> None:
        self.policy = policy
        self._context = Context(
            store=store,
            hours=hours,
            patience=policy.patience,
            teams=policy.team_list,
            phones=lambda language: values(language)["phones"],
            ring=live.ring,
            types=lambda talk, name: live.sign(talk, TYPING, {"by": "agent", "name": name}),
            is_open=live.is_followed,
            clock=clock,
        )
        self.queue = Queue(self._context)
        self.minding = Minding(self._context)
        self.absences = Absences(self._context, postman)
        self.attending = Attending(self._context)
        self.mentions = Mentioned(self._context)
        self.packets = Packets(self._context)
        self.cases = CaseWork(self._context, postman)
        self.todo = ToDos(self._context, alarm_after)
        self.desk = AtTheDesk(self._context)
        self.replies = Replies(self._context, replies, values)
        self.ended = Ended(self._context)
        self.figures = Figures(self._context)
        self.history = History(self._context)

    def year_without_holidays(self) -> int | None:
        """The year for which an operator has to list holidays, see ``Hours``."""
        return self._context.hours.year_without_holidays(self._context.clock())

    def back_at(self, language: str) -> str:
        """When colleagues are in the chat again, as a sentence; empty while the desk is open."""
        return texts.back_at(language, self._context.hours, self._context.clock())
