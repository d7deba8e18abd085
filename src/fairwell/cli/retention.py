"""Commands for retention, and for erasure on request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from fairwell.cli.console import Json, fail, migrated, out, print_json
from fairwell.rules.privacy.retention import Retained
from fairwell.rules.privacy.retention_guard import RetentionRefused

app = typer.Typer()
retention_app = typer.Typer(no_args_is_help=True, help="How long what is kept.")
app.add_typer(retention_app, name="retention")

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only count; remove nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Remove also what looks like too much.")]
Reference = Annotated[str, typer.Option(help="A case of the person to forget.")]


@retention_app.command("run")
def retention_run(dry_run: DryRun = False, yes: Yes = False, as_json: Json = False) -> None:
    """Remove what is past its retention, and repeat all erasures; the worker does so daily."""
    from fairwell.services.retention import due_at, guarded, total, would_remove
    from fairwell.store.base.errors import StoreUnavailable
    from fairwell.store.retention.erasures import BrokenList

    app = migrated()
    due = due_at(app.clock(), app.policy)
    try:
        if dry_run:
            counted = would_remove(due, archive=app.archive, erasures=app.erasures)
        else:
            steps = guarded(
                due,
                archive=app.archive,
                erasures=app.erasures,
                last_run=app.last_retention,
                most_percent=app.policy.facts.keep.most_at_once_percent.value,
                insists=yes,
            )
            counted = total(steps)
    except RetentionRefused as refused:
        fail(f"nothing was removed: {refused}. Check the clock; if all is right, repeat with --yes")
    except BrokenList as error:
        fail(str(error))
    except StoreUnavailable as error:
        fail(f"the database cannot be used now ({error}); what is left, the next run removes")
    _tell(counted, dry_run, as_json)


@app.command()
def erase(reference: Reference, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Erase the personal data of a case, but for the case itself. Make sure first who asks."""
    from fairwell.services import retention
    from fairwell.store.base.errors import StoreUnavailable

    app = migrated()
    wanted, now = reference.strip().upper(), app.clock()
    try:
        if dry_run:
            counted = retention.would_erase(wanted, archive=app.archive, now=now)
        else:
            counted = retention.erase(wanted, archive=app.archive, erasures=app.erasures, now=now)
    except retention.NoSuchCase:
        fail(f"there is no case {wanted}")
    except StoreUnavailable as error:
        fail(
            f"the database cannot be used now ({error}); run the command again, or, if the request"
            " is on the list of erasures, leave it to the next retention run"
        )
    _tell(counted, dry_run, as_json)


def _tell(counted: Mapping[Retained, int], dry_run: bool, as_json: bool) -> None:
    counts = {what.value: counted.get(what, 0) for what in Retained}
    if as_json:
        print_json({"dry_run": dry_run, **counts})
        return
    found = [f"{name}: {number}" for name, number in counts.items() if number]
    out.print(("would be removed: " if dry_run else "removed: ") + (", ".join(found) or "nothing"))
