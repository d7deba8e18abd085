"""The wished end of an account: the day it counts from, and what must be said of it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from actions.support.speech import language_of
from fairwell.bootstrap import current_app
from fairwell.dialogue import slots
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.ends import remarks_in_words, wish_in_words
from fairwell.rules.cases.case import Account
from fairwell.rules.cases.end import SOONEST, EndWish
from fairwell.rules.cases.end_day import Remark
from fairwell.services.cases.change_end import plan_end, today_of
from fairwell.services.cases.look_up import look_up

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher


def today(tracker: Tracker, account: Account | None = None) -> dt.date:
    """Return the customer's day; without a known account that of the language."""
    return today_of(account, language_of(tracker), current_app())


def wish_of(values: Mapping[str, str | None]) -> EndWish:
    """Return the wished end in the slots; the soonest where none was named."""
    said = values.get(slots.ENDS)
    return EndWish.parse(said) if said else SOONEST


async def refused_end(
    changed: Mapping[str, str | None], dispatcher: CollectingDispatcher, tracker: Tracker
) -> dict[str, str | None]:
    """Say where a wished day is in the past, and return the slot without it."""
    if not changed.get(slots.ENDS):
        return {}
    view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
    wish, language = wish_of(changed), language_of(tracker)
    end = plan_end(wish, view.account, language, current_app())
    if Remark.IN_THE_PAST not in end.remarks:
        return {}
    said = remarks_in_words(wish, end, view.account, language)
    dispatcher.utter_message(text=" ".join(said))
    return {slots.ENDS: None}


def end_points(account: Account | None, tracker: Tracker) -> tuple[str, ...]:
    """Return the lines of the page about the wished end; none where the soonest is wished."""
    wish, language = wish_of(tracker.slots), language_of(tracker)
    if wish == SOONEST:
        return ()
    end = plan_end(wish, account, language, current_app())
    wished = f"{_(language, 'Wished end')}: {wish_in_words(wish, account, language)}."
    return (wished, *remarks_in_words(wish, end, account, language))
