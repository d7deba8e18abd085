"""Reading the files of a training: the same as Rasa's own importer has, in half the reads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bot import write_bot
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.utils import io

FILES = ("config.yml", "domain.yml", ["data"])


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file of a bot was read; the working folder is the bot's."""
    write_bot(tmp_path)
    monkeypatch.chdir(tmp_path)
    counted: Counter[str] = Counter()
    original = io.read_file

    def read_file(name: Any, *more: Any) -> Any:
        counted[Path(name).name] += 1
        return original(name, *more)

    monkeypatch.setattr(io, "read_file", read_file)
    return counted


def everything(importer: TrainingDataImporter) -> tuple[str, str, str]:
    """What a training asks for, in its order."""
    examples, rules, domain = importer.get_nlu_data(), importer.get_stories(), importer.get_domain()
    return examples.fingerprint(), rules.fingerprint(), domain.fingerprint()


def test_everything_is_as_rasas_own_importer_has_it_read_less_often(reads: Counter[str]) -> None:
    rasas = everything(TrainingDataImporter.load_from_dict({}, *FILES))
    often = reads.copy()
    reads.clear()

    assert everything(TrainingDataImporter.load_from_config(*FILES)) == rasas

    assert reads["domain.yml"] * 2 == often["domain.yml"]
    assert reads["nlu.yml"] < often["nlu.yml"]


def test_examples_asked_for_in_two_languages_are_read_once(reads: Counter[str]) -> None:
    importer = TrainingDataImporter.load_from_config(*FILES)
    examples = importer.get_nlu_data(language="de")
    often = reads["nlu.yml"]

    assert importer.get_nlu_data().fingerprint() == examples.fingerprint()
    assert reads["nlu.yml"] == often


@pytest.mark.usefixtures("reads")
def test_test_stories_beside_the_rules_are_not_trained_from() -> None:
    before = everything(TrainingDataImporter.load_from_config(*FILES))
    Path("data/stories").mkdir()
    Path("data/stories/test_greeting.yml").write_text(
        'version: "3.1"\nstories:\n  - story: A greeting\n    steps:\n'
        '      - user: "hello"\n        intent: greet\n      - action: utter_greet\n'
    )

    importer = TrainingDataImporter.load_from_config(*FILES)

    assert everything(importer) == before
    assert len(importer.get_conversation_tests().story_steps) == 1
