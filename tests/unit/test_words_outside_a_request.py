"""With nothing open: what begins a cancellation, and what is about the record of this chat."""

from __future__ import annotations

import pytest
from rasa_sdk.events import SlotSet

from actions.asides import means_record, refuses_to_take_back
from actions.start import plainly_wishes
from actions.support.last_turn import case_to_take_back, told_beside_page
from actions.support.pending import closing_events
from fairwell.dialogue import wording
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


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Kündigung", True),
        ("eine Kündigung bitte", True),
        ("kündigen", True),
        ("Hallo, Kündigung", True),
        ("Account kündigen", True),
        ("hiermit kündige ich", True),
        ("ich möchte canceln", True),
        ("bitte jetzt kündigen", True),
        ("I want to cancel", True),
        ("cancel", True),
        ("Cancel please", True),
        ("I'd like to cancel", True),
        ("I need to cancel", True),
        ("Cancel the account", True),
        ("cancel my subscription now", True),
        ("hi, cancellation please", True),
        ("I wish to cancel", True),
        ("just cancel", True),
        ("keine Kündigung", False),
        ("nicht kündigen", False),
        ("Kündigung zurücknehmen", False),
        ("wurde meine Kündigung bearbeitet", False),
        ("Kündigung?", False),
        ("SMS-Paket kündigen", False),
        ("pausieren", False),
        ("ja", False),
        ("don't cancel", False),
        ("cancel the add-on", False),
        ("can I cancel later", False),
        ("cancel my cancellation", False),
        ("weg damit", False),
        ("yes", False),
    ],
)
def test_a_plain_wish_begins_a_cancellation(text: str, begins: bool) -> None:
    assert plainly_wishes(text, a_tracker()) is begins
    assert not plainly_wishes(text, a_tracker(concluded="cancel"))


@pytest.mark.parametrize(
    ("text", "intent", "means"),
    [
        ("stopp", "stop", True),
        ("abbrechen", "stop", True),
        ("alles abbrechen bitte", "stop", True),
        ("Versehen", "out_of_scope", True),
        ("das war ein Versehen", "correct_details", True),
        ("stornieren", "out_of_scope", True),
        ("das wollte ich gar nicht", "stop", True),
        ("cancel that", "revoke_cancellation", True),
        ("cancel this please", "stop", True),
        ("cancel", "cancel_account", True),
        ("that was by mistake", "correct_details", True),
        ("I didn't mean to do that", "repeat", True),
        ("forget it", "stop", True),
        ("never mind", "stop", True),
        ("I want to cancel", "cancel_account", False),
        ("ich möchte canceln", "cancel_account", False),
        ("danke", "thank", False),
        ("wann endet es?", "faq_billing_date", False),
        ("kann ich das stornieren?", "out_of_scope", False),
        ("tschüss", "goodbye", False),
        ("jetzt noch der andere Account", "cancel_account", False),
        ("bye", "goodbye", False),
    ],
)
def test_after_a_receipt_a_few_words_mean_the_record(text: str, intent: str, means: bool) -> None:
    said = latest(a_tracker(a_message(text, intent)))

    assert means_record(said, a_tracker(concluded="cancel")) is means
    assert not means_record(said, a_tracker())


@pytest.mark.parametrize(
    ("text", "intent", "refuses"),
    [
        ("nein", "deny", True),
        ("/deny", "deny", True),
        ("nein, lassen", "deny", True),
        ("nicht zurücknehmen", "revoke_cancellation", True),
        ("bloß nichts rückgängig machen", "revoke_cancellation", True),
        ("dabei bleiben", "keep_account", True),
        ("es bleibt dabei", "nlu_fallback", True),
        ("die Kündigung gilt", "cancellation_status", True),
        ("stopp", "stop", True),
        ("no", "deny", True),
        ("no, leave it", "deny", True),
        ("don't take it back", "revoke_cancellation", True),
        ("keep it cancelled", "keep_account", True),
        ("leave it as it is", "nlu_fallback", True),
        ("never undo this", "revoke_cancellation", True),
        ("I still want to cancel", "cancel_account", True),
        ("zurücknehmen", "revoke_cancellation", False),
        ("was kostet das dann?", "deny", False),
        ("let me take it back", "revoke_cancellation", False),
        ("lieber pausieren", "pause_account", False),
        ("which one do you mean?", "nlu_fallback", False),
        ("cancel the other one too", "cancel_account", False),
    ],
)
def test_what_leaves_the_record_standing(text: str, intent: str, refuses: bool) -> None:
    assert refuses_to_take_back(latest(a_tracker(a_message(text, intent)))) is refuses


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("keine Pause", True),
        ("lieber doch keine Pause bitte", True),
        ("nicht pausieren", True),
        ("pausieren will ich nicht", True),
        ("ohne Pause", True),
        ("no pause", True),
        ("I don't want to pause", True),
        ("not pausing", True),
        ("skip the pause", True),
        ("nicht kündigen, pausieren", False),
        ("nicht kündigen sondern pausieren", False),
        ("don't cancel, pause it", False),
        ("not cancel but pause", False),
        ("lieber pausieren", False),
        ("pause instead", False),
    ],
)
def test_a_pause_is_refused(text: str, refuses: bool) -> None:
    assert bool(wording.REFUSES_PAUSE.search(text)) is refuses


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
