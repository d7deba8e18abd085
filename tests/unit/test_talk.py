"""Language, repetition and stopping."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import case_status
from actions.talk import Repeat, Stop, SwitchLanguage
from fairwell.rules.cases.case import Knowledge
from fairwell.services.cases.look_up import View
from tests.support.tables import table
from tests.unit.samples import a_message, a_tracker

SAID = {"event": "bot", "text": "Soll ich jetzt kündigen?"}
BUTTONS = [{"title": "Jetzt kündigen", "payload": '/press{"decision":"cancel"}'}]
HEARD = {"event": "user", "text": "wie bitte"}


def slots_after(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def in_language(language: str) -> dict[str, Any]:
    return {"event": "slot", "name": "language", "value": language}


@table(
    "text, spoken, wanted",
    [
        ("in English please", "de", "en"),
        ("auf Englisch bitte", "de", "en"),
        ("auf Deutsch", "en", "de"),
        ("can we speak German", "en", "de"),
        ("auf Deutsch bitte", "de", "de"),
        ("die andere Sprache bitte", "de", "en"),
        ("other language", "en", "de"),
        ("Deutsch oder Englisch", "de", "en"),
    ],
)
def test_the_language_asked_for_is_spoken_next(text: str, spoken: str, wanted: str) -> None:
    tracker = a_tracker(
        a_message(text, "switch_language"), events=[in_language(spoken), HEARD], language=spoken
    )

    events = asyncio.run(SwitchLanguage().run(CollectingDispatcher(), tracker, {}))

    assert slots_after(events) == {"language": wanted}


def test_the_other_language_is_other_than_before_the_wish_was_detected() -> None:
    # "Andere Sprache" in an English chat: the message itself has switched the slot to German.
    tracker = a_tracker(
        a_message("andere Sprache bitte", "switch_language"),
        events=[in_language("en"), HEARD, in_language("de")],
        language="de",
    )

    events = asyncio.run(SwitchLanguage().run(CollectingDispatcher(), tracker, {}))

    assert slots_after(events) == {"language": "de"}


def test_the_last_answer_is_said_again_with_its_buttons() -> None:
    first = {**SAID, "text": "Erstens."}
    second = {**SAID, "data": {"buttons": BUTTONS}}
    older = {**SAID, "text": "Davor."}
    tracker = a_tracker(
        a_message("wie bitte", "repeat"), events=[older, HEARD, first, second, HEARD]
    )
    dispatcher = CollectingDispatcher()

    assert asyncio.run(Repeat().run(dispatcher, tracker, {})) == []

    assert [m["text"] for m in dispatcher.messages] == ["Erstens.", SAID["text"]]
    assert dispatcher.messages[1]["buttons"] == BUTTONS


def test_with_nothing_said_yet_it_says_what_it_can_do() -> None:
    dispatcher = CollectingDispatcher()

    tracker = a_tracker(a_message("wie bitte", "repeat"), events=[HEARD])
    asyncio.run(Repeat().run(dispatcher, tracker, {}))

    assert [m["response"] for m in dispatcher.messages] == ["utter_nothing_to_repeat"]


def test_in_a_request_the_page_is_shown_again_in_full() -> None:
    dispatcher = CollectingDispatcher()
    tracker = a_tracker(a_message("wie bitte", "repeat"), form="request_form", events=[SAID, HEARD])

    events = asyncio.run(Repeat().run(dispatcher, tracker, {}))

    assert slots_after(events) == {"page_shown": None}
    assert dispatcher.messages == []


@table("intent, said", [("stop", "utter_stopped"), ("keep_account", "utter_kept")])
def test_stopping_ends_the_request_and_keeps_the_details(intent: str, said: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case_status, "look_up", lambda *_: View(Knowledge.ANONYMOUS, None, ()))
        check_stopping(intent, said)


def check_stopping(intent: str, said: str) -> None:
    dispatcher = CollectingDispatcher()
    tracker = a_tracker(
        a_message("stop", intent), form="request_form", user_name="x", decision="cancel"
    )

    events = asyncio.run(Stop().run(dispatcher, tracker, {}))

    assert [m["response"] for m in dispatcher.messages] == [said]
    assert {"event": "active_loop", "name": None, "timestamp": None} in events
    cleared = slots_after(events)
    assert set(cleared.values()) == {None}
    assert {"decision", "reason", "page_shown", "requested_slot"} <= cleared.keys()
    assert not {"user_name", "email", "language"} & cleared.keys()


def test_who_wants_it_undone_does_not_hear_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def asked(*_: object) -> dict[str, str]:
        return {"pending": "revoke:01CASE"}

    monkeypatch.setattr("actions.talk.ask_revoke", asked)
    dispatcher = CollectingDispatcher()
    message = a_message("can you undo that?", "repeat", tags=("undo",))
    tracker = a_tracker(message, events=[HEARD, SAID, HEARD])

    events = asyncio.run(Repeat().run(dispatcher, tracker, {}))

    assert slots_after(events) == {"pending": "revoke:01CASE"}
    assert dispatcher.messages == []
