"""The confirmation of what only the plain form can declare: a later end, a good cause."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from fairwell import paths
from fairwell.mail.postman import MailLinks, Postman
from fairwell.policy.facts import load_facts
from fairwell.policy.jurisdictions import load_jurisdictions
from fairwell.rules.cases.case import Case, Channel, Kind, Knowledge, Manner, Status
from fairwell.rules.cases.end import EndWish
from fairwell.store.mails.outbox import Mail
from tests.support.tables import table
from tests.unit.samples import an_account

CASE = Case(
    id="01CASE",
    reference="K7M-4Q2X",
    kind=Kind.CANCEL,
    status=Status.DECLARED,
    account_id="01ACCOUNT",
    user_name=None,
    email="anna.mueller@blumen-mueller.example",
    language="de",
    reason=None,
    requested_at=dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC),
    effective_on=dt.date(2026, 12, 2),
    time_zone="Europe/Berlin",
    policy_version="2026-11-23",
    jurisdiction="default",
    knowledge=Knowledge.ANONYMOUS,
    conversation_id="FORM-1",
    turn_id="1",
    follows_id=None,
    channel=Channel.FORM,
)
LINKS = MailLinks(receipt="r1", dispute="d1", code="123456", verify="v1")


def mail(**changes: Any) -> Mail:
    case = replace(CASE, **changes)
    postman = Postman(load_facts(paths.POLICY), "https://help.example")
    return postman.confirmation(case, an_account(), LINKS)


def text_of(**changes: Any) -> str:
    return mail(**changes).body_text


@table(
    "language, wished, soonest",
    [
        (
            "de",
            "zum 31. Januar 2027 oder zum nächstmöglichen Zeitpunkt danach",
            "bei Constant Contact zum nächstmöglichen Zeitpunkt",
        ),
        (
            "en",
            "as of January 31, 2027 or the earliest possible date after it",
            "with Constant Contact, as of the earliest possible date",
        ),
    ],
)
def test_the_wished_end_is_confirmed_as_it_was_declared(
    language: str, wished: str, soonest: str
) -> None:
    later = text_of(language=language, ends=EndWish.on(dt.date(2027, 1, 31)))

    assert wished in later
    assert soonest not in later
    assert soonest in text_of(language=language)


@table(
    "language, line",
    [
        ("de", "Art der Kündigung: aus wichtigem Grund"),
        ("en", "Kind of cancellation: for good cause"),
    ],
)
def test_a_cancellation_for_good_cause_is_confirmed_as_one(language: str, line: str) -> None:
    assert line in text_of(language=language, manner=Manner.FOR_CAUSE, reason="typed by a stranger")
    assert line not in text_of(language=language)


def test_what_was_typed_on_the_form_does_not_reach_the_owner() -> None:
    text = text_of(
        manner=Manner.FOR_CAUSE, reason="typed reason", person="typed name", subject="typed thing"
    )

    assert "typed" not in text


WITHDRAW_PAGES = {"de": "https://help.example/widerruf", "en": "https://help.example/withdraw"}


def mail_to(country: str, links: MailLinks | None = LINKS, **changes: Any) -> Mail:
    places = load_jurisdictions(paths.POLICY)
    postman = Postman(load_facts(paths.POLICY), "https://help.example", places)
    return postman.confirmation(replace(CASE, **changes), an_account(country=country), links)


@table("language", ["de", "en"])
@table("kind", [Kind.CANCEL, Kind.PAUSE])
@table("country, days", [("DE", 14), ("AT", 14), ("PL", 14), ("GB", 14), ("US", 0), ("CH", 0)])
def test_a_contract_that_can_be_withdrawn_from_has_the_page_for_it_in_its_mail(
    language: str, kind: Kind, country: str, days: int
) -> None:
    written = mail_to(country, language=language, kind=kind)

    for body in (written.body_text, written.body_html):
        assert (WITHDRAW_PAGES[language] in body) is bool(days)
        assert bool(re.search(r"\b14 (Tagen|days)", body)) is bool(days)


@table("kind", set(Kind) - {Kind.CANCEL, Kind.PAUSE, Kind.CALLBACK})
def test_a_mail_about_anything_else_does_not_link_the_withdrawal(kind: Kind) -> None:
    assert WITHDRAW_PAGES["de"] not in mail_to("DE", kind=kind).body_text


def test_a_mail_that_has_no_links_has_none_to_the_withdrawal() -> None:
    assert "http" not in mail_to("DE", links=None).body_text


@table("language", ["de", "en"])
def test_only_a_chat_is_asked_for_the_code(language: str) -> None:
    form = mail(language=language)
    chat = mail(language=language, channel=Channel.CHAT)

    for body in (form.body_text, form.body_html):
        assert "https://help.example/verify/v1" in body
        assert "123456" not in body
        assert "chat" not in body.lower()
    for body in (chat.body_text, chat.body_html):
        assert "https://help.example/verify/v1" in body
        assert "123456" in body
