"""Commands about what the live model understands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairwell.cli.console import Json, fail, print_json, print_rows

if TYPE_CHECKING:
    from fairwell.cli.nlu.parse import ParseRequest

nlu_app = typer.Typer(no_args_is_help=True, help="What the live model understands.")

Asked = Annotated[
    str | None,
    typer.Option(metavar="SLOT", help="The question that the message answers, such as cancel."),
]
Today = Annotated[
    dt.datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], metavar="DATE", help="The day of rows that name none; else today."
    ),
]
Unlabelled = Annotated[
    bool, typer.Option("--unlabelled", help="Those under which nobody pressed a meaning.")
]


@nlu_app.command("parse")
def nlu_parse(text: str, asked: Asked = None, as_json: Json = False) -> None:
    """Show all that the live model hears in one message."""
    from fairwell.cli.nlu.parse import ParseRequest
    from fairwell.cli.nlu.report import print_parsed

    (parsed,) = _ask_model([ParseRequest(text, asked)])
    print_json(parsed) if as_json else print_parsed(parsed)


@nlu_app.command("evaluate")
def nlu_evaluate(file: Path, today: Today = None, as_json: Json = False) -> None:
    """Score the live model on labelled messages (JSON lines)."""
    from fairwell.cli.nlu.evaluate import evaluate
    from fairwell.cli.nlu.report import print_scores
    from fairwell.cli.nlu.rows import BadLabels, read_rows

    try:
        rows = read_rows(file, (today or dt.datetime.now(dt.UTC)).date())
    except BadLabels as error:
        fail(str(error))
    scores = evaluate(rows, _ask_model([row.request for row in rows]))
    print_json(scores) if as_json else print_scores(scores)


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


def _ask_model(requests: list[ParseRequest]) -> list[dict[str, Any]]:
    from fairwell.cli.nlu import parse
    from fairwell.config import Settings

    try:
        return parse.ask_live_model(requests, Settings().home)
    except parse.CannotParse as error:
        fail(str(error))
