"""What actions note of a turn beside their words: records, topics, our own open question."""

from __future__ import annotations

from typing import Any

import pytest

from fairwell.dialogue import slots
from fairwell.dialogue.outcome import OnRecord, TurnOutcome, merged, open_process
from tests.integration.dialogue import Dialogue
from tests.integration.serving import Gateway
from tests.support.services import use_services
from tests.unit.samples import a_message
from tests.unit.texts import payload_parts

STRANGER = {"user_name": "sonnenhof", "email": "post@sonnenhof.example"}
# What the model of tags would hear in a question that its intent says nothing of.
TAGGED = {"Wie viel Guthaben habe ich noch?": ("asks_balance",)}
TAKE_BACK = a_message("zurücknehmen bitte", "revoke_cancellation")


@pytest.fixture
def chat(gate: Gateway, monkeypatch: pytest.MonkeyPatch) -> Dialogue:
    """A German conversation whose actions use the gateway's services."""
    use_services(monkeypatch, gate.app)
    return Dialogue("de")


def outcome(chat: Dialogue) -> TurnOutcome:
    """What the gateway makes of the last turn."""
    noted = [one.values["custom"] for one in chat.said if one.values.get("custom")]
    form = {"active_form": chat.state.form} if chat.state.form else {}
    return merged(noted, open_process({**chat.state.slots, **form}))


def press(chat: Dialogue, payload: str) -> None:
    chat.hear(a_message(payload, "press", 1.0, **payload_parts(payload)[1]))


def cancels(chat: Dialogue) -> OnRecord:
    chat.hear(a_message("Ich möchte kündigen", "cancel_account", 1.0, **STRANGER))
    press(chat, '/press{"reason":"none"}')
    press(chat, '/press{"decision":"cancel"}')
    (record,) = outcome(chat).recorded
    return record


def is_asked_to_take_back(chat: Dialogue) -> bool:
    process = outcome(chat).process
    return process is not None and (process.kind, process.step) == ("revoke", "confirm")


def test_the_steps_of_a_cancellation_and_its_record_are_noted_once(chat: Dialogue) -> None:
    chat.hear(a_message("Ich möchte kündigen", "cancel_account"))
    steps: list[Any] = [outcome(chat).process]
    chat.hear(
        a_message("sonnenhof, post@sonnenhof.example", "inform", 1.0, heard={"details": STRANGER})
    )
    steps.append(outcome(chat).process)
    press(chat, '/press{"reason":"none"}')
    steps.append(outcome(chat).process)
    assert [each.step for each in steps] == ["details", "reason", "confirm"]
    assert (steps[-1].user_name, steps[-1].email) == tuple(STRANGER.values())

    press(chat, '/press{"decision":"cancel"}')
    first = outcome(chat)
    press(chat, '/press{"decision":"cancel"}')

    (record,) = first.recorded
    assert (record.kind, record.ends) == ("cancel", None)
    assert (record.user_name, record.email) == tuple(STRANGER.values())
    assert first.process is None
    assert outcome(chat) == TurnOutcome()


@pytest.mark.parametrize("said", ["ja", "Ja, bitte zurücknehmen."])
def test_a_typed_yes_to_taking_back_is_noted_as_a_record_of_its_own(
    chat: Dialogue, said: str
) -> None:
    record = cancels(chat)
    chat.hear(TAKE_BACK)
    assert is_asked_to_take_back(chat)

    yes = {"stance": "yes", "page": "revoke", "strength": "agreed"}
    chat.hear(a_message(said, "affirm", heard=yes))

    (revoked,) = outcome(chat).recorded
    assert (revoked.reference, revoked.kind) == (record.reference, "revoke")
    assert outcome(chat).process is None


def test_taking_back_what_is_taken_back_records_nothing(chat: Dialogue) -> None:
    cancels(chat)
    chat.hear(TAKE_BACK)
    case_id = str(chat.state.slots[slots.PENDING]).removeprefix("revoke:")
    noted = []
    for _ in range(2):
        press(chat, f'/press{{"decision":"revoke","case":"{case_id}"}}')
        assert [one.response for one in chat.said] == ["utter_revoked"]
        noted.append([each.kind for each in outcome(chat).recorded])

    assert noted == [["revoke"], []]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("nein", "deny"),
        ("Was passiert mit meinen Daten?", "faq_data_retention"),
        ("danke", "thank"),
        ("auf Deutsch bitte", "switch_language"),
        ("Wo steht meine Kündigung?", "cancellation_status"),
        ("xyz", "nlu_fallback"),
    ],
)
def test_any_other_message_closes_the_question_whether_to_take_back(
    chat: Dialogue, said: str, intent: str
) -> None:
    cancels(chat)
    chat.hear(TAKE_BACK)

    chat.hear(a_message(said, intent, 0.95, tags=TAGGED.get(said, ())))
    assert outcome(chat).process is None

    chat.hear(a_message("ja", "affirm"))
    assert outcome(chat).recorded == ()


def test_the_question_stays_open_while_it_is_asked_again(chat: Dialogue) -> None:
    cancels(chat)
    for said in (TAKE_BACK, a_message("wie bitte", "repeat")):
        chat.hear(said)
        assert is_asked_to_take_back(chat)


def test_beside_an_open_form_its_question_is_what_is_open(chat: Dialogue) -> None:
    cancels(chat)
    chat.hear(a_message("lieber pausieren", "pause_account"))
    chat.hear(TAKE_BACK)

    process = outcome(chat).process
    assert process is not None
    assert process.kind == "pause"


@pytest.mark.parametrize(
    ("said", "intent", "topics"),
    [
        ("Bekomme ich Geld zurück?", "faq_refund", ("faq_refund",)),
        ("Wo steht meine Kündigung?", "cancellation_status", ("cancellation_status",)),
        ("Kein Code da", "resend_code", ("resend_code",)),
        ("Keine Bestätigung da", "faq_confirmation_email", ("faq_confirmation_email",)),
        ("in English please", "switch_language", ("switch_language",)),
        ("Ich will einen Menschen", "human_handoff", ("human_handoff",)),
        ("Wie viel Guthaben habe ich noch?", "faq_billing_date", ("faq_prepay_renewal",)),
        ("Wo ist meine Rechnung?", "invoice", ("invoice",)),
        ("Wann endet er denn?", "ask_end", ("ask_end",)),
        ("Das war jemand anderes", "not_me", ("not_me",)),
        ("danke", "thank", ()),
        ("hm", "other_topic", ()),
    ],
)
@pytest.mark.parametrize("in_form", [False, True])
def test_an_answer_notes_its_topic_also_beside_a_request(
    chat: Dialogue, said: str, intent: str, topics: tuple[str, ...], *, in_form: bool
) -> None:
    if in_form:
        chat.hear(a_message("Ich möchte kündigen", "cancel_account"))

    chat.hear(a_message(said, intent, 0.95, tags=TAGGED.get(said, ())))

    assert outcome(chat).answered == topics
    assert (outcome(chat).process is not None) is in_form


def test_access_to_data_is_a_process_of_its_own_and_then_on_record(chat: Dialogue) -> None:
    whose = {"user_name": "sonnenhof", "email": "post@sonnenhof.example"}
    chat.hear(a_message("Welche Daten haben Sie?", "access_request", **whose))
    process = outcome(chat).process
    assert process is not None
    assert (process.kind, process.step) == ("access_request", "confirm")

    chat.press('/press{"decision":"access_request"}')

    assert outcome(chat).process is None
    assert [each.kind for each in outcome(chat).recorded] == ["access_request"]
