"""Conversations that wait for a person, for tests of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from fairwell.rules.handoff.agent import Agent
from fairwell.services.staff import presence
from tests.integration.serving import Customer, Gateway, says
from tests.support.browser import Visit
from tests.support.desk import is_ready

WISH = {"de": "Ich möchte mit einem Menschen sprechen", "en": "I want to talk to a person"}
ADDRESS = "anna.mueller@blumen-mueller.example"
TOLD = {"kind": "cancel", "user_name": "blumen-mueller", "email": ADDRESS, "reason": "zu teuer"}


@dataclass(frozen=True)
class Waiting:
    """A customer in the queue."""

    customer: Customer
    talk: str

    @property
    def path(self) -> str:
        """The conversation's page at the desk."""
        return f"/desk/c/{self.talk}"


def wait_for_person(
    gate: Gateway, language: str = "de", text: str = "", reason: str = "asked"
) -> Waiting:
    """A customer who has told the bot something and now waits; somebody must be at the desk."""
    customer = gate.customer(language)
    gate.engine.slots = dict(TOLD)
    asked = says("Niemand da.", language=language, handoff=reason)
    gate.engine.script.append(gate.engine.answering(asked))
    customer.says(text or WISH[language])
    assert customer.answer["speaker"] == "queued", customer.answer
    return Waiting(customer, str(gate.engine.turns[-1]["conversation_id"]))


def be_there(gate: Gateway, *agents: Agent) -> None:
    """Agents whose desk is open."""
    for agent in agents:
        presence.say_present(agent, "online", gate.app)


def take_over(gate: Gateway, visit: Visit, waiting: Waiting) -> Page:
    """The agent takes a conversation and has its page open."""
    visit.page.goto(gate.url + waiting.path)
    visit.page.locator("#step-claim").click()
    expect(visit.page.locator("#reply")).to_be_visible()
    is_ready(visit.page)
    return visit.page
