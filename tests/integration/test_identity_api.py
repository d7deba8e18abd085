"""The chat API with a token beside the first message: signed in, refused, or in nobody's way."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from fairwell.rules.cases.case import Knowledge
from fairwell.rules.identity.token import make_token
from fairwell.store.base.engine import transaction
from fairwell.store.cases.tables import AccountRow
from fairwell.store.chats.conversations import hash_token
from fairwell.store.chats.tables import ConversationRow
from tests.integration.serving import Body, Customer, Gateway, gateway

KEYS = {"help-1": "integration-secret-" + "k" * 32}
REFUSED = {
    "de": "Ihre Anmeldung wurde nicht erkannt. "
    "Laden Sie die Seite neu oder fahren Sie ohne Anmeldung fort.",
    "en": "Your sign-in was not accepted. Reload the page, or continue without signing in.",
}
_numbers = itertools.count()


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gateway]:
    with gateway(tmp_path, demo=True, identity_keys=KEYS) as running:
        yield running


def a_token(user_name: str = "blumen-mueller", *, minutes_ago: int = 0) -> str:
    return make_token(
        user_name,
        None,
        key_id="help-1",
        secret=KEYS["help-1"],
        token_id=f"token-{next(_numbers)}",
        now=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes_ago),
    )


def opens(gate: Gateway, identity: object, language: str = "de") -> tuple[Customer, httpx.Response]:
    customer = gate.customer(language)
    return customer, customer.send({"message": "kündigen", "identity": identity})


def known(gate: Gateway, customer: Customer) -> tuple[str, str | None]:
    """Knowledge and user name of the customer's conversation, as they stand in the database."""
    with transaction(gate.app.database, read_only=True) as session:
        row = session.scalars(
            select(ConversationRow).where(ConversationRow.token_hash == hash_token(customer.token))
        ).one()
        account = session.get(AccountRow, row.account_id) if row.account_id else None
        return row.knowledge, account.user_name if account else None


SIGNED_IN = (Knowledge.SIGNED_IN, "blumen-mueller")
ANONYMOUS = (Knowledge.ANONYMOUS, None)


def test_the_first_message_signs_the_conversation_in(gate: Gateway) -> None:
    customer, response = opens(gate, a_token())

    assert response.status_code == httpx.codes.OK
    assert known(gate, customer) == SIGNED_IN
    customer.says("und jetzt?")
    assert known(gate, customer) == SIGNED_IN


def test_without_a_token_the_customer_is_anonymous(gate: Gateway) -> None:
    customer, response = opens(gate, None)

    assert response.status_code == httpx.codes.OK
    assert known(gate, customer) == ANONYMOUS


def test_a_token_for_no_account_gives_the_answer_of_an_anonymous_customer(gate: Gateway) -> None:
    def shape(response: httpx.Response) -> Body:
        body: Body = response.json()
        texts = [message["text"] for message in body["messages"]]
        return {**body, "token": "", "messages": texts}

    unknown, response = opens(gate, a_token("nobody-at-all"))
    _, anonymous = opens(gate, None)

    assert known(gate, unknown) == ANONYMOUS
    assert shape(response) == shape(anonymous)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "identity", ["", "nonsense", "a.b.c", "x" * 5_000, a_token(minutes_ago=11), a_token()[:-2]]
)
def test_a_refused_token_is_401_with_a_sentence_and_no_turn(
    gate: Gateway, language: str, identity: str
) -> None:
    _, response = opens(gate, identity, language)

    assert response.status_code == httpx.codes.UNAUTHORIZED
    assert response.json() == {
        "error": {"code": "identity_refused", "message": REFUSED[language], "lang": language}
    }
    assert gate.engine.turns == []


def test_a_token_of_one_megabyte_is_refused_before_it_is_read(gate: Gateway) -> None:
    _, response = opens(gate, "x" * 1_000_000)

    assert response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert gate.engine.turns == []


@pytest.mark.parametrize("identity", [7, True, ["x"], {"token": "x"}])
def test_a_token_that_is_no_text_is_a_bad_request(gate: Gateway, identity: object) -> None:
    _, response = opens(gate, identity)

    assert response.status_code == httpx.codes.BAD_REQUEST


def test_a_replayed_token_opens_nothing(gate: Gateway) -> None:
    token = a_token()
    first, _ = opens(gate, token)

    _, replayed = opens(gate, token)

    assert replayed.status_code == httpx.codes.UNAUTHORIZED
    assert replayed.json()["error"]["code"] == "identity_refused"
    assert known(gate, first) == SIGNED_IN


def test_after_a_refusal_the_same_message_goes_without_the_token(gate: Gateway) -> None:
    customer, refused = opens(gate, "nonsense")
    assert refused.status_code == httpx.codes.UNAUTHORIZED

    customer.says("kündigen")

    assert known(gate, customer) == ANONYMOUS


def test_a_running_conversation_cannot_be_signed_in_by_a_later_message(gate: Gateway) -> None:
    customer, _ = opens(gate, None)

    response = customer.send({"message": "ja", "identity": a_token()})

    assert response.status_code == httpx.codes.OK
    assert known(gate, customer) == ANONYMOUS


def test_the_log_says_why_and_holds_no_token(
    gate: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    token = a_token(minutes_ago=11)
    opens(gate, token)
    opens(gate, a_token("nobody-at-all"))

    logged = capsys.readouterr().out

    assert "identity_refused" in logged
    assert "expired" in logged
    assert "identity_without_account" in logged
    assert token.split(".")[1] not in logged
    assert "nobody-at-all" not in logged
