"""What is not understood: meanings to choose from, and then a person."""

from __future__ import annotations

from tests.dialogue.meanings.both import PHRASES
from tests.dialogue.meanings.late import is_refused, press_at_the_engine
from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import recorded
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.questions import PHONES
from tests.support.steps import go_to
from tests.support.words import LANGUAGES, Words, stranger


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


def test_what_is_pressed_becomes_an_example_for_trainers(product: Product) -> None:
    muddles = {}
    for language, words in LANGUAGES.items():
        phrases, chat = PHRASES[language], Chat(product, language)
        muddles[language] = muddled_words(product, words, phrases)
        asked = chat.say(muddles[language])
        assert phrases.unsure in asked.last
        chat.press(next(iter(asked.buttons)))

    known = product.cli("nlu", "candidates")

    for language, muddle in muddles.items():
        (example,) = [each for each in known if each["text"] == muddle]
        assert example["intent"] in [item["name"] for item in example["ranking"][:3]]
        assert example["lang"] == language
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


NO_LONGER_FITS = {"de": "passt nicht mehr", "en": "no longer fits"}


def test_a_last_click_from_before_is_no_meaning_to_choose(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    muddle = muddled_words(product, words, phrases)
    click = go_to("page", chat, words, stranger()).buttons[words.cancel_now]
    chat.say(words.stop)
    assert phrases.unsure in chat.say(muddle).last

    assert is_refused(chat, click)
    assert NO_LONGER_FITS[words.language] in press_at_the_engine(chat, click)

    assert recorded(chat) == []
    # The meanings can still be chosen from.
    assert chat.answer is not None
    meaning = next(iter(chat.answer.buttons))
    assert phrases.unsure not in chat.press(meaning).text


FOREIGN = {
    "de": (
        "Bibliotheksausweis kündigen",
        "Parkplatz kündigen",
        "Zeitschriftenabo kündigen",
        "Schluss mit dem Wetterbericht-Abo",
        "Lesezirkel kündigen",
        "Gartenvertrag kündigen",
        "Sammelkarte kündigen",
    ),
    "en": (
        "cancel my season ticket",
        "end my magazine subscription",
        "terminate my lease",
        "stop my subscription to the weather forecast",
        "cancel my parking spot",
        "shut my thing down before the train leaves",
        "end my allotment contract",
    ),
}
THE_ACCOUNT = {"de": "Account kündigen", "en": "Cancel my account"}
CANNOT_HELP = {"de": "Dabei kann ich nicht helfen", "en": "I can't help with that"}
LIKELY = 0.2  # from where the product offers a meaning


def half_foreign(product: Product, words: Words) -> str:
    """The first wish that is foreign to the engine, although it may be a cancellation."""
    for wish in FOREIGN[words.language]:
        chat = Chat(product, words.language)
        chat.say(wish)
        (said,) = [one for one in product.engine_events(chat.token) if one["event"] == "user"]
        parsed = said["parse_data"]
        scores = {one["name"]: one["confidence"] for one in parsed["intent_ranking"]}
        is_foreign = parsed["intent"]["name"] == "other_topic"
        if is_foreign and scores.get("cancel_account", 0.0) >= LIKELY:
            return wish
    raise AssertionError(f"the engine is sure of each of {FOREIGN[words.language]}")


def test_a_wish_that_only_looks_foreign_is_answered_with_what_it_may_mean(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    wish = half_foreign(product, words)
    assert CANNOT_HELP[words.language] in chat.say(words.weather).text
    chat.say(phrases.robot)  # so that it is not the second time

    answer = chat.say(wish)

    assert phrases.unsure in answer.last
    assert CANNOT_HELP[words.language] not in answer.text
    assert next(iter(answer.buttons)) == THE_ACCOUNT[words.language]
    assert len(answer.buttons) <= 3
    assert words.asks_details in chat.press(THE_ACCOUNT[words.language]).last


HINT = {"de": "brauchen wir nicht mehr", "en": "we don't need it any more"}
WANTS_TO_CANCEL = {
    "de": "Möchten Sie Ihren Account kündigen?",
    "en": "Would you like to cancel your account?",
}


def test_a_likely_wish_to_leave_is_asked_about_and_a_typed_yes_begins_it(
    chat: Chat, words: Words
) -> None:
    asked = chat.say(HINT[words.language])
    assert WANTS_TO_CANCEL[words.language] in asked.last
    assert next(iter(asked.buttons)) == THE_ACCOUNT[words.language]
    assert asked.body["process"] is None

    assert words.asks_details in chat.say(words.yes).last
    assert recorded(chat) == []


def test_a_no_to_a_likely_wish_begins_nothing(chat: Chat, words: Words) -> None:
    chat.say(HINT[words.language])

    answer = chat.say({"de": "nein", "en": "no"}[words.language])

    assert answer.body["process"] is None
    assert WANTS_TO_CANCEL[words.language] not in answer.text
    assert chat.say(words.yes).body["process"] is None
