"""Questions and wishes told by their words, and what only sounds like them."""

from __future__ import annotations

import re

from fairwell.dialogue import circumstances, wording
from fairwell.dialogue.intents import orders_to_cancel
from tests.support.tables import table

HEARD: list[tuple[re.Pattern[str], str, bool]] = [
    (wording.ASKS_BALANCE, "wie viel ist noch drauf?", True),
    (wording.ASKS_BALANCE, "Wie hoch ist mein Guthaben", True),
    (wording.ASKS_BALANCE, "how much is left on it", True),
    (wording.ASKS_BALANCE, "what's my balance?", True),
    (wording.ASKS_BALANCE, "Was kostet eine Pause?", False),
    (wording.ASKS_BALANCE, "how much is the pause", False),
    (wording.ASKS_IF_SURE, "sind Sie sich da ganz sicher?", True),
    (wording.ASKS_IF_SURE, "you sure?", True),
    (wording.ASKS_IF_SURE, "ich bin mir sicher", False),
    (wording.ASKS_IF_SURE, "are my data safe and sure", False),
    (wording.ASKS_IF_ARRIVED, "ist das jetzt angekommen?", True),
    (wording.ASKS_IF_ARRIVED, "did that go through", True),
    (wording.ASKS_IF_ARRIVED, "Die Mail ist angekommen.", False),
    (wording.ASKS_WHAT_IS_LEFT, "muss ich noch was machen?", True),
    (wording.ASKS_WHAT_IS_LEFT, "is there anything else you need", True),
    (wording.ASKS_WHAT_IS_LEFT, "muss ich kündigen?", False),
    (wording.ANOTHER_ACCOUNT, "und nun das zweite", True),
    (wording.ANOTHER_ACCOUNT, "now my other account", True),
    (wording.ANOTHER_ACCOUNT, "das war alles", False),
    (wording.RATHER_CANCELS, "ne, dann nicht. doch kündigen", True),
    (wording.RATHER_CANCELS, "no, if it costs something then no. cancel", True),
    (wording.RATHER_CANCELS, "ich möchte die Kündigung zurücknehmen", False),
    (wording.RATHER_CANCELS, "don't cancel", False),
]


@table("pattern, text, heard", HEARD)
def test_words_are_heard(pattern: re.Pattern[str], text: str, heard: bool) -> None:
    assert bool(pattern.search(text)) is heard


@table(
    "text, back",
    [
        ("mach das rückgängig", True),
        ("nimm das wieder zurück", True),
        ("ich habe mich verklickt", True),
        ("sorry, I clicked the wrong button", True),
        ("I want my money back", False),
        ("ich komme zurück", False),
    ],
)
def test_going_back_is_heard(text: str, back: bool) -> None:
    assert circumstances.takes_back(text) is back


@table(
    "text, orders",
    [
        ("This is a joke, right?! It never works. Cancel. Now!!!", True),
        ("Was soll das? Kündigen Sie sofort", True),
        ("Kann ich auch schriftlich kündigen?", False),
        ("I never said that I want to cancel.", False),
        ("Ihr Service ist eine Frechheit!", False),
    ],
)
def test_an_order_to_cancel_is_heard_among_other_sentences(text: str, orders: bool) -> None:
    assert orders_to_cancel(text) is orders


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
    assert wording.BEFORE_A_NAME.sub("", text) == name
