"""What a model makes of texts: ``python -m fairwell_engine.parse --model FILE``.

Reads a JSON list of texts from standard input and prints one JSON list: for each text its decided
intent (after the threshold), the ranking, and the entities.
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
from fairwell_engine.server.privacy import configure_logging

PROGRAM = "nlu"


def main(arguments: list[str] | None = None) -> None:
    """Read texts, load the model, print what was understood."""
    parser = argparse.ArgumentParser(
        prog="python -m fairwell_engine.parse", description="Parse texts."
    )
    parser.add_argument("--model", type=Path, required=True, help="the trained archive")
    model = parser.parse_args(arguments).model.resolve()
    if not model.is_file():
        fail(PROGRAM, f"there is no model at {model.name}")
    prepare_environment()
    use_folder(Path.cwd())
    configure_logging(logging.ERROR)
    print(json.dumps(asyncio.run(_parse(json.load(sys.stdin), model)), ensure_ascii=False))


async def _parse(texts: list[str], model: Path) -> list[dict[str, Any]]:
    from rasa.core.agent import Agent

    from fairwell_engine.server.understanding import understand

    agent = Agent()
    agent.load_model(model)
    return [await understand(agent, text) for text in texts]


if __name__ == "__main__":
    main()
