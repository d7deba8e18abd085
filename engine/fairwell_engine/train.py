"""Training a model: ``python -m fairwell_engine.train --out models/NAME.tar.gz``.

The archive appears under its name only when it is complete, so a server or a person never picks up half a model.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fairwell_engine.environment import fail, prepare_environment, use_folder
from fairwell_engine.privacy import configure_logging

PROGRAM = "train"


def main(arguments: list[str] | None = None) -> None:
    """Train from the folder's files and say what is being done."""
    options = _parser().parse_args(arguments)
    out = options.out.resolve()
    if out.suffixes[-2:] != [".tar", ".gz"]:
        fail(PROGRAM, f"--out must end in .tar.gz, not {out.name}")
    prepare_environment()
    use_folder(options.root.resolve())
    configure_logging(logging.WARNING)
    missing = [name for name in ("config.yml", "domain.yml", "data") if not Path(name).exists()]
    if missing:
        fail(PROGRAM, f"{Path.cwd()} has no {', '.join(missing)}")
    with _step("loading Rasa"):
        import rasa.model_training  # noqa: F401
    train(out)


def train(out: Path) -> None:
    """Train a model from the working folder's files and put it at ``out``; ends the process on faulty data."""
    from rasa.shared.exceptions import RasaException
    from rasa.shared.importers.importer import TrainingDataImporter

    started = time.monotonic()
    with warnings.catch_warnings():
        # Rasa recommends a learning extractor for annotated entities; ours are found by rules (matchers.py).
        warnings.filterwarnings("ignore", message=".*training data consisting of entity examples.*")
        try:
            with _step("reading domain, rules and examples"):
                importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
                examples = importer.get_nlu_data()
                rules = importer.get_stories()
                intents = importer.get_domain().intents
            _check(len(examples.intent_examples), len(rules.story_steps), examples.intents - set(intents))
            _say(f"  {len(examples.intent_examples)} examples of {len(examples.intents)} intents, {len(rules.story_steps)} rules")
            with _step("training"):
                archive = _train_archive(out)
        except (RasaException, ValueError, OSError) as error:
            fail(PROGRAM, f"the data cannot be used: {error}")
    os.replace(archive, out)
    _say(f"{out.name} is ready after {time.monotonic() - started:.0f} s ({out.stat().st_size / 1e6:.1f} MB)")


def _train_archive(out: Path) -> Path:
    """A complete archive beside ``out``, under a name that no server looks for."""
    from rasa.model_training import train as rasa_train

    out.parent.mkdir(parents=True, exist_ok=True)
    # On the same file system as the target, so that the final rename cannot be seen half done.
    with tempfile.TemporaryDirectory(prefix=".training-", dir=out.parent) as folder:
        result = rasa_train("domain.yml", "config.yml", ["data"], output=folder, fixed_model_name="model.tar.gz")
        if result.code != 0 or result.model is None:
            raise ValueError("Rasa refused it (see above)")
        archive = out.parent / f".{out.name}.partial"
        os.replace(result.model, archive)
    return archive


def _check(examples: int, rules: int, unknown_intents: set[str]) -> None:
    if not examples:
        raise ValueError("data/nlu has no examples")
    if not rules:
        raise ValueError("data/rules has no rules")
    if unknown_intents:
        raise ValueError(f"examples for intents that domain.yml does not list: {', '.join(sorted(unknown_intents))}")


@contextmanager
def _step(name: str) -> Iterator[None]:
    _say(f"{name} ...")
    started = time.monotonic()
    yield
    _say(f"  done in {time.monotonic() - started:.1f} s")


def _say(line: str) -> None:
    print(line, file=sys.stdout, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fairwell_engine.train", description="Train a model.")
    parser.add_argument("--out", type=Path, required=True, help="where to put the archive (.tar.gz)")
    parser.add_argument("--root", type=Path, default=Path(), help="folder with Rasa's files (default: the working folder)")
    return parser


if __name__ == "__main__":
    main()
