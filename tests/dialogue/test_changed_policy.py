"""A value changed in ``policy/`` is what customers read, in the chat, in the mail, on the pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.policy.facts import Facts, load_facts
from tests.support.chat import Chat
from tests.support.product import Product, running
from tests.support.questions import FACTS, money, pause_prices, phones, questions
from tests.support.steps import go_to
from tests.support.tables import table
from tests.support.words import LANGUAGES, Words, reference_in, stranger

# What stands in facts.yml, and what an operator makes of it.
CHANGES = {
    "value: Constant Contact": "value: Rundbrief & Co",
    '"855-229-5506"': '"800-555-0111"',
    '"0808-234-0945"': '"0800-555-0122"',
    '"+1 781-472-8120"': '"+1 617-555-0133"',
    "value: 24\n": "value: 36\n",
    "value: 120\n": "value: 133\n",
    "value: 90\n": "value: 77\n",
    "value: 30\n  source: vendor": "value: 41\n  source: vendor",
    "value: 14\n": "value: 19\n",
    "contacts_up_to: 2500\n      fee: 5\n": "contacts_up_to: 3100\n      fee: 7\n",
    "contacts_up_to: 10000\n      fee: 10\n": "contacts_up_to: 11000\n      fee: 13\n",
    "contacts_up_to: null\n      fee: 20\n": "contacts_up_to: null\n      fee: 23\n",
}
each_language = table("language", "de | en")


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operator's own policy folder, in which every figure and name is another."""
    folder = tmp_path_factory.mktemp("operator") / "policy"
    shutil.copytree(paths.POLICY, folder)
    file = folder / "facts.yml"
    text = file.read_text("utf-8")
    for old, new in CHANGES.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def facts(policy: Path) -> Facts:
    return load_facts(policy)


@pytest.fixture(scope="module")
def changed(
    trained: None, policy: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """The product under that policy, with the model as it was trained."""
    yield from running(Product(tmp_path_factory.mktemp("changed"), policy=str(policy)))


def shipped(words: Words) -> tuple[str, ...]:
    """Figures and names of the shipped policy that nothing may still say."""
    return (FACTS.brand.value, *phones(FACTS), *pause_prices(words.language))


def still_shipped(text: str, words: Words) -> list[str]:
    return [value for value in shipped(words) if value in text]


@each_language
def test_every_question_is_answered_with_the_changed_values(
    changed: Product, facts: Facts, language: str
) -> None:
    words = LANGUAGES[language]
    for question in questions(facts):
        answer = Chat(changed, language).say(question.ask[language])

        missing = [part for part in question.says[language] if part not in answer.text]
        assert not missing, f"{question.name}: {missing} not in: {answer.text}"
        assert still_shipped(answer.text, words) == []


@each_language
def test_the_page_the_receipt_and_the_mail_have_the_changed_values(
    changed: Product, facts: Facts, language: str
) -> None:
    words = LANGUAGES[language]
    chat = Chat(changed, language)

    page = go_to("page", chat, words, words.owner).text
    receipt = chat.press(words.cancel_now).text
    mail = changed.mail_about(reference_in(receipt))

    for days in (facts.guarantee_days, facts.withdrawal_days, facts.data_kept_days):
        assert f" {days.value} " in page.replace("-", " ")
    for currency in facts.pause.currencies:
        assert money(facts.pause.tiers[0].fee, currency, language) in page
    assert str(facts.confirmation_within_hours.value) in receipt
    assert [phone for phone in phones(facts) if phone not in receipt] == []
    for text in (mail.text, mail.html):
        assert f"{facts.data_kept_days.value} " in text
        assert [phone for phone in phones(facts) if phone not in text] == []
    for text in (page, receipt, mail.text):
        assert facts.brand.value in text
        assert still_shipped(text, words) == []


@each_language
def test_the_form_without_the_chat_has_the_changed_values(
    changed: Product, facts: Facts, language: str
) -> None:
    path = "kuendigen" if language == "de" else "cancel"

    form = changed.http.get(f"{changed.url}/{path}").text

    for days in (facts.guarantee_days, facts.withdrawal_days, facts.data_kept_days):
        assert str(days.value) in form
    assert still_shipped(form, LANGUAGES[language]) == []


@each_language
def test_who_gave_neither_detail_is_told_the_changed_numbers(
    changed: Product, facts: Facts, language: str
) -> None:
    words = LANGUAGES[language]
    chat = Chat(changed, language)
    go_to("details", chat, words, stranger())
    chat.say(words.dont_know)

    answer = chat.say(words.dont_know)

    assert [phone for phone in phones(facts) if phone not in answer.text] == []
