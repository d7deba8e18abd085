"""Signing a conversation in: once a token, in one transaction, on both databases."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, select

from fairwell.rules.cases.case import Knowledge
from fairwell.rules.identity.token import IdentityRefused, Refusal, make_token
from fairwell.services.cases.look_up import look_up
from fairwell.services.cases.sign_in import sign_in
from fairwell.store.base.engine import transaction
from fairwell.store.base.errors import StoreUnavailable
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.identity import CLOCKS_APART, UsedIdentities
from fairwell.store.cases.knowledge import ConversationKnowledge
from fairwell.store.cases.tables import UsedIdentityRow
from fairwell.store.chats.conversations import Conversations
from tests.integration.records import NOW, OTHER, at, put_accounts
from tests.unit.samples import ACCOUNT

pytest_plugins = ("tests.support.postgres",)

KEYS = {"help-1": "integration-secret-" + "k" * 32}
AT_ONCE = 20


@pytest.fixture
def store(database: Engine) -> Store:
    put_accounts(database)
    return Store(database)


def a_conversation(engine: Engine) -> str:
    return Conversations(engine).open("de", NOW)[0].id


def a_token(
    user_name: str = ACCOUNT.user_name,
    email: str | None = None,
    token_id: str = "01TOKEN",
    now: dt.datetime = NOW,
) -> str:
    (key_id, secret), *_ = KEYS.items()
    return make_token(user_name, email, key_id=key_id, secret=secret, token_id=token_id, now=now)


def knowledge(store: Store, conversation_id: str) -> tuple[Knowledge, str | None]:
    view = look_up(conversation_id, at(store))
    return view.knowledge, view.account.id if view.account else None


def used(engine: Engine) -> set[str]:
    with transaction(engine, read_only=True) as session:
        return set(session.scalars(select(UsedIdentityRow.token_id)))


ANONYMOUS = (Knowledge.ANONYMOUS, None)
SIGNED_IN = (Knowledge.SIGNED_IN, ACCOUNT.id)


def test_a_good_token_signs_its_conversation_in_and_no_other(
    store: Store, database: Engine
) -> None:
    mine, other = a_conversation(database), a_conversation(database)

    assert sign_in(mine, a_token(), KEYS, at(store, NOW))

    assert knowledge(store, mine) == SIGNED_IN
    assert knowledge(store, other) == ANONYMOUS


@pytest.mark.parametrize(
    ("user_name", "email"),
    [
        ("blumen-mueller", "anna.mueller@blumen-mueller.example"),
        ("Blumen-Mueller", "Anna.Mueller@Blumen-Mueller.example"),
    ],
)
def test_the_account_is_found_however_it_is_spelt(
    store: Store, database: Engine, user_name: str, email: str
) -> None:
    mine = a_conversation(database)

    assert sign_in(mine, a_token(user_name, email), KEYS, at(store, NOW))

    assert knowledge(store, mine) == SIGNED_IN


@pytest.mark.parametrize(
    ("user_name", "email"),
    [
        ("nobody-at-all", None),
        ("blumen-muelle_", None),
        ("blumen%", None),
        ("blumen-mueller' --", None),
        ("blumen-mueller", OTHER.email),
        ("blumen-mueller", "somebody@else.example"),
    ],
)
def test_a_token_for_no_account_leaves_the_customer_anonymous_and_is_used_up(
    store: Store, database: Engine, user_name: str, email: str | None
) -> None:
    mine = a_conversation(database)
    token = a_token(user_name, email)

    assert not sign_in(mine, token, KEYS, at(store, NOW))

    assert knowledge(store, mine) == ANONYMOUS
    assert used(database) == {"01TOKEN"}


def test_a_second_use_is_a_replay_also_in_the_same_conversation(
    store: Store, database: Engine
) -> None:
    mine, other = a_conversation(database), a_conversation(database)
    sign_in(mine, a_token(), KEYS, at(store, NOW))

    for conversation in (mine, other):
        with pytest.raises(IdentityRefused) as refused:
            sign_in(conversation, a_token(), KEYS, at(store, NOW))
        assert refused.value.reason is Refusal.REPLAYED

    assert knowledge(store, mine) == SIGNED_IN
    assert knowledge(store, other) == ANONYMOUS


def test_the_same_id_in_another_token_is_a_replay_too(store: Store, database: Engine) -> None:
    sign_in(a_conversation(database), a_token(), KEYS, at(store, NOW))
    later = NOW + dt.timedelta(seconds=5)

    with pytest.raises(IdentityRefused):
        sign_in(
            a_conversation(database), a_token(OTHER.user_name, now=later), KEYS, at(store, later)
        )


def test_of_twenty_at_once_one_wins(store: Store, database: Engine) -> None:
    conversations = [a_conversation(database) for _ in range(AT_ONCE)]
    start = Barrier(AT_ONCE)

    def attempt(conversation: str) -> str:
        start.wait(30)
        try:
            sign_in(conversation, a_token(), KEYS, at(store, NOW))
        except IdentityRefused as refused:
            return refused.reason
        return "signed in"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(attempt, conversations))

    assert sorted(outcomes) == ["replayed"] * (AT_ONCE - 1) + ["signed in"]
    known = [knowledge(store, conversation) for conversation in conversations]
    assert known.count(SIGNED_IN) == 1
    assert known.count(ANONYMOUS) == AT_ONCE - 1
    assert known[outcomes.index("signed in")] == SIGNED_IN


def test_twenty_different_ones_at_once_all_get_in(store: Store, database: Engine) -> None:
    # Expired rows are there to be forgotten by all of them at the same time.
    with transaction(database) as session:
        session.add_all(
            UsedIdentityRow(token_id=f"old-{n}", expires_at=NOW - dt.timedelta(days=1))
            for n in range(50)
        )
    conversations = [a_conversation(database) for _ in range(AT_ONCE)]

    def attempt(number: int) -> bool:
        token = a_token(token_id=f"new-{number}")
        return sign_in(conversations[number], token, KEYS, at(store, NOW))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert all(pool.map(attempt, range(AT_ONCE)))

    assert used(database) == {f"new-{number}" for number in range(AT_ONCE)}


def test_a_refused_token_changes_nothing(store: Store, database: Engine) -> None:
    mine = a_conversation(database)

    for token, now in [("nonsense", NOW), (a_token(), NOW + dt.timedelta(hours=1))]:
        with pytest.raises(IdentityRefused):
            sign_in(mine, token, KEYS, at(store, now))

    assert knowledge(store, mine) == ANONYMOUS
    assert used(database) == set()


def test_a_sign_in_that_breaks_off_leaves_the_token_unused(
    store: Store, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = a_conversation(database)

    def broken(*_: object) -> None:
        raise StoreUnavailable("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(ConversationKnowledge, "learn", broken)
        with pytest.raises(StoreUnavailable):
            sign_in(mine, a_token(), KEYS, at(store, NOW))

    assert used(database) == set()
    assert sign_in(mine, a_token(), KEYS, at(store, NOW))
    assert knowledge(store, mine) == SIGNED_IN


def test_a_used_token_is_remembered_as_long_as_it_could_be_good_anywhere(
    database: Engine,
) -> None:
    until = NOW + dt.timedelta(minutes=10)

    def use(token_id: str, now: dt.datetime) -> bool:
        with transaction(database) as session:
            return UsedIdentities(session).use_once(token_id, until, now)

    assert use("first", NOW)
    assert not use("first", until + CLOCKS_APART - dt.timedelta(seconds=1))
    assert used(database) == {"first"}
    assert use("second", until + CLOCKS_APART)
    assert used(database) == {"second"}
