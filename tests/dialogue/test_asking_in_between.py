"""The questions of the help article, asked at any moment; a form goes on afterwards."""

from __future__ import annotations

from tests.support.chat import Answer, Chat
from tests.support.product import Product
from tests.support.questions import QUESTIONS, Question
from tests.support.steps import STEPS, go_on, go_to, question_of
from tests.support.tables import table
from tests.support.words import Words, reference_in, stranger


def assert_answered(answer: Answer, question: Question, words: Words) -> None:
    missing = [part for part in question.says[words.language] if part not in answer.text]
    assert not missing, f"{missing} not in: {answer.text}"
    assert answer.language == words.language


@table("question", QUESTIONS)
def test_a_question_is_answered_as_the_first_message(
    product: Product, words: Words, question: Question
) -> None:
    answer = Chat(product, words.language).say(question.ask[words.language])

    assert_answered(answer, question, words)


def test_every_question_is_answered_at_every_step_and_the_form_goes_on(
    chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("details", chat, words, account)
    for step in STEPS:
        for question in QUESTIONS:
            answer = chat.say(question.ask[words.language])
            assert_answered(answer, question, words)
            assert question_of(step, words) in answer.last
        if step != "page":
            page = go_on(step, chat, words, account)

    assert account.both in page.text
    receipt = chat.press(words.cancel_now)
    assert words.received in receipt.text
    assert account.both in receipt.text
    assert reference_in(receipt.text)


def test_what_it_cannot_help_with_is_said_at_every_step_and_the_form_goes_on(
    chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("details", chat, words, account)
    for step in STEPS:
        answer = chat.say(words.weather)
        assert len(answer.texts) == 2
        assert question_of(step, words) in answer.last
        if step != "page":
            go_on(step, chat, words, account)

    assert words.received in chat.press(words.cancel_now).text
