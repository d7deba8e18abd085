"""Checks for what is missing before a customer would notice, with what to do about it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from fairwell.config import Settings
from fairwell.gateway.app import STATIC
from fairwell.i18n.values import text_values
from fairwell.policy.desk import load_desk_policy
from fairwell.policy.facts import PolicyError, load_facts
from fairwell.policy.jurisdictions import load_jurisdictions
from fairwell.policy.replies import load_replies
from fairwell.processes import model
from fairwell.processes.parts import ENGINE_PYTHON, port_is_taken
from fairwell.store.base.engine import check_connection


@dataclass(frozen=True)
class Finding:
    """One check: whether it holds, and otherwise what to do in one line.

    ``can_wait``: the product starts all the same.
    """

    check: str
    ok: bool
    advice: str = ""
    can_wait: bool = False


def examine(settings: Settings, *, running: bool = False) -> list[Finding]:
    """Run all checks. While the product runs, its own port is rightly taken."""
    checks: list[Callable[[Settings], Finding]] = [_python, _disk, _engine, _widget, _model]
    checks += [_policy, _database]
    if not running:
        checks.append(_port)
    return [check(settings) for check in checks]


def _python(_: Settings) -> Finding:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Finding(
        "Python 3.11 or newer", sys.version_info >= (3, 11), f"this is {version}: install 3.11"
    )


def _disk(settings: Settings) -> Finding:
    home = settings.home.resolve()
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return Finding(
            "state folder can be written", False, f"make {home} writable or set FAIRWELL_HOME"
        )
    free = shutil.disk_usage(nearest).free // 1_000_000
    return Finding(
        "state folder can be written",
        free > 200,
        f"only {free} MB are free at {home}: make room or set FAIRWELL_HOME",
    )


def _engine(_: Settings) -> Finding:
    return Finding("engine is installed", ENGINE_PYTHON.exists(), "run `make install`")


def _widget(_: Settings) -> Finding:
    built = (STATIC / "fairwell-chat.js").is_file()
    return Finding("widget is built", built, "run `make install`")


def _model(_: Settings) -> Finding:
    return Finding(
        "model fits the current data",
        model.current() is not None,
        "run `make train`; until then the newest model that loads is served",
        can_wait=model.newest() is not None,
    )


def _policy(settings: Settings) -> Finding:
    try:
        facts = load_facts(settings.policy_folder)
        load_jurisdictions(settings.policy_folder)
        load_desk_policy(settings.policy_folder)
        load_replies(settings.policy_folder, text_values(facts, "de"))
    except PolicyError as error:
        return Finding("policy is valid", False, f"correct {error}")
    return Finding("policy is valid", True)


def _database(settings: Settings) -> Finding:
    try:
        check_connection(settings.sqlalchemy_url)
    except Exception as error:  # drivers and SQLAlchemy each have their own for a wrong URL
        return Finding(
            "database answers",
            False,
            f"{type(error).__name__}: check FAIRWELL_DATABASE_URL and that the server runs",
        )
    return Finding("database answers", True)


def _port(settings: Settings) -> Finding:
    taken = settings.port != 0 and port_is_taken(settings.host, settings.port)
    return Finding(
        f"port {settings.port} is free",
        not taken,
        f"another program listens on port {settings.port}: stop it, "
        "or choose another, for example FAIRWELL_PORT=8090 make run",
    )
