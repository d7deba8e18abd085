"""Every intent is answered with nothing open and in the middle of a request, in its own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fairwell.bootstrap import current_app
from fairwell.cli.main import app as command_line
from fairwell.dialogue import slots
from fairwell.rules.cases.case import Case, Kind, Status
from fairwell.store.base.engine import transaction
from fairwell.store.mails.tables import OutboxRow
from tests.integration.dialogue import Dialogue
from tests.support.tables import table
from tests.unit.samples import ACCOUNT, a_message

DETAILS = {"user_name": "sonnenhof", "email": "post@sonnenhof.example"}
# Said as a question, so that it is none of the answers to "Shall I cancel it now?".
TEXT = "Wie ist das bei Ihnen?"
FOR_BILLING = [
    "change_plan",
    "dpa",
    "invoice",
    "login_trouble",
    "marketing_optout",
    "not_me",
    "payment_details",
    "revoke_mandate",
    "transfer_contract",
]
ANSWERED = [*FOR_BILLING, "ask_end", "ask_fee", "how_to_cancel_by", "other_topic"]
CALL = "/callback"
ASKS_CONTACT = ["utter_ask_contact"]
BEGINS_CALL = ["utter_begin_callback", *ASKS_CONTACT]
each_language = table("language", ["de", "en"])


@pytest.fixture(autouse=True)
def _own_services(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FAIRWELL_HOME", str(home))
    monkeypatch.delenv("FAIRWELL_DATABASE_URL", raising=False)
    current_app.cache_clear()
    yield
    current_app().database.dispose()
    current_app.cache_clear()


def in_a_request(language: str) -> Dialogue:
    """At the page of a cancellation."""
    dialogue = Dialogue(language)
    dialogue.hear(a_message("kündigen", "cancel_account", **DETAILS))
    dialogue.press('/press{"reason":"none"}')
    assert dialogue.question == slots.DECISION
    return dialogue


def names(dialogue: Dialogue) -> list[str]:
    return [said.response for said in dialogue.said]


def recorded(dialogue: Dialogue) -> list[Case]:
    with current_app().store.begin() as work:
        return list(work.cases.of_conversation(dialogue.id))


@each_language
@table("intent", ANSWERED)
def test_an_intent_has_its_own_answer_outside_a_request_and_in_one(
    intent: str, language: str
) -> None:
    outside, inside = Dialogue(language), in_a_request(language)

    outside.hear(a_message(TEXT, intent))
    inside.hear(a_message(TEXT, intent))

    assert names(outside) == [f"utter_{intent}"]
    assert names(inside) == [f"utter_{intent}", "utter_page_cancel_again"]
    assert inside.question == slots.DECISION
    assert recorded(outside) == recorded(inside) == []


@each_language
@table("intent", FOR_BILLING)
def test_where_billing_must_act_the_answer_names_its_numbers_and_offers_the_call(
    intent: str, language: str
) -> None:
    dialogue = Dialogue(language)

    dialogue.hear(a_message(TEXT, intent))

    (said,) = dialogue.said
    assert said.values["phones"]
    assert CALL in dialogue.buttons
    dialogue.press(CALL)
    assert (names(dialogue), dialogue.question) == (BEGINS_CALL, slots.CONTACT)


def test_another_topic_always_has_a_way_on_and_is_not_refused_twice_alike() -> None:
    dialogue = Dialogue("de")

    dialogue.hear(a_message("Wie wird das Wetter?", "other_topic"))
    assert {"/help", "/human_handoff", CALL} <= set(dialogue.buttons)
    dialogue.hear(a_message("Und morgen?", "other_topic"))

    assert names(dialogue) == ["utter_unsure_twice"]


def test_nonsense_is_asked_for_once_more_with_examples_and_in_a_request_with_its_question() -> None:
    outside, inside = Dialogue("en"), in_a_request("en")

    outside.hear(a_message("dfgdfg", "nonsense"))
    inside.hear(a_message("dfgdfg", "nonsense"))

    assert names(outside) == ["utter_nonsense"]
    assert len(outside.buttons) == 4
    assert names(inside) == ["utter_nonsense_in_request", "utter_page_cancel_again"]


@pytest.mark.parametrize(
    ("text", "given", "contact"),
    [
        ("Rufen Sie mich bitte an", {}, None),
        ("Rufen Sie mich vormittags an: 0171 2345678", {}, "0171 2345678"),
        ("Schreiben Sie mir bitte", {"email": DETAILS["email"]}, DETAILS["email"]),
    ],
)
def test_a_wish_for_a_call_says_nothing_of_a_charge_and_takes_the_number_with_it(
    text: str, given: dict[str, str], contact: str | None
) -> None:
    dialogue = Dialogue("de")

    dialogue.hear(a_message(text, "callback", **given))
    if contact is None:
        assert (names(dialogue), dialogue.question) == (BEGINS_CALL, slots.CONTACT)
        contact = "0171 2345678"
        dialogue.hear(a_message(contact, "inform"))

    assert names(dialogue) == ["utter_receipt_callback"]
    (case,) = recorded(dialogue)
    assert (case.kind, case.subject) == (Kind.CALLBACK, text)
    assert "".join(str(case.contact).split()).endswith("".join(contact.split())[-7:])


@table("wish", ["callback", "charged_after_cancellation"])
def test_a_call_asked_for_in_a_request_does_not_end_it(wish: str) -> None:
    dialogue = in_a_request("de")

    wanted = [{"intent": wish, "polarity": "want", "confidence": 0.9}]
    dialogue.hear(a_message("Rufen Sie mich wegen der Abbuchung an", wish, heard={"acts": wanted}))
    assert dialogue.question == slots.CONTACT
    dialogue.hear(a_message("0171 2345678", "inform"))

    assert names(dialogue) == ["utter_receipt_callback", "utter_page_cancel_again"]
    assert [case.kind for case in recorded(dialogue)] == [Kind.CALLBACK]
    dialogue.press('/press{"decision":"cancel"}')
    kinds = {case.kind: case for case in recorded(dialogue)}
    assert kinds.keys() == {Kind.CALLBACK, Kind.CANCEL}
    assert kinds[Kind.CANCEL].email == DETAILS["email"]


def test_after_a_call_with_its_number_the_add_on_is_still_known() -> None:
    dialogue = Dialogue("en")
    dialogue.hear(a_message("only the add-on", "cancel_addon", **DETAILS))
    dialogue.hear(a_message("surveys", "inform"))

    dialogue.hear(a_message("call me first please, 0171 2345678", "callback"))

    assert names(dialogue) == ["utter_receipt_callback", "utter_page_addon_again"]
    assert dialogue.said[-1].values["subject"] == "surveys"


@pytest.mark.parametrize(
    ("intent", "page"),
    [("cancel_account", "utter_ask_reason"), ("delete_data", "utter_page_delete_data")],
)
def test_a_call_is_left_by_any_other_wish(intent: str, page: str) -> None:
    dialogue = Dialogue("de")
    dialogue.hear(a_message("Bitte rufen Sie mich an", "callback"))
    dialogue.state.slots |= DETAILS

    dialogue.hear(a_message("nein, doch lieber gleich hier", intent))

    assert names(dialogue)[-1] == page
    assert recorded(dialogue) == []


def test_a_complaint_of_a_charge_does_not_take_the_address_of_the_account_for_a_contact() -> None:
    dialogue = Dialogue("de")

    dialogue.hear(a_message("Sie haben abgebucht", "charged_after_cancellation", **DETAILS))

    assert names(dialogue) == ["utter_charged_not_on_record", *ASKS_CONTACT]


@each_language
def test_access_to_data_has_its_own_page_record_receipt_and_mail(language: str) -> None:
    dialogue = Dialogue(language)
    whose = {"user_name": ACCOUNT.user_name, "email": ACCOUNT.email}

    dialogue.hear(a_message("Welche Daten haben Sie von mir?", "access_request", **whose))
    assert names(dialogue) == ["utter_begin_access_request", "utter_page_access_request"]
    page = dialogue.said[-1]
    assert page.values["access_term"] == {"de": "1 Monat", "en": "1 month"}[language]
    assert recorded(dialogue) == []
    dialogue.press('/press{"decision":"access_request"}')

    assert names(dialogue) == ["utter_receipt_access_request"]
    (case,) = recorded(dialogue)
    assert (case.kind, case.status) == (Kind.ACCESS_REQUEST, Status.DECLARED)
    assert (case.account_id is None, case.effective_on) == (False, None)
    with transaction(current_app().database, read_only=True) as session:
        (mail,) = session.query(OutboxRow).filter_by(reference=case.reference).all()
        assert (mail.kind, mail.recipient) == ("access_request_confirmation", ACCOUNT.email)
        for body in (mail.body_text, mail.body_html):
            assert {"de": "1 Monat ab Eingang", "en": "1 month from receipt"}[language] in body
    listed = CliRunner().invoke(command_line, ["cancellations", "--json"])
    (row,) = [one for one in json.loads(listed.stdout) if one["reference"] == case.reference]
    assert row["kind"] == "access_request"


def test_an_end_on_record_answers_when_it_ends() -> None:
    dialogue = in_a_request("de")
    dialogue.press('/press{"decision":"cancel"}')

    dialogue.hear(a_message("Wann ist dann Schluss?", "ask_end"))

    assert names(dialogue) == ["utter_status_cancel_declared"]
