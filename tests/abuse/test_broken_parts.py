"""Parts that die or hang in the middle: an honest word, nothing lost, nothing recorded twice."""

from __future__ import annotations

import os
import signal
import uuid
from http import HTTPStatus

import httpx
import pytest

from tests.support.chat import Chat, read_answer
from tests.support.product import Product
from tests.support.questions import PHONES
from tests.support.steps import cancel, go_to
from tests.support.waiting import wait_until
from tests.support.words import Words, in_english, in_german, reference_in, stranger


@pytest.fixture
def chat(own_product: Product, words: Words) -> Chat:
    return Chat(own_product, words.language)


def assert_honest_apology(text: str, words: Words) -> None:
    assert words.sorry in text
    assert all(phone in text for phone in PHONES)
    assert words.received not in text


@in_german
def test_45_the_engine_killed_in_the_last_click_records_nothing_and_the_form_goes_on(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("page", chat, words, account)

    with own_product.frozen("engine") as pid, chat.turn_under_way(words.cancel_now) as answering:
        status, parts = own_product.readiness()
        os.kill(pid, signal.SIGKILL)
        answer = answering.result()

    away = {part for part, ok in parts.items() if not ok}
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    # Whether a turn works is tried now and then only: the last try may have been before.
    assert away - {"turn"} == {"engine"}
    assert_honest_apology(answer.text, words)
    assert answer.language == words.language
    assert own_product.cases(email=account.email) == []
    own_product.wait_until_restarted("engine", pid)
    receipt = chat.press(words.try_again)
    assert words.received in receipt.text
    assert account.both in receipt.text
    assert len(own_product.cases(email=account.email)) == 1


@in_english
def test_45_an_engine_that_hangs_is_given_up_in_time_and_the_click_counts_once(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("page", chat, words, account)

    with own_product.frozen("engine"):
        answer = chat.press(words.cancel_now)  # comes while the engine still hangs

    # The engine may go on with it, so the answer may not say that nothing was recorded.
    assert_honest_apology(answer.text, words)
    assert words.nothing_recorded not in answer.text
    assert "Nothing was recorded" not in answer.text
    receipt = chat.press(words.try_again)
    assert words.received in receipt.text
    (case,) = own_product.cases(email=account.email)
    assert case["reference"] == reference_in(receipt.text)


@in_english
def test_45_a_page_whose_answer_got_lost_is_shown_in_full_before_the_last_click(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("reason", chat, words, account)
    with own_product.frozen("engine"):
        assert_honest_apology(chat.press(words.no_reason).text, words)

    page = chat.say(words.own_reason)

    assert account.both in page.text
    assert words.asks_cancel in page.last


def test_45_the_action_server_killed_before_the_last_click_records_once_on_the_second_try(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("page", chat, words, account)

    with own_product.frozen("actions") as pid, chat.turn_under_way(words.cancel_now) as answering:
        os.kill(pid, signal.SIGKILL)
        answer = answering.result()

    assert_honest_apology(answer.text, words)
    assert own_product.cases(email=account.email) == []
    own_product.wait_until_restarted("actions", pid)
    receipt = chat.press(words.try_again)
    assert words.received in receipt.text
    (case,) = own_product.cases(email=account.email)
    assert case["reference"] == reference_in(receipt.text)


@in_german
def test_45_nobody_is_told_that_nothing_was_recorded_while_an_action_may_still_record(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("page", chat, words, account)

    with own_product.frozen("actions"):
        answer = chat.press(words.cancel_now)
    own_product.wait_until_ready()
    # Requests are taken in their order: with this one answered, the late one is over.
    cancel(Chat(own_product, words.language), words, stranger())

    assert_honest_apology(answer.text, words)
    cases = own_product.cases(email=account.email)
    assert not cases or words.nothing_recorded not in answer.text
    receipt = chat.press(words.try_again)
    assert words.received in receipt.text
    assert len(own_product.cases(email=account.email)) == 1


@in_english
def test_45_after_a_restart_of_the_gateway_the_same_token_goes_on(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    page = go_to("page", chat, words, account)
    before = chat.transcript

    pid = own_product.kill("gateway")
    own_product.wait_until_restarted("gateway", pid)

    assert chat.transcript == before
    assert words.received in chat.press_id(page.buttons[words.cancel_now]).text


@in_german
def test_45_a_click_whose_answer_died_with_the_gateway_is_answered_from_the_record(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    page = go_to("page", chat, words, account)
    click = {"press": page.buttons[words.cancel_now]}
    key = {"Idempotency-Key": uuid.uuid4().hex}

    # The engine cannot finish the turn, so the gateway still waits when the case is on record.
    with (
        own_product.locked(own_product.tracker),
        pytest.raises(httpx.HTTPError),
        chat.turn_under_way(words.cancel_now, **key) as answering,
    ):
        wait_until(lambda: own_product.cases(email=account.email), "nothing was recorded")
        pid = own_product.kill("gateway")
        answering.result()
    own_product.wait_until_restarted("gateway", pid)

    answer = read_answer(chat.post(click, **key))
    assert words.received in answer.text
    (case,) = own_product.cases(email=account.email)
    assert case["reference"] == reference_in(answer.text)
