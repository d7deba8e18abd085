"""Outbox worker: claims a mail, sends it, marks the result; one thread, one mail at a time.

One at a time, because a lease runs for all mails of a claim at once: the last of ten would be
taken by another worker while a slow server still holds this one at the first.
"""

from __future__ import annotations

import datetime as dt
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import structlog
from sqlalchemy import Engine

from fairwell.config import Settings
from fairwell.mail import queue, smtp
from fairwell.mail.schedule import Daily
from fairwell.mail.watch import Watch
from fairwell.store.base.errors import StoreUnavailable

Clock = Callable[[], dt.datetime]
SendOutcome = Literal["sent", "later", "dead", "lease_lost"]

POLL = 1.0
LONGEST_PAUSE = 30.0
# A sent mail that cannot be marked would be sent again, so marking is retried.
MARK_PAUSES = (0.5, 1.0, 2.0, 4.0)

_log = structlog.get_logger("fairwell.mail")


def utc_now() -> dt.datetime:
    """Return the time, for a running worker."""
    return dt.datetime.now(dt.UTC)


def run_worker(
    engine: Engine,
    settings: Settings,
    stop: threading.Event,
    now: Clock = utc_now,
    watch: Watch | None = None,
    daily: Daily | None = None,
) -> None:
    """Send due mails until ``stop`` is set; the current mail is finished first.

    Between two mails ``watch`` looks for overdue ones, and ``daily`` takes a step of the daily job.

    Survives an unreachable store, and every fault of a single mail: a dead worker is silent, and
    customers would be the first to miss its mails.
    """
    failures = 0
    while not stop.is_set():
        try:
            if watch:
                watch.look(now())
            if daily:
                daily.step(now())
            pause = 0.0 if send_next(engine, settings, now, stop) else POLL
            failures = 0
        except StoreUnavailable as error:
            pause = _pause_after(failures)
            failures += 1
            _log.warning("outbox", outcome="store_unavailable", error=str(error), pause=pause)
        except Exception as error:
            pause = _pause_after(failures)
            failures += 1
            _log.error("outbox", outcome="fault", **_without_content(error), pause=pause)
        if pause:
            stop.wait(pause)


def drain(
    engine: Engine, settings: Settings, now: Clock = utc_now, stop: threading.Event | None = None
) -> list[SendOutcome]:
    """Try every due mail once, and report the results.

    Raises:
        StoreUnavailable: mails may be left; claimed ones are due again when their lease ends.
    """
    outcomes: list[SendOutcome] = []
    while outcome := send_next(engine, settings, now, stop or threading.Event()):
        outcomes.append(outcome)
    return outcomes


def send_next(
    engine: Engine, settings: Settings, now: Clock, stop: threading.Event
) -> SendOutcome | None:
    """Claim and send one mail; ``None`` if none is due. No transaction is open while sending.

    Raises:
        StoreUnavailable: nothing was claimed, or the outcome could not be marked.
    """
    claimed = queue.claim(engine, now(), limit=1)
    if not claimed:
        return None
    mail = claimed[0]
    error = ""
    outcome: SendOutcome = "sent"
    try:
        smtp.send(mail, settings)
    except smtp.MailRefused as refusal:
        outcome, error = "dead", str(refusal)
    except smtp.NotNow as failure:
        outcome, error = "later", str(failure)
    except Exception as fault:  # our own fault: must neither lose this mail nor stop the others
        outcome, error = "later", type(fault).__name__
        _log.error("mail", row=mail.id, outcome="fault", **_without_content(fault))
    if not _marked(engine, mail, outcome, error, now, stop):
        outcome = "lease_lost"
    _log.info("mail", row=mail.id, attempt=mail.attempts, outcome=outcome, error=error or None)
    return outcome


def _marked(
    engine: Engine,
    mail: queue.Claimed,
    outcome: SendOutcome,
    error: str,
    now: Clock,
    stop: threading.Event,
) -> bool:
    for pause in (*MARK_PAUSES, None):
        try:
            if outcome == "sent":
                return queue.mark_sent(engine, mail, now())
            if outcome == "dead":
                return queue.mark_dead(engine, mail, error)
            return queue.mark_failed(engine, mail, error, now())
        except StoreUnavailable:
            if pause is None:
                _log.error("mail", row=mail.id, attempt=mail.attempts, outcome="unmarked")
                raise
            stop.wait(pause)
    raise AssertionError("unreachable: the last try returns or raises")


def _pause_after(failures: int) -> float:
    return float(min(POLL * 2**failures, LONGEST_PAUSE))


def _without_content(error: Exception) -> dict[str, str]:
    """Describe an error by class and place; its message may quote an address."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "where": where}
