"""Graph component: what a message means and which details it states.

One component does what Rasa spreads over tokenizer, featurizers, classifier, entity extractor and
fallback, because each of those is a node that costs more than the sums it does.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from fairwell_engine.hearing.details.details import find_details
from fairwell_engine.hearing.details.finders import Found
from fairwell_engine.hearing.encoder.encoders import STUDENT, load_encoder, vectors
from fairwell_engine.hearing.intents import IntentModel

INTENT_RANKING = "intent_ranking"
_ENCODER = "encoder.json"


@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER,
        DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR,
    ],
    is_trainable=True,
)
class Comprehension(GraphComponent):
    """Sets ``intent``, ``intent_ranking`` and ``entities``; unsure becomes ``nlu_fallback``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "encoder": STUDENT,
            # Below this confidence, or nearer than this to the second, the bot asks instead.
            "threshold": 0.2,
            "ambiguity_threshold": 0.03,
            # By how much the log-odds of an intent are lowered, as it has to be likelier than that.
            "handicaps": {},
            # Inverse strength of regularisation, for n-grams and for vectors.
            "C": 30.0,
            "vector_C": 10.0,
            # How many intents a message's ranking names. Each is stored with every message.
            "ranking_length": 10,
            "random_state": 42,
        }

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Raises ``ValueError`` when the encoder cannot be loaded."""
        self._config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._encoder = load_encoder(self._config["encoder"])
        self._model: IntentModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Comprehension:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent and a text."""
        from fairwell_engine.hearing.fitting import (
            Strengths,
            fit,
        )  # scikit-learn: not for those who only serve

        examples = [
            each for each in training_data.intent_examples if each.get(INTENT) and each.get(TEXT)
        ]
        texts = [each.get(TEXT) for each in examples]
        self._model = fit(
            texts,
            [each.get(INTENT) for each in examples],
            vectors(self._encoder, texts) if texts else np.zeros((0, self._encoder.width)),
            strengths=Strengths(terms=self._config["C"], vectors=self._config["vector_C"]),
            seed=self._config["random_state"],
            handicaps=self._config["handicaps"],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
            (folder / _ENCODER).write_text(
                json.dumps({"fingerprint": self._encoder.fingerprint}), encoding="utf-8"
            )
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Comprehension:
        """The trained component; a model of another encoder, or with a part missing, fails."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / _ENCODER).read_text(encoding="utf-8"))
            if stored["fingerprint"] != component._encoder.fingerprint:
                raise ValueError("the model was trained with another sentence encoder: train anew")
            component._model = IntentModel.load(folder)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Understand every message that has a text."""
        for message in messages:
            if text := message.get(TEXT):
                self._understand(message, text)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples stay as they are: nothing after this component learns from them."""
        return training_data

    def _understand(self, message: Message, text: str) -> None:
        if details := find_details(text):
            entities = [*message.get(ENTITIES, []), *map(_entity, details)]
            message.set(ENTITIES, entities, add_to_output=True)
        if self._model is None:
            return
        # "…" that no example has means nothing we know, whatever is nearest; "??" is known. With no
        # intent at all, Rasa's rules would go round in a circle in the middle of a form.
        wordy = any(sign.isalnum() for sign in text)
        known = wordy or self._model.knows(text)
        ranking = self._ranking(self._model, text) if known else [self._fallback()]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING, ranking, add_to_output=True)

    def _ranking(self, model: IntentModel, text: str) -> list[dict[str, Any]]:
        confidences = model.confidences(text, self._encoder.vector(text))
        best = np.argsort(-confidences, kind="stable")[: self._config["ranking_length"]]
        ranking = [
            {"name": model.intents[each], "confidence": float(confidences[each])} for each in best
        ]
        first, second = ranking[0]["confidence"], ranking[1]["confidence"]
        if (
            first < self._config["threshold"]
            or first - second < self._config["ambiguity_threshold"]
        ):
            ranking.insert(0, self._fallback())
        return ranking

    def _fallback(self) -> dict[str, Any]:
        """In the shape of Rasa's own FallbackClassifier: first of the ranking."""
        return {
            "name": DEFAULT_NLU_FALLBACK_INTENT_NAME,
            "confidence": self._config["threshold"],
        }


def _entity(found: Found) -> dict[str, Any]:
    return {
        "entity": found.entity,
        "value": found.value,
        "start": found.start,
        "end": found.end,
        "confidence_entity": 1.0,
        "extractor": Comprehension.__name__,
    }
