"""What is on record of a conversation, its mails, and customers who are signed in."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any

import httpx

from fairwell.mail.catcher import CaughtMail
from fairwell.store.chats.conversations import hash_token
from tests.dialogue.meanings.both import PHRASES
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.waiting import wait_until
from tests.support.words import REFERENCE, Words

_CASES = """
SELECT c.*, a.user_name AS account FROM cancellation_case c
LEFT JOIN account a ON a.id = c.account_id
WHERE c.conversation_id = (SELECT id FROM conversation WHERE token_hash = ?) ORDER BY c.id
"""
_OFFERS = """
SELECT * FROM offer
WHERE conversation_id = (SELECT id FROM conversation WHERE token_hash = ?) ORDER BY id
"""
_CODE = re.compile(r"\b\d{6}\b")


class SignedIn(Chat):
    """A conversation that the help site opens for a customer it knows."""

    def __init__(self, product: Product, language: str, user_name: str) -> None:
        super().__init__(product, language)
        self._user_name = user_name

    def post(self, body: Any, **headers: str) -> httpx.Response:
        """The first call carries the help site's token."""
        if not self.token:
            issued = self.product.http.get(f"{self.product.url}/dev/identity/{self._user_name}")
            body = {**body, "identity": issued.raise_for_status().json()["token"]}
        return super().post(body, **headers)


def signed_in(product: Product, language: str, user_name: str) -> SignedIn:
    """A known customer of whom nothing stands: what other tests have recorded is taken back."""
    before = SignedIn(product, language, user_name)
    phrases = PHRASES[language]
    while phrases.take_it_back in before.say(phrases.take_back).buttons:
        before.press(phrases.take_it_back)
    return SignedIn(product, language, user_name)


def rows(product: Product, sql: str, *values: object) -> list[dict[str, Any]]:
    """Rows of the product's database, which is opened for reading only."""
    address = f"file:{product.database}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, values)]


def recorded(chat: Chat) -> list[dict[str, Any]]:
    """All cases of a conversation, oldest first."""
    return rows(chat.product, _CASES, hash_token(chat.token))


def offers(chat: Chat) -> list[dict[str, Any]]:
    """The offer ledger of a conversation."""
    return rows(chat.product, _OFFERS, hash_token(chat.token))


def account_row(product: Product, user_name: str) -> dict[str, Any]:
    """A demo account as it stands in the directory."""
    (row,) = rows(product, "SELECT * FROM account WHERE user_name = ?", user_name)
    return row


def mails_about(product: Product, reference: str, count: int = 1) -> list[CaughtMail]:
    """The mails about a case once there are ``count``, oldest first; more fail."""
    found = wait_until(
        lambda: (mails := _about(product, reference)) and len(mails) >= count and mails,
        lambda: f"{len(_about(product, reference))} of {count} mails about {reference}",
    )
    assert len(found) == count, [mail.subject for mail in found]
    return found


def code_in(mail: CaughtMail) -> str:
    """The one six-digit code of a mail."""
    codes = set(_CODE.findall(mail.text))
    assert len(codes) == 1, f"{codes} in: {mail.text}"
    return codes.pop()


def wrong_code(right: str) -> str:
    """A code that is surely not the right one."""
    return f"{(int(right) + 1) % 1_000_000:06d}"


def without_names(text: str, words: Words, *names: str) -> str:
    """A text with reference, moment and the customer's own details taken out."""
    for name in names:
        text = text.replace(name, "NAME")
    return words.moment.sub("MOMENT", REFERENCE.sub("REFERENCE", text))


def _about(product: Product, reference: str) -> list[CaughtMail]:
    mails = [mail for mail in product.mails() if reference in mail.text]
    order = {row["message_id"]: row["id"] for row in product.outbox(reference)}
    return sorted(mails, key=lambda mail: order[mail.message_id])
