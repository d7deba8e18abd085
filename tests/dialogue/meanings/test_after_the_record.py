"""Status, taking back, a charge after cancelling, a confirmation that did not come."""

from __future__ import annotations

import datetime as dt

import pytest

from fairwell.i18n import formats
from tests.dialogue.meanings.phrases import Phrases
from tests.dialogue.meanings.record import SignedIn, mails_about, recorded, signed_in, without_names
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import cancel, go_to, question_of
from tests.support.tables import table
from tests.support.words import Account, Words, reference_in, stranger


def test_the_status_is_told_in_the_conversation_that_declared(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, stranger()).text)

    status = chat.say(phrases.status).text

    assert reference in status
    assert phrases.with_billing in status
    assert words.moment.search(status)
    assert phrases.end + phrases.soonest in status


WHEN_OVER = {"de": "Wann ist es vorbei?", "en": "When is it over?"}


def test_when_it_is_over_is_answered_without_a_date_where_the_account_is_not_proven(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, words.other_owner).text)

    answer = chat.say(WHEN_OVER[words.language])

    assert reference in answer.text
    assert phrases.end + phrases.soonest in answer.text


@pytest.mark.parametrize("asked", ["over", "billing date"])
def test_when_it_is_over_is_answered_with_the_end_of_ones_own_case(
    product: Product, words: Words, phrases: Phrases, asked: str
) -> None:
    chat = signed_in(product, words.language, phrases.monthly.user_name)
    chat.say(words.wish)
    chat.press(words.no_reason)
    reference = reference_in(chat.press(words.cancel_now).text)
    (case,) = recorded(chat)
    ends_on = formats.date(dt.date.fromisoformat(case["effective_on"]), words.language)

    over = asked == "over"
    answer = chat.say(WHEN_OVER[words.language] if over else phrases.asks_billing_date)

    assert reference in answer.texts[0]
    assert phrases.end + ends_on in answer.texts[0]


def test_where_nothing_is_recorded_it_says_so(chat: Chat, words: Words, phrases: Phrases) -> None:
    go_to("page", chat, words, stranger())
    chat.say(words.stop)

    for asked in (phrases.status, phrases.take_back):
        answer = chat.say(asked)
        assert phrases.nothing_here in answer.text
        assert answer.buttons == {}


def test_taking_back_is_asked_first_then_recorded_and_mailed(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, words.owner).text)
    assert phrases.asks_take_back in chat.say(phrases.take_back).last
    chat.press(phrases.leave_it)
    assert [case["status"] for case in recorded(chat)] == ["declared"]

    assert phrases.asks_take_back in chat.say(phrases.take_back).last
    answer = chat.press(phrases.take_it_back)

    assert phrases.taken_back in answer.text
    assert reference in answer.text
    assert [case["status"] for case in recorded(chat)] == ["revoked"]
    received, taken_back = mails_about(product, reference, 2)
    assert phrases.taken_back_mail not in received.subject
    assert taken_back.subject.startswith(phrases.taken_back_mail)
    assert taken_back.to == words.owner.email

    # Once more changes nothing and mails nothing.
    assert phrases.is_taken_back in chat.say(phrases.take_back).text
    assert phrases.is_taken_back in chat.say(phrases.status).text
    assert [case["status"] for case in recorded(chat)] == ["revoked"]
    assert len(product.outbox(reference)) == 2


NOTHING_TO_UNDO = {
    "de": "nichts aufgezeichnet, was ich zurücknehmen kann",
    "en": "nothing on record in this chat for me to take back",
}
# Taken for a request to say it again, for a correction, or for nothing at all.
UNDOING = {
    "de": (
        "Das bitte noch einmal rückgängig machen",
        "oh nein falsch, mach das rückgängig",
        "verklickt, das war der falsche Knopf",
    ),
    "en": (
        "Can we undo that again please, undo",
        "wait no, I clicked wrong, undo that",
        "oops, wrong button, take that back",
    ),
}


@table("saying", range(3))
def test_going_back_after_the_record_is_taking_it_back_and_no_repetition(
    product: Product, words: Words, phrases: Phrases, saying: int
) -> None:
    chat = Chat(product, words.language)
    reference = reference_in(cancel(chat, words, stranger()).text)

    answer = chat.say(UNDOING[words.language][saying])

    assert phrases.asks_take_back in answer.last
    assert reference in answer.last
    assert words.received not in answer.text
    assert [case["status"] for case in recorded(chat)] == ["declared"]
    chat.press(phrases.take_it_back)
    assert [case["status"] for case in recorded(chat)] == ["revoked"]


