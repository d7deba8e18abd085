"""Databases that are locked and mail servers that are away; and what the logs say of it all."""

from __future__ import annotations

import os
import signal

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


def test_45_a_locked_database_takes_no_message_says_so_and_takes_it_afterwards(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    page = go_to("page", chat, words, account)
    click = page.buttons[words.cancel_now]

    with own_product.locked(own_product.database):
        refused = chat.post({"press": click})

    told = read_answer(refused)
    assert (refused.status_code, told.body["error"]["code"]) == (503, "unavailable")
    assert refused.headers["Retry-After"]
    assert told.language == words.language
    assert all(phone in told.text for phone in PHONES)
    assert own_product.cases(email=account.email) == []
    assert words.received in chat.press_id(click).text
    assert len(own_product.cases(email=account.email)) == 1


def test_45_a_database_locked_in_the_last_click_is_said_and_the_click_can_be_made_again(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("page", chat, words, account)

    with own_product.frozen("actions") as pid, chat.turn_under_way(words.cancel_now) as answering:
        with own_product.locked(own_product.database):
            os.kill(pid, signal.SIGCONT)
            wait_until(
                lambda: "utter_not_recorded" in str(own_product.engine_events(chat.token)),
                "the action did not give up",
            )
        answer = answering.result()

    assert words.received not in answer.text
    assert words.nothing_recorded in answer.text or "nothing has been recorded" in answer.text
    assert all(phone in answer.text for phone in PHONES)
    assert own_product.cases(email=account.email) == []
    # The details are still known.
    assert words.asks_details not in chat.say(words.wish).text
    if words.cancel_now not in chat.answer.buttons:
        chat.press(words.no_reason)
    assert words.received in chat.press(words.cancel_now).text
    assert len(own_product.cases(email=account.email)) == 1


@in_german
def test_45_a_record_stands_although_the_engine_could_not_keep_its_answer(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("page", chat, words, account)

    with own_product.locked(own_product.tracker):
        answer = chat.press(words.cancel_now)

    assert words.received in answer.text
    assert words.moment.search(answer.text)
    (case,) = own_product.cases(email=account.email)
    assert case["reference"] == reference_in(answer.text)


@in_german
def test_45_a_mail_server_that_is_away_delays_the_mail_and_nothing_else(
    own_product: Product, chat: Chat, words: Words
) -> None:
    with own_product.frozen("catcher") as pid:
        receipt = cancel(chat, words, words.owner)
        reference = reference_in(receipt.text)
        assert words.received in receipt.text
        wait_until(
            lambda: own_product.outbox(reference)[0]["attempts"], "the mail was not tried at all"
        )
        status, parts = own_product.readiness()
        assert (status, [part for part, ok in parts.items() if not ok]) == (503, ["smtp"])
        os.kill(pid, signal.SIGKILL)

    own_product.wait_until_restarted("catcher", pid)
    mail = own_product.mail_about(reference, within=60)
    assert mail.to == words.owner.email
    wait_until(
        lambda: own_product.outbox(reference)[0]["state"] == "sent", "the mail was not marked"
    )
    assert own_product.outbox(reference)[0]["attempts"] == 2


@in_english
def test_45_a_mail_worker_that_was_killed_sends_after_its_restart(
    own_product: Product, chat: Chat, words: Words
) -> None:
    pid = own_product.kill("worker")
    receipt = cancel(chat, words, words.owner)
    own_product.wait_until_restarted("worker", pid)

    assert own_product.mail_about(reference_in(receipt.text)).to == words.owner.email


@in_german
def test_36_37_no_log_holds_what_a_customer_wrote_not_even_after_a_fault(
    own_product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    # Without a hyphen: a word of that shape would be taken for a user name.
    secret = f"wegen{account.user_name.removeprefix('kiosk-')}"
    injected = "2026-11-23 INFO paid"
    chat.say(words.hello)
    chat.say(f"{words.weather}\n{injected}\x1b[31m\u2028{secret}")
    go_to("reason", chat, words, account)
    chat.say(f"{words.own_reason} {secret}")
    pid = own_product.kill("actions")
    chat.say(f"{words.weather} {secret}")
    own_product.wait_until_restarted("actions", pid)

    logs = own_product.home / "logs"
    assert any(log.stat().st_size for log in logs.iterdir())
    for canary in (account.email, account.user_name, secret, injected, words.weather[:12]):
        assert own_product.holds(canary, only_logs=True) == []
    # What the other tests of broken parts wrote, in the middle of their faults.
    for canary in ("kiosk-", words.owner.email, words.own_reason):
        assert own_product.holds(canary, only_logs=True) == []
