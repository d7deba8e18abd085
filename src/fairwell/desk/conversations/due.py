"""SLA in words: how long a customer waits, and when an answer is due; never by colour alone.

The page's script continues the count from the times given here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairwell.desk.frame.visitor import Current
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.handoff.waiting import Pace
from fairwell.services.handoff import figures
from fairwell.store.handoff.handoffs import Handoff

TONES = {Pace.ANSWERED: "good", Pace.IN_TIME: "", Pace.SOON: "warn", Pace.LATE: "bad"}


@dataclass(frozen=True)
class AnswerDue:
    """Since when a customer waits for an answer, if one does, and how close the SLA is."""

    since: dt.datetime | None
    pace: Pace
    waited: str
    words: str

    @property
    def tone(self) -> str:
        """The CSS class of the tag that shows the pace."""
        return TONES[self.pace]


def due_of(current: Current, handoff: Handoff) -> AnswerDue:
    """Return when a handoff's first answer is due, or later its next one."""
    app, language = current.app, current.language
    timers, patience = figures.timers(handoff, app), app.patience
    timer, aim = timers.next, patience.next_answer
    if timers.first.since is not None:
        timer, aim = timers.first, patience.first_answer
    if timer.since is None:
        return AnswerDue(None, Pace.ANSWERED, "", _(language, "Answered"))
    clock = formats.clock(timer.since + aim, current.zone, language)
    words = {
        Pace.IN_TIME: _(language, "Answer due by {clock}", clock=clock),
        Pace.SOON: _(language, "Answer soon due: {clock}", clock=clock),
        Pace.LATE: _(language, "Answer overdue since {clock}", clock=clock),
    }
    waited = formats.duration(timer.waited, language)
    return AnswerDue(timer.since, timer.pace, waited, words[timer.pace])
