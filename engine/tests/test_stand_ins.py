"""The engine runs without TensorFlow, and with it where it is installed."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
import rasa
from tables import table

from fairwell_engine.rasa import stand_ins

SITE = Path(rasa.__file__).parents[1]


@table("name", sorted(stand_ins.NAMES))
def test_what_is_stood_in_for_is_there_in_rasa(name: str) -> None:
    """A module that Rasa renamed would be imported for real, and fail."""
    assert (SITE / f"{name.replace('.', '/')}.py").is_file()


def test_serving_imports_neither_tensorflow_nor_scikit_learn() -> None:
    program = (
        "from fairwell_engine.environment import prepare_environment; prepare_environment(); "
        "import fairwell_engine.rasa.turns, fairwell_engine.server.channel; "
        "import fairwell_engine.hearing.comprehension; "
        "import rasa.engine.recipes.default_components, sys; "
        "print([name for name in ('tensorflow', 'sklearn', 'matplotlib') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )

    assert run.stdout.strip() == "[]", run.stdout + run.stderr


def test_all_of_rasa_can_be_imported_without_the_packages_of_channels_and_stores() -> None:
    """As if none were installed: the stand-ins come first here."""
    program = (
        "from fairwell_engine.environment import prepare_environment; prepare_environment(); "
        "import sys; from fairwell_engine.rasa import stand_ins; "
        "sys.meta_path.insert(0, stand_ins._LastFinder()); "
        "import rasa.__main__, rasa.core.run, rasa.core.tracker_store, rasa.core.brokers.pika; "
        "import rasa.core.training.interactive; "
        "from rasa.core.channels import BUILTIN_CHANNELS; print(len(BUILTIN_CHANNELS))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.stdout.strip() == "15", run.stdout + run.stderr


def test_a_package_that_is_installed_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "boto3.py").write_text("installed = True")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "boto3"]:
        monkeypatch.delitem(sys.modules, name)
    stand_ins.leave_connectors_out()

    assert importlib.import_module("boto3").installed is True


def test_a_stand_in_gives_one_class_for_each_name() -> None:
    module = importlib.import_module("rasa.nlu.classifiers.diet_classifier")

    assert module.DIETClassifier is module.DIETClassifier


def test_where_tensorflow_is_installed_nothing_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "meta_path", [_Offers("tensorflow")])

    assert stand_ins.leave_tensorflow_out() is False
    assert len(sys.meta_path) == 1


class _Offers:
    """A finder that has one module."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, name: str, path: object, target: object = None) -> object:
        return importlib.machinery.ModuleSpec(name, None) if name == self._name else None
