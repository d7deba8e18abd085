"""How commands read the database and print: tables for people, JSON for programs."""

from __future__ import annotations

import json
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Column, Table

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def database() -> Any:
    """A read session on the migrated database."""
    from fairwell.bootstrap import services
    from fairwell.store import migrate
    from fairwell.store.engine import transaction

    if not migrate.is_current(services().database):
        migrate.upgrade(services().database)
    return transaction(services().database, read_only=True)


def fail(message: str) -> NoReturn:
    """Say what went wrong and end with status 1."""
    err.print(message, style="red", markup=False)
    raise typer.Exit(1)


def print_json(data: Any) -> None:
    """Data for programs, on standard output."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_rows(
    rows: list[dict[str, Any]], as_json: bool, hide: set[str] | frozenset[str] = frozenset()
) -> None:
    """Rows as a table, without the columns to hide, or as JSON with all of them."""
    if as_json:
        print_json(rows)
        return
    if not rows:
        out.print("nothing yet")
        return
    columns = [name for name in rows[0] if name not in hide]
    table = Table(*(Column(name, no_wrap=name == "reference") for name in columns))
    for row in rows:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in columns))
    out.print(table)
