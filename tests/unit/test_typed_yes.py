"""What typed words record: only a clear yes, whatever the classifier makes of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fairwell.dialogue import slots
from fairwell.dialogue.consent import Yes, read_yes, vocabulary
from fairwell.dialogue.deciding import read_decision
from tests.unit.readings import asked, message
from tests.unit.samples import domain

ROWS = Path(__file__).parent / "typed_yes"
SUBJECT = "Das SMS-Paket"
FEWEST = 150
ON_RECORD = {*slots.KINDS, slots.AT_BALANCE_END}
# Words that turn a yes into something else must never become part of the grammar.
TURNS_IT = re.compile(
    r"(?:nicht|nich|net|kein\w*|nie|niemals|nein|aber|wenn|falls|sofern|bevor|vorher|spaeter"
    r"|vielleicht|not|dont|never|no|but|if|unless|until|before|later|maybe|tomorrow)"
)


def rows(language: str) -> list[tuple[str, str, str]]:
    """Page, ``+`` or ``-``, and the words."""
    lines = (ROWS / f"{language}.txt").read_text("utf-8").splitlines()
    return [(page, sign, text) for page, sign, text in (line.split(" ", 2) for line in lines)]


def on_record(page: str, text: str) -> bool:
    """Whether the words are taken for a yes by at least one way in which a model reads them."""
    if page == slots.REVOKE:
        return read_yes(text, page) is not Yes.NO_YES
    known = {"kind": page, "subject": SUBJECT}
    for intent in [*domain()["intents"], "nlu_fallback"]:
        found = read_decision(message(text, intent, confidence=0.99), asked("decision", **known))
        if found.slots.get("decision") in ON_RECORD - {slots.CALLBACK}:
            return True
    return False


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_but_a_clear_yes_records(language: str) -> None:
    given = rows(language)

    assert len(given) >= FEWEST
    wrong = [
        f"{page}: {text}" for page, sign, text in given if on_record(page, text) != (sign == "+")
    ]
    assert wrong == []


def test_no_word_of_the_grammar_turns_a_yes() -> None:
    assert {word for word in vocabulary() if TURNS_IT.fullmatch(word)} == set()


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("ja", None),
        ("kündigen", None),
        ("jetzt kündigen", "cancel"),
        ("cancel it now", "cancel"),
        ("wenn das Guthaben aufgebraucht ist", "at_balance_end"),
        ("rather once the balance is used up", "at_balance_end"),
        ("nicht kündigen, wenn das Guthaben leer ist, zahle ich wieder ein", None),
        ("never, not even when the balance is used up", None),
        ("what happens when the balance is used up?", None),
    ],
)
def test_where_the_page_asks_for_the_end_a_yes_has_to_say_which(
    text: str, decision: str | None
) -> None:
    found = read_decision(message(text, "affirm"), asked("decision", choice=True))

    assert found.slots == {"decision": decision}


def test_a_bare_ok_counts_only_where_nothing_else_was_said() -> None:
    for text in ("ok", "in Ordnung", "that's fine"):
        alone, beside = (
            read_decision(message(text, "affirm"), asked("decision", beside=told)).slots
            for told in (False, True)
        )
        assert alone == {"decision": "cancel"}
        assert beside == {"decision": None}
    still = read_decision(message("ja", "affirm"), asked("decision", beside=True))
    assert still.slots == {"decision": "cancel"}
