"""What the assistant says: the same in both languages, short, calm, no figure of its own."""

from __future__ import annotations

import re
from collections import defaultdict

from fairwell import paths
from fairwell.i18n.values import text_values
from fairwell.policy.facts import load_facts
from tests.support.tables import table
from tests.unit.samples import domain
from tests.unit.texts import (
    SPEAKS_FAMILIARLY,
    Said,
    assert_calm,
    payload_parts,
    response_patterns,
    responses,
    values_given,
)

ALL = responses()
NAMES = sorted({said.response for said in ALL})
FACTS = {language: text_values(load_facts(paths.POLICY), language) for language in ("de", "en")}
# What actions fill in besides the facts, as long as it usually is.
USUAL = {"reference": "K7M-4Q2X", "received_at": "23. November 2026, 10:42 Uhr (MEZ)"}
LONGEST = 300
# A scale of five is one choice, not five things to do.
SCALES = frozenset({"utter_ask_feedback"})

each = table("said", ALL)


def shown(said: Said) -> str:
    """The text as it stands on the screen."""
    values = {**dict.fromkeys(said.places, "x" * 20), **USUAL, **FACTS[said.language]}
    return said.text.format(**values)


@table("name", NAMES)
def test_a_response_has_both_languages_with_the_same_values_and_buttons(name: str) -> None:
    cases: defaultdict[frozenset[tuple[str, str]], dict[str, Said]] = defaultdict(dict)
    for said in ALL:
        if said.response == name:
            assert said.language not in cases[said.when], "two texts for one situation"
            cases[said.when][said.language] = said

    for languages in cases.values():
        assert set(languages) == {"de", "en"}
        assert languages["de"].places == languages["en"].places
        assert languages["de"].payloads == languages["en"].payloads
        assert languages["de"].text != languages["en"].text


@each
def test_no_figure_stands_in_a_text(said: Said) -> None:
    for words in (said.text, *said.titles):
        assert not re.search(r"\d", re.sub(r"\{\w+\}", "", words))


@each
def test_every_value_in_a_text_is_one_that_actions_give(said: Said) -> None:
    assert said.places <= FACTS[said.language].keys() | values_given()


@each
def test_a_text_keeps_to_the_voice(said: Said) -> None:
    for words in (said.text, *said.titles):
        assert_calm(words)
        assert not re.search(r"\b\w+/\w+\b", words), "no slash forms"
        assert not re.search(r"\([^)]*\(", words), "no brackets in brackets"
        assert words == words.strip()
        assert "  " not in words


@each
def test_german_says_sie_and_the_agreed_terms(said: Said) -> None:
    if said.language != "de":
        return
    words = " ".join((said.text, *said.titles))

    assert not SPEAKS_FAMILIARLY.search(words)
    assert not re.search(r"(?i)\b(?:leider|schade|wirklich sicher|gerne helfe)\b", words)
    assert not re.search(r"\b(?:Konto|Hauptkonto|Passwort-Code|Add-on|Ticket)\b", words)


@each
def test_there_is_at_most_one_question_and_it_comes_last(said: Said) -> None:
    assert said.text.count("?") <= 1
    if "?" in said.text:
        assert said.text.endswith("?")


@each
def test_there_are_at_most_four_buttons_and_none_says_just_yes_or_no(said: Said) -> None:
    assert len(said.titles) <= (5 if said.response in SCALES else 4)
    assert len(set(said.titles)) == len(said.titles)
    assert not {title.casefold() for title in said.titles} & {"ja", "nein", "yes", "no"}


@each
def test_a_message_fits_a_phones_screen(said: Said) -> None:
    if said.is_list:
        return

    assert len(shown(said)) <= LONGEST


@each
def test_a_button_stands_for_an_intent_and_entities_that_exist(said: Said) -> None:
    entities = {
        name if isinstance(name, str) else next(iter(name)) for name in domain()["entities"]
    }
    for payload in said.payloads:
        intent, values = payload_parts(payload)

        assert payload.startswith("/")
        assert intent in domain()["intents"]
        assert values.keys() <= entities
        assert all(isinstance(value, str) for value in values.values())


@table("name", NAMES)
def test_a_response_is_one_that_something_says(name: str) -> None:
    # "utter_" and the intent is how questions are answered; it fits no other name.
    by_intent = {f"utter_{intent}" for intent in domain()["intents"]}
    patterns = response_patterns() - {r"utter_\w*"}

    assert name in by_intent or any(re.fullmatch(pattern, name) for pattern in patterns)


@table("pattern", sorted(response_patterns()))
def test_what_actions_and_rules_say_exists(pattern: str) -> None:
    assert any(re.fullmatch(pattern, name) for name in NAMES)
