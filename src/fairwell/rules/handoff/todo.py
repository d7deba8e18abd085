"""Work for agents without an open chat: what waits, and how it may be settled."""

from __future__ import annotations

from enum import StrEnum

from fairwell.rules.cases.case import Case, Kind, Status


class Why(StrEnum):
    """The reason it waits."""

    DISPUTED = "disputed"
    CALLBACK = "callback"
    MAIL = "mail"


class Settled(StrEnum):
    """Its outcome; ``NOT_REACHED`` leaves it open."""

    OWNER = "owner"
    STRANGER = "stranger"
    CALLED = "called"
    NOT_WANTED = "not_wanted"
    NOT_REACHED = "not_reached"
    SENT_AGAIN = "sent_again"
    TOLD = "told"
    NOT_OWED = "not_owed"


OUTCOMES: dict[Why, tuple[Settled, ...]] = {
    Why.DISPUTED: (Settled.OWNER, Settled.STRANGER, Settled.NOT_REACHED),
    Why.CALLBACK: (Settled.CALLED, Settled.NOT_WANTED, Settled.NOT_REACHED),
    Why.MAIL: (Settled.SENT_AGAIN, Settled.TOLD, Settled.NOT_OWED),
}


def why_of(case: Case) -> Why | None:
    """Return why a case waits for an agent; ``None`` when it does not."""
    if case.status is Status.DISPUTED:
        return Why.DISPUTED
    if case.kind is Kind.CALLBACK and case.status in (Status.DECLARED, Status.VERIFIED):
        return Why.CALLBACK
    return None
