"""What the benchmark's customers do, and what both models are trained and measured on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from benchmarks.conversations import Step, conversation, long_conversation
from benchmarks.examples import (
    Example,
    at_most,
    labelled,
    read_examples,
    split,
    write_examples,
)
from benchmarks.schedule import TURNS, Kind, Language
from fairwell import paths
from tests.support.tables import table

KINDS: tuple[Kind, ...] = ("form", "question", "talk")
LANGUAGES: tuple[Language, ...] = ("de", "en")


@table("kind", KINDS)
@table("language", LANGUAGES)
def test_every_conversation_has_six_turns_that_type_or_press(
    kind: Kind, language: Language
) -> None:
    steps = conversation(kind, language, random.Random(2))

    assert len(steps) == TURNS
    assert all(bool(step.text) != bool(step.title and step.payload) for step in steps)


@table("language", LANGUAGES)
def test_only_a_form_ends_in_a_declaration(language: Language) -> None:
    rng = random.Random(2)

    assert sum(step.concludes for step in conversation("form", language, rng)) == 1
    assert not any(step.concludes for step in conversation("question", language, rng))
    assert not any(step.concludes for step in conversation("talk", language, rng))


def buttons_of_the_bot() -> set[str]:
    domain = yaml.safe_load((paths.ROOT / "domain.yml").read_text())
    return {
        button["title"]
        for variations in domain["responses"].values()
        for variation in variations
        for button in variation.get("buttons", [])
    }


@table("language", LANGUAGES)
def test_the_pressed_buttons_are_buttons_of_the_bot(language: Language) -> None:
    pressed = {step.title for step in conversation("form", language, random.Random(2))} - {""}

    assert len(pressed) == 2
    assert pressed <= buttons_of_the_bot()


def test_no_two_customers_have_the_same_account() -> None:
    rng = random.Random(2)
    details = {conversation("form", "de", rng)[1].text for _ in range(200)}

    assert len(details) == 200


def kind_of(step: Step) -> str:
    """The place of a turn in its round: details differ in their names only."""
    return "details" if "kiosk-" in step.text else "typed"


def test_the_rounds_of_a_long_conversation_are_alike() -> None:
    steps = long_conversation(200, random.Random(2))

    assert len(steps) == 200
    kinds = [kind_of(step) for step in steps]
    assert kinds[:6] * 33 == kinds[:198]


def test_the_examples_are_those_of_the_repository_in_both_languages() -> None:
    examples = read_examples()

    assert {example.language for example in examples} == {"de", "en"}
    assert len(examples) > 10_000
    assert all(example.text for example in examples)


def test_a_held_out_message_is_never_trained_on_not_even_in_other_capitals() -> None:
    trained, held_out = split(read_examples())

    seen = {example.plain.casefold() for example in trained}
    assert not seen & {example.plain.casefold() for example in held_out}
    assert len(held_out) == pytest.approx(len(trained) / 9, rel=0.1)


def test_marks_of_entities_are_no_part_of_a_message() -> None:
    marked = Example(
        'ich bin [tanz-bar](user_name), [a@b.example]{"entity": "email"}', "inform", "de"
    )

    (message,) = labelled([marked])
    assert message.text == "ich bin tanz-bar, a@b.example"


def test_a_sample_keeps_every_intent_in_both_languages() -> None:
    examples = read_examples()
    sample = at_most(examples, 500)

    assert {(e.intent, e.language) for e in sample} == {(e.intent, e.language) for e in examples}
    assert len(sample) == pytest.approx(500, rel=0.2)
    assert at_most(examples, 0) == examples


def test_written_examples_are_read_back_as_they_were(tmp_path: Path) -> None:
    examples = [
        Example("wie heißt's: „so“ # oder?", "help", "de"),
        Example("mein Name ist [tanz-bar](user_name)", "inform", "de"),
        Example("- ja", "affirm", "de"),
    ]

    write_examples(examples, tmp_path / "de" / "examples.yml")

    assert read_examples(tmp_path) == examples
