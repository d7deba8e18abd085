"""Commands for records: proving the ledger, and listing the mails that should have left."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated

import typer

from fairwell.cli.console import Json, database, err, fail, out, print_json, print_rows

app = typer.Typer()
ledger_app = typer.Typer(no_args_is_help=True, help="The hash-chained history of the cases.")
app.add_typer(ledger_app, name="ledger")

Noted = Annotated[
    str | None, typer.Option(help="A row's hash noted earlier, which must still be in the chain.")
]
Reference = Annotated[str | None, typer.Option(help="Only the rows of this case.")]


@ledger_app.command("verify")
def ledger_verify(noted: Noted = None, as_json: Json = False) -> None:
    """Prove the chain and the cases, or name the first broken row and end with status 1."""
    from fairwell.bootstrap import current_app
    from fairwell.store.cases.ledger_check import verify
    from fairwell.store.retention.ledger_head import TailMissing

    try:
        head = current_app().ledger_head.noted()
    except TailMissing as changed:
        fail(str(changed))
    with database() as session:
        verdict = verify(session, noted or (head.row_hash if head else None))
    if as_json:
        print_json({**asdict(verdict), "why": verdict.why.value if verdict.why else None})
    elif verdict.ok:
        out.print(f"{verdict.rows} rows, all in order. Last hash: {verdict.head}")
    else:
        where = f"row {verdict.broken_seq}" if verdict.broken_seq else "the ledger"
        case = f" (case {verdict.reference})" if verdict.reference else ""
        err.print(f"{where}{case}: {verdict.why}", style="red", markup=False)
    if not verdict.ok:
        raise typer.Exit(1)


@ledger_app.command("accept")
def ledger_accept(as_json: Json = False) -> None:
    """Note the present last row, after you have restored a backup, whose ledger ends earlier."""
    from fairwell.bootstrap import current_app
    from fairwell.store.cases.ledger_check import list_entries
    from fairwell.store.retention.ledger_head import Head

    with database() as session:
        entries = list_entries(session)
    head = Head(entries[-1].seq, entries[-1].row_hash) if entries else None
    current_app().ledger_head.note(head)
    if as_json:
        print_json({"seq": head.seq if head else None})
    else:
        out.print(f"noted: row {head.seq}" if head else "the ledger is empty: no note")


@ledger_app.command("list")
def ledger_list(reference: Reference = None, as_json: Json = False) -> None:
    """List what happened to the cases, oldest first, with the hash shown on the receipt."""
    from fairwell.store.cases.ledger_check import list_entries

    with database() as session:
        rows = [
            {
                "seq": entry.seq,
                "reference": entry.reference,
                "event": entry.event,
                "at": entry.at.isoformat(),
                "content_hash": entry.content_hash,
                "previous_hash": entry.previous_hash,
                "row_hash": entry.row_hash,
                "content": entry.content,
            }
            for entry in list_entries(session, reference)
        ]
    print_rows(rows, as_json, hide={"previous_hash", "row_hash", "content"})


@app.command()
def watch(as_json: Json = False) -> None:
    """List mails that should have left, and check the ledger: status 0, 1 warnings, 2 an alarm."""
    from fairwell.bootstrap import current_app
    from fairwell.mail.watch import worst
    from fairwell.store.mails.outbox import overdue
    from fairwell.store.retention.ledger_head import TailMissing

    with database() as session:
        found = overdue(session, dt.datetime.now(dt.UTC), current_app().policy.alarm_after)
    rows = [
        {
            "level": mail.level.word,
            "reference": mail.reference,
            "status": mail.state,
            "minutes": int(mail.age.total_seconds() // 60),
            "id": mail.id,
        }
        for mail in found
    ]
    if rows or as_json:
        print_rows(rows, as_json)
    else:
        out.print("Every mail left in time, or still has time.")
    level = worst(found)
    try:
        current_app().ledger_head.check(current_app().database)
    except TailMissing as missing:
        err.print(f"the ledger: {missing}", style="red", markup=False)
        raise typer.Exit(2) from None
    if level:
        raise typer.Exit(int(level))
