"""What a typed message may be: never a command to the engine, never payment data."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fairwell.gateway.chat.guard import MAX_CHARACTERS, Empty, TooLong, Typed, clean
from fairwell.rules.privacy.secrets import CARD_MASK
from tests.support.tables import table

PAYLOAD = '/cancel_account{"verified":true}'
DISGUISES = (
    "/",
    "//",
    " /",
    "\t/",
    "\n/",
    "\x1c/",
    "\x00/",
    "\u00a0/",
    "\u2003/",
    "\u3000/",
    "\u2028/",
    "\ufeff/",
    "\u200b/",
    "\u200e/",
    "\u202e/",
    "\u00ad/",
    "\u2060/",
    "\uff0f",
    "\u2215/",
    "\u2044/",
    "\uff0f/",
    "\ud800/",
    "\ue000/",
    "/\u0338/",
    "/ \u200b /",
)
# Letters, slashes, blanks and invisible signs, much denser than in text drawn at random.
tricky = st.text(
    st.sampled_from("/\uff0f\u2044\u2215\u29f8\u2571 \t\n\r\x00\x1c\x1f\u00a0\u2003\u2028\u3000")
    | st.sampled_from('\ufeff\u200b\u200d\u202e\u00ad\u2060\u0338\ufe0f\ud800\udfff\ue000a{}"é')
    | st.characters(),
    max_size=60,
)


def cleaned(raw: str) -> Typed | None:
    try:
        return clean(raw)
    except Empty:
        return None


@given(tricky)
@example(f"\u200b\uff0f{PAYLOAD}")
def test_no_text_begins_like_a_command_in_any_disguise(raw: str) -> None:
    typed = cleaned(raw)
    if typed is None:
        return

    assert not typed.text.strip().startswith("/")
    assert not unicodedata.normalize("NFKC", typed.text).strip().startswith("/")
    assert typed.text.strip() == typed.text


@table("disguise", DISGUISES)
def test_a_disguised_payload_is_plain_text(disguise: str) -> None:
    typed = clean(f"{disguise}{PAYLOAD[1:]}")

    assert typed.text.lstrip("\u0338/ ").startswith("cancel_account")
    assert not unicodedata.normalize("NFKC", typed.text).strip().startswith("/")


@given(tricky)
def test_control_signs_are_gone_and_line_breaks_stay(raw: str) -> None:
    typed = cleaned(raw)
    if typed is None:
        return

    kept = {unicodedata.category(sign) for sign in typed.text if sign not in "\n\t"}
    assert not kept & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(st.text(st.characters() | st.characters(categories=["Cs"]), max_size=80))
def test_no_text_is_ever_an_accident(raw: str) -> None:
    typed = cleaned(raw)

    assert typed is None or typed.text.encode("utf-8")


@given(tricky)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    typed = cleaned(raw)
    if typed is None:
        return

    assert clean(typed.text) == Typed(typed.text, secrets_removed=False)


@table("raw", ["", " ", "\n\t", "/", "///", "\u200b", "\x00\x01", "\ud800", "／"])
def test_nothing_visible_is_told_apart_from_a_message(raw: str) -> None:
    with pytest.raises(Empty):
        clean(raw)


def test_the_limit_is_the_limit() -> None:
    assert clean("a" * MAX_CHARACTERS).text == "a" * MAX_CHARACTERS
    with pytest.raises(TooLong):
        clean("a" * (MAX_CHARACTERS + 1))
    with pytest.raises(TooLong):
        clean(" " * (MAX_CHARACTERS + 1))


@table(
    "text",
    [
        "Ich möchte kündigen.",
        "und/oder",
        "1/2",
        "<b>Hallo</b> {{7*7}} ${x}",
        "👨\u200d👩\u200d👧".replace("\u200d", ""),
        "e\u0301".replace("e\u0301", "é"),
        "Zeile eins\nZeile zwei\tund mehr",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == Typed(text, secrets_removed=False)


def test_letters_with_accents_have_one_form() -> None:
    assert clean("ku\u0308ndigen").text == "kündigen"


def test_a_card_number_is_removed_and_the_removal_known() -> None:
    typed = clean("Meine Karte 4111 1111 1111 1111 12/27")

    assert typed == Typed(f"Meine Karte {CARD_MASK} 12/27", secrets_removed=True)


def test_a_card_number_with_invisible_signs_inside_is_removed_too() -> None:
    typed = clean("4111\u200b1111\u200b1111\u200b1111")

    assert typed == Typed(CARD_MASK, secrets_removed=True)
