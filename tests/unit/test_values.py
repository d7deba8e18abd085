"""Figures in texts come from the policy: change one there, and it is said everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.support.speech import say
from fairwell import paths
from fairwell.bootstrap import current_app
from fairwell.i18n.catalogue import LANGUAGES, gettext, translations
from fairwell.i18n.values import phone_list, text_values
from fairwell.policy.facts import Facts, load_facts
from tests.support.tables import table
from tests.unit.samples import a_tracker

SHIPPED = (paths.POLICY / "facts.yml").read_text("utf-8")

# What to change in the file, and where it shows in German and in English.
CHANGES = (
    ("value: Constant Contact", "value: Sonnenpost", "brand", "Sonnenpost", "Sonnenpost"),
    ("value: 24\n", "value: 1048\n", "confirmation_hours", "1.048", "1,048"),
    ("value: 120\n", "value: 1321\n", "data_days", "1.321", "1,321"),
    ("value: 90\n", "value: 77\n", "unpaid_days", "77", "77"),
    ("value: 30\n", "value: 44\n", "guarantee_days", "44", "44"),
    ("value: 14\n", "value: 15\n", "withdrawal_days", "15", "15"),
    ("fee: 5\n", "fee: 6\n", "pause_from", "6 $ oder 6 £", "$6 or £6"),
    ("fee: 20\n", "fee: 21\n", "pause_tiers", "darüber 21 $ oder 21 £", "above that $21 or £21"),
    (
        "contacts_up_to: 2500\n",
        "contacts_up_to: 2600\n",
        "pause_tiers",
        "bis 2.600 Kontakte 5 $ oder 5 £",
        "up to 2,600 contacts $5 or £5",
    ),
    ('"0808-234-0945"', '"0808-000-0000"', "phones", "0808-000-0000", "0808-000-0000"),
)


AS_SHIPPED = text_values(load_facts(paths.POLICY), "de")


@pytest.fixture
def policy_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, str], Facts]]:
    """Put another policy in force, for this test only."""

    def change(old: str, new: str) -> Facts:
        assert SHIPPED.count(old) >= 1, old
        (tmp_path / "facts.yml").write_text(SHIPPED.replace(old, new, 1), "utf-8")
        monkeypatch.setattr(paths, "POLICY", tmp_path)
        current_app.cache_clear()
        return load_facts(tmp_path)

    yield change
    current_app.cache_clear()


@table("old, new, name, german, english", CHANGES)
def test_a_changed_value_is_said_in_both_languages(
    policy_with: Callable[[str, str], Facts],
    old: str,
    new: str,
    name: str,
    german: str,
    english: str,
) -> None:
    facts = policy_with(old, new)

    assert german in text_values(facts, "de")[name]
    assert english in text_values(facts, "en")[name]
    assert german not in AS_SHIPPED[name]


@table("old, new, name, german, english", CHANGES)
def test_a_changed_value_reaches_what_the_assistant_says(
    policy_with: Callable[[str, str], Facts],
    old: str,
    new: str,
    name: str,
    german: str,
    english: str,
) -> None:
    policy_with(old, new)
    for language, expected in (("de", german), ("en", english)):
        dispatcher = CollectingDispatcher()

        say(dispatcher, a_tracker(language=language), "utter_faq_refund")

        assert expected in dispatcher.messages[0][name]


def test_every_value_is_a_ready_made_text_in_both_languages() -> None:
    facts = load_facts(paths.POLICY)
    german, english = (text_values(facts, language) for language in LANGUAGES)

    assert german.keys() == english.keys()
    for values in (german, english):
        assert all(
            value and "{" not in value and "\u00a0" not in value for value in values.values()
        )


def test_every_phone_is_named_by_its_region() -> None:
    facts = load_facts(paths.POLICY)

    german = phone_list(facts, "de")
    english = phone_list(facts, "en")

    assert [phone["number"] for phone in german] == [phone.number for phone in facts.phones]
    assert [phone["label"] for phone in german] == [
        "USA und Kanada",
        "Vereinigtes Königreich",
        "alle anderen Länder",
    ]
    assert [phone["label"] for phone in english] == [
        "US and Canada",
        "United Kingdom",
        "elsewhere",
    ]


def test_an_unknown_text_stays_english_and_an_unknown_language_is_refused() -> None:
    assert gettext("de", "not in any catalogue {x}", x="1") == "not in any catalogue 1"
    assert gettext("en", "Try again") == "Try again"
    assert gettext("de", "Try again") == "Noch einmal versuchen"
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        translations("fr")
