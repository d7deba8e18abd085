"""Training: what a person reads, what is left behind, and what happens to faulty data."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from bot import EXAMPLES, write_bot, write_examples

from fairwell_engine.train import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bot with an older model, which a failed training must leave alone."""
    write_bot(tmp_path)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "old.tar.gz").write_bytes(b"old")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capfd: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["--out", "models/old.tar.gz"])
    assert ended.value.code != 0
    assert Path("models/old.tar.gz").read_bytes() == b"old"
    assert [each.name for each in Path("models").iterdir()] == ["old.tar.gz"]
    return capfd.readouterr().err


def test_it_says_what_it_does_in_few_lines(
    training: subprocess.CompletedProcess[str], model: Path
) -> None:
    lines = training.stdout.splitlines()

    assert [line for line in lines if line.endswith("...")] == [
        "loading Rasa ...",
        "reading domain, rules and examples ...",
        "training ...",
    ]
    assert sum("done in" in line for line in lines) == 3
    assert f"{sum(map(len, EXAMPLES.values()))} examples of 5 intents" in training.stdout
    assert lines[-1].startswith("tiny.tar.gz is ready")


def test_annotated_examples_cause_no_complaint(
    training: subprocess.CompletedProcess[str], model: Path
) -> None:
    assert "entity" not in training.stderr


def test_it_leaves_nothing_but_the_archive(bot: Path, model: Path) -> None:
    assert [each.name for each in model.parent.iterdir()] == ["tiny.tar.gz"]
    assert not (bot / ".rasa").exists()


def test_an_unknown_intent_is_named(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_examples(folder, EXAMPLES | {"nowhere": ["irgendwas", "anything"]})

    assert "intents that domain.yml does not list: nowhere" in refused(capfd)


def test_a_rule_with_an_unknown_slot_is_named(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rules = folder / "data" / "rules.yml"
    rules.write_text(rules.read_text().replace("requested_slot: null", "nowhere: true"))

    assert "slots that domain.yml does not list: nowhere" in refused(capfd)


def test_rules_that_contradict_each_other_are_refused(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rules = folder / "data" / "rules.yml"
    contradiction = "  - rule: Another\n    steps: [{intent: greet}, {action: utter_pressed}]\n"
    rules.write_text(rules.read_text() + contradiction)

    assert "Contradicting rules" in refused(capfd)


def test_broken_yaml_is_refused(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "domain.yml").write_text("intents: [")

    assert "the data cannot be used" in refused(capfd)


def test_no_examples_are_refused(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "data" / "nlu.yml").unlink()

    assert "no examples" in refused(capfd)


def test_a_folder_without_a_bot_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--root", str(tmp_path), "--out", str(tmp_path / "x.tar.gz")])

    assert "has no config.yml, domain.yml, data" in capfd.readouterr().err


def test_another_ending_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--out", str(tmp_path / "model.zip")])

    assert "must end in .tar.gz" in capfd.readouterr().err
