"""Payment data leaves a text before anything is stored; everything else stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.privacy.secrets import CARD_MASK, IBAN_MASK, PASSWORD_MASK, mask_secrets
from tests.support import told_secrets as secrets
from tests.support.growth import assert_grows_in_step
from tests.support.tables import table, texts

CARDS = texts("""
    4111111111111111 | 5555555555554444 | 2221000000000009 | 378282246310005
    30569309025904 | 6011000990139424 | 4222222222222 | 6304000000000000000
    """)
IBANS = texts("""
    DE89370400440532013000 | AT611904300234573201 | CH9300762011623852957
    GB82WEST12345698765432 | FR1420041010050500013M02606 | BE68539007547034
    ES9121000418450200051332 | NL91ABNA0417164300 | NO9386011117947
    MT84MALT011000012345MTLCAST001S
    """)
# What people write around a number, in both languages; card text is often followed by a date.
AROUND = (
    "{}",
    "Meine Karte ist {}.",
    "my card: {}, please cancel",
    "{} 12/27",
    "{} 123",
    "{}, gültig bis 12/27, Prüfnummer 123",
    "Nr. 5 {}",
    "({})",
    "abc{}def",
    "„{}“",
    "{}\nund noch etwas",
)
GAPS = (" ", "-", ".", "/", "\u00a0", "  ", "\n", "–", "_", " - "[:2])


def in_groups(number: str, gap: str, size: int = 4) -> str:
    return gap.join(number[i : i + size] for i in range(0, len(number), size))


@table("around", AROUND)
@table("card", CARDS)
def test_a_card_number_is_masked_wherever_it_stands(card: str, around: str) -> None:
    masked = mask_secrets(around.format(card))

    assert masked.text == around.format(CARD_MASK)
    assert masked.removed


@table("gap", GAPS)
@table("card", CARDS[:3])
def test_a_card_number_is_masked_however_it_is_grouped(card: str, gap: str) -> None:
    text = f"Karte {in_groups(card, gap)} 12/27 123"

    assert mask_secrets(text).text == f"Karte {CARD_MASK} 12/27 123"


def test_an_american_express_number_in_its_own_groups_is_masked() -> None:
    assert mask_secrets("3782 822463 10005").text == CARD_MASK


def test_digits_of_other_scripts_count_as_digits() -> None:
    wide = "".join(chr(ord(digit) - ord("0") + ord("\uff10")) for digit in CARDS[0])

    assert mask_secrets(wide).text == CARD_MASK


def test_two_numbers_in_one_text_are_both_masked() -> None:
    masked = mask_secrets(f"{CARDS[0]} oder {in_groups(CARDS[1], ' ')}, sonst {IBANS[0]}")

    assert masked.text == f"{CARD_MASK} oder {CARD_MASK}, sonst {IBAN_MASK}"


@given(
    card=st.sampled_from(CARDS),
    before=st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=20),
    after=st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=20),
)
def test_no_valid_card_survives_any_words_around_it(card: str, before: str, after: str) -> None:
    assert card not in mask_secrets(f"{before}{card}{after}").text


@table("around", [a for a in AROUND if a not in ("abc{}def",)])
@table("iban", IBANS)
def test_an_iban_is_masked_wherever_it_stands(iban: str, around: str) -> None:
    masked = mask_secrets(around.format(iban))

    assert masked.text == around.format(IBAN_MASK)
    assert masked.removed


@table("word", ["bitte", "und", "now", "please", "a", "ist meine"])
@table("gap", [" ", "-", "\u00a0"])
@table("iban", IBANS)
def test_the_word_after_a_grouped_iban_is_not_read_along(iban: str, gap: str, word: str) -> None:
    text = f"IBAN {in_groups(iban, gap)} {word}"

    assert mask_secrets(text).text == f"IBAN {IBAN_MASK} {word}"


def test_an_iban_in_small_letters_is_masked() -> None:
    assert mask_secrets("de89 3704 0044 0532 0130 00").text == IBAN_MASK


@table(
    "text",
    [
        "4111 1111 1111 1112",  # wrong check digit
        "DE88 3704 0044 0532 0130 00",
        "XX89370400440532013000",
        "Rufen Sie an: 855-229-5506, 0808-234-0945, +1 781-472-8120",
        "am 23.11.2026 um 10:42 Uhr, spätestens 24.11.2026",
        "K7M-4Q2X",
        "Kundennummer 1234567890",
        "blumen-mueller, anna.mueller@blumen-mueller.example",
        "Am 15 Mai hatte ich 12 500 Kontakte und zahlte 45 Dollar",
        "1111111111111",
        "123456789012345678901234567890",
        "",
    ],
)
def test_other_numbers_and_words_stay_as_they_are(text: str) -> None:
    masked = mask_secrets(text)

    assert masked.text == text
    assert not masked.removed


@table("text, secret", secrets.GERMAN + secrets.ENGLISH)
def test_a_password_or_pin_is_masked_in_any_wording(text: str, secret: str) -> None:
    masked = mask_secrets(text)

    assert masked.text == text.replace(secret, PASSWORD_MASK)
    assert masked.removed
    assert mask_secrets(masked.text) == type(masked)(masked.text, removed=False)


@table("text", secrets.NONE)
def test_what_only_speaks_of_a_secret_stays(text: str) -> None:
    assert mask_secrets(text).text == text


@given(st.text(max_size=300))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask_secrets(text)

    assert mask_secrets(once.text) == type(once)(once.text, removed=False)


@table(
    "piece",
    [
        *("1", "4 ", "41-", "DE89", "DE89 ", "A1", "4111111111111111 ", ".", " ", "AA11 2222 "),
        *("9/9", "pw ", "pass is ", "login a/b ", "user ab pw ", "log in as ab with "),
        *("ab, cd!1, ", "a@b "),
    ],
)
def test_time_grows_in_step_with_the_length_of_the_text(piece: str) -> None:
    assert_grows_in_step(mask_secrets, piece, 30_000)
