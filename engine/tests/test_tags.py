"""Tags: what people bring with them, learned from the examples of the product."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from stance_examples import encoder
from tables import table

from fairwell_engine.hearing.encoder.encoders import Vectors
from fairwell_engine.hearing.examples import TagsExample, tags_examples
from fairwell_engine.hearing.tags.fitting import fit_tags
from fairwell_engine.hearing.tags.model import TagsModel

EXAMPLES = tags_examples(Path(__file__).parents[2] / "data" / "hearing")
LEAST_EXAMPLES = 60
GRAVE = ("angry", "bereaved", "cannot_phone", "for_cause", "helper", "lawyer", "not_owner")
# What is heard has the tag this often, of rows that are held out of the fit and sound so.
PRECISION = 0.9


@pytest.fixture(scope="module")
def part() -> list[TagsExample]:
    """Nine in ten of the product's examples."""
    return [example for n, example in enumerate(EXAMPLES) if n % 10]


@pytest.fixture(scope="module")
def model(part: list[TagsExample]) -> TagsModel:
    """The model of the part, without other messages."""
    return fit_tags(part, [], Vectors(encoder()), 1)


def heard(model: TagsModel, text: str) -> set[str]:
    return set(model.heard(text, encoder().vector(text)))


@table(
    "text, tag",
    [
        ("Mein Mann ist gestern verstorben, bitte kündigen Sie seinen Account.", "bereaved"),
        ("my mother died in June, please close her account", "bereaved"),
        ("Sonst schalte ich meinen Anwalt ein.", "lawyer"),
        ("You will hear from my lawyer.", "lawyer"),
        ("Ich bin nicht der Kontoinhaber, ich kündige im Auftrag meines Chefs.", "not_owner"),
        ("I'm not the account holder, I'm cancelling on behalf of my boss.", "not_owner"),
        ("Hiermit kündige ich fristlos aus wichtigem Grund.", "for_cause"),
        ("I terminate without notice for good cause.", "for_cause"),
        ("Das ist eine bodenlose Frechheit!!!", "angry"),
        ("This is ridiculous, I'm absolutely furious!", "angry"),
        ("Ich bin gehörlos und kann nicht anrufen.", "cannot_phone"),
        ("I'm deaf, I can't use the phone.", "cannot_phone"),
        ("Meine Enkelin tippt das für mich.", "helper"),
        ("My grandson is helping me write this.", "helper"),
        ("das war ein Versehen, bitte rückgängig machen", "undo"),
        ("I clicked that by mistake, undo it please", "undo"),
        ("darüber muss ich erst noch schlafen", "thinks_first"),
        ("I need to think about it first", "thinks_first"),
    ],
)
def test_what_is_plainly_said_is_heard(model: TagsModel, text: str, tag: str) -> None:
    assert tag in heard(model, text)


@table(
    "text",
    """
    Ich möchte meinen Account kündigen | I want to cancel my account | Was kostet eine Pause?
    my phone died yesterday | Unsere Kanzlei schließt zum Jahresende, bitte kündigen
    I'm the account holder | Ich bin die Inhaberin | bitte fristgerecht kündigen | Danke!
    Rufen Sie mich bitte an | please call me back | Mein Laptop hat den Geist aufgegeben
    """,
)
def test_what_only_sounds_so_is_not(model: TagsModel, text: str) -> None:
    assert heard(model, text) == set()


def test_what_is_heard_of_messages_held_out_is_nearly_always_there(model: TagsModel) -> None:
    pairs = [(example.tags, heard(model, example.text)) for example in EXAMPLES[::10]]
    right = sum(len(found & set(tags)) for tags, found in pairs)
    found_in_all = sum(len(found) for _, found in pairs)

    assert right >= PRECISION * found_in_all
    assert right >= sum(len(tags) for tags, _ in pairs) / 3


def test_a_model_is_the_same_after_saving(model: TagsModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = TagsModel.load(tmp_path)

    assert loaded is not None
    assert loaded.tags == model.tags
    text = "mein Vater ist gestorben"
    vector = encoder().vector(text)
    assert np.array_equal(loaded.scores(text, vector), model.scores(text, vector))


def test_without_examples_there_is_no_model(tmp_path: Path) -> None:
    assert tags_examples(tmp_path) == []
    assert TagsModel.load(tmp_path) is None


@pytest.mark.parametrize("tag", GRAVE)
def test_each_grave_matter_has_many_examples_that_no_other_message_has(tag: str) -> None:
    texts = [example.text for example in EXAMPLES if tag in example.tags]

    assert len(set(texts)) == len(texts) >= 2 * LEAST_EXAMPLES


def test_an_entry_without_tags_is_told_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "tags.de.yml").write_text('tags:\n  - texts: ["hallo"]\n', encoding="utf-8")

    with pytest.raises(ValueError, match=r"tags\.de\.yml"):
        tags_examples(tmp_path)
