"""Codes and mails over many conversations: strangers are bounded, and the owner gets through."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from fairwell.rules.cases import allowance
from fairwell.rules.cases.verification import CodeCheck
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.cases.verify_case import follow_link, mail_again, send_again, try_code
from fairwell.services.context import Context
from fairwell.store.base.unit_of_work import Store
from fairwell.store.chats.conversations import Conversations
from tests.integration.records import NOW, at, mails, put_accounts
from tests.unit.samples import ACCOUNT, a_declaration

pytest_plugins = ("tests.support.postgres",)
LATER = NOW + dt.timedelta(days=2)


@dataclass
class Person:
    """Somebody at one address who opens conversations and declares for an account."""

    engine: Engine
    client: str
    now: dt.datetime = NOW
    talks: list[str] = field(default_factory=list)

    def declares(self, **details: str) -> str:
        """Declare in a new conversation; return the newest code mailed for it, if any."""
        opened, _ = Conversations(self.engine).open("de", self.now, client=self.client)
        self.talks.append(opened.id)
        before = len(mails(self.engine))
        declared = {"user_name": ACCOUNT.user_name, "email": ACCOUNT.email, **details}
        record_declaration(a_declaration(conversation_id=opened.id, **declared), self.app)
        new = mails(self.engine)[before:]
        return found(r"\b\d{6}\b", new[0].body_text) if new else "no mail"

    def tries(self, code: str) -> CodeCheck:
        return try_code(self.talks[-1], code, self.app)

    def guesses(self, right: str, times: int = 5) -> list[CodeCheck]:
        wrong = "000000" if right != "000000" else "111111"
        return [self.tries(wrong) for _ in range(times)]

    def tries_right(self, code: str) -> bool:
        return self.tries(code) is CodeCheck.RIGHT

    @property
    def app(self) -> Context:
        return at(Store(self.engine), self.now)


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match.group() if match else ""


@pytest.fixture
def database(database: Engine) -> Engine:
    put_accounts(database)
    return database


def stranger(engine: Engine, number: int = 1) -> Person:
    return Person(engine, f"stranger {number}")


def test_15_a_stranger_gets_few_codes_for_an_address_and_every_declaration_counts(
    database: Engine,
) -> None:
    someone = stranger(database)

    with capture_logs() as logged:
        codes = [someone.declares() for _ in range(8)]

    assert [bool(code) for code in codes] == [True] * allowance.CODES_PER_HOUR + [False] * 2
    assert len(mails(database)) == 8
    assert [line["event"] for line in logged if line["log_level"] == "warning"] == [
        "code_withheld"
    ] * 2
    assert ACCOUNT.email not in str(logged)


def test_15_a_flood_of_declarations_does_not_flood_the_mailbox(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "CODES_OF_STRANGERS_PER_DAY", 3)
    monkeypatch.setattr(allowance, "MAILS_OF_STRANGERS_PER_DAY", 5)

    codes = [stranger(database, number).declares() for number in range(8)]

    assert [bool(code) for code in codes[:5]] == [True] * 3 + [False] * 2
    assert codes[5:] == ["no mail"] * 3
    assert Person(database, "stranger 9", LATER).declares().isdigit()


def test_13_the_owner_who_has_proven_the_account_has_an_allowance_of_their_own(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "CODES_OF_STRANGERS_PER_DAY", 3)
    monkeypatch.setattr(allowance, "TRIES_OF_STRANGERS_PER_DAY", 10)
    owner = Person(database, "owner")
    assert owner.tries_right(owner.declares())

    for number in range(4):
        thief = stranger(database, number)
        thief.guesses(thief.declares())

    assert not stranger(database, 9).declares()
    assert owner.tries_right(owner.declares())


def test_13_guesses_spread_over_chats_and_clients_end_and_the_mailed_link_still_works(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "TRIES_OF_STRANGERS_PER_DAY", 10)
    for number in range(2):
        thief = stranger(database, number)
        assert thief.guesses(thief.declares()) == [CodeCheck.WRONG] * 5

    newcomer = Person(database, "newcomer")
    code = newcomer.declares()
    link = found(r"(?<=/verify/)[\w-]{43}", mails(database)[-1].body_text)

    with capture_logs() as logged:
        assert newcomer.tries(code) is CodeCheck.SPENT
    assert [line["event"] for line in logged] == ["tries_used_up"]
    assert follow_link(link, newcomer.app) is not None


def test_13_one_client_guesses_at_many_accounts_only_so_often(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "TRIES_OF_CLIENT_PER_HOUR", 5)
    thief = stranger(database)
    thief.guesses(thief.declares())

    other = thief.declares(user_name="radhaus-nord", email="kontakt@radhaus-nord.example")

    assert thief.tries(other) is CodeCheck.SPENT
    honest = Person(database, "honest")
    assert honest.tries_right(honest.declares())


def test_13_guesses_in_all_are_bounded_and_guesses_that_can_hit_nothing_do_not_count(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "TRIES_PER_HOUR_IN_ALL", 5)
    nobody = stranger(database, 1)
    nobody.guesses(nobody.declares(user_name="nobody", email="no@body.example"))
    honest = Person(database, "honest")
    assert honest.tries_right(honest.declares())

    thief = stranger(database, 2)
    thief.guesses(thief.declares())

    late = Person(database, "late")
    assert late.tries(late.declares()) is CodeCheck.SPENT


def test_11_known_and_unknown_details_are_limited_alike(database: Engine) -> None:
    known, unknown = stranger(database, 1), stranger(database, 2)
    outcomes = []
    for someone, details in ((known, {}), (unknown, {"user_name": "x", "email": "x@y.example"})):
        said = []
        for _ in range(8):
            someone.declares(**details)
            said.append((someone.tries("000000"), bool(mail_again(someone.talks[-1], someone.app))))
        outcomes.append(said)

    assert outcomes[0] == outcomes[1]


def test_15_the_desk_sends_again_whatever_strangers_did(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "CODES_OF_STRANGERS_PER_DAY", 1)
    someone = stranger(database)
    someone.declares()
    app = someone.app
    with app.store.begin() as work:
        (case,) = work.cases.of_conversation(someone.talks[-1])
        assert not send_again(case, work, app.postman, NOW)
        assert send_again(case, work, app.postman, NOW, by_agent=True)
