"""A component that hears what it is told of the conversation."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Echoing(GraphComponent):
    """Puts the message's metadata where hearing puts what it heard."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Echoing:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the key ``heard`` to the parse result of each message."""
        for message in messages:
            known = message.get("metadata") or {}  # None in the trial before a model is served
            told = sorted(f"{name} {value}" for name, value in known.items())
            found = {"language": "de", "reason": known.get("asked"), "tags": told, "text": "other"}
            message.set("heard", found, add_to_output=True)
        return messages
