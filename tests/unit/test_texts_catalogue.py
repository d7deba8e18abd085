"""Texts of mails, pages and the gateway: all in German too, with the same values in them."""

from __future__ import annotations

import re
from collections import Counter

from babel.messages.pofile import read_po

from fairwell.i18n.catalogue import po_file
from tests.support.tables import table
from tests.unit.texts import (
    SPEAKS_FAMILIARLY,
    assert_calm,
    catalogue,
    messages_in_code,
    messages_in_templates,
    placeholders,
)

_PERCENT = re.compile(r"%\((\w+)\)[sd]")
# The greeting invites people in the other language on purpose; nothing else is mixed.
USED = sorted(messages_in_code() | messages_in_templates())
each = table("english", USED)


def test_texts_are_found_at_all() -> None:
    assert "Try again" in messages_in_code()
    assert "United Kingdom" in messages_in_code()
    assert any("longer than we can take" in text for text in messages_in_code())
    assert "Good to know" in messages_in_templates()
    assert "What applies now" in messages_in_templates()


def test_every_text_in_use_has_its_german() -> None:
    german = catalogue()

    assert not [text for text in USED if not german.get(text, "").strip()]


def test_the_catalogue_has_no_entry_that_nothing_uses() -> None:
    assert not sorted(catalogue().keys() - set(USED))


def test_no_entry_is_doubled_doubtful_or_of_another_language() -> None:
    with po_file("de").open("rb") as source:
        entries = [entry for entry in read_po(source) if entry.id]
    with po_file("de").open("rb") as source:
        header = read_po(source)
    doubled = [text for text, count in Counter(str(e.id) for e in entries).items() if count > 1]

    assert header.locale is not None
    assert header.locale.language == "de"
    assert not doubled
    assert not [entry.id for entry in entries if entry.fuzzy]
    assert not list(header.obsolete)


@table("english", USED)
def test_german_has_the_same_values_as_english(english: str) -> None:
    german = catalogue().get(english, "")

    assert Counter(_PERCENT.findall(german)) == Counter(_PERCENT.findall(english))
    assert placeholders(german) == placeholders(english)


@table("english", USED)
def test_a_text_keeps_to_the_voice(english: str) -> None:
    for text in (english, catalogue().get(english, "")):
        words = re.sub(r"%\(\w+\)[sd]|\{\w+\}", "", text)
        assert not re.search(r"\d", words), "a figure belongs into policy/"
        assert_calm(words)
        assert not re.search(r"\w/\w", words), "no slash forms"


@table("english", USED)
def test_german_says_sie(english: str) -> None:
    assert not SPEAKS_FAMILIARLY.search(catalogue().get(english, ""))
