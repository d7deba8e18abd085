"""Rule policy that looks up rules without replaying the conversation.

Training, rules and predictions are Rasa's own. Three things differ: the states before the last
actions were recorded when they happened (``tracker.Moment``); no more of them are read than the
longest rule has; and the few rules (of hundreds) that end in a given state are cached.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Any

from rasa.core.policies.rule_policy import RULES_NOT_IN_STORIES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT

from fairwell_engine.rasa.tracker import FastTracker

_REMEMBERED = 5_000


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class FastRulePolicy(RulePolicy):
    """``RulePolicy`` for a ``FastTracker``; any other tracker uses the parent's methods.

    Lists of probabilities are never cached: the ensemble writes into them when an action was
    rejected.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._longest, self._texts_matter = _measure(self.lookup)
        # Rules change while a model is trained, so only those of a loaded model are cached.
        self._loaded = bool(self.lookup)
        self._ending: dict[Hashable, frozenset[str]] = {}

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        if not self._loaded or not states:
            return super()._get_possible_keys(lookup, states)
        possible = set(self._ending_in(lookup, states[-1]))
        for turns_ago, state in enumerate(reversed(states[:-1]), 1):
            possible = {key for key in possible if self._is_rule_applicable(key, turns_ago, state)}
        return possible

    def _ending_in(self, lookup: dict[str, str], state: State) -> frozenset[str]:
        """Return the rules whose last state matches, whatever came before."""
        situation = id(lookup), DialogueStateTracker.freeze_current_state(state)
        found = self._ending.get(situation)
        if found is None:
            found = frozenset(super()._get_possible_keys(lookup, [state]))
            if len(self._ending) >= _REMEMBERED:
                self._ending.clear()
            self._ending[situation] = found
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
    """Return the length of the longest rule plus one, and whether any rule reads a text.

    The length counts states. The extra one keeps a longer conversation from matching a rule that
    holds only at its start.
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
    """Return the states of a rule's key; keys of other predictions have none."""
    try:
        states = json.loads(key)
    except ValueError:
        return []
    return states if isinstance(states, list) else []
