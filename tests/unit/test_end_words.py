"""Ends in words, in both languages: before the record, on receipts and in mails."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from fairwell.i18n.ends import case_end_in_words, remarks_in_words, wish_in_words
from fairwell.mail.postman import MailLinks, Postman
from fairwell.receipts.content import receipt_of
from fairwell.receipts.eml import receipt_eml
from fairwell.receipts.pdf import receipt_pdf
from fairwell.receipts.text import receipt_text
from fairwell.rules.cases.case import Account, Case, Knowledge, Manner
from fairwell.rules.cases.end import BALANCE_USED, PERIOD_END, SOONEST, EndWish
from fairwell.rules.cases.end_day import end_day
from tests.support.mails import ACCOUNT, CASE, ENGLISH, FACTS, PREPAID, TRIAL, bodies
from tests.support.tables import table

MARCH = EndWish.on(dt.date(2027, 3, 31))
FROM_JANUARY = EndWish.not_before(dt.date(2027, 1, 1))
TODAY = dt.date(2026, 11, 23)


@table(
    "wish, account, german, english",
    [
        (SOONEST, None, "so bald wie möglich", "as soon as possible"),
        (SOONEST, ACCOUNT, "so bald wie möglich", "as soon as possible"),
        (MARCH, None, "zum 31. März 2027", "on March 31, 2027"),
        (MARCH, PREPAID, "zum 31. März 2027", "on March 31, 2027"),
        (FROM_JANUARY, None, "nicht vor dem 1. Januar 2027", "not before January 1, 2027"),
        (
            PERIOD_END,
            None,
            "am Ende des bezahlten Zeitraums",
            "at the end of the paid period",
        ),
        (
            PERIOD_END,
            PREPAID,
            "sobald Ihr Guthaben aufgebraucht ist",
            "as soon as your balance is used up",
        ),
        (
            BALANCE_USED,
            None,
            "sobald Ihr Guthaben aufgebraucht ist",
            "as soon as your balance is used up",
        ),
        (
            BALANCE_USED,
            ACCOUNT,
            "am Ende des bezahlten Zeitraums",
            "at the end of the paid period",
        ),
        (
            PERIOD_END,
            TRIAL,
            "am Ende der kostenlosen Testphase",
            "at the end of the free trial",
        ),
    ],
)
def test_a_wish_is_said_as_the_account_has_it(
    wish: EndWish, account: Account | None, german: str, english: str
) -> None:
    assert wish_in_words(wish, account, "de") == german
    assert wish_in_words(wish, account, "en") == english


@table(
    "wish, known, day, german, english",
    [
        (SOONEST, False, 2, "zum nächstmöglichen Zeitpunkt", "the earliest possible date"),
        (SOONEST, True, 2, "2. Dezember 2026", "December 2, 2026"),
        (
            MARCH,
            False,
            2,
            "zum 31. März 2027; geht das nicht, zum nächstmöglichen Zeitpunkt danach",
            "March 31, 2027; if that isn't possible, the earliest possible date after it",
        ),
        (
            FROM_JANUARY,
            False,
            2,
            "zum nächstmöglichen Zeitpunkt ab dem 1. Januar 2027",
            "the earliest possible date from January 1, 2027 on",
        ),
        (
            PERIOD_END,
            False,
            2,
            "am Ende des bezahlten Zeitraums; bei Vorauszahlung, sobald sie aufgebraucht ist",
            "the end of the paid period; with a prepayment, when it's used up",
        ),
        (PERIOD_END, True, 2, "2. Dezember 2026", "December 2, 2026"),
        (
            PERIOD_END,
            True,
            None,
            "sobald das Guthaben aufgebraucht ist; das Datum legt der Abrechnungs-Support fest",
            "when the balance is used up; Billing Support sets the date",
        ),
        (
            BALANCE_USED,
            False,
            2,
            "sobald das Guthaben aufgebraucht ist; das Datum legt der Abrechnungs-Support fest",
            "when the balance is used up; Billing Support sets the date",
        ),
    ],
)
def test_the_end_of_a_case_is_a_date_only_where_the_account_is_known(
    wish: EndWish, known: bool, day: int | None, german: str, english: str
) -> None:
    effective = dt.date(2026, 12, day) if day else None
    case = replace(CASE, ends=wish, effective_on=effective)

    assert case_end_in_words(case, "de", known=known) == german
    assert case_end_in_words(case, "en", known=known) == english
    for_cause = replace(case, manner=Manner.FOR_CAUSE)
    assert case_end_in_words(for_cause, "en", known=known) == "Billing Support sets the date"


@table(
    "wish, account, german, english",
    [
        (SOONEST, ACCOUNT, [], []),
        (SOONEST, None, [], []),
        (MARCH, None, [], []),
        (
            EndWish.on(dt.date(2026, 11, 1)),
            None,
            ["Der 1. November 2026 liegt in der Vergangenheit. Ihre Kündigung gilt zum nächstmög"],
            ["November 1, 2026 is in the past. Your cancellation counts for the earliest possibl"],
        ),
        (
            EndWish.on(dt.date(2026, 11, 1)),
            ACCOUNT,
            ["liegt in der Vergangenheit. Das nächste mögliche Datum ist der 2. Dezember 2026."],
            ["is in the past. The next possible date is December 2, 2026."],
        ),
        (
            EndWish.on(dt.date(2026, 12, 1)),
            ACCOUNT,
            ["Ihr Account kann nicht zum 1. Dezember 2026 enden. Das nächste mögliche Datum ist d"],
            ["Your account can't end on December 1, 2026. The next possible date is December 2, 2"],
        ),
        (
            MARCH,
            ACCOUNT,
            ["Bis zum 31. März 2027 läuft Ihr Account weiter, und die Monatsgebühr wird"],
            ["Until March 31, 2027 your account goes on, and the monthly fee is charged"],
        ),
        (
            SOONEST,
            PREPAID,
            ["Ihr Guthaben beträgt 84,00 $. Was davon am 23. November 2026 noch übrig ist"],
            ["Your balance is $84.00. What is left of it on November 23, 2026 is lost"],
        ),
        (BALANCE_USED, PREPAID, [], []),
        (
            SOONEST,
            replace(PREPAID, balance_minor=None),
            ["Guthaben, das am 23. November 2026 noch übrig ist, verfällt"],
            ["Balance that is left on November 23, 2026 is lost"],
        ),
        (
            MARCH,
            TRIAL,
            ["Ihre kostenlose Testphase endet am 5. Dezember 2026 von selbst."],
            ["Your free trial ends by itself on December 5, 2026."],
        ),
        (
            SOONEST,
            replace(TRIAL, trial_ends_on=None),
            ["Ihre kostenlose Testphase endet von selbst."],
            ["Your free trial ends by itself."],
        ),
    ],
)
def test_what_must_be_known_about_an_end_is_said(
    wish: EndWish, account: Account | None, german: list[str], english: list[str]
) -> None:
    end = end_day(wish, account, TODAY)
    for language, expected in (("de", german), ("en", english)):
        said = remarks_in_words(wish, end, account, language)

        assert len(said) == len(expected)
        assert all(part in sentence for part, sentence in zip(expected, said, strict=True))


def receipt(**changes: Any) -> dict[str, str]:
    return dict(receipt_of(replace(CASE, **changes), "0" * 64, FACTS).rows)


def test_a_receipt_states_what_was_wished_and_what_it_comes_to() -> None:
    told = receipt(ends=EndWish.on(dt.date(2026, 12, 1)), knowledge=Knowledge.SIGNED_IN)

    assert told["Gewünschtes Ende"] == "zum 1. Dezember 2026"
    assert told["Ende des Vertrags"] == "2. Dezember 2026"
    assert "Gewünschtes Ende" not in receipt(knowledge=Knowledge.SIGNED_IN)


def test_a_stranger_reads_the_wish_and_no_date_of_the_account() -> None:
    told = receipt(ends=PERIOD_END)

    assert "Gewünschtes Ende" not in told
    assert told["Ende des Vertrags"].startswith("am Ende des bezahlten Zeitraums")
    assert "2. Dezember" not in str(told)


def test_a_receipt_of_a_changed_end_says_when_it_was_changed() -> None:
    at = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
    changed = receipt_of(replace(CASE, ends=MARCH), "0" * 64, FACTS, at)

    assert dict(changed.rows)["Ende geändert"] == "24. November 2026, 09:00 Uhr (MEZ)"
    assert "Ende geändert" not in receipt(ends=MARCH)
    text = receipt_text(changed)
    assert "zum 31. März 2027" in text
    assert "Ende geändert: 24. November 2026" in text
    assert receipt_pdf(changed).startswith(b"%PDF")
    assert "zum 31. M=C3=A4rz 2027" in receipt_eml(changed, "Fairwell", "a@b.example").decode()


@table("wish", [BALANCE_USED, PERIOD_END, MARCH, FROM_JANUARY])
def test_a_receipt_speaks_of_the_next_billing_date_only_for_the_soonest_end(wish: EndWish) -> None:
    for case in (CASE, ENGLISH):
        notes = "".join(receipt_of(replace(case, ends=wish), None, FACTS).notes)
        assert "Abrechnungsdatum" not in notes
        assert "billing date" not in notes


@table(
    "case, wish, declared, runs, no_charge",
    [
        (
            CASE,
            MARCH,
            "zum 31. März 2027 oder zum nächstmöglichen Zeitpunkt danach",
            "läuft bis zum 31. März 2027. Bis dahin wird die Monatsgebühr wie bisher berechnet",
            "nicht mehr berechnet",
        ),
        (
            ENGLISH,
            MARCH,
            "as of March 31, 2027 or the earliest possible date after it",
            "runs until March 31, 2027. Until then the monthly fee is charged as before",
            "won't be charged",
        ),
        (
            CASE,
            EndWish.not_before(dt.date(2027, 3, 31)),
            "zum nächstmöglichen Zeitpunkt ab dem 31. März 2027",
            "läuft bis zum 31. März 2027",
            "nicht mehr berechnet",
        ),
    ],
)
def test_after_a_later_date_no_mail_says_that_the_next_month_is_free(
    case: Case, wish: EndWish, declared: str, runs: str, no_charge: str
) -> None:
    later = replace(case, ends=wish, effective_on=dt.date(2027, 3, 31))

    for body in bodies(later, ACCOUNT):
        assert declared in body
        assert runs in body
        assert no_charge not in body
    text, _ = bodies(case, ACCOUNT)
    assert no_charge in text
    for_cause = replace(later, effective_on=None, manner=Manner.FOR_CAUSE)
    assert no_charge not in bodies(for_cause, ACCOUNT)[0]


@table(
    "case, line",
    [
        (CASE, "Kündigung des ganzen Accounts bei Constant Contact zum Ende des bezahlten Zeitr"),
        (
            ENGLISH,
            "Cancellation of the whole account with Constant Contact, at the end of the paid",
        ),
    ],
)
def test_the_end_of_the_paid_period_is_confirmed_with_its_date(case: Case, line: str) -> None:
    for body in bodies(replace(case, ends=PERIOD_END), ACCOUNT):
        assert line in body
        assert "2026" in body


def test_a_prepaid_account_with_a_later_end_is_told_what_happens_to_its_balance() -> None:
    later = replace(CASE, ends=MARCH, effective_on=dt.date(2027, 3, 31))

    text, _ = bodies(later, PREPAID)

    assert "was dann von Ihrem Guthaben von 84,00 $ noch übrig ist" in text
    assert "Ist das Guthaben vorher aufgebraucht, verlängert sich der Account" in text
    used_up, _ = bodies(replace(CASE, ends=BALANCE_USED, effective_on=None), PREPAID)
    assert "läuft, bis Ihr Guthaben aufgebraucht ist" in used_up
    assert "84,00" not in used_up


@table(
    "case, subject, paragraph, moment",
    [
        (
            CASE,
            "Ihre Kündigung hat ein anderes Ende: Nr. K7M-4Q2X",
            "Das Ende unten ersetzt das bisherige.",
            "Ende geändert: 24. November 2026, 09:00 Uhr (MEZ)",
        ),
        (
            ENGLISH,
            "Your cancellation has another end date: no. K7M-4Q2X",
            "The end below replaces the one before.",
            "End changed: November 24, 2026, 9:00 AM (CET)",
        ),
    ],
)
def test_a_changed_end_is_confirmed_as_one(
    case: Case, subject: str, paragraph: str, moment: str
) -> None:
    at = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
    links = MailLinks(receipt="r1", dispute="d1")
    changed = replace(case, ends=MARCH, effective_on=dt.date(2027, 3, 31))

    mail = Postman(FACTS, "https://help.example").end_changed(changed, ACCOUNT, links, at)

    assert mail.subject == subject
    assert paragraph in mail.body_text
    assert moment in mail.body_text
    assert "https://help.example/receipt/r1" in mail.body_text
    assert mail.dedupe_key.startswith("end_changed:01CASE:")


@table(
    "country, region, moment",
    [
        ("DE", None, "November 23, 2026, 10:42 AM (CET)"),
        ("GB", None, "November 23, 2026, 9:42 AM (GMT)"),
        ("US", "NY", "November 23, 2026, 4:42 AM (EST)"),
        ("US", "CA", "November 23, 2026, 1:42 AM (PST)"),
    ],
)
def test_a_mail_has_the_time_of_its_account(country: str, region: str | None, moment: str) -> None:
    account = replace(ACCOUNT, country=country, region=region)

    assert moment in bodies(ENGLISH, account)[0]
