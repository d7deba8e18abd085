"""The questions of the help article, asked at any moment; a form goes on afterwards."""

from __future__ import annotations

import pytest

from tests.support.chat import Answer, Chat
from tests.support.questions import QUESTIONS, Question
from tests.support.steps import STEPS, go_on_from, go_to, question_of
from tests.support.words import Words, reference_in, stranger

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)


def assert_answered(answer: Answer, question: Question, words: Words) -> None:
    missing = [part for part in question.says[words.language] if part not in answer.text]
    assert not missing, f"{missing} not in: {answer.text}"
    assert answer.language == words.language


@each_question
def test_a_question_is_answered_as_the_first_message(
    chat: Chat, words: Words, question: Question
) -> None:
    answer = chat.say(question.ask[words.language])

    assert_answered(answer, question, words)


@each_question
def test_a_question_is_answered_at_every_step_and_the_form_goes_on(
    chat: Chat, words: Words, question: Question
) -> None:
    account = stranger()
    go_to("details", chat, words, account)
    for step in STEPS:
        answer = chat.say(question.ask[words.language])
        assert_answered(answer, question, words)
        assert question_of(step, words) in answer.last
        if step == "details":
            chat.say(account.both)
        elif step == "reason":
            page = chat.press(words.no_reason)
            assert account.both in page.text

    receipt = chat.press(words.cancel_now)

    assert words.received in receipt.text
    assert account.both in receipt.text


@pytest.mark.parametrize("step", STEPS)
def test_three_questions_in_a_row_do_not_stop_the_form(chat: Chat, words: Words, step: str) -> None:
    account = stranger()
    go_to(step, chat, words, account)
    for question in QUESTIONS[-3:]:
        answer = chat.say(question.ask[words.language])
        assert_answered(answer, question, words)
        assert question_of(step, words) in answer.last

    go_on_from(step, chat, words, account)
    receipt = chat.press(words.cancel_now)

    assert reference_in(receipt.text)
    assert account.both in receipt.text


@pytest.mark.parametrize("step", STEPS)
def test_what_it_cannot_help_with_is_said_and_the_form_goes_on(
    chat: Chat, words: Words, step: str
) -> None:
    account = stranger()
    go_to(step, chat, words, account)

    answer = chat.say(words.weather)

    assert len(answer.texts) == 2
    assert question_of(step, words) in answer.last
    go_on_from(step, chat, words, account)
    assert words.received in chat.press(words.cancel_now).text
