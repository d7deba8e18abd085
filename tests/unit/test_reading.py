"""How an answer is read in the light of the question; a table for each question."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import slots
from actions.message import Message
from actions.reading import (
    ENDINGS,
    INTERRUPTIONS,
    OTHER_WISHES,
    QUESTIONS,
    TALK,
    TURNS_INTO,
    Asked,
    Reading,
    read_answer,
)
from tests.unit.samples import domain

SET = dict[str, str | None]
NAME, EMAIL = "blumen-mueller", "anna@firma.example"
LEAVE_TO_RULES: SET = {}


def message(
    text: str, intent: str, confidence: float = 0.9, **entities: str | list[str]
) -> Message:
    listed = {name: [v] if isinstance(v, str) else v for name, v in entities.items()}
    return Message(text, intent, confidence, listed, "01TURN")


def asked(slot: str | None, **known: Any) -> Asked:
    return Asked(**{"slot": slot, "kind": "cancel", "user_name": None, "email": None, **known})


def reading(
    slot: str | None, text: str, intent: str, known: SET | None = None, **m: Any
) -> Reading:
    return read_answer(message(text, intent, **m), asked(slot, **(known or {})))


# --- no question open -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entities", "found"),
    [
        ({}, {}),
        ({"email": EMAIL}, {"email": EMAIL}),
        ({"user_name": "Blumen-Mueller"}, {"user_name": NAME}),
        ({"user_name": NAME, "email": "ANNA@firma.example"}, {"user_name": NAME, "email": EMAIL}),
        ({"email": ["not an address", EMAIL]}, {"email": EMAIL}),
        ({"email": "anna@firma", "user_name": "x"}, {}),
        ({"date": "morgen", "code": "123456"}, {}),
    ],
)
def test_in_a_first_message_details_count_and_nothing_else(entities: SET, found: SET) -> None:
    assert reading(None, "Ich möchte kündigen", "cancel_account", **entities).slots == found
    assert reading(None, "ja", "affirm", **entities).slots == found


# --- user name and address --------------------------------------------------------------------

DETAILS: list[tuple[str, str, SET, dict[str, Any], SET, str | None]] = [
    # text, intent, known before, entities, slots set, said first
    (f"{NAME}, {EMAIL}", "inform", {}, {}, {"user_name": NAME, "email": EMAIL}, None),
    (f"my user name is {NAME}", "inform", {}, {}, {"user_name": NAME}, None),
    (NAME, "nlu_fallback", {}, {}, {"user_name": NAME}, None),
    (NAME, "greet", {}, {"user_name": NAME}, {"user_name": NAME}, None),
    (EMAIL, "out_of_scope", {}, {}, {"email": EMAIL}, None),
    (
        f"stop@firma.example {NAME}",
        "stop",
        {},
        {},
        {"user_name": NAME, "email": "stop@firma.example"},
        None,
    ),
    # a lone word that something else explains is no user name
    ("stop", "stop", {}, {}, LEAVE_TO_RULES, None),
    ("hilfe", "help", {}, {}, LEAVE_TO_RULES, None),
    ("hello", "greet", {}, {}, LEAVE_TO_RULES, None),
    ("yes", "affirm", {}, {}, {"user_name": None, "email": None}, None),
    # not known
    ("weiß ich nicht", "nlu_fallback", {}, {}, {"user_name": ""}, None),
    ("I don't know", "deny", {}, {}, {"user_name": ""}, None),
    ("keine Angabe", "skip", {}, {}, {"user_name": ""}, None),
    ("Den habe ich leider nicht", "out_of_scope", {}, {}, {"user_name": ""}, None),
    ("no idea, forgot it", "complain", {}, {}, {"user_name": ""}, None),
    (
        f"{EMAIL}, den Benutzernamen weiß ich nicht",
        "inform",
        {},
        {},
        {"email": EMAIL, "user_name": ""},
        None,
    ),
    (f"{EMAIL}, I don't know the other", "inform", {"user_name": NAME}, {}, {"email": EMAIL}, None),
    (
        f"{NAME}, die Mailadresse weiß ich nicht",
        "inform",
        {},
        {"user_name": NAME},
        {"user_name": NAME, "email": ""},
        None,
    ),
    (
        f"{NAME}, but I don't know the e-mail",
        "inform",
        {},
        {"user_name": NAME},
        {"user_name": NAME, "email": ""},
        None,
    ),
    (f"weiß nicht genau, {NAME}", "inform", {}, {"user_name": NAME}, {"user_name": NAME}, None),
    # broken address
    ("anna@firma", "inform", {}, {}, {"email": None}, "utter_email_broken"),
    (
        f"{NAME}, anna@firma",
        "inform",
        {},
        {},
        {"email": None, "user_name": NAME},
        "utter_email_broken",
    ),
    (
        "a@b.example, c@d.example",
        "inform",
        {},
        {"email": ["a@b.example", "c@d.example"]},
        {"email": None},
        "utter_email_broken",
    ),
    # another wish, a reason said early, an interruption, nothing of use
    ("dann lieber pausieren", "pause_account", {}, {}, {"kind": "pause", "decision": None}, None),
    ("nur das SMS-Paket", "cancel_addon", {}, {}, {"kind": "addon", "decision": None}, None),
    (
        "ihr habt doch abgebucht",
        "charged_after_cancellation",
        {},
        {},
        {"kind": "callback", "subject": "ihr habt doch abgebucht", "decision": "callback"},
        None,
    ),
    (
        "It's just too expensive now",
        "give_reason",
        {},
        {},
        {"reason": "It's just too expensive now"},
        None,
    ),
    ("Was kostet die Pause denn?", "faq_pause", {}, {}, LEAVE_TO_RULES, None),
    (
        "Ich will einfach nur kündigen",
        "cancel_account",
        {},
        {},
        {"user_name": None, "email": None},
        None,
    ),
    (
        "Ich will einfach nur kündigen",
        "cancel_account",
        {"user_name": NAME},
        {},
        {"user_name": NAME, "email": None},
        None,
    ),
    (
        "der Account meines Chefs",
        "nlu_fallback",
        {},
        {},
        {"user_name": None},
        "utter_details_not_understood",
    ),
]


@pytest.mark.parametrize(("text", "intent", "known", "entities", "found", "said"), DETAILS)
def test_user_name_and_address(
    text: str, intent: str, known: SET, entities: dict[str, Any], found: SET, said: str | None
) -> None:
    assert reading("user_name", text, intent, known, **entities) == Reading(found, said)


def test_one_of_the_two_details_is_needed() -> None:
    both_unknown = {"user_name": slots.UNKNOWN}

    assert reading("email", "weiß ich nicht", "skip", {"user_name": NAME}).slots == {"email": ""}
    assert reading("email", "weiß ich nicht", "skip", both_unknown) == Reading(
        {"user_name": None, "email": None}, "utter_one_detail_needed"
    )


def test_only_a_cancellation_takes_a_reason_early() -> None:
    assert reading("user_name", "zu wenig Zeit gerade", "give_reason", {"kind": "pause"}).slots == {
        "user_name": None,
        "email": None,
    }


def test_a_wish_heard_with_little_confidence_does_not_change_the_request() -> None:
    heard = reading("user_name", "meine Daten sind weg", "delete_data", confidence=0.3)

    assert "kind" not in heard.slots


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
        ("the weather", "out_of_scope", {"reason": "the weather"}),
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
        ("mein Mann ist verstorben", "give_reason", {"reason": "bereavement"}),
        ("my mother passed away", "nlu_fallback", {"reason": "bereavement"}),
    ],
)
def test_the_reason(text: str, intent: str, found: SET) -> None:
    assert reading("reason", text, intent).slots == found


def test_a_pause_wished_for_without_confidence_is_a_reason() -> None:
    assert reading("reason", "Sommerpause", "pause_account", confidence=0.4).slots == {
        "reason": "Sommerpause"
    }


def test_a_death_is_met_with_sympathy_first() -> None:
    assert reading("reason", "meine Frau ist gestorben", "give_reason").say == "utter_condolence"


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
        ("lieber pausieren", "pause_account", "cancel", {"decision": "pause"}),
        # a pause is described on the page of a cancellation only
        ("lieber pausieren", "pause_account", "delete_data", {"kind": "pause", "decision": None}),
        ("rather pause", "pause_account", "withdraw", {"kind": "pause", "decision": None}),
        ("ich widerrufe", "withdraw_contract", "cancel", {"kind": "withdraw", "decision": None}),
        ("delete my data", "delete_data", "cancel", {"kind": "delete_data", "decision": None}),
        ("only the add-on", "cancel_addon", "cancel", {"kind": "addon", "decision": None}),
        ("withdraw it", "withdraw_contract", "withdraw", {"decision": "withdraw"}),
        ("nein", "deny", "cancel", {"decision": "keep"}),
        (
            "stimmt nicht",
            "correct_details",
            "cancel",
            {"user_name": None, "email": None, "decision": None},
        ),
        # nothing is recorded on a question
        ("ja?", "affirm", "cancel", {"decision": None}),
        ("Kann ich jetzt kündigen?", "cancel_account", "cancel", {"decision": None}),
        ("can I pause instead", "pause_account", "cancel", {"decision": None}),
        ("should I do it", "affirm", "cancel", {"decision": None}),
        ("hm", "nlu_fallback", "cancel", {"decision": None}),
        ("zu teuer", "give_reason", "cancel", {"decision": None}),
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
    assert reading("decision", "hm ja", intent, confidence=0.49).slots == {"decision": None}


def test_a_call_back_asked_for_on_the_page_is_one_with_its_subject() -> None:
    found = reading("decision", "Ihr habt trotzdem abgebucht", "charged_after_cancellation").slots

    assert found == {
        "kind": "callback",
        "subject": "Ihr habt trotzdem abgebucht",
        "decision": "callback",
    }


@pytest.mark.parametrize("slot", ["reason", "decision", "subject"])
def test_a_corrected_detail_shows_the_page_again(slot: str) -> None:
    corrected = reading(slot, f"nein, {EMAIL}", "correct_details", email=EMAIL)

    assert corrected.slots == {"email": EMAIL, "decision": None}


def test_an_address_in_a_question_is_no_correction() -> None:
    asks = reading("decision", f"Geht die Mail an {EMAIL}?", "faq_confirmation_email", email=EMAIL)

    assert asks.slots == LEAVE_TO_RULES


# --- what a bare "cancel" means, which add-on, where to call ----------------------------------


@pytest.mark.parametrize("slot", ["user_name", "email", "reason", "decision", "subject", "contact"])
@pytest.mark.parametrize("text", ["abbrechen", "Abbrechen!", "cancel it", "bitte abbrechen"])
def test_a_bare_cancel_asks_what_is_meant_at_every_step(slot: str, text: str) -> None:
    assert reading(slot, text, "stop").slots == {"meant": "ask"}


@pytest.mark.parametrize(
    ("text", "intent", "kind", "found"),
    [
        ("den Account", "inform", "cancel", {"meant": "go_on"}),
        ("my account", "cancel_account", "cancel", {"meant": "go_on"}),
        (
            "my account",
            "cancel_account",
            "pause",
            {"meant": "go_on", "kind": "cancel", "decision": None},
        ),
        (
            "nur SMS",
            "cancel_addon",
            "cancel",
            {"meant": "go_on", "kind": "addon", "decision": None},
        ),
        ("das hier", "nlu_fallback", "cancel", {"meant": "ask"}),
        ("das Gespräch", "stop", "cancel", LEAVE_TO_RULES),
    ],
)
def test_what_was_meant(text: str, intent: str, kind: str, found: SET) -> None:
    assert reading("meant", text, intent, {"kind": kind}).slots == found


@pytest.mark.parametrize(
    ("text", "intent", "found"),
    [
        ("das SMS-Paket", "inform", {"subject": "das SMS-Paket"}),
        ("Survey add-on", "out_of_scope", {"subject": "Survey add-on"}),
        ("Was für Produkte habe ich?", "out_of_scope", LEAVE_TO_RULES),
        ("stop", "stop", LEAVE_TO_RULES),
    ],
)
def test_the_add_on(text: str, intent: str, found: SET) -> None:
    assert reading("subject", text, intent, {"kind": "addon"}).slots == found


@pytest.mark.parametrize(
    ("text", "intent", "entities", "found", "said"),
    [
        ("0170 1234567", "inform", {}, {"contact": "0170 1234567"}, None),
        ("+49 (30) 123-456 bitte", "thank", {}, {"contact": "+49 (30) 123-456"}, None),
        (EMAIL, "inform", {"email": EMAIL}, {"contact": EMAIL}, None),
        (f"mail me: {EMAIL.upper()}", "inform", {}, {"contact": EMAIL}, None),
        ("gar nicht", "deny", {}, {"contact": None}, "utter_contact_not_understood"),
        ("12", "inform", {}, {"contact": None}, "utter_contact_not_understood"),
        ("Wann rufen Sie an?", "faq_phone", {}, LEAVE_TO_RULES, None),
    ],
)
def test_where_to_call_back(
    text: str, intent: str, entities: dict[str, str], found: SET, said: str | None
) -> None:
    known = {"kind": "callback"}

    assert reading("contact", text, intent, known, **entities) == Reading(found, said)


# --- buttons ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "entities", "kind", "found"),
    [
        ("reason", {"reason": "too_expensive"}, "cancel", {"reason": "too_expensive"}),
        ("reason", {"reason": "none"}, "cancel", {"reason": "none"}),
        ("decision", {"decision": "cancel"}, "cancel", {"decision": "cancel"}),
        ("decision", {"decision": "pause"}, "cancel", {"decision": "pause"}),
        ("decision", {"decision": "keep"}, "pause", {"decision": "keep"}),
        ("decision", {"decision": "at_balance_end"}, "cancel", {"decision": "at_balance_end"}),
        (
            "decision",
            {"decision": "change"},
            "cancel",
            {"user_name": None, "email": None, "decision": None},
        ),
        ("decision", {"decision": "to_cancel"}, "pause", {"kind": "cancel", "decision": None}),
        ("meant", {"meant": "go_on"}, "cancel", {"meant": "go_on"}),
        (
            "meant",
            {"meant": "go_on"},
            "pause",
            {"meant": "go_on", "kind": "cancel", "decision": None},
        ),
        # a button of another step asks the open question again
        ("reason", {"decision": "cancel"}, "cancel", {"reason": None}),
        ("decision", {"reason": "none"}, "cancel", {"decision": None}),
        # so does one that the page of this request does not carry
        ("decision", {"decision": "cancel"}, "pause", {"decision": None}),
        ("decision", {"decision": "pause"}, "delete_data", {"decision": None}),
        ("decision", {"decision": "at_balance_end"}, "withdraw", {"decision": None}),
        ("decision", {"decision": "rob_the_bank"}, "cancel", {"decision": None}),
        ("user_name", {"decision": "cancel"}, "cancel", {"user_name": None}),
        (None, {"decision": "cancel"}, None, LEAVE_TO_RULES),
    ],
)
def test_buttons(slot: str | None, entities: dict[str, str], kind: str | None, found: SET) -> None:
    assert reading(slot, "Titel", "press", {"kind": kind}, **entities).slots == found


# --- any message at all -----------------------------------------------------------------------

any_message = st.builds(
    Message,
    text=st.text(max_size=60) | st.sampled_from(["ja", "cancel", "weiß nicht", NAME, EMAIL, "?"]),
    intent=st.sampled_from([*domain()["intents"], "nlu_fallback", ""]),
    confidence=st.floats(0, 1),
    entities=st.dictionaries(
        st.sampled_from(["user_name", "email", "decision", "reason", "meant", "code", "score"]),
        st.lists(st.sampled_from([NAME, EMAIL, "cancel", "none", "x", ""]), min_size=1, max_size=2),
        max_size=3,
    ),
)
any_question = st.builds(
    Asked,
    slot=st.sampled_from([None, *domain()["forms"][slots.FORM]["required_slots"]]),
    kind=st.sampled_from([*slots.KINDS, None]),
    user_name=st.sampled_from([None, "", NAME]),
    email=st.sampled_from([None, "", EMAIL]),
)


@given(any_message, any_question)
def test_any_message_can_be_read_and_sets_slots_of_the_domain(m: Message, q: Asked) -> None:
    read = read_answer(m, q)

    assert read.slots.keys() <= domain()["slots"].keys()
    assert read.say is None or read.say in domain()["responses"]


@given(any_message, any_question)
def test_a_decision_needs_the_question_for_it_a_sure_word_and_no_question_mark(
    m: Message, q: Asked
) -> None:
    decided = read_answer(m, q).slots.get("decision")
    if decided in (None, slots.CALLBACK):
        return

    assert q.slot == "decision"
    assert m.pressed or (m.confidence >= 0.5 and "?" not in m.text)


@given(any_message, any_question)
def test_what_is_left_to_the_rules_is_what_they_have_a_rule_for(m: Message, q: Asked) -> None:
    if q.slot is not None and not read_answer(m, q).slots:
        assert m.intent in INTERRUPTIONS


def test_groups_of_intents_do_not_overlap_and_exist() -> None:
    groups = (QUESTIONS, OTHER_WISHES, TALK, ENDINGS, frozenset(TURNS_INTO))

    assert sum(map(len, groups)) == len(frozenset().union(*groups))
    assert frozenset().union(*groups) <= set(domain()["intents"])
