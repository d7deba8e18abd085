"""Signed-in customers: the price of their own pause, what is on record, and their trial."""

from __future__ import annotations

import datetime as dt

import pytest

from fairwell.i18n import formats
from tests.dialogue.meanings.both import PHRASES
from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import SignedIn, account_row, offers, recorded, signed_in
from tests.support.chat import Answer, Chat
from tests.support.product import Product
from tests.support.questions import money, pause_prices
from tests.support.steps import cancel
from tests.support.tables import table
from tests.support.words import LANGUAGES, Account, Words, reference_in, stranger

ALREADY = {"de": "liegt bereits eine Kündigung vor", "en": "There's already a cancellation"}
CHANGE_END = {"de": "Ende ändern", "en": "Change the end date"}
ANOTHER = {"de": "Anderen Account kündigen", "en": "Cancel another account"}
ASKS_END = {"de": "Wann soll der Account enden?", "en": "When should the account end?"}
CHANGED = {"de": "Das Ende Ihrer Kündigung ist geändert", "en": "The end of your cancellation"}
ANYWAY = {"de": "Trotzdem kündigen", "en": "Cancel anyway"}
BEGINS_AND_ENDS = {
    "de": ("Sie beginnt, sobald der Abrechnungs-Support", "Sie dauert, bis Sie"),
    "en": ("It begins once Billing Support", "It lasts until you"),
}


def prices_in(answer: Answer, language: str) -> list[str]:
    return [price for price in dict.fromkeys(pause_prices(language)) if price in answer.text]


def cancelled(product: Product, words: Words, account: Account) -> tuple[Chat, str]:
    """A known customer whose cancellation stands, in a conversation after that one."""
    chat = signed_in(product, words.language, account.user_name)
    chat.say(words.wish)
    chat.press(words.no_reason)
    reference = reference_in(chat.press(words.cancel_now).text)
    return SignedIn(product, words.language, account.user_name), reference


OWN_PRICES = [
    ("de", "moebel-krause", money(20, "USD", "de")),
    ("de", "radhaus-nord", money(10, "USD", "de")),
    ("en", "harbor-bakery", money(5, "USD", "en")),
    ("en", "oak-bookshop", money(20, "GBP", "en")),
]


@table("language, user_name, price", OWN_PRICES)
def test_the_pause_page_names_ones_own_price_its_start_and_its_end(
    product: Product, language: str, user_name: str, price: str
) -> None:
    chat = SignedIn(product, language, user_name)

    page = chat.say(LANGUAGES[language].pause_wish)

    assert prices_in(page, language) == [price]
    for said in BEGINS_AND_ENDS[language]:
        assert said in page.text
    assert recorded(chat) == []


def test_the_pause_page_of_another_account_lists_every_price(
    product: Product, words: Words
) -> None:
    chat = SignedIn(product, words.language, words.other_owner.user_name)
    other = stranger()
    said = {"de": "Benutzername {0}, E-Mail {1}", "en": "user name {0}, e-mail {1}"}

    chat.say(words.pause_wish)
    page = chat.say(said[words.language].format(other.user_name, other.email))

    assert prices_in(page, words.language) == list(dict.fromkeys(pause_prices(words.language)))
    for said_of_it in BEGINS_AND_ENDS[words.language]:
        assert said_of_it in page.text


@table("language, user_name, price", OWN_PRICES)
def test_the_cancellation_page_and_the_faq_name_ones_own_price_of_a_pause(
    product: Product, language: str, user_name: str, price: str
) -> None:
    words, phrases = LANGUAGES[language], PHRASES[language]
    chat = signed_in(product, language, user_name)
    chat.say(words.wish)

    page = chat.press(words.no_reason)

    assert phrases.pause_on_page in page.text
    assert prices_in(page, language) == [price]
    assert [offer["kind"] for offer in offers(chat)] == ["pause"]
    asked = SignedIn(product, language, user_name).say(ASKS_PRICE[language])
    assert prices_in(asked, language) == [price]


