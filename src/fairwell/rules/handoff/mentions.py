"""Mentions: the users that an ``@name`` in a note refers to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Not within an address: a@b mentions nobody.
_AT = re.compile(r"(?<![\w.+@-])@(?=\w)")
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Mentionable:
    """A user who may be mentioned, by display name, login name or first name."""

    id: str
    name: str
    login: str


@dataclass(frozen=True)
class Named:
    """Mentions in the order of the text; ``unknown`` matches nobody, ``unclear`` several."""

    ids: tuple[str, ...]
    unknown: tuple[str, ...]
    unclear: tuple[str, ...]


def named_in(text: str, people: Sequence[Mentionable]) -> Named:
    """Find all users mentioned by ``@``; the longest matching name wins."""
    ids: dict[str, None] = {}
    unknown: list[str] = []
    unclear: list[str] = []
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        word = _first_word(rest)
        meant = _whole(rest, people) or _by_first_name(word, people)
        if len(meant) == 1:
            ids[meant[0].id] = None
        else:
            (unclear if meant else unknown).append(word)
    return Named(tuple(ids), tuple(unknown), tuple(unclear))


def _whole(rest: str, people: Sequence[Mentionable]) -> list[Mentionable]:
    begins = " ".join(rest.casefold().split())
    found: dict[int, list[Mentionable]] = {}
    for person in people:
        for handle in {person.name.casefold(), person.login.casefold()}:
            if begins.startswith(handle) and not begins[len(handle) : len(handle) + 1].isalnum():
                found.setdefault(len(handle), []).append(person)
    return found[max(found)] if found else []


def _by_first_name(word: str, people: Sequence[Mentionable]) -> list[Mentionable]:
    return [person for person in people if _first_word(person.name).casefold() == word.casefold()]


def _first_word(text: str) -> str:
    found = _WORD.match(text)
    return found.group() if found else ""
