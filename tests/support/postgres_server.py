"""A throwaway PostgreSQL server in a folder of its own, for tests and for the benchmark."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[str]:
    """The address of a server that runs while the block lasts; ``durable`` waits for the disk.

    Raises:
        AssertionError: PostgreSQL's programs are missing.
    """
    programs = _programs()
    assert programs, "PostgreSQL's initdb and pg_ctl are missing: run scripts/test-tools"
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
        options = f"{'' if durable else '-F '}-k {home} -c listen_addresses="
        run("pg_ctl", "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://fairwell@/postgres?host={home}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs() -> Path | None:
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


def _unprivileged() -> pwd.struct_passwd | None:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None
