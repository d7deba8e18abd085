"""What the plain form's receipt says, and what it keeps to itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from actions.support.page import pause_offer
from fairwell import paths
from fairwell.gateway.form.texts import pause_line, receipt
from fairwell.i18n.values import text_values
from fairwell.policy.facts import load_facts
from fairwell.rules.cases.case import Case, Channel, Kind, Knowledge, Manner, Status
from fairwell.rules.cases.end import BALANCE_USED, PERIOD_END, SOONEST, EndWish
from fairwell.rules.privacy.secrets import mask_secrets
from tests.support.tables import table

CASE = Case(
    id="01CASE",
    reference="K7M-4Q2X",
    kind=Kind.CANCEL,
    status=Status.DECLARED,
    account_id=None,
    user_name=None,
    email="anna.mueller@blumen-mueller.example",
    language="de",
    reason=None,
    requested_at=dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC),
    effective_on=None,
    time_zone="Europe/Berlin",
    policy_version="2026-11-23",
    jurisdiction="default",
    knowledge=Knowledge.ANONYMOUS,
    conversation_id="FORM-1",
    turn_id="1",
    follows_id=None,
    subject="Account bei Constant Contact",
    channel=Channel.FORM,
    person="Anna Müller",
)


def test_the_receipt_states_content_date_time_and_zone_in_german() -> None:
    shown = receipt(CASE, "de")

    assert shown.reference == "K7M-4Q2X"
    assert shown.received_at == "23. November 2026, 10:42 Uhr (MEZ)"
    assert dict(shown.rows) == {
        "Vorgangsnummer": "K7M-4Q2X",
        "Eingegangen": "23. November 2026, 10:42 Uhr (MEZ)",
        "Erklärt über": "das Formular „Verträge hier kündigen“",
        "Art der Kündigung": "ordentlich",
        "Name": "Anna Müller",
        "Vertrag": "Account bei Constant Contact",
        "Ende des Vertrags": "zum nächstmöglichen Zeitpunkt",
        "E-Mail-Adresse": "anna.mueller@blumen-mueller.example",
    }


def test_the_receipt_states_the_good_cause_and_the_wished_end_in_english() -> None:
    case = replace(
        CASE,
        manner=Manner.FOR_CAUSE,
        reason="It was down\nfor weeks.",
        user_name="harbor-bakery",
        ends=EndWish.on(dt.date(2027, 1, 31)),
        time_zone="America/New_York",
    )

    rows = dict(receipt(case, "en").rows)

    assert rows["Received"] == "November 23, 2026, 4:42 AM (EST)"
    assert rows["Kind of cancellation"] == "for good cause"
    assert rows["Good cause"] == "It was down\nfor weeks."
    assert rows["User name"] == "harbor-bakery"
    assert rows["End of the contract"] == (
        "January 31, 2027; if that isn't possible, the earliest possible date after it"
    )


@table(
    "language, declared, through",
    [
        (
            "de",
            ("Erklärt", "Widerruf des Vertrags"),
            ("Erklärt über", "das Formular „Vertrag widerrufen“"),
        ),
        (
            "en",
            ("Declared", "Withdrawal from the contract"),
            ("Declared through", "the form “Withdraw from contract here”"),
        ),
    ],
)
def test_the_receipt_of_a_withdrawal_speaks_of_no_cancellation_and_no_end(
    language: str, declared: tuple[str, str], through: tuple[str, str]
) -> None:
    rows = receipt(replace(CASE, kind=Kind.WITHDRAW), language).rows

    assert rows[2:4] == (declared, through)
    assert len(rows) == 7  # reference, received, name, contract and address besides


@table("language", ["de", "en"])
@table("wished", [SOONEST, BALANCE_USED, PERIOD_END, EndWish.on(dt.date(2027, 1, 31))])
def test_the_receipt_is_the_same_whether_an_account_was_found(
    language: str, wished: EndWish
) -> None:
    unknown = replace(CASE, ends=wished)
    known = replace(
        unknown, account_id="01ACCOUNT", effective_on=dt.date(2027, 2, 2), follows_id="01EARLIER"
    )

    assert receipt(known, language) == receipt(unknown, language)


def test_both_languages_state_the_same_things() -> None:
    case = replace(CASE, manner=Manner.FOR_CAUSE, reason="x", user_name="y")

    german, english = receipt(case, "de").rows, receipt(case, "en").rows

    assert len(german) == len(english) == 10
    assert {label for label, _ in german} & {label for label, _ in english} == {"Name"}


@table("typed", ["4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "Passwort: geheim7"])
def test_who_typed_a_secret_is_told_that_it_was_removed(typed: str) -> None:
    kept = mask_secrets(f"Ich gehe. {typed}")

    assert kept.removed
    assert receipt(replace(CASE, reason=kept.text), "de").masked
    assert not receipt(CASE, "de").masked


@table("language", ["de", "en"])
def test_the_form_describes_the_pause_in_the_chats_words(language: str) -> None:
    values = text_values(load_facts(paths.POLICY), language)

    assert pause_line(values, language) == pause_offer(values, language)
    assert values["pause_from"] in pause_line(values, language)
