"""After "this wasn't me": no code, no link and no chat opens the account any more."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from sqlalchemy import Engine

from fairwell.bootstrap import App
from fairwell.dialogue import slots
from fairwell.rules.cases.case import Case, Kind, Knowledge, Status
from fairwell.rules.cases.verification import CodeCheck, StoredCode, check
from fairwell.rules.handoff.agent import Agent
from fairwell.rules.handoff.todo import Settled
from fairwell.services.cases import casework, verify_case
from fairwell.services.cases.change_case import dispute
from fairwell.services.cases.look_up import look_up
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.cases.verify_case import mail_again, try_code
from fairwell.store.base.unit_of_work import Store
from tests.integration.dialogue import Dialogue, Said
from tests.integration.records import NOW, at, mails, put_accounts, record
from tests.integration.serving import Customer, Gateway
from tests.support.services import use_services
from tests.unit.samples import ACCOUNT, a_declaration, a_message

pytest_plugins = ("tests.support.postgres",)

ANNA = Agent("01ANNA", "anna@desk.example", "Anna")
OTHER_USER = {"user_name": "radhaus-nord", "email": "kontakt@radhaus-nord.example"}
DISPUTED = {"de": "Diese Erklärung ist bestritten", "en": "This declaration is disputed"}
TAKEN_BACK = {
    "de": "Diese Erklärung ist zurückgenommen",
    "en": "This declaration has been taken back",
}
languages = pytest.mark.parametrize("language", ["de", "en"])


class Declared:
    """A declaration, and what its mail carries."""

    def __init__(self, app: App, conversation_id: str, **details: object) -> None:
        self.talk = conversation_id
        declared = a_declaration(conversation_id=conversation_id, **details)
        self.recorded = record_declaration(declared, app)
        self.case: Case = self.recorded.case
        text = mails(app.database)[-1].body_text
        self.tokens = dict(re.findall(r"/(verify|dispute|receipt)/([\w-]{43})", text))
        (self.code,) = re.findall(r"(?<!\d)\d{6}(?!\d)", text)

    def link(self, purpose: str) -> str:
        return f"/{purpose}/{self.tokens[purpose]}"


def talk_of(customer: Customer) -> str:
    customer.says("Guten Tag")
    return str(customer.gateway.engine.turns[-1]["conversation_id"])


def knowledge(gate: Gateway, talk: str) -> Knowledge:
    return look_up(talk, gate.app).knowledge


def status(gate: Gateway, case: Case) -> Status:
    with gate.app.store.look() as work:
        return work.cases.get(case.id).status


def test_codes_and_links_of_the_account_end_and_no_others(gate: Gateway) -> None:
    app = gate.app
    disputed, beside = Declared(app, "01A"), Declared(app, "01B", kind=Kind.PAUSE)
    other = Declared(app, "01C", **OTHER_USER)

    gate.http.post(disputed.link("dispute"))

    assert try_code("01A", disputed.code, app) is CodeCheck.DISPUTED
    assert try_code("01B", beside.code, app) is CodeCheck.SPENT
    assert DISPUTED["de"] in gate.http.post(disputed.link("verify")).text
    assert gate.http.post(beside.link("verify")).status_code == 410
    assert [status(gate, one.case) for one in (disputed, beside)] == ["disputed", "declared"]
    assert {knowledge(gate, talk) for talk in ("01A", "01B")} == {Knowledge.ANONYMOUS}
    assert try_code("01C", other.code, app) is CodeCheck.RIGHT


@pytest.mark.parametrize("before", [Status.VERIFIED, Status.REVOKED, Status.EFFECTIVE])
def test_chats_that_a_code_had_opened_are_anonymous_from_their_next_turn(
    gate: Gateway, before: Status
) -> None:
    customers = [gate.customer() for _ in range(4)]
    talks = [talk_of(customer) for customer in customers]
    disputed, beside = (Declared(gate.app, talk) for talk in talks[:2])
    other = Declared(gate.app, talks[2], **OTHER_USER)
    for one in (disputed, beside, other):
        assert try_code(one.talk, one.code, gate.app) is CodeCheck.RIGHT
    with gate.app.store.begin() as work:
        work.conversations.learn(
            talks[3], Knowledge.SIGNED_IN, str(disputed.case.account_id), gate.app.clock()
        )
        work.cases.set_status(disputed.case.id, before)
    assert [knowledge(gate, talk) for talk in talks] == [*["verified"] * 3, "signed_in"]

    gate.http.post(disputed.link("dispute"))

    assert [knowledge(gate, talk) for talk in talks] == [
        "anonymous",
        "anonymous",
        "verified",
        "signed_in",
    ]
    view = look_up(disputed.talk, gate.app)
    assert view.account is None
    assert [case.id for case in view.cases] == [disputed.case.id]
    for customer in customers:
        customer.says("Wann ist mein Abrechnungstag?")
    assert [reset["conversation_id"] for reset in gate.engine.resets] == talks[:2]


def test_a_chat_that_was_signed_in_is_anonymous_once_its_own_declaration_is_disputed(
    gate: Gateway,
) -> None:
    talk = talk_of(gate.customer())
    with gate.app.store.begin() as work:
        account = work.accounts.by_user_name(ACCOUNT.user_name)
        assert account
        work.conversations.learn(talk, Knowledge.SIGNED_IN, account.id, gate.app.clock())
    case = record_declaration(a_declaration(conversation_id=talk), gate.app).case
    with gate.app.store.begin() as work:
        token = work.links.make(case.id, "dispute", case.requested_at)

    gate.http.post(f"/dispute/{token}")

    assert knowledge(gate, talk) is Knowledge.ANONYMOUS


def test_no_new_code_is_sent_for_what_is_disputed(gate: Gateway) -> None:
    declared = Declared(gate.app, "01A")
    gate.http.post(declared.link("dispute"))
    sent = len(mails(gate.app.database))

    case = mail_again("01A", gate.app)

    assert case
    assert case.status is Status.DISPUTED
    assert len(mails(gate.app.database)) == sent


@languages
def test_receipts_say_what_became_of_the_declaration_until_it_turns_out_genuine(
    gate: Gateway, language: str
) -> None:
    declared = Declared(gate.app, "01A", language=language)
    links = [declared.link("receipt"), f"/receipt/{declared.recorded.receipt}"]
    file = f"{links[0]}/fairwell-{declared.case.reference}.txt"
    assert gate.http.get(file).status_code == 200
    gate.http.post(declared.link("dispute"))

    for link in links:
        page = gate.http.get(link)
        assert DISPUTED[language] in page.text
        assert ACCOUNT.email not in page.text
        assert gate.http.get(file).status_code == 404

    casework.settle(declared.case.id, ANNA, Settled.OWNER, gate.app)
    assert ACCOUNT.email in gate.http.get(links[0]).text
    assert gate.http.get(file).status_code == 200


@languages
def test_receipts_stay_closed_when_it_was_somebody_else(gate: Gateway, language: str) -> None:
    declared = Declared(gate.app, "01A", language=language)
    gate.http.post(declared.link("dispute"))
    casework.settle(declared.case.id, ANNA, Settled.STRANGER, gate.app)

    page = gate.http.get(declared.link("receipt"))

    assert TAKEN_BACK[language] in page.text
    assert ACCOUNT.email not in page.text


@pytest.fixture
def chat_services(gate: Gateway, monkeypatch: pytest.MonkeyPatch) -> App:
    """The gateway's services, as the chat's actions use them."""
    use_services(monkeypatch, gate.app)
    return gate.app


@languages
def test_the_chat_says_why_neither_a_code_nor_a_new_one_helps(
    gate: Gateway, chat_services: App, language: str
) -> None:
    chat = Dialogue(language)
    declared = Declared(chat_services, chat.id, language=language)
    gate.http.post(declared.link("dispute"))

    said = {}
    for intent, entities in {
        "inform": {"code": declared.code},
        "resend_code": {},
        "faq_confirmation_email": {},
    }.items():
        chat.hear(a_message(declared.code, intent, 1.0, **entities))
        said[intent] = [(one.response, one.values.get("reference")) for one in chat.said]

    told = ("utter_code_disputed", declared.case.reference)
    assert said["inform"][0] == said["resend_code"][0] == told
    assert said["faq_confirmation_email"] == [("utter_status_disputed", declared.case.reference)]


@languages
def test_the_same_request_once_more_is_not_said_to_be_received(
    gate: Gateway, chat_services: App, language: str
) -> None:
    chat = Dialogue(language)
    declared = Declared(chat_services, chat.id, language=language)
    gate.http.post(declared.link("dispute"))
    chat.state.slots |= {
        slots.DECISION: slots.CANCEL,
        slots.USER_NAME: ACCOUNT.user_name,
        slots.EMAIL: ACCOUNT.email,
    }

    said: list[Said] = []
    chat._run("action_conclude", a_message(), said)

    assert [one.response for one in said] == ["utter_status_disputed"]


def test_what_was_proven_then_is_not_told_again_once_the_chat_knows_nobody(gate: Gateway) -> None:
    talk = talk_of(gate.customer())
    declared = Declared(gate.app, talk, kind=Kind.PAUSE)
    try_code(talk, declared.code, gate.app)
    wish = a_declaration(conversation_id=talk, turn_id="01LATER")
    assert record_declaration(wish, gate.app).case.knowledge is Knowledge.VERIFIED

    gate.http.post(declared.link("dispute"))

    assert record_declaration(wish, gate.app).case.knowledge is Knowledge.ANONYMOUS


def test_a_code_that_is_tried_while_its_owner_disputes_opens_nothing(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.dialect.name == "sqlite":  # there one of the two waits for the other from its start
        return
    put_accounts(database, ACCOUNT)
    store = Store(database)
    record(database, a_declaration())
    text = mails(database)[-1].body_text
    tokens = dict(re.findall(r"/(verify|dispute)/([\w-]{43})", text))
    (code,) = re.findall(r"(?<!\d)\d{6}(?!\d)", text)
    now = NOW + dt.timedelta(seconds=1)

    def in_between(stored: StoredCode, code: str, now: dt.datetime) -> CodeCheck:
        assert dispute(tokens["dispute"], at(store, now))
        return check(stored, code, now)

    monkeypatch.setattr(verify_case, "check", in_between)

    outcome = verify_case.try_code("01CONVERSATION", code, at(store, now))

    assert outcome is CodeCheck.SPENT
    with store.look() as work:
        assert [one.status for one in work.cases.of_account(ACCOUNT.id)] == [Status.DISPUTED]
