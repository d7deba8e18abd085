"""Handing a conversation to a person and back, as the customer and the engine see it."""

from __future__ import annotations

import json
import threading

import pytest

from fairwell.gateway.ops import queue_watch
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.speaker import Outcome
from fairwell.services import live
from fairwell.services.errors import NotWaiting, NotYours, Taken
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff import queue as handoff_queue
from fairwell.services.handoff import sweep
from fairwell.services.handoff.packet import read_packet, reveal_packet
from fairwell.services.staff import presence
from tests.integration.serving import Customer, Gateway, says
from tests.support.desk import DeskClient, add_user
from tests.support.waiting import wait_until

ANNA = Agent("01ANNA", "anna@desk.example", "Anna Beispiel")
BEN = Agent("01BEN", "ben@desk.example", "Ben Muster")


@pytest.fixture
def attended(gate: Gateway) -> Gateway:
    """A gateway whose desk has Anna and Ben at it."""
    for agent in (ANNA, BEN):
        presence.say_present(agent, "online", gate.app)
    return gate


def asks_for_person(gate: Gateway, customer: Customer) -> str:
    """The customer asks for a person; returns the conversation's id."""
    gate.engine.script.append(gate.engine.answering(says("Niemand da.", handoff="asked")))
    customer.says("Ich möchte mit einem Menschen sprechen")
    return str(gate.engine.turns[-1]["conversation_id"])


def test_with_nobody_at_the_desk_the_bots_own_words_stand(
    gate: Gateway, customer: Customer
) -> None:
    asks_for_person(gate, customer)

    assert customer.texts[-1] == "Niemand da."
    assert customer.answer["speaker"] == "bot"


def test_with_somebody_there_the_customer_is_told_the_place_and_how_to_leave(
    attended: Gateway, customer: Customer
) -> None:
    asks_for_person(attended, attended.customer())
    asks_for_person(attended, customer)

    assert "Niemand da." not in customer.texts
    assert "Platz 2" in customer.texts[-1]
    assert customer.answer["messages"][-1]["role"] == "system"
    assert customer.answer["speaker"] == "queued"
    assert list(customer.buttons) == ["Zurück zum Assistenten"]


def test_in_the_queue_and_with_a_person_nothing_reaches_the_engine(
    attended: Gateway, customer: Customer
) -> None:
    talk = asks_for_person(attended, customer)
    turns = len(attended.engine.turns)

    assert customer.says("Sind Sie da?") == []
    handoff_queue.claim(talk, ANNA, attended.app)
    assert customer.says("/restart") == []
    assert customer.answer["speaker"] == "human"

    assert len(attended.engine.turns) == turns
    texts = [line["text"] for line in customer.get("/api/chat/messages").json()["messages"]]
    assert texts[-3:] == [
        "Sind Sie da?",
        "Anna Beispiel ist jetzt im Gespräch und antwortet Ihnen ab hier.",
        "restart",
    ]


def test_of_two_agents_one_gets_the_conversation(attended: Gateway, customer: Customer) -> None:
    app = attended.app
    talk = asks_for_person(attended, customer)

    handoff_queue.claim(talk, ANNA, app)
    handoff_queue.claim(talk, ANNA, app)  # a double click
    with pytest.raises(Taken, match="Anna Beispiel"):
        handoff_queue.claim(talk, BEN, app)
    with pytest.raises(NotYours):
        handoff_conversation.reply(talk, BEN, "Hallo", "k1", attended.app)


def test_an_agents_words_arrive_once_under_their_name(
    attended: Gateway, customer: Customer
) -> None:
    talk = asks_for_person(attended, customer)
    handoff_queue.claim(talk, ANNA, attended.app)

    for _ in range(2):
        handoff_conversation.reply(talk, ANNA, "Guten Tag.", "key-1", attended.app)

    lines = customer.get("/api/chat/messages").json()["messages"]
    said = [(line["author"], line["text"]) for line in lines if line["role"] == "human"]
    assert said == [("Anna Beispiel", "Guten Tag.")]


