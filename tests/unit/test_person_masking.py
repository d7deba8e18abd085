"""What trainers get to read names nobody, and still says what was wanted."""

from __future__ import annotations

from fairwell.rules.privacy.persons import mask_person
from tests.support.growth import assert_grows_in_step
from tests.support.tables import table

LONGEST_MESSAGE = 2000


@table(
    "text, left",
    [
        ("kündigen bitte, anna.mueller@laden.example", "kündigen bitte, [e-mail]"),
        ("mail dina (at) dinasdesk.example and quit", "mail [e-mail] and quit"),
        ("Rufen Sie mich an: 0171 5550123!", "Rufen Sie mich an: [number]!"),
        ("call +44 20 7946 0018 please", "call [number] please"),
        ("der code 204 771 geht nicht", "der code [number] geht nicht"),
        ("customer 1234567, I quit", "customer [number], I quit"),
        ("what about k3x-77qp", "what about [reference]"),
        ("Mein Name ist Anna Müller, ich kündige", "Mein Name ist [name], ich kündige"),
        ("cancel it. Kind regards, Walter Abernathy", "cancel it. Kind regards, [name]"),
        ("Frau Öztürk will pausieren", "Frau [name] will pausieren"),
        ("meine Karte 4111111111111111", "meine Karte [•••• card]"),
        ("password: hunter2 and stop", "password: [••••] and stop"),
    ],
)
def test_who_somebody_is_goes(text: str, left: str) -> None:
    assert mask_person(text) == left


@table(
    "text",
    """
    zum 31.12.2026 kündigen | end it on 2026-12-31 please | ab 12/24/2026 pausieren
    wir haben 2500 Kontakte und zahlen 45,00 im Monat | I paid 120 dollars for 12 months
    Ich heiße das nicht gut | my name is wrong on that page
    """,
)
def test_what_names_nobody_stays(text: str) -> None:
    assert mask_person(text) == text


def test_details_that_the_engine_found_go_wherever_they_stand() -> None:
    found = {"user_name": ["blumen-mueller"], "code": ["1234"], "reason": ["zu teuer"]}

    masked = mask_person("Blumen-Mueller: zu teuer, blumen-mueller2 bleibt, 1234", found)

    assert masked == "[user name]: zu teuer, blumen-mueller2 bleibt, [number]"


@table("piece", ["a", "1 ", "a@", "@", "frau A", "Aa ", "-2A3-", "(0)1/", "x "])
def test_masking_grows_in_step_with_the_text(piece: str) -> None:
    assert_grows_in_step(mask_person, piece, LONGEST_MESSAGE)
