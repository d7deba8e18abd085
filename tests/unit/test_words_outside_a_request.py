"""With nothing open: what begins a cancellation, and what is about the record of this chat."""

from __future__ import annotations

import pytest
from rasa_sdk.events import SlotSet

from actions.asides import means_record, refuses_to_take_back
from actions.support.last_turn import case_to_take_back, told_beside_page
from actions.support.pending import closing_events
from fairwell.dialogue.message import latest
from tests.unit.samples import a_message, a_tracker

HEARD = {"event": "user", "text": "so", "parse_data": {}}
PAGE = {
    "event": "bot",
    "text": "Soll ich jetzt kündigen?",
    "data": {"buttons": [{"title": "Jetzt kündigen", "payload": '/press{"decision":"cancel"}'}]},
}
OFFER = {
    "event": "bot",
    "text": "Soll ich das zurücknehmen?",
    "data": {
        "buttons": [
            {"title": "Zurücknehmen", "payload": '/press{"decision":"revoke","case":"01CASE"}'},
            {"title": "Nicht zurücknehmen", "payload": "/deny"},
        ]
    },
}
ASKED = {"event": "slot", "name": "pending", "value": "revoke:01CASE"}
TOLD = {"event": "bot", "text": "Eine Pause kostet 10 $.", "data": {}}


UNDO, ANOTHER = ("undo",), ("another_account",)


@pytest.mark.parametrize(
    ("text", "intent", "tags", "means"),
    [
        ("stopp", "stop", (), True),
        ("abbrechen", "stop", (), True),
        ("alles abbrechen bitte", "stop", (), True),
        ("Versehen", "other_topic", UNDO, True),
        ("das war ein Versehen", "correct_details", UNDO, True),
        ("stornieren", "other_topic", (), True),
        ("cancel that", "revoke_cancellation", (), True),
        ("cancel this please", "stop", (), True),
        ("cancel", "cancel_account", (), True),
        ("that was by mistake", "correct_details", UNDO, True),
        ("I didn't mean to do that", "repeat", UNDO, True),
        ("forget it", "stop", (), True),
        ("I want to cancel", "cancel_account", (), False),
        ("ich möchte canceln", "cancel_account", (), False),
        ("danke", "thank", (), False),
        ("wann endet es?", "faq_billing_date", (), False),
        ("kann ich das stornieren?", "other_topic", UNDO, False),
        ("tschüss", "goodbye", (), False),
        ("jetzt noch der andere Account", "cancel_account", ANOTHER, False),
    ],
)
def test_after_a_receipt_a_few_words_mean_the_record(
    text: str, intent: str, tags: tuple[str, ...], *, means: bool
) -> None:
    said = latest(a_tracker(a_message(text, intent, tags=tags)))

    assert means_record(said, a_tracker(concluded="cancel")) is means
    assert not means_record(said, a_tracker())


STANDS = {"page": "revoke", "stance": "no"}
REFUSED = {"acts": [{"intent": "revoke_cancellation", "polarity": "refuse", "confidence": 0.9}]}


@pytest.mark.parametrize(
    ("text", "intent", "heard", "refuses"),
    [
        ("nein", "deny", {}, True),
        ("/deny", "deny", {}, True),
        ("nicht zurücknehmen", "revoke_cancellation", REFUSED, True),
        ("es bleibt dabei", "nlu_fallback", STANDS, True),
        ("stopp", "stop", {}, True),
        ("keep it cancelled", "keep_account", STANDS, True),
        ("I still want to cancel", "cancel_account", {}, True),
        ("zurücknehmen", "revoke_cancellation", {}, False),
        ("was kostet das dann?", "deny", STANDS, False),
        ("lieber pausieren", "pause_account", {}, False),
        ("which one do you mean?", "nlu_fallback", {}, False),
        ("cancel the other one too", "cancel_account", {"tags": ["another_account"]}, False),
    ],
)
def test_what_leaves_the_record_standing(
    text: str, intent: str, heard: dict[str, object], *, refuses: bool
) -> None:
    message = latest(a_tracker(a_message(text, intent, heard=heard)))

    assert refuses_to_take_back(message) is refuses


@pytest.mark.parametrize(
    ("events", "beside"),
    [
        ([HEARD, OFFER, HEARD], False),
        ([HEARD, OFFER, HEARD, TOLD, HEARD], True),
        ([HEARD, PAGE, HEARD], False),
        ([HEARD, TOLD, PAGE, HEARD], True),
        ([HEARD, TOLD, HEARD, PAGE, HEARD], False),
        ([HEARD], False),
    ],
)
def test_the_turn_before_tells_whether_more_than_the_page_was_said(
    events: list[dict[str, object]], *, beside: bool
) -> None:
    assert told_beside_page(a_tracker(events=events)) is beside


@pytest.mark.parametrize(
    ("events", "made", "closed"),
    [
        ([ASKED, HEARD], [], True),
        ([ASKED, HEARD], [SlotSet("unsure", None)], True),
        ([ASKED, HEARD], [SlotSet("pending", "revoke:01OTHER")], False),
        ([HEARD, ASKED], [], False),  # asked by an earlier action of the same turn
    ],
)
def test_a_question_of_the_turn_before_is_closed_unless_it_is_asked_again(
    events: list[dict[str, object]], made: list[dict[str, object]], *, closed: bool
) -> None:
    tracker = a_tracker(events=events, pending="revoke:01CASE")

    assert case_to_take_back(tracker) == "01CASE"
    assert closing_events(made, tracker) == ([SlotSet("pending", None)] if closed else [])
    assert closing_events(made, a_tracker(events=events)) == []