def test_handed_back_the_engine_is_reset_before_its_next_turn_and_never_hears_the_rest(
    attended: Gateway, customer: Customer
) -> None:
    app = attended.app
    talk = asks_for_person(attended, customer)
    handoff_queue.claim(talk, ANNA, app)
    customer.says("Nur für Anna")
    handoff_conversation.return_to_bot(talk, ANNA, app)

    assert customer.says("Was kostet die Pause?") == ["Gut."]
    assert customer.answer["speaker"] == "bot"
    assert customer.says("Und nun?") == ["Gut."]

    assert attended.engine.resets == [{"conversation_id": talk, "language": "de"}]
    assert "Nur für Anna" not in str(attended.engine.turns)
    transcript = str(customer.get("/api/chat/messages").json())
    assert "Anna Beispiel hat Sie an den Assistenten zurückgegeben." in transcript


def test_a_closed_conversation_is_followed_by_a_new_one(
    attended: Gateway, customer: Customer
) -> None:
    talk = asks_for_person(attended, customer)
    handoff_queue.claim(talk, ANNA, attended.app)
    handoff_conversation.close(talk, ANNA, Outcome.SOLVED, attended.app)
    before = customer.token

    assert customer.get("/api/chat/messages").json()["speaker"] == "closed"
    customer.says("Noch etwas")

    assert customer.token != before
    assert customer.answer["speaker"] == "bot"
    assert attended.engine.turns[-1]["conversation_id"] != talk
    with pytest.raises(NotWaiting):
        handoff_conversation.reply(talk, ANNA, "Noch da?", "k9", attended.app)


def test_a_score_is_thanked_for_and_stands_in_no_transcript(
    attended: Gateway, customer: Customer
) -> None:
    talk = asks_for_person(attended, customer)
    handoff_queue.claim(talk, ANNA, attended.app)
    handoff_conversation.close(talk, ANNA, Outcome.SOLVED, attended.app)
    line = customer.get("/api/chat/messages").json()["messages"][-1]
    score = {button["title"]: button["id"] for button in line["buttons"]}["Zufrieden"]

    answer = customer.send({"press": score}).json()

    assert [message["text"] for message in answer["messages"]] == ["Danke für Ihre Rückmeldung."]
    assert answer["speaker"] == "closed"
    roles = [line["role"] for line in customer.get("/api/chat/messages").json()["messages"]]
    assert roles[-2:] == ["system", "system"]


def test_who_waits_can_go_back_to_the_assistant(attended: Gateway, customer: Customer) -> None:
    asks_for_person(attended, customer)

    texts = customer.presses("Zurück zum Assistenten")

    assert texts[0] == "Sie haben die Warteschlange verlassen."
    assert customer.answer["speaker"] == "bot"
    assert customer.says("hallo") == ["Gut."]


def test_a_failed_turn_leads_to_a_person_where_there_is_one(
    attended: Gateway, customer: Customer
) -> None:
    attended.engine.script.append(attended.engine.answering({}, status=500))

    texts = customer.says("kündigen")

    assert "nichts aufgezeichnet" in " ".join(texts)
    assert customer.answer["speaker"] == "queued"
    assert list(customer.buttons) == ["Zurück zum Assistenten"]


def test_after_the_last_agent_has_gone_nobody_waits_in_silence(
    attended: Gateway, customer: Customer
) -> None:
    asks_for_person(attended, customer)
    for agent in (ANNA, BEN):
        presence.say_present(agent, "away", attended.app)

    sweep.look_after(attended.app)

    last = customer.get("/api/chat/messages").json()["messages"][-1]
    assert "Im Chat ist niemand aus dem Team mehr da." in last["text"]
    assert [button["title"] for button in last["buttons"]] == ["Rückruf anfragen"]
    customer.send({"press": last["buttons"][0]["id"]})
    assert attended.engine.turns[-1]["payload"] == "/callback"


