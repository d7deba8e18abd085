"""Steps of an agent in a conversation: answer, note, draft, hand back, close.

Each function is one transaction. All raise StoreUnavailable when the database cannot be used;
nothing is then changed. Where an agent acts on a conversation: NotFound, NotWaiting (no agent is
asked for any more), NotYours (another agent has it, or nobody has).
"""

from __future__ import annotations

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.speaker import CLOSING, Outcome, Step
from fairwell.rules.language import Language
from fairwell.services.context import Context
from fairwell.services.errors import NotYours
from fairwell.services.handoff import texts
from fairwell.services.handoff.steps import held, note_in_audit, open_handoff
from fairwell.services.live import TYPING
from fairwell.services.staff.mentions import colleagues_named
from fairwell.store.chats.messages import NewLine

SCORES = range(1, 6)
LONGEST = 4_000  # characters of an answer or a note


def reply(conversation_id: str, agent: Agent, text: str, send_key: str, app: Context) -> None:
    """Answer the customer. The same ``send_key`` again sends nothing: a double click.

    Raises:
        ValueError: nothing is written, or more than ``LONGEST`` characters.
    """
    words = _checked(text)
    now = app.clock()
    with app.store.begin() as work:
        handoff = held(work, conversation_id, agent)
        if work.transcript.sent(conversation_id, send_key):
            return
        answered = work.handoffs.change(
            handoff.id,
            held_by=agent.id,
            first_answer_at=handoff.first_answer_at or now,
            waiting_since=None,
        )
        if not answered:
            raise NotYours("")
        if work.transcript.sent(conversation_id, send_key):  # in the same moment
            return
        line = NewLine("human", words, handoff.language, author=agent.name, send_key=send_key)
        work.transcript.say(conversation_id, [line], now)
        work.desk.save_draft(agent.id, conversation_id, "", now)
        note_in_audit(work, AuditEvent.SEND, agent, now, conversation_id=conversation_id)
        work.desk.happened("agent_line", conversation_id, agent.id, now)
    app.live.ring(conversation_id)


def note(conversation_id: str, agent: Agent, text: str, app: Context) -> None:
    """Store a note for colleagues; nothing of it ever goes to the customer.

    A colleague named in it by ``@name`` finds it among their mentions.

    Raises:
        ValueError: nothing is written, or more than ``LONGEST`` characters.
        NobodyNamed: a name matches nobody at the desk, or several.
    """
    words = _checked(text)
    now = app.clock()
    with app.store.begin() as work:
        open_handoff(work, conversation_id)
        named = colleagues_named(work, words, agent)
        note_id = work.desk.add_note(conversation_id, agent, words, now)
        work.mentions.add(conversation_id, note_id, [one.id for one in named], now)
        note_in_audit(
            work,
            AuditEvent.NOTE,
            agent,
            now,
            conversation_id=conversation_id,
            details={"named": ", ".join(one.login for one in named)} if named else None,
        )
        work.desk.happened("note", conversation_id, agent.id, now)
    app.live.ring(conversation_id)


def save_draft(
    conversation_id: str, agent: Agent, text: str, app: Context, send_key: str = ""
) -> None:
    """Store what is typed and not sent; an empty text removes it.

    Nothing is stored when the text was sent meanwhile under its ``send_key``.
    """
    with app.store.begin() as work:
        open_handoff(work, conversation_id)
        if send_key and work.transcript.sent(conversation_id, send_key):
            return
        work.desk.save_draft(agent.id, conversation_id, text[:LONGEST], app.clock())


def types(conversation_id: str, agent: Agent, app: Context) -> None:
    """Show the customer that the agent is typing; this is stored nowhere."""
    with app.store.look() as work:
        held(work, conversation_id, agent)
    app.live.sign(conversation_id, TYPING, {"by": "agent", "name": agent.name})


def return_to_bot(conversation_id: str, agent: Agent, app: Context) -> None:
    """Hand back: the engine forgets its open form, and the transcript says who speaks."""
    now = app.clock()
    with app.store.begin() as work:
        handoff = held(work, conversation_id, agent)
        ended = work.handoffs.change(
            handoff.id,
            held_by=agent.id,
            ended_at=now,
            ended_by=agent.id,
            outcome=Outcome.RETURNED,
        )
        if not ended or not work.handoffs.step(conversation_id, Step.RETURN):
            raise NotYours("")
        work.handoffs.forget_engine(conversation_id)
        lines = texts.back_with_bot(handoff.language, agent.name)
        work.transcript.say(conversation_id, lines, now)
        note_in_audit(work, AuditEvent.RETURN, agent, now, conversation_id=conversation_id)
        work.desk.happened("returned", conversation_id, agent.id, now)
    app.live.ring(conversation_id)


def close(conversation_id: str, agent: Agent, outcome: Outcome, app: Context) -> None:
    """End the conversation; the customer's next message starts a new one.

    Raises:
        ValueError: the outcome is not one that an agent may choose.
    """
    if outcome not in CLOSING:
        raise ValueError(f"not an outcome of closing: {outcome}")
    now = app.clock()
    with app.store.begin() as work:
        handoff = held(work, conversation_id, agent)
        ended = work.handoffs.change(
            handoff.id, held_by=agent.id, ended_at=now, ended_by=agent.id, outcome=outcome
        )
        if not ended or not work.handoffs.step(conversation_id, Step.CLOSE):
            raise NotYours("")
        work.transcript.say(conversation_id, texts.closed(handoff.language, agent.name), now)
        note_in_audit(
            work,
            AuditEvent.CLOSE,
            agent,
            now,
            conversation_id=conversation_id,
            details={"outcome": outcome},
        )
        work.desk.happened("closed", conversation_id, agent.id, now)
    app.live.ring(conversation_id)


def keep_score(score: int, language: Language, app: Context) -> None:
    """Store a customer's score (1 to 5), apart from who they are."""
    if score not in SCORES:
        raise ValueError(f"not a score: {score}")
    with app.store.begin() as work:
        work.desk.add_score(score, language, app.clock().date())


def _checked(text: str) -> str:
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise ValueError(f"between 1 and {LONGEST} signs")
    return words
