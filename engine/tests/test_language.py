"""The component: entity, role and hint."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.training_data.message import Message
from tables import table

from fairwell_engine.hearing.language import LanguageEntity


def processed(
    text: str, metadata: Any = None, entities: list[dict[str, Any]] | None = None
) -> Message:
    data = {"text": text, "metadata": metadata}
    if entities is not None:
        data["entities"] = entities
    return LanguageEntity().process([Message(data=data)])[0]


def test_the_entity_spans_the_message_and_names_its_role() -> None:
    text = "I would like to cancel my account"

    (entity,) = processed(text).get("entities")

    assert entity["confidence_entity"] >= 0.9
    del entity["confidence_entity"]
    assert entity == {
        "entity": "language",
        "value": "en",
        "role": "firm",
        "start": 0,
        "end": len(text),
        "extractor": "LanguageEntity",
    }


def test_a_single_word_is_weak() -> None:
    (entity,) = processed("danke").get("entities")

    assert (entity["value"], entity["role"]) == ("de", "weak")


def test_entities_found_before_stay() -> None:
    before = {"entity": "email", "value": "a@b.example"}

    assert processed("danke", entities=[before]).get("entities")[0] == before


@table("hint", ["de", "en"])
def test_a_hint_decides_an_unclear_message_weakly(hint: str) -> None:
    (entity,) = processed("hi", {"language_hint": hint}).get("entities")

    assert (entity["value"], entity["role"]) == (hint, "weak")


def test_a_hint_never_overrules_words() -> None:
    (entity,) = processed("danke", {"language_hint": "en"}).get("entities")

    assert entity["value"] == "de"


@table("metadata", [None, {}, {"language_hint": "fr"}, "some text from training data"])
def test_an_unclear_message_without_a_usable_hint_gets_no_entity(metadata: Any) -> None:
    message = processed("hi", metadata)

    assert message.get("entities") is None
