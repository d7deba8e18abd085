"""Scores of details: each field on the messages that label it."""

from __future__ import annotations

from fairwell.cli.nlu.details import LabelledDetails, evaluate_details
from fairwell.cli.nlu.result import ParseResult
from tests.support.tables import table


@table(
    "field, accepted, result, right",
    [
        ("user_name", ["anna"], ParseResult(details={"user_name": "anna"}), True),
        ("user_name", ["anna"], ParseResult(details={"user_name": "Anna"}), False),
        ("user_name", ["anna"], ParseResult(), False),
        ("user_name", [None], ParseResult(), True),
        ("user_name", [None], ParseResult(details={"user_name": "danke"}), False),
        ("user_name", ["anna", None], ParseResult(details={"user_name": None}), True),
        ("email", ["a@b.example"], ParseResult(details={"email": "a@b.example"}), True),
        ("email", ["a@b.example"], ParseResult(details={"user_name": "a@b.example"}), False),
        ("refuses", [None], ParseResult(), True),
        ("refuses", [None], ParseResult(refuses=frozenset({"email"})), False),
        ("refuses", ["email"], ParseResult(refuses=frozenset({"email"})), True),
        ("refuses", ["both"], ParseResult(refuses=frozenset({"email"})), False),
        ("refuses", ["both"], ParseResult(refuses=frozenset({"email", "user_name"})), True),
        ("refuses", ["user_name", "both"], ParseResult(refuses=frozenset({"user_name"})), True),
        ("reason", ["Zu teuer"], ParseResult(reason="„zu teuer!“ "), True),
        ("reason", ["too expensive, sorry"], ParseResult(reason="too expensive sorry"), False),
        ("reason", ["Zu teuer"], ParseResult(), False),
        ("reason", [None], ParseResult(), True),
        ("reason", [None], ParseResult(reason="zu teuer"), False),
    ],
)
def test_a_field_equals_its_label_or_another_fair_value(
    field: str, accepted: list[str | None], result: ParseResult, right: bool
) -> None:
    scores = evaluate_details([LabelledDetails("x", {field: tuple(accepted)})], [result])

    assert scores[f"{field}_accuracy"] == float(right)
    assert bool(scores["details_errors"]) is not right


def test_a_field_counts_on_the_messages_that_label_it() -> None:
    scores = evaluate_details(
        [
            LabelledDetails("first", {"user_name": ("anna",), "email": (None,)}),
            LabelledDetails("second", {"user_name": ("ben",)}),
        ],
        [ParseResult(details={"user_name": "anna"}), ParseResult(details={"user_name": "anna"})],
    )

    assert scores == {
        "user_name_accuracy": 0.5,
        "email_accuracy": 1.0,
        "refuses_accuracy": None,
        "reason_accuracy": None,
        "details_errors": [
            {"text": "second", "field": "user_name", "ok": ["ben"], "heard": "anna"}
        ],
    }
