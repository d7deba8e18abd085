"""What the encoder is built from: dictionary lines, pairs, and our own examples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from distill.dictionary import pairs, ranked
from distill.examples import messages, parallel
from distill.goals import Copies, goals

ENCODER = Path(__file__).resolve().parents[1] / "encoder"
LINES = """# a remark
Vertrag {m} (mit jdm.) [jur.] | Verträge {pl} :: contract; agreement | contracts
etw. kündigen {vt} :: to cancel sth.; to terminate sth.
A B C D E F G H I J K L M :: too long
ohne Übersetzung
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    file = tmp_path / "de-en"
    file.write_text(LINES, encoding="utf-8")
    return file


def test_a_line_gives_every_phrase_with_its_translations(dictionary: Path) -> None:
    assert list(pairs(dictionary)) == [
        ("Vertrag", "contract"),
        ("Vertrag", "agreement"),
        ("Verträge", "contracts"),
        ("etwas kündigen", "to cancel something"),
        ("etwas kündigen", "to terminate something"),
    ]


def test_common_words_come_first(dictionary: Path) -> None:
    german = {"Vertrag": -8.0, "Verträge": -15.0}
    english = {"contract": -8.0, "agreement": -9.0, "contracts": -14.0}

    kept = ranked(pairs(dictionary), german, english, 2)

    assert kept == [("Vertrag", "contract"), ("Vertrag", "agreement")]


def test_the_pairs_are_whole_and_each_german_line_stands_once() -> None:
    german = [left for left, _ in parallel(ENCODER / "pairs")]

    assert len(german) > 1000
    assert len(set(german)) == len(german)


def test_a_line_that_is_no_pair_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.tsv").write_text("nur deutsch\n", encoding="utf-8")

    with pytest.raises(ValueError, match="nur deutsch"):
        parallel(tmp_path)


def test_examples_are_read_without_annotations_and_once(tmp_path: Path) -> None:
    content = """
nlu:
  - intent: inform
    examples: |
      - my code is [482913](code)
      - hello
  - intent: greet
    examples: |
      - hello
"""
    (tmp_path / "steps.yml").write_text(content, encoding="utf-8")

    assert messages(tmp_path) == ["my code is 482913", "hello"]


def test_a_german_phrase_aims_between_its_translations() -> None:
    axis = {"contract": 0, "agreement": 1, "hello": 2, "bye": 3}

    def embed(texts: list[str]) -> np.ndarray:
        return np.eye(len(axis), dtype=np.float32)[[axis[text] for text in texts]]

    found = goals(
        [("Vertrag", "contract"), ("Vertrag", "agreement")],
        ["hello"],
        [("tschüss", "bye")],
        embed,
        outputs=3,
        copies=Copies(message=3, german_pair=4, english_pair=2),
        seed=1,
    )

    vector = dict(zip(found.texts, found.vectors, strict=True))
    assert vector["Vertrag"] @ vector["contract"] == pytest.approx(
        vector["Vertrag"] @ vector["agreement"], abs=1e-5
    )
    assert np.allclose(vector["tschüss"], vector["bye"])
    copies = dict(zip(found.texts, found.copies.tolist(), strict=True))
    assert copies == {
        "Vertrag": 1,
        "contract": 1,
        "agreement": 1,
        "hello": 3,
        "tschüss": 4,
        "bye": 2,
    }
