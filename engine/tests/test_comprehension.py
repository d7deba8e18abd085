"""The component: learns, keeps what it learned, decides the same after loading, and says so."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tables import table

from fairwell_engine.hearing.acts.fitting import Example, Strengths, fit
from fairwell_engine.hearing.comprehension import Comprehension

EXAMPLES = {
    "cancel": [
        "ich will kündigen",
        "bitte mein Konto kündigen",
        "cancel my account",
        "please cancel",
    ],
    "greet": ["hallo", "guten Tag", "hello there", "good morning"],
    "refund": ["ich will mein Geld zurück", "Erstattung bitte", "refund please", "money back"],
}
CONTEXT = ExecutionContext(GraphSchema({}), "model", node_name="comprehension")
RESOURCE = Resource("comprehension")


def taught(folder: Path, examples: dict[str, list[str]], **config: object) -> LocalModelStorage:
    messages = [
        Message(data={"text": text, "intent": intent})
        for intent, texts in examples.items()
        for text in texts
    ]
    storage = LocalModelStorage.create(folder)
    Comprehension.create(config, storage, RESOURCE, CONTEXT).train(TrainingData(messages))
    return storage


def loaded(storage: LocalModelStorage, **config: object) -> Comprehension:
    sure = {"threshold": 0.0, "ambiguity_threshold": 0.0}
    return Comprehension.load(sure | config, storage, RESOURCE, CONTEXT)


def understood(component: Comprehension, text: str, **data: object) -> Message:
    return component.process([Message(data={"text": text, **data})])[0]


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    return taught(tmp_path_factory.mktemp("trained"), EXAMPLES)


@table(
    "text, intent",
    [
        ("Kündigen", "cancel"),
        ("KUENDIGEN bitte", "cancel"),
        ("i want to cancel", "cancel"),
        ("Guten tag", "greet"),
        ("mein geld", "refund"),
        ("terminate the contract", "cancel"),
        ("guten Abend", "greet"),
    ],
)
def test_it_decides_in_both_languages_and_spellings_and_by_meaning(
    text: str, intent: str, storage: LocalModelStorage
) -> None:
    assert understood(loaded(storage), text).get("intent")["name"] == intent


def test_confidences_are_probabilities_in_order(storage: LocalModelStorage) -> None:
    message = understood(loaded(storage), "bitte kündigen")

    ranking = message.get("intent_ranking")
    confidences = [each["confidence"] for each in ranking]
    assert message.get("intent") == ranking[0]
    assert {each["name"] for each in ranking} == set(EXAMPLES)
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1.0, abs=1e-5)


def test_the_ranking_is_as_long_as_configured(storage: LocalModelStorage) -> None:
    message = understood(loaded(storage, ranking_length=2), "hallo")

    assert len(message.get("intent_ranking")) == 2


@table("config", [{"threshold": 0.99}, {"ambiguity_threshold": 0.99}])
def test_unsure_becomes_the_fallback_before_the_ranking(
    config: dict[str, float], storage: LocalModelStorage
) -> None:
    message = understood(loaded(storage, **config), "bitte")

    ranking = message.get("intent_ranking")
    assert message.get("intent")["name"] == ranking[0]["name"] == "nlu_fallback"
    assert {each["name"] for each in ranking[1:]} == set(EXAMPLES)


@table("text", ["   ", "…", "👍"])
def test_a_message_without_words_is_not_understood(text: str, storage: LocalModelStorage) -> None:
    assert understood(loaded(storage), text).get("intent")["name"] == "nlu_fallback"


def test_signs_that_an_example_has_are_understood(tmp_path: Path) -> None:
    storage = taught(tmp_path, EXAMPLES | {"repeat": ["??", "noch mal?", "say that again?"]})

    assert understood(loaded(storage), "??").get("intent")["name"] == "repeat"


def test_details_are_appended_to_what_was_found_before(storage: LocalModelStorage) -> None:
    language = {"entity": "language", "value": "de"}

    message = understood(loaded(storage), "482913", entities=[language])

    assert message.get("entities") == [
        language,
        {
            "entity": "code",
            "value": "482913",
            "start": 0,
            "end": 6,
            "confidence_entity": 1.0,
            "extractor": "Comprehension",
        },
    ]


def test_a_message_without_details_has_no_entities(storage: LocalModelStorage) -> None:
    assert understood(loaded(storage), "guten Tag").get("entities") is None


def test_two_intents_are_enough(tmp_path: Path) -> None:
    component = loaded(taught(tmp_path, {name: EXAMPLES[name] for name in ("cancel", "greet")}))

    assert understood(component, "kündigen").get("intent")["name"] == "cancel"
    assert understood(component, "hallo").get("intent")["name"] == "greet"


def test_one_intent_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least two intents"):
        taught(tmp_path, {"greet": EXAMPLES["greet"]})


def test_a_model_of_another_encoder_does_not_load(tmp_path: Path) -> None:
    storage = taught(tmp_path, EXAMPLES)
    with storage.write_to(RESOURCE) as folder:
        (folder / "encoder.json").write_text(json.dumps({"fingerprint": "another"}))

    with pytest.raises(ValueError, match="another sentence encoder"):
        loaded(storage)


def test_an_intent_with_a_handicap_has_lower_odds_by_just_that(
    storage: LocalModelStorage, tmp_path: Path
) -> None:
    def odds(component: Comprehension) -> float:
        """Of "refund" against "greet"."""
        found = understood(component, "refund please, hello").get("intent_ranking")
        by_name = {each["name"]: each["confidence"] for each in found}
        return float(np.log(by_name["refund"] / by_name["greet"]))

    behind = taught(tmp_path, EXAMPLES, handicaps={"refund": 0.7})

    assert odds(loaded(behind)) == pytest.approx(odds(loaded(storage)) - 0.7, abs=1e-3)


def test_confidences_are_calibrated_on_examples_held_out() -> None:
    """With labels that mean nothing, nothing can be known, and the model may not look sure."""
    source = np.random.default_rng(1)
    examples = [
        Example(" ".join(source.choice(list("abcdefgh"), 4)), (str(source.integers(0, 4)),))
        for _ in range(600)
    ]

    model, decider = fit(
        examples,
        lambda texts: np.zeros((len(texts), 2), np.float32),
        strengths=Strengths(30.0, 10.0),
        seed=1,
    )

    confidences = [model.confidences(each.text, np.zeros(2)).max() for each in examples[:50]]
    assert model.temperature > 1.5
    assert np.mean(confidences) < 0.75
    assert decider is None  # no example has two labels
