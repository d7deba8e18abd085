"""N-gram rows: what is known counts, and a saved vocabulary is the same vocabulary."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tables import table

from fairwell_engine.hearing.ngrams import Ngrams, grams

TEXTS = ["ich will kündigen", "ich will bleiben", "cancel please", "cancel my account", "hallo"]


def learned(texts: list[str]) -> Ngrams:
    return Ngrams.learn([grams(text) for text in texts])


def test_a_row_is_as_long_as_its_message_is_known() -> None:
    ngrams = learned(["alpha", "alpha", "beta", "beta", "gamma"])

    known, half_known, unknown = (
        np.linalg.norm(ngrams.row(grams(text)).values) for text in ("alpha", "alphq", "漢字")
    )

    assert known > half_known > unknown == 0


@table("spelling", ["ich will kuendigen", "ICH WILL KUNDIGEN"])
def test_spellings_give_the_same_row(spelling: str) -> None:
    ngrams = learned(TEXTS)

    assert (
        ngrams.row(grams(spelling)).columns.tolist() == ngrams.row(grams(TEXTS[0])).columns.tolist()
    )


def test_rare_words_weigh_more_than_common_ones() -> None:
    ngrams = learned(["a cat", "a dog", "a bird", "a fox"])
    common, rare = (ngrams.row(grams(word)) for word in ("a", "dog"))

    both = ngrams.row(grams("a dog"))
    value = dict(zip(both.columns.tolist(), both.values.tolist(), strict=True))
    assert value[common.columns[0]] < value[rare.columns[0]]


def test_a_saved_vocabulary_gives_the_same_rows(tmp_path: Path) -> None:
    ngrams = learned(TEXTS)
    ngrams.save(tmp_path)

    message = grams("bitte kündigen")
    before, after = ngrams.row(message), Ngrams.load(tmp_path).row(message)

    assert before.columns.tolist() == after.columns.tolist() != []
    assert before.values.tolist() == after.values.tolist()
