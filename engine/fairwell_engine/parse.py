"""Command-line parser of texts: ``python -m fairwell_engine.parse --model FILE``.

Reads a JSON list of texts from standard input and prints one JSON list: for each text its decided
intent (after the threshold), the ranking, and the entities. Given a folder, it takes the model that
the engine would serve, and lists on standard error those that do not load.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Any

from fairwell_engine.environment import fail, prepare_environment, use_folder
from fairwell_engine.server.models import archives, load_first
from fairwell_engine.server.privacy import configure_logging

PROGRAM = "nlu"


def main(arguments: list[str] | None = None) -> None:
    """Read texts, load the model and print the parse results."""
    parser = argparse.ArgumentParser(
        prog="python -m fairwell_engine.parse", description="Parse texts."
    )
    parser.add_argument(
        "--model", type=Path, required=True, help="an archive, or a folder: its newest that loads"
    )
    parser.add_argument("--prefer", default="", help="the archive of a folder to try first")
    options = parser.parse_args(arguments)
    candidates = archives(options.model.resolve(), options.prefer)
    if not candidates:
        fail(PROGRAM, f"there is no model at {options.model.name}")
    prepare_environment()
    use_folder(Path.cwd())
    configure_logging(logging.ERROR)
    print(json.dumps(asyncio.run(_parse(json.load(sys.stdin), candidates)), ensure_ascii=False))


async def _parse(texts: list[str], candidates: list[Path]) -> list[dict[str, Any]]:
    from rasa.core.agent import Agent

    from fairwell_engine.server.understanding import understand

    agent = Agent()
    choice = await load_first(agent, candidates)
    for name, why in choice.skipped.items():
        print(f"{PROGRAM}: {name} does not load ({why})", file=sys.stderr)
    if choice.model is None:
        fail(PROGRAM, "no model loads: `make train` makes a new one")
    return [await understand(agent, text) for text in texts]


if __name__ == "__main__":
    main()
