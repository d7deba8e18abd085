"""A customer with a browser, and a person who takes over: every state of the widget on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from fairwell.bootstrap import App
from fairwell.rules.handoff.speaker import Outcome
from fairwell.services.handoff import conversation, queue
from tests.support.attended import ANNA, PERSON, attended
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.product import Product
from tests.support.words import Words, in_english, in_german

QUEUED = {"de": "Warteschlange", "en": "in the queue"}
LEAVE = {"de": "Zurück zum Assistenten", "en": "Back to the assistant"}
WITH_ANNA = {"de": "Sie schreiben mit Anna Beispiel.", "en": "You are writing with Anna Beispiel."}
BACK = {"de": "wieder mit dem automatischen", "en": "with the automated assistant again"}
ENDED = {"de": "hat das Gespräch beendet", "en": "has ended the conversation"}
SATISFIED = {"de": "Zufrieden", "en": "Satisfied"}
THANKS = {"de": "Danke für Ihre Rückmeldung", "en": "Thank you for your feedback"}


@pytest.fixture
def desk(product: Product) -> Iterator[App]:
    """The desk of the running product, with Anna at it."""
    with attended(product) as app:
        yield app


def claimed(desk: App) -> str:
    """Anna takes whoever waits; returns the conversation's id."""
    (row,) = queue.waiting(ANNA, desk)
    queue.claim(row.handoff.conversation_id, ANNA, desk)
    return row.handoff.conversation_id


def asks_for_person(visit: Visit, words: Words) -> None:
    visit.open_help_page()
    visit.open_chat()
    visit.say(PERSON[words.language])
    visit.sees(QUEUED[words.language])


def test_the_way_to_a_person_and_back_is_told_and_accessible_at_every_step(
    desk: App, visit: Visit, words: Words
) -> None:
    asks_for_person(visit, words)
    visit.say("Noch etwas")
    expect(visit.log.get_by_role("button", name=LEAVE[words.language])).to_be_enabled()
    assert violations(visit.page) == []

    talk = claimed(desk)
    visit.page.get_by_text(WITH_ANNA[words.language]).wait_for()
    conversation.reply(talk, ANNA, "Guten Tag aus dem Team", f"k-{talk}", desk)
    visit.sees("Guten Tag aus dem Team")
    expect(visit.log.get_by_text("Anna Beispiel:")).to_have_count(1)
    expect(visit.log.get_by_role("button", name=LEAVE[words.language])).to_be_disabled()
    assert violations(visit.page) == []

    conversation.return_to_bot(talk, ANNA, desk)
    visit.sees(BACK[words.language])
    visit.say(words.wish)
    visit.sees(words.asks_details)
    visit.assert_clean()


@in_english
def test_after_the_end_a_score_is_thanked_for_and_the_next_message_begins_anew(
    desk: App, visit: Visit, words: Words
) -> None:
    asks_for_person(visit, words)
    talk = claimed(desk)
    conversation.close(talk, ANNA, Outcome.SOLVED, desk)
    visit.sees(ENDED[words.language])
    assert violations(visit.page) == []

    exact = re.compile(f"^{SATISFIED[words.language]}$")
    visit.log.get_by_role("button", name=exact).click()
    visit.sees(THANKS[words.language])
    visit.say(words.hello)
    visit.sees(words.automated)

    # The old conversation stays on the page.
    visit.sees(ENDED[words.language])
    visit.assert_clean()


@in_german
def test_who_comes_back_to_the_page_finds_what_was_written_meanwhile(
    desk: App, visit: Visit, words: Words
) -> None:
    asks_for_person(visit, words)
    talk = claimed(desk)
    visit.page.goto("about:blank")
    conversation.reply(talk, ANNA, "Sie waren kurz weg", f"k-{talk}", desk)

    visit.open_help_page()
    visit.open_chat()

    visit.sees("Sie waren kurz weg")
    visit.page.get_by_text(WITH_ANNA[words.language]).wait_for()
