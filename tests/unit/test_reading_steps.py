"""How the other answers, and buttons, are read; and what holds for any message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell.dialogue import slots
from fairwell.dialogue.heard import THINKS_FIRST
from fairwell.dialogue.intents import (
    ENDINGS,
    INTERRUPTIONS,
    OTHER_WISHES,
    QUESTIONS,
    TALK,
    TURNS_INTO,
)
from fairwell.dialogue.message import Message
from fairwell.dialogue.reading import Asked, Reading, read_answer
from tests.unit.readings import EMAIL, LEAVE_TO_RULES, NAME, SET, reading
from tests.unit.samples import domain

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
        ("das SMS-Paket", "inform", {"subject": "SMS-Paket"}),
        ("nein, nur das SMS-Paket", "deny", {"subject": "SMS-Paket"}),
        ("only the survey", "inform", {"subject": "survey"}),
        ("nur", "inform", {"subject": "nur"}),
        ("Survey add-on", "other_topic", {"subject": "Survey add-on"}),
        ("Was für Produkte habe ich?", "other_topic", LEAVE_TO_RULES),
        ("Welche habe ich denn?", "nlu_fallback", {"subject": None}),
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
        ("morgen Vormittag", "greet", {}, {"contact": None}, "utter_contact_not_understood"),
        ("Wann rufen Sie an?", "faq_phone", {}, LEAVE_TO_RULES, None),
    ],
)
def test_where_to_call_back(
    text: str, intent: str, entities: dict[str, str], found: SET, said: str | None
) -> None:
    known = {"kind": "callback"}

    assert reading("contact", text, intent, known, **entities) == Reading(found, said)


@pytest.mark.parametrize("slot", ["reason", "user_name", "subject", "contact"])
@pytest.mark.parametrize(
    "text",
    [
        "let me sleep on it",
        "I need to think about it first",
        "give me time to think",
        "Ich muss erst darüber schlafen",
        "das überlege ich mir noch",
        "ich brauche Bedenkzeit",
    ],
)
def test_who_wants_to_think_first_has_answered_nothing(slot: str, text: str) -> None:
    read = reading(slot, text, "pause_account", tags=(THINKS_FIRST,))

    assert read.slots == {slot: None}


# --- what shall be changed ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent", "entities", "found", "said"),
    [
        (
            f"{NAME}, {EMAIL}",
            "inform",
            {"user_name": NAME, "email": EMAIL},
            {"user_name": NAME, "email": EMAIL, "decision": None, "change": None},
            "utter_details_changed",
        ),
        (
            EMAIL,
            "inform",
            {"email": EMAIL},
            {"email": EMAIL, "decision": None, "change": None},
            "utter_details_changed",
        ),
        ("anna@", "inform", {}, {"change": "ask"}, "utter_email_broken"),
        (
            "der Grund: zu teuer",
            "give_reason",
            {},
            {"reason": "der Grund: zu teuer", "decision": None, "change": None},
            "utter_reason_noted",
        ),
        ("doch nichts", "deny", {}, {"change": None}, None),
        (
            "ach, lassen wir die Farbe lieber",
            "nlu_fallback",
            {},
            {"change": "ask"},
            "utter_details_not_understood",
        ),
        ("Was kostet die Pause?", "faq_pause", {}, LEAVE_TO_RULES, None),
    ],
)
def test_what_is_changed(
    text: str, intent: str, entities: dict[str, str], found: SET, said: str | None
) -> None:
    assert reading("change", text, intent, **entities) == Reading(found, said)


@pytest.mark.parametrize("what", ["reason", "subject"])
def test_a_button_under_the_page_asks_for_the_reason_or_the_add_on_anew(what: str) -> None:
    found = reading("change", "Titel", "press", change=what).slots

    assert found == {what: None, "page_shown": None, "change": None}


def test_details_answer_what_a_bare_cancel_meant() -> None:
    found = reading("meant", EMAIL, "inform", email=EMAIL).slots

    assert found == {"meant": "go_on", "email": EMAIL}


# --- buttons ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "entities", "kind", "found"),
    [
        (
            "reason",
            {"reason": "too_expensive"},
            "cancel",
            {"reason": "too_expensive", "manner": None},
        ),
        ("reason", {"reason": "none"}, "cancel", {"reason": "none", "manner": None}),
        ("decision", {"decision": "cancel"}, "cancel", {"decision": "cancel"}),
        ("decision", {"decision": "to_pause"}, "cancel", {"kind": "pause", "decision": None}),
        ("decision", {"decision": "to_pause"}, "withdraw", {"decision": None}),
        ("decision", {"decision": "pause"}, "cancel", {"decision": None}),
        ("decision", {"decision": "keep"}, "pause", {"decision": "keep"}),
        (
            "decision",
            {"decision": "change"},
            "cancel",
            {"change": "ask", "decision": None},
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
        ("decision", {"decision": "at_balance_end"}, "cancel", {"decision": None}),
        ("decision", {"decision": "at_balance_end"}, "withdraw", {"decision": None}),
        ("decision", {"decision": "rob_the_bank"}, "cancel", {"decision": None}),
        ("user_name", {"decision": "cancel"}, "cancel", {"user_name": None}),
        (None, {"decision": "cancel"}, None, LEAVE_TO_RULES),
    ],
)
def test_buttons(slot: str | None, entities: dict[str, str], kind: str | None, found: SET) -> None:
    assert reading(slot, "Titel", "press", {"kind": kind}, **entities).slots == found


@pytest.mark.parametrize(
    ("kind", "found"),
    [("cancel", {"decision": "at_balance_end"}), ("withdraw", {"decision": None})],
)
def test_the_end_of_the_balance_is_chosen_where_the_page_asks_for_it(kind: str, found: SET) -> None:
    known = {"kind": kind, "choice": True}

    pressed = reading("decision", "Titel", "press", known, decision="at_balance_end")

    assert pressed.slots == found


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
