"""German and English in one conversation: what was said is kept."""

from __future__ import annotations

import re

from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import STEPS, go_on, go_to, question_of
from tests.support.tables import table
from tests.support.words import Words, other, reference_in, stranger

SENTENCE = {
    "de": "Wie lange werden meine Daten nach der Kündigung gespeichert?",
    "en": "How long will you keep my data after I have cancelled?",
}

# Said in this language, in a conversation that is in the other one.
STAY_WITH_IT = {
    "de": "Ach, lass uns doch bitte auf Deutsch bleiben",
    "en": "Oh, let's just stay with English here please",
}


def test_asking_for_the_other_language_at_every_step_keeps_what_was_said(
    chat: Chat, words: Words
) -> None:
    account, here, there = stranger(), words, other(words)
    go_to("details", chat, words, account)
    for step in STEPS:
        answer = chat.say(here.other_language)
        assert answer.language == there.language
        assert question_of(step, there) in answer.last
        here, there = there, here
        if step != "page":
            go_on(step, chat, here, account)

    assert account.both in answer.text
    assert list(answer.buttons) == [
        here.cancel_now,
        here.pause_instead,
        here.change,
        here.dont_cancel,
    ]
    receipt = chat.press(here.cancel_now)
    assert here.received in receipt.text
    assert account.both in receipt.text


def test_writing_a_sentence_in_the_other_language_switches_in_the_middle_of_the_form(
    chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("reason", chat, words, account)
    new = other(words)

    answer = chat.say(SENTENCE[new.language])

    assert answer.language == new.language
    assert new.asks_reason in answer.last
    assert account.both in chat.press(new.no_reason).text


def test_the_mail_is_written_in_the_language_of_the_last_click(
    product: Product, chat: Chat, words: Words
) -> None:
    go_to("reason", chat, words, words.owner)
    new = other(words)
    chat.say(words.other_language)
    chat.press(new.no_reason)

    receipt = chat.press(new.cancel_now)

    mail = product.mail_about(reference_in(receipt.text))
    assert mail.to == words.owner.email
    assert mail.language == new.language
    # In the new language's form; the zone stays the account's own.
    form, _, _ = new.moment.pattern.partition(r" \(")
    assert re.search(form, mail.text)


def test_the_details_of_an_account_do_not_change_the_language(chat: Chat, words: Words) -> None:
    # Names that would read as the other language.
    foreign = other(words).owner
    go_to("details", chat, words, foreign)

    assert words.asks_email in chat.say(foreign.user_name).last
    answer = chat.say(foreign.email)

    assert answer.language == words.language
    assert words.asks_reason in answer.last


@table("answer", "ok | Pause | Stop")
def test_a_word_that_both_languages_use_does_not_change_the_language(
    product: Product, words: Words, answer: str
) -> None:
    chat = Chat(product, words.language)
    go_to("reason", chat, words, stranger())

    assert chat.say(answer).language == words.language


def test_staying_with_a_language_is_not_staying_with_the_account(
    product: Product, words: Words
) -> None:
    account = stranger()
    chat = Chat(product, other(words).language)
    go_to("page", chat, other(words), account)

    answer = chat.say(STAY_WITH_IT[words.language])

    assert words.asks_cancel in answer.last
    assert account.both in answer.last
    assert words.received in chat.press(words.cancel_now).text
