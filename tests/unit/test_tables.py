"""A table of examples checks every row and names each that is wrong."""

from __future__ import annotations

import inspect

import pytest

from tests.support.tables import WrongRowsError, check_all, table, texts


def is_small(number: int) -> None:
    assert number < 3, "too large"


def test_every_wrong_row_is_named_with_what_was_found() -> None:
    with pytest.raises(WrongRowsError, match="too large") as failed:
        check_all([1, 3, 2, 4, "x"], is_small)

    assert [line[:3].strip(": ") for line in failed.value.wrong] == ["3", "4", "'x'"]
    assert "TypeError" in failed.value.wrong[-1]


def test_a_missing_error_is_a_wrong_row() -> None:
    def refuses(text: str) -> None:
        with pytest.raises(ValueError, match="invalid"):
            int(text)

    with pytest.raises(WrongRowsError) as failed:
        check_all(["x", "1"], refuses)

    assert len(failed.value.wrong) == 1
    assert failed.value.wrong[0].startswith("'1': ")


def test_a_table_without_rows_shows_nothing_and_fails() -> None:
    with pytest.raises(AssertionError, match="without rows"):
        check_all([], is_small)


def test_two_tables_are_every_pair_and_the_fixtures_are_left() -> None:
    seen = []

    @table("one", "a | b")
    @table("two, three", [(1, 2), (3, 4)])
    def example(tmp_path: str, one: str, two: int, three: int) -> None:
        seen.append((tmp_path, one, two, three))
        assert (one, two) != ("b", 3)

    assert list(inspect.signature(example).parameters) == ["tmp_path"]
    with pytest.raises(WrongRowsError) as failed:
        example(tmp_path="p")

    assert seen == [("p", one, *pair) for one in "ab" for pair in ((1, 2), (3, 4))]
    assert [line.partition(": ")[0] for line in failed.value.wrong] == ["'b', (3, 4)"]


def test_a_row_must_fill_the_parameters_that_are_named() -> None:
    with pytest.raises(AssertionError, match="two of"):
        table("one, two", [])(is_small)


def test_texts_stand_in_lines_or_between_bars() -> None:
    assert texts("\n  one | two words\n three\n\n") == ["one", "two words", "three"]
