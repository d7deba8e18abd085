"""How much encoders help: ``engine/.venv/bin/python engine/encoder/measure.py FILE ...``.

Fits the intent model on four fifths of ``data/nlu`` with each encoder's vectors (and once without
any) and prints the accuracy on the fifth that ``python -m distill --hold-out`` left out. Examples
that are nearly one of the fifth are left out of the fit, as are pairs' German sides of the fifth.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import numpy as np  # noqa: E402
from distill.examples import is_held_out, labelled, parallel  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402

from fairwell_engine.hearing.encoder.student import Student  # noqa: E402
from fairwell_engine.hearing.fitting import Strengths, fit  # noqa: E402

DATA = HERE.parents[1] / "data" / "nlu"
STRENGTHS = Strengths(terms=30.0, vectors=10.0)
_NEAR = 0.6
Example = tuple[str, str, str]  # language, text, intent


def parts() -> tuple[list[Example], list[Example]]:
    """What to fit on, and what to measure with."""
    seen_german = {
        german for n, (german, _) in enumerate(parallel(HERE / "pairs")) if not is_held_out(n)
    }
    fitted, measured = [], []
    for language in ("de", "en"):
        examples = labelled(DATA / language).items()
        for number, (text, intent) in enumerate(examples):
            example = (language, text, intent)
            if not is_held_out(number):
                fitted.append(example)
            elif text not in seen_german:
                measured.append(example)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    rows = letters.fit_transform([text for _, text, _ in fitted])
    others = letters.transform([text for _, text, _ in measured])
    near = np.concatenate(
        [
            (rows[start : start + 500] @ others.T).max(axis=1).toarray().ravel()
            for start in range(0, len(fitted), 500)
        ]
    )
    return [each for each, close in zip(fitted, near, strict=True) if close < _NEAR], measured


def say(line: str) -> None:
    """Print at once: each encoder takes a minute."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """One line an encoder: accuracy in German, in English, in both, and the log loss."""
    fitted, measured = parts()
    texts, truth = [text for _, text, _ in fitted], [intent for _, _, intent in fitted]
    say(f"fitted on {len(fitted)}, measured on {len(measured)}")
    for name in ("none", *sys.argv[1:]):
        encode = (lambda _: np.zeros(1)) if name == "none" else Student(Path(name)).vector
        vectors = np.array([encode(text) for text in texts])
        model = fit(texts, truth, vectors, strengths=STRENGTHS, seed=42)
        known = {intent: n for n, intent in enumerate(model.intents)}
        chances = np.array([model.confidences(text, encode(text)) for _, text, _ in measured])
        columns = np.array([known[intent] for _, _, intent in measured])
        hits = chances.argmax(axis=1) == columns
        german = np.array([language == "de" for language, _, _ in measured])
        loss = -np.log(chances[np.arange(len(columns)), columns]).mean()
        say(
            f"{name}: de {hits[german].mean():.3f}, en {hits[~german].mean():.3f}, "
            f"both {hits.mean():.3f}, log loss {loss:.3f}"
        )


if __name__ == "__main__":
    main()
