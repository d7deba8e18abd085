"""The code from the mail: right, wrong, worn out, sent anew; it never tells of an account."""

from __future__ import annotations

import datetime as dt
import re

from fairwell.i18n import formats
from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import account_row, code_in, mails_about, recorded, wrong_code
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import cancel
from tests.support.words import Words, reference_in, stranger


def test_the_right_code_verifies_and_opens_what_only_the_owner_may_know(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    account = phrases.monthly
    reference = reference_in(cancel(chat, words, account).text)
    (mail,) = mails_about(product, reference)
    before = chat.say(phrases.no_mail).text
    assert "***@" not in before
    assert phrases.mail_under_way in before

    day = dt.date.fromisoformat(account_row(product, account.user_name)["next_billing_on"])
    ends_on = phrases.end + formats.date(day, words.language)
    assert ends_on not in chat.say(phrases.status).text

    told = chat.say(code_in(mail)).text

    assert phrases.code_right in told
    assert ends_on in told
    assert [case["status"] for case in recorded(chat)] == ["verified"]
    assert phrases.verified in chat.say(phrases.status).text
    after = chat.say(phrases.no_mail).text
    assert phrases.mail_left in after
    assert f"{account.email[0]}***@{account.email.partition('@')[2][0]}***.example" in after
    assert account.email not in after


def test_a_wrong_code_hears_the_same_words_for_known_and_unknown_accounts(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, words.owner).text)
    (mail,) = mails_about(product, reference)
    unknown = Chat(product, words.language)
    cancel(unknown, words, stranger())

    heard = chat.say(wrong_code(code_in(mail)))
    heard_unknown = unknown.say("123456")

    assert heard.texts == heard_unknown.texts
    assert list(heard.buttons) == list(heard_unknown.buttons) == [phrases.send_new_code]
    assert phrases.code_wrong in heard.text
    assert [case["status"] for case in recorded(chat) + recorded(unknown)] == ["declared"] * 2


def test_after_five_wrong_tries_the_right_code_is_refused_in_the_same_words(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, words.owner).text)
    code = code_in(mails_about(product, reference)[0])
    heard = {chat.say(wrong_code(code)).texts for _ in range(5)}

    heard.add(chat.say(code).texts)

    assert len(heard) == 1
    assert phrases.code_wrong in chat.say(code).text
    assert [case["status"] for case in recorded(chat)] == ["declared"]


def test_a_new_code_works_and_the_old_one_does_not(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, phrases.paused).text)
    old = code_in(mails_about(product, reference)[0])
    chat.say(wrong_code(old))

    assert phrases.sent_again in chat.press(phrases.send_new_code).text

    new = code_in(mails_about(product, reference, 2)[1])
    assert new != old
    assert phrases.code_wrong in chat.say(old).text
    assert phrases.code_right in chat.say(f"{new[:3]}-{new[3:]}").text
    assert [case["status"] for case in recorded(chat)] == ["verified"]


def test_after_the_owner_has_objected_the_chat_is_told_why_and_nothing_of_the_account(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    account = phrases.monthly
    reference = reference_in(cancel(chat, words, account).text)
    (mail,) = mails_about(product, reference)
    day = dt.date.fromisoformat(account_row(product, account.user_name)["next_billing_on"])
    own_day = formats.date(day, words.language)
    assert own_day in chat.say(code_in(mail)).text
    (link,) = re.findall(r"/dispute/[\w-]{43}", mail.text)

    product.http.post(f"{product.url}{link}").raise_for_status()

    told = chat.say(code_in(mail)).text
    assert reference in told
    assert phrases.objected in told
    for asked in (phrases.status, phrases.asks_billing_date, phrases.no_mail):
        # The moment of receipt may be on the same day.
        heard = words.moment.sub("", chat.say(asked).text)
        assert own_day not in heard
        assert "***@" not in heard


GROUPED = (
    "714-824",
    "714 824",
    "7 1 4 8 2 4",
    "714\u202f824",
    "7\u20091\u20094\u20098\u20092\u20094",
    "code: 714.824",
    "Code 714 – 824",
    "71 48 24 code",
)


def test_six_digits_are_a_code_in_any_groups(chat: Chat, words: Words, phrases: Phrases) -> None:
    cancel(chat, words, stranger())

    heard = {typed: chat.say(typed).text for typed in GROUPED}

    assert {typed for typed, text in heard.items() if phrases.code_wrong not in text} == set()


def test_a_code_in_a_chat_that_asked_for_none_hears_where_it_belongs(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    for typed in GROUPED:
        answer = chat.say(typed)
        assert phrases.code_unknown in answer.text, typed
        assert "855-229-5506" in answer.text
        assert phrases.stands not in answer.text
        assert answer.buttons == {}


def test_a_code_after_the_case_is_verified_or_taken_back_hears_what_is_so(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, phrases.paused).text)
    code = code_in(mails_about(product, reference)[0])
    assert phrases.code_right in chat.say(code).text

    again = chat.say(code)

    assert phrases.verified in again.text
    assert phrases.stands not in again.text
    chat.say(phrases.take_back)
    chat.press(phrases.take_it_back)
    assert phrases.stands not in chat.say(code).text


def test_a_reference_alone_opens_nothing_and_the_ways_are_named(
    product: Product, words: Words, phrases: Phrases
) -> None:
    known = reference_in(cancel(Chat(product, words.language), words, stranger()).text)

    for asked in phrases.with_number:
        answer = Chat(product, words.language).say(asked.format(reference=known))
        assert phrases.number_alone in answer.text, asked
        assert "855-229-5506" in answer.text
        assert answer.body["answered"] == ["cancellation_status"], asked
        assert answer.body["process"] is None


def test_a_reference_of_another_chat_is_told_from_ones_own(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    own = reference_in(cancel(chat, words, stranger()).text)

    other = chat.say(phrases.with_number[0].format(reference="K7M-4Q2X")).text
    assert phrases.not_of_this_chat.format(reference="K7M-4Q2X") in other
    assert own in other

    assert phrases.not_of_this_chat.format(reference=own) not in chat.say(own).text
