"""How answers are understood once it is known what was asked: the trained model and its reader.

Measured on whole dialogues' answers, not on single messages: "zu teuer" means something after
"why?" whatever a classifier makes of it alone.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fairwell.cli.nlu.parse import ParseRequest, parse
from fairwell.dialogue import slots
from fairwell.dialogue.intents import ENDINGS
from fairwell.dialogue.message import Message, latest
from fairwell.dialogue.reading import Asked, Reading, read_answer
from fairwell.processes import model
from tests.support.tables import table
from tests.unit.samples import a_tracker

ANSWERS = Path(__file__).parent / "answers"
# What a model trained on the present data reaches, less what another random seed may cost.
FLOOR = 0.93
FLOOR_OF_A_QUESTION = 0.8
FEWEST = 120
NAME, EMAIL = "nordlicht-foto", "studio@nordlicht.example"
# As the engine sets them in a conversation.
DETAILS, NO_PAGE = "details", "-"
KIND_ASKED = {slots.SUBJECT: slots.ADDON, slots.CONTACT: slots.CALLBACK}
KNOWN_WHEN_ASKED = {slots.USER_NAME: (None, None), slots.EMAIL: (NAME, None)}


@dataclass(frozen=True)
class Answered:
    """An answer to a question, and what it has to do."""

    language: str
    asked: str
    effect: str
    text: str


def answers(language: str) -> list[Answered]:
    with (ANSWERS / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Answered(language, row["asked"], row["effect"], row["answer"]) for row in rows]


@pytest.fixture(scope="module")
def read(trained: None) -> Mapping[str, list[tuple[Answered, str]]]:
    """Every answer with what it does, by language; the engine is asked once."""
    given = [*answers("de"), *answers("en")]
    parsed = parse([as_asked(each) for each in given], model.folder())
    done: dict[str, list[tuple[Answered, str]]] = {"de": [], "en": []}
    for answered, found in zip(given, parsed, strict=True):
        message = as_message(answered.text, found)
        done[answered.language].append((answered, effect_of(answered.asked, message)))
    return done


def as_asked(answer: Answered) -> ParseRequest:
    """The answer with what the engine knows in the conversation: the question and the page."""
    knows_one = any(KNOWN_WHEN_ASKED.get(answer.asked, (NAME, EMAIL)))
    details = answer.asked in (slots.USER_NAME, slots.EMAIL) and not knows_one
    page = slots.CANCEL if answer.asked == slots.DECISION else NO_PAGE
    return ParseRequest(answer.text, DETAILS if details else answer.asked, page=page)


def as_message(text: str, parsed: dict[str, Any]) -> Message:
    raw = {
        "text": text,
        "intent": parsed["intent"],
        "entities": parsed["entities"],
        "intent_ranking": parsed["ranking"],
        "heard": parsed,
    }
    return latest(a_tracker(raw))


def effect_of(asked: str, message: Message) -> str:
    user_name, email = KNOWN_WHEN_ASKED.get(asked, (NAME, EMAIL))
    kind = KIND_ASKED.get(asked, slots.CANCEL)
    return named(asked, message, read_answer(message, Asked(asked, kind, user_name, email)))


def named(asked: str, message: Message, reading: Reading) -> str:
    """The effect of a reading, by the names that the files use."""
    if not reading.slots:
        return "ends" if message.intent in ENDINGS else "aside"
    return next(_effects(asked, reading.slots))


def _effects(asked: str, given: Mapping[str, str | None]) -> Iterator[str]:
    told = {name for name in (slots.USER_NAME, slots.EMAIL) if given.get(name)}
    if given.get(slots.KIND):
        yield f"turn:{given[slots.KIND]}"
    if slots.REASON in given:
        reason = given[slots.REASON]
        known = {None: "again", slots.NO_REASON: "skip", slots.BEREAVEMENT: "bereaved"}
        yield known.get(reason, "reason")
    if told and asked not in (slots.USER_NAME, slots.EMAIL):
        yield asked if asked == slots.CONTACT else "corrects"
    if len(told) == 2:
        yield "both"
    if told:
        yield "name" if slots.USER_NAME in told else "email"
    if slots.UNKNOWN in given.values():
        yield "unknown"
    if given.get(asked):
        decided = str(given[asked]) if asked == slots.DECISION else asked
        yield "ends" if decided == slots.KEEP else decided
    if given.get(slots.CHANGE) == slots.ASK:
        yield "change"
    if given.get(slots.THEN):
        yield f"adds:{given[slots.THEN]}"
    yield "again"


@table("language", "de | en")
def test_answers_do_what_their_writers_meant(
    read: Mapping[str, list[tuple[Answered, str]]], language: str
) -> None:
    done = read[language]
    wrong = [
        f"{each.asked}: {each.text!r} was {effect}, not {each.effect}"
        for each, effect in done
        if effect != each.effect
    ]

    assert len(done) >= FEWEST
    assert 1 - len(wrong) / len(done) >= FLOOR, "\n".join(wrong)


@table("language", "de | en")
def test_no_question_is_much_harder_to_answer_than_others(
    read: Mapping[str, list[tuple[Answered, str]]], language: str
) -> None:
    asked = Counter(each.asked for each, _ in read[language])
    right = Counter(each.asked for each, effect in read[language] if effect == each.effect)

    assert {q: right[q] / n for q, n in asked.items() if right[q] < FLOOR_OF_A_QUESTION * n} == {}


@table("language", "de | en")
def test_nothing_is_recorded_that_was_not_meant(
    read: Mapping[str, list[tuple[Answered, str]]], language: str
) -> None:
    records = {slots.CANCEL, slots.PAUSE}

    assert [
        (each.text, effect)
        for each, effect in read[language]
        if each.asked == slots.DECISION and effect in records and effect != each.effect
    ] == []
