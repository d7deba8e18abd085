"""User names that nothing announces: by their shape, or left alone in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairwell_engine.hearing.details.addresses import PLACEHOLDER, Addresses
from fairwell_engine.hearing.details.words import labels
from fairwell_engine.hearing.details.words.candidates import (
    Name,
    bare,
    has_signs,
    in_quotes,
    is_filler,
    is_handle,
    is_link,
    is_number,
    is_person,
    is_talk,
)
from fairwell_engine.hearing.details.words.vocabulary import PERSONS
from fairwell_engine.hearing.shapes.handles import has_handle_shape

_MOST_WORDS, _FEW_WORDS = 4, 5


def soft(addresses: Addresses) -> Iterator[Name]:
    """A plain word after "it's", "ours is"; a few words in quotation marks."""
    text = addresses.rest
    for match in labels.SOFT.finditer(text):
        value = bare(match["value"])
        plain = not has_signs(value)
        if plain and (
            match["weak"]
            or value.endswith("ing")
            or (match["first"] and not addresses.found)
            or not _may_be_plain(addresses, *match.span())
        ):
            continue
        if is_handle(value, capitals=text.isupper()) and value.lower() not in PERSONS:
            yield Name(value, *match.span("value"))
    for match in labels.QUOTED.finditer(text):
        found = in_quotes(match)
        if len(str(found.value).split()) <= _MOST_WORDS and not is_talk(str(found.value)):
            yield found


def shaped(text: str) -> Name | None:
    """The one word that nobody writes but as a user name, wherever it stands."""
    found: list[Name] = []
    previous = ""
    for match in labels.WORD.finditer(text):
        word = match[0].strip(labels.EDGES)
        at = match.start() + match[0].find(word)
        if has_handle_shape(word) and not is_number(word, previous) and not is_link(word):
            found.append(Name(word, at, at + len(word)))
        previous = word.lower()
    return _only(text, found)


def alone(text: str, addresses: Addresses) -> Name | None:
    """The one word that an answer leaves beside addresses, greetings and labels."""
    found: list[Name] = []
    capitals: list[Name] = []
    start, closing = 0, False
    for match in [*labels.SEGMENT_END.finditer(text), None]:
        end = match.start() if match else len(text)
        segment = text[start:end]
        words = [
            w
            for w in labels.WORD.finditer(segment)
            if not is_filler(bare(w[0])) and not (len(w[0]) < 3 and w[0].isdigit())
        ]
        alone = segment.strip(labels.EDGES)
        person = (
            closing
            or (len(words) == 1 and bare(words[0][0]) != alone and is_person(words))
            or labels.PERSON_BEFORE.search(text[max(0, start - 40) : end])
        )
        closing = bool(labels.CLOSING.search(segment)) or (closing and not words)
        # A word that is asked about ("Sonnenhof?") is a question.
        if (
            len(words) == 1
            and not (match and match[0] in "?:")
            and not labels.VERB_THERE.search(segment)
        ):
            word = bare(words[0][0])
            at = start + words[0].start() + words[0][0].find(word)
            name = Name(word.lstrip("@"), at, at + len(word), lone=not has_signs(word))
            if not has_signs(word) and not _may_be_plain(addresses, start, end):
                pass
            elif person and word.isalpha():
                capitals = [] if word.lower() in PERSONS else capitals
            elif sum(map(str.isalpha, word)) < 3:
                pass  # "9th", "2x"
            elif is_handle(word.lstrip("@"), capitals=text.isupper()):
                found.append(name)
            elif word.lower() in PERSONS and word[:1].isupper():
                return _best(text, found, addresses)  # "Stone, Jim"
            elif not person and _may_be_capital(word, addresses):
                capitals.append(name)
        start = match.end() if match else len(text)
    return _best(text, found or capitals, addresses)


def _may_be_plain(addresses: Addresses, start: int, end: int) -> bool:
    """Whether a plain word may be the name: beside an address, or with no other talk around it."""
    text = addresses.rest
    before, after = (
        text[:start].rstrip(labels.EDGES + "/|-–+&"),
        text[end:].lstrip(labels.EDGES + "/|-–+&"),
    )
    beside = (before[-1:] > "\udfff" or after[:1] > "\udfff") and (before + after != "")
    if beside:
        return True
    others = labels.WORD.findall(f"{text[:start]} \n {text[end:]}")
    heavy = [word for word in others if bare(word).lower() not in labels.FILLERS]
    if not addresses.found and not labels.VOWEL.search(text[start:end]):
        return False
    speaks_of_details = labels.DETAIL_WORD.search(f"{before} \n {after}")
    return len(heavy) <= (_FEW_WORDS if addresses.found or speaks_of_details else 0)


def _best(text: str, found: list[Name], addresses: Addresses) -> Name | None:
    """The only one; else the only one that its address contains, or that has signs in it."""
    like = [
        n for n in found if any(str(n.value).lower() in a.written.lower() for a in addresses.found)
    ]
    signs = [n for n in found if has_signs(str(n.value))]
    return _only(text, found) or _only(text, like) or _only(text, signs)


def _only(text: str, found: list[Name]) -> Name | None:
    values = {name.value.lower() for name in found if name.value}
    if len(values) > 1:
        found = [n for n in found if labels.CORRECTS.search(text[max(0, n.start - 24) : n.start])]
    return found[0] if len({n.value for n in found}) == 1 else None


def like_address(addresses: Addresses) -> Name | None:
    """The one word left beside an address that contains it: "haarwerk, salon@haarwerk.example"."""
    words = list(labels.WORD.finditer(PLACEHOLDER.sub(" ", addresses.rest)))
    if len(words) != 1 or len(addresses.found) != 1:
        return None
    word = bare(words[0][0])
    if not is_handle(word, capitals=False) or len(word) < 4:
        return None
    alike = word in addresses.found[0].written.lower()
    at = addresses.rest.find(word)
    return Name(word, at, at + len(word)) if alike else None


def _may_be_capital(word: str, addresses: Addresses) -> bool:
    """Whether "Sonnenhof" may be one: no person and no ordinary word."""
    if not is_handle(word, capitals=True) or word.lower() in PERSONS:
        return False
    parts = set(re.split(r"[-.]", word.lower()))
    like = any(word.lower() in address.written.lower() for address in addresses.found)
    return like or (len(word) > 3 and parts.isdisjoint(PERSONS))
