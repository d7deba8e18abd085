"""Graph component: the details a customer states, found by rules, never learned."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from fairwell_engine.finders import Found, find_codes, find_dates, find_emails, without_overlaps
from fairwell_engine.user_names import find_user_names


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DetailMatcher(GraphComponent):
    """Adds ``email``, ``user_name``, ``code`` and ``date``; annotations in data are not used."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DetailMatcher:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Append what each message states to its entities."""
        for message in messages:
            text = message.get(TEXT)
            found = find_details(text) if text else []
            if found:
                entities = [*message.get(ENTITIES, []), *map(_entity, found)]
                message.set(ENTITIES, entities, add_to_output=True)
        return messages


def find_details(text: str) -> list[Found]:
    """All details in the order they stand in; a part of one detail is never another."""
    finders = (find_emails, find_dates, find_codes, find_user_names)
    return without_overlaps((detail for finder in finders for detail in finder(text)), len(text))


def _entity(found: Found) -> dict[str, Any]:
    return {
        "entity": found.entity,
        "value": found.value,
        "start": found.start,
        "end": found.end,
        "confidence_entity": 1.0,
        "extractor": DetailMatcher.__name__,
    }
