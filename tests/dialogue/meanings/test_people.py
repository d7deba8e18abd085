"""A death, a lawyer, somebody else's account, half the details, two accounts, typed secrets."""

from __future__ import annotations

import pytest

from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import offers, recorded
from tests.support.chat import Answer, Chat
from tests.support.product import Product
from tests.support.steps import cancel, go_to
from tests.support.told_secrets import typed_in
from tests.support.words import Words, reference_in, stranger

CARD = "4111 1111 1111 1111"


def assert_quiet_way_to_the_record(
    page: Answer, chat: Chat, words: Words, phrases: Phrases
) -> None:
    assert words.asks_cancel in page.last
    assert phrases.pause_on_page not in page.text
    assert words.pause_instead not in page.buttons
    receipt = chat.press(words.cancel_now)
    assert words.received in receipt.text
    assert phrases.asks_feedback not in receipt.text
    assert phrases.pause_after_receipt not in receipt.text
    assert receipt.buttons == {}
    assert [case["reason"] for case in recorded(chat)] == ["bereavement"]
    assert offers(chat) == []


def test_a_death_is_met_with_condolence_and_neither_why_nor_offer_nor_survey(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    answer = chat.say(phrases.bereaved)
    assert phrases.condolence in answer.text
    assert words.asks_details in answer.last

    page = chat.say(stranger().both)

    assert words.asks_reason not in page.text
    assert_quiet_way_to_the_record(page, chat, words, phrases)


def test_a_death_given_as_the_reason_is_met_the_same_way(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    go_to("reason", chat, words, stranger())

    page = chat.say(phrases.bereaved_reason)

    assert phrases.condolence in page.text
    assert_quiet_way_to_the_record(page, chat, words, phrases)


def test_a_death_told_before_any_wish_is_remembered(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    assert phrases.condolence in chat.say(phrases.bereaved_remark).text
    assert words.asks_details in chat.press(words.start_cancelling).last

    page = chat.say(stranger().both)

    assert words.asks_reason not in page.text
    assert_quiet_way_to_the_record(page, chat, words, phrases)


def test_anger_is_heard_in_a_few_words_and_then_it_goes_on(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    answer = chat.say(phrases.angry_wish)

    assert phrases.anger_heard in answer.texts
    assert words.asks_details in answer.last


def test_small_talk_gets_one_polite_line_and_leads_back(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    first = chat.say(phrases.small_talk)
    assert phrases.small_talk_answer in first.texts
    assert words.start_cancelling in first.buttons

    chat.press(words.start_cancelling)
    in_between = chat.say(phrases.small_talk)

    assert len(in_between.texts) == 2
    assert words.asks_details in in_between.last


def test_a_good_cause_stands_on_the_page_the_receipt_and_the_record(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    chat.say(phrases.good_cause)
    page = chat.say(stranger().both)
    assert phrases.cause_on_page in page.text

    receipt = chat.press(words.cancel_now)

    assert phrases.cause_received in receipt.text
    (case,) = recorded(chat)
    assert (case["manner"], case["effective_on"]) == ("for_cause", None)
    assert case["reason"]
    assert case["reason"] in page.text


def test_only_who_claims_a_good_cause_is_asked_for_it(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    chat.say(phrases.good_cause_unnamed)
    asked = chat.say(stranger().both)
    assert phrases.asks_cause in asked.last

    page = chat.say(phrases.a_cause)

    assert phrases.cause_on_page + phrases.a_cause in page.text
    chat.press(words.cancel_now)
    assert [(c["manner"], c["reason"]) for c in recorded(chat)] == [("for_cause", phrases.a_cause)]


def test_who_names_no_cause_cancels_in_the_ordinary_way(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    chat.say(phrases.good_cause_unnamed)
    chat.say(stranger().both)

    page = chat.press(phrases.without_cause)

    assert phrases.cause_on_page not in page.text
    chat.press(words.cancel_now)
    assert [(c["manner"], c["reason"]) for c in recorded(chat)] == [("ordinary", None)]


def test_who_names_a_lawyer_hears_that_the_declaration_is_taken_at_once(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    answer = chat.say(phrases.lawyer)

    assert phrases.lawyer_answer in answer.text
    assert "855-229-5506" in answer.text
    assert words.asks_details in answer.last


def test_who_is_not_the_owner_may_cancel_and_hears_where_the_mail_goes(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    answer = chat.say(phrases.not_owner)

    assert phrases.not_owner_answer in answer.text
    assert words.asks_details in answer.last


def test_the_address_alone_is_enough(chat: Chat, words: Words) -> None:
    account = stranger()
    chat.say(words.wish)
    chat.say(account.email)
    assert words.asks_reason in chat.say(words.dont_know).last
    chat.press(words.no_reason)

    assert words.received in chat.press(words.cancel_now).text

    (case,) = recorded(chat)
    assert (case["user_name"], case["email"]) == (None, account.email)


def test_two_accounts_one_after_the_other_have_a_reference_each(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    one, two = stranger(), stranger()
    first = reference_in(cancel(chat, words, one).text)
    assert words.asks_details in chat.say(phrases.another_account).last
    chat.say(two.both)
    chat.press(words.no_reason)

    second = reference_in(chat.press(words.cancel_now).text)

    assert second != first
    assert [(case["reference"], case["email"]) for case in recorded(chat)] == [
        (first, one.email),
        (second, two.email),
    ]
    status = chat.say(phrases.status).text
    assert first in status
    assert second in status


@pytest.mark.parametrize("what", ["password", "card"])
def test_a_typed_secret_is_removed_and_said_so(
    product: Product, chat: Chat, words: Words, phrases: Phrases, what: str
) -> None:
    secret = CARD if what == "card" else f"Tulpe-{stranger().user_name}"
    chat.say(words.wish)

    answer = chat.say(getattr(phrases, what).format(secret=secret))

    assert phrases.secret_removed in answer.text
    assert words.asks_details in answer.last
    assert secret not in "".join(line["text"] for line in chat.transcript)
    assert product.holds(secret) == []


def test_secrets_in_any_wording_are_kept_nowhere(
    product: Product, words: Words, phrases: Phrases
) -> None:
    chat = Chat(product, words.language)
    chat.say(words.wish)

    for text, _ in typed_in(words):
        assert phrases.secret_removed in chat.say(text).text, text

    shown = "".join(line["text"] for line in chat.transcript)
    held = {secret: product.holds(secret) for _, secret in typed_in(words)}
    assert {secret: files for secret, files in held.items() if files or secret in shown} == {}
