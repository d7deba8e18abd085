"""The one fair offer: whether it may be made now, and that it was."""

from __future__ import annotations

import datetime as dt

from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.offers import OfferMade


def make_offer(conversation_id: str, offer: OfferMade, *, store: Store, now: dt.datetime) -> bool:
    """Put the offer on record if it was not made in this conversation yet.

    Returns whether it may be shown: at most once, and never again after a no.

    Raises:
        StoreUnavailable: nothing was put on record; show no offer then.
    """
    with store.begin() as work:
        if work.offers.made(conversation_id, offer.kind):
            return False
        work.offers.note(conversation_id, offer, now)
        return True
