"""The closed grammar of a yes: whole messages, made of nothing but known phrases."""

from __future__ import annotations

import re
from pathlib import Path

from tables import check_all, table

from fairwell_engine.hearing.stance.grammar import (
    Yes,
    chooses_balance_end,
    names_deed,
    read_yes,
    vocabulary,
)

ROWS = Path(__file__).parent / "typed_yes"
SUBJECT = "Das SMS-Paket"
FEWEST = 150
# Words that turn a yes into something else must never become part of the grammar.
TURNS_IT = re.compile(
    r"(?:nicht|nich|net|kein\w*|nie|niemals|nein|aber|wenn|falls|sofern|bevor|vorher|spaeter"
    r"|vielleicht|not|dont|never|no|but|if|unless|until|before|later|maybe|tomorrow)"
)


def rows(language: str) -> list[tuple[str, str, str]]:
    """Page, ``+`` or ``-``, and the words."""
    lines = (ROWS / f"{language}.txt").read_text("utf-8").splitlines()
    return [(page, sign, text) for page, sign, text in (line.split(" ", 2) for line in lines)]


@table("language", ["de", "en"])
def test_nothing_but_a_clear_yes_is_one(language: str) -> None:
    given = rows(language)

    def check(row: tuple[str, str, str]) -> None:
        page, sign, text = row
        assert (read_yes(text, page, SUBJECT) is not Yes.NO_YES) == (sign == "+")

    assert len(given) >= FEWEST
    check_all(given, check)


def test_no_word_of_the_grammar_turns_a_yes() -> None:
    assert {word for word in vocabulary() if TURNS_IT.fullmatch(word)} == set()


@table(
    "text, yes",
    [
        ("ok", Yes.ACKNOWLEDGED),
        ("in Ordnung", Yes.ACKNOWLEDGED),
        ("that's fine", Yes.ACKNOWLEDGED),
        ("ja", Yes.AGREED),
        ("go ahead", Yes.AGREED),
        ("kündigen", Yes.NAMED),
        ("please cancel my account", Yes.NAMED),
        ("jetzt kündigen", Yes.NAMED_AT_ONCE),
        ("cancel it now", Yes.NAMED_AT_ONCE),
    ],
)
def test_a_yes_is_told_by_its_clarity(text: str, yes: Yes) -> None:
    assert read_yes(text, "cancel") is yes


@table("text, named", [("kündigen", True), ("cancel my account", True), ("ja", False)])
def test_the_deed_is_named_whatever_was_asked(text: str, named: bool) -> None:
    assert names_deed(text, "cancel") is named


@table(
    "text, chosen",
    [
        ("wenn das Guthaben aufgebraucht ist", True),
        ("rather once the balance is used up", True),
        ("nicht kündigen, wenn das Guthaben leer ist, zahle ich wieder ein", False),
        ("never, not even when the balance is used up", False),
        ("what happens when the balance is used up?", False),
    ],
)
def test_the_end_with_the_balance_is_chosen_by_words_that_say_nothing_else(
    text: str, chosen: bool
) -> None:
    assert chooses_balance_end(text) is chosen
