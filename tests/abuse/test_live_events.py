"""Server-sent events: in order, none twice, only one's own."""

from __future__ import annotations

import pytest

from tests.support.chat import Chat
from tests.support.events import stream
from tests.support.product import Product
from tests.support.waiting import wait_until
from tests.support.words import Words

NONSENSE = ("abc", "-1", "1.5", "٣", "9" * 40, "0x1", "1; DROP TABLE message", "")


def ids(chat: Chat) -> list[str]:
    return [line["id"] for line in chat.transcript]


def test_every_line_is_pushed_once_and_in_order(chat: Chat, words: Words) -> None:
    chat.say(words.hello)

    with stream(chat) as live:
        chat.say(words.wish)
        chat.say(words.stop)
        expected = ids(chat)
        wait_until(lambda: len(live.ids) >= len(expected), lambda: f"{live.ids} of {expected}")

        assert live.ids == expected
        assert [event.line for event in live.events] == chat.transcript


def test_a_stream_goes_on_behind_the_last_event_that_was_seen(chat: Chat, words: Words) -> None:
    chat.say(words.hello)
    chat.say(words.wish)
    known = ids(chat)

    with stream(chat, **{"Last-Event-ID": known[2]}) as live:
        chat.say(words.stop)
        expected = ids(chat)[3:]
        wait_until(lambda: len(live.ids) >= len(expected), lambda: f"{live.ids} of {expected}")

        assert live.ids == expected


def test_two_tabs_see_the_same(chat: Chat, words: Words) -> None:
    chat.say(words.hello)

    with stream(chat) as one, stream(chat) as two:
        chat.say(words.wish)
        expected = ids(chat)
        wait_until(
            lambda: len(one.ids) >= len(expected) <= len(two.ids), lambda: f"{one.ids} {two.ids}"
        )

        assert one.ids == two.ids == expected


@pytest.mark.parametrize("last", NONSENSE, ids=ascii)
def test_22_a_last_event_id_that_is_none_replays_everything(product: Product, last: str) -> None:
    chat = Chat(product)
    chat.say("Hallo")
    expected = ids(chat)

    with stream(chat, **{"Last-Event-ID": last.encode()}) as live:
        wait_until(lambda: len(live.ids) >= len(expected), lambda: f"{live.ids} of {expected}")

        assert live.ids == expected


def test_22_an_event_id_of_another_chat_shows_nothing_of_it(product: Product) -> None:
    mine, theirs = Chat(product), Chat(product)
    theirs.say("Ich möchte pausieren")
    mine.say("Hallo")
    theirs.say("Abbrechen")

    with stream(mine, **{"Last-Event-ID": ids(theirs)[0]}) as live:
        mine.say("Ich möchte kündigen")
        wait_until(lambda: ids(mine)[-1] in live.ids, "the new line did not come")

        assert set(live.ids) <= set(ids(mine))


def test_22_an_event_id_from_the_future_pushes_nothing_old(product: Product) -> None:
    chat = Chat(product)
    chat.say("Hallo")

    with stream(chat, **{"Last-Event-ID": str(10**17)}) as live:
        with stream(chat) as check:
            chat.say("Ich möchte kündigen")
            wait_until(lambda: ids(chat)[-1] in check.ids, "the new line did not come")

        assert live.ids == []


def test_21_a_stream_needs_the_token_and_takes_none_from_the_address(product: Product) -> None:
    chat = Chat(product)
    chat.say("Hallo")
    stranger = Chat(product)

    assert stranger.get("events").status_code == 401
    assert stranger.get(f"events?token={chat.token}").status_code == 401
    stranger.token = chat.token[:-1]
    assert stranger.get("events").status_code == 401