CALLED_OFF = {
    "de": (
        "bitte nehmen Sie die Pausen-Anfrage zurück",
        "Halt, das wollte ich gar nicht, das war ein Versehen!",
        "Ich habe es mir anders überlegt",
        "doch nicht pausieren",
    ),
    "en": (
        "actually, please take the pause request back",
        "Stop, I didn't want that",
        "I changed my mind, keep my account",
        "actually, don't pause it",
    ),
}


@table("saying", range(4))
def test_a_pause_called_off_after_its_receipt_is_asked_about(
    product: Product, words: Words, phrases: Phrases, saying: int
) -> None:
    chat = Chat(product, words.language)
    chat.say(words.pause_wish)
    chat.say(stranger().both)
    reference = reference_in(chat.press(words.request_pause).text)

    answer = chat.say(CALLED_OFF[words.language][saying])

    assert phrases.asks_take_back in answer.last
    assert reference in answer.last
    assert words.nothing_recorded not in answer.text
    assert answer.body["process"]["kind"] == "revoke"
    assert [case["status"] for case in recorded(chat)] == ["declared"]
    chat.press(phrases.take_it_back)
    assert [case["status"] for case in recorded(chat)] == ["revoked"]


def test_a_known_customer_calls_a_pause_off_in_another_conversation(
    product: Product, words: Words, phrases: Phrases
) -> None:
    first = signed_in(product, words.language, words.other_owner.user_name)
    first.say(words.pause_wish)
    reference = reference_in(first.press(words.request_pause).text)
    later = SignedIn(product, words.language, words.other_owner.user_name)

    asked = later.say(CALLED_OFF[words.language][0])

    assert phrases.asks_take_back in asked.last
    assert reference in asked.last
    later.press(phrases.take_it_back)
    assert [case["status"] for case in recorded(first)] == ["revoked"]


@pytest.mark.parametrize("step", ["details", "page"])
def test_going_back_before_the_record_says_that_nothing_is_recorded(
    chat: Chat, words: Words, phrases: Phrases, step: str
) -> None:
    go_to(step, chat, words, stranger())

    answer = chat.say(UNDOING[words.language][1])

    assert NOTHING_TO_UNDO[words.language] in answer.text
    assert question_of(step, words) in answer.last
    assert recorded(chat) == []


ASKS_FOR_MONEY = {
    "de": ("Bekomme ich mein Geld zurück?", "wann krieg ich das geld wieder?"),
    "en": ("Do I get my money back?", "when will the money arrive?"),
}
SETTLED_BY_BILLING = {
    "de": "Ob und was Sie zurückbekommen, klärt der Abrechnungs-Support",
    "en": "Billing Support settles whether you get money back",
}
DEPENDS = {
    "de": "hängt davon ab, ob der Widerruf greift",
    "en": "depends on whether the withdrawal applies",
}


