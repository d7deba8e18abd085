"""The command line: ``fairwell …``, for operators, tests and the Makefile."""

from __future__ import annotations

import datetime as dt

import typer

from fairwell import paths
from fairwell.cli import desk, records, retention, webhook
from fairwell.cli.console import Json, database, fail, out, print_json, print_rows
from fairwell.cli.nlu.commands import nlu_app

# Everything heavy is imported inside the command that needs it; tests/unit/test_cli_imports.py.
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its help imports syntax highlighting and Markdown: 0.2 s
)
demo_app = typer.Typer(no_args_is_help=True, help="The demo accounts.")
model_app = typer.Typer(no_args_is_help=True, help="Trained models.")
part_app = typer.Typer(hidden=True, help="One part of the product (the supervisor calls these).")
app.add_typer(records.app)
app.add_typer(retention.app)
app.add_typer(desk.desk_app, name="desk")
app.add_typer(webhook.webhook_app, name="webhook")
app.add_typer(demo_app, name="demo")
app.add_typer(nlu_app, name="nlu")
app.add_typer(model_app, name="model")
app.add_typer(part_app, name="part")


@app.callback()
def main() -> None:
    """Fairwell lets customers of a subscription leave fairly, in German and English."""


@app.command()
def run() -> None:
    """Start all parts, wait until they are ready, stop them on Ctrl-C."""
    from fairwell.cli.run import start

    start()


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say what is missing and what to do."""
    from fairwell.config import Settings
    from fairwell.processes import doctor as checks
    from fairwell.processes import supervisor

    settings = Settings()
    findings = checks.examine(settings, running=supervisor.is_running(settings.home))
    if as_json:
        print_json([vars(finding) for finding in findings])
    else:
        for finding in findings:
            colour = "green" if finding.ok else "yellow" if finding.can_wait else "red"
            mark = f"[{colour}]{'ok' if finding.ok else 'no'}[/{colour}]"
            out.print(f"{mark}  {finding.check}" + ("" if finding.ok else f": {finding.advice}"))
    if not all(finding.ok or finding.can_wait for finding in findings):
        raise typer.Exit(1)


@app.command()
def cancellations(as_json: Json = False) -> None:
    """List what customers declared, oldest first."""
    from fairwell.store.cases.cases import list_cases

    with database() as session:
        rows = [
            {
                "reference": case.reference,
                "kind": case.kind.value,
                "account": user_name,
                "user_name": case.user_name,
                "email": case.email,
                "language": case.language,
                "status": case.status.value,
                "reason": case.reason,
                "requested_at": case.requested_at.isoformat(),
                "ends": case.ends.code,
                "effective_on": case.effective_on.isoformat() if case.effective_on else None,
            }
            for case, user_name in list_cases(session)
        ]
    print_rows(rows, as_json)


@app.command()
def outbox(as_json: Json = False) -> None:
    """List the mails: waiting, sent, or given up."""
    from fairwell.bootstrap import current_app
    from fairwell.store.mails.outbox import list_mails, overdue

    with database() as session:
        late = overdue(session, dt.datetime.now(dt.UTC), current_app().policy.alarm_after)
        levels = {mail.id: mail.level.word for mail in late}
        rows = [
            {
                "to": mail.recipient,
                "subject": mail.subject,
                "body": mail.body_text,
                "language": mail.language,
                "status": mail.state,
                "overdue": levels.get(mail.id),
                "reference": mail.reference,
                "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
                "attempts": mail.attempts,
                "last_error": mail.last_error,
            }
            for mail in list_mails(session)
        ]
    print_rows(rows, as_json, hide={"body"})


@demo_app.command("reset")
def demo_reset(as_json: Json = False) -> None:
    """Restore the demo accounts as shipped; all cases, mails and chats are removed."""
    from fairwell.bootstrap import current_app
    from fairwell.mail.catcher import empty
    from fairwell.store.base import migrate
    from fairwell.store.cases import demo

    migrate.upgrade(current_app().database)
    count = demo.reset(current_app().database, paths.DEMO_ACCOUNTS, dt.datetime.now(dt.UTC).date())
    empty(current_app().settings.mail_folder)
    if as_json:
        print_json({"accounts": count, "cases": 0})
    else:
        out.print(f"{count} demo accounts as shipped, no cases.")


@model_app.command("train")
def model_train(as_json: Json = False) -> None:
    """Train a model from the current data."""
    from fairwell.processes import model

    try:
        archive = model.train()
    except model.TrainingFailed as error:
        fail(str(error))
    print_json({"model": archive.name}) if as_json else out.print(f"trained {archive.name}")


@model_app.command("list")
def model_list(as_json: Json = False) -> None:
    """List trained models: the live one is served now, or at the next start if nothing runs."""
    from fairwell.config import Settings
    from fairwell.processes import model

    live, fits = model.live(Settings().home), model.current()
    rows = [
        {
            "model": archive.name,
            "live": archive == live,
            "fits_data": archive == fits,
            "bytes": archive.stat().st_size,
        }
        for archive in model.archives()
    ]
    print_rows(rows, as_json)


@part_app.command("gateway")
def part_gateway() -> None:
    """The gateway."""
    import uvicorn

    from fairwell import logs
    from fairwell.bootstrap import current_app
    from fairwell.processes.interpreter import settle
    from fairwell.processes.servers import create_server

    logs.configure()
    settings = current_app().settings
    server = create_server(current_app())
    settle()
    uvicorn.run(
        server,
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=64 * 1024,
    )


@part_app.command("actions")
def part_actions(port: int = 5055) -> None:
    """The action server."""
    from fairwell import logs
    from fairwell.config import Settings
    from fairwell.processes import action_server

    logs.configure()
    action_server.serve(Settings().actions_key.get_secret_value(), port)


@part_app.command("worker")
def part_worker() -> None:
    """The mail worker."""
    from fairwell import logs
    from fairwell.bootstrap import current_app
    from fairwell.mail.schedule import Daily
    from fairwell.mail.watch import Watch
    from fairwell.mail.worker import run_worker
    from fairwell.processes.stopping import stop_on_signal
    from fairwell.services.retention import due_at, retention

    logs.configure()
    app = current_app()
    watch = Watch(app.database, app.policy.alarm_after)
    daily = Daily(
        lambda now: retention(due_at(now, app.policy), archive=app.archive, erasures=app.erasures)
    )
    run_worker(app.database, app.settings, stop_on_signal(), watch=watch, daily=daily)


@part_app.command("catcher")
def part_catcher() -> None:
    """The local mail catcher."""
    from fairwell import logs
    from fairwell.config import Settings
    from fairwell.mail.catcher import run_catcher
    from fairwell.processes.stopping import stop_on_signal

    logs.configure()
    run_catcher(Settings(), stop_on_signal())


if __name__ == "__main__":
    app()
