"""``/metrics`` for Prometheus: counts of the gateway, and state of the store. No personal data.

Answered on the machine itself only. A request that came through a proxy is refused even from
loopback: anybody may be behind the proxy.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections.abc import Iterator
from typing import Literal, get_args

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from fairwell.bootstrap import App
from fairwell.gateway.ops.clients import is_from_this_machine
from fairwell.rules.cases.case import Kind, Status
from fairwell.store.base.counts import Counts, count_rows
from fairwell.store.chats.deliveries import State
from fairwell.store.mails.outbox import Level

TurnOutcome = Literal["answered", "failed", "repeated", "refused", "kept"]

_MAIL_STATES = ("pending", "leased", "sent", "dead", "settled")
_TURN_STATES = ("running", "answered", "failed")


class Metrics:
    """Counts of one gateway process since it started."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = Counter(
            "fairwell_turns", "Customer turns by outcome", ("outcome",), registry=self.registry
        )
        for outcome in get_args(TurnOutcome):
            self._turns.labels(outcome)  # a rate needs the zero before the first one

    def turn(self, outcome: TurnOutcome) -> None:
        """Count one more customer turn with this outcome."""
        self._turns.labels(outcome).inc()


class StoreMetrics(Collector):
    """State of the store at the time of the scrape; every label is there, if only with a zero."""

    def __init__(self, app: App) -> None:
        self._app = app

    def describe(self) -> list[Metric]:
        """Return nothing: being registered must not open the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Count in one read transaction.

        Raises:
            StoreUnavailable: the database cannot be read now.
        """
        app = self._app
        held = count_rows(app.database, dt.datetime.now(dt.UTC), app.policy.alarm_after)
        levels: Counts = Tally((mail.level.word,) for mail in held.overdue)
        yield _gauge(
            "outbox_mails", "Mails by state", ("state",), held.mails, [(s,) for s in _MAIL_STATES]
        )
        yield _gauge(
            "outbox_overdue",
            "Mails that SMTP has not accepted in time",
            ("level",),
            levels,
            [(level.word,) for level in Level],
        )
        yield _gauge(
            "turns_stored", "Turns by state", ("state",), held.turns, [(s,) for s in _TURN_STATES]
        )
        yield _gauge(
            "webhook_conversations",
            "Conversations of the webhook by how far their lines have got",
            ("state",),
            held.deliveries,
            [(state,) for state in State],
        )
        yield _gauge(
            "codes_withheld",
            "Codes over an allowance in the last hour: somebody guesses or floods",
            (),
            Tally({(): held.codes_withheld}),
            [()],
        )
        yield _gauge(
            "cases",
            "Cases by kind and status",
            ("kind", "status"),
            held.cases,
            [(kind.value, status.value) for kind in Kind for status in Status],
        )


def metrics_router(app: App, metrics: Metrics) -> APIRouter:
    """Return ``/metrics`` for clients on this machine, 404 for all others."""
    router = APIRouter(include_in_schema=False)
    metrics.registry.register(StoreMetrics(app))

    @router.get("/metrics")
    def expose(request: Request) -> Response:
        if not is_from_this_machine(request):
            raise HTTPException(404)
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return router


def _gauge(
    name: str,
    text: str,
    labels: tuple[str, ...],
    counted: Counts,
    expected: list[tuple[str, ...]],
) -> Metric:
    gauge = GaugeMetricFamily(f"fairwell_{name}", text, labels=labels)
    for values in dict.fromkeys([*expected, *counted]):
        gauge.add_metric(values, counted[values])
    return gauge
