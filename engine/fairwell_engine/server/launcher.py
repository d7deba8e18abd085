"""Engine launcher: ``python -m fairwell_engine.server.launcher --model models/ --port 5005``.

The engine listens on loopback only, serves only our own channel, and starts only with a key.
``rasa run`` would listen on all addresses, take secrets on the command line and log customers'
texts.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import socket
import sqlite3
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fairwell_engine.environment import fail, prepare_environment, use_folder
from fairwell_engine.server.models import LIVE, archives, fingerprint, load_first
from fairwell_engine.server.privacy import SafeFormatter, configure_logging, silence_side_channels

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from rasa.core.agent import Agent
    from rasa.core.utils import AvailableEndpoints
    from sanic import Sanic

PROGRAM = "engine"
ADDRESS = "127.0.0.1"
KEY = "FAIRWELL_ENGINE_KEY"
TRACKER_URL = "FAIRWELL_TRACKER_URL"
LOCK_URL = "FAIRWELL_LOCK_URL"
PART = "FAIRWELL_PART"
_MAX_BODY = 8 * 1024 * 1024
# A last resort: the channel ends a turn earlier, with a response.
_RESPONSE_TIMEOUT = 15
# A turn creates thousands of objects, few of them in cycles; the default collects every 700.
_COLLECT = (20_000, 10, 10)
# How often to look for a model while none is loaded.
_LOOK_EVERY_SECONDS = 2.0
_BEAT_EVERY_SECONDS = 5.0

logger = logging.getLogger("fairwell_engine.server.launcher")  # __name__ is "__main__" here


def main(arguments: list[str] | None = None) -> None:
    """Serve until the process is stopped."""
    options = _parser().parse_args(arguments)
    if not os.environ.get(KEY, "").strip():
        fail(PROGRAM, f"{KEY} is not set; without a key the engine does not start")
    prepare_environment()
    use_folder(options.root.resolve())
    gc.set_threshold(*_COLLECT)
    level = logging.getLevelNamesMapping().get(
        os.environ.get("FAIRWELL_LOG_LEVEL", "INFO").upper(), logging.INFO
    )
    formatter = configure_logging(level)
    prepare_stores()
    models = _Models(options.model, options.prefer, _home() / LIVE)
    app = build_app(models, options.credentials, options.endpoints, formatter)
    app.run(host=ADDRESS, port=options.port, workers=1, access_log=False, backlog=100)


class _Models(NamedTuple):
    """Location of the archives, the preferred one, and the file that names the one served."""

    place: Path
    preferred: str
    live: Path


def build_app(
    models: _Models, credentials: Path, endpoints_file: Path, formatter: SafeFormatter
) -> Sanic:
    """Build the server with our channel; it loads the model before it accepts requests."""
    from rasa.core.channels.channel import register
    from rasa.core.run import create_http_input_channels
    from rasa.core.utils import AvailableEndpoints
    from rasa.shared.exceptions import RasaException
    from sanic import Sanic

    for file in (credentials, endpoints_file):
        if not file.is_file():
            fail(PROGRAM, f"{file} is missing")
    try:
        channels = create_http_input_channels(None, str(credentials))
        endpoints = AvailableEndpoints.read_endpoints(str(endpoints_file))
    except (RasaException, ValueError) as error:
        fail(PROGRAM, error)
    # Rasa's own app would add CORS headers; no browser calls this server.
    app = Sanic("fairwell_engine", configure_logging=False)
    register(channels, app, route="/webhooks/")
    app.config.RESPONSE_TIMEOUT = _RESPONSE_TIMEOUT
    app.config.REQUEST_MAX_SIZE = _MAX_BODY
    app.register_listener(partial(_load, models, endpoints, formatter), "before_server_start")
    app.register_listener(_ready, "after_server_start")
    app.register_listener(_close, "after_server_stop")
    return app


def prepare_stores() -> None:
    """Set where conversations are stored and locked, unless an operator did.

    A SQLite file is created readable by this user only.
    """
    home = _home()
    os.environ.setdefault(TRACKER_URL, f"sqlite:///{home / 'conversations.db'}")
    os.environ.setdefault(LOCK_URL, "memory:")
    scheme, _, path = os.environ[TRACKER_URL].partition(":///")
    if scheme != "sqlite":
        return
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    connection = sqlite3.connect(file)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.DatabaseError as error:
        fail(PROGRAM, f"{file} cannot be used for conversations: {error}")
    finally:
        connection.close()


def _home() -> Path:
    return Path(os.environ.get("FAIRWELL_HOME", "var")).resolve()


async def _load(
    models: _Models,
    endpoints: AvailableEndpoints,
    formatter: SafeFormatter,
    app: Sanic,
    _loop: AbstractEventLoop,
) -> None:
    from fairwell_engine.rasa.turns import build_agent

    agent = build_agent(endpoints)
    seen = fingerprint(models.place)
    if not await _choose(agent, models):
        logger.error("no model in %s: until there is one, every request gets a 503", models.place)
        app.add_task(_wait_for_model(agent, models, seen))
    app.ctx.agent = agent
    silence_side_channels()
    # What is loaded lives as long as the process, so the collector need not scan it again.
    gc.collect()
    gc.freeze()
    formatter.serving = True


async def _choose(agent: Agent, models: _Models) -> bool:
    """Load the first model that loads, and record which one is served."""
    choice = await load_first(agent, archives(models.place, models.preferred))
    choice.write(models.live)
    if choice.model is not None:
        logger.info("model %s is loaded", choice.model)
    return choice.model is not None


async def _wait_for_model(agent: Agent, models: _Models, seen: frozenset[Any]) -> None:
    """Try again whenever an archive appears or changes, until one loads."""
    while True:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        now = fingerprint(models.place)
        if now != seen and await _choose(agent, models):
            return
        seen = now


async def _beat_forever(agent: Agent) -> None:
    """Report from the loop that answers turns that it is free, as long as it is."""
    part = os.environ.get(PART) or f"engine@{socket.gethostname()}"
    works = True
    while True:
        try:
            await agent.tracker_store.beat(part)
            works = True
        except Exception as error:
            if works:
                logger.warning("no heartbeat: %s", type(error).__name__)
            works = False
        await asyncio.sleep(_BEAT_EVERY_SECONDS)


async def _ready(app: Sanic, _loop: AbstractEventLoop) -> None:
    app.add_task(_beat_forever(app.ctx.agent))
    logger.info("engine is ready")


async def _close(app: Any, _loop: AbstractEventLoop) -> None:
    endpoint = getattr(getattr(app.ctx, "agent", None), "action_endpoint", None)
    if endpoint is not None:
        await endpoint.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m fairwell_engine.server.launcher", description="Serve the live model."
    )
    parser.add_argument(
        "--model",
        type=Path,
        default=Path("models"),
        help="an archive, or a folder: its newest one that loads",
    )
    parser.add_argument("--prefer", default="", help="the archive of a folder to try first")
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        help="folder with Rasa's files (default: the working folder)",
    )
    parser.add_argument("--credentials", type=Path, default=Path("credentials.yml"))
    parser.add_argument("--endpoints", type=Path, default=Path("endpoints.yml"))
    return parser


if __name__ == "__main__":
    main()
