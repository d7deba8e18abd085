"""Command-line parser of texts: ``python -m fairwell_engine.parse --model FILE``.

Reads a JSON list from standard input, of texts or of objects ``{"text", "asked", "page",
"today", "country"}`` whose other fields may be missing or null: the question asked last, the kind
of request on the page shown, the day that dates count from, the account's country.
Prints one JSON list: for each text its decided intent (after the threshold), the ranking, the
entities, and all else that was heard. Given a folder, it takes the model that the engine would
serve, and lists on standard error those that do not load.
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
from fairwell_engine.server.incoming import BadRequest
from fairwell_engine.server.models import archives, load_first
from fairwell_engine.server.privacy import configure_logging

PROGRAM = "nlu"
CONTEXT = ("asked", "page", "today", "country")


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
    try:
        requests = read_requests(json.load(sys.stdin))
    except (BadRequest, json.JSONDecodeError) as error:
        fail(PROGRAM, f"standard input: {error}")
    prepare_environment()
    use_folder(Path.cwd())
    configure_logging(logging.ERROR)
    print(json.dumps(asyncio.run(_parse(requests, candidates)), ensure_ascii=False))


def read_requests(values: Any) -> list[tuple[str, dict[str, str]]]:
    """Return each text with what is known of its conversation.

    Raises:
        BadRequest: an element is neither a text nor an object of texts with the known fields.
    """
    if not isinstance(values, list):
        raise BadRequest("not a list")
    return [_read_request(value) for value in values]


def _read_request(value: Any) -> tuple[str, dict[str, str]]:
    fields = {"text": value} if isinstance(value, str) else value
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise BadRequest("neither a text nor an object with a text")
    context = {name: known for name, known in fields.items() if name != "text"}
    unknown = context.keys() - set(CONTEXT)
    if unknown:
        raise BadRequest(f"unknown field {sorted(unknown)[0]}")
    if not all(known is None or isinstance(known, str) for known in context.values()):
        raise BadRequest(f"{', '.join(CONTEXT)} are texts or null")
    return fields["text"], {name: known for name, known in context.items() if known is not None}


async def _parse(
    requests: list[tuple[str, dict[str, str]]], candidates: list[Path]
) -> list[dict[str, Any]]:
    from rasa.core.agent import Agent

    from fairwell_engine.server.understanding import understand

    agent = Agent()
    choice = await load_first(agent, candidates)
    for name, why in choice.skipped.items():
        print(f"{PROGRAM}: {name} does not load ({why})", file=sys.stderr)
    if choice.model is None:
        fail(PROGRAM, "no model loads: `make train` makes a new one")
    return [await understand(agent, text, context) for text, context in requests]


if __name__ == "__main__":
    main()
