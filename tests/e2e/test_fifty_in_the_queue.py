"""Fifty customers ask for a person at the running product; an agent works it in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest
from playwright.sync_api import Browser, expect

from tests.support.at_the_desk import NAMES, AtTheDesk, at_the_desk
from tests.support.attended import PERSON
from tests.support.axe import violations
from tests.support.chat import Chat
from tests.support.desk import hire
from tests.support.product import Product, running

CUSTOMERS = 50
AT_ONCE = 5
NEXT = re.compile(r"als Nächstes dran|You're next")
PLACE = re.compile(r"auf Platz (\d+)|at place (\d+)")
AWAY = "Abwesend"
NOBODY = re.compile("Im Chat ist niemand aus dem Team mehr da|No colleague is in the chat any more")


@pytest.fixture(scope="module")
def product(trained: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product nobody else uses: places are told, and rows counted, from an empty queue on."""
    yield from running(Product(tmp_path_factory.mktemp("fifty")))


@pytest.fixture
def kim(product: Product, browser: Browser) -> Iterator[AtTheDesk]:
    """An agent with the queue open."""
    agent = hire(product, NAMES["de"], "agent")
    with at_the_desk(browser, product.url, agent) as desk:
        yield desk


def asks_for_person(product: Product, language: str) -> Chat:
    chat = Chat(product, language)
    answer = chat.say(PERSON[language])
    assert answer.body["speaker"] == "queued", answer.text
    return chat


def place_told(chat: Chat) -> int:
    """Where a customer was told to stand; of all lines one says so."""
    texts = [line["text"] for line in chat.transcript]
    if any(NEXT.search(text) for text in texts):
        return 1
    (found,) = filter(None, map(PLACE.search, texts))
    return int(found[1] or found[2])


def words_of(chat: Chat) -> str:
    return f"Anliegen {place_told(chat):02}"


def test_fifty_who_wait_stand_in_their_order_and_nothing_they_write_is_lost(
    product: Product, kim: AtTheDesk
) -> None:
    languages = list(islice(cycle(("de", "en")), CUSTOMERS))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        chats = list(pool.map(lambda language: asks_for_person(product, language), languages))
        by_place = sorted(chats, key=place_told)
        assert [place_told(chat) for chat in by_place] == list(range(1, CUSTOMERS + 1))
        answers = list(pool.map(lambda chat: chat.say(words_of(chat)), by_place))
    assert [answer.texts for answer in answers] == [()] * CUSTOMERS  # the bot keeps quiet

    rows = kim.page.locator("#waiting li")
    expect(rows).to_have_count(CUSTOMERS)
    kim.page.reload()  # the last words are in every preview
    for place, row in enumerate(rows.all(), start=1):
        expect(row.locator(".preview")).to_contain_text(f"Anliegen {place:02}")
    assert violations(kim.page) == []

    kim.takes_over()
    expect(kim.lines).to_contain_text("Anliegen 01")
    kim.answers("Guten Tag, ich bin jetzt da")
    first, *others = by_place
    told = [line["text"] for line in first.transcript]
    assert any(NAMES["de"] in text for text in told)
    assert "Guten Tag, ich bin jetzt da" in told

    for place, chat in enumerate(others, start=2):
        lines = chat.transcript
        assert [line["role"] for line in lines[-2:]] == ["system", "customer"]
        assert [line["text"] for line in lines].count(f"Anliegen {place:02}") == 1
        assert NAMES["de"] not in str(lines)
    # Who comes now stands behind the 49 that are left.
    late = asks_for_person(product, "de")
    assert place_told(late) == CUSTOMERS

    kim.ends()
    kim.page.goto(f"{product.url}/desk/")
    expect(rows).to_have_count(CUSTOMERS)
    expect(rows.first.locator(".preview")).to_contain_text("Anliegen 02")
    kim.page.get_by_role("button", name=AWAY).click()
    expect(rows).to_have_count(0)
    for chat in (*others, late):
        assert NOBODY.search(chat.transcript[-1]["text"])
