"""The shipped sentence encoder: what it is, and that it knows meaning across languages."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from tables import table

from fairwell_engine.hearing.encoder.student import FILE, Student

MEGABYTES = 45


@pytest.fixture(scope="module")
def student() -> Student:
    return Student()


def test_the_artifact_is_the_one_its_manifest_describes() -> None:
    manifest = json.loads((FILE.parent / "manifest.json").read_text(encoding="utf-8"))

    assert manifest["artifact"]["sha256"] == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert FILE.stat().st_size <= MEGABYTES * 1e6


def test_its_licence_lies_beside_it() -> None:
    assert "GNU GENERAL PUBLIC LICENSE" in (FILE.parent / "LICENSE").read_text(encoding="utf-8")


@table("text", ["Ich möchte kündigen", "?", "qqqq", "wort " * 300])
def test_vectors_have_length_one(student: Student, text: str) -> None:
    vector = student.vector(text)

    assert vector.shape == (student.width,)
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


@table("text", ["", "  ", "…", "👍"])
def test_a_text_without_words_has_no_meaning(student: Student, text: str) -> None:
    assert not student.vector(text).any()


@table(
    "german, english, other",
    [
        ("Ich möchte mein Konto kündigen", "I want to cancel my account", "what a nice evening"),
        ("Wie viel kostet das?", "how much is it?", "I live in a big house"),
        ("Bekomme ich mein Geld zurück?", "do I get my money back", "the weather is fine today"),
        ("mein Hund ist krank", "my dog is ill", "we are closing the shop"),
    ],
)
def test_both_languages_share_their_meanings(
    student: Student, german: str, english: str, other: str
) -> None:
    of_german = student.vector(german)

    assert of_german @ student.vector(english) > of_german @ student.vector(other) + 0.15


@table(
    "right, wrong",
    [
        ("bitte das Konto kündigen", "bitte das Konto kündgen"),
        ("ich brauche eine Rechnung", "ich brauche eine Rechnng"),
        ("please cancel my account", "please cancel my acount"),
    ],
)
def test_a_text_with_a_typo_stays_near_what_was_meant(
    student: Student, right: str, wrong: str
) -> None:
    typed = student.vector(wrong)

    assert typed @ student.vector(right) > typed @ student.vector("what a nice evening") + 0.4


def test_a_file_that_is_no_encoder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "student.npz"
    file.write_bytes(b"not an encoder")

    with pytest.raises(ValueError, match="pickled"):
        Student(file)


def test_many_words_are_summed_as_few_are(
    student: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "ich möchte meinen Vertrag kündigen und mein Geld zurück"
    few = student.vector(text)
    monkeypatch.setattr("fairwell_engine.hearing.encoder.student._FEW_WORDS", 0)

    assert np.allclose(student.vector(text), few, atol=1e-6)
