"""What the engine heard in a message: the only view of a customer's words that rules have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# How an answer stands to the open question.
YES, NO, HOLD, CHANGE, ASK, NONE = "yes", "no", "hold", "change", "ask", "none"
# How clear a yes is: a bare "ok", a yes, the deed by its name, and that it shall be done now.
ACKNOWLEDGED, AGREED, NAMED, AT_ONCE = "acknowledged", "agreed", "named", "at_once"
WANTS, REFUSES, ASKS = "want", "refuse", "ask"
# What is said with nothing beside it: "I want to cancel", "cancel please", "abbrechen" or "cancel
# it", and "my account".
BARE_WISH, BARE_CANCEL, BARE_STOP, BARE_ACCOUNT = "wish", "cancel", "stop", "account"
# What people bring with them.
BEREAVED, LAWYER, NOT_OWNER, FOR_CAUSE = "bereaved", "lawyer", "not_owner", "for_cause"
ANGRY, CANNOT_PHONE, HELPER = "angry", "cannot_phone", "helper"
# What else a message is about: undoing what was just done, thinking first, a further account, small
# talk, the balance, doubt of what was said, papers to send, and whether anything is left to do.
UNDO, THINKS_FIRST, ANOTHER_ACCOUNT = "undo", "thinks_first", "another_account"
SMALL_TALK, ASKS_BALANCE, DOUBTS = "small_talk", "asks_balance", "doubts"
ASKS_PAPERS, ASKS_WHAT_IS_LEFT = "asks_papers", "asks_what_is_left"


@dataclass(frozen=True)
class Act:
    """One thing that a message does: an intent, wanted, refused or asked about."""

    intent: str
    polarity: str
    confidence: float = 1.0


@dataclass(frozen=True)
class Heard:
    """Everything heard in one message.

    ``stance`` is to the question of ``page``, ``strength`` how clear a yes is. ``ends`` is the
    wished end: an ISO date, or ``month_end``, ``quarter_end``, ``year_end``, ``period_end``,
    ``balance_used``, ``soonest``. ``refuses`` are details that the customer will not say,
    ``unknown`` those they do not know or have. ``unsure`` lists meanings to ask about. ``asks``: it
    has the form of a question; ``says_why``: it begins like a reason; ``reason``: the reason beside
    a wish; ``languages`` are those named, not the message's own.
    """

    acts: tuple[Act, ...] = ()
    unsure: tuple[str, ...] = ()
    stance: str = NONE
    strength: str = ""
    page: str | None = None
    ends: str | None = None
    bound: str = "at"
    details: Mapping[str, str] = field(default_factory=dict)
    refuses: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    broken_email: bool = False
    lone_name: bool = False
    asks: bool = False
    bare: str = ""
    languages: tuple[str, ...] = ()
    reason: str | None = None
    says_why: bool = False
    tags: frozenset[str] = frozenset()

    @classmethod
    def of(cls, raw: Mapping[str, Any] | None) -> Heard:
        """Read it from the message that Rasa keeps; a button has nothing to hear."""
        if not raw:
            return cls()
        ends = raw.get("ends") or {}
        return cls(
            acts=tuple(
                Act(act["intent"], act["polarity"], float(act["confidence"]))
                for act in raw.get("acts", [])
            ),
            unsure=tuple(raw.get("unsure", [])),
            stance=raw.get("stance", NONE),
            strength=raw.get("strength", ""),
            page=raw.get("page"),
            ends=ends.get("value"),
            bound=ends.get("bound", "at"),
            details=raw.get("details", {}),
            refuses=frozenset(raw.get("refuses", [])),
            unknown=frozenset(raw.get("unknown", [])),
            broken_email=bool(raw.get("broken_email")),
            lone_name=bool(raw.get("lone_name")),
            asks=bool(raw.get("asks")),
            bare=raw.get("bare", ""),
            languages=tuple(raw.get("languages", [])),
            reason=raw.get("reason"),
            says_why=bool(raw.get("says_why")),
            tags=frozenset(raw.get("tags", [])),
        )

    @property
    def is_ambiguous(self) -> bool:
        """Whether it is a bare "cancel it" or "abbrechen": the account, or what is open?"""
        return self.bare in (BARE_WISH, BARE_CANCEL, BARE_STOP)

    @property
    def is_bare_wish(self) -> bool:
        """Whether it is a wish to cancel that no "it" or "that" makes doubtful."""
        return self.bare in (BARE_WISH, BARE_CANCEL)

    def has(self, tag: str) -> bool:
        """Return whether the message has the tag."""
        return tag in self.tags

    def mentions(self, intent: str) -> bool:
        """Return whether the message wishes, refuses or asks it."""
        return any(act.intent == intent for act in self.acts)

    def agrees_to(self, page: str | None) -> bool:
        """Return whether it is a yes to this page, not to another question."""
        return self.stance == YES and self.page == page and page is not None

    def wants(self, intent: str) -> bool:
        """Return whether the message wishes it."""
        return any(act.intent == intent and act.polarity == WANTS for act in self.acts)

    def refuses_wish(self, intent: str) -> bool:
        """Return whether the words refuse it."""
        return any(act.intent == intent and act.polarity == REFUSES for act in self.acts)

    def beside(self, intent: str) -> tuple[str, ...]:
        """Return the other things wanted or asked, in the order of doing."""
        others = (act.intent for act in self.acts if act.polarity != REFUSES)
        return tuple(other for other in others if other != intent)
