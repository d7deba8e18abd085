"""Who has shown whose account it is sees its real dates, balance and state on the page."""

from __future__ import annotations

import datetime as dt

from fairwell.i18n import formats
from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import (
    SignedIn,
    account_row,
    code_in,
    mails_about,
    recorded,
    signed_in,
)
from tests.support.chat import Answer, Chat
from tests.support.product import Product
from tests.support.questions import UNPAID_DAYS
from tests.support.steps import cancel
from tests.support.tables import table
from tests.support.words import Account, Words, reference_in


def signed_in_page(product: Product, words: Words, account: Account) -> tuple[Chat, Answer]:
    """Signed in, and at the page: neither user name nor address is asked."""
    chat = signed_in(product, words.language, account.user_name)
    assert words.asks_reason in chat.say(words.wish).last
    page = chat.press(words.no_reason)
    assert account.both in page.text
    assert recorded(chat) == []
    return chat, page


def day_of(product: Product, account: Account, column: str, words: Words) -> str:
    value = dt.date.fromisoformat(account_row(product, account.user_name)[column])
    return formats.date(value, words.language)


def test_a_verified_prepaid_account_may_end_with_its_balance(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    anonymous = cancel(chat, words, phrases.prepaid)
    assert phrases.balance not in "".join(line["text"] for line in chat.transcript)
    chat.say(code_in(mails_about(product, reference_in(anonymous.text))[0]))
    chat.say(phrases.take_back)
    chat.press(phrases.take_it_back)
    assert words.asks_reason in chat.say(words.wish).last

    page = chat.press(words.no_reason)

    assert phrases.prepaid_page in page.text
    assert phrases.no_refund in page.text
    assert phrases.asks_when in page.last
    assert {words.cancel_now, phrases.at_balance_end} <= set(page.buttons)
    receipt = chat.press(phrases.at_balance_end)
    assert phrases.when_balance_used in receipt.text
    (case,) = [case for case in recorded(chat) if case["status"] != "revoked"]
    assert (case["status"], case["knowledge"]) == ("verified", "verified")
    assert (case["ends"], case["effective_on"]) == ("balance_used", None)
    (mail,) = mails_about(product, reference_in(receipt.text))
    assert mail.to == phrases.prepaid.email


def test_a_prepaid_account_may_also_end_now(
    product: Product, words: Words, phrases: Phrases
) -> None:
    chat, page = signed_in_page(product, words, phrases.prepaid)
    assert phrases.prepaid_page in page.text

    receipt = chat.press(words.cancel_now)

    assert words.received in receipt.text
    (case,) = recorded(chat)
    assert (case["ends"], case["account"]) == ("soonest", phrases.prepaid.user_name)
    today = dt.datetime.fromisoformat(case["requested_at"]).date()
    assert abs(dt.date.fromisoformat(case["effective_on"]) - today) <= dt.timedelta(days=1)


def test_a_monthly_account_sees_its_billing_date_and_ends_on_it(
    product: Product, words: Words, phrases: Phrases
) -> None:
    day = day_of(product, phrases.monthly, "next_billing_on", words)

    chat, page = signed_in_page(product, words, phrases.monthly)

    points = page.text.split("•")[2:]
    assert phrases.billing_date.format(day=day) in points[0]
    assert phrases.monthly_fee in points[0]
    receipt = chat.press(words.cancel_now)
    assert day in receipt.text
    (case,) = recorded(chat)
    billing = account_row(product, phrases.monthly.user_name)["next_billing_on"]
    assert (case["effective_on"], case["knowledge"]) == (billing, "signed_in")
    assert case["status"] == "verified"


def test_an_account_without_a_card_is_told_that_it_is_locked(
    product: Product, words: Words, phrases: Phrases
) -> None:
    _, page = signed_in_page(product, words, phrases.locked)

    assert phrases.locked_page in page.text
    assert UNPAID_DAYS in page.text


def test_a_paused_account_is_told_that_its_pause_ends(
    product: Product, words: Words, phrases: Phrases
) -> None:
    _, page = signed_in_page(product, words, phrases.paused)

    assert phrases.paused_page in page.text


def test_add_ons_are_named(product: Product, words: Words, phrases: Phrases) -> None:
    _, page = signed_in_page(product, words, words.other_owner)

    point = next(part for part in page.text.split("•") if phrases.add_ons_page in part)
    assert [name for name in ("sms", "survey") if name not in point.casefold()] == []


def test_a_known_customer_hears_the_own_billing_date(
    product: Product, words: Words, phrases: Phrases
) -> None:
    day = day_of(product, phrases.monthly, "next_billing_on", words)

    known = SignedIn(product, words.language, phrases.monthly.user_name)
    anonymous = Chat(product, words.language)

    # As the next billing date or, where another test has cancelled it, as the end.
    assert day in known.say(phrases.asks_billing_date).text
    assert day not in anonymous.say(phrases.asks_billing_date).text


def test_a_known_customer_hears_the_own_balance(
    product: Product, words: Words, phrases: Phrases
) -> None:
    known = SignedIn(product, words.language, phrases.prepaid.user_name)

    assert phrases.balance in known.say(phrases.asks_about_balance).text


def test_a_trial_ends_by_itself_and_nothing_is_recorded(
    product: Product, words: Words, phrases: Phrases
) -> None:
    day = day_of(product, phrases.trial, "trial_ends_on", words)
    chat = signed_in(product, words.language, phrases.trial.user_name)

    answer = chat.say(words.wish)

    assert phrases.trial_ends.format(day=day) in answer.text
    assert words.nothing_recorded in answer.text
    assert words.received not in chat.say(words.yes).text
    assert recorded(chat) == []


def test_an_anonymous_page_has_conditions_and_no_values(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    chat.say(words.wish)
    chat.say(phrases.prepaid.both)

    page = chat.press(words.no_reason)

    assert phrases.balance not in page.text
    assert phrases.at_balance_end not in page.buttons


@table("user_name", "nobody-there | ../cancel")
def test_nobody_is_signed_in_as_an_account_that_is_not_there(
    product: Product, user_name: str
) -> None:
    answer = product.http.get(f"{product.url}/dev/identity/{user_name}")

    assert answer.status_code == 404
