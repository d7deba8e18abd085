"""Whether a word can be a user name: its shape, and what else it may be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairwell_engine.hearing.details.chunks import Chunk
from fairwell_engine.hearing.details.reasons import is_leaving
from fairwell_engine.hearing.details.words import labels
from fairwell_engine.hearing.details.words.vocabulary import INSULT, ORDINARY, PERSONS


@dataclass(frozen=True)
class Name:
    """A user name and its place in the text; with ``value`` ``None`` the label says "none"."""

    value: str | None
    start: int
    end: int
    lone: bool = False


def bare(word: str) -> str:
    """A word without the marks around it."""
    return word.strip(labels.EDGES)


def is_person(words: list[re.Match[str]]) -> bool:
    """Whether the first word is a given name or a common surname."""
    return bare(words[0][0]).lower() in PERSONS


def is_filler(word: str) -> bool:
    """Whether a word says nothing beside a user name."""
    # "Jo Marsh" is a person, "jo, marsh" says yes.
    return word.lower() in labels.FILLERS and word != "Jo"


def in_quotes(match: re.Match[str], offset: int = 0) -> Name:
    """What stands in quotation marks."""
    group = match.lastgroup or "value"
    start, end = match.span(group)
    return Name(match[group].strip(), offset + start, offset + end)


def is_talk(value: str) -> bool:
    """Whether every word is an ordinary one."""
    return all(bare(word).lower() in ORDINARY for word in value.split())


def has_signs(word: str) -> bool:
    """Whether a word has a digit or an inner sign."""
    return len(word) > 3 and bool(re.search(r"\w[-_.]\w|\d", word)) and not word[0].isdigit()


def is_handle(word: str, *, capitals: bool) -> bool:
    """Whether a word alone is one, written in small letters, or with digits or humps in it."""
    if not labels.HANDLE.fullmatch(word) or is_number(word, "") or is_link(word):
        return False
    lower = word.lower()
    if (
        lower in ORDINARY
        or INSULT.search(lower)
        or labels.CONTRACTED.search(lower)
        or (
            not has_signs(word)
            and (labels.LIKE_A_NOUN.search(lower) or labels.LIKE_A_VERB.search(lower))
        )
    ):
        return False
    if not has_signs(word) and (labels.TOPIC.search(lower) or is_leaving(lower)):
        return False
    if has_signs(word) and set(re.split(r"[-_.]", lower)) <= ORDINARY | {""}:
        return False
    humps = any(map(str.isupper, word[1:])) and any(map(str.islower, word))
    return capitals or word[0].islower() or humps or bool(re.search(r"[\d_]", word))


def is_number(word: str, previous: str) -> bool:
    """Customer and invoice numbers, phone numbers, dates and amounts."""
    if previous in labels.NUMBERS and any(map(str.isdigit, word)):
        return True
    return not any(map(str.isalpha, word)) or labels.NUMBER.fullmatch(word) is not None


def is_link(word: str) -> bool:
    """Whether a word is a web address."""
    return Chunk(word, 0, len(word)).is_link
