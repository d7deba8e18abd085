"""Retention, and erasure of personal data on request: what to remove, when, in what order.

Transcripts are removed a number of days after the last activity; the record of a case remains for
the years that commercial law requires (HGB 257: from the end of the calendar year on).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from fairwell.policy.policy import Policy
from fairwell.rules.privacy.retention import (
    Erasure,
    Removed,
    Retained,
    RetentionDue,
    RetentionLimits,
)
from fairwell.rules.privacy.retention_guard import GUARDED, check_clock, check_share
from fairwell.store.retention.erasures import ErasureList
from fairwell.store.retention.last_run import LastRun, moment
from fairwell.store.retention.retention import Archive

BATCH = 200


AGEING: tuple[Retained, ...] = tuple(what for what in Retained if what is not Retained.ERASURES)


class NoSuchCase(LookupError):
    """No case has that reference."""


def due_at(now: dt.datetime, policy: Policy) -> RetentionDue:
    """Return what is due for removal by policy."""
    facts = policy.facts.keep
    limits = RetentionLimits(
        transcripts=dt.timedelta(days=facts.transcripts_days.value),
        audit=dt.timedelta(days=facts.audit_days.value),
        case_years=facts.cases_years.value,
        longer={code: rules.records_years for code, rules in policy.jurisdictions.rules.items()},
    )
    return RetentionDue(now, limits)


def retention(
    due: RetentionDue, *, archive: Archive, erasures: ErasureList, batch: int = BATCH
) -> Iterator[Removed]:
    """Remove what is due, one batch per step, so that others can work between two steps.

    Begins with the erasures, old and newly due: a restored backup must forget first.
    Idempotent: a run that was cut off is finished by the next one.

    Raises:
        StoreUnavailable: what was yielded before stays removed.
    """
    known = erasures.all()
    for erasure in known:
        yield from archive.forget(erasure, due.now).items()
    for reference in _new_requests(due, archive, known):
        yield Retained.ERASURES, 1
        yield from erase(reference, archive=archive, erasures=erasures, now=due.now).items()
    for what in AGEING:
        while removed := archive.remove(what, due, batch):
            yield what, removed


def guarded(
    due: RetentionDue,
    *,
    archive: Archive,
    erasures: ErasureList,
    last_run: LastRun,
    most_percent: int,
    insists: bool = False,
) -> Iterator[Removed]:
    """Do as ``retention``, unless the clock or the share of what is due looks wrong.

    ``insists``: an operator has looked at it.

    Raises:
        RetentionRefused: nothing was removed.
        StoreUnavailable: what was yielded before stays removed.
    """
    now = moment(due.now)
    if not insists:
        check_clock(last_run.read(), now)
        counted = {what: archive.count(what, due) for what in GUARDED}
        check_share(counted, {what: archive.total(what) for what in GUARDED}, most_percent)
    last_run.write(now)
    yield from retention(due, archive=archive, erasures=erasures)


def would_remove(
    due: RetentionDue, *, archive: Archive, erasures: ErasureList
) -> Counter[Retained]:
    """Count what ``retention`` would remove by age, and the due requests; changes nothing."""
    found = Counter({what: archive.count(what, due) for what in AGEING})
    found[Retained.ERASURES] = len(_new_requests(due, archive, erasures.all()))
    return found


def erase(
    reference: str, *, archive: Archive, erasures: ErasureList, now: dt.datetime
) -> Mapping[Retained, int]:
    """Remove the stored personal data of a case, except the case itself; return how much.

    The list is written first: when the removal is cut off, the next ``retention`` finishes it.
    The caller has made sure that the request comes from that person.

    Raises:
        NoSuchCase: nothing was removed.
        StoreUnavailable: what is left is removed by the next ``retention``.
    """
    erasure = _scope(reference, archive, now)
    erasures.add(erasure)
    return archive.forget(erasure, now)


def would_erase(reference: str, *, archive: Archive, now: dt.datetime) -> Mapping[Retained, int]:
    """Count what ``erase`` would remove; changes nothing.

    Raises:
        NoSuchCase: there is no case of that reference.
    """
    return archive.holdings(_scope(reference, archive, now), now)


def total(steps: Iterable[Removed]) -> Counter[Retained]:
    """Return the sum of all steps."""
    counted: Counter[Retained] = Counter()
    for what, number in steps:
        counted[what] += number
    return counted


def _new_requests(due: RetentionDue, archive: Archive, known: Iterable[Erasure]) -> list[str]:
    done = {erasure.reference for erasure in known}
    return [reference for reference in archive.requests(due) if reference not in done]


def _scope(reference: str, archive: Archive, now: dt.datetime) -> Erasure:
    erasure = archive.scope(reference, now)
    if erasure is None:
        raise NoSuchCase(reference)
    return erasure
