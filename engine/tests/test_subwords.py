"""What the sentence encoder reads of a text."""

from __future__ import annotations

from tables import table

from fairwell_engine.hearing.encoder.subwords import BUCKETS, MAXIMUM_WORDS, buckets, parts, words
from fairwell_engine.hearing.spelling import fold


@table("spelling", ["Kündigen", "kuendigen", "KUNDIGEN"])
def test_spellings_are_folded(spelling: str) -> None:
    assert fold(spelling) == "kundigen"


@table(
    "text, expected",
    [
        ("Wo ist mein Geld?", ["wo", "ist", "mein", "geld", "?"]),
        ("am 3.5. 65 Euro!", ["am", "0", "0", "0", "euro"]),
        ("anna@firma.example und blumen-mueller", ["xmail", "und", "xname"]),
        ("482 913", ["xcode"]),
        ("yoga.lotus, K7M-2P3Q", ["xname", "xname"]),
        ("im newsletter-tool anna@firma", ["im", "newsletter", "tool", "xmail"]),
        ("…", []),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_long_letter_is_cut_off() -> None:
    assert len(words("wort " * 500)) == MAXIMUM_WORDS


def test_a_typo_leaves_most_letter_sequences_as_they_are() -> None:
    right, wrong = set(buckets("kundigung")), set(buckets("kundigunng"))

    assert len(right & wrong) > len(right) / 2
    assert all(0 <= bucket < BUCKETS for bucket in right | wrong)


@table(
    "word, expected",
    [
        ("kundigungsfrist", ("kundigung", "frist")),
        ("testphase", ("test", "phase")),
        ("kontendaten", ("konto", "daten")[:0]),
        ("kundigung", ()),
        ("frist", ()),
    ],
)
def test_compounds_fall_into_known_words(word: str, expected: tuple[str, ...]) -> None:
    assert parts(word, {"kundigung", "frist", "test", "phase", "konto", "daten"}) == expected
