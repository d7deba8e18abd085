"""How user name and address are read when they are asked for."""

from __future__ import annotations

from typing import Any

from fairwell.dialogue import slots
from fairwell.dialogue.heard import WANTS, Act
from fairwell.dialogue.reading import Reading
from tests.support.tables import table
from tests.unit.readings import EMAIL, LEAVE_TO_RULES, NAME, SET, reading

# --- no question open -------------------------------------------------------------------------


@table(
    "entities, found",
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
    # a word of a question is no name, and is not left without an answer
    (
        "Was heißt Haupt-Account?",
        "nlu_fallback",
        {},
        {},
        {"user_name": None},
        "utter_faq_required_details",
    ),
    (
        f"no clue about the user name, the address is {EMAIL}",
        "inform",
        {},
        {"email": EMAIL},
        {"email": EMAIL, "user_name": ""},
        None,
    ),
    (NAME, "greet", {}, {"user_name": NAME}, {"user_name": NAME}, None),
    (EMAIL, "other_topic", {}, {}, {"email": EMAIL}, None),
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
    ("Den habe ich leider nicht", "other_topic", {}, {}, {"user_name": ""}, None),
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
        {"acts": (Act("charged_after_cancellation", WANTS),)},
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


@table("text, intent, known, entities, found, said", DETAILS)
def test_user_name_and_address(
    text: str, intent: str, known: SET, entities: dict[str, Any], found: SET, said: str | None
) -> None:
    assert reading("user_name", text, intent, known, **entities) == Reading(found, said)


@table("text", ["vergessen", "forgot it", "den hab ich nie gewusst"])
def test_a_name_nobody_knows_is_no_name(text: str) -> None:
    assert reading("user_name", text, "nlu_fallback").slots == {"user_name": slots.UNKNOWN}


def test_a_word_beside_the_address_is_no_second_name() -> None:
    text = f"{EMAIL}, glaube ich"

    assert reading("email", text, "inform", {"user_name": NAME}).slots == {"email": EMAIL}
    late = reading("email", f"blumen, {EMAIL}", "inform", {"user_name": slots.UNKNOWN})
    assert late.slots == {"user_name": "blumen", "email": EMAIL}


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
