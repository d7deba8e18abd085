"""What a receipt says: everything that was declared, and nothing a stranger should learn."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from fairwell import paths
from fairwell.i18n.formats import date
from fairwell.policy.facts import load_facts
from fairwell.receipts.content import Receipt, receipt_of
from fairwell.receipts.text import receipt_text
from fairwell.rules.cases.case import Case, Channel, Kind, Knowledge, Manner, Status
from fairwell.rules.cases.end import BALANCE_USED, EndWish
from tests.support.tables import table

FACTS = load_facts(paths.POLICY)
HASH = "0123456789abcdef" * 4
CASE = Case(
    id="01CASE",
    reference="K7M-4Q2X",
    kind=Kind.CANCEL,
    status=Status.DECLARED,
    account_id="01ACCOUNT",
    user_name="blumen-mueller",
    email="anna.mueller@blumen-mueller.example",
    language="de",
    reason=None,
    requested_at=dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC),
    effective_on=dt.date(2026, 12, 2),
    time_zone="Europe/Berlin",
    policy_version="2026-11-23",
    jurisdiction="default",
    knowledge=Knowledge.ANONYMOUS,
    conversation_id="01CONVERSATION",
    turn_id="01TURN",
    follows_id=None,
)
ENGLISH: dict[str, Any] = {"language": "en", "time_zone": "America/New_York"}


def receipt(**changes: Any) -> Receipt:
    return receipt_of(replace(CASE, **changes), HASH, FACTS)


def rows(**changes: Any) -> dict[str, str]:
    return dict(receipt(**changes).rows)


def notes(**changes: Any) -> str:
    return "\n".join(receipt(**changes).notes)


def test_a_german_receipt_has_what_the_law_asks_for() -> None:
    assert rows(reason="zu kompliziert") == {
        "Vorgangsnummer": "K7M-4Q2X",
        "Eingegangen": "23. November 2026, 10:42 Uhr (MEZ)",
        "Erklärt": "Kündigung des ganzen Accounts bei Constant Contact",
        "Erklärt über": "den Chat",
        "Art der Kündigung": "ordentlich",
        "Ende des Vertrags": "zum nächstmöglichen Zeitpunkt",
        "Angegebener Benutzername": "blumen-mueller",
        "Angegebene E-Mail-Adresse": "anna.mueller@blumen-mueller.example",
        "Angegebener Grund": "zu kompliziert",
        "Fassung der Auskünfte": "2026-11-23",
        "Prüfsumme": f"SHA-256 {HASH}",
    }
    assert receipt().title == "Beleg: Kündigung des Accounts"
    assert "Die Kündigung gilt ab dem Eingang." in receipt().notes


def test_an_english_receipt_says_the_same() -> None:
    assert rows(**ENGLISH, reason="too_expensive") == {
        "Reference": "K7M-4Q2X",
        "Received": "November 23, 2026, 4:42 AM (EST)",
        "Declared": "Cancellation of the whole account with Constant Contact",
        "Declared through": "the chat",
        "Kind of cancellation": "ordinary",
        "End of the contract": "the earliest possible date",
        "User name as given": "blumen-mueller",
        "E-mail address as given": "anna.mueller@blumen-mueller.example",
        "Reason as given": "Too expensive",
        "Version of the information": "2026-11-23",
        "Checksum": f"SHA-256 {HASH}",
    }


def test_all_phones_of_the_policy_are_on_it() -> None:
    for phone in FACTS.phones:
        assert phone.number in notes()


@table("language", ["de", "en"])
def test_nothing_tells_a_stranger_whether_there_is_an_account(language: str) -> None:
    for kind in Kind:
        matched = receipt(kind=kind, language=language)
        unmatched = receipt(kind=kind, language=language, account_id=None, effective_on=None)
        assert matched == unmatched


def test_the_end_is_a_date_only_where_the_account_was_proven() -> None:
    anonymous, known = rows(), rows(knowledge=Knowledge.SIGNED_IN)

    assert "Dezember" not in str(anonymous)
    assert "nächste Abrechnungsdatum" in notes()
    assert known["Ende des Vertrags"] == "2. Dezember 2026"
    assert "nächste Abrechnungsdatum" not in notes(knowledge=Knowledge.SIGNED_IN)


def test_a_wished_end_is_given_back_as_a_wish() -> None:
    wished = rows(ends=EndWish.on(dt.date(2027, 1, 31)))["Ende des Vertrags"]

    assert wished == "zum 31. Januar 2027; geht das nicht, zum nächstmöglichen Zeitpunkt danach"


@table("knowledge", Knowledge)
def test_the_end_with_the_balance_has_no_date(knowledge: Knowledge) -> None:
    told = rows(ends=BALANCE_USED, effective_on=None, knowledge=knowledge)["Ende des Vertrags"]

    assert told.startswith("sobald das Guthaben aufgebraucht ist")
    assert date(dt.date(2026, 12, 2), "de") not in told
    assert "nächste Abrechnungsdatum" not in notes(ends=BALANCE_USED)


def test_the_form_good_cause_and_a_name_are_on_it() -> None:
    told = rows(
        channel=Channel.FORM,
        manner=Manner.FOR_CAUSE,
        person="Zoë Ångström",
        reason="Zahlungen doppelt abgebucht",
        subject="Account bei Constant Contact",
    )

    assert told["Erklärt über"] == "das Formular „Verträge hier kündigen“"
    assert told["Art der Kündigung"] == "aus wichtigem Grund"
    assert told["Name"] == "Zoë Ångström"
    assert told["Vertrag"] == "Account bei Constant Contact"
    assert told["Angegebener Grund"] == "Zahlungen doppelt abgebucht"
    # Good cause ends a contract by rules of its own.
    assert "nächste Abrechnungsdatum" not in notes(manner=Manner.FOR_CAUSE)


def test_a_withdrawal_on_the_form_names_its_form_and_the_contract() -> None:
    told = rows(kind=Kind.WITHDRAW, channel=Channel.FORM, subject="Rechnung 4711")

    assert told["Erklärt"] == "Widerruf des Vertrags mit Constant Contact"
    assert told["Erklärt über"] == "das Formular „Vertrag widerrufen“"
    assert told["Vertrag"] == "Rechnung 4711"
    assert "kündig" not in str(told).lower()


def test_what_was_not_given_is_said_not_to_be() -> None:
    told = rows(user_name=None, email=None)

    assert told["Angegebener Benutzername"] == "nicht angegeben"
    assert told["Angegebene E-Mail-Adresse"] == "nicht angegeben"
    assert "Angegebener Grund" not in told
    assert "Name" not in told


@table(
    "kind, declared, note",
    [
        (Kind.PAUSE, "Anfrage für eine Pause des Accounts", "noch nicht pausiert"),
        (Kind.WITHDRAW, "Widerruf des Vertrags", "Recht auf Widerruf"),
        (Kind.ADDON, "Kündigung eines Zusatzprodukts", "bestätigt das Datum"),
        (Kind.DELETE_DATA, "Antrag auf Löschung der Daten", "führt die Löschung aus"),
        (
            Kind.ACCESS_REQUEST,
            "Antrag auf Auskunft über die Daten",
            "hat er dafür 1 Monat ab Eingang",
        ),
        (Kind.CALLBACK, "Bitte um einen Rückruf", "ruft Sie an"),
    ],
)
def test_each_meaning_has_its_own_words(kind: Kind, declared: str, note: str) -> None:
    told = rows(kind=kind, subject="SMS-Paket", contact="030 1234567")

    assert told["Erklärt"].startswith(declared)
    assert note in notes(kind=kind)
    assert "Art der Kündigung" not in told
    assert "Ende des Vertrags" not in told
    assert "Die Kündigung gilt" not in notes(kind=kind)


def test_the_subject_is_named_for_what_it_is() -> None:
    assert rows(kind=Kind.ADDON, subject="SMS")["Zusatzprodukt"] == "SMS"
    call = rows(kind=Kind.CALLBACK, subject="Rechnung", contact="030 1234567")
    assert call["Worum es im Anruf geht"] == "Rechnung"
    assert call["Erreichbar unter"] == "030 1234567"
    assert "SMS" not in str(rows(kind=Kind.PAUSE, subject="SMS"))


def test_values_come_from_the_policy() -> None:
    brand = FACTS.brand.model_copy(update={"value": "Neuer Name"})
    phone = FACTS.phones[0].model_copy(update={"number": "999-000-111"})
    other = FACTS.model_copy(update={"brand": brand, "phones": (phone,)})

    text = receipt_text(receipt_of(CASE, HASH, other))

    assert "bei Neuer Name" in text
    assert "999-000-111" in text
    assert "Constant Contact" not in text


def test_without_a_hash_there_is_neither_checksum_nor_word_of_it() -> None:
    text = receipt_text(receipt_of(CASE, None, FACTS))

    assert "Prüfsumme" not in text
    assert "SHA-256" not in text


def test_what_becomes_of_a_case_does_not_change_its_receipt() -> None:
    for status in Status:
        assert receipt(status=status) == receipt()


def test_invisible_and_turning_signs_are_left_out() -> None:
    told = rows(reason="a\u202eb\u200bc\x00d\ud800e\ufdd0\te\r\n\r\n  f ")["Angegebener Grund"]

    assert told == "abcde e\nf"


def test_the_text_can_be_read_line_by_line() -> None:
    text = receipt_text(receipt(reason="zu teuer"))

    assert text.startswith("Beleg: Kündigung des Accounts\nConstant Contact\n\nVorgangsnummer: K7M")
    assert "\nAngegebener Grund: zu teuer\n" in text
    assert text.endswith("automatischer Assistent geschrieben.\n")
    assert max(map(len, text.split("\n\n")[-1].splitlines())) <= 78


def test_a_typed_line_cannot_pass_for_a_row_of_ours() -> None:
    text = receipt_text(receipt(reason="egal\nVorgangsnummer: AAA-2222\n\nWirksam: nie"))

    assert [line for line in text.splitlines() if line.startswith("Vorgangsnummer:")] == [
        "Vorgangsnummer: K7M-4Q2X"
    ]
    assert not [line for line in text.splitlines() if line.startswith("Wirksam")]
    assert "    Vorgangsnummer: AAA-2222\n    Wirksam: nie\n" in text
