"""Commands answer at once, since each imports what it needs and no more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# What takes longer to import than a short command takes.
SERVERS = ["fastapi", "uvicorn", "sanic", "rasa_sdk", "aiohttp", "aiosmtpd", "asyncpg"]
WRITERS = ["alembic", "babel", "fpdf", "jinja2", "snowballstemmer", "zxcvbn", "argon2"]
DATABASE = ["sqlalchemy", "psycopg", "pydantic_settings", "yaml"]
HELP = ["rich.markdown", "pygments", "asyncio"]


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], SERVERS + WRITERS + DATABASE + HELP),
        (["desk", "user", "add", "--help"], SERVERS + WRITERS + DATABASE + HELP),
        (["cancellations"], SERVERS + WRITERS),
        (["ledger", "list"], SERVERS + WRITERS),
    ],
    ids=" ".join,
)
def test_a_command_imports_only_what_it_needs(
    arguments: list[str], heavy: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRWELL_HOME", str(tmp_path))
    monkeypatch.delenv("FAIRWELL_DATABASE_URL", raising=False)
    if "--help" not in arguments:  # which brings a new database up to date, with Alembic
        _modules_after(arguments)

    assert sorted(_modules_after(arguments) & set(heavy)) == []


def _modules_after(arguments: list[str]) -> set[str]:
    """The modules that a process of its own has imported at the end of a command."""
    program = (
        "import atexit, sys; "
        "atexit.register(lambda: print('modules:', *sys.modules, file=sys.stderr)); "
        "from fairwell.cli.main import app; app()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (line,) = [line for line in run.stderr.splitlines() if line.startswith("modules:")]
    return set(line.split()[1:])
