"""The same request twice, twenty times, or two at once: one turn, in order."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import go_to
from tests.support.words import Words, stranger

KEY = "Idempotency-Key"


def customer_lines(chat: Chat) -> list[str]:
    return [line["text"] for line in chat.transcript if line["role"] == "customer"]


def test_05_a_repeated_request_gets_the_same_body_and_is_one_turn(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    page = go_to("page", chat, words, account)
    click = {"press": page.buttons[words.cancel_now]}
    key = uuid.uuid4().hex

    first = chat.post(click, **{KEY: key})
    again = chat.post(click, **{KEY: key})

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert customer_lines(chat).count(words.cancel_now) == 1
    assert len(product.cases(email=account.email)) == 1


def test_05_the_same_key_with_other_words_is_refused(chat: Chat, words: Words) -> None:
    chat.say(words.hello)
    key = uuid.uuid4().hex
    chat.post({"message": words.wish}, **{KEY: key})

    refused = chat.post({"message": words.pause_wish}, **{KEY: key})

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "other_content")
    assert words.pause_wish not in customer_lines(chat)


def test_05_twenty_at_once_with_one_key_are_one_turn(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    page = go_to("page", chat, words, account)
    click = {"press": page.buttons[words.cancel_now]}
    key = uuid.uuid4().hex

    with ThreadPoolExecutor(20) as pool:
        answers = [
            sending.result()
            for sending in [pool.submit(chat.post, click, **{KEY: key}) for _ in range(20)]
        ]

    bodies = [answer.json() for answer in answers if answer.status_code == 200]
    assert bodies
    assert all(body == bodies[0] for body in bodies)
    # Whoever came when too many waited is told to try again, and then gets that same answer.
    assert {answer.status_code for answer in answers} <= {200, 429}
    assert all(a.headers["Retry-After"] for a in answers if a.status_code == 429)
    assert chat.post(click, **{KEY: key}).json() == bodies[0]
    assert customer_lines(chat).count(words.cancel_now) == 1
    assert len(product.cases(email=account.email)) == 1


def test_05_the_last_click_from_two_tabs_at_once_records_once(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    page = go_to("page", chat, words, account)
    click = {"press": page.buttons[words.cancel_now]}

    with ThreadPoolExecutor(4) as pool:
        answers = [
            sending.result()
            for sending in [
                pool.submit(chat.post, click, **{KEY: uuid.uuid4().hex}) for _ in range(4)
            ]
        ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({str(answer.json()["messages"]) for answer in answers}) == 1
    assert len(product.cases(email=account.email)) == 1


def test_43_two_messages_at_once_are_answered_one_after_the_other(chat: Chat, words: Words) -> None:
    chat.say(words.hello)
    questions = (words.weather, words.pause_wish)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda text: chat.post({"message": text}), questions))

    assert [answer.status_code for answer in answers] == [200, 200]
    roles = "".join(line["role"][0] for line in chat.transcript)
    turns = [turn for turn in roles.split("c") if turn]
    assert len(turns) == 3, roles
    assert roles.count("c") == 3
    # What each sender got is what stands behind its own message.
    shown = [line["text"] for line in chat.transcript]
    for text, answer in zip(questions, answers, strict=True):
        said = [message["text"] for message in answer.json()["messages"]]
        at = shown.index(text) + 1
        assert shown[at : at + len(said)] == said


def test_41_who_sends_without_waiting_is_slowed_down_and_others_are_not(
    product: Product, chat: Chat, words: Words
) -> None:
    chat.say(words.hello)
    patient = Chat(product, words.language)
    patient.say(words.hello)

    with ThreadPoolExecutor(16) as pool:
        flood = [pool.submit(chat.post, {"message": words.weather}) for _ in range(30)]
        answered = patient.say(words.wish)
        statuses = [sending.result().status_code for sending in flood]

    assert words.asks_details in answered.last
    assert set(statuses) == {200, 429}
    assert len(customer_lines(chat)) == 1 + statuses.count(200)