ASKS_PRICE = {"de": "Was kostet eine Pause?", "en": "How much does a pause cost?"}


def test_a_standing_cancellation_is_told_first_and_no_request_begins(
    product: Product, words: Words, phrases: Phrases
) -> None:
    chat, reference = cancelled(product, words, phrases.monthly)
    billing = dt.date.fromisoformat(
        account_row(product, phrases.monthly.user_name)["next_billing_on"]
    )

    answer = chat.say(words.wish)

    _greeting, told = answer.texts
    assert ALREADY[words.language] in told
    assert reference in told
    assert formats.date(billing, words.language) in told
    assert list(answer.buttons) == [
        CHANGE_END[words.language],
        phrases.take_it_back,
        ANOTHER[words.language],
    ]
    assert answer.body["process"] is None
    assert phrases.taken_back in chat.press(phrases.take_it_back).text


NEW_END = {"de": "zum 30. Juni 2031", "en": "on June 30, 2031"}
NEW_END_SHOWN = {"de": "30. Juni 2031", "en": "June 30, 2031"}
WISH_WITH_END = {
    "de": "Ich möchte meinen Account zum 30. Juni 2031 kündigen",
    "en": "I want to cancel my account on June 30, 2031",
}


@pytest.mark.parametrize("said", ["after the button", "after the news", "beside the wish"])
def test_its_end_is_changed_by_a_page_and_stays_the_same_record(
    product: Product, words: Words, phrases: Phrases, said: str
) -> None:
    chat, reference = cancelled(product, words, phrases.monthly)
    chat.say(WISH_WITH_END[words.language] if said == "beside the wish" else words.wish)

    if said == "beside the wish":
        page = chat.press(CHANGE_END[words.language])
    elif said == "after the news":
        page = chat.say(NEW_END[words.language])
    else:
        assert ASKS_END[words.language] in chat.press(CHANGE_END[words.language]).last
        page = chat.say(NEW_END[words.language])

    assert NEW_END_SHOWN[words.language] in page.text
    assert page.body["process"]["ends"] == "2031-06-30"
    receipt = chat.press(words.cancel_now)
    assert CHANGED[words.language] in receipt.text
    assert reference_in(receipt.text) == reference
    assert NEW_END_SHOWN[words.language] in receipt.text
    assert [each["reference"] for each in receipt.body["recorded"]] == [reference]
    assert phrases.asks_take_back in chat.say(phrases.take_back).last
    chat.press(phrases.take_it_back)


def test_leaving_the_page_of_a_new_end_says_what_is_on_record(
    product: Product, words: Words, phrases: Phrases
) -> None:
    chat, reference = cancelled(product, words, phrases.monthly)
    chat.say(WISH_WITH_END[words.language])
    chat.press(CHANGE_END[words.language])

    answer = chat.press(words.dont_cancel)

    assert words.nothing_recorded not in answer.text
    assert reference in answer.text


@pytest.mark.parametrize("how", ["button", "words"])
def test_another_account_is_cancelled_beside_a_standing_cancellation(
    product: Product, words: Words, phrases: Phrases, how: str
) -> None:
    chat, reference = cancelled(product, words, phrases.monthly)
    chat.say(words.wish)

    if how == "button":
        answer = chat.press(ANOTHER[words.language])
    else:
        answer = chat.say(phrases.another_account)

    assert words.asks_details in answer.last
    assert words.asks_reason in chat.say(stranger().both).last
    chat.press(words.no_reason)
    assert reference_in(chat.press(words.cancel_now).text) != reference


