"""The command line in the test's own process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fairwell import bootstrap
from fairwell.cli import console
from fairwell.cli.main import app

Run = Callable[..., Result]


@contextmanager
def command_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """``run("ledger", "verify")``; the commands' app is ``bootstrap.current_app()``."""
    monkeypatch.setenv("FAIRWELL_HOME", str(home))
    monkeypatch.setattr(console.out, "width", 200)  # a worker of xdist has set COLUMNS before
    monkeypatch.delenv("FAIRWELL_DATABASE_URL", raising=False)
    bootstrap.current_app.cache_clear()
    started = bootstrap.current_app()
    yield lambda *arguments: CliRunner().invoke(app, list(arguments))
    started.database.dispose()
    bootstrap.current_app.cache_clear()
