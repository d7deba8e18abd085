"""Learning from a press: the meaning of a message that was unclear."""

from __future__ import annotations

import structlog

from fairwell.bootstrap import App
from fairwell.services.cases.clarify import choose_meaning
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.chats.standing import PressedButton

log = structlog.get_logger()


async def learn(app: App, button: PressedButton | None) -> None:
    """Label an unclear message with the meaning that was pressed; no answer depends on it."""
    if button is None or button.meaning is None or button.shown_in_turn is None:
        return
    try:
        await app.pools.chat.run(choose_meaning, button.shown_in_turn, button.meaning, app)
    except StoreUnavailable as error:
        log.warning("meaning_not_kept", turn=button.shown_in_turn, reason=str(error))
