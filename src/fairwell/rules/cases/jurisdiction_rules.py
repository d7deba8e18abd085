"""What a jurisdiction asks of a cancellation, key by key, and which of two values is stricter.

Strict means: better for the customer who wants to leave. Each key says beside its type how the
stricter value is found; members of an enumeration stand with the strictest first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from operator import and_, or_
from typing import Any


class OnlineRoute(StrEnum):
    """How one must be able to cancel online."""

    BUTTON = "button"
    LINK_OR_MAIL = "link_or_mail"
    SIMPLE = "simple"


class FormField(StrEnum):
    """What may be asked for a cancellation or a withdrawal."""

    KIND = "kind"
    IDENTITY = "identity"
    NAME = "name"
    CONTRACT = "contract"
    END_DATE = "end_date"
    EMAIL = "email"
    CONFIRMATION_EMAIL = "confirmation_email"


class ReasonRequired(StrEnum):
    """When a reason may be demanded."""

    NEVER = "never"
    FOR_CAUSE_ONLY = "for_cause_only"
    EARLY_END_ONLY = "early_end_only"
    ALWAYS = "always"


class IdentityMayBlock(StrEnum):
    """Whether a missing proof of identity may stand in the way."""

    NEVER = "never"
    ACCOUNT_LOGIN_ONLY = "account_login_only"
    ALWAYS = "always"


class OfferTiming(StrEnum):
    """Where an offer may stand unasked."""

    NEVER = "never"
    AFTER_RECEIPT = "after_receipt"
    BESIDE_CANCEL_CONTROL = "beside_cancel_control"


class OfferContent(StrEnum):
    """What an offer may be: the pause, described with its price, and nothing else."""

    DESCRIBE_PAUSE = "describe_pause"


class OfferConsent(StrEnum):
    """Whether discounts, gifts or changed terms need leave first; describing a pause needs none."""

    ASK_ONCE = "ask_once"
    NONE = "none"


class ReceiptWithin(StrEnum):
    """How soon the trader confirms."""

    IMMEDIATELY = "immediately"
    WITHOUT_DELAY = "without_delay"


class ReceiptField(StrEnum):
    """What a receipt states."""

    CONTENT = "content"
    RECEIVED = "received"
    RECEIVED_AT = "received_at"
    TIMEZONE = "timezone"
    ENDS_ON = "ends_on"
    EFFECTS = "effects"


class ReceiptMedium(StrEnum):
    """How a receipt reaches the customer."""

    EMAIL = "email"
    DOWNLOAD = "download"


class WinbackMail(StrEnum):
    """What advertising to a former customer needs."""

    CONSENT_ONLY = "consent_only"
    SOFT_OPT_IN_OR_CONSENT = "soft_opt_in_or_consent"


class BotDisclosure(StrEnum):
    """When the assistant says that it is automated."""

    FIRST_MESSAGE = "first_message"


class EndDefault(StrEnum):
    """When a contract ends if the customer names no date."""

    SOONEST = "soonest"


class UnsubscribedExpire(StrEnum):
    """When a recipient's objection to mail lapses."""

    NEVER = "never"


class ReimportNeeds(StrEnum):
    """What an unsubscribed contact needs before it is written to again."""

    NEW_OPT_IN = "new_opt_in"


class TrialRestart(StrEnum):
    """When the right of withdrawal starts anew as a free trial turns into a paid plan."""

    IF_NOT_INFORMED = "if_not_informed"


class ConsentRecords(StrEnum):
    """How long proof of consent to a renewal is kept."""

    THREE_YEARS_OR_END_PLUS_ONE = "max(3y, end+1y)"


class FtcRule(StrEnum):
    """Where the federal "click to cancel" rule stands."""

    VACATED = "vacated"


Stricter = Mapping[str, Callable[[Any, Any], Any]]


def _first_listed(one: StrEnum, other: StrEnum) -> StrEnum:
    order = list(type(one))
    return min(one, other, key=order.index)


def _less_often(one: ReasonRequired, other: ReasonRequired) -> ReasonRequired:
    # "Good cause" and "early end" are different occasions: where each law allows a reason on
    # another one, no occasion is left on which both do.
    if ReasonRequired.ALWAYS in (one, other):
        return other if one is ReasonRequired.ALWAYS else one
    return one if one is other else ReasonRequired.NEVER


