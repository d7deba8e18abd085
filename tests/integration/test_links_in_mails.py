"""The links of a confirmation mail: looking changes nothing, the button does it, and once."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from fairwell.i18n import formats
from fairwell.rules.cases.case import Case, Kind, Status
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.store.base.engine import transaction
from fairwell.store.cases.ledger_check import list_entries, verify
from fairwell.store.cases.tables import CaseRow, VerificationRow
from tests.integration.records import cases, mails
from tests.integration.serving import Gateway
from tests.unit.samples import a_declaration

BUTTONS = {"verify": "Erklärung bestätigen", "dispute": "Das war ich nicht"}
purposes = pytest.mark.parametrize("purpose", ["verify", "dispute"])


@pytest.fixture
def mailed(gate: Gateway) -> dict[str, str]:
    """The addresses in the mail of a cancellation, by what they are for."""
    return mailed_for(gate)


def mailed_for(gate: Gateway, language: str = "de", kind: Kind = Kind.CANCEL) -> dict[str, str]:
    record_declaration(a_declaration(language=language, kind=kind), gate.app)
    text = mails(gate.app.database)[-1].body_text
    return {
        purpose: f"/{purpose}/{token}"
        for purpose, token in re.findall(r"/(verify|dispute|receipt)/([\w-]{43})", text)
    }


def the_case(gate: Gateway) -> Case:
    (case,) = cases(gate.app.database)
    return case


def events(gate: Gateway) -> list[str]:
    with transaction(gate.app.database, read_only=True) as session:
        assert verify(session).ok
    with transaction(gate.app.database, read_only=True) as session:
        return [entry.event for entry in list_entries(session)]


def set_status(gate: Gateway, status: Status) -> None:
    with transaction(gate.app.database) as session:
        session.execute(update(CaseRow).values(status=status))


def run_out(gate: Gateway) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    with transaction(gate.app.database) as session:
        session.execute(update(VerificationRow).values(expires_at=past))


def heading(answer: httpx.Response) -> str:
    (found,) = re.findall(r"<h1>(.*?)</h1>", answer.text)
    return str(found)


def has_button(answer: httpx.Response) -> bool:
    return '<form method="post">' in answer.text


@purposes
def test_looking_shows_what_it_is_about_and_changes_nothing(
    gate: Gateway, mailed: dict[str, str], purpose: str
) -> None:
    case = the_case(gate)

    for _ in range(3):
        page = gate.http.get(mailed[purpose])
        assert page.status_code == 200
        assert f">{BUTTONS[purpose]}</button>" in page.text
        assert "Kündigung des Accounts" in page.text
        assert case.reference in page.text
        assert formats.moment(case.requested_at, case.time_zone, "de") in page.text

    assert the_case(gate) == case
    assert events(gate) == ["declared"]


@purposes
def test_no_other_method_does_it(gate: Gateway, mailed: dict[str, str], purpose: str) -> None:
    for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"):
        gate.http.request(method, mailed[purpose])

    assert the_case(gate).status is Status.DECLARED


@purposes
def test_the_page_tells_nothing_that_was_typed(
    gate: Gateway, mailed: dict[str, str], purpose: str
) -> None:
    page = gate.http.get(mailed[purpose]).text

    assert "blumen-mueller" not in page
    assert "anna.mueller" not in page


def test_the_button_verifies(gate: Gateway, mailed: dict[str, str]) -> None:
    answer = gate.http.post(mailed["verify"])

    assert answer.status_code == 200
    assert heading(answer) == "Die Erklärung ist bestätigt"
    assert not has_button(answer)
    assert the_case(gate).status is Status.VERIFIED
    assert events(gate) == ["declared", "verified"]


def test_the_button_disputes(gate: Gateway, mailed: dict[str, str]) -> None:
    answer = gate.http.post(mailed["dispute"])

    assert answer.status_code == 200
    assert heading(answer) == "Diese Erklärung ist bestritten"
    assert not has_button(answer)
    assert the_case(gate).status is Status.DISPUTED
    assert events(gate) == ["declared", "disputed"]


@purposes
def test_pressed_again_or_looked_at_again_it_says_the_same(
    gate: Gateway, mailed: dict[str, str], purpose: str
) -> None:
    first = gate.http.post(mailed[purpose])
    before = events(gate)

    again, look = gate.http.post(mailed[purpose]), gate.http.get(mailed[purpose])

    assert (again.status_code, again.text) == (200, first.text)
    assert (look.status_code, look.text) == (200, first.text)
    assert events(gate) == before


def test_the_owner_can_dispute_what_somebody_has_verified(
    gate: Gateway, mailed: dict[str, str]
) -> None:
    gate.http.post(mailed["verify"])
    gate.http.post(mailed["dispute"])

    assert the_case(gate).status is Status.DISPUTED


def test_the_link_does_not_verify_what_is_disputed(gate: Gateway, mailed: dict[str, str]) -> None:
    gate.http.post(mailed["dispute"])

    answer = gate.http.post(mailed["verify"])

    assert heading(answer) == "Diese Erklärung ist bestritten"
    assert the_case(gate).status is Status.DISPUTED


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (Status.REVOKED, "Diese Erklärung ist zurückgenommen"),
        (Status.EFFECTIVE, "Dieser Vorgang ist abgeschlossen"),
    ],
)
@purposes
def test_what_is_final_stays_as_it_is(
    gate: Gateway, mailed: dict[str, str], purpose: str, status: Status, title: str
) -> None:
    set_status(gate, status)

    for answer in (gate.http.get(mailed[purpose]), gate.http.post(mailed[purpose])):
        assert answer.status_code == 200
        assert heading(answer) == title
        assert not has_button(answer)
    assert the_case(gate).status is status


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_verification_that_has_run_out_says_what_to_do(
    gate: Gateway, mailed: dict[str, str], method: str
) -> None:
    run_out(gate)

    answer = gate.http.request(method, mailed["verify"])

    assert answer.status_code == 410
    assert heading(answer) == "Dieser Link ist abgelaufen"
    assert "10 Minuten" in answer.text
    assert "Fordern Sie im Chat einen neuen Code an" in answer.text
    assert "855-229-5506" in answer.text
    assert not has_button(answer)
    assert the_case(gate).status is Status.DECLARED


def test_a_dispute_does_not_run_out(gate: Gateway, mailed: dict[str, str]) -> None:
    run_out(gate)

    assert gate.http.post(mailed["dispute"]).status_code == 200
    assert the_case(gate).status is Status.DISPUTED


@pytest.mark.parametrize("method", ["GET", "POST"])
@purposes
def test_unknown_mutilated_and_foreign_tokens_get_one_answer(
    gate: Gateway, mailed: dict[str, str], purpose: str, method: str
) -> None:
    token = mailed[purpose].rpartition("/")[2]
    other = mailed["dispute" if purpose == "verify" else "verify"].rpartition("/")[2]
    receipt = mailed["receipt"].rpartition("/")[2]
    wrong = [secrets.token_urlsafe(32), other, receipt, token[:-1], f"{token}A", token.swapcase()]

    answers = [gate.http.request(method, f"/{purpose}/{text}") for text in [*wrong, "x" * 4000]]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert heading(answers[0]) == "Dieser Link ist nicht gültig"
    assert "855-229-5506" in answers[0].text
    assert the_case(gate).status is Status.DECLARED


@purposes
def test_an_english_mail_leads_to_english_pages(gate: Gateway, purpose: str) -> None:
    address = mailed_for(gate, "en")[purpose]

    look = gate.http.get(address, headers={"Accept-Language": "de"})
    done = gate.http.post(address, headers={"Accept-Language": "de"})

    assert '<html lang="en">' in look.text
    assert "cancellation of the account" in look.text
    titles = {"verify": "The declaration is confirmed", "dispute": "This declaration is disputed"}
    assert heading(done) == titles[purpose]


def test_a_notice_has_no_case_and_speaks_the_browsers_language(gate: Gateway) -> None:
    address = f"/verify/{secrets.token_urlsafe(32)}"

    assert heading(gate.http.get(address, headers={"Accept-Language": "en-GB"})) == (
        "This link isn't valid"
    )
    assert heading(gate.http.get(address)) == "Dieser Link ist nicht gültig"


@purposes
def test_the_pages_are_kept_by_nobody_and_hold_no_code(
    gate: Gateway, mailed: dict[str, str], purpose: str
) -> None:
    for answer in (gate.http.get(mailed[purpose]), gate.http.post(mailed[purpose])):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "script-src" not in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers
        assert not re.search(r"<script|<style|\sstyle=|<[^>]+\son\w+=", answer.text)
        assert mailed[purpose].rpartition("/")[2] not in answer.text


@purposes
def test_while_the_database_is_locked_the_page_says_so_and_nothing_happens(
    gate: Gateway,
    mailed: dict[str, str],
    home: Path,
    short_lock: None,
    purpose: str,
) -> None:
    with closing(sqlite3.connect(home / "fairwell.db")) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        answer = gate.http.post(mailed[purpose])

    assert answer.status_code == 503
    assert heading(answer) == "Diese Seite lässt sich gerade nicht anzeigen"
    assert the_case(gate).status is Status.DECLARED
    assert gate.http.post(mailed[purpose]).status_code == 200
