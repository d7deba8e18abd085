"""Messages in their clauses, and words that turn them: negations and conditions."""

from __future__ import annotations

from tables import table

from fairwell_engine.hearing.acts.clauses import clauses
from fairwell_engine.hearing.conditions import is_conditional
from fairwell_engine.hearing.negation import negated_words, negates


@table(
    "text, parts",
    [
        ("Ich möchte kündigen. Was kostet das?", ["Ich möchte kündigen.", "Was kostet das?"]),
        ("bitte kündigen und Daten löschen", ["bitte kündigen", "Daten löschen"]),
        (
            "cancel it, also delete my data but keep the invoice",
            ["cancel it", "also delete my data", "keep the invoice"],
        ),
        ("Pause bitte!\nWie lange geht das", ["Pause bitte!", "Wie lange geht das"]),
        # One clause says what the whole message says.
        ("Ich möchte kündigen", []),
        ("Ich möchte kündigen.", []),
        # Too short to say anything.
        ("ja, kündigen", []),
        ("", []),
    ],
)
def test_a_message_is_split_where_a_clause_ends(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


def test_of_a_letter_only_the_first_clauses_are_read() -> None:
    letter = " ".join(f"This is sentence {number}." for number in range(40))

    assert clauses(letter) == [f"This is sentence {number}." for number in range(12)]


def test_a_hostile_message_is_split_in_linear_time() -> None:
    assert clauses(", " * 100_000) == []
    assert clauses(" " * 100_000 + "und") == []


@table(
    "text, there",
    [
        ("nicht kündigen", True),
        ("Ich will KEINE Pause", True),
        ("don't do it", True),
        ("I don’t think so, do not cancel", True),
        ("never mind", True),
        ("ohne Begründung", True),
        ("wer will denn das, nein", True),
        ("nee, kündigen?", True),
        ("nope", True),
        ("ja, kündigen", False),
        ("yes, now please", False),
        # Words that only contain one.
        ("notieren Sie das", False),
        ("nothing else matters", False),
        ("eine Kneipe namens Niete, neinsagen", False),
        ("", False),
    ],
)
def test_a_negation_is_a_word_of_its_own(text: str, there: bool) -> None:
    assert negates(text) is there


def test_only_the_words_of_the_negated_clause_are_marked() -> None:
    marked = negated_words("nicht kuendigen, pausieren bitte")

    assert marked == ["¬nicht", "¬kuendigen", "¬kuend"]


@table("text", ["pausieren, bitte nicht kuendigen", "pausieren aber nicht kuendigen"])
def test_a_clause_ends_at_a_comma_or_a_joining_word(text: str) -> None:
    marked = negated_words(text)

    assert "¬kuendigen" in marked
    assert "¬pausieren" not in marked


@table(
    "text, depends",
    [
        ("ja, wenn es nichts kostet", True),
        ("Sobald mein Guthaben weg ist", True),
        ("es sei denn, es wird teurer", True),
        ("yes, provided it is free", True),
        ("only after my boss agrees", True),
        ("ja, kündigen", False),
        ("yes please", False),
        # Words that only contain one.
        ("ein Biss in die Wenne", False),
        ("gift iffy", False),
    ],
)
def test_a_condition_is_a_word_of_its_own(text: str, depends: bool) -> None:
    assert is_conditional(text) is depends
