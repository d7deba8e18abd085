"""Words that are rare and grave, told apart from words that only sound like them."""

from __future__ import annotations

import pytest

from actions import people


@pytest.mark.parametrize(
    "text",
    [
        "mein Vater ist verstorben",
        "Wegen eines Todesfalls möchte ich kündigen",
        "nach dem Tod meiner Mutter",
        "die Inhaberin ist leider gestorben",
        "I'm her widow, my husband passed away",
        "the owner died last month",
        "my late father had an account",
        "there was a death in the family",
    ],
)
def test_a_death_is_heard(text: str) -> None:
    assert people.is_bereaved(text)


@pytest.mark.parametrize(
    "text",
    [
        "todlangweilig",
        "das Projekt ist eingeschlafen",
        "I'm dying to leave",
        "my phone died",
        "too late for me",
        "ich sterbe vor Langeweile",
    ],
)
def test_a_manner_of_speaking_is_no_death(text: str) -> None:
    assert not people.is_bereaved(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Sonst gehe ich zum Anwalt", True),
        ("mein Rechtsanwalt schreibt Ihnen", True),
        ("Ich melde Sie der Verbraucherzentrale", True),
        ("you'll hear from my lawyer", True),
        ("I'll take legal action", True),
        ("die Anwendung ist schlecht", False),
        ("lawful", False),
    ],
)
def test_a_lawyer_is_heard(text: str, named: bool) -> None:
    assert people.names_lawyer(text) is named


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Ich bin nicht die Inhaberin", True),
        ("im Auftrag meiner Mutter", True),
        ("für meinen Chef soll ich kündigen", True),
        ("I'm not the account owner", True),
        ("on behalf of my boss", True),
        ("Ich bin der Inhaber", False),
        ("my account", False),
    ],
)
def test_somebody_elses_account_is_heard(text: str, other: bool) -> None:
    assert people.is_not_owner(text) is other


@pytest.mark.parametrize(
    "text",
    [
        "abbrechen",
        "Abbruch",
        "bitte abbrechen",
        "das abbrechen",
        "cancel",
        "Cancel it.",
        "just cancel",
    ],
)
def test_a_bare_cancel_has_two_senses(text: str) -> None:
    assert people.is_ambiguous(text)


@pytest.mark.parametrize(
    "text",
    ["Account abbrechen", "cancel my account", "kündigen", "cancel the pause", "", "abgebrochen"],
)
def test_a_cancel_of_something_named_has_one(text: str) -> None:
    assert not people.is_ambiguous(text)


@pytest.mark.parametrize(
    ("text", "for_cause"),
    [
        ("fristlos", True),
        ("außerordentliche Kündigung", True),
        ("ausserordentlich kündigen", True),
        ("aus wichtigem Grund", True),
        ("for good cause", True),
        ("ordentlich kündigen", False),
        ("because it is too expensive", False),
    ],
)
def test_a_cancellation_for_cause_is_heard(text: str, for_cause: bool) -> None:
    assert people.is_for_cause(text) is for_cause
