"""A place counts where customers claim to be in it."""

from __future__ import annotations

from fairwell.i18n.countries import named_place
from tests.support.tables import table


@table(
    "text, code",
    [
        ("ich wohne in Minnesota und will kündigen", "US-MN"),
        ("I live in New York City", "US-NY"),
        ("I'm from California", "US-CA"),
        ("Wir sitzen in der Schweiz", "CH"),
        ("unsere Firma ist in Österreich ansässig", "AT"),
        ("we're based in the UK", "GB"),
        ("bin aus Deutschland", "DE"),
        ("We are a bakery in France", "FR"),
        # no place, or none that is claimed
        ("Ich bin in Eile", None),
        ("I am in a hurry", None),
        ("der Versand nach Frankreich", None),
        ("Frankreich", None),
        ("", None),
    ],
)
def test_where_somebody_says_to_be(text: str, code: str | None) -> None:
    assert named_place(text) == code
