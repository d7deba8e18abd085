"""The command line: ``fairwell …``, for operators, tests and the Makefile."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from fairwell import paths
from fairwell.cli import desk, records, retention, webhook
from fairwell.cli.console import Json, database, fail, out, print_json, print_rows

# Everything heavy is imported inside the command that needs it; tests/unit/test_cli_imports.py.
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its help imports syntax highlighting and Markdown: 0.2 s
)
demo_app = typer.Typer(no_args_is_help=True, help="The demo accounts.")
nlu_app = typer.Typer(no_args_is_help=True, help="What the live model understands.")
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


Unlabelled = Annotated[
    bool, typer.Option("--unlabelled", help="Those under which nobody pressed a meaning.")
]


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


@nlu_app.command("parse")
def nlu_parse(text: str, as_json: Json = False) -> None:
    """Show what the live model makes of one message."""
    from fairwell.cli import nlu

    result = _ask_model([text])[0]
    if as_json:
        print_json(result)
        return
    decided = nlu.prediction_of(result)
    out.print(f"{decided.intent}  {decided.confidence:.2f}")
    for item in result["ranking"][:3]:
        out.print(f"  {item['confidence']:.2f}  {item['name']}")
    for entity in result["entities"]:
        out.print(f"  {entity['entity']} = {entity['value']}", markup=False)


@nlu_app.command("evaluate")
def nlu_evaluate(file: Path, as_json: Json = False) -> None:
    """Score the live model on labelled messages (JSON lines)."""
    from fairwell.cli import evaluation, nlu

    try:
        labelled = nlu.read_labelled(file)
    except nlu.BadLabels as error:
        fail(str(error))
    parsed = _ask_model([item.text for item in labelled])
    scores = evaluation.evaluate(labelled, [nlu.prediction_of(item) for item in parsed])
    if as_json:
        print_json(scores)
        return
    for name in ("accuracy", "macro_f1", "hard_accuracy", "top3", "oos_precision", "oos_recall"):
        out.print(f"{name:14} {scores[name]}")


@nlu_app.command("candidates")
def nlu_candidates(unlabelled: Unlabelled = False, as_json: Json = False) -> None:
    """List messages not understood, masked, with the meaning their writers pressed."""
    from fairwell.bootstrap import current_app
    from fairwell.services.cases.clarify import candidates
    from fairwell.store.base import migrate

    if not migrate.is_current(current_app().database):
        migrate.upgrade(current_app().database)
    rows = [
        {
            "text": each.text,
            "intent": each.intent,
            "lang": each.language,
            "model": each.model,
            "ranking": [{"name": name, "confidence": score} for name, score in each.ranking],
            "asked_at": each.asked_at.isoformat(),
        }
        for each in candidates(current_app(), labelled=not unlabelled)
    ]
    print_rows(rows, as_json, hide={"ranking"})


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


def _ask_model(texts: list[str]) -> list[dict[str, Any]]:
    from fairwell.cli import nlu
    from fairwell.config import Settings

    try:
        return nlu.ask_live_model(texts, Settings().home)
    except nlu.CannotParse as error:
        fail(str(error))


if __name__ == "__main__":
    app()
