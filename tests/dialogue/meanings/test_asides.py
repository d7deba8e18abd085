"""Questions that what is open or on record decides: doubt, balance, papers, what is left to do."""

from __future__ import annotations

import pytest

from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import SignedIn, recorded, signed_in
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import cancel, go_to
from tests.support.words import Words, reference_in, stranger

ARE_YOU_SURE = {"de": "Sind Sie sicher?", "en": "are you sure?"}
AGREE_FIRST = {"de": "Aufgezeichnet wird erst", "en": "Nothing is recorded until"}
IN_GENERAL = {"de": "so gilt es allgemein", "en": "how it works in general"}
HOW_MUCH = {"de": "wie viel ist noch drauf?", "en": "how much is left on it?"}
CANNOT_SEE = {"de": "kann ich hier nicht sehen", "en": "can't see your balance here"}
NONE_LEFT = {"de": "Ein Guthaben aus Vorauszahlungen gibt es nicht", "en": "no prepaid balance"}
PAPERS = {"de": "Brauchen Sie eine Sterbeurkunde?", "en": "do you need the death certificate?"}
NO_PAPERS = {"de": "brauche ich keine Unterlagen", "en": "don't need any papers"}
ARRIVED = {"de": "ist das jetzt bei euch angekommen?", "en": "did that reach you?"}
ANYTHING_LEFT = {"de": "Muss ich noch was machen?", "en": "Do I still have to do anything?"}
NOTHING_LEFT = {"de": "Sie müssen nichts weiter tun", "en": "don't need to do anything else"}
ONLY_THE_CLICK = {"de": "Ihre Angaben sind vollständig", "en": "I have all your details"}
THE_OTHER = {"de": "jetzt noch der andere", "en": "now the other one"}
WHEN_EMPTY = {"de": "dann lieber erst, wenn es leer ist", "en": "rather when it's used up then"}
A_YES_IS_NOT_ENOUGH = {"de": "Ein Ja genügt hier nicht", "en": "A yes isn't enough here"}
PREPAID = {"de": "weinhof-lang", "en": "oak-bookshop"}
MONTHLY = {"de": "radhaus-nord", "en": "pine-street-gym"}
TRIAL = {"de": "yoga-isar", "en": "tiny-ceramics"}
IN_WRITING = {"de": "aber ich will eine Bestätigung", "en": "but I want a confirmation"}
NO_CONFIRMATION = {"de": "endet ohne Kündigung", "en": "ends without being cancelled"}
OVER = {"de": "ich will das nur noch beendet haben", "en": "I just want this to be over"}


def test_doubt_under_the_page_shows_it_again_in_full_and_records_nothing(
    chat: Chat, words: Words
) -> None:
    page = go_to("page", chat, words, stranger())

    answer = chat.say(ARE_YOU_SURE[words.language])

    assert AGREE_FIRST[words.language] in answer.text
    # The pause is described once, so that the page comes without it.
    points = page.last.split("\n• ")[:-1]
    assert [point for point in points if point not in answer.last] == []
    assert list(answer.buttons) == list(page.buttons)
    assert recorded(chat) == []


def test_doubt_after_the_record_is_answered_by_the_record(chat: Chat, words: Words) -> None:
    reference = reference_in(cancel(chat, words, stranger()).text)

    for question in (ARE_YOU_SURE, ARRIVED):
        answer = chat.say(question[words.language])
        assert reference in answer.text
        assert words.received not in answer.text


def test_doubt_about_an_answer_names_who_has_the_final_word(chat: Chat, words: Words) -> None:
    chat.say(words.hello)

    answer = chat.say(ARE_YOU_SURE[words.language])

    assert IN_GENERAL[words.language] in answer.text
    assert "855-229-5506" in answer.text


def test_the_balance_is_told_to_whom_it_belongs_also_under_the_page(
    product: Product, words: Words, phrases: Phrases
) -> None:
    chat = signed_in(product, words.language, PREPAID[words.language])
    assert phrases.balance in chat.say(HOW_MUCH[words.language]).text
    chat.say(words.wish)
    assert phrases.asks_when in chat.press(words.no_reason).last

    answer = chat.say(HOW_MUCH[words.language])

    assert phrases.balance in answer.texts[0]
    assert phrases.asks_when in answer.last


def test_without_a_balance_it_says_so(product: Product, words: Words, phrases: Phrases) -> None:
    monthly = SignedIn(product, words.language, MONTHLY[words.language])
    assert NONE_LEFT[words.language] in monthly.say(HOW_MUCH[words.language]).text

    unknown = Chat(product, words.language)
    go_to("page", unknown, words, stranger())
    answer = unknown.say(HOW_MUCH[words.language])

    assert CANNOT_SEE[words.language] in answer.text
    assert words.asks_cancel in answer.last


def test_when_an_account_shall_end_is_not_answered_by_a_yes(
    product: Product, words: Words, phrases: Phrases
) -> None:
    chat = signed_in(product, words.language, PREPAID[words.language])
    chat.say(words.wish)
    chat.press(words.no_reason)

    answer = chat.say(words.yes)
    assert A_YES_IS_NOT_ENOUGH[words.language] in answer.text
    assert phrases.asks_when in answer.last
    assert recorded(chat) == []

    page = chat.say(WHEN_EMPTY[words.language])
    assert page.body["process"]["ends"] == "balance_used"
    assert recorded(chat) == []

    receipt = chat.say(words.yes)
    assert [each["ends"] for each in receipt.body["recorded"]] == ["balance_used"]
    assert [case["kind"] for case in recorded(chat)] == ["cancel"]
    chat.say(phrases.take_back)  # other tests cancel the same account
    chat.press(phrases.take_it_back)


