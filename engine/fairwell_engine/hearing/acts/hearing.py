"""Hearing the acts of a message with what was learned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairwell_engine.hearing.acts.deciding import CANCEL, TALK, Decider, Likely
from fairwell_engine.hearing.examples import REFUSED

ASKED = "ask"
WANTED = "want"
REFUSES = "refuse"
_MOST_MEANINGS = 3
# What has to be done first where several things are wished: a right that runs out, then the
# contract, then what needs the contract's data no more.
_ORDER = ("revoke_cancellation", "withdraw_contract", "cancel_account", "pause_account")
_LAST = "delete_data"
# Alone they may hide a wish to leave ("brauchen wir nicht mehr"): where that is likely, it is
# asked; a wish is lost otherwise.
_HIDES_A_WISH = frozenset(
    {"give_reason", "complain", "stop", "deny", "goodbye", "inform", "skip", "thank", "greet"}
)


@dataclass(frozen=True)
class Thresholds:
    """From which confidence an act is heard, and from which a wish to leave is asked about."""

    act: float = 0.45
    ask_cancel: float = 0.1
    clause: float = 0.8


@dataclass(frozen=True)
class HeardAct:
    """One thing that a message does. ``polarity``: want, ask or refuse."""

    intent: str
    polarity: str
    confidence: float


@dataclass(frozen=True)
class Acts:
    """What is heard; where nothing is sure, ``unsure`` has the likely intents, best first."""

    acts: tuple[HeardAct, ...]
    unsure: tuple[str, ...] = ()


def decide(found: Likely, labels: tuple[str, ...], decider: Decider, limits: Thresholds) -> Acts:
    """Return the acts of a message, wishes first, then in the order of confidence."""
    sure = decider.confidences(found, labels)
    for n, label in enumerate(labels):
        # A question that has a clause to itself is asked, however loud the wish beside it is.
        if _polarity(label) == ASKED and found.clause[n] > limits.clause:
            sure[n] = max(sure[n], float(found.clause[n]))
    order = [int(n) for n in np.argsort(-sure, kind="stable")]
    heard = [n for n in order if sure[n] > limits.act]
    intents = [n for n in heard if not labels[n].startswith(REFUSED)]
    refused = [n for n in heard if labels[n].startswith(REFUSED)]
    refusals = {labels[n].removeprefix(REFUSED) for n in refused}
    intents = [n for n in intents if labels[n] not in refusals or sure[n] > sure[refused].max()]
    cancel = labels.index(CANCEL) if CANCEL in labels else None
    may_leave = cancel is not None and sure[cancel] > limits.ask_cancel and CANCEL not in refusals
    names = {labels[n] for n in intents}
    unsure: tuple[str, ...] = ()
    if not names or (may_leave and names <= _HIDES_A_WISH):
        meanings = [labels[n] for n in order if not labels[n].startswith(REFUSED)]
        meanings = [name for name in meanings if name not in refusals][:_MOST_MEANINGS]
        if may_leave:
            meanings = [CANCEL, *(name for name in meanings if name != CANCEL)][:_MOST_MEANINGS]
        unsure, intents = tuple(meanings), []
    intents.sort(key=lambda n: _place(labels[n]))
    acts = [HeardAct(labels[n], _polarity(labels[n]), float(sure[n])) for n in intents]
    acts += [HeardAct(labels[n].removeprefix(REFUSED), REFUSES, float(sure[n])) for n in refused]
    return Acts(tuple(acts), unsure)


def _place(intent: str) -> int:
    if intent in TALK:
        return len(_ORDER) + 3
    if _polarity(intent) == ASKED:
        return len(_ORDER) + 2
    if intent in _ORDER:
        return _ORDER.index(intent)
    return len(_ORDER) + (intent == _LAST)


def _polarity(intent: str) -> str:
    asks = intent.startswith(("faq_", "ask_")) or intent in {"cancellation_status", "help"}
    return ASKED if asks else WANTED
