"""What a press teaches: the meaning of a message that was unclear."""

from __future__ import annotations

import structlog
from anyio import to_thread

from fairwell.bootstrap import Services
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.chats.standing import PressedButton

log = structlog.get_logger()


async def learn(services: Services, button: PressedButton | None) -> None:
    """Label what was unclear with the meaning that was pressed; no answer depends on it."""
    if button is None or button.meaning is None or button.shown_in_turn is None:
        return
    try:
        await to_thread.run_sync(services.choose_meaning, button.shown_in_turn, button.meaning)
    except StoreUnavailable as error:
        log.warning("meaning_not_kept", turn=button.shown_in_turn, reason=str(error))
