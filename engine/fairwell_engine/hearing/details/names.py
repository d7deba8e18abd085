"""The user name of a message: labelled, in the shape of one, or left alone in an answer.

Persons, numbers, talk and sentences are none: a wrong name sends a declaration to the wrong
account, a missed one is only asked for again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from fairwell_engine.hearing.details.addresses import PLACEHOLDER, Addresses
from fairwell_engine.hearing.details.words import labels
from fairwell_engine.hearing.details.words.candidates import (
    Name,
    bare,
    has_signs,
    in_quotes,
    is_handle,
)
from fairwell_engine.hearing.details.words.lone import alone, like_address, shaped, soft
from fairwell_engine.hearing.details.words.vocabulary import NONE, ORDINARY

NAME_SIGN = "\ue0ff"
_MOST_WORDS = 4


def find_name(addresses: Addresses, *, asked: str | None) -> Name | None:
    """The user name that the text beside the addresses gives, if it gives one."""
    text = addresses.rest
    none = None
    for found in _labelled(addresses):
        if found.value:
            return found
        none = none or found
    if not asked:
        return shaped(text) or like_address(addresses) or none
    return shaped(text) or next(soft(addresses), None) or alone(text, addresses) or none


# --- labelled -----------------------------------------------------------------------------------


def _labelled(addresses: Addresses) -> Iterator[Name]:
    text = addresses.rest
    for match in labels.FORWARD.finditer(text):
        if found := _value_at(addresses, match.end(), firm=bool(match["sign"])):
            yield found
    for match in labels.REVERSED.finditer(text):
        if found := _value_before(addresses, match):
            yield found
    for match in labels.CALLED.finditer(text):
        found = _value_at(addresses, match.end(), firm=False)
        if found and found.value and not PLACEHOLDER.match(text, found.start):
            yield found
    for match in labels.BARE.finditer(text):
        if _is_bare_name(match["value"], text[match.end("value") :]):
            yield Name(bare(match["value"]), *match.span("value"))


def _value_at(addresses: Addresses, start: int, *, firm: bool) -> Name | None:
    """The value after a label and its joint; ``firm``: the joint is a sign such as ":"."""
    text = addresses.rest
    while start < len(text) and text[start] in " \t":
        start += 1
    if PLACEHOLDER.match(text, start):
        address = addresses.at(text[start]).value
        return Name(address, start, start + 1) if address else None
    if quoted := labels.QUOTED.match(text, start):
        return in_quotes(quoted)
    end = labels.VALUE_END.search(text, start)
    run = text[start : end.start() if end else len(text)]
    words = list(re.finditer(r"\S+", run))[: _MOST_WORDS + 2]
    if not words:
        return None
    first = bare(words[0][0])
    if labels.NOT_APPLICABLE.match(text, start):
        return Name(None, start, start + 1)
    if first.lower() in NONE or labels.is_remark(run):
        return Name(None, start, start + len(words[0][0]))
    kept = _kept(words, firm=firm)
    if not kept:
        return None
    value = run[kept[0].start() : kept[-1].end()].strip(labels.EDGES)
    if labels.is_phone(value) or not any(map(str.isalnum, value)):
        return None
    return Name(value, start + kept[0].start(), start + kept[-1].end())


def _kept(words: list[re.Match[str]], *, firm: bool) -> list[re.Match[str]]:
    """The words of a value: one handle, or a few words up to the first that is ordinary talk."""
    if number := _called_number(words):
        return [number]
    talk = [bare(word[0]).lower() in ORDINARY for word in words]
    if firm and 1 < len(words) <= _MOST_WORDS and sum(talk) == 1 and not (talk[0] or talk[-1]):
        return words  # "user name: hof gut linden"
    kept: list[re.Match[str]] = []
    for word in words:
        lower = bare(word[0]).lower()
        if lower in labels.IN_NAMES or (not kept and firm and len(words) == 1):
            kept.append(word)
        elif lower in ORDINARY and not (kept and word[0][0].isupper() and lower not in labels.TAIL):
            break
        else:
            kept.append(word)
        if len(kept) == 1 and has_signs(bare(word[0])):
            return kept
        if word[0][-1] in ",;!?":
            break
    while kept and bare(kept[-1][0]).lower() in labels.IN_NAMES:
        kept.pop()
    return kept if len(kept) <= _MOST_WORDS else []


def _called_number(words: list[re.Match[str]]) -> re.Match[str] | None:
    """The number in "user name is my customer number 48213"."""
    for word, following in pairwise(words):
        if word[0].lower().strip(":.") in labels.NUMBERS and any(map(str.isdigit, following[0])):
            return following
    return None


def _value_before(addresses: Addresses, match: re.Match[str]) -> Name | None:
    text = addresses.rest
    start, end = match.span("value")
    if PLACEHOLDER.fullmatch(match["value"].strip()):
        sign = match["value"].strip()
        address = addresses.at(sign).value
        return Name(address, start, end) if address else None
    if quoted := labels.QUOTED.search(match["value"]):
        return in_quotes(quoted, start)
    words = list(re.finditer(r"\S+", text[start:end]))
    while words and _is_lead(words[0][0]):
        words.pop(0)
    if not words or len(words) > _MOST_WORDS:
        return None
    inner = [bare(word[0]).lower() for word in words]
    if signed := [word for word in words if has_signs(bare(word[0]))]:
        words = signed[-1:]
        inner = [bare(words[0][0]).lower()]
    lower_talk = [w for w in inner if w in ORDINARY and w not in labels.IN_NAMES]
    if (len(lower_talk) >= len(inner) - 1 and len(inner) > 1) or set(inner) <= ORDINARY:
        return None
    first, last = start + words[0].start(), start + words[-1].end()
    value = text[first:last].strip(labels.EDGES)
    return None if labels.is_phone(value) or not value else Name(value, first, last)


def _is_lead(word: str) -> bool:
    """Whether a word leads up to a name: small words, and "Hallo"; but "The" begins names."""
    lower = bare(word).lower()
    return lower in labels.FILLERS - {"the"} or (word[0].islower() and lower in ORDINARY)


def _is_bare_name(value: str, following: str) -> bool:
    """Whether a word right after the label is the name: not in "username ends with"."""
    word = bare(value)
    if not is_handle(word, capitals=has_signs(word) or not word.isalpha()):
        return False
    return has_signs(word) or labels.AFTER_BARE.match(following) is not None
