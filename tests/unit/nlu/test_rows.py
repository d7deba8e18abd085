"""Files of labelled rows: the fields of a row tell what it measures and how it is asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from fairwell.cli.nlu.acts import LabelledActs
from fairwell.cli.nlu.answers import LabelledAnswer
from fairwell.cli.nlu.details import LabelledDetails
from fairwell.cli.nlu.ends import LabelledEnds
from fairwell.cli.nlu.intents import Labelled
from fairwell.cli.nlu.parse import ParseRequest
from fairwell.cli.nlu.rows import BadLabels, LabelledRow, read_row, read_rows
from tests.support.tables import table

GOOD = '{"text": "kündigen", "intent": "cancel_account", "lang": "de", "hard": true}'
DAY = dt.date(2026, 11, 30)
TEXT = "one two"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "labels.jsonl"


def test_rows_of_several_kinds_are_read_line_by_line(file: Path) -> None:
    file.write_text(f'{GOOD}\n\n{{"text": "ja", "page": "cancel", "want": "record"}}\n', "utf-8")

    assert read_rows(file, DAY) == [
        LabelledRow(
            ParseRequest("kündigen", today="2026-11-30"),
            intent=Labelled("kündigen", "cancel_account", "de", hard=True),
        ),
        LabelledRow(
            ParseRequest("ja", "cancel", "2026-11-30"),
            answer=LabelledAnswer("ja", "cancel", "record", frozenset({"record"})),
        ),
    ]


@table(
    "fields, kinds",
    [
        ({"intent": "greet"}, {"intent"}),
        ({"acts": ["greet"], "ok": [["greet"]]}, {"acts"}),
        ({"acts": ["greet"], "ok": [["greet"]], "ends": None}, {"acts", "ends"}),
        ({"acts": ["greet"], "intent": "greet"}, {"acts", "intent"}),
        # The acts of an answer under a page are no reading of its own.
        ({"page": "cancel", "want": "keep", "ok": ["keep"], "acts": ["keep_account"]}, {"answer"}),
        ({"page": "cancel", "want": "change", "ends": "soonest"}, {"answer", "ends"}),
        ({"user_name": None, "email": "a@b.example", "ok": {"email": [None]}}, {"details"}),
        ({"refuses": "both"}, {"details"}),
    ],
)
def test_a_row_is_of_the_kinds_whose_fields_it_has(fields: dict[str, Any], kinds: set[str]) -> None:
    row = read_row({"text": TEXT, **fields}, DAY)

    assert {kind for kind, label in vars(row).items() if label} - {"request"} == kinds


@table(
    "fields, told",
    [
        ({"intent": "greet"}, ParseRequest(TEXT, None, "2026-11-30")),
        ({"page": "pause", "want": "keep"}, ParseRequest(TEXT, "pause", "2026-11-30")),
        ({"user_name": "anna"}, ParseRequest(TEXT, "details", "2026-11-30")),
        (
            {"acts": ["stop"], "today": "2026-02-01", "country": "GB"},
            ParseRequest(TEXT, None, "2026-02-01", "GB"),
        ),
    ],
)
def test_hearing_is_told_the_question_the_day_and_the_country(
    fields: dict[str, Any], told: ParseRequest
) -> None:
    assert read_row({"text": TEXT, **fields}, DAY).request == told


def test_the_labels_of_acts_and_ends_are_read() -> None:
    row = read_row(
        {
            "text": TEXT,
            "acts": ["cancel_account", "faq/pause"],
            "ok": [["cancel_account", "faq_pause"], ["ask_back"]],
            "never": ["delete_data"],
            "ends": "year_end",
            "ends_ok": ["year_end", None],
            "today": "2026-05-01",
        },
        DAY,
    )

    assert row.acts == LabelledActs(
        TEXT,
        ("cancel_account", "faq_pause"),
        (frozenset({"cancel_account", "faq_pause"}), frozenset({"ask_back"})),
        frozenset({"delete_data"}),
    )
    assert row.ends == LabelledEnds(
        TEXT, ("year_end", None), wished=True, today=dt.date(2026, 5, 1)
    )


@table(
    "fields, wished",
    [
        ({"ends": None}, False),
        ({"ends": "soonest"}, True),
        ({"ends": None, "ends_ok": [None, "soonest"]}, True),
    ],
)
def test_an_end_is_wished_where_the_label_allows_one(fields: dict[str, Any], wished: bool) -> None:
    row = read_row({"text": TEXT, "acts": ["cancel_account"], **fields}, DAY)

    assert row.ends is not None
    assert row.ends.wished is wished


def test_the_fields_of_details_that_a_row_lacks_are_not_measured() -> None:
    row = read_row({"text": TEXT, "email": None, "ok": {"email": [None, "a@b.example"]}}, DAY)

    assert row.details == LabelledDetails(TEXT, {"email": (None, "a@b.example")})


@table(
    "line",
    [
        "not json",
        "{",
        '{"text": "hi"}',
        '{"intent": "greet"}',
        '["text", "intent"]',
        '"text"',
        "null",
        "42",
        '{"text": "hi", "acts": "greet"}',
        '{"text": "hi", "acts": [1]}',
        '{"text": "hi", "acts": ["greet"], "ok": ["greet"]}',
        '{"text": "hi", "acts": ["greet"], "ok": []}',
        '{"text": "hi", "acts": ["greet"], "today": "30.11.2026"}',
        '{"text": "hi", "page": "cancel", "want": "yes"}',
        '{"text": "hi", "page": "cancel", "want": "keep", "ok": ["no"]}',
        '{"text": "hi", "email": null, "ok": ["a@b.example"]}',
    ],
)
def test_a_broken_line_is_named_with_file_and_number(file: Path, line: str) -> None:
    file.write_text(f"{GOOD}\n\n{line}\n{GOOD}\n", "utf-8")

    with pytest.raises(BadLabels, match=r"labels\.jsonl:3: expected a JSON object with text"):
        read_rows(file, DAY)


@pytest.mark.parametrize("content", ["", "\n\n  \n"])
def test_a_file_without_messages_is_no_evaluation(file: Path, content: str) -> None:
    file.write_text(content, "utf-8")

    with pytest.raises(BadLabels, match="no labelled messages"):
        read_rows(file, DAY)


def test_a_file_that_cannot_be_read_says_why(file: Path) -> None:
    with pytest.raises(BadLabels, match="FileNotFoundError"):
        read_rows(file, DAY)
    file.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(BadLabels, match="UnicodeDecodeError"):
        read_rows(file, DAY)
    with pytest.raises(BadLabels, match="IsADirectoryError"):
        read_rows(file.parent, DAY)