def test_money_back_after_a_withdrawal_is_no_matter_of_prepayments(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    withdrawal = phrases.requests["withdraw"]
    chat.say(withdrawal.wish)
    chat.say(stranger().both)

    for question in ASKS_FOR_MONEY[words.language]:
        before = chat.say(question)
        assert DEPENDS[words.language] in before.text
        assert withdrawal.asks in before.last
        assert phrases.no_refund not in before.text
    chat.press(withdrawal.confirm)

    for question in ASKS_FOR_MONEY[words.language]:
        answer = chat.say(question)
        assert SETTLED_BY_BILLING[words.language] in answer.text
        assert "855-229-5506" in answer.text
        assert phrases.no_refund not in answer.text
    assert [case["kind"] for case in recorded(chat)] == ["withdraw"]


BESIDES = {
    "de": "und muss ich jetzt noch extra kündigen?",
    "en": "and do I still have to cancel on top of that?",
}
TO_BE_SAFE = {"de": "Zur Sicherheit kündigen", "en": "Cancel as well"}


def test_whether_to_cancel_beside_a_withdrawal_is_answered_and_can_be_done(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    withdrawal = phrases.requests["withdraw"]
    chat.say(withdrawal.wish)
    chat.say(stranger().both)
    chat.press(withdrawal.confirm)

    answer = chat.say(BESIDES[words.language])

    assert list(answer.buttons) == [TO_BE_SAFE[words.language]]
    assert words.asks_reason in chat.press(TO_BE_SAFE[words.language]).last


def test_what_still_stands_is_offered_behind_what_was_taken_back(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, stranger()).text)
    withdrawal = phrases.requests["withdraw"]
    assert withdrawal.asks in chat.say(withdrawal.wish).last
    chat.press(withdrawal.confirm)
    chat.say(phrases.take_back)
    chat.press(phrases.take_it_back)

    answer = chat.say(phrases.take_back)

    assert reference in answer.text
    assert phrases.take_it_back in answer.buttons
    chat.press(phrases.take_it_back)
    assert {case["status"] for case in recorded(chat)} == {"revoked"}


def test_a_charge_after_cancelling_is_a_request_for_a_call(
    chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, stranger()).text)

    answer = chat.say(phrases.charged)

    assert phrases.charged_on_record in answer.text
    assert reference in answer.text
    assert words.moment.search(answer.text)
    assert "855-229-5506" in answer.text
    assert phrases.asks_contact in answer.last
    receipt = chat.say("0171 2345678")
    assert phrases.call_received in receipt.text
    cancelled, call = recorded(chat)
    assert (cancelled["kind"], call["kind"]) == ("cancel", "callback")
    assert (call["contact"], call["subject"]) == ("0171 2345678", phrases.charged)
    assert call["reference"] == reference_in(receipt.text)


def test_a_charge_without_a_record_here_claims_no_record(chat: Chat, phrases: Phrases) -> None:
    answer = chat.say(phrases.charged)

    assert phrases.charged_on_record not in answer.text
    assert phrases.asks_contact in answer.last


def confirmation_asked_for(
    product: Product, words: Words, phrases: Phrases, account: Account
) -> tuple[Chat, list[str]]:
    """A conversation that asks for its mail twice, and all it hears."""
    chat = Chat(product, words.language)
    cancel(chat, words, account)
    heard = [chat.say(phrases.no_mail).text, chat.press(phrases.send_again).text]
    return chat, [without_names(text, words, account.user_name, account.email) for text in heard]


def test_a_missing_mail_hears_the_same_words_for_known_and_unknown_accounts(
    product: Product, words: Words, phrases: Phrases
) -> None:
    known, heard = confirmation_asked_for(product, words, phrases, phrases.locked)
    unknown, heard_unknown = confirmation_asked_for(product, words, phrases, stranger())

    assert heard == heard_unknown
    assert phrases.mail_under_way in heard[0]
    assert "***@" not in heard[0]
    assert phrases.sent_again in heard[1]
    assert product.outbox(recorded(unknown)[0]["reference"]) == []
    first, again = mails_about(product, recorded(known)[0]["reference"], 2)
    assert (first.to, again.to) == (phrases.locked.email, phrases.locked.email)


def test_the_mail_is_sent_again_a_few_times_only(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, phrases.trial).text)

    heard = {chat.say(phrases.new_code_wish).text for _ in range(4)}

    assert len(heard) == 1
    assert phrases.sent_again in heard.pop()
    assert len(product.outbox(reference)) == 3


ASKED_WITH_A_NUMBER = {
    "de": (
        "Wie ist der Stand meiner Kündigung {reference}?",
        "Bitte nehmen Sie die Kündigung {reference} zurück",
        "Ich habe keine Bestätigung zu {reference} bekommen",
    ),
    "en": (
        "What is the status of my cancellation {reference}?",
        "I want to take back my cancellation {reference}",
        "I haven't received the confirmation email for {reference}",
    ),
}


def test_a_reference_alone_opens_nothing(
    product: Product, chat: Chat, words: Words, phrases: Phrases
) -> None:
    reference = reference_in(cancel(chat, words, words.owner).text)

    for question in ASKED_WITH_A_NUMBER[words.language]:
        real = Chat(product, words.language).say(question.format(reference=reference))
        invented = Chat(product, words.language).say(question.format(reference="ZZZ-ZZZZ"))
        assert real.texts == invented.texts
        assert list(real.buttons) == list(invented.buttons)
        assert phrases.take_it_back not in real.buttons
        assert words.owner.email not in real.text
        assert words.moment.search(real.text) is None
    assert [case["status"] for case in recorded(chat)] == ["declared"]