def test_a_stranger_is_told_of_no_cancellation(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    cancelled(product, words, phrases.monthly)

    answer = cancel(chat, words, phrases.monthly)

    assert ALREADY[words.language] not in "".join(line["text"] for line in chat.transcript)
    assert words.received in answer.text


def on_a_trial(product: Product, words: Words, phrases: Phrases) -> tuple[Chat, Answer, str]:
    chat = signed_in(product, words.language, phrases.trial.user_name)
    ends = account_row(product, phrases.trial.user_name)["trial_ends_on"]
    return chat, chat.say(words.wish), ends


INSISTS = {
    "de": ("Trotzdem ausdrücklich kündigen", "Bitte kündigen Sie trotzdem", "Ja, bitte"),
    "en": ("cancel it anyway", "no, I insist. cancel it properly please", "Yes, please"),
}


ASKS_FOR_ITS_END = {"de": "Muss ich meine Testphase kündigen?", "en": "cancel my free trial"}


def test_who_asked_about_the_own_trial_has_been_told_once(
    product: Product, words: Words, phrases: Phrases
) -> None:
    chat = signed_in(product, words.language, phrases.trial.user_name)
    told = chat.say(ASKS_FOR_ITS_END[words.language])
    assert ANYWAY[words.language] in told.buttons

    assert words.asks_reason in chat.say(INSISTS[words.language][1]).last


@table("how", ["button", 0, 1, 2])
def test_who_insists_on_cancelling_a_trial_is_recorded_with_its_end(
    product: Product, words: Words, phrases: Phrases, how: str | int
) -> None:
    chat, told, ends = on_a_trial(product, words, phrases)
    day = formats.date(dt.date.fromisoformat(ends), words.language)
    assert phrases.trial_ends.format(day=day) in told.text
    assert list(told.buttons) == [ANYWAY[words.language]]

    if isinstance(how, str):
        asked = chat.press(ANYWAY[words.language])
    else:
        asked = chat.say(INSISTS[words.language][how])

    assert words.asks_reason in asked.last
    page = chat.press(words.no_reason)
    assert day in page.text
    assert phrases.trial_ends.format(day=day) not in asked.text + page.text
    assert phrases.pause_on_page not in page.text
    receipt = chat.press(words.cancel_now)
    assert words.received in receipt.text
    assert day in receipt.text
    case = next(case for case in recorded(chat) if case["status"] == "verified")
    assert (case["kind"], case["effective_on"]) == ("cancel", ends)


TRIAL_IS_OVER = {
    "de": "Die Testphase ist vorbei und mir wurde Geld abgebucht, kündigen",
    "en": "the trial is over and I was charged, cancel",
}
NO_NEED = {
    "de": ("müssen Sie nicht kündigen", "endet von selbst", "müssen Sie nichts tun"),
    "en": ("don't need to cancel", "ends by itself", "don't need to do anything"),
}
ASKS_OF_A_TRIAL = {
    "de": "Ich möchte kündigen. Muss ich die kostenlose Testphase überhaupt kündigen?",
    "en": "I want to cancel. Do I need to cancel a trial at all?",
}


def test_a_trial_that_became_paid_is_cancelled_like_any_account(chat: Chat, words: Words) -> None:
    asked = chat.say(TRIAL_IS_OVER[words.language])

    assert words.asks_details in asked.last
    assert asked.body["process"]["kind"] == "cancel"
    chat.say(stranger().both)
    page = chat.press(words.no_reason)
    needless, _by_itself, nothing_to_do = NO_NEED[words.language]
    assert [no_need for no_need in NO_NEED[words.language] if no_need in asked.text] == []
    # The page has a line for trials that still run, and for these only.
    assert [no_need for no_need in (needless, nothing_to_do) if no_need in page.text] == []
    assert words.received in chat.press(words.cancel_now).text


def test_a_question_about_the_trial_beside_the_wish_is_answered(chat: Chat, words: Words) -> None:
    answer = chat.say(ASKS_OF_A_TRIAL[words.language])

    assert NO_NEED[words.language][0] in answer.text
    assert "faq_trial" in answer.body["answered"]
    assert words.asks_details in answer.last
