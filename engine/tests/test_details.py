"""What counts as an e-mail address, a user name, a code, a date; and what does not."""

from __future__ import annotations

from growth import assert_grows_in_step
from tables import table, texts

from fairwell_engine.hearing.details.details import find_details


def found(text: str, entity: str) -> list[str]:
    return [detail.value for detail in find_details(text) if detail.entity == entity]


@table(
    "text, expected",
    [
        ("Anna.Mueller@Blumen-Mueller.example", ["anna.mueller@blumen-mueller.example"]),
        ("Meine Adresse: anna@firma.example.", ["anna@firma.example"]),
        ("<anna@firma.example>", ["anna@firma.example"]),
        ("mailto:anna@firma.example!", ["anna@firma.example"]),
        ("(„anna@firma.example“),", ["anna@firma.example"]),
        ("'anna@firma.example'", ["anna@firma.example"]),
        ("Mail=anna+news@mail.firma.example", ["anna+news@mail.firma.example"]),
        ("a@x.example,b@y.example", ["a@x.example", "b@y.example"]),
        ("anna@müller.example", ["anna@müller.example"]),
        ("anna@firma", []),
        ("@firma.example", []),
        ("anna@", []),
        ("anna@.example", []),
        ("anna@-firma.example", []),
        ("anna..b@firma.example", []),
        ("anna@firma@haus.example", []),
        ("anna@1.2.3.4", []),
        ("a" * 65 + "@firma.example", []),
    ],
)
def test_addresses(text: str, expected: list[str]) -> None:
    assert found(text, "email") == expected


@table(
    "text, expected",
    [
        ("Mein Benutzername ist Blumenladen.", ["Blumenladen"]),
        ("benutzername: sonnenhof", ["sonnenhof"]),
        ("Benutzername lautet „radhaus“", ["radhaus"]),
        ("Mein Nutzername wäre dann radhausnord", []),
        ("mein Name im System ist weinhof", ["weinhof"]),
        ("Benutzername und E-Mail: sonnenhof, post@sonnenhof.example", ["sonnenhof"]),
        ("User-Name = 'max_muster'", ["max_muster"]),
        ("my user name is harborbakery", ["harborbakery"]),
        ("username harborbakery", ["harborbakery"]),
        ("the account name is lakecamp, thanks", ["lakecamp"]),
        ("login: hansi", ["hansi"]),
        ("username and email are harborb, team@harborb.example", ["harborb"]),
        ("blumen-mueller", ["blumen-mueller"]),
        ("oak-bookshop, hello@oak-bookshop.example", ["oak-bookshop"]),
        ("it's pine_street.gym I think", ["pine_street.gym"]),
        ("(yoga24)", ["yoga24"]),
        ("anna.mueller", ["anna.mueller"]),
        ("Filmclub_Vera", ["Filmclub_Vera"]),
        ("die_backfee", ["die_backfee"]),
        ("cancel fig-and-olive", ["fig-and-olive"]),
        ("oboe-and-co", ["oboe-and-co"]),
        ("kraus-ug", ["kraus-ug"]),
        ("Benutzername isch chaesladen", ["chaesladen"]),
        ("my user name would be Grumpycat77", ["Grumpycat77"]),
        ("username's tobys I think", ["tobys"]),
        ("haarwerk salon@haarwerk.example", ["haarwerk"]),
        ("mail: salon@haarwerk.example, name haarwerk", ["haarwerk"]),
        ("martha@kindkitchen.example kindkitchen 904411", ["kindkitchen"]),
    ],
)
def test_user_names(text: str, expected: list[str]) -> None:
    assert found(text, "user_name") == expected


@table(
    "text",
    """
    mein Benutzername ist unbekannt | Benutzername weiß ich nicht | my username is not working
    username is the same as before | username please | my login doesn't work
    mein Konto löschen bitte | mein benutzername lautet post@sonnenhof.example
    username was given wrongly | im benutzernamen fehlt ein bindestrich
    the username ends with uk | is the user name really necessary? | is the user name enough
    Haarwerk salon@haarwerk.example
    filiale haarwerk schließt, salon@haarwerk.example gibt es bald nicht mehr | auto-renew
    drag-and-drop | co-owner | bye-bye | and-co | e-mail | das newsletter-tool
    30-day guarantee | up-to-date | opt-out und add-on | 24h | mp3 | b2b | covid19 | z.b. das
    d.h. nein | firma.example | www.firma.example | https://firma.example/blumen-mueller
    export.csv | kontakte.xlsx | Blumen-Mueller | 2026-05-03 | 3-5 | de89370400440532013000
    inv-2026-0012 | re-1001 | kündigung-bitte | sms-paket | follow-up | blumenladen
    anna@blumen-mueller.example
    """,
)
def test_no_user_names(text: str) -> None:
    assert found(text, "user_name") == []


