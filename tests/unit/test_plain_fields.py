"""The plain forms' fields: what is kept, what is asked about, what is declared."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fairwell.gateway.form.fields import (
    MAX_NAME,
    MAX_REASON,
    FieldFault,
    FormEntry,
    blank,
    check,
    declaration,
    latest_end,
    read,
)
from fairwell.gateway.form.kinds import FORMS, WITHDRAW
from fairwell.gateway.form.texts import FAULTS, fault_texts
from fairwell.rules.cases.case import Channel, Kind, Manner
from fairwell.rules.cases.end import BALANCE_USED, SOONEST, EndWish
from tests.support.tables import table

TODAY = dt.date(2026, 11, 23)
TOKEN = "t" * 32
FILLED = {
    "token": TOKEN,
    "manner": "ordinary",
    "reason": "",
    "person": "Anna Müller",
    "user_name": "Blumen-Mueller",
    "contract": "Account bei Constant Contact",
    "end": "soonest",
    "end_on": "",
    "email": "Anna.Mueller@blumen-mueller.example",
}
CARD = "4111 1111 1111 1111"


def entry(**changes: str) -> FormEntry:
    return read({**FILLED, **changes})


def faults(**changes: str) -> list[FieldFault]:
    return list(check(entry(**changes), TODAY))


def test_a_form_filled_in_has_no_fault_and_is_declared_as_it_stands() -> None:
    assert faults() == []

    declared = declaration(entry(), "de")

    assert declared.kind is Kind.CANCEL
    assert declared.channel is Channel.FORM
    assert declared.person == "Anna Müller"
    assert declared.user_name == "blumen-mueller"
    assert declared.email == "anna.mueller@blumen-mueller.example"
    assert declared.subject == "Account bei Constant Contact"
    assert declared.manner is Manner.ORDINARY
    assert declared.reason is None
    assert declared.ends == SOONEST
    assert declared.language == "de"


def test_only_name_and_address_are_left_to_fill_in() -> None:
    fresh = blank("Account bei Constant Contact")

    assert [fault.field for fault in check(fresh, TODAY)] == ["person", "email"]


def test_the_user_name_may_be_left_out() -> None:
    assert faults(user_name="") == []
    assert declaration(entry(user_name=""), "de").user_name is None


@table(
    "changes, field, code",
    [
        ({"manner": "quick"}, "manner", "manner_unclear"),
        ({"manner": ""}, "manner", "manner_unclear"),
        ({"manner": "for_cause"}, "reason", "reason_missing"),
        ({"manner": "for_cause", "reason": " \n\u200b "}, "reason", "reason_missing"),
        (
            {"manner": "for_cause", "reason": "x" * (MAX_REASON + 1)},
            "reason",
            "reason_long",
        ),
        ({"reason": "too dear"}, "reason", "reason_unasked"),
        ({"person": ""}, "person", "person_missing"),
        ({"person": "\u200b\u202e \x00"}, "person", "person_missing"),
        ({"person": "x" * (MAX_NAME + 1)}, "person", "person_long"),
        ({"user_name": "two words"}, "user_name", "user_name_wrong"),
        ({"user_name": "a@b.example"}, "user_name", "user_name_wrong"),
        ({"user_name": "x" * 65}, "user_name", "user_name_wrong"),
        ({"contract": ""}, "contract", "contract_missing"),
        ({"contract": "x" * (MAX_NAME + 1)}, "contract", "contract_long"),
        ({"end": "someday"}, "end", "end_unclear"),
        ({"end": "date"}, "end_on", "date_missing"),
        ({"end": "date", "end_on": "soon"}, "end_on", "date_wrong"),
        ({"end": "date", "end_on": "2027-02-29"}, "end_on", "date_wrong"),
        ({"end": "date", "end_on": "99999-01-01"}, "end_on", "date_wrong"),
        ({"end": "date", "end_on": "2026-11-22"}, "end_on", "date_past"),
        ({"end": "date", "end_on": "0001-01-01"}, "end_on", "date_past"),
        ({"end": "date", "end_on": "2028-11-24"}, "end_on", "date_far"),
        ({"end_on": "2027-01-31"}, "end_on", "date_unasked"),
        ({"end": "balance", "end_on": "2027-01-31"}, "end_on", "date_unasked"),
        ({"email": ""}, "email", "email_missing"),
        ({"email": "anna@"}, "email", "email_wrong"),
        ({"email": "a@b.example, c@d.example"}, "email", "email_wrong"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "email", "email_wrong"),
    ],
)
def test_each_fault_is_found_at_its_field(changes: dict[str, str], field: Any, code: str) -> None:
    assert faults(**changes) == [FieldFault(field, code)]


def test_every_fault_has_a_text_in_both_languages_and_no_text_is_idle() -> None:
    codes = {
        "manner_unclear", "reason_missing", "reason_long", "reason_unasked", "person_missing",
        "person_long", "user_name_wrong", "contract_missing", "contract_long", "end_unclear",
        "date_missing", "date_wrong", "date_past", "date_far", "date_unasked", "email_missing",
        "email_wrong",
    }  # fmt: skip
    assert set(FAULTS) == codes
    for code in codes:
        fault = (FieldFault("person", code),)
        german = fault_texts(fault, "de", TODAY)["person"]
        english = fault_texts(fault, "en", TODAY)["person"]
        assert german != english
        assert "{" not in german + english


@table("text", ["2027-01-31", "31.01.2027", " 31.1.2027 "])
def test_a_date_is_taken_as_a_date_field_or_a_person_writes_it(text: str) -> None:
    dated = entry(end="date", end_on=text)

    assert check(dated, TODAY) == ()
    assert dated.end_on == "2027-01-31"
    assert declaration(dated, "de").ends == EndWish.on(dt.date(2027, 1, 31))


def test_the_end_may_be_that_of_the_balance() -> None:
    assert faults(end="balance") == []
    assert declaration(entry(end="balance"), "de").ends == BALANCE_USED


@table("day", ["2026-11-23", "2028-11-23"])
def test_today_and_the_last_day_are_possible(day: str) -> None:
    assert faults(end="date", end_on=day) == []


def test_two_years_ahead_of_a_leap_day_is_the_last_of_february() -> None:
    assert latest_end(dt.date(2028, 2, 29)) == dt.date(2030, 2, 28)


def test_the_good_cause_is_declared_with_its_lines() -> None:
    filled = entry(manner="for_cause", reason="First.\r\nSecond.")

    declared = declaration(filled, "en")

    assert declared.manner is Manner.FOR_CAUSE
    assert declared.reason == "First.\nSecond."


@table("field", ["reason", "person", "user_name", "contract", "end_on", "email"])
def test_a_card_number_is_kept_nowhere(field: str) -> None:
    filled = entry(**{field: f"my card is {CARD}"})

    assert filled.masked
    assert CARD not in repr(filled)


def test_signs_nobody_sees_are_dropped_and_a_line_stays_one_line() -> None:
    assert entry(person=" Anna\r\n\u202eMüller\x00 ").person == "Anna Müller"


@table("token", ["", "short", "t" * 33, "t" * 31 + "/", "t" * 31 + "ß"])
def test_a_declaration_is_not_refused_for_a_missing_token(token: str) -> None:
    one, other = entry(token=token), entry(token=token)

    assert check(one, TODAY) == ()
    assert one.token != other.token


def test_the_same_copy_sent_twice_is_the_same_declaration() -> None:
    assert declaration(entry(), "de") == declaration(entry(), "de")


@table(
    "changes",
    [
        {"token": "u" * 32},
        {"person": "Anna Maier"},
        {"user_name": "radhaus-nord"},
        {"contract": "Another one"},
        {"email": "kontakt@radhaus-nord.example"},
        {"manner": "for_cause", "reason": "They moved."},
        {"end": "date", "end_on": "2027-01-31"},
        {"end": "balance"},
    ],
)
def test_another_copy_or_a_changed_one_is_another_declaration(changes: dict[str, str]) -> None:
    first, second = declaration(entry(), "de"), declaration(entry(**changes), "de")

    assert first.conversation_id != second.conversation_id
    assert first.turn_id != second.turn_id


def test_a_withdrawal_reads_its_own_fields_only_and_gives_no_reason() -> None:
    sent = {**FILLED, "manner": "for_cause", "reason": "x", "end": "date", "end_on": "someday"}
    filled = read(sent, WITHDRAW.fields)

    assert check(filled, TODAY) == ()
    declared = declaration(filled, "de", WITHDRAW.kind)
    assert declared.kind is Kind.WITHDRAW
    assert (declared.person, declared.subject) == ("Anna Müller", "Account bei Constant Contact")
    assert (declared.reason, declared.manner) == (None, Manner.ORDINARY)
    assert declared.ends == EndWish()


def test_the_same_copy_of_two_forms_is_two_declarations() -> None:
    ids = {declaration(entry(), "de", form.kind).conversation_id for form in FORMS}

    assert len(ids) == len(FORMS) == 2


def test_ids_fit_the_record_and_are_never_those_of_a_chat() -> None:
    # Who could name a chat here would declare in it, and be told what it may be told.
    declared = declaration(entry(token="01ARZ3NDEKTSV4RRFFQ69G5FAVxxxxxx"), "de")

    assert declared.conversation_id.startswith("FORM-")
    assert len(declared.conversation_id) == 26
    assert len(declared.turn_id) == 26


@given(
    sent=st.dictionaries(
        st.sampled_from([*FILLED, "unknown"]), st.text(max_size=300) | st.sampled_from([CARD, "ß"])
    )
)
def test_whatever_is_sent_can_be_shown_again_and_is_declared_only_if_it_fits(
    sent: dict[str, str],
) -> None:
    filled = read(sent)

    assert read(vars_of(filled)) == replace(filled, masked=False)
    texts = "".join(vars_of(filled).values())
    assert not {"Cc", "Cs"} & {unicodedata.category(s) for s in texts if s not in "\n\t"}
    if not check(filled, TODAY):
        declared = declaration(filled, "de")
        assert declared.email
        assert len(declared.person or "") <= MAX_NAME
        assert len(declared.user_name or "") <= 64
        assert (declared.reason is None) == (declared.manner is Manner.ORDINARY)


def vars_of(filled: FormEntry) -> dict[str, str]:
    return {name: value for name, value in vars(filled).items() if name != "masked"}
