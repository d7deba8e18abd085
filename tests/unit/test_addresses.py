"""One plain address, or none: a mail must never be able to go anywhere else."""

from __future__ import annotations

from email_validator.rfc_constants import EMAIL_MAX_LENGTH
from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.cases.details import normal_email
from tests.support.tables import table, texts


@table(
    "trick",
    [
        *texts("""
            a@b.example,c@d.example | a@b.example c@d.example | a@b.example;c@d.example
            "x"<y@z.example> | x <y@z.example> | "quoted local"@z.example | "quoted"@z.example
            a@b.example%0d%0aBcc:c@d.example | ä@b.example | a@b_c.example | a@-b.example
            a@b-.example | a@.example | a@b | a@b..example | .a@b.example | a.@b.example
            a..b@c.example | a@[::1] | a@b@c.example | @ | a@ | @b.example
            """),
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nBcc:c@d.example",
        "a@b.example\x00",
        "a\x00@b.example",
        "a@b.exam\u202eple",
        "\u202ea@b.example",
        "a\u200b@b.example",
        "a@b\u2028.example",
        "",
        " ",
        f"{'a' * 65}@b.example",
        f"a@{'b' * 64}.example",
        f"a@{'b.' * 130}example",
        "a" * 320 + "@b.example",
    ],
)
def test_anything_but_one_plain_address_is_refused(trick: str) -> None:
    assert normal_email(trick) is None


@table(
    "typed, canonical",
    [
        ("Anna@Firma.EXAMPLE", "anna@firma.example"),
        ("  anna@firma.example ", "anna@firma.example"),
        ("anna@firma.example.", "anna@firma.example"),
        ("<anna@firma.example>", "anna@firma.example"),
        ("mailto:anna@firma.example", "anna@firma.example"),
        ("Mailto:anna@firma.example", "anna@firma.example"),
        ("anna+kuendigen@firma.example", "anna+kuendigen@firma.example"),
        ("anna@müller.example", "anna@xn--mller-kva.example"),
        ("anna@MÜLLER.example", "anna@xn--mller-kva.example"),
        ("anna@xn--mller-kva.example", "anna@xn--mller-kva.example"),
        ("o'neil@firma.example", "o'neil@firma.example"),
        ("a@b.co", "a@b.co"),
        (f"{'a' * 64}@b.example", f"{'a' * 64}@b.example"),
    ],
)
def test_an_address_has_one_canonical_form(typed: str, canonical: str) -> None:
    assert normal_email(typed) == canonical


def test_a_homograph_host_shows_as_what_it_is() -> None:
    lookalike = normal_email("anna@раураl.example")  # Cyrillic letters but for the l

    assert lookalike is not None
    assert lookalike.startswith("anna@xn--")


@given(st.text(max_size=400))
def test_an_accepted_address_is_ascii_short_and_stays_itself(text: str) -> None:
    for candidate in (text, f"{text}@firma.example", f"anna@{text}.example", f"a@b.example{text}"):
        address = normal_email(candidate)
        if address is None:
            continue
        assert address.isascii()
        assert address.isprintable()
        assert not set(address) & set(' ,;<>"()[]:\\')
        assert address.count("@") == 1
        assert len(address) <= EMAIL_MAX_LENGTH
        assert normal_email(address) == address
