"""TurnOutcome of a turn for those who follow the chat: what is open, recorded and answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from fairwell.dialogue import slots

# What PENDING holds where "Shall I take it back?" is the open question, before the case's id.
_TAKES_BACK: Final = f"{slots.REVOKE}:"
# The same where it is asked when the account of a case should end instead.
_CHANGES_END: Final = f"{slots.CHANGE_END}:"

# The same where it is asked whether a likely meaning is meant, before the intent.
_MEANS: Final = "means:"

DETAILS: Final = "details"
CONFIRM: Final = "confirm"
CHOICE: Final = "choice"

# The step in which each question of the form is asked.
_STEPS: Final = {
    slots.USER_NAME: DETAILS,
    slots.EMAIL: DETAILS,
    slots.CHANGE: DETAILS,
    slots.REASON: "reason",
    slots.CONTACT: "contact",
    slots.SUBJECT: "addon",
    slots.MEANT: CHOICE,
    slots.KIND: CHOICE,
    slots.DECISION: CONFIRM,
}


@dataclass(frozen=True)
class Process:
    """What is open: its kind and step, the wished end, and the account as the customer named it."""

    kind: str
    step: str
    ends: str | None = None
    user_name: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class OnRecord:
    """What a turn put on record; a case that was taken back has the kind ``revoke``."""

    reference: str
    kind: str
    ends: str | None = None
    user_name: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class TurnOutcome:
    """What is open after a turn, what it put on record, and the topics (intents) it answered."""

    process: Process | None = None
    recorded: tuple[OnRecord, ...] = ()
    answered: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the outcome in the form in which it is stored with its turn."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> TurnOutcome:
        """Restore what ``as_json`` has returned."""
        return cls(
            process_from_json(stored["process"]),
            tuple(OnRecord(**each) for each in stored["recorded"]),
            tuple(stored["answered"]),
        )


# The outcome of a turn before anything is open.
NOTHING: Final = TurnOutcome()


def process_from_json(stored: Mapping[str, Any] | None) -> Process | None:
    """Restore a stored process; ``None`` where nothing was open."""
    return Process(**stored) if stored else None


def take_back_of(case_id: str) -> str:
    """Return the value of PENDING while it is asked whether to take a case back."""
    return f"{_TAKES_BACK}{case_id}"


def case_asked_about(pending: object) -> str | None:
    """Return the case that PENDING asks to take back, if it asks that."""
    asked = str(pending or "")
    return asked.removeprefix(_TAKES_BACK) if asked.startswith(_TAKES_BACK) else None


def new_end_of(case_id: str) -> str:
    """Return the value of PENDING while it is asked for another end of a case."""
    return f"{_CHANGES_END}{case_id}"


def asks_end_of(pending: object) -> bool:
    """Return whether PENDING asks for another end of a case."""
    return str(pending or "").startswith(_CHANGES_END)


def meaning_of(intent: str) -> str:
    """Return the value of PENDING while it is asked whether an intent is meant."""
    return f"{_MEANS}{intent}"


def intent_asked_about(pending: object) -> str | None:
    """Return the intent that PENDING asks to confirm, if it asks that."""
    asked = str(pending or "")
    return asked.removeprefix(_MEANS) if asked.startswith(_MEANS) else None


def open_process(values: Mapping[str, Any]) -> Process | None:
    """Return what is open by the filled slots and the active form of a conversation.

    An open form comes before a question beside it: what the form asked last is what is answered.
    """
    if values.get("active_form") == slots.FORM:
        kind, step = str(values.get(slots.KIND) or slots.CANCEL), _step(values)
    elif case_asked_about(values.get(slots.PENDING)):
        kind, step = slots.REVOKE, CONFIRM
    else:
        return None
    return Process(
        kind,
        step,
        ends=values.get(slots.ENDS) or None,
        user_name=values.get(slots.USER_NAME) or None,
        email=values.get(slots.EMAIL) or None,
    )


def _step(values: Mapping[str, Any]) -> str:
    """Return the step of the open question; a page with two ends asks for a choice."""
    step = _STEPS.get(str(values.get(slots.REQUESTED)), DETAILS)
    two_ends = str(values.get(slots.PAGE_SHOWN)).endswith(slots.CHOICE)
    return CHOICE if step == CONFIRM and two_ends else step


def merged(noted: Iterable[Mapping[str, Any]], process: Process | None) -> TurnOutcome:
    """Return the outcome of what a turn's messages have noted, each record and topic once."""
    recorded: dict[OnRecord, None] = {}
    answered: dict[str, None] = {}
    for note in noted:
        recorded |= dict.fromkeys(OnRecord(**each) for each in note.get("recorded") or ())
        answered |= dict.fromkeys(map(str, note.get("answered") or ()))
    return TurnOutcome(process, tuple(recorded), tuple(answered))
