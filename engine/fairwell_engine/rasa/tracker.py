"""Conversation tracker whose cost per turn does not grow with the conversation.

Rasa's own tracker replays all events whenever it is copied and whenever a rule is looked up,
several times a turn. This one records what a rule may read as it happens, shares unchanged state
between copies, and holds only the last events in memory (all of them are in the database).
"""

from __future__ import annotations

import copy
import dataclasses
from collections import deque
from collections.abc import Iterable
from typing import Any, NamedTuple

from rasa.shared.core.events import (
    ActionExecuted,
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
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import (
    DialogueStateTracker,
    EventVerbosity,
    TrackerActiveLoop,
)

# Events held in memory: a turn has 5 to 15. An action reads at most the last two turns.
WINDOW = 60
_KEPT = 30


class Moment(NamedTuple):
    """What a rule may read before an action, with the field names that ``Domain`` expects."""

    latest_message: UserUttered | None
    latest_action: dict[str, str] | None
    active_loop: TrackerActiveLoop | None
    slots: dict[str, Slot]


class FastTracker(DialogueStateTracker):
    """Tracker with the parent's state and behaviour, cheap copies and recorded moments.

    Slots are replaced, never mutated, so that copies may share them.
    """

    def __init__(self, sender_id: str, slots: Iterable[Slot] | None, **options: Any) -> None:
        self._influential: tuple[str, ...] = ()
        # The applied events (see DialogueStateTracker.applied_events), the moment before each
        # action among them, and the latest message and action that apply.
        self._applied: list[Event] = []
        self._moments: list[Moment] = []
        self._message: UserUttered | None = None
        self._action: dict[str, str] | None = {}
        self._loops: frozenset[str] = frozenset()
        self.unsaved: list[Event] = []
        super().__init__(sender_id, slots, **options)
        self._message = self.latest_message
        self._influential = tuple(
            name for name, slot in self.slots.items() if slot.influence_conversation
        )

    def copy(self) -> FastTracker:
        """Return an independent tracker with the same state, without a replay."""
        twin = self.__class__.__new__(self.__class__)
        twin.__dict__.update(self.__dict__)
        twin.events = self.events.copy()
        twin.slots = self.slots.copy()
        twin.unsaved = self.unsaved.copy()
        twin._applied = self._applied.copy()
        twin._moments = self._moments.copy()
        if self.active_loop is not None:
            twin.active_loop = dataclasses.replace(self.active_loop)
        return twin

    def update(self, event: Event, domain: Any = None) -> None:
        """Apply an event as the parent does, and record it as unsaved."""
        self._note(event)
        super().update(event, domain)
        self.unsaved.append(event)

    def applied_events(self) -> list[Event]:
        """Return the events that apply, without those that were reverted."""
        return self._applied.copy()

    def current_state(
        self, event_verbosity: EventVerbosity = EventVerbosity.NONE
    ) -> dict[str, Any]:
        """Return the parent's state without deep-copying the form's message, which is only read."""
        loop, self.active_loop = self.active_loop, None
        try:
            state = super().current_state(event_verbosity)
        finally:
            self.active_loop = loop
        if loop is not None:
            state["active_loop"] = vars(loop).copy()
        return state

    def recent_moments(self, count: int) -> list[Moment]:
        """Return at most the last ``count`` moments; the last of them is the present."""
        return [*self._moments[-(count - 1) :], self._now()]

    def cut(self) -> None:
        """Drop old events when there are many, but never in the middle of a form.

        Slots keep their values, also when the remaining events are replayed: the last setting of
        each slot stays among the events.
        """
        if len(self.events) <= WINDOW or self.active_loop is not None or self.is_paused():
            return
        events = list(self.events)
        # A turn begins after its action_listen, and a tracker cut there replays like a whole one.
        start = next(
            (i for i in range(len(events) - _KEPT, 0, -1) if isinstance(events[i], UserUttered)), 0
        )
        if start < 2:
            return
        start -= 1  # the action_listen before the message
        settings: dict[str, SlotSet] = {}
        for event in events[:start]:
            if isinstance(event, SlotSet):
                settings[event.key] = event
            elif isinstance(event, AllSlotsReset | Restarted | SessionStarted):
                settings.clear()
        self.events = self._create_events([*settings.values(), *events[start:]])
        kept = {id(event) for event in events[start:]}
        remaining = [event for event in self._applied if id(event) in kept]
        del self._moments[: -sum(isinstance(event, ActionExecuted) for event in remaining)]
        # The settings come first here too, for a replay of the applied events only.
        self._applied = [*settings.values(), *remaining]

    def _now(self) -> Moment:
        slots = {name: self.slots[name] for name in self._influential}
        return Moment(self._message, self._action, self.active_loop, slots)

    def _note(self, event: Event) -> None:
        """Update ``_applied`` and ``_moments`` to what a replay of all events would give."""
        if isinstance(event, Restarted | SessionStarted):
            self._applied, self._moments = [], []
            self._message, self._action = UserUttered.empty(), {}
        elif isinstance(event, ActionReverted | UserUtteranceReverted):
            self._take_back(event)
        elif isinstance(event, ActionExecuted):
            self._note_action(event)
        else:
            if isinstance(event, UserUttered):
                self._message = event
            elif isinstance(event, ActiveLoop) and event.name:
                self._loops |= {event.name}
            self._applied.append(event)

    def _note_action(self, event: ActionExecuted) -> None:
        name = event.action_name
        if name in self._loops and not self._first_loop_execution_or_unhappy_path(
            name, self._applied
        ):
            # The form continues: rules must not see the questions and answers since its last run.
            self._undo_till_previous_loop_execution(name, self._applied)
            self._rewind()
        else:
            self._moments.append(self._now())
            self._applied.append(event)
            self._action = event.as_sub_state()

    def _take_back(self, event: Event) -> None:
        """Undo events with Rasa's own rewind methods."""
        if isinstance(event, UserUtteranceReverted):
            self._undo_till_previous(UserUttered, self._applied)
        self._undo_till_previous(ActionExecuted, self._applied)
        self._rewind()

    def _rewind(self) -> None:
        """Restore moments, latest action and latest message after events were undone."""
        actions = [each for each in self._applied if isinstance(each, ActionExecuted)]
        del self._moments[len(actions) :]
        self._action = actions[-1].as_sub_state() if actions else {}
        messages = (each for each in reversed(self._applied) if isinstance(each, UserUttered))
        self._message = next(messages, None) or UserUttered.empty()

    # --- slots are shared between copies: replace, never mutate --------------------------------

    def _set_slot(self, key: str, value: Any) -> None:
        if key in self.slots:
            self.slots[key] = copy.copy(self.slots[key])
        super()._set_slot(key, value)

    def _reset_slots(self) -> None:
        for name, slot in self.slots.items():
            fresh = copy.copy(slot)
            fresh.reset()
            self.slots[name] = fresh

    def _create_events(self, evts: list[Event]) -> deque[Event]:
        return deque(evts, self._max_event_history)
