"""How the reason and the answer to the last question are read."""

from __future__ import annotations

import pytest

from fairwell.dialogue.heard import BEREAVED, FOR_CAUSE, WANTS, Act
from tests.unit.readings import EMAIL, LEAVE_TO_RULES, SET, reading

# --- the reason -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent", "found"),
    [
        ("zu teuer", "give_reason", {"reason": "zu teuer"}),
        (" We're closing the shop ", "give_reason", {"reason": "We're closing the shop"}),
        (
            "Ich bekomme mein Geld nie zurück",
            "faq_refund",
            {"reason": "Ich bekomme mein Geld nie zurück"},
        ),
        ("Ihr Service ist schlecht", "complain", {"reason": "Ihr Service ist schlecht"}),
        ("hallo, es ist zu teuer", "greet", {"reason": "hallo, es ist zu teuer"}),
        ("the weather", "other_topic", {"reason": "the weather"}),
        ("Ich will einfach kündigen", "cancel_account", {"reason": "Ich will einfach kündigen"}),
        # having or finding nothing is a reason, not a refusal to give one
        (
            "Ich habe kein Geld mehr dafür",
            "give_reason",
            {"reason": "Ich habe kein Geld mehr dafür"},
        ),
        ("I don't have the budget", "give_reason", {"reason": "I don't have the budget"}),
        ("Ich finde es nicht gut", "complain", {"reason": "Ich finde es nicht gut"}),
        (
            "Ich habe es nie genutzt, nicht einmal",
            "give_reason",
            {"reason": "Ich habe es nie genutzt, nicht einmal"},
        ),
        (
            "weil nach der Kündigung noch abgebucht wurde",
            "charged_after_cancellation",
            {"reason": "weil nach der Kündigung noch abgebucht wurde"},
        ),
        ("since we pause anyway", "pause_account", {"reason": "since we pause anyway"}),
        (
            "mir gefällt das neue Design nicht",
            "deny",
            {"reason": "mir gefällt das neue Design nicht"},
        ),
        ("Ihr habt keine Ahnung", "complain", {"reason": "Ihr habt keine Ahnung"}),
        # a question that has no answer of its own
        ("Kann ich auch später kündigen?", "cancel_account", {"reason": None}),
        ("Und warum gerade das?", "nlu_fallback", {"reason": None}),
        # no answer
        ("keine Angabe", "skip", {"reason": "none"}),
        ("keine Angabe", "nlu_fallback", {"reason": "none"}),
        ("lieber nicht", "deny", {"reason": "none"}),
        ("weiß ich nicht", "nlu_fallback", {"reason": "none"}),
        ("I'd rather not say", "give_reason", {"reason": "none"}),
        ("I don't know", "complain", {"reason": "none"}),
        # asked again, another wish, interruptions
        ("ja", "affirm", {"reason": None}),
        ("dann lieber pausieren", "pause_account", {"kind": "pause", "decision": None}),
        ("Bekomme ich mein Geld zurück?", "faq_refund", LEAVE_TO_RULES),
        ("what happens to my data", "faq_data_retention", LEAVE_TO_RULES),
        ("stop", "stop", LEAVE_TO_RULES),
        ("doch nicht, ich bleibe", "keep_account", LEAVE_TO_RULES),
        ("Ich will einen Menschen sprechen", "human_handoff", LEAVE_TO_RULES),
        ("in English please", "switch_language", LEAVE_TO_RULES),
    ],
)
def test_the_reason(text: str, intent: str, found: SET) -> None:
    assert reading("reason", text, intent).slots == found


def test_after_why_a_reason_is_likelier_than_in_general() -> None:
    scores = {"switch_language": 0.85, "give_reason": 0.12}
    text = "going to somebody who speaks German"

    assert reading("reason", text, "switch_language", scores=scores).slots == {"reason": text}
    sure = {"switch_language": 0.99, "give_reason": 0.001}
    assert reading("reason", "in German please", "switch_language", scores=sure).slots == {}


def test_a_reason_that_is_a_good_cause_ends_the_contract_without_notice() -> None:
    text = "fristlos, weil ihr drei Wochen nichts verschickt habt"
    read = reading("reason", text, "give_reason", tags=(FOR_CAUSE,))

    assert read.slots == {"reason": text, "manner": "for_cause"}


@pytest.mark.parametrize("text", ["vielleicht", "Maybe.", "mal sehen", "hmm...", "not sure yet"])
def test_who_is_undecided_is_asked_again(text: str) -> None:
    heard = reading("decision", text, "stop", confidence=0.97, stance="hold")

    assert heard.slots == {"decision": None}


def test_a_pause_wished_for_without_confidence_is_a_reason() -> None:
    assert reading("reason", "Sommerpause", "pause_account", confidence=0.4).slots == {
        "reason": "Sommerpause"
    }


def test_a_death_is_met_with_sympathy_first() -> None:
    read = reading("reason", "meine Frau ist gestorben", "give_reason", tags=(BEREAVED,))

    assert read.say == "utter_condolence"


