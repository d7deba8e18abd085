"""Graph component: each message's language, as an entity for the slot ``language``."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from fairwell_engine.hearing.detection import Detection, detect

HINT = "language_hint"
LANGUAGES = ("de", "en")
_HINT_CONFIDENCE = 0.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageEntity(GraphComponent):
    """Adds the entity ``language``, role ``firm`` (a whole sentence) or ``weak`` (a word or two).

    The domain lets ``weak`` count outside forms only, so that an answer such as a user name
    cannot switch the language. When the text is unclear, the hint that the channel put into the
    message's metadata counts as ``weak``.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageEntity:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entity to each message whose language is clear."""
        for message in messages:
            self._annotate(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples stay as they are: nothing is learned from the entity."""
        return training_data

    def _annotate(self, message: Message) -> None:
        text = message.get(TEXT)
        if not text:
            return
        detection = detect(text)
        if detection is None and (hint := _hint(message)):
            detection = Detection(hint, _HINT_CONFIDENCE, firm=False)
        if detection is not None:
            entity = language_entity(detection, len(text))
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)


def language_entity(detection: Detection, length: int) -> dict[str, Any]:
    """The entity in the shape that Rasa's slot mappings read; it spans the whole message."""
    return {
        "entity": "language",
        "value": detection.language,
        "role": "firm" if detection.firm else "weak",
        "start": 0,
        "end": length,
        "confidence_entity": detection.confidence,
        "extractor": LanguageEntity.__name__,
    }


def _hint(message: Message) -> Any:
    # In training examples "metadata" is free-form text, so look before reading a key.
    metadata = message.get("metadata")
    hint = metadata.get(HINT) if isinstance(metadata, dict) else None
    return hint if hint in LANGUAGES else None
