"""Customers before the last click, and what an action records when they click."""

from __future__ import annotations

from collections.abc import Callable

from fairwell.rules.cases.case import Case, Kind
from fairwell.services.cases.record_declaration import record_declaration
from tests.integration.records import cases
from tests.integration.serving import Body, Customer, Gateway, says
from tests.unit.samples import a_declaration

PHONE = "855-229-5506"
LAST_CLICK = ("Jetzt kündigen", '/press{"decision":"cancel"}')
PAGE = says("Soll ich jetzt kündigen?", buttons=(LAST_CLICK, ("Nicht kündigen", "/press{}")))


def recording(gate: Gateway, kind: Kind = Kind.CANCEL) -> Callable[[Body], None]:
    """What an action does in a turn whose answer then gets lost."""

    def act(body: Body) -> None:
        record_declaration(
            a_declaration(
                kind=kind, conversation_id=body["conversation_id"], turn_id=body["turn_id"]
            ),
            gate.app,
        )

    return act


def at_the_page(gate: Gateway, language: str = "de") -> Customer:
    """A customer who sees the last click."""
    customer = gate.customer(language)
    gate.engine.script.append(gate.engine.answering({**PAGE, "language": language}))
    customer.says("kündigen")
    return customer


def the_case(gate: Gateway) -> Case:
    (case,) = cases(gate.app.database)
    return case
