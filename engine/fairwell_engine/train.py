"""Model trainer: ``python -m fairwell_engine.train --out models/NAME.tar.gz``.

The archive appears under its name only when it is complete, so neither a server nor an operator
finds a partial model.
"""

from __future__ import annotations

import argparse
import gc
import io
import logging
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from fairwell_engine.environment import fail, prepare_environment, use_folder
from fairwell_engine.server.privacy import configure_structlog

if TYPE_CHECKING:
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.training_data.structures import StoryGraph
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.shared.nlu.training_data.training_data import TrainingData

PROGRAM = "train"


def main(arguments: list[str] | None = None) -> None:
    """Train from the folder's files and print the progress."""
    options = _parser().parse_args(arguments)
    out = options.out.resolve()
    if out.suffixes[-2:] != [".tar", ".gz"]:
        fail(PROGRAM, f"--out must end in .tar.gz, not {out.name}")
    prepare_environment()
    use_folder(options.root.resolve())
    gc.disable()  # objects of a training live to its end; scanning them takes a sixth of its time
    _quiet()
    missing = [name for name in ("config.yml", "domain.yml", "data") if not Path(name).exists()]
    if missing:
        fail(PROGRAM, f"{Path.cwd()} has no {', '.join(missing)}")
    with _step("loading Rasa"):
        import rasa.model_training  # noqa: F401
    _quiet_warnings()
    train(out)


def train(out: Path) -> None:
    """Train from the working folder's files into ``out``; exit the process on faulty data."""
    from rasa.shared.exceptions import RasaException
    from rasa.shared.importers.importer import TrainingDataImporter

    started = time.monotonic()
    try:
        with _step("reading domain, rules and examples"):
            importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
            # With the arguments that the training uses, or all examples would be merged twice.
            examples = importer.get_nlu_data(language=importer.get_config().get("language"))
            rules = importer.get_stories()
            domain = importer.get_domain()
        _check(examples, rules, domain)
        with _step("training"):
            archive = _train_archive(importer, out)
    except (RasaException, ValueError, OSError) as error:
        fail(PROGRAM, f"the data cannot be used: {error}")
    archive.replace(out)
    seconds, megabytes = time.monotonic() - started, out.stat().st_size / 1e6
    _say(f"{out.name} is ready after {seconds:.0f} s ({megabytes:.1f} MB)")


def _train_archive(importer: TrainingDataImporter, out: Path) -> Path:
    """Train a complete archive next to ``out``, under a name that no server looks for."""
    # Rasa's public train() would read every file again, which takes as long as the training.
    from rasa.model_training import _train_graph
    from rasa.shared.data import TrainingType

    out.parent.mkdir(parents=True, exist_ok=True)
    # On the same file system as the target, so that the final rename is atomic.
    with tempfile.TemporaryDirectory(prefix=".training-", dir=out.parent) as folder:
        # Rasa would store a cache of every training in the working folder.
        os.environ["RASA_CACHE_DIRECTORY"] = f"{folder}/cache"
        with redirect_stdout(io.StringIO()):  # it announces a file that is about to be renamed
            result = _train_graph(
                importer,
                TrainingType.BOTH,
                output_path=folder,
                fixed_model_name="model.tar.gz",
                force_full_training=True,
            )
        if result.code != 0 or result.model is None:
            raise ValueError("Rasa refused it")
        archive = out.parent / f".{out.name}.partial"
        Path(result.model).replace(archive)
    return archive


def _check(examples: TrainingData, rules: StoryGraph, domain: Domain) -> None:
    from rasa.model_training import get_unresolved_slots

    if not examples.intent_examples:
        raise ValueError("data/nlu has no examples")
    if not rules.story_steps:
        raise ValueError("data/rules has no rules")
    used = {example.get("intent") for example in examples.intent_examples}
    if unknown := used - set(domain.intents):
        raise ValueError(
            f"examples for intents that domain.yml does not list: {', '.join(sorted(unknown))}"
        )
    if unknown_slots := get_unresolved_slots(domain, rules):
        raise ValueError(
            f"rules set slots that domain.yml does not list: {', '.join(sorted(unknown_slots))}"
        )
    count, steps = len(examples.intent_examples), len(rules.story_steps)
    _say(f"  {count} examples of {len(used)} intents, {steps} rules")


def _quiet() -> None:
    """Show only warnings that need action: no progress bars, no deprecations of libraries."""
    logging.basicConfig(level=logging.WARNING, format="  %(levelname)s: %(message)s")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    logging.getLogger().handlers[0].addFilter(
        lambda record: not record.getMessage().startswith("Limited tf.")
    )
    configure_structlog(logging.WARNING)
    # For Rasa this means "no progress bars".
    os.environ["LOG_LEVEL"] = "ERROR"


def _quiet_warnings() -> None:
    # Libraries change the filters while they are imported, so this comes after.
    for category in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
        warnings.simplefilter("ignore", category)
    # Rasa recommends a trainable extractor for annotated entities; ours are found by rules
    # (details.py).
    warnings.filterwarnings("ignore", message=r"(?s).*training data consisting of entity examples")
    warnings.filterwarnings("ignore", message=r"(?s).*Entity .* has only \d+ training examples")
    warnings.filterwarnings("ignore", message=r"(?s).*Slot auto-fill has been removed")
    # It looks for the name; our policy is a RulePolicy.
    warnings.filterwarnings("ignore", message=r"(?s).*'RulePolicy' is not included")


@contextmanager
def _step(name: str) -> Iterator[None]:
    _say(f"{name} ...")
    started = time.monotonic()
    yield
    _say(f"  done in {time.monotonic() - started:.1f} s")


def _say(line: str) -> None:
    print(line, file=sys.stdout, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m fairwell_engine.train", description="Train a model."
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="where to put the archive (.tar.gz)"
    )
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        help="folder with Rasa's files (default: the working folder)",
    )
    return parser


if __name__ == "__main__":
    main()
