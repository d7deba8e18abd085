"""Phrases in a row of words: every way they fit."""

from __future__ import annotations

from tables import table

from fairwell_engine.hearing.details.phrases import Phrase, ends, one_of

NAME_IS: Phrase = (one_of(["name"]), one_of(["is", ":"], most=2), one_of(["just"], least=0))


@table(
    "text, expected",
    [
        ("my name is anna", {3}),
        ("name is : just anna", {2, 3, 4}),
        ("name is is is", {2, 3}),
        ("name just", set()),
        ("name", set()),
        ("", set()),
        ("name is a, name : b", {2, 5}),
    ],
)
def test_every_way_a_phrase_fits(text: str, expected: set[int]) -> None:
    assert set(ends(NAME_IS, text.split())) == expected
