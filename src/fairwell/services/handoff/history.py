"""Search in conversations that are or were with an agent.

Lines found are concealed as a packet is, for an agent who has revealed nothing.
"""

from __future__ import annotations

import dataclasses

from fairwell.rules.handoff.agent import Agent
from fairwell.rules.privacy.conceal import conceal
from fairwell.services.context import Context
from fairwell.services.handoff.packet import known_values
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.chats.search import Hit
from fairwell.store.handoff.handoffs import HandoffFilter

MOST = 50


def find(wanted: HandoffFilter, agent: Agent, app: Context, limit: int = MOST) -> list[Hit]:
    """Return the newest conversations that match, words in any inflection (German or English)."""
    with app.store.begin() as work:  # SQLite's index is brought up to date first
        hits = work.search.find(wanted, min(limit, MOST))
        return [_concealed(work, hit, agent) for hit in hits]


def _concealed(work: UnitOfWork, hit: Hit, agent: Agent) -> Hit:
    handoff, line = hit.handoff, hit.line
    if line is not None and agent.id not in handoff.revealed_to:
        line = dataclasses.replace(line, text=conceal(line.text, known_values(work, handoff)))
    return Hit(hit.conversation_id, dataclasses.replace(handoff, slots=None), line)
