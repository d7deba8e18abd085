"""Database access and output of commands: tables for people, JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Column, Table

if TYPE_CHECKING:
    from fairwell.bootstrap import App

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def migrated() -> App:
    """Return this process's services, on a migrated database."""
    from fairwell.bootstrap import current_app
    from fairwell.store.base import migrate

    if not migrate.is_current(current_app().database):
        migrate.upgrade(current_app().batch_database)
    return current_app()


def database() -> Any:
    """Open a read session on the migrated database, without the rest of the services."""
    from fairwell.config import Settings
    from fairwell.store.base import migrate
    from fairwell.store.base.engine import open_engine, transaction
    from fairwell.store.base.time_limits import BATCH

    engine = open_engine(Settings().sqlalchemy_url, BATCH)
    if not migrate.is_current(engine):
        migrate.upgrade(engine)
    return transaction(engine, read_only=True)


def fail(message: str) -> NoReturn:
    """Print what went wrong and end with status 1."""
    err.print(message, style="red", markup=False)
    raise typer.Exit(1)


def print_json(data: Any) -> None:
    """Print data for programs, on standard output."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_rows(
    rows: list[dict[str, Any]], as_json: bool, hide: set[str] | frozenset[str] = frozenset()
) -> None:
    """Print rows as a table, without the columns to hide, or as JSON with all of them."""
    if as_json:
        print_json(rows)
        return
    if not rows:
        out.print("nothing yet")
        return
    columns = [name for name in rows[0] if name not in hide]
    table = Table(*(Column(name, no_wrap=name == "reference") for name in columns))
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in columns))
    out.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
