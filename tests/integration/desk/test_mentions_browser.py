"""A colleague is named in a note, and finds it on the queue's page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.roles import Role
from fairwell.services.handoff.packet import reread_packet
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import add_user
from tests.support.talks import take_over, wait_for_person

WORDS = {
    "de": {"title": "In Notizen genannt", "read": "Gelesen", "note": "Neue Notiz", "page": "Wart"},
    "en": {
        "title": "Colleagues mentioned you",
        "read": "Read",
        "note": "New note",
        "page": "Queue",
    },
}


@pytest.mark.parametrize("language", ["de"])
def test_who_is_named_in_a_note_sees_it_at_once_and_marks_it_as_read(
    gate: Gateway, open_desk: Opened, anna: User, language: str
) -> None:
    words = WORDS[language]
    named = add_user(gate.app, Role.AGENT, name="Mia Probe", language=language)
    other = open_desk(named)
    waiting = wait_for_person(gate)
    page = take_over(gate, open_desk(anna), waiting)

    page.get_by_label("Neue Notiz").fill("@Mia, kennst du die Person?")
    page.get_by_role("button", name="Notiz speichern").click()

    mentions = other.page.locator("#mentions")
    expect(mentions).to_contain_text(words["title"])
    expect(mentions).to_contain_text("@Mia, kennst du die Person?")
    assert violations(other.page) == []
    other.page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(other.page)
    other.page.reload()
    expect(other.page.locator("[data-mentions]")).to_contain_text("@1")
    expect(other.page).to_have_title(f"(1) {other.page.locator('h1').inner_text()} – fairwell")

    mentions.get_by_role("link").click()
    expect(other.page.locator("#notes")).to_contain_text("@Mia")
    other.page.goto(f"{gate.url}/desk/")
    mentions.get_by_role("button", name=words["read"]).click()

    expect(mentions).to_have_count(0)
    assert other.complaints == []


def test_a_name_nobody_has_is_told_and_the_note_stays_in_its_field(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    waiting = wait_for_person(gate)
    page = take_over(gate, open_desk(anna), waiting)

    page.get_by_label("Neue Notiz").fill("@Carla, kennst du die Person?")
    page.get_by_role("button", name="Notiz speichern").click()

    expect(page.get_by_role("alert")).to_contain_text("Am Arbeitsplatz heißt niemand Carla.")
    expect(page.get_by_label("Neue Notiz")).to_have_value("@Carla, kennst du die Person?")
    assert violations(page) == []
    packet = reread_packet(waiting.talk, agent_of(anna), gate.app)
    assert packet.notes == []
