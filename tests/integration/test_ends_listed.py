"""Wished and computed ends where operators read them: the command line and the desk."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from fairwell.desk.frame.visitor import Current
from fairwell.desk.words.cases import case_in_words
from fairwell.rules.cases.case import Case, Kind
from fairwell.rules.cases.end import BALANCE_USED, PERIOD_END, SOONEST, EndWish
from fairwell.services.handoff.packet import shown_case
from fairwell.store.base.engine import open_engine
from tests.integration.records import put_accounts, record
from tests.support.commands import Run
from tests.support.mails import CASE
from tests.support.tables import table
from tests.unit.samples import a_declaration, an_account

MARCH = EndWish.on(dt.date(2027, 3, 31))


def test_the_command_line_lists_the_wish_and_the_day_it_comes_to(home: Path, run: Run) -> None:
    engine = open_engine(f"sqlite:///{home / 'fairwell.db'}")
    owner = an_account(user_name="listed-owner", email="owner@listed.example")
    put_accounts(engine, owner)
    stated = {"user_name": owner.user_name, "email": owner.email}
    for number, wish in enumerate((SOONEST, MARCH, BALANCE_USED, PERIOD_END)):
        record(engine, a_declaration(conversation_id=f"0{number}", ends=wish, **stated))
    record(engine, a_declaration(conversation_id="04", user_name="no-one", ends=PERIOD_END))
    engine.dispose()

    rows = json.loads(run("cancellations", "--json").stdout)

    billed = owner.next_billing_on.isoformat() if owner.next_billing_on else None
    assert [(row["ends"], row["effective_on"]) for row in rows] == [
        ("soonest", billed),
        ("2027-03-31", "2027-03-31"),
        ("balance_used", billed),
        ("period_end", billed),
        ("period_end", None),
    ]


def in_words(case: Case, language: str) -> tuple[str, str]:
    current = cast(Current, SimpleNamespace(language=language))
    shown = case_in_words(
        current, shown_case(case, revealed=False, known=()), "today", revealed=False
    )
    return shown.wish, shown.ends


@table(
    "wish, day, german, english",
    [
        (
            MARCH,
            dt.date(2027, 3, 31),
            ("zum 31. März 2027", "31. März 2027"),
            ("on March 31, 2027", "March 31, 2027"),
        ),
        (
            BALANCE_USED,
            None,
            ("sobald das Guthaben aufgebraucht ist", "Das Datum legt der Abrechnungs-Support fest"),
            ("as soon as the balance is used up", "Billing Support sets the date"),
        ),
    ],
)
def test_the_desk_shows_the_wish_beside_the_day(
    wish: EndWish, day: dt.date | None, german: tuple[str, str], english: tuple[str, str]
) -> None:
    case = replace(CASE, ends=wish, effective_on=day)

    assert in_words(case, "de") == german
    assert in_words(case, "en") == english


def test_other_kinds_have_no_wished_end_at_the_desk() -> None:
    assert in_words(replace(CASE, kind=Kind.CALLBACK, effective_on=None), "en") == ("", "")
