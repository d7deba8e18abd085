"""Reference numbers survive the phone."""

from __future__ import annotations

import secrets

from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.cases.reference import ALPHABET, PATTERN, new_reference, read_reference
from tests.support.tables import table


def test_no_sign_can_be_mistaken_for_another_when_read_aloud() -> None:
    assert not set("0O1Iio") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert ALPHABET.isascii()
    assert ALPHABET.isupper()


@given(st.lists(st.sampled_from(ALPHABET), min_size=7, max_size=7))
def test_a_reference_is_three_signs_a_dash_and_four(signs: list[str]) -> None:
    drawn = iter(signs)

    reference = new_reference(lambda _: next(drawn))

    assert reference == "".join(signs[:3]) + "-" + "".join(signs[3:])
    assert PATTERN.fullmatch(reference)
    assert len(reference) <= 8  # what the column holds


def test_ten_thousand_references_are_ten_thousand() -> None:
    assert len({new_reference(secrets.choice) for _ in range(10_000)}) > 9_990


def test_near_misses_are_no_references() -> None:
    for wrong in ("K7M4Q2X", "K7M-4Q2", "k7m-4q2x", "K0M-4Q2X", "K7M-4Q2X ", "K7M-4Q2X\n", ""):
        assert not PATTERN.fullmatch(wrong), wrong


@table(
    "said",
    [
        "R5D-7UFU",
        "r5d 7ufu",
        " R 5 D 7 U F U ",
        "R-5-D-7-U-F-U",
        "r5d7ufu",
        "R5D–7UFU",
        "Richard fünf Dora sieben Ulrich Friedrich Ulrich",
        "romeo five delta seven uniform foxtrot uniform",
        "R 5 Dora, 7 U F Ulrich",
    ],
)
def test_a_reference_is_understood_however_it_is_spelled(said: str) -> None:
    assert read_reference(said) == "R5D-7UFU"


@table(
    "said",
    ["", "R5D-7UF", "R5D-7UFUU", "R0D-7UFU", "RID-7UFU", "blumen-mueller", "R5D " * 50, "0171 23"],
)
def test_what_is_no_reference_is_not_taken_for_one(said: str) -> None:
    assert read_reference(said) is None


def test_every_reference_has_a_digit_so_that_none_looks_like_words() -> None:
    assert all(any(sign.isdigit() for sign in new_reference(secrets.choice)) for _ in range(1_000))