# --- the last click ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent", "kind", "found"),
    [
        ("ja bitte", "affirm", "cancel", {"decision": "cancel"}),
        ("Do it", "affirm", "cancel", {"decision": "cancel"}),
        ("is fine", "affirm", "cancel", {"decision": "cancel"}),
        ("ist gut", "affirm", "cancel", {"decision": "cancel"}),
        ("am besten gleich", "affirm", "cancel", {"decision": "cancel"}),
        ("will jetzt kündigen", "cancel_account", "cancel", {"decision": "cancel"}),
        ("yes", "affirm", "pause", {"decision": "pause"}),
        ("yes", "affirm", "withdraw", {"decision": "withdraw"}),
        ("ja", "affirm", "delete_data", {"decision": "delete_data"}),
        ("jetzt kündigen", "cancel_account", "cancel", {"decision": "cancel"}),
        ("doch lieber kündigen", "cancel_account", "pause", {"kind": "cancel", "decision": None}),
        (
            "cancel the whole account",
            "cancel_account",
            "addon",
            {"kind": "cancel", "decision": None},
        ),
        # a pause has a page of its own, with its price, from wherever it is wished for
        ("lieber pausieren", "pause_account", "cancel", {"kind": "pause", "decision": None}),
        ("lieber pausieren", "pause_account", "delete_data", {"kind": "pause", "decision": None}),
        ("rather pause", "pause_account", "withdraw", {"kind": "pause", "decision": None}),
        ("ich widerrufe", "withdraw_contract", "cancel", {"kind": "withdraw", "decision": None}),
        ("delete my data", "delete_data", "cancel", {"kind": "delete_data", "decision": None}),
        (
            "what do you hold on me",
            "access_request",
            "delete_data",
            {"kind": "access_request", "decision": None},
        ),
        ("ja", "affirm", "access_request", {"decision": "access_request"}),
        ("only the add-on", "cancel_addon", "cancel", {"kind": "addon", "decision": None}),
        ("withdraw it", "withdraw_contract", "withdraw", {"decision": "withdraw"}),
        ("nein", "deny", "cancel", {"decision": "keep"}),
        (
            "stimmt nicht",
            "correct_details",
            "cancel",
            {"change": "ask", "decision": None},
        ),
        # whether the account ends as well is answered by the page, shown whole again
        (
            "Kündigt das auch den Vertrag?",
            "cancel_account",
            "delete_data",
            {"decision": None, "page_shown": None},
        ),
        # nothing is recorded on a question
        ("ja?", "affirm", "cancel", {"decision": None}),
        ("Kann ich jetzt kündigen?", "cancel_account", "cancel", {"decision": None}),
        ("can I pause instead", "pause_account", "cancel", {"decision": None}),
        ("should I do it", "affirm", "cancel", {"decision": None}),
        ("hm", "nlu_fallback", "cancel", {"decision": None}),
        (
            "zu teuer",
            "give_reason",
            "cancel",
            {"reason": "zu teuer", "decision": None, "change": None},
        ),
        ("zu teuer", "give_reason", "pause", {"decision": None}),
        # the classifier's word alone does not turn a cancellation into a call
        (
            "trotz Mahnung nicht geliefert",
            "charged_after_cancellation",
            "cancel",
            {"decision": None},
        ),
        # staying with a language is not staying with the account
        ("lass uns auf Deutsch bleiben", "keep_account", "cancel", {"decision": None}),
        ("123456", "inform", "cancel", {"decision": None}),
        # interruptions
        ("Wie lange bleiben die Daten?", "faq_data_retention", "cancel", LEAVE_TO_RULES),
        ("stop", "stop", "cancel", LEAVE_TO_RULES),
        ("ich bleibe doch", "keep_account", "cancel", LEAVE_TO_RULES),
        ("danke", "thank", "cancel", LEAVE_TO_RULES),
    ],
)
def test_the_decision(text: str, intent: str, kind: str, found: SET) -> None:
    assert reading("decision", text, intent, {"kind": kind}).slots == found


@pytest.mark.parametrize("intent", ["affirm", "cancel_account", "pause_account", "deny"])
def test_nothing_is_decided_on_a_guess(intent: str) -> None:
    heard = reading("decision", "hm ja", intent, confidence=0.49, stance="hold")

    assert heard.slots == {"decision": None}


def test_a_call_back_asked_for_on_the_page_is_one_with_its_subject() -> None:
    intent = "charged_after_cancellation"
    wished = (Act(intent, WANTS),)
    found = reading("decision", "Ihr habt trotzdem abgebucht", intent, acts=wished)

    assert found.slots == {
        "kind": "callback",
        "subject": "Ihr habt trotzdem abgebucht",
        "decision": "callback",
    }


@pytest.mark.parametrize("slot", ["reason", "decision", "subject"])
def test_a_corrected_detail_shows_the_page_again(slot: str) -> None:
    corrected = reading(slot, f"nein, {EMAIL}", "correct_details", email=EMAIL)

    assert corrected.slots == {"email": EMAIL, "decision": None, "change": None}
    assert corrected.say == "utter_details_changed"


def test_an_address_in_a_question_is_no_correction() -> None:
    asks = reading("decision", f"Geht die Mail an {EMAIL}?", "faq_confirmation_email", email=EMAIL)

    assert asks.slots == LEAVE_TO_RULES


@pytest.mark.parametrize("slot", ["reason", "decision"])
def test_a_question_that_is_not_understood_is_said_so_and_is_no_answer(slot: str) -> None:
    read = reading(slot, "Und was ist mit den Vorlagen?", "nlu_fallback")

    assert read.slots == {slot: None}
    assert read.say == "utter_question_open"


@pytest.mark.parametrize("slot", ["user_name", "email", "reason", "decision"])
def test_a_death_is_heard_at_every_step_of_a_cancellation(slot: str) -> None:
    text = "Meine Frau ist letzte Woche von uns gegangen"
    read = reading(slot, text, "complain", tags=(BEREAVED,))

    assert read.slots == {"reason": "bereavement", "decision": None}
    assert read.say == "utter_condolence"
