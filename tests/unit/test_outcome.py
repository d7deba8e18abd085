"""What is open after a turn, read from the engine's slots."""

from __future__ import annotations

from typing import Any

from fairwell.dialogue import slots
from fairwell.dialogue.outcome import (
    OnRecord,
    Process,
    TurnOutcome,
    case_asked_about,
    merged,
    open_process,
    take_back_of,
)
from tests.support.tables import table

FORM = {"active_form": slots.FORM}
NAMED = {"user_name": "weinhof-lang", "email": "buero@weinhof-lang.example"}


def asked(slot: str, kind: str = slots.CANCEL, **more: str) -> dict[str, Any]:
    return {**FORM, slots.REQUESTED: slot, slots.KIND: kind, **more}


@table(
    "values, process",
    [
        ({}, None),
        ({"kind": "cancel", "concluded": "cancel", **NAMED}, None),
        ({"active_form": "another_form", "kind": "cancel"}, None),
        (asked("user_name"), Process("cancel", "details")),
        (asked("email", user_name="a"), Process("cancel", "details", user_name="a")),
        (asked("change", **NAMED), Process("cancel", "details", **NAMED)),
        (asked("reason"), Process("cancel", "reason")),
        (asked("contact", "callback"), Process("callback", "contact")),
        (asked("subject", "addon"), Process("addon", "addon")),
        (asked("meant"), Process("cancel", "choice")),
        ({**FORM, "requested_slot": "kind"}, Process("cancel", "choice")),
        (asked("decision", "pause", **NAMED), Process("pause", "confirm", **NAMED)),
        (asked("decision", page_shown="cancel|a|de"), Process("cancel", "confirm")),
        (asked("decision", page_shown="cancel|a|de+choice"), Process("cancel", "choice")),
        (asked("reason", page_shown="cancel|a|de+choice"), Process("cancel", "reason")),
        (asked("reason", ends="2027-03-31"), Process("cancel", "reason", "2027-03-31")),
        ({"pending": "revoke:01CASE", **NAMED}, Process("revoke", "confirm", **NAMED)),
        ({"pending": "call_back"}, None),
        (asked("reason", pending="revoke:01CASE"), Process("cancel", "reason")),
        (asked("email", user_name=""), Process("cancel", "details")),
    ],
)
def test_what_is_open_is_told_by_the_form_and_its_question(
    values: dict[str, Any], process: Process | None
) -> None:
    assert open_process(values) == process


def test_the_question_whether_to_take_back_names_its_case() -> None:
    assert case_asked_about(take_back_of("01CASE")) == "01CASE"
    assert case_asked_about(None) is None
    assert case_asked_about("call_back") is None


def test_an_outcome_is_the_same_after_it_was_stored() -> None:
    outcome = merged(
        [
            {"recorded": [{"reference": "K7MPX2R4", "kind": "cancel", "ends": "balance_used"}]},
            {"answered": ["faq_refund"], "recorded": [{"reference": "Q2WX4T6Z", "kind": "revoke"}]},
        ],
        Process("delete_data", "confirm"),
    )

    assert outcome.recorded == (
        OnRecord("K7MPX2R4", "cancel", "balance_used"),
        OnRecord("Q2WX4T6Z", "revoke"),
    )
    assert TurnOutcome.from_json(outcome.as_json()) == outcome
    assert TurnOutcome.from_json(TurnOutcome().as_json()) == TurnOutcome()
