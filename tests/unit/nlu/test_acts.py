"""Scores of acts, on examples small enough to count by hand."""

from __future__ import annotations

from fairwell.cli.nlu.acts import LabelledActs, evaluate_acts, is_fair
from fairwell.cli.nlu.result import ParseResult
from tests.support.tables import table


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def label(ok: str, acts: str = "", never: str = "", text: str = "x") -> LabelledActs:
    """Readings separated by commas, their acts by spaces."""
    readings = tuple(words(reading) for reading in ok.split(","))
    return LabelledActs(text, tuple((acts or ok.split(",")[0]).split()), readings, words(never))


def heard(acts: str = "", unsure: str = "") -> ParseResult:
    return ParseResult(acts=words(acts), unsure=tuple(unsure.split()))


@table(
    "ok, acts, unsure, fair",
    [
        ("cancel_account", "cancel_account", "", True),
        ("cancel_account", "pause_account", "", False),
        ("cancel_account", "", "", False),
        # Compared as a set: nothing may be missing, and no other act added.
        ("cancel_account delete_data", "delete_data cancel_account", "", True),
        ("cancel_account delete_data", "cancel_account", "", False),
        ("cancel_account", "cancel_account delete_data", "", False),
        # Each reading is fair.
        ("cancel_account delete_data, delete_data", "delete_data", "", True),
        # These may be heard beside a wish, not instead of it.
        ("cancel_account", "cancel_account greet thank complain give_reason inform", "", True),
        ("faq_refund", "greet faq_refund", "", True),
        ("cancel_account", "give_reason", "", False),
        ("thank", "thank greet", "", False),
        ("thank", "thank cancel_account", "", False),
        # Where the only reading names one of them, it has to be heard.
        ("cancel_account give_reason", "cancel_account", "", False),
        ("cancel_account give_reason", "cancel_account give_reason greet", "", True),
        # Asking back is fair where a reading says so, and wrong elsewhere.
        ("cancel_account, ask_back", "", "pause_account stop", True),
        ("cancel_account, ask_back", "cancel_account", "", True),
        ("cancel_account, ask_back", "", "", False),
        ("cancel_account", "", "cancel_account", False),
        ("cancel_account", "cancel_account", "stop", False),
    ],
)
def test_a_fair_reading_is_matched_as_a_set(ok: str, acts: str, unsure: str, fair: bool) -> None:
    assert is_fair(label(ok), heard(acts, unsure)) is fair


@table(
    "acts, heard_acts, unsure, share",
    [
        ("cancel_account", "cancel_account", "", 1.0),
        ("cancel_account delete_data", "cancel_account", "", 1.0),
        ("cancel_account", "", "cancel_account stop", 1.0),
        ("cancel_account", "", "stop cancel_account", 0.0),
        ("cancel_account", "pause_account", "", 0.0),
        ("delete_data cancel_account", "cancel_account", "", None),  # not its first act
    ],
)
def test_a_wish_to_leave_is_heard_among_the_acts_or_asked_about_first(
    acts: str, heard_acts: str, unsure: str, share: float | None
) -> None:
    scores = evaluate_acts([label("ask_back", acts)], [heard(heard_acts, unsure)])

    assert scores["cancel_heard"] == share


@table(
    "never, heard_acts, unsure, share",
    [
        ("cancel_account", "cancel_account", "", 1.0),
        ("cancel_account delete_data", "delete_data keep_account", "", 1.0),
        ("cancel_account", "keep_account", "", 0.0),
        ("cancel_account", "", "cancel_account", 0.0),  # a question does nothing
        ("", "cancel_account", "", None),
    ],
)
def test_acts_that_the_words_exclude_are_counted(
    never: str, heard_acts: str, unsure: str, share: float | None
) -> None:
    scores = evaluate_acts([label("keep_account", never=never)], [heard(heard_acts, unsure)])

    assert scores["never_heard"] == share


def test_precision_and_recall_of_an_act_are_what_counting_by_hand_gives() -> None:
    scores = evaluate_acts(
        [
            label("cancel_account, ask_back"),
            label("cancel_account, ask_back"),
            label("cancel_account"),
            label("delete_data"),
        ],
        [
            heard("cancel_account greet"),  # the greeting is no mistake
            heard(unsure="stop"),  # fair, so no leaver is missed
            heard("delete_data"),
            heard("delete_data"),
        ],
    )

    assert scores["acts_accuracy"] == 0.75
    assert scores["by_act"] == {
        "ask_back": {"precision": 1.0, "recall": 1.0, "messages": 1},
        "cancel_account": {"precision": 1.0, "recall": 0.5, "messages": 2},
        "delete_data": {"precision": 0.5, "recall": 1.0, "messages": 1},
    }


def test_an_act_that_is_never_labelled_has_no_recall_and_one_never_heard_no_precision() -> None:
    scores = evaluate_acts([label("cancel_account")], [heard("stop")])

    assert scores["by_act"] == {
        "cancel_account": {"precision": None, "recall": 0.0, "messages": 1},
        "stop": {"precision": 0.0, "recall": None, "messages": 0},
    }


def test_the_mistakes_begin_with_excluded_acts_and_missed_leavers() -> None:
    scores = evaluate_acts(
        [
            label("stop", text="right"),
            label("stop", text="other"),
            label("cancel_account", text="missed"),
            label("cancel_account, cancel_account pause_account", never="pause_account", text="no"),
        ],
        [heard("stop"), heard("help"), heard(unsure="stop"), heard("cancel_account pause_account")],
    )

    assert [error["text"] for error in scores["acts_errors"]] == ["no", "missed", "other"]
    assert scores["acts_errors"][0] == {
        "text": "no",
        "ok": [["cancel_account"], ["cancel_account", "pause_account"]],
        "heard": ["cancel_account", "pause_account"],
        "unsure": [],
        "never": ["pause_account"],
    }
