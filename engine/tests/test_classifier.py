"""The intent model: learns, keeps what it learned, and decides the same after loading."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from fairwell_engine.classifier import IntentModel
from fairwell_engine.ngrams import Ngrams, Words, fold
from fairwell_engine.tokens import BilingualTokenizer

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
CONTEXT = ExecutionContext(GraphSchema({}), "model", node_name="intents")


def tokenized(texts: list[str], intents: list[str] | None = None) -> list[Message]:
    tokenizer = BilingualTokenizer(BilingualTokenizer.get_default_config())
    messages = [Message(data={"text": text}) for text in texts]
    for message, intent in zip(messages, intents or [], strict=False):
        message.set("intent", intent)
    return tokenizer.process(messages)


def trained(folder: Path, examples: dict[str, list[str]], **config: object) -> IntentModel:
    texts = [text for texts in examples.values() for text in texts]
    intents = [intent for intent, texts in examples.items() for _ in texts]
    storage = LocalModelStorage.create(folder)
    model = IntentModel.create(dict(config), storage, Resource("intents"), CONTEXT)
    resource = model.train(TrainingData(tokenized(texts, intents)))
    return IntentModel.load(dict(config), storage, resource, CONTEXT)


def decide(model: IntentModel, text: str) -> Message:
    return model.process(tokenized([text]))[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Kündigen", "cancel"),
        ("KUENDIGEN bitte", "cancel"),
        ("i want to cancel", "cancel"),
        ("Guten tag", "greet"),
        ("mein geld", "refund"),
    ],
)
def test_it_decides_in_both_languages_and_spellings(text: str, intent: str, tmp_path: Path) -> None:
    assert decide(trained(tmp_path, EXAMPLES), text).get("intent")["name"] == intent


def test_confidences_are_probabilities_in_order(tmp_path: Path) -> None:
    message = decide(trained(tmp_path, EXAMPLES), "bitte kündigen")

    ranking = message.get("intent_ranking")
    confidences = [each["confidence"] for each in ranking]
    assert message.get("intent") == ranking[0]
    assert {each["name"] for each in ranking} == set(EXAMPLES)
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1.0, abs=1e-5)


def test_the_ranking_is_as_long_as_configured(tmp_path: Path) -> None:
    model = trained(tmp_path, EXAMPLES, ranking_length=2)

    assert len(decide(model, "hallo").get("intent_ranking")) == 2


def test_two_intents_are_enough(tmp_path: Path) -> None:
    two = {intent: EXAMPLES[intent] for intent in ("cancel", "greet")}
    model = trained(tmp_path, two)

    assert decide(model, "kündigen").get("intent")["name"] == "cancel"
    assert decide(model, "hallo").get("intent")["name"] == "greet"


def test_one_intent_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least two intents"):
        trained(tmp_path, {"greet": EXAMPLES["greet"]})


def test_a_message_without_words_gets_no_intent(tmp_path: Path) -> None:
    assert decide(trained(tmp_path, EXAMPLES), "   ").get("intent") is None


def test_a_word_never_seen_is_nobodys(tmp_path: Path) -> None:
    assert decide(trained(tmp_path, EXAMPLES), "qqq").get("intent")["confidence"] < 0.6


def test_a_row_is_as_long_as_its_message_is_known() -> None:
    ngrams = Ngrams()
    ngrams.learn([_word(each) for each in ("alpha", "alpha", "beta", "beta", "gamma")])

    rows = ngrams.rows([_word(each) for each in ("alpha", "alphq", "漢字")])

    known, half_known, unknown = (np.linalg.norm(row.toarray()) for row in rows)
    assert known > half_known > unknown


def _word(word: str) -> Words:
    return Words(word, (word,))


def test_a_saved_vocabulary_gives_the_same_rows(tmp_path: Path) -> None:
    words = [Words(text, tuple(text.split())) for texts in EXAMPLES.values() for text in texts]
    ngrams = Ngrams()
    ngrams.learn(words)
    rows = ngrams.rows(words)
    ngrams.save(tmp_path)

    again = Ngrams.load(tmp_path).rows(words)

    assert rows.nnz == again.nnz > 0
    assert np.allclose(rows.toarray(), again.toarray(), atol=1e-6)


@pytest.mark.parametrize("spelling", ["Kündigen", "kuendigen", "KUNDIGEN"])
def test_spellings_are_folded(spelling: str) -> None:
    assert fold(spelling) == "kundigen"
