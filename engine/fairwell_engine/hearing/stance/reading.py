"""The stance of an answer under each page, with a false yes as the worst of all faults.

A yes is heard where the closed grammar has it, or where the model is sure of it and nothing in the
message speaks against it: no question, no date, no other wish, no refusal of this page's deed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fairwell_engine.hearing.examples import PAGES, STANCES
from fairwell_engine.hearing.stance.grammar import Yes, read_yes
from fairwell_engine.hearing.stance.model import StanceModel

Array = np.ndarray[Any, Any]

YES, NO, HOLD, CHANGE, ASK, NONE = STANCES
# The intent that is each page's own deed.
DEEDS = {
    "cancel": "cancel_account",
    "pause": "pause_account",
    "withdraw": "withdraw_contract",
    "delete_data": "delete_data",
    "addon": "cancel_addon",
    "revoke": "revoke_cancellation",
    "access_request": "access_request",
}
# Acts that leave things as they are.
KEEPING = frozenset({"keep_account", "stop", "deny"})
# From which confidence a yes is one; where the acts have the page's own deed too; and where there
# is a negation or a condition, of whatever ("no need to wait", "once it is done"). A few words that
# the grammar does not know say too little to be sure of them. docs/train.md has the curve.
SURE, SURE_WITH_DEED, SURE_IN_SPITE, SURE_OF_FEW = 0.65, 0.5, 0.8, 0.85
# Where the deed is wished and what is refused is something else.
SURE_WITHOUT_OFFER = 0.45
_FEW = 3  # words
_STRENGTHS = {
    Yes.ACKNOWLEDGED: "acknowledged",
    Yes.AGREED: "agreed",
    Yes.NAMED: "named",
    Yes.NAMED_AT_ONCE: "at_once",
}


@dataclass(frozen=True)
class Stance:
    """How an answer stands to a page, and how clear a yes is.

    ``strength``: ``acknowledged`` (a bare "ok"), ``agreed``, ``named`` (the deed by its name),
    ``at_once`` (and that it shall be done now); empty where it is no yes.
    """

    stance: str
    confidence: float
    strength: str = ""


@dataclass(frozen=True)
class Beside:
    """What else was heard: wishes that are acts, wishes refused, an end date, a question mark."""

    wishes: frozenset[str]
    refused: frozenset[str]
    dated: bool
    asks: bool
    negates: bool = False
    depends: bool = False
    # The acts have a wish to keep things as they are, to stop here, or a no.
    keeps: bool = False


def read_stances(
    text: str,
    vector: Array,
    model: StanceModel,
    beside: Beside,
    *,
    page: str | None,
    subject: str | None,
) -> dict[str, Stance]:
    """Return the stance under ``page``, or under each where it is ``None``.

    ``subject`` is the add-on that the page is about.
    """
    sure = model.confidences(text, vector)
    pages = (page,) if page in PAGES else PAGES
    return {each: _stance(text, each, sure[each], beside, subject) for each in pages}


def _stance(text: str, page: str, sure: Array, beside: Beside, subject: str | None) -> Stance:
    yes = read_yes(text, page, subject)
    if yes is not Yes.NO_YES:
        return Stance(YES, max(float(sure[0]), SURE), _STRENGTHS[yes])
    best = int(np.argmax(sure))
    if STANCES[best] != YES:
        return Stance(STANCES[best], float(sure[best]))
    needed = SURE_WITH_DEED if DEEDS[page] in beside.wishes else SURE
    if _refuses_another(page, beside) and not beside.depends:
        needed = SURE_WITHOUT_OFFER
    elif beside.negates or beside.depends:
        needed = SURE_IN_SPITE
    elif len(text.split()) <= _FEW and DEEDS[page] not in beside.wishes:
        needed = SURE_OF_FEW
    if sure[0] >= needed and not _speaks_against(page, beside):
        return Stance(YES, float(sure[0]), "agreed")
    # Nearly a yes: it is asked again, whatever comes second.
    return Stance(HOLD, float(1 - sure[0]))


def _refuses_another(page: str, beside: Beside) -> bool:
    """Whether the deed is wished and only something else refused ("no pause, cancel it")."""
    deed = DEEDS[page]
    return deed in beside.wishes and bool(beside.refused) and deed not in beside.refused


def _speaks_against(page: str, beside: Beside) -> bool:
    deed = DEEDS[page]
    # To keep the account is what taking a cancellation back does.
    if beside.keeps and page != "revoke":
        return True
    others = beside.wishes - {deed, "cancel_account" if page == "addon" else deed}
    return beside.asks or beside.dated or deed in beside.refused or bool(others)
