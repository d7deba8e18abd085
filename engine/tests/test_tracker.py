"""The fast tracker against Rasa's own, event by event."""

from __future__ import annotations

import random
from typing import Any

import pytest
from rasa.core.actions.forms import FormAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from tables import table

from fairwell_engine.rasa import patches
from fairwell_engine.rasa.tracker import WINDOW, FastTracker

DOMAIN = Domain.from_yaml("""
version: "3.1"
intents: [greet, order, ask]
slots:
  mood: {type: text, influence_conversation: true, mappings: [{type: custom}]}
  name: {type: text, influence_conversation: false, mappings: [{type: custom}]}
forms:
  order_form: {required_slots: [name]}
actions: [action_answer, action_other]
""")
LISTEN = "action_listen"
REPLAYING = FormAction._temporary_tracker


def _said(intent: str) -> UserUttered:
    return UserUttered(intent, {"name": intent, "confidence": 1.0})


def _random_turn(chance: random.Random) -> list[Event]:
    """Events as a turn may leave them, in a form or not, now and then a rare one."""
    events: list[Event] = [_said(chance.choice(["greet", "order", "ask"]))]
    match chance.randrange(8):
        case 0 | 1:
            events += [ActionExecuted("order_form"), ActiveLoop("order_form")]
        case 2:
            events += [ActionExecutionRejected("order_form"), ActionExecuted("action_answer")]
            events += [ActionExecuted("order_form")]
        case 3:
            events += [ActionExecuted("order_form"), ActiveLoop(None)]
            events += [ActionExecuted("action_other")]
        case 4:
            events += [ActionExecuted("action_answer"), SlotSet("mood", chance.choice("ab"))]
        case 5:
            events += [SlotSet("name", chance.choice("xyz")), ActionExecuted("action_answer")]
        case 6:
            events += [ActionExecuted("action_other")]
        case _:
            rare = [AllSlotsReset(), ActionReverted(), UserUtteranceReverted(), Restarted()]
            events += [ActionExecuted("action_other"), chance.choice(rare)]
    return [*events, ActionExecuted(LISTEN)]


def _states(tracker: FastTracker, count: int) -> list[object]:
    return [DOMAIN.get_active_state(moment) for moment in tracker.recent_moments(count)]


@table("seed", range(20))
def test_what_rules_look_at_is_what_rasa_finds_by_replaying(seed: int) -> None:
    chance = random.Random(seed)
    fast = FastTracker("c", DOMAIN.slots)
    stock = DialogueStateTracker("c", DOMAIN.slots)
    start: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    # A form says that it is one when it runs first, so no run of it comes before that.
    form: list[Event] = [ActionExecuted("order_form"), ActiveLoop("order_form"), ActiveLoop(None)]
    for event in [*start, ActionExecuted(LISTEN), _said("order"), *form, ActionExecuted(LISTEN)]:
        fast.update(event)
        stock.update(event)

    for _ in range(40):
        for event in _random_turn(chance):
            fast.update(event)
            stock.update(event)
            expected = stock.past_states(DOMAIN)
            assert _states(fast, 6) == expected[-6:]
            assert fast.current_slot_values() == stock.current_slot_values()
            assert fast.active_loop_name == stock.active_loop_name
        fast = fast.copy()


@table("seed", range(20))
def test_an_action_is_told_the_state_that_rasa_tells_it(seed: int) -> None:
    chance = random.Random(seed)
    fast, stock = FastTracker("c", DOMAIN.slots), DialogueStateTracker("c", DOMAIN.slots)
    for _ in range(8):
        for event in _random_turn(chance):
            fast.update(event)
            stock.update(event)
            told = fast.current_state(EventVerbosity.AFTER_RESTART)
            assert told == stock.current_state(EventVerbosity.AFTER_RESTART)


@table("seed", range(20))
def test_a_form_looks_ahead_at_what_rasa_finds_by_replaying(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FormAction, "_temporary_tracker", REPLAYING)
    patches.patch_rasa()
    form, chance = FormAction("order_form", None), random.Random(seed)
    fast = FastTracker("c", DOMAIN.slots)
    for _ in range(8):
        for event in _random_turn(chance):
            fast.update(event)
        more: list[Event] = [SlotSet("name", chance.choice("xyz")), SlotSet("mood", "a")]
        before = fast.current_state(EventVerbosity.ALL)

        ahead = form._temporary_tracker(fast, more, DOMAIN)

        assert isinstance(ahead, FastTracker)
        assert _told(ahead) == _told(REPLAYING(form, fast, more, DOMAIN))
        assert fast.current_state(EventVerbosity.ALL) == before


def _told(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What an action is told, without the times: the events of looking ahead are new each time."""
    state = tracker.current_state(EventVerbosity.AFTER_RESTART)
    for each in (state, *state["events"]):
        for time in ("timestamp", "latest_event_time"):
            each.pop(time, None)
    return state


def _long_conversation(fast: FastTracker) -> None:
    for turn in range(WINDOW):
        for event in (
            _said("ask"),
            SlotSet("name", "Anna") if turn == 0 else SlotSet("mood", str(turn)),
            ActionExecuted("action_answer"),
            ActionExecuted(LISTEN),
        ):
            fast.update(event)


def test_old_events_are_forgotten_but_not_what_they_set() -> None:
    fast = FastTracker("c", DOMAIN.slots)
    _long_conversation(fast)
    before = _states(fast, 6)

    fast.cut()
    replayed = DialogueStateTracker.from_events("c", list(fast.events), DOMAIN.slots)

    assert len(fast.events) < WINDOW
    assert replayed.current_slot_values() == fast.current_slot_values()
    assert fast.get_slot("name") == "Anna"
    assert _states(fast, 6) == before


def test_nothing_is_forgotten_in_the_middle_of_a_form() -> None:
    fast = FastTracker("c", DOMAIN.slots)
    fast.update(ActiveLoop("order_form"))
    _long_conversation(fast)

    fast.cut()

    assert len(fast.events) == 1 + 4 * WINDOW


def test_what_is_done_to_a_copy_stays_there() -> None:
    fast = FastTracker("c", DOMAIN.slots)
    fast.update(ActiveLoop("order_form"))
    twin = fast.copy()

    for event in (_said("ask"), SlotSet("name", "Anna"), ActionExecutionRejected("order_form")):
        twin.update(event)

    assert twin.get_slot("name") == "Anna"
    assert twin.is_active_loop_rejected
    assert fast.get_slot("name") is None
    assert not fast.is_active_loop_rejected
    assert len(fast.events) == len(fast.unsaved) == 1
