"""Canned replies: a text in two languages, and its possible faults.

Placeholders are filled by ``str.format``. They are plain names only: an attribute, conversion or
width could read our objects or make a text endless.
"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

OWN_PLACES = frozenset({"agent", "reference"})
LONGEST = 500  # characters of a text
KEY = re.compile(r"[a-z][a-z_]{1,30}")
_PLACE = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True)
class Template:
    """An answer by language, with placeholders; agents type ``key`` to find it."""

    key: str
    texts: Mapping[str, str]


class Flaw(StrEnum):
    """A kind of fault."""

    KEY = "key"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    BRACES = "braces"
    UNKNOWN = "unknown"
    UNEVEN = "uneven"


@dataclass(frozen=True)
class ReplyFault:
    """A fault of a field (``key``, ``de``, ``en``); ``names`` are the placeholders concerned."""

    field: str
    flaw: Flaw
    names: tuple[str, ...] = ()


def faults_of(template: Template, known: Collection[str]) -> Iterator[ReplyFault]:
    """Find all faults; ``known`` are the placeholders that have a value."""
    if not KEY.fullmatch(template.key):
        yield ReplyFault("key", Flaw.KEY)
    named: dict[str, set[str]] = {}
    for language, text in template.texts.items():
        if not text.strip():
            yield ReplyFault(language, Flaw.EMPTY)
        elif len(text) > LONGEST:
            yield ReplyFault(language, Flaw.TOO_LONG)
        else:
            found = places(text)
            if found is None:
                yield ReplyFault(language, Flaw.BRACES)
                continue
            named[language] = found
            if unknown := found - set(known):
                yield ReplyFault(language, Flaw.UNKNOWN, tuple(sorted(unknown)))
    if len(named) == len(template.texts):
        everywhere = set.intersection(*named.values())
        for language in named:
            if missing := set.union(*named.values()) - everywhere - named[language]:
                yield ReplyFault(language, Flaw.UNEVEN, tuple(sorted(missing)))


def places(text: str) -> set[str] | None:
    """Find the placeholders of a text; ``None`` if braces contain anything but a name."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    found = set()
    for _, name, width, conversion in parts:
        if name is None:
            continue
        if width or conversion or not _PLACE.fullmatch(name):
            return None
        found.add(name)
    return found
