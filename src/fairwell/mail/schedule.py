"""Daily job of the worker, in small steps between two mails."""

from __future__ import annotations

import datetime as dt
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog

from fairwell.rules.privacy.retention import Removed, Retained
from fairwell.rules.privacy.retention_guard import RetentionRefused

EVERY = dt.timedelta(days=1)
AGAIN_AFTER_FAULT = dt.timedelta(hours=1)

Run = Callable[[dt.datetime], Iterator[Removed]]

_log = structlog.get_logger("fairwell.retention")


class Daily:
    """Daily job: runs ``run`` when first asked and then a day after each start, in steps.

    The time is not stored across restarts: a run with nothing to do costs a few queries.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._next: dt.datetime | None = None
        self._steps: Iterator[Removed] | None = None
        self._counted: Counter[Retained] = Counter()

    def step(self, now: dt.datetime) -> bool:
        """Take one step if one is due; ``False`` if none was. Never raises.

        A fault is logged by class and place only, and retried in an hour; mails continue.
        """
        if self._steps is None and not self._is_due(now):
            return False
        try:
            if self._steps is None:
                self._next, self._counted = now + EVERY, Counter()
                self._steps = self._run(now)
            what, number = next(self._steps)
            self._counted[what] += number
        except StopIteration:
            self._steps = None
            counts = {what.value: number for what, number in self._counted.items() if number}
            _log.info("retention", outcome="done", **counts)
        except RetentionRefused as refused:
            self._steps, self._next = None, now + AGAIN_AFTER_FAULT
            _log.error("retention", outcome="refused", why=str(refused))
        except Exception as error:
            self._steps, self._next = None, now + AGAIN_AFTER_FAULT
            frames = traceback.extract_tb(error.__traceback__)
            where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
            _log.error("retention", outcome="fault", error=type(error).__name__, where=where)
        return True

    def _is_due(self, now: dt.datetime) -> bool:
        # A clock set back by more than a day must not delay the next run as long.
        return self._next is None or now >= self._next or now < self._next - EVERY
