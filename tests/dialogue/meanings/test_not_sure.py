"""What is not understood: meanings to choose from, and then a person."""

from __future__ import annotations

from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import recorded
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.questions import PHONES
from tests.support.words import Words


def muddled_words(product: Product, words: Words, phrases: Phrases) -> str:
    """The first muddle that leaves the engine, as it is trained now, unsure."""
    for muddle in phrases.muddled:
        if phrases.unsure in Chat(product, words.language).say(muddle).text:
            return muddle
    raise AssertionError(f"the engine is sure of each of {phrases.muddled}")


def test_unsure_asks_with_up_to_three_meanings_and_twice_offers_a_person(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    muddle = muddled_words(product, words, phrases)

    once = chat.say(muddle)

    assert phrases.unsure in once.last
    assert 1 <= len(once.buttons) <= 3
    assert not any(title.startswith("/") for title in once.buttons)
    twice = chat.say(muddle)
    assert phrases.person_offered in twice.text
    assert [phone for phone in PHONES if phone not in twice.text] == []
    answer = chat.press(phrases.request_call)
    assert phrases.asks_contact in answer.last
    assert phrases.a_charge not in answer.text  # nobody spoke of one
    assert phrases.call_received in chat.say("0171 2345678").text
    (call,) = recorded(chat)
    assert (call["kind"], call["subject"]) == ("callback", None)


def test_what_is_pressed_becomes_an_example_for_trainers(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    muddle = muddled_words(product, words, phrases)
    asked = chat.say(muddle)
    assert phrases.unsure in asked.last

    chat.press(next(iter(asked.buttons)))

    known = product.cli("nlu", "candidates")
    (example,) = [each for each in known if each["text"] == muddle]
    assert example["intent"] in [item["name"] for item in example["ranking"][:3]]
    assert example["lang"] == words.language
    assert example["model"].startswith("fairwell-")


def test_an_answer_in_between_starts_the_counting_anew(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    muddle = muddled_words(product, words, phrases)
    chat.say(muddle)
    chat.say(phrases.robot)

    again = chat.say(muddle)

    assert phrases.unsure in again.last
    assert phrases.person_offered not in again.last
