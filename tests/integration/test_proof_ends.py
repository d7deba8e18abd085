"""A chat knows whose account it is about for a while only, by the times of the policy."""

from __future__ import annotations

import datetime as dt

import pytest
from anyio import to_thread
from sqlalchemy import update
from starlette.responses import JSONResponse

from fairwell import paths
from fairwell.policy.facts import load_facts
from fairwell.rules.cases.case import Knowledge
from fairwell.services.cases.look_up import look_up
from fairwell.store.base.engine import transaction
from fairwell.store.chats.tables import ConversationRow
from tests.integration.serving import Customer, Gateway, says

LIMITS = load_facts(paths.POLICY).proof
IDLE = dt.timedelta(minutes=LIMITS.idle_minutes.value)
TOTAL = dt.timedelta(hours=LIMITS.total_hours.value)
MINUTE = dt.timedelta(minutes=1)
ENDED = {
    ("de", Knowledge.SIGNED_IN): "Ihre Anmeldung in diesem Chat nicht mehr",
    ("de", Knowledge.VERIFIED): "der eingegebene Code in diesem Chat nicht mehr",
    ("en", Knowledge.SIGNED_IN): "your sign-in has ended in this chat",
    ("en", Knowledge.VERIFIED): "the code you entered no longer counts in this chat",
}


def proven(
    customer: Customer, knowledge: Knowledge, *, since: dt.timedelta, idle: dt.timedelta
) -> str:
    """A chat that was proven a while ago; the last message is a while ago, too."""
    app = customer.gateway.app
    customer.says("Guten Tag")
    talk = str(customer.gateway.engine.turns[-1]["conversation_id"])
    now = app.clock()
    with app.store.begin() as work:
        account = work.accounts.by_user_name("weinhof-lang")
        assert account
        work.conversations.learn(talk, knowledge, account.id, now - since)
    with transaction(app.database) as session:
        its = update(ConversationRow).where(ConversationRow.id == talk)
        session.execute(its.values(last_active_at=now - idle))
    return talk


@pytest.mark.parametrize("knowledge", [Knowledge.VERIFIED, Knowledge.SIGNED_IN])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("since", "idle"),
    [(IDLE + MINUTE, IDLE), (TOTAL, MINUTE), (-2 * IDLE, dt.timedelta(0)), (IDLE, -2 * IDLE)],
    ids=["idle", "total", "clock-set-back", "clock-set-back-since"],
)
def test_after_its_time_the_chat_knows_nobody_and_says_so(
    gate: Gateway, knowledge: Knowledge, language: str, since: dt.timedelta, idle: dt.timedelta
) -> None:
    customer = gate.customer(language)
    talk = proven(customer, knowledge, since=since, idle=idle)
    known_in_turn: list[Knowledge] = []

    async def answer(_: object) -> JSONResponse:
        known_in_turn.append((await to_thread.run_sync(look_up, talk, gate.app)).knowledge)
        return JSONResponse(says("42", language=language))

    gate.engine.script += [answer, answer]

    notice, *rest = customer.says("Wie hoch ist mein Guthaben?")

    assert rest == ["42"]
    assert known_in_turn == [Knowledge.ANONYMOUS]
    assert [reset["conversation_id"] for reset in gate.engine.resets] == [talk]
    assert ENDED[language, knowledge] in notice
    assert str(LIMITS.idle_minutes.value) in notice
    assert str(LIMITS.total_hours.value) in notice
    assert customer.says("Und jetzt?") == ["42"]  # said once


def test_until_then_it_knows_and_says_nothing_of_it(gate: Gateway) -> None:
    customer = gate.customer()
    talk = proven(customer, Knowledge.VERIFIED, since=TOTAL - MINUTE, idle=IDLE - MINUTE)

    assert len(customer.says("Wie hoch ist mein Guthaben?")) == 1
    assert look_up(talk, gate.app).knowledge is Knowledge.VERIFIED
    assert gate.engine.resets == []


def test_who_proved_nothing_is_not_told_of_an_end(gate: Gateway) -> None:
    customer = gate.customer()
    customer.says("Guten Tag")
    talk = str(gate.engine.turns[-1]["conversation_id"])
    with transaction(gate.app.database) as session:
        its = update(ConversationRow).where(ConversationRow.id == talk)
        session.execute(its.values(last_active_at=gate.app.clock() - 9 * TOTAL))

    assert len(customer.says("kündigen")) == 1
