"""Outbox worker: claims a mail, sends it, marks the result; several threads, one mail each.

One mail a claim, because a lease runs for all mails of a claim at once: the last of ten would be
taken by another worker while a slow server still holds this one at the first.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import structlog
from sqlalchemy import Engine

from fairwell.config import Settings
from fairwell.mail import queue, smtp
from fairwell.mail.schedule import Daily
from fairwell.store.base.errors import StoreUnavailable

Clock = Callable[[], dt.datetime]
SendOutcome = Literal["sent", "later", "dead", "stopped", "lease_lost"]

POLL = 1.0
LONGEST_PAUSE = 30.0
# While the server refuses the sender, one mail tries whether it still does.
FIRST_STOP, LONGEST_STOP = 30.0, 600.0
# A mail takes its lease at most, and its marking less than this on top.
HANGS_AFTER = queue.LEASE.total_seconds() + 60
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
    daily: Daily | None = None,
    beat: Callable[[], None] | None = None,
) -> None:
    """Send due mails until ``stop`` is set, ``settings.mail_senders`` at a time.

    Mails that are being sent are finished first. Meanwhile ``daily`` takes its steps, and ``beat``
    is called as long as no sender hangs.

    Survives an unreachable store, and every fault of a single mail: a dead worker is silent, and
    customers would be the first to miss its mails.
    """
    senders = Senders(engine, settings, stop, now)
    threads = [
        threading.Thread(target=senders.run, args=(number,), name=f"sender-{number}")
        for number in range(settings.mail_senders)
    ]
    for thread in threads:
        thread.start()
    try:
        while (daily or beat) and not stop.is_set():
            stepped = daily is not None and daily.step(now())
            if beat and not senders.hang():
                _tried(beat)
            if not stepped:
                stop.wait(POLL)
    finally:
        for thread in threads:
            thread.join()


class Senders:
    """Threads that send. One of them looks for due mails; the others send, or wait to look.

    So an idle worker asks the database as often as a single thread would.
    """

    def __init__(
        self, engine: Engine, settings: Settings, stop: threading.Event, now: Clock
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._stop = stop
        self._now = now
        self._looking = threading.Lock()
        self._failures = 0
        self._refused = 0  # how often in a row because of the sender
        self._closed_until = 0.0
        self._busy_since: dict[int, float] = {}

    def run(self, number: int) -> None:
        """Send until stopped. The first sender takes the oldest mail, the others new ones first."""
        while not self._stop.is_set():
            mail = self._next(oldest_first=number == 0)
            if mail is None:
                continue
            self._busy_since[number] = time.monotonic()
            try:
                self._note(_deliver(self._engine, self._settings, mail, self._now, self._stop))
            except Exception as error:  # its lease ends; then it is due again
                self._stop.wait(self._failed(error))
            finally:
                del self._busy_since[number]

    def hang(self) -> bool:
        """Return whether a sender has been at one mail for longer than it can take."""
        return any(time.monotonic() - since > HANGS_AFTER for since in [*self._busy_since.values()])

    def _next(self, *, oldest_first: bool) -> queue.Claimed | None:
        with self._looking:
            while not self._stop.is_set():
                pause = self._closed_until - time.monotonic()
                if pause <= 0:
                    try:
                        claimed = queue.claim(
                            self._engine, self._now(), 1, oldest_first=oldest_first
                        )
                        self._failures = 0
                        if claimed:
                            return claimed[0]
                        pause = POLL
                    except Exception as error:
                        pause = self._failed(error)
                self._stop.wait(pause)
        return None

    def _note(self, outcome: SendOutcome) -> None:
        """Stop the queue for a while when the server refuses the sender; any success opens it."""
        if outcome == "stopped":
            self._refused += 1
            pause = min(FIRST_STOP * 2 ** min(self._refused - 1, 20), LONGEST_STOP)
            self._closed_until = time.monotonic() + pause
            _log.error("outbox", outcome="stopped", pause=pause)
        elif outcome in ("sent", "dead"):
            self._refused = 0

    def _failed(self, error: Exception) -> float:
        pause = _pause_after(self._failures)
        self._failures += 1
        if isinstance(error, StoreUnavailable):
            _log.warning("outbox", outcome="store_unavailable", error=str(error), pause=pause)
        else:
            _log.error("outbox", outcome="fault", **_without_content(error), pause=pause)
        return pause


def _tried(beat: Callable[[], None]) -> None:
    try:
        beat()
    except Exception as error:  # who looks for it sees that it is missing
        _log.warning("heartbeat", error=type(error).__name__)


def drain(
    engine: Engine, settings: Settings, now: Clock = utc_now, stop: threading.Event | None = None
) -> list[SendOutcome]:
    """Try every due mail once, until one is refused because of the sender; report the results.

    Raises:
        StoreUnavailable: mails may be left; claimed ones are due again when their lease ends.
    """
    outcomes: list[SendOutcome] = []
    while outcome := send_next(engine, settings, now, stop or threading.Event()):
        outcomes.append(outcome)
        if outcome == "stopped":
            break
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
    return _deliver(engine, settings, claimed[0], now, stop)


def _deliver(
    engine: Engine, settings: Settings, mail: queue.Claimed, now: Clock, stop: threading.Event
) -> SendOutcome:
    error, possibly_sent = "", False
    outcome: SendOutcome = "sent"
    try:
        smtp.send(mail, settings)
    except smtp.MailRefused as refusal:
        outcome, error = "dead", str(refusal)
    except smtp.SenderRefused as refusal:
        outcome, error = "stopped", str(refusal)
    except smtp.NotNow as failure:
        outcome, error, possibly_sent = "later", str(failure), failure.possibly_sent
    except Exception as fault:  # our own fault: must neither lose this mail nor stop the others
        outcome, error = "later", type(fault).__name__
        _log.error("mail", row=mail.id, outcome="fault", **_without_content(fault))

    def mark() -> bool:
        if outcome == "sent":
            return queue.mark_sent(engine, mail, now())
        if outcome == "dead":
            return queue.mark_dead(engine, mail, error)
        return queue.mark_failed(engine, mail, error, now(), possibly_sent=possibly_sent)

    if not _marked(mark, mail, stop):
        outcome = "lease_lost"
    _log.info("mail", row=mail.id, attempt=mail.attempts, outcome=outcome, error=error or None)
    return outcome


def _marked(mark: Callable[[], bool], mail: queue.Claimed, stop: threading.Event) -> bool:
    for pause in (*MARK_PAUSES, None):
        try:
            return mark()
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
