"""Rasa's own commands run in this environment, on the files that our bots are made of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bot import write_bot
from engine_process import environment

from fairwell_engine.cli import talks, with_defaults


def rasa(folder: Path, *words: str, warns: bool = False) -> str:
    """What a command prints; it has to succeed, and warn of nothing unless it should."""
    variables = {
        name: value
        for name, value in environment(folder).items()
        if not name.startswith("FAIRWELL_")
    }
    run = subprocess.run(
        [sys.executable, "-m", "fairwell_engine.cli", *words],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    printed = run.stdout + run.stderr
    assert run.returncode == 0, printed
    assert ("Warning" in printed) is warns, printed
    return printed


def test_the_data_is_validated_and_what_is_to_be_done_is_warned_of(bot: Path) -> None:
    printed = rasa(bot, "data", "validate", warns=True)

    assert "No story structure conflicts found" in printed
    assert "The example 'egal wie' was found labeled with multiple different intents" in printed
    assert "DeprecationWarning" not in printed
    assert "The utterance 'utter_" not in printed  # chosen by actions


def test_the_rules_are_drawn(bot: Path, tmp_path: Path) -> None:
    rasa(bot, "visualize", "--out", str(tmp_path / "graph.html"))

    assert "action_ordered" in (tmp_path / "graph.html").read_text()


def test_the_examples_are_split(bot: Path, tmp_path: Path) -> None:
    rasa(bot, "data", "split", "nlu", "--out", str(tmp_path))

    assert (tmp_path / "test_data.yml").is_file()


def test_a_model_is_trained_and_understands_the_examples_it_is_tested_with(
    tmp_path: Path,
) -> None:
    own = write_bot(tmp_path)  # not the others' bot: Rasa leaves its cache in the folder
    # Training validates the data first, see above.
    rasa(own, "train", "--fixed-model-name", "mine", warns=True)
    printed = rasa(own, "test", "nlu", "--no-plot", "--nlu", "data", "--out", "results")

    assert "Intent evaluation results" in printed
    assert (own / "models" / "mine.tar.gz").is_file()
    assert (own / "results" / "intent_report.json").is_file()


def test_test_stories_are_compared_with_what_the_model_does(
    bot: Path, model: Path, tmp_path: Path
) -> None:
    story = tmp_path / "test_order.yml"
    story.write_text(
        'version: "3.1"\nstories:\n  - story: An order\n    steps:\n'
        '      - user: "/order"\n        intent: order\n'
        "      - action: order_form\n      - active_loop: order_form\n"
    )

    printed = rasa(
        bot,
        *("test", "core", "--model", str(model), "--no-plot", "--e2e", "--stories", str(story)),
        *("--out", str(tmp_path / "results")),
    )

    assert "Correct:          1 / 1" in printed


def test_help_is_rasas_own(bot: Path) -> None:
    assert "--fail-on-prediction-errors" in rasa(bot, "test", "core", "--help")


def test_our_test_stories_are_read_unless_others_are_named(tmp_path: Path) -> None:
    own = ["test", "core", "--stories", "elsewhere"]

    assert with_defaults(["test", "core"], tmp_path)[2:] == ["--e2e", "--stories", "data/stories"]
    assert with_defaults(own, tmp_path) == own


def test_a_chat_is_kept_in_memory_and_on_this_machine(
    bot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bot)

    words = with_defaults(["shell"], tmp_path)

    assert words[words.index("--interface") + 1] == "127.0.0.1"
    written = Path(words[words.index("--endpoints") + 1]).read_text()
    assert "tracker_store" not in written
    assert "${FAIRWELL_ACTIONS_URL}" in written


@pytest.mark.parametrize(
    ("words", "held"),
    [
        (["shell"], True),
        (["interactive"], True),
        (["shell", "nlu"], False),
        (["shell", "--help"], False),
        (["data", "validate"], False),
        ([], False),
    ],
)
def test_only_commands_that_hold_conversations_need_actions(words: list[str], held: bool) -> None:
    assert talks(words) is held
