"""Steps that end an agent's part of a conversation, and who may take them."""

from __future__ import annotations

from playwright.sync_api import Browser, Route, expect

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.handoff.speaker import Outcome
from fairwell.services.cases.look_up import look_up
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff import queue
from fairwell.services.staff import audit
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway, says
from tests.support.axe import violations
from tests.support.browser import open_visit
from tests.support.desk import DeskClient
from tests.support.talks import WISH, take_over, wait_for_person


def test_a_transfer_needs_a_reason_which_whoever_goes_on_reads(
    gate: Gateway, open_desk: Opened, anna: User, ben: User, client: DeskClient
) -> None:
    waiting = wait_for_person(gate)
    client.log_in(anna.login)
    client.post(f"{waiting.path}/claim")
    assert "Nennen Sie den Grund" in client.post(f"{waiting.path}/transfer", to=ben.id).text
    page = open_desk(anna).page
    page.goto(gate.url + waiting.path)
    expect(page.locator("#reply")).to_be_visible()

    page.locator("#step-transfer").click()
    assert violations(page) == []
    page.get_by_label("An wen").select_option("Ben Muster")
    page.get_by_label("Warum").fill("Fragt nach einer Rechnung.")
    page.get_by_role("button", name="Gespräch weitergeben").click()
    expect(page.get_by_text("Sie haben kein Gespräch.")).to_be_visible()

    other = open_desk(ben).page
    other.locator("#mine a").click()
    expect(other.locator("#reply")).to_be_visible()
    expect(other.locator("#notes")).to_contain_text("Fragt nach einer Rechnung.")


def test_ended_with_an_outcome_the_next_message_starts_anew(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    waiting = wait_for_person(gate)
    page = take_over(gate, open_desk(anna), waiting)
    token = waiting.customer.token

    page.locator("#step-close").click()
    page.get_by_label("Gelöst").check()
    page.get_by_role("button", name="Gespräch beenden").click()

    expect(page.locator("#state")).to_contain_text("Beendet: Gelöst")
    expect(page.locator("#composer")).to_contain_text("Dieses Gespräch ist beendet.")
    assert violations(page) == []
    waiting.customer.says("Noch etwas")
    assert waiting.customer.token != token
    (line,) = audit.lines(AuditFilter(actor=anna.login, what=AuditEvent.CLOSE), 5, gate.app)
    assert "solved" in str(line)


def test_nobody_answers_for_another_agent(
    gate: Gateway, anna: User, ben: User, client: DeskClient
) -> None:
    waiting = wait_for_person(gate)
    queue.claim(waiting.talk, agent_of(anna), gate.app)
    client.log_in(ben.login)

    refused = [
        client.post(f"{waiting.path}/reply", text="Hallo", send_key="key-12345"),
        client.post(f"{waiting.path}/return"),
        client.post(f"{waiting.path}/close", outcome="solved"),
        client.post(f"{waiting.path}/reveal"),
        client.post(f"{waiting.path}/transfer", reason="Ich will nicht"),
    ]

    assert {answer.status_code for answer in refused} == {409}
    assert all("Anna Beispiel hat dieses Gespräch schon" in answer.text for answer in refused)
    assert "Hallo" not in str(waiting.customer.get("/api/chat/messages").json())


def test_words_that_confirm_while_the_agent_ends_the_conversation_begin_a_new_one(
    gate: Gateway, anna: User, browser: Browser
) -> None:
    app, agent = gate.app, agent_of(anna)
    page = says("Soll ich jetzt kündigen?", buttons=(("Jetzt kündigen", "/affirm"),))
    with open_visit(browser, gate.url, "de") as customer:
        customer.open_help_page()
        customer.open_chat()
        gate.engine.script.append(gate.engine.answering(page))
        customer.say("Ich möchte kündigen")
        customer.sees("Soll ich jetzt kündigen?")
        asked = says("Niemand da.", handoff="asked")
        gate.engine.script.append(gate.engine.answering(asked))
        customer.say(WISH["de"])
        customer.sees("Warteschlange")
        talk = str(gate.engine.turns[-1]["conversation_id"])
        queue.claim(talk, agent, app)
        turns = len(gate.engine.turns)

        def end_first(route: Route) -> None:
            handoff_conversation.close(talk, agent, Outcome.SOLVED, app)
            route.continue_()

        customer.page.route("**/api/chat", end_first, times=1)
        customer.say("Jetzt kündigen")
        customer.sees("hat das Gespräch beendet")
        customer.sees("Gut.")

    # The words came to the bot in a conversation of its own, where nothing was asked yet.
    (turn,) = gate.engine.turns[turns:]
    assert turn["conversation_id"] != talk
    assert look_up(talk, gate.app).cases == ()
