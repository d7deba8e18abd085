"""Rasa's rules, looked up without going through the conversation again.

Training, rules and predictions are Rasa's own. What is different: the states before the last
actions were noted when they happened (``tracker.Moment``), no more of them are looked at than the
longest rule has, and what rules say of a state is remembered.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Any

from rasa.core.policies.rule_policy import RULES_NOT_IN_STORIES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT

from fairwell_engine.tracker import FastTracker, Moment

_REMEMBERED = 5_000

Found = tuple[str | None, str | None, bool]


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class FastRulePolicy(RulePolicy):
    """``RulePolicy`` for a ``FastTracker``; any other tracker gets its parent's way.

    Only what rules say is remembered, never a list of probabilities: the ensemble writes into
    that list when an action was rejected.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._known: dict[Hashable, Found] = {}
        self._longest, self._texts_matter = _measure(self.lookup)

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Found:
        if not isinstance(tracker, FastTracker) or self._texts_matter:
            return super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)
        if use_text_for_last_user_input and tracker.latest_action_name != ACTION_LISTEN_NAME:
            return None, None, False
        moments = tracker.recent_moments(self._longest)
        situation = (use_text_for_last_user_input, *map(_feature, moments))
        found = self._known.get(situation)
        if found is None:
            found = super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[situation] = found
        return found

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        if not isinstance(tracker, FastTracker) or self._texts_matter:
            return super()._prediction_states(
                tracker, domain, use_text_for_last_user_input, rule_only_data
            )
        moments = tracker.recent_moments(self._longest)
        states = [domain.get_active_state(moment) for moment in moments]
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states


def _measure(lookup: dict[str, Any]) -> tuple[int, bool]:
    """How many states the longest rule has, and one more; whether any rule reads a text.

    One more, so that a longer conversation never looks like a rule from its start.
    """
    keys: set[str] = set(lookup.get(RULES_NOT_IN_STORIES, ()))
    for rules in lookup.values():
        if isinstance(rules, dict):
            keys.update(rules)
    longest, texts_matter = 2, False
    for key in keys:
        states = _states(key)
        longest = max(longest, len(states) + 1)
        texts_matter = texts_matter or any(state.get(USER, {}).get(TEXT) for state in states)
    return longest, texts_matter


def _states(key: str) -> list[State]:
    """The states of a rule's key; sources of other predictions have none."""
    try:
        states = json.loads(key)
    except ValueError:
        return []
    return states if isinstance(states, list) else []


def _feature(moment: Moment) -> Hashable:
    """All that ``Domain.get_active_state`` reads of a moment, to be compared."""
    message, action, loop = moment.latest_message, moment.latest_action, moment.active_loop
    intent = message.intent_name if message else None
    said: tuple[Any, ...] = ()
    if message is not None:
        # Where there is an intent, rules do not see the text.
        entities = {(e.get("entity"), e.get("role"), e.get("group")) for e in message.entities}
        said = (intent, None if intent else message.text, frozenset(entities))
    return (
        said,
        tuple(sorted(action.items())) if action else (),
        loop.name if loop else None,
        tuple(
            (name, slot.value == SHOULD_NOT_BE_SET, tuple(slot.as_feature()))
            for name, slot in moment.slots.items()
        ),
    )
