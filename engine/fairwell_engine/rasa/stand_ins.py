"""Import stubs for the parts of Rasa that would import TensorFlow or scikit-learn's models.

Rasa imports all its components whenever it trains or loads a model, including those that our
``config.yml`` does not name. Without TensorFlow that fails; with it, it costs 1 GB of disk, ten
seconds at startup and 300 MB of memory. Where TensorFlow is installed (dependency group
``tensorflow``), nothing is replaced, and Rasa's own components can be used.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

NEED_TENSORFLOW = frozenset(
    {
        "rasa.core.policies.ted_policy",
        "rasa.core.policies.unexpected_intent_policy",
        "rasa.nlu.classifiers.diet_classifier",
        "rasa.nlu.featurizers.dense_featurizer.convert_featurizer",
        "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
        "rasa.nlu.selectors.response_selector",
        "rasa.utils.tensorflow.callback",
        "rasa.utils.tensorflow.data_generator",
        "rasa.utils.tensorflow.models",
    }
)
# These work, but import scikit-learn or matplotlib, which neither our training nor a turn uses.
SLOW_TO_IMPORT = frozenset(
    {
        "rasa.nlu.classifiers.logistic_regression_classifier",
        "rasa.nlu.classifiers.sklearn_intent_classifier",
        "rasa.nlu.extractors.crf_entity_extractor",
        "rasa.nlu.featurizers.dense_featurizer.mitie_featurizer",
        "rasa.nlu.featurizers.dense_featurizer.spacy_featurizer",
        "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer",
        "rasa.nlu.test",
        "rasa.utils.plotting",
        "rasa.utils.tensorflow.environment",
        "rasa.utils.tensorflow.model_data",
        "rasa.utils.tensorflow.model_data_utils",
    }
)
NAMES = NEED_TENSORFLOW | SLOW_TO_IMPORT
# Packages of channels, brokers and stores that we do not use; Rasa imports them all.
CONNECTORS = frozenset(
    {
        "aio_pika",
        "aiogram",
        "aiormq",
        "boto3",
        "botocore",
        "cachecontrol",
        "fbmessenger",
        "google",
        "pymongo",
        "slack_sdk",
        "twilio",
        "webexteamssdk",
    }
)


def leave_tensorflow_out(names: frozenset[str] = NAMES) -> bool:
    """Install the stubs; call before Rasa is imported. Return ``False`` if TensorFlow exists."""
    if importlib.util.find_spec("tensorflow") is not None:
        return False
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder(names))
    return True


def leave_connectors_out() -> None:
    """Install stubs for the packages of channels and stores that are not installed."""
    if not any(isinstance(finder, _LastFinder) for finder in sys.meta_path):
        sys.meta_path.append(_LastFinder())


class _StandIn(ModuleType):
    """Module in which any requested class exists and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        bases = (Exception,) if name.endswith(("Error", "Exception")) else ()
        made = type(name, bases, {"__module__": self.__name__})
        setattr(self, name, made)
        return made


class _StandInPackage(_StandIn):
    """Package in which any requested submodule exists too, such as ``aio_pika.abc``."""

    def __getattr__(self, name: str) -> Any:
        if name.islower() and not name.startswith("_"):
            return importlib.import_module(f"{self.__name__}.{name}")
        return super().__getattr__(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self) if name in self._names else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is in it."""


class _LastFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finder consulted last, so that an installed package takes precedence."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] not in CONNECTORS:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandInPackage(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is in it."""
