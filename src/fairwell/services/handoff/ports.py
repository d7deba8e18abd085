"""What handing over needs from the store, and the values that go in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from fairwell.rules.handoff.speaker import Outcome, Reason, Speaker, Step

Language = Literal["de", "en"]
Role = Literal["customer", "bot", "human", "system"]
# Who is invisible works on, but counts as there for nobody: neither customers nor colleagues.
PresenceState = Literal["online", "away", "invisible"]


@dataclass(frozen=True)
class Agent:
    """Somebody at the desk: ``name`` is what customers see, ``login`` what the audit keeps."""

    id: str
    login: str
    name: str


@dataclass(frozen=True)
class Handoff:
    """One stretch of a conversation that is with people. Times are UTC.

    ``waiting_since``: the oldest line of the customer that no colleague has answered.
    ``team``: whom it is meant for, by the key of the policy; ``None`` = everybody.
    ``slots``: what the engine had when the bot stopped; ``None`` where it could not be asked.
    """

    id: str
    conversation_id: str
    reason: Reason
    team: str | None
    language: Language
    requested_at: dt.datetime
    queued_at: dt.datetime
    claimed_by: str | None
    agent_name: str | None
    claimed_at: dt.datetime | None
    first_answer_at: dt.datetime | None
    waiting_since: dt.datetime | None
    told_at: dt.datetime | None
    declined_by: tuple[str, ...]
    revealed_to: tuple[str, ...]
    slots: Mapping[str, Any] | None
    customer_seen_at: dt.datetime | None
    away_mail_at: dt.datetime | None
    ended_at: dt.datetime | None
    outcome: Outcome | None


@dataclass(frozen=True)
class TranscriptLine:
    """One line as the desk reads it; ``intent`` is what the bot took a customer's line for."""

    id: int
    role: Role
    text: str
    lang: Language
    at: dt.datetime
    author: str | None = None
    intent: str | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class NewLine:
    """A line to add: buttons as (title, payload), attachments as (name, url).

    ``author`` is a colleague's name; ``send_key`` makes sending a line idempotent.
    """

    role: Role
    text: str
    lang: Language
    buttons: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    author: str | None = None
    send_key: str | None = None


@dataclass(frozen=True)
class Presence:
    """What an agent said of themselves, and when their desk was last heard of."""

    agent_id: str
    name: str
    state: PresenceState
    seen_at: dt.datetime


@dataclass(frozen=True)
class Note:
    """What colleagues tell each other; no customer ever sees it."""

    id: str
    author: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class DeskEvent:
    """Something happened: pages read what it points to. Ids rise in the order of commits."""

    id: int
    kind: str
    conversation_id: str | None
    agent_id: str | None
    at: dt.datetime


@dataclass(frozen=True)
class Talk:
    """A conversation as the desk needs it."""

    id: str
    language: Language
    speaker: Speaker
    created_at: dt.datetime
    last_active_at: dt.datetime