def _longer_notice(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    # More days' notice at least; with equally many, the narrower window.
    return max(one, other, key=lambda days: (days[0], -days[1]))


FIRST: Stricter = {"stricter": _first_listed}
LESS_OFTEN: Stricter = {"stricter": _less_often}
FEWER: Stricter = {"stricter": and_}
MORE: Stricter = {"stricter": or_}
SMALLER: Stricter = {"stricter": min}
LARGER: Stricter = {"stricter": max}
# False and True are ordered as 0 and 1 are.
NO: Stricter = SMALLER
YES: Stricter = LARGER
NOTICE: Stricter = {"stricter": _longer_notice}

_IMPLIED_FORM_FIELDS = {
    FormField.IDENTITY: FormField.NAME,
    FormField.EMAIL: FormField.CONFIRMATION_EMAIL,
}


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Every key of ``policy/jurisdictions.yml``; ``None`` = the jurisdiction has no such rule.

    What may be asked as a whole may be asked in part (identity: the name; an address: one for the
    confirmation), and a receipt that says when something was received says that it was. Both are
    filled in, so that lists of different laws can be compared.
    """

    online_route: OnlineRoute = field(metadata=FIRST)
    chat_is_enough: bool = field(metadata=NO)
    confirm_visible_from_start: bool = field(metadata=YES)
    fields_max: frozenset[FormField] = field(metadata=FEWER)
    reason_required: ReasonRequired = field(metadata=LESS_OFTEN)
    identity_may_block: IdentityMayBlock = field(metadata=FIRST)
    end_default: EndDefault = field(metadata=FIRST)
    offer_timing: OfferTiming = field(metadata=FIRST)
    offer_content: OfferContent = field(metadata=FIRST)
    offer_consent: OfferConsent = field(metadata=FIRST)
    offer_max: int = field(metadata=SMALLER)
    describe_pause_unasked: bool = field(metadata=NO)
    receipt_within: ReceiptWithin = field(metadata=FIRST)
    receipt_fields: frozenset[ReceiptField] = field(metadata=MORE)
    receipt_medium: frozenset[ReceiptMedium] = field(metadata=MORE)
    receipt_download: bool = field(metadata=YES)
    receipt_mail_ads: bool = field(metadata=NO)
    winback_mail: WinbackMail = field(metadata=FIRST)
    withdrawal_function: bool = field(metadata=YES)
    withdrawal_days: int = field(metadata=LARGER)
    withdrawal_fields_max: frozenset[FormField] = field(metadata=FEWER)
    bot_disclosure: BotDisclosure = field(metadata=FIRST)
    unsubscribed_expire: UnsubscribedExpire = field(metadata=FIRST)
    # The duty to keep wins over keeping short: what was deleted too early cannot be mended.
    records_years: int = field(metadata=LARGER)
    withdrawal_restarts_after_trial: TrialRestart | None = field(default=None, metadata=FIRST)
    reimport_needs: ReimportNeeds | None = field(default=None, metadata=FIRST)
    optout_days: int | None = field(default=None, metadata=SMALLER)
    price_notice_days: tuple[int, int] | None = field(default=None, metadata=NOTICE)
    yearly_notice: bool | None = field(default=None, metadata=YES)
    consent_records: ConsentRecords | None = field(default=None, metadata=FIRST)
    ftc_rule: FtcRule | None = field(default=None, metadata=FIRST)
    recheck_on: dt.date | None = field(default=None, metadata=SMALLER)

    def __post_init__(self) -> None:
        for name in ("fields_max", "withdrawal_fields_max"):
            asked: frozenset[FormField] = getattr(self, name)
            parts = {_IMPLIED_FORM_FIELDS[whole] for whole in asked & _IMPLIED_FORM_FIELDS.keys()}
            object.__setattr__(self, name, asked | parts)
        if ReceiptField.RECEIVED_AT in self.receipt_fields:
            said = self.receipt_fields | {ReceiptField.RECEIVED}
            object.__setattr__(self, "receipt_fields", said)

    @property
    def pause_timing(self) -> OfferTiming:
        """Where the pause may be described unasked.

        A law that lets offers stand only after the receipt may still allow a plain description
        of the pause beside the cancel control (``describe_pause_unasked``).
        """
        if self.offer_max == 0:
            return OfferTiming.NEVER
        if self.offer_timing is OfferTiming.AFTER_RECEIPT and self.describe_pause_unasked:
            return OfferTiming.BESIDE_CANCEL_CONTROL
        return self.offer_timing


REQUIRED = frozenset(key.name for key in fields(Rules) if key.default is MISSING)


def stricter(one: Rules, other: Rules) -> Rules:
    """The stricter of both, key by key; a rule that only one of them has, holds."""
    return Rules(
        **{
            key.name: _stricter_value(
                key.metadata["stricter"], getattr(one, key.name), getattr(other, key.name)
            )
            for key in fields(Rules)
        }
    )


def _stricter_value(choose: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return choose(one, other)
