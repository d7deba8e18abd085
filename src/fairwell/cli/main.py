"""The command line: ``fairwell …``, for operators, tests and the Makefile."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

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
outbox_app = typer.Typer(help="The mails.")
demo_app = typer.Typer(no_args_is_help=True, help="The demo accounts.")
model_app = typer.Typer(no_args_is_help=True, help="Trained models.")
part_app = typer.Typer(hidden=True, help="One part of the product (the supervisor calls these).")
app.add_typer(records.app)
app.add_typer(retention.app)
app.add_typer(desk.desk_app, name="desk")
app.add_typer(webhook.webhook_app, name="webhook")
app.add_typer(outbox_app, name="outbox")
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


@outbox_app.callback(invoke_without_command=True)
def outbox(context: typer.Context, as_json: Json = False) -> None:
    """List the mails: waiting, sent, or given up."""
    if context.invoked_subcommand:
        return
    from fairwell.bootstrap import current_app
    from fairwell.store.mails.outbox import list_mails, overdue, possibly_sent_at

    now = dt.datetime.now(dt.UTC)
    with database() as session:
        late = overdue(session, now, current_app().policy.alarm_after)
        levels = {mail.id: mail.level.word for mail in late}
        rows = []
        for mail in list_mails(session):
            unsure = possibly_sent_at(mail, now)
            rows.append(
                {
                    "to": mail.recipient,
                    "subject": mail.subject,
                    "body": mail.body_text,
                    "language": mail.language,
                    "status": mail.state,
                    "overdue": levels.get(mail.id),
                    "reference": mail.reference,
                    "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
                    "possibly_sent": unsure.isoformat() if unsure else None,
                    "attempts": mail.attempts,
                    "last_error": mail.last_error,
                }
            )
    print_rows(rows, as_json, hide={"body"})


@outbox_app.command("retry")
def outbox_retry(
    dead: Annotated[bool, typer.Option("--dead", help="mails that were given up")] = False,
    as_json: Json = False,
) -> None:
    """Make mails that were given up due again, under the same Message-ID."""
    from fairwell.bootstrap import current_app

    if not dead:
        fail("say which: --dead (waiting ones are tried again by themselves)")
    with current_app().store.begin() as work:
        count = work.outbox.retry_dead(dt.datetime.now(dt.UTC))
    print_json({"retried": count}) if as_json else out.print(f"{count} mails are due again.")


@demo_app.command("reset")
def demo_reset(as_json: Json = False) -> None:
    """Restore the demo accounts as shipped; all cases, mails and chats are removed."""
    from fairwell.bootstrap import current_app
    from fairwell.mail.catcher import empty
    from fairwell.store.base import migrate
    from fairwell.store.cases import demo

    migrate.upgrade(current_app().batch_database)
    count = demo.reset(current_app().database, paths.DEMO_ACCOUNTS, dt.datetime.now(dt.UTC).date())
    current_app().ledger_head.note(None)
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
    from fairwell.gateway.ops.connections import TimedHeads
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
        http=TimedHeads,
    )


@part_app.command("actions")
def part_actions(port: int = 5055) -> None:
    """The action server."""
    from fairwell import logs
    from fairwell.bootstrap import current_app
    from fairwell.processes import action_server
    from fairwell.store.ops.heartbeats import Pulse

    logs.configure()
    app = current_app()
    pulse = Pulse(app.heartbeats, "actions")
    action_server.serve(app.settings.actions_key.get_secret_value(), port, pulse.beat)


@part_app.command("worker")
def part_worker() -> None:
    """The mail worker."""
    from fairwell import logs
    from fairwell.bootstrap import current_app
    from fairwell.mail.schedule import Daily
    from fairwell.mail.worker import run_worker
    from fairwell.processes.stopping import stop_on_signal
    from fairwell.services.retention import due_at, guarded
    from fairwell.store.ops.heartbeats import Pulse

    logs.configure()
    app = current_app()
    pulse = Pulse(app.heartbeats, "worker")
    daily = Daily(
        lambda now: guarded(
            due_at(now, app.policy),
            archive=app.archive,
            erasures=app.erasures,
            last_run=app.last_retention,
            most_percent=app.policy.facts.keep.most_at_once_percent.value,
        )
    )
    run_worker(app.database, app.settings, stop_on_signal(), daily=daily, beat=pulse.beat)
    pulse.end()


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
