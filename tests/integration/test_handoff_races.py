"""Two at once: one step is taken, nobody is told a lie. On both databases."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Engine

from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.speaker import Outcome
from fairwell.services.errors import HandoffRefused, Taken
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff import queue
from fairwell.services.staff import presence
from tests.integration.attending import ANNA, BEN, Desk
from tests.support.waiting import wait_until

pytest_plugins = ("tests.support.postgres",)

ROUNDS = 10


@pytest.fixture
def desk(database: Engine) -> Desk:
    """A desk with Anna and Ben at it."""
    desk = Desk(database)
    desk.come(ANNA, BEN)
    return desk


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each of them gave or raised, all begun in the same moment."""
    ready = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        ready.wait(10)
        try:
            results[place] = act()
        except HandoffRefused as refused:
            results[place] = refused

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results


def write_six(desk: Desk, talk: str) -> None:
    for number in range(6):
        desk.writes(talk, str(number))


def test_of_many_who_claim_at_once_one_wins_and_the_others_learn_who(desk: Desk) -> None:
    agents = [Agent(f"01AGENT{n}", f"{n}@desk.example", f"Agent {n}") for n in range(6)]
    for _ in range(ROUNDS):
        talk = desk.queued()

        results = at_once(*[partial(queue.claim, talk, agent, desk.app) for agent in agents])

        lost = [result for result in results if isinstance(result, Taken)]
        (won,) = [result for result in results if not isinstance(result, HandoffRefused)]
        assert len(lost) == len(agents) - 1
        assert {taken.by for taken in lost} == {won.agent_name}  # type: ignore[attr-defined]
        joined = [text for text in desk.transcript(talk) if "ist jetzt im Gespräch" in text]
        assert len(joined) == 1


def test_claimed_while_the_customer_leaves_it_is_the_one_or_the_other(desk: Desk) -> None:
    for _ in range(ROUNDS):
        talk = desk.queued()

        claimed, left = at_once(
            partial(queue.claim, talk, ANNA, desk.app),
            partial(queue.leave, talk, "01TURN", desk.app),
        )

        if left is True:
            assert isinstance(claimed, HandoffRefused)
            assert desk.speaker(talk) == "bot"
        else:
            assert left is False
            assert desk.speaker(talk) == "human"


def test_closed_while_the_customer_writes_the_line_is_kept_or_belongs_to_the_next_one(
    desk: Desk,
) -> None:
    for _ in range(ROUNDS):
        talk = desk.queued()
        queue.claim(talk, ANNA, desk.app)

        _, kept = at_once(
            partial(handoff_conversation.close, talk, ANNA, Outcome.SOLVED, desk.app),
            partial(desk.writes, talk, "Noch etwas"),
        )

        assert kept is ("Noch etwas" in desk.transcript(talk))
        assert desk.speaker(talk) == "closed"


def test_two_windows_of_an_agent_send_an_answer_once(desk: Desk) -> None:
    talk = desk.queued()
    queue.claim(talk, ANNA, desk.app)

    at_once(*[partial(handoff_conversation.reply, talk, ANNA, "Ja.", "same", desk.app)] * 4)

    assert desk.transcript(talk).count("Ja.") == 1


def test_a_choice_stands_though_the_open_page_is_heard_of_in_the_same_moment(desk: Desk) -> None:
    for _ in range(3 * ROUNDS):
        desk.come(ANNA)

        at_once(
            *[partial(presence.still_here, ANNA, desk.app)] * 3,
            partial(presence.say_present, ANNA, "invisible", desk.app),
        )

        assert presence.invisible(desk.app) == {ANNA.id}


def test_both_ask_for_a_person_at_once_and_one_stretch_begins(desk: Desk) -> None:
    talk = desk.talk()

    results = at_once(*[partial(desk.asks, talk)] * 2)

    assert sorted(map(str, results)) == ["False", "True"]
    assert len(queue.waiting(ANNA, desk.app)) == 1


def test_who_ask_at_once_are_told_the_places_at_which_they_then_stand(database: Engine) -> None:
    desk = Desk(database, clock=lambda: dt.datetime.now(dt.UTC))
    desk.come(ANNA)
    talks = [desk.talk() for _ in range(8)]

    at_once(*[partial(desk.asks, talk) for talk in talks])

    rows = queue.waiting(ANNA, desk.app)
    told = [desk.transcript(row.handoff.conversation_id)[-1] for row in rows]
    assert "als Nächstes dran" in told[0]
    assert [re.findall(r"Platz (\d)", text) for text in told[1:]] == [[str(n)] for n in range(2, 9)]


def test_events_are_seen_in_the_order_of_their_numbers_by_who_reads_meanwhile(desk: Desk) -> None:
    talks = [desk.queued() for _ in range(8)]
    for talk in talks:
        queue.claim(talk, ANNA, desk.app)
    start = presence.last_event_id(desk.app)
    seen: list[int] = []
    over = threading.Event()

    def reads() -> None:
        last = start
        # Not without a pause: a thread that only reads would keep the writers from the interpreter.
        while not over.wait(0.01):
            for event in presence.events_after(last, desk.app):
                seen.append(event.id)
                last = event.id

    reader = threading.Thread(target=reads)
    reader.start()
    at_once(*[partial(write_six, desk, talk) for talk in talks])
    last = presence.last_event_id(desk.app)
    wait_until(lambda: bool(seen) and seen[-1] >= last, "the reader does not get to the end")
    over.set()
    reader.join(10)

    assert seen == [event.id for event in presence.events_after(start, desk.app)]
    assert len(seen) == 48
