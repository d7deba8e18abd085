"""The one fair offer, a pause: where it may be described, and the record that it was."""

from __future__ import annotations

from fairwell.rules.cases.case import Kind
from fairwell.rules.cases.jurisdiction import DEFAULT
from fairwell.rules.cases.jurisdiction_rules import OfferTiming
from fairwell.services.cases.look_up import jurisdiction_of, whose
from fairwell.services.context import Context
from fairwell.store.cases.offers import OfferMade


def pause_timing(conversation_id: str, said: str | None, app: Context) -> OfferTiming:
    """Return where the pause may be described unasked, by the conversation's jurisdiction.

    ``said`` is the place the customer named, if any.
    """
    return jurisdiction_of(whose(conversation_id, app), said, app).rules.pause_timing


def pause_beside_form(app: Context) -> bool:
    """Return whether the plain form may describe the pause: nobody is known there."""
    timing = app.policy.jurisdictions.rules[DEFAULT].pause_timing
    return timing is OfferTiming.BESIDE_CANCEL_CONTROL


def offer_pause(
    conversation_id: str, place: OfferTiming, app: Context, said: str | None = None
) -> bool:
    """Return whether the pause may be described here and now, and record the offer if so.

    At most once in a conversation, and never again after a no.

    Raises:
        StoreUnavailable: nothing was recorded; show no offer then.
    """
    known = whose(conversation_id, app)
    chosen = jurisdiction_of(known, said, app)
    if chosen.rules.pause_timing is not place:
        return False
    offer = OfferMade(
        kind=Kind.PAUSE,
        account_id=known.account.id if known.account else None,
        jurisdiction=chosen.code,
        policy_version=app.policy.jurisdictions.version,
        timing=place,
    )
    with app.store.begin() as work:
        if work.offers.made(conversation_id, offer.kind):
            return False
        work.offers.note(conversation_id, offer, app.clock())
        return True