@table(
    "text, expected",
    [
        ("482913", ["482913"]),
        ("Der Code ist 482 913.", ["482913"]),
        ("Code:482913", ["482913"]),
        ("the code (482913) does not work", ["482913"]),
        ("six digits: 4 8 2 9 1 3", ["482913"]),
        ("4 8 2 9 1 3 7", []),
        ("48291", []),
        ("4829137", []),
        ("Rechnung 2026-482913", []),
        ("150 000 Kontakte", []),
        ("120000 subscribers", []),
        ("100000 €", []),
        ("Tel. 089 482 913", []),
        ("+49 482913", []),
        ("482913 55", []),
        ("482.913", []),
        ("482-913", ["482913"]),
        ("4\u202f8\u202f2\u202f9\u202f1\u202f3", ["482913"]),
        ("482\u2009913", ["482913"]),
        ("code: 482.913", ["482913"]),
        ("Der Code ist 482 – 913", ["482913"]),
        ("my code is 48 29 13", ["482913"]),
        ("4-8-2-9-1-3 is the code", ["482913"]),
        ("Ihr Code 482/913 geht nicht", ["482913"]),
        ("Der Code kam am 12.11.26 nicht", []),
        ("Der Code kam 12/2026", []),
        ("Rabattcode 482-913", []),
        ("482-913 Kontakte", []),
        ("Tel. 482-913-55, kein Code", []),
        ("a482913", []),
        ("482913@firma.example", []),
    ],
)
def test_codes(text: str, expected: list[str]) -> None:
    assert found(text, "code") == expected


@table(
    "text, expected",
    [
        ("zum 3.5.2026 bitte", ["2026-05-03"]),
        ("am 03.05.", ["03.05."]),
        ("am 3. 5. 26", ["2026-05-03"]),
        ("ab 3. Mai 2026", ["2026-05-03"]),
        ("seit dem 3. März", ["3. März"]),
        ("1. Jänner 2027", ["2027-01-01"]),
        ("May 3, 2026", ["2026-05-03"]),
        ("on the 3rd of May 2026", ["2026-05-03"]),
        ("on May 3rd", ["May 3rd"]),
        ("3 May", ["3 May"]),
        ("2026-05-03", ["2026-05-03"]),
        ("29.2.2028", ["2028-02-29"]),
        ("29.2.2026", []),
        ("31.4.", []),
        ("32. Mai 2026", []),
        ("2026-13-01", []),
        ("3.50 Euro", []),
        ("192.168.1.12", []),
        ("I may 3 times ask", []),
        ("Mai", []),
        ("3 months", []),
        ("24.12.2026", ["2026-12-24"]),
        ("2026-12-24", ["2026-12-24"]),
        ("12/24/2026", ["2026-12-24"]),
        ("by 12/24/26, please", ["2026-12-24"]),
        ("24/12/2026", ["2026-12-24"]),
        ("5/5/2026", ["2026-05-05"]),
        ("3/4/2026", ["3/4/2026"]),
        ("30/30/2026", []),
        ("12/24", []),
        ("1/2/3/2026", []),
    ],
)
def test_dates(text: str, expected: list[str]) -> None:
    assert found(text, "date") == expected


@table(
    "text, expected",
    [
        ("K7M-4Q2X", ["K7M-4Q2X"]),
        ("vorgang k7m-4q2x bitte", ["K7M-4Q2X"]),
        ("Vorgangsnummer: K7M–4Q2X.", ["K7M-4Q2X"]),
        ("reference number is ABC-DEFG", ["ABC-DEFG"]),
        ("sms-text", []),
        ("bar-cafe", []),
        ("K7M-4Q2X9", []),
        ("K0M-4Q2X", []),
        ("k7m-4q2x-alt", []),
    ],
)
def test_reference_numbers(text: str, expected: list[str]) -> None:
    assert found(text, "reference") == expected


def test_a_reference_number_is_no_user_name() -> None:
    assert found("k7m-4q2x", "user_name") == []


def test_values_stand_where_they_say() -> None:
    text = "Benutzername: „blumen-mueller“, Anna@Firma.example, Code 482 913, ab 3. Mai 2026"

    details = find_details(text)

    assert [text[each.start : each.end] for each in details] == [
        "blumen-mueller",
        "Anna@Firma.example",
        "482 913",
        "3. Mai 2026",
    ]


@table(
    "piece",
    [
        *texts("""
            a | @ | a@ | a. | a- | 1. | 1- | ' | < | = | :
            """),
        "1 ",
        "may ",
        " ",
        "x-y ",
        "username ",
        "username is ",
        "user name : ",
        "benutzername und e-mail ",
        "123456 ",
        "3. mai ",
        "a@b.example ",
    ],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    assert_grows_in_step(find_details, piece, 2000)
