"""Markup that a customer types is shown as text and runs nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.browser import Visit
from tests.support.words import Words

MARKUP = {
    "image": '<img src=x onerror="window.ran=1">',
    "script": "<script>window.ran=1</script>",
    "link": '<a href="javascript:window.ran=1">hier</a>',
    "frame": '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
    "end of text": '"></textarea></div><svg onload="window.ran=1">',
    "template": "${window.ran=1} {{window.ran=1}}",
    "address": "javascript:window.ran=1 javascript://%0awindow.ran=1",
}


@pytest.fixture
def chat(visit: Visit) -> Visit:
    visit.open_help_page()
    visit.open_chat()
    return visit


def test_23_markup_is_shown_as_text_also_after_a_reload(chat: Visit, words: Words) -> None:
    for number, text in enumerate(MARKUP.values(), start=1):
        chat.say(text)
        chat.sees(text)
        # Each has its answer before the next one goes out.
        expect(chat.log.locator("li.bot, li.system").nth(number)).to_be_visible()

    chat.page.reload()
    chat.open_chat()

    for text in MARKUP.values():
        chat.sees(text)
    for element in ("img", "script", "iframe", "svg[onload]", 'a[href^="javascript"]'):
        expect(chat.log.locator(element)).to_have_count(0)
    assert chat.page.evaluate("() => window.ran") is None
    chat.assert_clean()
