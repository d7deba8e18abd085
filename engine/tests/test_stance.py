"""How an answer stands to a page: what is a yes, and everything that speaks against one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from stance_examples import Believed, encoder, stances
from tables import table

from fairwell_engine.hearing.examples import PAGES, STANCES
from fairwell_engine.hearing.stance.model import StanceModel
from fairwell_engine.hearing.stance.reading import (
    SURE,
    SURE_IN_SPITE,
    SURE_OF_FEW,
    SURE_WITH_DEED,
    Beside,
    Stance,
    read_stances,
)

# No phrase of the closed grammar: only the model can take it for a yes.
FREE = "perfekt, so kann es los und raus damit"


def beside(**more: Any) -> Beside:
    """What else was heard; nothing of what is not named."""
    fields: dict[str, Any] = {"wishes": frozenset(), "refused": frozenset()}
    fields |= dict.fromkeys(("dated", "asks", "negates", "depends"), False)
    return Beside(**(fields | more))


ALONE = beside()


def stance(
    text: str, model: StanceModel, beside: Beside = ALONE, page: str = "cancel", **more: Any
) -> Stance:
    vector = encoder().vector(text)
    return read_stances(text, vector, model, beside, page=page, subject=more.get("subject"))[page]


@table(
    "text, found",
    [
        ("ja bitte machen", "yes"),
        ("bitte so abschicken, alles korrekt", "yes"),
        ("sure thing, please do go on", "yes"),
        ("nein, das möchte ich nicht", "no"),
        ("no, please don't do it", "no"),
        ("ich muss noch überlegen", "hold"),
        ("wait, let me think about it", "hold"),
        ("die Adresse stimmt nicht", "change"),
        ("was würde das kosten", "ask"),
        ("what is it going to cost", "ask"),
        ("schönes Wetter", "none"),
    ],
)
def test_answers_are_learned_from_others_with_that_meaning(text: str, found: str) -> None:
    assert stance(text, stances()).stance == found


def test_a_yes_to_one_page_is_none_to_another() -> None:
    text = "dann kündigt es"
    found = read_stances(text, encoder().vector(text), stances(), ALONE, page=None, subject=None)

    assert set(found) == set(PAGES)
    assert found["cancel"].stance == "yes"
    assert found["pause"].stance != "yes"


@table("page", PAGES)
def test_only_the_page_that_is_open_is_read(page: str) -> None:
    found = read_stances("ja", encoder().vector("ja"), stances(), ALONE, page=page, subject=None)

    assert list(found) == [page]


@table(
    "text, page, strength",
    [
        ("ok", "cancel", "acknowledged"),
        ("ja", "cancel", "agreed"),
        ("kündigen", "cancel", "named"),
        ("jetzt kündigen", "cancel", "at_once"),
        ("cancel the sms package", "addon", "named"),
    ],
)
def test_the_grammar_needs_no_model_and_says_how_clear_a_yes_is(
    text: str, page: str, strength: str
) -> None:
    found = stance(text, Believed(0.0, "no"), page=page, subject="The SMS package")

    assert (found.stance, found.strength) == ("yes", strength)
    assert found.confidence >= SURE


def test_a_yes_of_free_words_needs_a_sure_model() -> None:
    assert stance(FREE, Believed(SURE)) == Stance("yes", SURE, "agreed")
    assert stance(FREE, Believed(SURE - 0.01)) == Stance("hold", pytest.approx(1.01 - SURE), "")


def test_the_pages_own_deed_as_an_act_makes_less_enough() -> None:
    with_deed = beside(wishes=frozenset({"cancel_account"}))

    assert stance(FREE, Believed(SURE_WITH_DEED), with_deed).stance == "yes"
    assert stance(FREE, Believed(SURE_WITH_DEED - 0.01), with_deed).stance != "yes"
    assert stance(FREE, Believed(SURE - 0.01)).stance == "hold"


@table("speaks", ["negates", "depends"])
@table("wishes", [frozenset(), frozenset({"cancel_account"})])
def test_a_negation_or_a_condition_of_whatever_asks_for_more(
    speaks: str, wishes: frozenset[str]
) -> None:
    found = beside(**{speaks: True}, wishes=wishes)

    assert stance(FREE, Believed(SURE_IN_SPITE), found).stance == "yes"
    assert stance(FREE, Believed(SURE_IN_SPITE - 0.01), found).stance == "hold"


@table("text, needed", [("knorke, liebe Leute", SURE_OF_FEW), ("ganz knorke, liebe Leute", SURE)])
def test_few_words_that_no_phrase_explains_need_a_surer_model(text: str, needed: float) -> None:
    assert stance(text, Believed(needed)).stance == "yes"
    assert stance(text, Believed(needed - 0.01)).stance == "hold"


def test_few_words_that_name_the_deed_do_not() -> None:
    named = beside(wishes=frozenset({"cancel_account"}))

    assert stance("knorke, liebe Leute", Believed(SURE_WITH_DEED), named).stance == "yes"


@table(
    "page, against",
    [
        ("cancel", {"asks": True}),
        ("cancel", {"dated": True}),
        ("cancel", {"wishes": frozenset({"delete_data"})}),
        ("cancel", {"wishes": frozenset({"cancel_account", "pause_account"})}),
        ("cancel", {"refused": frozenset({"cancel_account"})}),
        ("pause", {"wishes": frozenset({"cancel_account"})}),
        ("delete_data", {"refused": frozenset({"delete_data"})}),
    ],
)
def test_question_date_other_wish_and_refusal_beat_the_surest_yes(
    page: str, against: dict[str, Any]
) -> None:
    assert stance(FREE, Believed(0.99), page=page).stance == "yes"
    assert stance(FREE, Believed(0.99), beside(**against), page=page).stance == "hold"


@table(
    "page, harmless",
    [
        ("cancel", {"refused": frozenset({"pause_account"})}),
        ("cancel", {"wishes": frozenset({"cancel_account"})}),
        # "Cancel it" on the page of an add-on is heard as a wish to leave, and means the add-on.
        ("addon", {"wishes": frozenset({"cancel_account", "cancel_addon"})}),
    ],
)
def test_the_pages_own_deed_and_other_refusals_do_not(page: str, harmless: dict[str, Any]) -> None:
    assert stance(FREE, Believed(0.99), beside(**harmless), page=page).stance == "yes"


@table("second", STANCES[1:])
def test_what_is_likelier_than_a_yes_is_heard_as_it_is(second: str) -> None:
    assert stance(FREE, Believed(0.4, second)) == Stance(second, 0.6)


def test_what_was_learned_is_kept(tmp_path: Path) -> None:
    assert StanceModel.load(tmp_path) is None
    stances().save(tmp_path)

    kept = StanceModel.load(tmp_path)

    assert kept is not None
    for page in PAGES:
        text = "bitte so abschicken"
        assert stance(text, kept, page=page) == stance(text, stances(), page=page)


def test_a_model_for_other_pages_does_not_load(tmp_path: Path) -> None:
    stances().save(tmp_path)
    (tmp_path / "stance" / "stances.json").write_text(json.dumps([["cancel"], STANCES]))

    with pytest.raises(ValueError, match="other pages or stances: train anew"):
        StanceModel.load(tmp_path)
