"""Which question comes next."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk.executor import CollectingDispatcher

from actions.request_form import ValidateRequestForm, next_question
from fairwell.dialogue import slots
from tests.support.tables import table
from tests.unit.readings import as_stored, asked, hear
from tests.unit.samples import a_message, a_tracker, domain

NAME, EMAIL = "blumen-mueller", "anna@firma.example"
KNOWN = {"user_name": NAME, "email": EMAIL}


@table(
    "known, question",
    [
        ({"kind": "cancel"}, "user_name"),
        ({"kind": "cancel", "user_name": NAME}, "email"),
        ({"kind": "cancel", "email": EMAIL}, "user_name"),
        ({"kind": "cancel", **KNOWN}, "reason"),
        ({"kind": "cancel", "user_name": "", "email": EMAIL}, "reason"),
        ({"kind": "cancel", **KNOWN, "reason": "none"}, "decision"),
        ({"kind": "cancel", **KNOWN, "reason": "none", "decision": "cancel"}, None),
        ({"kind": "pause", **KNOWN}, "decision"),
        ({"kind": "withdraw", **KNOWN}, "decision"),
        ({"kind": "delete_data"}, "user_name"),
        ({"kind": "access_request"}, "user_name"),
        ({"kind": "access_request", **KNOWN}, "decision"),
        ({"kind": "addon"}, "subject"),
        ({"kind": "addon", "subject": "SMS"}, "user_name"),
        ({"kind": "addon", "subject": "SMS", **KNOWN}, "decision"),
        ({"kind": "callback", "decision": "callback"}, "contact"),
        ({"kind": "callback", "decision": "callback", "contact": "0170 1234567"}, None),
        ({"kind": "cancel", "decision": "trial"}, None),
        ({"kind": "cancel", "meant": "ask", **KNOWN}, "meant"),
        ({"kind": "cancel", "meant": "go_on"}, "user_name"),
        ({}, "kind"),
    ],
)
def test_the_first_open_question_comes_next(known: dict[str, Any], question: str | None) -> None:
    assert next_question(known) == question


@given(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(slots.KINDS),
            **{
                slot: st.sampled_from([None, "", "x"])
                for slot in ("user_name", "email", "reason", "subject", "contact", "decision")
            },
        }
    )
)
def test_a_request_is_complete_only_with_every_answer_it_needs(values: dict[str, Any]) -> None:
    question = next_question(values)

    if question is None:
        assert values["kind"] == slots.CALLBACK or values["decision"] is not None
    else:
        assert values[question] is None
        assert question in domain()["forms"][slots.FORM]["required_slots"]


def turn(text: str, intent: str, **slots_before: Any) -> tuple[dict[str, Any], list[str]]:
    """Slots that one turn of the form sets, and what is said before the next question."""
    dispatcher = CollectingDispatcher()
    question = asked(slots_before.get("requested_slot"), kind=slots_before.get("kind"))
    heard = as_stored(hear(text, intent, question))
    tracker = a_tracker(a_message(text, intent, heard=heard), form=slots.FORM, **slots_before)
    events = asyncio.run(ValidateRequestForm().run(dispatcher, tracker, {}))
    return {e["name"]: e["value"] for e in events}, [m["response"] for m in dispatcher.messages]


def test_an_answer_sets_its_slots_and_the_next_question() -> None:
    found, said = turn(f"{NAME}, {EMAIL}", "inform", kind="cancel", requested_slot="user_name")

    assert found == {"user_name": NAME, "email": EMAIL, "requested_slot": "reason"}
    assert said == []


def test_a_broken_address_is_told_before_it_is_asked_for_again() -> None:
    found, said = turn(f"{NAME}, anna@firma", "inform", kind="cancel", requested_slot="user_name")

    assert found == {"email": None, "user_name": NAME, "requested_slot": "email"}
    assert said == ["utter_email_broken"]


def test_an_interruption_sets_nothing_but_keeps_the_open_question() -> None:
    found, said = turn("Was kostet das?", "faq_pause", kind="cancel", requested_slot="user_name")

    assert found == {"requested_slot": "user_name"}
    assert said == []


def test_the_last_answer_leaves_no_question() -> None:
    found, _ = turn(
        "ja", "affirm", kind="cancel", **KNOWN, reason="none", requested_slot="decision"
    )

    assert found == {"decision": "cancel", "requested_slot": None}


def test_changing_the_details_asks_what_is_right_instead_and_keeps_them_until_then() -> None:
    found, _ = turn(
        "stimmt nicht",
        "correct_details",
        kind="cancel",
        **KNOWN,
        reason="none",
        requested_slot="decision",
    )

    assert found == {
        "change": "ask",
        "decision": None,
        "requested_slot": "change",
    }
