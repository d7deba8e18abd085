"""Replacement for an answer that did not come: the record if there is one, else an apology."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from fairwell.bootstrap import App
from fairwell.dialogue.outcome import OnRecord
from fairwell.gateway.chat import fixed_lines as lines
from fairwell.i18n import formats
from fairwell.i18n.plain_pages import CANCEL_PAGE
from fairwell.services.cases.change_end import Recorded
from fairwell.services.cases.record_declaration import on_record, recorded_in_turn
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.chats.messages import NewLine
from fairwell.store.chats.standing import Conversation, PressedButton

LOOK_AGAIN = 0.25  # seconds between two lookups of a record whose answer got lost


@dataclass(frozen=True)
class SettledTurn:
    """What to say in a turn whose answer got lost, and what the turn recorded all the same."""

    lines: list[NewLine]
    recorded: tuple[OnRecord, ...] = ()


class LostAnswers:
    """Lookup of what a turn recorded; "nothing was recorded" is said only where that is certain."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def settle(
        self,
        conversation: Conversation,
        turn_id: str,
        button: PressedButton | None,
        settles_in: float | None,
    ) -> SettledTurn:
        """Return what to say; the action ends within ``settles_in`` seconds, ``None`` = unknown."""
        language = conversation.language
        values = self._app.policy.text_values(language)
        sure = settles_in is not None
        try:
            recorded = await self._recorded(conversation.id, turn_id, settles_in or 0.0)
        except StoreUnavailable:
            recorded, sure = None, False
        if recorded:
            case = recorded.case
            text = lines.recorded_all_the_same(
                language,
                case.kind,
                case.reference,
                formats.moment(case.requested_at, case.time_zone, language),
                values["phones"],
            )
            return SettledTurn([NewLine("bot", text, language)], (on_record(case),))
        if sure:
            plain_url = f"{self._app.settings.base_url}{CANCEL_PAGE[language]}"
            text = lines.failed_turn(language, values["phones"], plain_url)
        else:
            text = lines.unclear_turn(language, values["phones"])
        # The same press again: recording is idempotent, so it can never count twice.
        again = ((lines.retry(language), button.payload),) if button else ()
        return SettledTurn([NewLine("bot", text, language, again)])

    async def _recorded(
        self, conversation_id: str, turn_id: str, settles_in: float
    ) -> Recorded | None:
        """Return what the turn recorded; look for it until its action has surely ended."""
        deadline = time.monotonic() + settles_in
        while True:
            recorded = await self._app.pools.chat.run(
                recorded_in_turn, conversation_id, turn_id, self._app
            )
            if recorded or time.monotonic() >= deadline:
                return recorded
            await asyncio.sleep(LOOK_AGAIN)
