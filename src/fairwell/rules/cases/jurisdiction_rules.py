"""Rules of a jurisdiction that code obeys, and the stricter of two sets of them.

Stricter means better for the customer who wants to leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OfferTiming(StrEnum):
    """Where an offer may be shown unasked, strictest first."""

    NEVER = "never"
    AFTER_RECEIPT = "after_receipt"
    BESIDE_CANCEL_CONTROL = "beside_cancel_control"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The keys of ``policy/jurisdictions.yml``."""

    offer_timing: OfferTiming
    offer_max: int
    describe_pause_unasked: bool
    records_years: int
    withdrawal_days: int

    @property
    def pause_timing(self) -> OfferTiming:
        """Where the pause may be described unasked.

        A law that allows offers only after the receipt may still allow a plain description
        of the pause beside the cancel control (``describe_pause_unasked``).
        """
        if self.offer_max == 0:
            return OfferTiming.NEVER
        if self.offer_timing is OfferTiming.AFTER_RECEIPT and self.describe_pause_unasked:
            return OfferTiming.BESIDE_CANCEL_CONTROL
        return self.offer_timing


def stricter(one: Rules, other: Rules) -> Rules:
    """Combine two sets of rules into one that breaks neither."""
    return Rules(
        offer_timing=min(one.offer_timing, other.offer_timing, key=list(OfferTiming).index),
        offer_max=min(one.offer_max, other.offer_max),
        describe_pause_unasked=one.describe_pause_unasked and other.describe_pause_unasked,
        # The duty to retain wins over retaining briefly: a deletion cannot be undone.
        records_years=max(one.records_years, other.records_years),
        withdrawal_days=max(one.withdrawal_days, other.withdrawal_days),
    )
