"""The pause: a recorded request, with its price, and a way back to cancelling."""

from __future__ import annotations

from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.questions import pause_prices
from tests.support.steps import go_to
from tests.support.words import Words, reference_in, stranger


def test_a_pause_by_button_is_a_recorded_request_with_a_mail(
    product: Product, chat: Chat, words: Words
) -> None:
    go_to("page", chat, words, words.other_owner)
    assert words.asks_pause in chat.press(words.pause_instead).last

    receipt = chat.press(words.request_pause)

    assert words.pause_received in receipt.text
    assert words.received not in receipt.text
    reference = reference_in(receipt.text)
    (case,) = product.cases(reference=reference)
    assert (case["kind"], case["status"]) == ("pause", "declared")
    assert (case["account"], case["effective_on"]) == (words.other_owner.user_name, None)
    assert case["reason"] is None
    mail = product.mail_about(reference)
    assert mail.to == words.other_owner.email
    assert mail.language == words.language


def test_a_wish_to_pause_asks_no_reason_and_names_every_price(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    assert words.asks_details in chat.say(words.pause_wish).last

    page = chat.say(account.both)

    assert words.asks_pause in page.last
    for price in pause_prices(words.language):
        assert price in page.text
    receipt = chat.press(words.request_pause)
    assert words.pause_received in receipt.text
    (case,) = product.cases(email=account.email)
    assert case["kind"] == "pause"


def test_the_assistant_never_says_that_the_account_is_paused(chat: Chat, words: Words) -> None:
    go_to("page", chat, words, stranger())
    chat.press(words.pause_instead)

    receipt = chat.press(words.request_pause).text

    assert "Billing Support" in receipt or "Abrechnungs-Support" in receipt
    for claim in ("ist pausiert", "is paused", "wurde pausiert", "has been paused"):
        assert claim not in receipt


def test_who_pauses_and_then_cancels_after_all_has_cancelled(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("page", chat, words, account)
    chat.press(words.pause_instead)
    chat.press(words.request_pause)

    assert words.asks_reason in chat.press(words.cancel_after_all).last
    assert account.both in chat.press(words.no_reason).text
    receipt = chat.press(words.cancel_now)

    assert words.received in receipt.text
    cases = {case["kind"]: case["status"] for case in product.cases(email=account.email)}
    assert cases == {"pause": "revoked", "cancel": "declared"}


def test_the_pause_page_leads_back_to_cancelling(chat: Chat, words: Words) -> None:
    account = stranger()
    chat.say(words.pause_wish)
    page = chat.say(account.both)
    back = "Lieber kündigen" if words.language == "de" else "Cancel instead"
    assert back in page.buttons

    assert words.asks_reason in chat.press(back).last
    assert account.both in chat.press(words.no_reason).text
    assert words.received in chat.press(words.cancel_now).text
