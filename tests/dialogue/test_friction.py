"""How many messages it costs to leave: five at most on the straight path, never seven."""

from __future__ import annotations

import datetime as dt

from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import cancel
from tests.support.words import LANGUAGES, Words, reference_in

STRAIGHT_PATH = 5
LIMIT = 6


def test_a_straight_cancellation_leaves_one_case_and_one_mail(
    product: Product, chat: Chat, words: Words
) -> None:
    account = words.owner

    chat.say(words.wish)
    chat.say(account.both)
    chat.press(words.too_expensive)
    receipt = chat.press(words.cancel_now)

    assert chat.sent <= STRAIGHT_PATH
    assert words.received in receipt.text
    assert words.moment.search(receipt.text)
    reference = reference_in(receipt.text)
    assert len(product.cases(reference=reference)) == 1
    mail = product.mail_about(reference)
    assert mail.to == account.email
    assert mail.language == words.language
    assert reference in mail.subject
    for form in (mail.text, mail.html):
        assert reference in form
        assert words.moment.search(form)
    # The chat and the mail tell the same moment.
    assert words.moment.findall(mail.text)[0] == words.moment.findall(receipt.text)[0]


def test_the_command_line_lists_the_cases_and_their_mails(product: Product) -> None:
    references = {
        words.language: reference_in(cancel(Chat(product, words.language), words, words.owner).text)
        for words in LANGUAGES.values()
    }
    for reference in references.values():
        product.mail_about(reference)

    cases = {case["reference"]: case for case in product.cli("cancellations")}
    rows = {row["reference"]: row for row in product.cli("outbox")}

    for language, reference in references.items():
        account, case, row = LANGUAGES[language].owner, cases[reference], rows[reference]
        assert (case["kind"], case["status"]) == ("cancel", "declared")
        assert (case["account"], case["email"]) == (account.user_name, account.email)
        assert case["language"] == language
        assert dt.datetime.fromisoformat(case["requested_at"]).utcoffset() == dt.timedelta()
        assert dt.date.fromisoformat(case["effective_on"])
        assert (row["to"], row["status"]) == (account.email, "sent")


def test_a_polite_customer_who_answers_one_thing_at_a_time_stays_within_the_limit(
    chat: Chat, words: Words
) -> None:
    account = words.other_owner

    chat.say(words.hello)
    chat.say(words.wish)
    chat.say(account.user_name)
    chat.say(account.email)
    chat.say(words.own_reason)
    receipt = chat.press(words.cancel_now)

    assert chat.sent <= LIMIT
    assert words.received in receipt.text


def test_who_says_everything_at_once_needs_three_messages(chat: Chat, words: Words) -> None:
    chat.say(words.wish_with_details.format(**vars(words.owner)))
    chat.press(words.no_reason)
    receipt = chat.press(words.cancel_now)

    assert chat.sent == 3
    assert words.received in receipt.text
