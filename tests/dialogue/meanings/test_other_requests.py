"""Withdrawing, pausing, deleting or asking for data, ending an add-on: each has its own page."""

from __future__ import annotations

import pytest

from tests.dialogue.meanings.both import PHRASES
from tests.dialogue.meanings.phrases import Phrases, Request
from tests.dialogue.meanings.record import mails_about, recorded
from tests.support.chat import Answer, Chat
from tests.support.product import Product
from tests.support.questions import DATA_DAYS, WITHDRAWAL, pause_prices
from tests.support.words import LANGUAGES, Account, Words, reference_in, stranger

KINDS = ("withdraw", "pause", "delete_data", "access_request", "addon")
each_kind = pytest.mark.parametrize("kind", KINDS)


def page_of(request: Request, chat: Chat, words: Words, account: Account) -> Answer:
    """From the wish to the page before the last click."""
    answer = chat.say(request.wish)
    if request.subject:
        answer = chat.say(request.subject)
    assert words.asks_details in answer.last
    page = chat.say(account.both)
    assert request.asks in page.last
    return page


@each_kind
def test_a_request_has_its_own_page_record_and_mail(
    product: Product, chat: Chat, words: Words, phrases: Phrases, kind: str
) -> None:
    request, account = phrases.requests[kind], words.owner

    page = page_of(request, chat, words, account)

    said = [s.format(data_days=DATA_DAYS, withdrawal_days=WITHDRAWAL) for s in request.page_says]
    assert [part for part in said if part not in page.text] == []
    assert account.both in page.text
    assert words.asks_cancel not in page.text
    assert recorded(chat) == []  # a page records nothing

    receipt = chat.press(request.confirm)

    assert request.received in receipt.text
    assert words.received not in receipt.text
    assert words.moment.search(receipt.text)
    reference = reference_in(receipt.text)
    (case,) = recorded(chat)
    assert (case["kind"], case["status"], case["reference"]) == (kind, "declared", reference)
    assert (case["account"], case["effective_on"]) == (account.user_name, None)
    assert case["subject"] == request.subject
    (mail,) = mails_about(product, reference)
    assert mail.to == account.email
    assert mail.subject.startswith(request.mail_subject)
    assert mail.language == words.language


def test_the_price_of_a_pause_stands_on_its_page(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    page = page_of(phrases.requests["pause"], chat, words, stranger())

    assert [price for price in pause_prices(words.language) if price not in page.text] == []


@each_kind
def test_who_leaves_things_as_they_are_or_stops_has_recorded_nothing(
    chat: Chat, words: Words, phrases: Phrases, kind: str
) -> None:
    request = phrases.requests[kind]
    page_of(request, chat, words, stranger())
    assert words.nothing_recorded in chat.press(request.leave).text
    assert request.asks in page_again(request, chat).last

    answer = chat.say(words.stop)

    assert words.nothing_recorded in answer.text
    assert request.received not in chat.say(words.yes).text
    assert recorded(chat) == []


@each_kind
def test_three_interruptions_in_a_row_and_the_request_still_finishes(
    chat: Chat, words: Words, phrases: Phrases, kind: str
) -> None:
    request = phrases.requests[kind]
    page_of(request, chat, words, stranger())

    for interruption in (phrases.robot, phrases.anger, phrases.thanks):
        answer = chat.say(interruption)
        assert request.asks in answer.last
        assert len(answer.texts) == 2
    receipt = chat.press(request.confirm)

    assert request.received in receipt.text
    assert [case["kind"] for case in recorded(chat)] == [kind]


def test_the_kinds_are_listed_by_the_command_line(product: Product) -> None:
    accounts = {language: stranger() for language in LANGUAGES}
    for language, account in accounts.items():
        chat, phrases = Chat(product, language), PHRASES[language]
        for kind in KINDS:
            if phrases.requests[kind].asks not in page_again(phrases.requests[kind], chat).last:
                chat.say(account.both)
            chat.press(phrases.requests[kind].confirm)

    cases = product.cli("cancellations")

    for language, account in accounts.items():
        listed = [row for row in cases if row["email"] == account.email]
        assert sorted(row["kind"] for row in listed) == sorted(KINDS)
        assert {row["language"] for row in listed} == {language}


def page_again(request: Request, chat: Chat) -> Answer:
    """To the page in a conversation that knows the details already."""
    answer = chat.say(request.wish)
    return chat.say(request.subject) if request.subject else answer


def test_another_add_on_can_be_named_from_the_page(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    request = phrases.requests["addon"]
    chat.say(request.wish)
    chat.say("Umfragen" if words.language == "de" else "surveys")
    chat.say(stranger().both)

    asked = chat.press(words.change)
    assert phrases.asks_change in asked.last
    assert phrases.asks_add_on in chat.press(phrases.change_add_on).last
    page = chat.say(request.subject or "")

    assert request.subject
    assert request.subject in page.text
    chat.press(request.confirm)
    assert [case["subject"] for case in recorded(chat)] == [request.subject]
