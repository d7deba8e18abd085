"""Whether an account exists cannot be told from how long an answer takes either."""

from __future__ import annotations

import statistics
import time

import yaml

from fairwell import paths
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import go_to
from tests.support.words import Account, Words, stranger

# Each only once a language: an address gets a few mails an hour, and one more would be less work.
ACCOUNTS = [
    Account(account["user_name"], account["email"])
    for account in yaml.safe_load(paths.DEMO_ACCOUNTS.read_text("utf-8"))["accounts"]
]
# How far the medians may lie apart. A look-up or a mail more costs a few milliseconds; what this
# finds is work of another order done for one of them only, such as talking to a mail server.
FACTOR = 1.5
ALLOWANCE = 0.02  # seconds: two runs of the very same turn differ by as much


def last_click(product: Product, words: Words, account: Account) -> float:
    """Seconds from the last click to its receipt."""
    chat = Chat(product, words.language)
    go_to("page", chat, words, account)
    begun = time.perf_counter()
    answer = chat.press(words.cancel_now)
    taken = time.perf_counter() - begun
    assert words.received in answer.text
    return taken


def test_known_and_unknown_accounts_are_answered_in_the_same_time(
    own_product: Product, words: Words
) -> None:
    known, unknown = [], []
    # In turns, so that whatever slows the machine down meets both alike.
    for account in ACCOUNTS:
        known.append(last_click(own_product, words, account))
        unknown.append(last_click(own_product, words, stranger()))

    slow, fast = sorted((statistics.median(known), statistics.median(unknown)), reverse=True)

    assert slow <= fast * FACTOR + ALLOWANCE, f"known {known}, unknown {unknown}"
