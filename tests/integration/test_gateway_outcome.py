"""What the chat's API tells of a turn beside its messages: open, recorded, answered."""

from __future__ import annotations

from typing import Any

from fairwell.rules.handoff.agent import Agent
from fairwell.services.staff import presence
from tests.integration.clicking import LAST_CLICK, at_the_page, recording, the_case
from tests.integration.serving import Body, Customer, Gateway, says

NAMED = {"user_name": "weinhof-lang", "email": "buero@weinhof-lang.example"}
ON_RECORD = {"reference": "K7MPX2R4", "kind": "cancel", "ends": None, **NAMED}
CANCEL = {"kind": "cancel", "step": "confirm", "ends": None, **NAMED}


def with_state(answer: Body, *, notes: tuple[Body, ...] = (), **slots: Any) -> Body:
    """An engine's answer after which these slots are filled; each message carries its note."""
    messages = [
        {**message, "custom": {**message.get("custom", {}), **note}}
        for message, note in zip(answer["messages"], [*notes, *[{}] * 9], strict=False)
    ]
    return {**answer, "messages": messages, "slots": slots}


def in_form(asked: str, kind: str = "cancel", **slots: Any) -> Body:
    return {"active_form": "request_form", "requested_slot": asked, "kind": kind, **slots}


def outcome(answer: Body) -> tuple[Any, Any, Any]:
    return answer["process"], answer["recorded"], answer["answered"]


PAGE = with_state(
    says("Soll ich jetzt kündigen?", buttons=(LAST_CLICK,)), **in_form("decision", **NAMED)
)
RECEIPT = with_state(
    says("Ihre Kündigung ist eingegangen.", "Möchten Sie uns etwas sagen?"),
    notes=({"recorded": [ON_RECORD]},),
    concluded="cancel",
    **NAMED,
)


def test_with_nothing_open_all_three_are_there_and_empty(gate: Gateway, customer: Customer) -> None:
    customer.says("hallo")

    assert outcome(customer.answer) == (None, [], [])


def test_what_is_open_is_told_with_its_step_and_the_account_as_it_was_named(
    gate: Gateway, customer: Customer
) -> None:
    gate.engine.script.append(gate.engine.answering(PAGE))

    customer.says("kündigen")

    assert customer.answer["process"] == CANCEL
    assert customer.get("/api/chat/messages").json()["process"] == CANCEL


def test_a_record_is_told_once_by_the_turn_that_made_it_and_never_in_its_text(
    gate: Gateway, customer: Customer
) -> None:
    gate.engine.script += [gate.engine.answering(PAGE), gate.engine.answering(RECEIPT)]
    customer.says("kündigen")

    customer.presses("Jetzt kündigen")
    assert outcome(customer.answer) == (None, [ON_RECORD], [])
    assert "K7MPX2R4" not in str(customer.answer["messages"])

    customer.says("danke")
    assert outcome(customer.answer) == (None, [], [])


def test_every_topic_of_a_turn_is_told_once_in_the_order_of_its_answers(
    gate: Gateway, customer: Customer
) -> None:
    answer = with_state(
        says("Nein.", "120 Tage.", "Wie gesagt: nein.", "Wie heißen Sie?"),
        notes=(
            {"answered": ["faq_refund"]},
            {"answered": ["faq_data_retention"]},
            {"answered": ["faq_refund"]},
        ),
        **in_form("user_name"),
    )
    gate.engine.script.append(gate.engine.answering(answer))

    customer.says("kündigen, Geld zurück? und meine Daten?")

    assert customer.answer["answered"] == ["faq_refund", "faq_data_retention"]
    assert customer.answer["process"]["step"] == "details"


def test_a_repeated_request_is_told_the_outcome_of_its_own_turn(
    gate: Gateway, customer: Customer
) -> None:
    gate.engine.script += [gate.engine.answering(PAGE), gate.engine.answering(RECEIPT)]
    page = customer.send({"message": "kündigen"}, key="page").json()
    button = customer.buttons["Jetzt kündigen"]
    receipt = customer.send({"press": button}).json()
    customer.says("danke")

    assert customer.send({"message": "kündigen"}, key="page").json() == page
    assert customer.send({"press": button}).json() == receipt


def test_a_failed_turn_leaves_open_what_was_open(gate: Gateway, customer: Customer) -> None:
    gate.engine.script += [gate.engine.answering(PAGE), gate.engine.answering({}, status=500)]
    customer.says("kündigen")

    customer.says("ja")

    assert outcome(customer.answer) == (CANCEL, [], [])


def test_a_record_whose_answer_got_lost_is_told_with_the_lines_that_replace_it(
    gate: Gateway,
) -> None:
    customer = at_the_page(gate)
    gate.engine.script.append(gate.engine.dying(recording(gate)))

    customer.presses("Jetzt kündigen")

    case = the_case(gate)
    told = {"reference": case.reference, "kind": "cancel", "ends": None}
    named = {"user_name": case.user_name, "email": case.email}
    assert outcome(customer.answer) == (None, [told | named], [])


def test_a_handoff_ends_what_was_open_and_is_the_topic_that_was_answered(
    gate: Gateway, customer: Customer
) -> None:
    presence.say_present(Agent("01ANNA", "anna@desk.example", "Anna Beispiel"), "online", gate.app)
    engine = gate.engine
    wish = with_state(
        says("Niemand da.", handoff="asked"),
        notes=({"answered": ["human_handoff"]},),
        **in_form("decision", **NAMED),
    )
    engine.script += [engine.answering(PAGE), engine.answering(wish)]
    customer.says("kündigen")

    customer.says("ein Mensch bitte", key="wish")
    queued, leave = customer.answer, customer.buttons["Zurück zum Assistenten"]
    assert queued["speaker"] == "queued"
    assert outcome(queued) == (None, [], ["human_handoff"])
    assert customer.send({"message": "ein Mensch bitte"}, key="wish").json() == queued

    customer.says("hallo?")
    assert outcome(customer.answer) == (None, [], [])

    customer.send({"press": leave})
    assert customer.answer["speaker"] == "bot"
    assert outcome(customer.answer) == (None, [], [])


def test_without_anybody_at_the_desk_the_request_stays_open(
    gate: Gateway, customer: Customer
) -> None:
    wish = with_state(
        says("Niemand da.", handoff="asked"),
        notes=({"answered": ["human_handoff"]},),
        **in_form("decision", **NAMED),
    )
    gate.engine.script.append(gate.engine.answering(wish))

    customer.says("ein Mensch bitte")

    assert outcome(customer.answer) == (CANCEL, [], ["human_handoff"])
