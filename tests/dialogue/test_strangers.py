"""Nobody learns from the chat whether an account exists."""

from __future__ import annotations

from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.steps import go_to
from tests.support.words import REFERENCE, Account, Words, reference_in, stranger


def conversation(product: Product, words: Words, account: Account) -> list[str]:
    """Everything that is said and offered on the way to the receipt."""
    chat = Chat(product, words.language)
    go_to("page", chat, words, account)
    chat.press(words.cancel_now)
    said = []
    for line in chat.transcript:
        text = line["text"].replace(account.email, "EMAIL").replace(account.user_name, "USER")
        text = words.moment.sub("MOMENT", REFERENCE.sub("REFERENCE", text))
        said.append(f"{line['role']}: {text} {[button['title'] for button in line['buttons']]}")
    return said


def test_known_and_unknown_details_hear_the_same_words(product: Product, words: Words) -> None:
    known = conversation(product, words, words.owner)
    unknown = conversation(product, words, stranger())

    assert unknown == known


def test_an_address_of_one_account_with_the_name_of_another_hears_the_same_words(
    product: Product, words: Words
) -> None:
    mixed = Account(words.owner.user_name, words.other_owner.email)

    assert conversation(product, words, mixed) == conversation(product, words, words.owner)


def test_unknown_details_are_recorded_for_billing_and_no_mail_is_written(
    product: Product, chat: Chat, words: Words
) -> None:
    account = stranger()
    go_to("page", chat, words, account)
    reference = reference_in(chat.press(words.cancel_now).text)

    (case,) = product.cases(reference=reference)
    assert (case["account"], case["status"]) == (None, "declared")
    assert case["email"] == account.email
    assert product.outbox(reference) == []
    assert [mail for mail in product.mails() if account.email in mail.to] == []


def test_half_right_details_send_no_mail_to_the_owner(
    product: Product, chat: Chat, words: Words
) -> None:
    go_to("page", chat, words, Account(stranger().user_name, words.owner.email))
    reference = reference_in(chat.press(words.cancel_now).text)

    (case,) = product.cases(reference=reference)
    assert case["account"] is None
    assert product.outbox(reference) == []
