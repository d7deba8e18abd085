"""Everything heard in one message, in one shape."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from stance_examples import Believed, encoder, stances
from tables import table

from fairwell_engine.hearing.acts.deciding import Decider, Likely, features
from fairwell_engine.hearing.acts.fitting import Example, Strengths, fit
from fairwell_engine.hearing.acts.hearing import Thresholds
from fairwell_engine.hearing.encoder.encoders import Vectors
from fairwell_engine.hearing.heard import NO_PAGE, Ears, Setting, hear

TODAY = dt.date(2026, 11, 30)
WRITTEN = {
    "cancel_account": """ich möchte kündigen | bitte kündigen | Kündigung | I want to cancel
        | cancel my account please | close my account | Vertrag beenden""",
    "delete_data": """löscht meine Daten | bitte meine Daten löschen | delete my data
        | erase everything about me""",
    "faq_refund": """bekomme ich Geld zurück | do I get a refund | wie ist das mit der Erstattung
        | is there any money back""",
    "affirm": "ja | ja bitte | yes | yes please | okay",
    "deny": "nein | nein danke | no | no thanks",
    "refuse:cancel_account": """nicht kündigen | ich will nicht kündigen | don't cancel
        | never cancel my account""",
}


@pytest.fixture(scope="module")
def ears() -> Ears:
    """Small models, and a decider that believes the whole message and its clauses alike."""
    examples = [
        Example(text.strip(), (label,))
        for label, packed in WRITTEN.items()
        for text in packed.split("|")
    ]
    model, none = fit(examples, Vectors(encoder()), strengths=Strengths(10.0, 10.0), seed=1)
    assert none is None
    count = len(model.labels)
    likely = Likely(np.full(count, 0.5), np.full(count, 0.5), 2)
    weights = np.zeros(features(likely, model.labels).shape[1])
    weights[0], weights[1] = 1.0, 1.0
    return Ears(encoder(), model, Decider(weights, 0.5), stances(), Thresholds())


def heard(ears: Ears, text: str, **setting: Any) -> dict[str, Any]:
    found, _ = hear(text, ears, Setting(**({"today": TODAY} | setting)))
    return found


def acts(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(act["intent"], act["polarity"]) for act in found["acts"]]


def test_a_wish_and_a_question_are_both_heard(ears: Ears) -> None:
    found = heard(ears, "Ich möchte kündigen. Bekomme ich Geld zurück?")

    assert acts(found) == [("cancel_account", "want"), ("faq_refund", "ask")]
    assert all(0 < act["confidence"] <= 1 for act in found["acts"])
    assert found["language"] == "de"


def test_a_refused_wish_is_a_refusal(ears: Ears) -> None:
    assert acts(heard(ears, "never ever cancel my account")) == [("cancel_account", "refuse")]


def test_name_address_end_and_reason_are_heard_in_one_message(ears: Ears) -> None:
    text = (
        "Bitte kündigen zum Jahresende, Benutzername blumen-mueller, anna@firma.example,"
        " weil es uns zu teuer ist"
    )

    found = heard(ears, text)

    assert found["details"] == {"user_name": "blumen-mueller", "email": "anna@firma.example"}
    start, end = found["ends"]["span"]
    assert (found["ends"]["value"], found["ends"]["bound"]) == ("year_end", "at")
    assert "Jahresende" in text[start:end]
    assert "teuer" in found["reason"]


def test_a_secret_is_marked_and_no_detail(ears: Ears) -> None:
    text = "my user name is harbor-bakery and my password is Hunter2!"

    found = heard(ears, text)

    assert [text[start:end] for start, end in found["secrets"]] == ["Hunter2!"]
    assert found["details"] == {"user_name": "harbor-bakery"}


def test_what_was_not_heard_is_left_out_but_the_acts(ears: Ears) -> None:
    assert heard(ears, "ja", page=NO_PAGE) == {
        "language": "de",
        "acts": [
            {"intent": "affirm", "polarity": "want", "confidence": pytest.approx(0.9, abs=0.1)}
            | {"span": [0, 2]}
        ],
        "stance": "none",
    }


def test_a_yes_is_the_pages_own(ears: Ears) -> None:
    found = heard(ears, "ja bitte", page="pause")

    assert (found["stance"], found["strength"], found["page"]) == ("yes", "agreed", "pause")
    assert set(found["stances"]) == {"pause"}


def test_where_no_page_is_known_it_is_read_under_each(ears: Ears) -> None:
    found = heard(ears, "kündigen")

    assert found["stances"]["cancel"]["stance"] == "yes"
    assert found["stances"]["pause"]["stance"] != "yes"
    assert found["stance"] == "none"  # none of them is known to be open


def test_where_none_is_shown_there_is_no_stance(ears: Ears) -> None:
    found = heard(ears, "ja", page=NO_PAGE)

    assert found["stance"] == "none"
    assert not found.keys() & {"stances", "strength", "page"}


@table(
    "text",
    [
        "ja, so abschicken?",
        "ja, schickt es so zum 31.3. ab",
        "ja, und löscht meine Daten",
        "don't cancel, yes please send it",
    ],
)
def test_what_else_a_message_says_speaks_against_a_yes(text: str, ears: Ears) -> None:
    assert heard(ears, text, page="cancel")["stance"] != "yes"


@table(
    "text, value, stance",
    [
        ("alles korrekt so, das soll sofort enden", "soonest", "yes"),
        ("alles korrekt so, das soll zum Jahresende enden", "year_end", "hold"),
    ],
)
def test_an_end_date_speaks_against_a_yes_but_now_is_the_pages_own(
    text: str, value: str, stance: str, ears: Ears
) -> None:
    sure = Ears(ears.encoder, ears.model, ears.decider, Believed(0.99), ears.limits)

    found = heard(sure, text, page="cancel")

    assert (found["ends"]["value"], found["stance"]) == (value, stance)


@table(
    "metadata, setting",
    [
        (None, Setting()),
        ("free form", Setting()),
        ({"intent": "greet"}, Setting()),
        (
            {"asked": "decision", "page": "cancel", "today": "2026-11-30", "country": "GB"},
            Setting(asked="decision", page="cancel", today=TODAY, country="GB"),
        ),
    ],
)
def test_the_setting_is_read_from_a_messages_metadata(metadata: object, setting: Setting) -> None:
    assert Setting.of(metadata) == setting


def test_a_lone_name_is_one_where_it_was_asked_for(ears: Ears) -> None:
    assert "details" not in heard(ears, "mustermann")
    assert heard(ears, "mustermann", asked="details")["details"] == {"user_name": "mustermann"}


def test_without_decider_and_stances_those_fields_stay_empty(ears: Ears) -> None:
    deaf = Ears(ears.encoder, ears.model, None, None, ears.limits)

    found = heard(deaf, "ja, kündigen", page="cancel")

    assert (found["acts"], found["stance"]) == ([], "none")
    assert not found.keys() & {"stances", "unsure"}
