"""No order of messages records twice, or without the last click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fairwell.bootstrap import current_app
from fairwell.dialogue import slots
from fairwell.rules.cases.case import Case, Kind, Status
from tests.integration.dialogue import Dialogue, Said
from tests.unit.samples import a_message
from tests.unit.texts import payload_parts, responses

ANNA = ("blumen-mueller", "anna.mueller@blumen-mueller.example")
RAD = ("radhaus-nord", "kontakt@radhaus-nord.example")
# Names that are also words of the program.
TRICKY = ("cancel", "pause", "ask")

CHARGED = {
    "acts": [{"intent": "charged_after_cancellation", "polarity": "want", "confidence": 0.9}]
}
SAYINGS = [
    a_message("Ich möchte kündigen", "cancel_account"),
    a_message("abbrechen", "stop"),
    a_message("cancel it", "cancel_account"),
    a_message("lieber pausieren", "pause_account"),
    a_message("Ich widerrufe", "withdraw_contract"),
    a_message("nur das Zusatzprodukt", "cancel_addon"),
    a_message("löschen Sie meine Daten", "delete_data"),
    a_message("Was haben Sie über mich gespeichert", "access_request"),
    a_message("bitte um Rückruf", "callback"),
    a_message("Das war ich nicht", "not_me"),
    a_message("asdfgh", "nonsense"),
    a_message("Sie haben trotzdem abgebucht", "charged_after_cancellation", heard=CHARGED),
    a_message("0170 1234567", "inform"),
    a_message("zu teuer", "give_reason"),
    a_message("keine Angabe", "skip"),
    a_message("ja", "affirm"),
    a_message("nein", "deny"),
    a_message("stop", "stop"),
    a_message("ich bleibe doch", "keep_account"),
    a_message("das stimmt nicht", "correct_details"),
    a_message("weiß ich nicht", "nlu_fallback"),
    a_message("Was kostet eine Pause?", "faq_pause"),
    a_message("Wo steht meine Kündigung", "cancellation_status"),
    a_message("zurücknehmen bitte", "revoke_cancellation"),
    a_message("in English please", "switch_language"),
    a_message("wie bitte", "repeat"),
    a_message("danke", "thank"),
    a_message("mein Mann ist verstorben", "give_reason", tags=("bereaved",)),
    a_message("Kein Code da", "resend_code"),
    a_message("hm", "nlu_fallback"),
    a_message("ja?", "affirm"),
]
# Who says yes, or names a wish, to the question for the last click has clicked, if it was sure.
WISHES = {"cancel_account", "pause_account", "withdraw_contract", "cancel_addon"}
WISHES |= {"delete_data", "access_request"}
DECIDING = {"affirm", *WISHES}
LAST_CLICKS = sorted(
    {p for said in responses() for p in said.payloads if p.startswith('/press{"decision":')}
)


def naming(
    details: tuple[str, str], intent: str, with_name: bool, with_email: bool
) -> dict[str, Any]:
    name, email = details
    given = {"user_name": name} if with_name else {}
    given |= {"email": email} if with_email else {}
    return a_message(", ".join(given.values()) or "hm", intent, **given)


class AnyOrder(RuleBasedStateMachine):
    """Customers say and press anything, in any order; answers get lost on the way."""

    @initialize(language=st.sampled_from(["de", "en"]))
    def begin(self, language: str) -> None:
        self.dialogue = Dialogue(language)
        self.lost_press: str | None = None
        self.seen: set[tuple[str, str]] = set()  # (kind, details) of pages shown
        self.known: list[Case] = []

    # --- what a customer does -------------------------------------------------------------------

    @rule(saying=st.sampled_from(SAYINGS), confidence=st.sampled_from([0.95, 0.95, 0.6, 0.3]))
    def say(self, saying: dict[str, Any], confidence: float) -> None:
        message = {**saying, "metadata": {}, "intent": {**saying["intent"]}}
        message["intent"]["confidence"] = confidence
        self._turn(message)

    @rule(
        details=st.sampled_from([ANNA, RAD]),
        intent=st.sampled_from(["inform", "correct_details", "cancel_account", "pause_account"]),
        parts=st.sampled_from([(True, True), (True, False), (False, True)]),
    )
    def name_details(self, details: tuple[str, str], intent: str, parts: tuple[bool, bool]) -> None:
        self._turn(naming(details, intent, *parts))

    @rule(details=st.sampled_from([ANNA, RAD]), intent=st.sampled_from(sorted(WISHES)))
    def wish_for_something_and_say_who(self, details: tuple[str, str], intent: str) -> None:
        self._turn(naming(details, intent, with_name=True, with_email=True))

    @precondition(lambda self: self.dialogue.question == slots.DECISION)
    @rule(intent=st.sampled_from(sorted(DECIDING)), confidence=st.sampled_from([0.9, 0.5, 0.3]))
    def decide_in_words(self, intent: str, confidence: float) -> None:
        self._turn(a_message("so soll es sein", intent, confidence))

    @rule(name=st.sampled_from(TRICKY))
    def name_a_tricky_user_name(self, name: str) -> None:
        self._turn(naming((name, ""), "inform", with_name=True, with_email=False))

    @precondition(lambda self: self.dialogue.buttons)
    @rule(data=st.data())
    def press(self, data: st.DataObject) -> None:
        self._press(data.draw(st.sampled_from(self.dialogue.buttons)))

    @precondition(lambda self: any("decision" in payload for payload in self.dialogue.buttons))
    @rule()
    def press_the_last_click(self) -> None:
        payload = next(p for p in self.dialogue.buttons if "decision" in p)
        decision = payload_parts(payload)[1][slots.DECISION]
        at_the_page = self.dialogue.question == slots.DECISION

        self._press(payload)

        if at_the_page and decision in slots.KINDS:
            assert self._receipts(), "a last click was answered without a receipt"

    @precondition(lambda self: self.dialogue.buttons)
    @rule(data=st.data())
    def press_and_lose_the_answer(self, data: st.DataObject) -> None:
        payload = data.draw(st.sampled_from(self.dialogue.buttons))
        self._press(payload, lost=True)
        # The gateway apologises and offers the same click again, and that click alone.
        self.dialogue.buttons = (payload,)

    @rule(payload=st.sampled_from(LAST_CLICKS))
    def press_what_is_not_there(self, payload: str) -> None:
        """The gateway lets no such press through; should one come all the same, nothing is lost."""
        self._press(payload)

    # --- what must hold ---------------------------------------------------------------------------

    def _press(self, payload: str, *, lost: bool = False) -> None:
        intent, values = payload_parts(payload)
        self._turn(a_message(payload, intent, 1.0, **values), lost=lost)

    def _turn(self, message: dict[str, Any], *, lost: bool = False) -> None:
        question, intent = self.dialogue.question, message["intent"]["name"]
        note(f"{question}: {message['text']!r} as {intent} {'(lost)' if lost else ''}")
        before = {case.id: case for case in self._cases()}
        turn = self.dialogue.hear(message, lost=lost)
        note(f"  -> {[said.response for said in self.dialogue.said]}")
        new = [case for case in self._cases() if case.id not in before]

        assert len(new) <= 1, "one turn recorded twice"
        for case in new:
            assert case.turn_id == turn
            self._was_clicked(case, question, message)
        if not lost:
            assert self.dialogue.said, "silence"
            self._remember_pages()
            for receipt in self._receipts():
                (case,) = [c for c in self._cases() if c.reference == receipt.values["reference"]]
                assert case.kind in receipt.response
            assert not new or self._receipts(), "recorded, and nobody was told"

    def _was_clicked(self, case: Case, question: str | None, message: dict[str, Any]) -> None:
        """A case comes from a click on a page that showed just this, or from a yes to it."""
        intent = message["intent"]
        if case.kind is Kind.CALLBACK:
            assert question == slots.CONTACT
            return
        pressed = intent["name"] == "press"
        said_so = (
            question == slots.DECISION
            and intent["name"] in DECIDING
            and intent["confidence"] >= 0.5
            and "?" not in message["text"]
        )
        assert pressed or said_so, "recorded without the last click"
        details = ", ".join(filter(None, (case.user_name, case.email)))
        shown = {kind for kind, of in self.seen if of == details}
        # The pause stands on the page of a cancellation too.
        fitting = {str(case.kind)} | ({"cancel"} if case.kind is Kind.PAUSE else set())
        assert shown & fitting, "recorded without its page"

    def _remember_pages(self) -> None:
        for said in self.dialogue.said:
            if said.response.startswith("utter_page_") and "details" in said.values:
                kind = said.response.removeprefix("utter_page_")
                kind = next(k for k in slots.KINDS if kind.startswith(k))
                self.seen.add((kind, said.values["details"]))

    def _receipts(self) -> list[Said]:
        return [s for s in self.dialogue.said if s.response.startswith("utter_receipt")]

    def _cases(self) -> list[Case]:
        with current_app().store.begin() as work:
            return list(work.cases.of_conversation(self.dialogue.id))

    @invariant()
    def no_wish_stands_twice(self) -> None:
        if not hasattr(self, "dialogue"):
            return
        standing = Counter(
            (case.kind, case.user_name, case.email, case.subject, case.contact)
            for case in self._cases()
            if case.status is not Status.REVOKED
        )
        assert not [wish for wish, count in standing.items() if count > 1]


@pytest.fixture
def _own_services(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FAIRWELL_HOME", str(home))
    monkeypatch.delenv("FAIRWELL_DATABASE_URL", raising=False)
    current_app.cache_clear()
    yield
    current_app().database.dispose()
    current_app.cache_clear()


@pytest.mark.usefixtures("_own_services")
def test_no_order_of_messages_records_twice_or_without_the_last_click() -> None:
    unhurried = settings(
        max_examples=60,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],  # the machine may be busy
    )
    run_state_machine_as_test(AnyOrder, settings=unhurried)


@pytest.mark.usefixtures("_own_services")
def test_an_end_that_no_page_asked_for_is_not_recorded_beside_a_receipt() -> None:
    dialogue = Dialogue("de")
    dialogue.hear(naming(ANNA, "cancel_account", with_name=True, with_email=True))
    for payload in ('/press{"reason":"none"}', '/press{"decision":"cancel"}'):
        dialogue.hear(a_message(payload, "press", 1.0, **payload_parts(payload)[1]))

    dialogue.hear(a_message("", "press", 1.0, decision=slots.AT_BALANCE_END))

    assert [said.response for said in dialogue.said] == ["utter_button_stale"]
    with current_app().store.begin() as work:
        assert len(work.cases.of_conversation(dialogue.id)) == 1
