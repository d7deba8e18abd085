"""Words and their dictionary forms in two languages."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from fairwell_engine.language import DETECTED_LANGUAGE
from fairwell_engine.tokens import BilingualTokenizer, lemma, pipeline


@pytest.fixture(scope="module")
def tokenizer() -> BilingualTokenizer:
    return BilingualTokenizer(BilingualTokenizer.get_default_config())


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("Rechnungen", "de", "rechnung"),
        ("rechnungen", "de", "rechnung"),
        ("Kündige", "de", "kündigen"),
        ("Verträge", "de", "vertrag"),
        ("blumen-mueller", "de", "blumen-mueller"),
        ("Invoices", "en", "invoice"),
        ("cancelled", "en", "cancel"),
        ("Rechnungen", "en", "rechnungen"),
    ],
)
def test_dictionary_forms(word: str, language: str, expected: str) -> None:
    assert lemma(word, language) == expected


def test_tokens_keep_their_place_in_the_text(tokenizer: BilingualTokenizer) -> None:
    text = "Wo sind  meine Rechnungen?"

    tokens = tokenizer.tokenize(Message(data={"text": text}), "text")

    assert [token.text for token in tokens] == ["Wo", "sind", "meine", "Rechnungen", "?"]
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert tokens[3].lemma == "rechnung"


def test_the_language_noted_on_the_message_decides(tokenizer: BilingualTokenizer) -> None:
    def lemmas(language: str) -> list[str]:
        message = Message(data={"text": "Rechnungen invoices", DETECTED_LANGUAGE: language})
        return [token.lemma for token in tokenizer.tokenize(message, "text")]

    assert lemmas("de") == ["rechnung", "invoices"]
    assert lemmas("en") == ["rechnungen", "invoice"]


def test_training_examples_are_told_apart_by_their_words(tokenizer: BilingualTokenizer) -> None:
    data = TrainingData(
        [
            Message(data={"text": "where are my invoices", "intent": "a"}),
            Message(data={"text": "wo sind meine Rechnungen", "intent": "a"}),
            Message(data={"text": "Rechnungen", "intent": "a"}),
        ]
    )

    tokens = [
        each.get("text_tokens") for each in tokenizer.process_training_data(data).training_examples
    ]

    assert [each[-1].lemma for each in tokens] == ["invoice", "rechnung", "rechnung"]


def test_an_intent_name_is_one_token(tokenizer: BilingualTokenizer) -> None:
    data = TrainingData([Message(data={"text": "hi", "intent": "cancel_account"})])

    (example,) = tokenizer.process_training_data(data).training_examples

    assert [token.text for token in example.get("intent_tokens")] == ["cancel_account"]


def test_pipelines_are_built_once() -> None:
    assert pipeline("de") is pipeline("de")
    assert pipeline("de") is not pipeline("en")
