"""Wordings in which customers type a password or a PIN, each with what has to vanish."""

from __future__ import annotations

from tests.support.words import Words

# The secret in a wording is recognisable: no other text of the product contains it.
GERMAN = (
    ("pw Tulpe!771", "Tulpe!771"),
    ("mein Kennwort ist Quarkspeise", "Quarkspeise"),
    ("Login kuchenwerk / strudel4718", "strudel4718"),
    ("kuchenwerk, Krapfen!52, post@kuchenwerk.example", "Krapfen!52"),
    ("Benutzer kuchenwerk Passwort mohnzopf Mail post@kuchenwerk.example", "mohnzopf"),
    ("Zwetschge88 ist mein Passwort", "Zwetschge88"),
    ("Zugangsdaten: kuchenwerk Baumkuchen#9", "Baumkuchen#9"),
    ("mein Passwort (Nusszopf63) geht nicht mehr", "Nusszopf63"),
    ("bitte mit kuchenwerk und Plunder2291 anmelden", "Plunder2291"),
    ("meine Geheimzahl 8051934726", "8051934726"),
    ("mein\u00a0PW\u00a0lautet\u00a0wie folgt: Lebkuchen", "Lebkuchen"),
)
ENGLISH = (
    ("pw Tulip!771", "Tulip!771"),
    ("my passphrase is gooseberry", "gooseberry"),
    ("login kayakshed / paddle4718", "paddle4718"),
    ("kayakshed Rudder!52 crew@kayakshed.example", "Rudder!52"),
    ("user kayakshed pw driftwood mail crew@kayakshed.example", "driftwood"),
    ("use Seashell88 as the password", "Seashell88"),
    ("creds: kayakshed Harbour#9x", "Harbour#9x"),
    ("my password (Lighthouse63) fails", "Lighthouse63"),
    ("log in as kayakshed with anchor2291", "anchor2291"),
    ("my pin's 8051934726", "8051934726"),
    ("kayakshed / mooring77 / crew@kayakshed.example", "mooring77"),
)
# What speaks of a secret and is none, and what stands where one could.
NONE = (
    "Passwort vergessen, kuchenwerk, post@kuchenwerk.example",
    "Mein Benutzername ist kuchenwerk24, die Mail post@kuchenwerk.example",
    "Nutzerkennung: km1887 Mail post@kuchenwerk.example",
    "Der User lautet Kuchen2020, Mail post@kuchenwerk.example",
    "kuchenwerk; RE2024-0017; post@kuchenwerk.example",
    "kuchenwerk K7M-4Q2X post@kuchenwerk.example",
    "Der Zugangscode ist 714 824",
    "passcode: 714824",
    "714-824",
    "my password is not working",
    "log in with my username and password",
    "I have no password, kayakshed, crew@kayakshed.example",
)


def typed_in(words: Words) -> tuple[tuple[str, str], ...]:
    """Return the wordings of the language of ``words``."""
    return GERMAN if words.language == "de" else ENGLISH
