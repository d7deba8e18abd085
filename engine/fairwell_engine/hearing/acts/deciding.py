"""Which of the likely labels a message really has, from the whole of it and from its clauses.

A label's probability in a message of one clause says nearly all. In a message of several, a label
that one clause surely has is there although the whole hardly shows it. How much each counts is
learned from messages that were held out of the fitting.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fairwell_engine.hearing.acts.composing import WISHES
from fairwell_engine.hearing.examples import REFUSED

Array = np.ndarray[Any, Any]

CANCEL = "cancel_account"
# Said beside a wish, or alone where nothing is wished.
TALK = frozenset(
    {"greet", "thank", "complain", "give_reason", "inform", "affirm", "deny", "goodbye", "stop"}
    | {"skip", "help", "repeat", "other_topic", "nonsense", "keep_account"}
)
_FILE = "deciding.json"
_SMALL = 1e-4
_MOST_CLAUSES = 4.0
# Labels less likely than this in the whole message and in each clause are not looked at.
CANDIDATE, CANDIDATE_OF_CLAUSE = 0.02, 0.1


@dataclass(frozen=True)
class Likely:
    """Probability of each label: in the whole message, and the most in one of its clauses."""

    whole: Array
    clause: Array
    clauses: int

    @classmethod
    def of(cls, whole: Array, each: Sequence[Array]) -> Likely:
        """Build it from the probabilities of the whole message and of each of its clauses."""
        clause = np.max(each, axis=0) if each else np.zeros_like(whole)
        return cls(whole, clause, len(each))


@dataclass(frozen=True)
class Decider:
    """A logistic regression over a label's features; the same for all labels."""

    weights: Array
    bias: float

    def confidences(self, likely: Likely, labels: Sequence[str]) -> Array:
        """Return for each label how sure it is that the message has it."""
        scores = features(likely, labels) @ self.weights + self.bias
        sure = 1 / (1 + np.exp(-scores))
        sure[~candidates(likely)] = 0.0
        return np.asarray(sure)

    def save(self, folder: Path) -> None:
        """Write the weights into ``folder``."""
        facts = {"weights": self.weights.tolist(), "bias": self.bias}
        (folder / _FILE).write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Decider | None:
        """Return what ``save`` has written; nothing where too few examples were there to learn."""
        if not (folder / _FILE).is_file():
            return None
        facts = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(np.array(facts["weights"]), float(facts["bias"]))


def candidates(likely: Likely) -> Array:
    """Return which labels are likely enough to be looked at."""
    return np.asarray((likely.whole > CANDIDATE) | (likely.clause > CANDIDATE_OF_CLAUSE))


def features(likely: Likely, labels: Sequence[str]) -> Array:
    """Return one row a label."""
    whole, count = likely.whole, len(labels)
    rank = np.argsort(np.argsort(-whole))
    several = float(likely.clauses > 1)
    odds, clause_odds = _log_odds(whole), _log_odds(likely.clause) * several
    wish = np.array([label in WISHES for label in labels], float)
    talk = np.array([label in TALK for label in labels], float)
    columns = [
        odds,
        clause_odds,
        *((rank == place).astype(float) for place in range(3)),
        np.full(count, several),
        odds * several,
        wish,
        talk,
        np.array([label == CANCEL for label in labels], float),
        np.array([label.startswith(REFUSED) for label in labels], float),
        odds * talk,
        odds * wish,
        clause_odds * talk,
        (rank == 0) * several,
        np.full(count, _log_odds(whole.max())),
        np.full(count, min(likely.clauses, _MOST_CLAUSES)),
    ]
    return np.stack(columns, axis=1)


def _log_odds(values: Any) -> Any:
    return np.log((values + _SMALL) / (1 - values + _SMALL))
