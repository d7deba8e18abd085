"""Command ``fairwell run``: start of all parts, and what is served and what is not."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys

import typer

from fairwell.bootstrap import current_app
from fairwell.cli import desk
from fairwell.cli.console import err, out
from fairwell.config import Settings
from fairwell.processes import doctor, model, parts, supervisor
from fairwell.store.base import migrate


def start() -> None:
    """Run the product until Ctrl-C; what cannot wait is reported before anything starts."""
    os.umask(0o077)  # state holds what customers wrote: for this user's eyes only
    settings = Settings()
    try:
        with supervisor.only_one(settings.home):
            _examine(settings)
            # Before the parts start, so that none of them meets a database without tables.
            migrate.upgrade(current_app().database)
            model.forget_served(settings.home)
            out.print("Starting engine, actions, mail and gateway …")
            planned = parts.plan(settings, model.folder(), model.fitting())
            running = supervisor.run(
                planned,
                settings.home,
                ready=lambda url: _say_ready(url, settings),
                no_model=lambda url: _make_model(url, settings),
                watched=supervisor.watches(settings, [part.name for part in planned]),
            )
            asyncio.run(running)
    except (supervisor.CannotStart, migrate.OldSchema, migrate.BrokenReferences) as error:
        err.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from error
    out.print("Stopped.")


def _examine(settings: Settings) -> None:
    problems = [
        finding
        for finding in doctor.examine(settings)
        if not finding.ok and not finding.check.startswith("model")
    ]
    for problem in problems:
        colour = "yellow" if problem.can_wait else "red"
        err.print(f"[{colour}]{problem.check}: no.[/{colour}] {problem.advice}")
    if not all(problem.can_wait for problem in problems):
        raise typer.Exit(1)


def _say_ready(url: str, settings: Settings) -> None:
    out.print("\n[bold green]fairwell is ready.[/bold green]")
    _say_model(settings)
    out.print(f"  Chat, German   {url}/\n  Chat, English  {url}/en")
    if settings.demo:
        out.print(f"  Mails sent     {url}/dev/mailbox")
    out.print(f"  Desk           {desk.desk_url(settings.public_url or url)}")
    desk.tell_first_admin(settings.public_url or url)
    out.print(f"  Logs           {settings.home / 'logs'}\n  Stop with Ctrl-C.")


def _say_model(settings: Settings) -> None:
    served = model.served(settings.home)
    if served is None or served.model is None:
        return
    _say_skipped(served)
    out.print(f"  Model          {served.model}", markup=False)
    if served.model != model.fitting():
        out.print(
            "  [yellow]The data is newer than the model: `make train` makes a new one, which the"
            " next start serves.[/yellow]"
        )


def _say_skipped(served: model.Served) -> None:
    for name, why in served.skipped.items():
        err.print(f"  {name} does not load and is skipped ({why})", style="yellow", markup=False)


async def _make_model(url: str, settings: Settings) -> None:
    """Train while form, desk and mail already run; the engine takes the model by itself."""
    if served := model.served(settings.home):
        _say_skipped(served)
    out.print("No model yet: training one (a minute or two). The chat answers when it is there;")
    out.print(f"until then it says sorry and names the form, {url}/kuendigen and {url}/cancel.")
    training = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "fairwell.cli.main", "model", "train"
    )
    try:
        failed = await training.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            training.terminate()
    if failed:
        err.print(
            "There is no model, so the chat only says sorry; form, desk and mail run."
            " Correct what is said above, then `make train`: the engine takes the model by itself.",
            style="red",
            markup=False,
        )