def test_the_packet_conceals_the_person_until_that_is_asked_for_and_put_on_record(
    attended: Gateway, customer: Customer
) -> None:
    app = attended.app
    attended.engine.slots.update(user_name="blumen-mueller", kind="cancel")
    customer.says("blumen-mueller, anna.mueller@blumen-mueller.example")
    talk = asks_for_person(attended, customer)
    handoff_queue.claim(talk, ANNA, app)

    hidden = read_packet(talk, ANNA, app)
    shown = reveal_packet(talk, ANNA, app)

    assert hidden.slots == {"user_name": "b***", "kind": "cancel"}
    assert "blumen-mueller" not in str(hidden)
    assert shown.slots == {"user_name": "blumen-mueller", "kind": "cancel"}
    assert "anna.mueller@blumen-mueller.example" in str(shown.transcript)
    with pytest.raises(NotYours):
        reveal_packet(talk, BEN, app)


def test_words_of_an_agent_and_that_they_type_are_pushed_at_once(
    attended: Gateway, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The look every second, which is for other processes, has no part in it.
    monkeypatch.setattr(queue_watch.QueueWatch, "look", lambda _: None)
    app = attended.app
    talk = asks_for_person(attended, customer)
    handoff_queue.claim(talk, ANNA, app)
    seen: list[dict[str, str]] = []
    opened = threading.Event()

    def listen() -> None:
        headers = {"Authorization": f"Bearer {customer.token}"}
        with attended.http.stream("GET", "/api/chat/events", headers=headers) as stream:
            event: dict[str, str] = {}
            for line in stream.iter_lines():
                name, _, value = line.partition(":")
                if line:
                    event[name] = value.strip()
                    continue
                seen.append(event)
                if event.get("event") == "speaker":
                    opened.set()
                if "Sofort da" in event.get("data", ""):
                    return
                event = {}

    listener = threading.Thread(target=listen)
    listener.start()
    assert opened.wait(20)
    handoff_conversation.types(talk, ANNA, app)
    wait_until(lambda: any(e.get("event") == "typing" for e in seen), "no sign of typing")
    handoff_conversation.reply(talk, ANNA, "Sofort da", "k1", app)
    listener.join(20)

    assert json.loads(seen[-1]["data"])["author"] == "Anna Beispiel"
    typing = next(event for event in seen if event.get("event") == "typing")
    assert json.loads(typing["data"]) == {"by": "agent", "name": "Anna Beispiel"}
    assert "id" not in typing
    transcript = str(customer.get("/api/chat/messages").json())
    assert "typing" not in transcript


def test_a_flood_of_typing_wakes_the_agents_page_once(
    attended: Gateway, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SIGN_EVERY", 3600.0)
    app = attended.app
    talk = asks_for_person(attended, customer)
    handoff_queue.claim(talk, ANNA, app)
    agent = add_user(attended.app, Role.AGENT)
    headers = {"Authorization": f"Bearer {customer.token}"}
    events: list[str] = []
    with DeskClient.of(attended.url) as desk:
        desk.log_in(agent.login)
        with desk.http.stream("GET", f"/desk/c/{talk}/events") as stream:
            lines = stream.iter_lines()
            wait_until(lambda: attended.app.live.is_followed(live.behind(talk)), "nobody follows")
            for _ in range(40):
                assert attended.http.post("/api/chat/typing", headers=headers).status_code == 204
            customer.send({"message": "Fertig getippt"})
            for line in lines:
                events += [line] if line.startswith("event:") else []
                if "Fertig getippt" in line:
                    break

    assert events.count("event: typing") == 1


def test_a_customers_typing_is_taken_without_an_answer(
    attended: Gateway, customer: Customer
) -> None:
    asks_for_person(attended, customer)
    headers = {"Authorization": f"Bearer {customer.token}"}

    assert attended.http.post("/api/chat/typing", headers=headers).status_code == 204
    assert attended.http.post("/api/chat/typing").status_code == 401