def test_papers_are_asked_about_without_a_second_condolence(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    chat.say(phrases.bereaved)

    answer = chat.say(PAPERS[words.language])

    assert NO_PAPERS[words.language] in answer.text
    assert phrases.condolence not in answer.text
    assert words.asks_details in answer.last


def test_wanting_it_over_after_a_death_begins_the_cancellation(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    assert phrases.condolence in chat.say(phrases.bereaved_remark).text

    answer = chat.say(OVER[words.language])

    assert words.asks_details in answer.last
    assert phrases.condolence not in answer.text


def test_what_is_left_to_do_depends_on_where_one_is(chat: Chat, words: Words) -> None:
    go_to("page", chat, words, stranger())

    answer = chat.say(ANYTHING_LEFT[words.language])
    assert ONLY_THE_CLICK[words.language] in answer.text
    assert words.asks_cancel in answer.last
    chat.press(words.cancel_now)

    assert NOTHING_LEFT[words.language] in chat.say(ANYTHING_LEFT[words.language]).text


def test_the_other_account_after_a_receipt_is_a_cancellation_of_its_own(
    chat: Chat, words: Words
) -> None:
    first, other = stranger(), stranger()
    cancel(chat, words, first)

    assert words.asks_details in chat.say(THE_OTHER[words.language]).last
    assert words.asks_reason in chat.say(other.both).last
    chat.press(words.no_reason)
    chat.press(words.cancel_now)

    assert [case["user_name"] for case in recorded(chat)] == [first.user_name, other.user_name]


def test_the_other_account_of_somebody_signed_in_is_asked_for(
    product: Product, words: Words
) -> None:
    chat = signed_in(product, words.language, MONTHLY[words.language])
    chat.say(words.wish)
    chat.press(words.no_reason)
    assert words.received in chat.press(words.cancel_now).text

    answer = chat.say(THE_OTHER[words.language])

    assert words.asks_details in answer.last


def test_a_trial_is_promised_no_confirmation(product: Product, words: Words) -> None:
    chat = signed_in(product, words.language, TRIAL[words.language])
    chat.say(words.wish)

    answer = chat.say(IN_WRITING[words.language])

    assert NO_CONFIRMATION[words.language] in answer.text
    assert "855-229-5506" in answer.text
    assert recorded(chat) == []


@pytest.mark.parametrize("step", ["details", "page"])
def test_a_question_in_between_leaves_the_request_where_it_was(
    chat: Chat, words: Words, step: str
) -> None:
    account = stranger()
    go_to(step, chat, words, account)
    for question in (ARE_YOU_SURE, HOW_MUCH, PAPERS):
        chat.say(question[words.language])
    if step == "details":
        chat.say(account.both)
        chat.press(words.no_reason)

    assert words.received in chat.press(words.cancel_now).text
    assert [case["user_name"] for case in recorded(chat)] == [account.user_name]


MY_MONEY = {
    "de": "nein ich will das geld zurück, nicht telefonieren",
    "en": "no, I want my money back, not a phone call",
}
NO_CALL_NEEDED = {"de": "eine E-Mail-Adresse genügt", "en": "an e-mail address is enough"}
SEES_TO_IT = {"de": "kümmert sich der Abrechnungs-Support mit Ihnen", "en": "see to prepayments"}
MONEY_LEFT = {"de": "Bekommen wir das Guthaben zurück?", "en": "Do we get the prepayment back?"}


def test_money_for_a_charge_is_no_matter_of_prepayments(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    chat.say(phrases.charged)

    answer = chat.say(MY_MONEY[words.language])

    assert NO_CALL_NEEDED[words.language] in answer.text
    assert phrases.no_refund not in answer.text
    assert phrases.asks_contact in answer.last
    assert phrases.call_received in chat.say("0171 2345678").text


def test_after_a_death_nobody_is_told_that_money_is_lost(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    chat.say(phrases.bereaved)

    answer = chat.say(MONEY_LEFT[words.language])

    assert SEES_TO_IT[words.language] in answer.text
    assert phrases.no_refund not in answer.text


def test_an_earlier_declaration_is_taken_back_beside_a_new_request(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, stranger()).text)
    assert phrases.requests["pause"].asks in chat.say(phrases.requests["pause"].wish).last
    chat.say(phrases.take_back)

    answer = chat.press(phrases.take_it_back)

    assert phrases.taken_back in answer.texts[0]
    assert reference in answer.texts[0]
    assert phrases.requests["pause"].asks in answer.last
    assert [case["status"] for case in recorded(chat)] == ["revoked"]


THREAT = {"de": "ich nehme mir sonst einen Anwalt", "en": "otherwise I'll call my lawyer"}
ON_RECORD = {
    "de": "Was Sie erklärt haben, ist aufgezeichnet",
    "en": "What you declared is on record",
}


def test_anger_and_threats_after_the_record_are_told_that_it_stands(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    cancel(chat, words, stranger())

    for said in (phrases.anger, THREAT[words.language]):
        assert ON_RECORD[words.language] in chat.say(said).text


AFTER_A_PAUSE = {
    "de": "ne, wenn das was kostet dann nicht. doch kündigen",
    "en": "no, if it costs something then no. cancel",
}
AFTER_A_TALK = {"de": "ok dann kündige ich", "en": "ok then I'll cancel"}


def test_cancelling_after_a_pause_is_no_wish_to_take_it_back(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    pause = phrases.requests["pause"]
    chat.say(pause.wish)
    chat.say(stranger().both)
    chat.press(pause.confirm)

    assert words.asks_reason in chat.say(AFTER_A_PAUSE[words.language]).last


def test_deciding_to_cancel_after_a_question_begins_the_cancellation(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    chat.say(phrases.asks_billing_date)

    assert words.asks_details in chat.say(AFTER_A_TALK[words.language]).last
