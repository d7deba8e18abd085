"""Commands for the webhook's deliveries: what has left, what was given up, and sending again."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from fairwell.cli.console import Json, database, fail, migrated, out, print_json, print_rows
from fairwell.store.base.errors import StoreUnavailable

webhook_app = typer.Typer(no_args_is_help=True, help="Conversations that come by webhook.")

ConversationId = Annotated[
    str | None, typer.Argument(help="Its id, as `fairwell webhook list` shows it.")
]
Everything = Annotated[bool, typer.Option("--all", help="All that were given up.")]


@webhook_app.command("list")
def webhook_list(as_json: Json = False) -> None:
    """List conversations by how far their lines have got: sent, waiting, or given up."""
    from fairwell.store.chats.deliveries import standings

    with database() as session:
        rows = [
            {
                "conversation": one.conversation_id,
                "name": one.external_id,
                "status": one.state.value,
                "unsent": one.unsent,
                "attempts": one.attempts,
                "next_at": one.next_at.isoformat() if one.state == "waiting" else None,
                "given_up_at": one.given_up_at.isoformat() if one.given_up_at else None,
                "last_error": one.last_error,
            }
            for one in standings(session)
        ]
    print_rows(rows, as_json)


@webhook_app.command("retry")
def webhook_retry(
    conversation: ConversationId = None, everything: Everything = False, as_json: Json = False
) -> None:
    """Send again what was given up, with all attempts renewed; the running product does it."""
    if (conversation is None) is not everything:
        fail("name a conversation, or say --all")
    try:
        again = migrated().deliveries.send_again(dt.datetime.now(dt.UTC), conversation)
    except StoreUnavailable as error:
        fail(f"the database cannot be used now ({error}); nothing was changed")
    if conversation is not None and not again:
        fail(f"nothing of a conversation {conversation} was given up")
    if as_json:
        print_json({"conversations": list(again)})
    else:
        out.print(f"{len(again)} sent again, within a second while the product runs.")
