"""Which digits are a phone number."""

from __future__ import annotations

import pytest

from fairwell.rules.cases.phone import find_phone, national_digits
from tests.support.tables import table


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("0171 5550199", "0171 5550199"),
        ("am besten unter 030 5550144 nach 17 Uhr", "030 5550144"),
        ("ab 15:30 unter 06221/123456", "06221/123456"),
        ("0043 1 5550123", "0043 1 5550123"),
        ("079 123 45 67", "079 123 45 67"),
        ("call me at (617) 555 0199 after 5pm", "(617) 555 0199"),
        ("020 7946 0958", "020 7946 0958"),
        ("+49 (171) 23 45 678", "+49 (171) 23 45 678"),
        ("Kundennummer 1234567", None),
        ("12345678", None),
        ("am 24.11.2026 um 10:42", None),
        ("please by 2026-12-31", None),
        ("10 000 Kontakte", None),
        ("R5D-7UFU 4711", None),
    ],
)
def test_a_phone_number_is_told_from_other_digits(text: str, phone: str | None) -> None:
    assert find_phone(text) == phone


@table(
    "typed",
    ["+49 171 2345678", "0049 (0)171 2345678", "0171/2345678", " 0171-23 45 678 ", "01712345678"],
)
def test_a_number_is_the_same_whatever_prefix_it_has(typed: str) -> None:
    assert national_digits(typed) == "1712345678"


def test_a_part_of_a_number_is_its_digits_and_a_word_has_none() -> None:
    assert national_digits("02345678") == "2345678"
    for word in ("blumen-mueller", "12", "", "R5D-7UFU", "0171 2345678 x"):
        assert national_digits(word) == "", word
