"""User names and addresses as people type them, in both languages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.cases.details import (
    Details,
    normal_email,
    normal_user_name,
    read_details,
)
from tests.support.growth import assert_grows_in_step
from tests.support.tables import table

NAME, EMAIL = "blumen-mueller", "anna.mueller@blumen-mueller.example"
BOTH = Details(NAME, EMAIL)

GERMAN_BOTH = (
    "blumen-mueller, anna.mueller@blumen-mueller.example",
    "anna.mueller@blumen-mueller.example blumen-mueller",
    "anna.mueller@blumen-mueller.example\nblumen-mueller",
    "Benutzername: blumen-mueller E-Mail: anna.mueller@blumen-mueller.example",
    "Benutzername:blumen-mueller E-Mail:anna.mueller@blumen-mueller.example",
    "Mein Benutzername ist blumen-mueller und meine E-Mail-Adresse lautet "
    "anna.mueller@blumen-mueller.example.",
    "blumen-mueller | anna.mueller@blumen-mueller.example",
    "Benutzer „blumen-mueller“, Mail <anna.mueller@blumen-mueller.example>",
    "Seine Mail war anna.mueller@blumen-mueller.example, Benutzername war blumen-mueller",
    "hallo, ich bin blumen-mueller, anna.mueller@blumen-mueller.example",
    "BLUMEN-MUELLER; Anna.Mueller@Blumen-Mueller.EXAMPLE",
    "Mailadresse mailto:anna.mueller@blumen-mueller.example, Login blumen-mueller",
    "Haupt-Account: anna.mueller@blumen-mueller.example. Nutzername: blumen-mueller.",
)
ENGLISH_BOTH = (
    "user name blumen-mueller, email anna.mueller@blumen-mueller.example",
    "his login was blumen-mueller and email anna.mueller@blumen-mueller.example",
    "My user name is blumen-mueller and the main e-mail is anna.mueller@blumen-mueller.example",
    "username: blumen-mueller\nemail address: anna.mueller@blumen-mueller.example",
    "it's blumen-mueller, anna.mueller@blumen-mueller.example please",
    "anna.mueller@blumen-mueller.example with blumen-mueller",
    "hi, i use blumen-mueller and anna.mueller@blumen-mueller.example",
)


@table("text", GERMAN_BOTH + ENGLISH_BOTH)
def test_user_name_and_address_are_read_in_any_order_and_wording(text: str) -> None:
    assert read_details(text) == BOTH


@table(
    "text",
    [
        "blumen-mueller",
        " Blumen-Mueller. ",
        "„blumen-mueller“",
        "(blumen-mueller)",
        "Benutzername: blumen-mueller",
        "Benutzername:blumen-mueller",
        "der Benutzername lautet blumen-mueller",
        "It's blumen-mueller",
        "my username is Blumen-Mueller",
        "das wäre blumen-mueller bitte",
    ],
)
def test_a_user_name_alone_is_read(text: str) -> None:
    assert read_details(text) == Details(user_name=NAME)


@table(
    "text",
    [
        EMAIL,
        EMAIL.upper(),
        f"<{EMAIL}>",
        f"mailto:{EMAIL}",
        f"MAILTO:{EMAIL}",
        f"E-Mail: {EMAIL}",
        f"E-Mail:{EMAIL}",
        f"meine Mail ist {EMAIL}!",
        f"{EMAIL}?",
        f"{EMAIL} {EMAIL.upper()}",
    ],
)
def test_an_address_alone_is_read(text: str) -> None:
    assert read_details(text) == Details(email=EMAIL)


@table(
    "text",
    [
        "weiß ich nicht",
        "I don't know my user name",
        "was kostet eine Pause?",
        "ich möchte mit einem Menschen sprechen",
        "Benutzername",
        "meine E-Mail-Adresse",
        "ok",
        "",
        "???",
        "12",
        "der Account von meinem Chef",
        "anna at firma.example",
    ],
)
def test_a_sentence_about_something_else_yields_nothing(text: str) -> None:
    assert read_details(text) == Details()


@table(
    "text",
    [
        "anna@firma",
        "anna@",
        "@firma.example",
        "anna@firma..example",
        "anna @ firma.example",
        "anna@@firma.example",
        "an na@firma.example oder bob@firma.example",
        "a@b.example,c@d.example",
        "a@b.example; c@d.example",
        '"x"<y@z.example>',
        '"an na"@firma.example',
        "anna@[127.0.0.1]",
        "anna@firma.example\u202e",
        "a\u202enna@firma.example",
        "аnna@firma.example",  # Cyrillic а
        "anna@firma.example%0d%0aBcc:bob@firma.example",
    ],
)
def test_a_failed_try_at_one_address_is_told_apart_from_none(text: str) -> None:
    read = read_details(text)

    assert read.broken_email
    assert read.email is None


def test_a_user_name_beside_a_broken_address_is_kept() -> None:
    assert read_details("blumen-mueller, anna@firma") == Details(NAME, None, broken_email=True)


# --- user names --------------------------------------------------------------------------------


@table(
    "typed, canonical",
    [
        ("Blumen-Mueller", "blumen-mueller"),
        (" „radhaus.nord_2“ ", "radhaus.nord_2"),
        ("Ｂlumen", "blumen"),
        ("STRASSE", "strasse"),
        ("abc", "abc"),
        ("a" * 64, "a" * 64),
        ("sonne@hof", "sonne@hof"),
    ],
)
def test_a_user_name_has_one_canonical_form(typed: str, canonical: str) -> None:
    assert normal_user_name(typed) == canonical


@table(
    "text",
    [
        "",
        "ab",
        "-abc",
        "abc-",
        "a b c",
        "a" * 65,
        "ß" * 40,
        "anna@firma.example",
        "a/b/c",
        "<b>x</b>",
    ],
)
def test_what_cannot_be_a_user_name_is_refused(text: str) -> None:
    assert normal_user_name(text) is None


@given(st.text(max_size=100))
def test_an_accepted_user_name_stays_itself_and_fits_its_column(text: str) -> None:
    name = normal_user_name(text)
    if name is None:
        return

    assert normal_user_name(name) == name
    assert 3 <= len(name) <= 64


# --- any text ------------------------------------------------------------------------------------


@given(st.text(max_size=500))
def test_any_text_can_be_read_and_yields_canonical_details(text: str) -> None:
    read = read_details(text)

    assert read.email is None or normal_email(read.email) == read.email
    assert read.user_name is None or normal_user_name(read.user_name) == read.user_name


@table("piece", ["a", "a.", "a@", "@", "a-", "ä", "@a.", "a@a.", ". ", ": ", "<"])
def test_reading_grows_in_step_with_the_text(piece: str) -> None:
    for read in (read_details, normal_email, normal_user_name):
        assert_grows_in_step(read, piece, 2000)
