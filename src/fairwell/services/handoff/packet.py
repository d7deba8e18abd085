"""Handoff packet: everything an agent needs so that the customer is asked nothing twice.

Each first reading is recorded in the audit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.cases.case import Account, Case
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.privacy.conceal import conceal, conceal_value
from fairwell.services.cases.change_case import theirs
from fairwell.services.context import Context
from fairwell.services.errors import NotFound
from fairwell.services.handoff.steps import held, note_in_audit
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.cases.offers import OfferShown
from fairwell.store.chats.transcripts import TranscriptLine
from fairwell.store.handoff.desk_records import Note
from fairwell.store.handoff.handoffs import Handoff, Talk

INTENTS = 5  # the customer's last ones

# Slots whose whole value is personal data; the others are our words, or a customer's sentence.
_PERSONAL = ("user_name", "email", "contact")
# Slots of no use to an agent.
_INNER = (
    "language",
    "feedback",
    "unsure",
    "requested_slot",
    "session_started_metadata",
    "page_shown",
    "pending",
    "meant",
)


@dataclass(frozen=True)
class Understood:
    """The bot's interpretation of a customer's line."""

    text: str
    intent: str
    confidence: float


@dataclass(frozen=True)
class CaseShown:
    """A case whose personal data is concealed unless revealed."""

    case: Case
    user_name: str | None
    email: str | None
    contact: str | None
    reason: str | None


@dataclass(frozen=True)
class Packet:
    """A conversation as its agent sees it.

    ``slots``: what the bot knew, ``None`` where the engine could not be asked at the
    handoff. ``account``: only where it is proven. While ``revealed`` is false, addresses, long
    numbers and known names are concealed in every text here; notes are colleagues' own words.
    """

    talk: Talk
    handoff: Handoff
    earlier: Sequence[Handoff]
    revealed: bool
    knowledge: str
    plan: str | None
    account: Account | None
    slots: dict[str, str] | None
    cases: Sequence[CaseShown]
    offers: Sequence[OfferShown]
    understood: Sequence[Understood]
    transcript: Sequence[TranscriptLine]
    notes: Sequence[Note]
    draft: str


def read_packet(conversation_id: str, agent: Agent, app: Context) -> Packet:
    """Return the packet of a conversation that is or was with an agent.

    Raises:
        NotFound: there is no such conversation, or no agent was ever asked for in it.
    """
    now = app.clock()
    with app.store.begin() as work:
        packet = _packet(work, conversation_id, agent)
        note_in_audit(work, AuditEvent.READ, agent, now, conversation_id=conversation_id)
        return packet


def reread_packet(conversation_id: str, agent: Agent, app: Context) -> Packet:
    """Return the packet for a page that is already open; not recorded again.

    Raises:
        NotFound: as for the packet.
    """
    with app.store.look() as work:
        return _packet(work, conversation_id, agent)


def reveal_packet(conversation_id: str, agent: Agent, app: Context) -> Packet:
    """Reveal the personal data to the agent who has the conversation, and record that.

    Raises:
        NotFound, NotWaiting, NotYours: the agent does not have it.
    """
    now = app.clock()
    with app.store.begin() as work:
        handoff = held(work, conversation_id, agent)
        if agent.id not in handoff.revealed_to:
            revealed = [*handoff.revealed_to, agent.id]
            work.handoffs.change(handoff.id, held_by=agent.id, revealed_to=revealed)
            note_in_audit(work, AuditEvent.REVEAL, agent, now, conversation_id=conversation_id)
        return _packet(work, conversation_id, agent)


def _packet(work: UnitOfWork, conversation_id: str, agent: Agent) -> Packet:
    handoff, talk = _latest(work, conversation_id)
    revealed = agent.id in handoff.revealed_to
    hidden = () if revealed else known_values(work, handoff)
    lines = work.transcript.lines(conversation_id)
    if not revealed:
        lines = _concealed(lines, hidden)
    known = work.conversations.known(conversation_id)
    return Packet(
        talk=talk,
        handoff=dataclasses.replace(handoff, slots=None),
        earlier=work.handoffs.of_conversation(conversation_id)[:-1],
        revealed=revealed,
        knowledge=known.knowledge,
        plan=known.account.plan if known.account else None,
        account=known.account if revealed else None,
        slots=_slots(handoff, hidden, revealed=revealed),
        cases=[
            shown_case(case, revealed=revealed, known=hidden)
            for case in theirs(conversation_id, known, work)
        ],
        offers=work.offers.of_conversation(conversation_id),
        understood=_understood(lines),
        transcript=lines,
        notes=work.desk.notes(conversation_id),
        draft=work.desk.draft(agent.id, conversation_id),
    )


def _latest(work: UnitOfWork, conversation_id: str) -> tuple[Handoff, Talk]:
    talk = work.handoffs.talk(conversation_id)
    handoffs = work.handoffs.of_conversation(conversation_id)
    if talk is None or not handoffs:
        raise NotFound(conversation_id)
    return handoffs[-1], talk


def known_values(work: UnitOfWork, handoff: Handoff) -> tuple[str, ...]:
    """Return the user names and addresses found anywhere in this conversation's records."""
    slots = handoff.slots or {}
    values = [slots.get("user_name"), slots.get("email")]
    known = work.conversations.known(handoff.conversation_id)
    values += [known.account.user_name, known.account.email] if known.account else []
    for case in theirs(handoff.conversation_id, known, work):
        values += [case.user_name, case.email, case.person]
    return tuple({str(value) for value in values if value})


def _slots(handoff: Handoff, known: Iterable[str], *, revealed: bool) -> dict[str, str] | None:
    """Return the slots that an agent can use; any of them may quote the customer."""
    if handoff.slots is None:
        return None
    values = tuple(known)
    shown = {}
    for name, value in handoff.slots.items():
        if value in (None, "") or name in _INNER:
            continue
        text = str(value)
        if not revealed:
            text = conceal_value(text) if name in _PERSONAL else conceal(text, values)
        shown[name] = text
    return shown


def shown_case(case: Case, *, revealed: bool, known: Iterable[str]) -> CaseShown:
    """Return a case for an agent; its personal data is hidden unless ``revealed``."""

    def shown(value: str | None) -> str | None:
        return value if revealed or not value else conceal_value(value)

    reason = case.reason if revealed or not case.reason else conceal(case.reason, known)
    hidden = dataclasses.replace(
        case, user_name=None, email=None, contact=None, person=None, reason=None, subject=None
    )
    return CaseShown(
        case if revealed else hidden,
        shown(case.user_name),
        shown(case.email),
        shown(case.contact),
        reason,
    )


def known_of(case: Case) -> tuple[str, ...]:
    """Return what a case knows of its person, to be concealed wherever it stands."""
    values = (case.user_name, case.email, case.person, case.contact)
    return tuple(value for value in values if value)


def _concealed(lines: Sequence[TranscriptLine], known: Iterable[str]) -> list[TranscriptLine]:
    values = tuple(known)
    return [
        line
        if line.role == "system"
        else dataclasses.replace(line, text=conceal(line.text, values))
        for line in lines
    ]


def _understood(lines: Sequence[TranscriptLine]) -> list[Understood]:
    found = [
        Understood(line.text, line.intent, line.confidence or 0.0)
        for line in lines
        if line.role == "customer" and line.intent
    ]
    return found[-INTENTS:]
