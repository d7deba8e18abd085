"""Messages not understood, and the meaning their writers then chose: examples for trainers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fairwell.rules.privacy.persons import mask_person
from fairwell.services.context import Context
from fairwell.store.cases.utterances import Candidate, Unclear


def note_unclear(unclear: Unclear, found: Mapping[str, Sequence[str]], app: Context) -> None:
    """Store a message that was asked about, without its writer.

    ``found`` are the details the engine recognised in it. A repeated turn is stored once.

    Raises:
        StoreUnavailable: nothing was stored; the question can be asked all the same.
    """
    now = app.clock()
    masked = mask_person(unclear.text, found)
    with app.store.begin() as work:
        work.utterances.note(unclear.with_text(masked), now)


def choose_meaning(turn_id: str, intent: str, app: Context) -> bool:
    """Label the message of a turn with the meaning that was pressed under its answer.

    Only the first press counts: a second one is a new wish. Returns whether a message was labelled.

    Raises:
        StoreUnavailable: nothing was labelled.
    """
    now = app.clock()
    with app.store.begin() as work:
        return work.utterances.choose(turn_id, intent, now)


def candidates(app: Context, *, labelled: bool) -> Sequence[Candidate]:
    """Return messages that were asked about, oldest first: those with a label, or those without."""
    with app.store.look() as work:
        return work.utterances.all(labelled=labelled)
