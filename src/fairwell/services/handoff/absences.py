"""Absent customers: one mail per absence when an agent answers, to proven addresses."""

from __future__ import annotations

import datetime as dt

from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.handoff.handoffs import Handoff

SEEN_EVERY = dt.timedelta(minutes=1)
AFTER_THE_END = dt.timedelta(hours=1)  # beyond the time of the policy, for a gateway that was down


def look_after(app: Context) -> None:
    """Note which chats are open, and mail customers who are away for the time of the policy.

    Also when the agent has ended the conversation meanwhile: the answer is still unread.
    A chat is open where it is followed in this process: with several gateways a customer of
    another one may get the mail although they read.
    """
    now = app.clock()
    away_after = app.patience.away_after
    with app.store.look() as work:
        rows = work.handoffs.perhaps_unread(now - away_after - AFTER_THE_END)
        unread = {row.id for row in rows if _is_unread(work, row)}
    for row in rows:
        away_for = now - (row.customer_seen_at or row.requested_at)
        if app.live.is_followed(row.conversation_id):
            # At once where there is an answer: a customer who leaves a moment later has read it.
            if row.id in unread or away_for >= SEEN_EVERY:
                with app.store.begin() as work:
                    work.handoffs.seen(row.id, now)
        elif row.id in unread and away_for >= away_after:
            _mail(row, now, app)


def _is_unread(work: UnitOfWork, handoff: Handoff) -> bool:
    if handoff.away_mail_at is not None:
        return False
    answered_at = work.transcript.last_answer_at(handoff.conversation_id)
    seen = handoff.customer_seen_at or handoff.requested_at
    return answered_at is not None and answered_at > seen


def _mail(handoff: Handoff, now: dt.datetime, app: Context) -> None:
    """Mail and mark in one transaction; for a customer who has proven nothing, the mark only."""
    with app.store.begin() as work:
        known = work.conversations.known(handoff.conversation_id)
        if work.handoffs.mailed(handoff.id, now) and known.account:
            notice = f"away:{handoff.conversation_id}:{now.timestamp():.0f}"
            mail = app.postman.answered_in_chat(notice, known.account, handoff.language)
            work.outbox.put(mail, now)
