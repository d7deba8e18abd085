"""Graph component: what a message means and which details it states.

One component does what Rasa spreads over tokenizer, featurizers, classifier, entity extractor and
fallback, because each of those is a node that costs more than the sums it does.
"""

from __future__ import annotations

import json
from pathlib import Path
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

from fairwell_engine.hearing.acts.deciding import Decider
from fairwell_engine.hearing.acts.hearing import REFUSES, Thresholds
from fairwell_engine.hearing.acts.model import ActsModel
from fairwell_engine.hearing.details.details import find_details
from fairwell_engine.hearing.details.finders import Found
from fairwell_engine.hearing.encoder.encoders import MULTILINGUAL, Vectors, load_encoder
from fairwell_engine.hearing.examples import (
    REFUSED,
    acts_examples,
    stance_examples,
    tags_examples,
)
from fairwell_engine.hearing.heard import NOTHING, Ears, Setting, hear
from fairwell_engine.hearing.stance.model import StanceModel
from fairwell_engine.hearing.tags.model import TagsModel

INTENT_RANKING = "intent_ranking"
HEARD = "heard"
_ENCODER = "encoder.json"


@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER,
        DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR,
    ],
    is_trainable=True,
)
class Comprehension(GraphComponent):
    """Sets ``intent``, ``intent_ranking``, ``entities`` and ``heard``.

    An unsure intent becomes ``nlu_fallback``.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "encoder": MULTILINGUAL,
            # Folder of the examples of acts and stances; without it there is one intent a message.
            "examples": None,
            # Below this confidence, or nearer than this to the second, the bot asks instead.
            "threshold": 0.2,
            "ambiguity_threshold": 0.03,
            # An act is heard from here; a likely wish to leave is asked about from there.
            "act_threshold": 0.45,
            "ask_cancel_threshold": 0.1,
            # By how much the log-odds of an intent are lowered, as it has to be likelier than that.
            "handicaps": {},
            # The same in the ranking alone, which is read in the middle of a conversation.
            "ranking_handicaps": {},
            # Inverse strength of regularisation, for n-grams and for vectors.
            "C": 10.0,
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
        self._model: ActsModel | None = None
        self._decider: Decider | None = None
        self._stances: StanceModel | None = None
        self._tags: TagsModel | None = None

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
        """Learn from all examples that have an intent and a text, and from those of the folder.

        Raises:
            ValueError: fewer than two intents have examples, or a file of the folder is faulty.
        """
        # scikit-learn: not for those who only serve
        from fairwell_engine.hearing.acts.fitting import Example, Strengths, fit
        from fairwell_engine.hearing.stance.fitting import fit_stances
        from fairwell_engine.hearing.tags.fitting import fit_tags

        examples = [
            Example(each.get(TEXT), (each.get(INTENT),))
            for each in training_data.intent_examples
            if each.get(INTENT) and each.get(TEXT)
        ]
        encode = Vectors(self._encoder)
        folder = Path(self._config["examples"]) if self._config["examples"] else None
        answers = []
        if folder is not None:
            whole = acts_examples(folder)
            examples += [Example(each.text, each.labels, whole=True) for each in whole]
            answers = stance_examples(folder)
            if tagged := tags_examples(folder):
                others = [each.text for each in whole]
                self._tags = fit_tags(tagged, others, encode, self._config["random_state"])
        self._model, self._decider = fit(
            examples,
            encode,
            strengths=Strengths(terms=self._config["C"], vectors=self._config["vector_C"]),
            seed=self._config["random_state"],
            handicaps=self._config["handicaps"],
        )
        if answers:
            self._stances = fit_stances(answers, encode, self._config["random_state"])
        with self._storage.write_to(self._resource) as place:
            self._model.save(place)
            if self._decider is not None:
                self._decider.save(place)
            if self._stances is not None:
                self._stances.save(place)
            if self._tags is not None:
                self._tags.save(place)
            (place / _ENCODER).write_text(
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
            component._model = ActsModel.load(folder)
            component._decider = Decider.load(folder)
            component._stances = StanceModel.load(folder)
            component._tags = TagsModel.load(folder)
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
        if not wordy and not self._model.knows(text):
            ranking = [self._fallback()]
        else:
            setting = Setting.of(message.get("metadata"))
            heard, whole = hear(text, self._ears(), setting)
            begins = setting.asked == NOTHING
            ranking = self._ranking(self._model, whole, begins=begins)
            if begins and self._decider is not None:
                ranking = self._by_acts(heard, ranking)
            message.set(HEARD, heard, add_to_output=True)
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING, ranking, add_to_output=True)

    def _ears(self) -> Ears:
        assert self._model is not None
        limits = Thresholds(self._config["act_threshold"], self._config["ask_cancel_threshold"])
        return Ears(self._encoder, self._model, self._decider, self._stances, limits, self._tags)

    def _ranking(
        self, model: ActsModel, whole: np.ndarray[Any, Any], *, begins: bool
    ) -> list[dict[str, Any]]:
        """Return the intents by confidence; what a message refuses is none.

        ``begins``: nothing is open, so that a wish that begins a conversation is none too rare.
        """
        intents = [n for n, label in enumerate(model.labels) if not label.startswith(REFUSED)]
        handicaps = {} if begins else self._config["ranking_handicaps"]
        less = [handicaps.get(model.labels[n], 0.0) for n in intents]
        confidences = whole[intents] * np.exp(-np.array(less))
        confidences /= confidences.sum()
        best = np.argsort(-confidences, kind="stable")[: self._config["ranking_length"]]
        ranking = [
            {"name": model.labels[intents[each]], "confidence": float(confidences[each])}
            for each in best
        ]
        first, second = ranking[0]["confidence"], ranking[1]["confidence"]
        if (
            first < self._config["threshold"]
            or first - second < self._config["ambiguity_threshold"]
        ):
            ranking.insert(0, self._fallback())
        return ranking

    def _by_acts(
        self, heard: dict[str, Any], ranking: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Put first what is to be done first, where no question is open that could decide it."""
        rest = [each for each in ranking if each["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME]
        acts = [act for act in heard["acts"] if act["polarity"] != REFUSES]
        if acts:
            first = {"name": acts[0]["intent"], "confidence": acts[0]["confidence"]}
            return [first, *(each for each in rest if each["name"] != first["name"])]
        unsure = heard.get("unsure", [])
        order = {name: place for place, name in enumerate(unsure)}
        rest.sort(key=lambda each: order.get(each["name"], len(order)))
        return [self._fallback(), *rest]

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