class Handoffs(Protocol):
    """Stretches with people, and who speaks. Every change is a conditional UPDATE."""

    def talk(self, conversation_id: str) -> Talk | None:
        """A conversation."""
        ...

    def step(self, conversation_id: str, step: Step) -> bool:
        """Take a step if the conversation is where it starts; ``False`` when it is not."""
        ...

    def forget_engine(self, conversation_id: str) -> None:
        """Before its next turn the engine has to forget where this conversation was."""
        ...

    def begin(self, handoff: Handoff) -> None:
        """Keep a new stretch; the step to the queue comes first."""
        ...

    def open_of(self, conversation_id: str) -> Handoff | None:
        """The stretch that has not ended, if any."""
        ...

    def waiting(self) -> Sequence[Handoff]:
        """Whoever stands in the queue, longest first."""
        ...

    def claimed(self, agent_id: str | None = None) -> Sequence[Handoff]:
        """Stretches an agent has, or all that somebody has."""
        ...

    def requested_since(self, moment: dt.datetime) -> Sequence[Handoff]:
        """All stretches that began after a moment, oldest first."""
        ...

    def ended(self, wanted: Wanted, limit: int) -> Sequence[Handoff]:
        """Stretches that have ended, the newest end first; ``wanted`` dates are of the end."""
        ...

    def of_conversation(self, conversation_id: str) -> Sequence[Handoff]:
        """All stretches of a conversation, oldest first."""
        ...

    def change(self, handoff_id: str, *, held_by: str | None, **values: Any) -> bool:
        """Set columns of an open stretch, if exactly ``held_by`` has it (``None`` = nobody)."""
        ...

    def keep_words(self, conversation_id: str, now: dt.datetime) -> bool:
        """A customer's line comes to an open stretch; ``False`` where there is none."""
        ...

    def perhaps_unread(self, since: dt.datetime) -> Sequence[Handoff]:
        """Of each conversation in the widget the newest stretch that an agent has, or had.

        Without those that ended before ``since``. Other channels bring the lines to the customer.
        """
        ...

    def seen(self, handoff_id: str, now: dt.datetime) -> None:
        """The customer's chat is open: an absence, and its one mail, are over."""
        ...

    def mailed(self, handoff_id: str, now: dt.datetime) -> bool:
        """Note the one mail of an absence; ``False`` where it is noted already."""
        ...


class Transcripts(Protocol):
    """The lines of conversations."""

    def say(
        self,
        conversation_id: str,
        lines: Sequence[NewLine],
        now: dt.datetime,
        turn_id: str | None = None,
    ) -> None:
        """Add lines that are said at once, in answer to a turn or by themselves."""
        ...

    def lines(self, conversation_id: str, after: int = 0) -> Sequence[TranscriptLine]:
        """The transcript behind a line, oldest first."""
        ...

    def sent(self, conversation_id: str, send_key: str) -> bool:
        """Whether a line was added under this key."""
        ...

    def last_answer_at(self, conversation_id: str) -> dt.datetime | None:
        """When a colleague last said something."""
        ...

    def last_words(self, conversation_id: str) -> str:
        """The customer's last line."""
        ...


@dataclass(frozen=True)
class Wanted:
    """What to search for; empty fields ask nothing. ``words`` are found in any inflection."""

    words: str = ""
    language: Language | None = None
    reason: Reason | None = None
    outcome: Outcome | None = None
    agent_id: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


class DeskRecords(Protocol):
    """Presence, notes, drafts and the desk's events."""

    def presences(self) -> Sequence[Presence]:
        """Everybody who ever opened the desk."""
        ...

    def set_presence(self, presence: Presence) -> bool:
        """Keep it; whether the state is another than before."""
        ...

    def add_note(self, conversation_id: str, agent: Agent, text: str, now: dt.datetime) -> str:
        """Keep a note; returns its id."""
        ...

    def notes(self, conversation_id: str) -> Sequence[Note]:
        """The notes of a conversation, oldest first."""
        ...

    def save_draft(self, agent_id: str, conversation_id: str, text: str, now: dt.datetime) -> None:
        """Keep what is typed; an empty text removes it."""
        ...

    def draft(self, agent_id: str, conversation_id: str) -> str:
        """What was typed and not sent."""
        ...

    def happened(
        self, kind: str, conversation_id: str | None, agent_id: str | None, now: dt.datetime
    ) -> None:
        """Put an event on the desk's stream; the last thing of a transaction."""
        ...

    def wait_for_turn(self) -> None:
        """Until the transaction ends, no other one gets past this, or puts an event."""
        ...

    def events_after(self, last_id: int, limit: int = 500) -> Sequence[DeskEvent]:
        """Events behind an id, oldest first."""
        ...

    def last_event_id(self) -> int:
        """The newest event's id, 0 when there is none."""
        ...

    def scores_since(self, day: dt.date, until: dt.date | None = None) -> Sequence[int]:
        """All scores given on a day or later, up to the day ``until``."""
        ...

    def add_score(self, score: int, language: Language, on: dt.date) -> None:
        """Keep how somebody found it, apart from who they are."""
        ...
