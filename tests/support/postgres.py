"""A throwaway PostgreSQL server, and the two databases that everything about the outbox runs on."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from fairwell.store.engine import open_engine
from fairwell.store.migrate import upgrade


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running server of our own: nothing of the machine's is used, nothing is left behind."""
    programs = _programs()
    if programs is None:
        pytest.fail("PostgreSQL's programs initdb and pg_ctl are missing: run scripts/test-tools")
    # Not pytest's tmp_path: that belongs to root alone, and the server must not run as root.
    home = Path(tempfile.mkdtemp(prefix="fairwell-pg-"))
    user = _unprivileged()
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, "-D", home / "data", *arguments],
            check=True,
            cwd=home,
            env={"PATH": str(programs), "LC_ALL": "C", "HOME": str(home)},
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            stdout=subprocess.DEVNULL,
        )

    try:
        run("initdb", "-U", "fairwell", "-A", "trust", "-E", "UTF8", "--no-sync")
        # A socket in our own folder: no port that another run could take.
        options = f"-F -k {home} -c listen_addresses="
        run("pg_ctl", "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://fairwell@/postgres?host={home}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with the current schema, once on each kind of server."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'fairwell.db'}"
        _migrate(url)
        yield url
        return
    server = request.getfixturevalue("postgres_url")
    name = f"t{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    _migrate(url)
    yield url
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An open engine on ``database_url``."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def _migrate(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()


def _programs() -> Path | None:
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


def _unprivileged() -> pwd.struct_passwd | None:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None
