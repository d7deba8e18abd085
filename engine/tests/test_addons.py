"""Which add-on a message names; an article or a number before "add-on" names none."""

from __future__ import annotations

from tables import table

from fairwell_engine.hearing.details.words.addons import find_addon


@table(
    "text, name",
    [
        ("Bitte das SMS-Paket kündigen", "SMS-Paket"),
        ("cancel the event module", "event module"),
        ("das Kalender-Modul", "Kalender-Modul"),
        ("I'd like to end the Reviews add-on", "Reviews add-on"),
        ("das Add-on Terminplaner kündigen", "Terminplaner"),
        ("Add-on „Terminbuchung“ abbestellen", "Terminbuchung"),
        ("cancel the add-on called scheduler", "scheduler"),
        ("drop add-on Loyalty, keep the account", "Loyalty"),
        ("I want to cancel an add-on", None),
        ("please end my add-on", None),
        ("kündige das Add-on", None),
        ("ein Add-on kündigen", None),
        ("das Add-on bitte kündigen", None),
        ("ich will das Zusatzpaket nicht mehr", None),
        ("which add-on?", None),
    ],
)
def test_an_add_on_is_named(text: str, name: str | None) -> None:
    assert find_addon(text) == name
