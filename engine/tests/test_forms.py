"""What the form of a message tells: a question, a bare wish, a language, a subject, a reason."""

from __future__ import annotations

import pytest
from tables import table, texts

from fairwell_engine.hearing.tags import forms


@table(
    "text",
    [
        *texts("""
            Was kostet das | und wie lange dauert es | Kann ich auch pausieren
            könnten Sie mir helfen | ist das sicher | ist mein Guthaben weg
            bekomme ich Geld zurück | ja? | what happens to my data | and when does it end
            is it final | is the money gone | do I get a refund | will I be charged | am I done
            Should I call
            """),
        "  ... how",
    ],
)
def test_words_that_ask_something(text: str) -> None:
    assert forms.asks_something(text)


@table(
    "text",
    [
        *texts("""
            ja | jetzt kündigen | Do it | do it now please | is fine | is ok for me | ist gut
            ist okay so | ist in Ordnung | will kündigen | Will ich so | am liebsten sofort
            go ahead | das ist richtig | I will cancel | bekomme keine Antwort auf meine Mails
            """),
        "",
    ],
)
def test_words_that_ask_nothing(text: str) -> None:
    assert not forms.asks_something(text)


@table(
    "text, said",
    [
        ("I want to cancel", "wish"),
        ("ich möchte bitte canceln", "wish"),
        ("hi, we wish to cancel now", "wish"),
        ("cancel", "cancel"),
        ("please cancel", "cancel"),
        ("just cancel", "cancel"),
        ("canceln bitte", "cancel"),
        ("abbrechen", "stop"),
        ("Abbruch", "stop"),
        ("bitte abbrechen", "stop"),
        ("das abbrechen", "stop"),
        ("alles abbrechen bitte", "stop"),
        ("Cancel it.", "stop"),
        ("cancel that", "stop"),
        ("stornieren", "stop"),
        ("my account", "account"),
        ("den Account bitte", "account"),
        ("nein, das Konto", "account"),
        ("Account abbrechen", ""),
        ("cancel my account", ""),
        ("kündigen", ""),
        ("cancel the pause", ""),
        ("abgebrochen", ""),
        ("my account is locked", ""),
        ("", ""),
    ],
)
def test_a_bare_cancel_is_told_from_one_of_something_named(text: str, said: str) -> None:
    assert forms.bare(text) == said


@table(
    "text, named",
    [
        ("auf Englisch bitte", ("en",)),
        ("can we speak German", ("de",)),
        ("Deutsch oder Englisch", ("de", "en")),
        ("die andere Sprache bitte", ()),
    ],
)
def test_a_language_is_named(text: str, named: tuple[str, ...]) -> None:
    assert forms.named_languages(text) == named


@table(
    "text, name",
    [
        ("nein, nur das SMS-Paket", "SMS-Paket"),
        ("no, only the SMS", "SMS"),
        ("Umfragen", "Umfragen"),
        ("my survey add-on", "survey add-on"),
        ("Dienstplaner", "Dienstplaner"),
    ],
)
def test_what_leads_up_to_a_name_is_no_part_of_it(text: str, name: str) -> None:
    assert forms.subject(text) == name


@table(
    "text, reason",
    [
        ("kündigen, weil es zu teuer ist", "es zu teuer ist"),
        ("please cancel because we closed the shop.", "we closed the shop"),
        ("ich möchte kündigen", None),
    ],
)
def test_the_reason_beside_a_wish_is_heard(text: str, reason: str | None) -> None:
    assert forms.reason(text) == reason


@table("text", "weil es nervt | Und wegen euch | because I moved | since we pause anyway")
def test_who_begins_with_because_says_why(text: str) -> None:
    assert forms.says_why(text)
    assert not forms.says_why(f"pause, {text}")


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("keine Angabe", True),
        ("weiß ich nicht", True),
        ("I'd rather not say", True),
        ("no idea", True),
        ("Ihr habt keine Ahnung", False),
        ("Ich habe kein Geld mehr dafür", False),
    ],
)
def test_no_reason_is_an_answer_too(text: str, *, refuses: bool) -> None:
    assert forms.refuses_reason(text) is refuses
