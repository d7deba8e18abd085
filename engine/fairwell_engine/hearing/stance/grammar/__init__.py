"""Whether typed words are a clear yes to the open question: a closed grammar, no judgement.

A classifier's "affirm" records nothing: it cannot tell "ja" from "ja, aber erst im Januar". Here
the whole message has to be made of phrases that are known, one of which agrees or names the deed
of the page; any other word, figure or question mark leaves it open, and the page asks again.
"""

from __future__ import annotations

import enum
import re
from functools import cache

from fairwell_engine.hearing.stance.grammar import agreeing, english, german
from fairwell_engine.hearing.stance.grammar.folding import fold
from fairwell_engine.hearing.stance.grammar.phrases import either

LANGUAGES = (german, english)
_AT_ONCE = re.compile(r"\b(?:jetzt|jetz|sofort|umgehend|now|immediately|once|away)\b")
# Of an add-on's name only these many words are taken; a longer one is no name.
_WORDS_OF_A_NAME = 3
_ARTICLES = frozenset({"das", "den", "die", "mein", "meine", "the", "my", "our"})
# "Umfragen" is the "Umfragemodul", "Events" the "Eventpaket".
_STEM = re.compile(r"(?:n|s)$")
_PARTS = ("paket", "modul", "zusatz", "kontingent", "option")


class Yes(enum.Enum):
    """How clearly a message agrees."""

    NO_YES = enum.auto()
    """Anything else: a refusal, a hedge, a question, another wish."""
    ACKNOWLEDGED = enum.auto()
    """A bare "ok": it agrees only where the page was the last thing said."""
    AGREED = enum.auto()
    """A yes, or "do it"."""
    NAMED = enum.auto()
    """The deed of the page by its name."""
    NAMED_AT_ONCE = enum.auto()
    """The deed by its name, and that it shall be done now."""


def read_yes(text: str, kind: str | None, subject: str | None = None) -> Yes:
    """How clearly a message agrees to the question about ``kind``, or names its deed."""
    folded = fold(text, vocabulary())
    if not folded:
        return Yes.NO_YES
    names = _names(subject) if kind == "addon" else ""
    deeds = _deeds(kind, names)
    if deeds and _is_made_of(folded, deeds, _beside(kind, noted=True)):
        return Yes.NAMED_AT_ONCE if _AT_ONCE.search(folded) else Yes.NAMED
    if _is_made_of(folded, _agreeing(), _beside(kind, names)):
        return Yes.AGREED
    if _is_made_of(folded, _going_ahead(), _beside(kind, noted=True)):
        return Yes.AGREED
    return Yes.ACKNOWLEDGED if _is_made_of(folded, *_acknowledging()) else Yes.NO_YES


def names_deed(text: str, kind: str) -> bool:
    """Whether a message names the deed and nothing else, whatever was asked."""
    return read_yes(text, kind) in (Yes.NAMED, Yes.NAMED_AT_ONCE)


def chooses_balance_end(text: str) -> bool:
    """Whether a message is nothing but the choice to end with the balance."""
    folded = fold(text, vocabulary())
    return any(re.fullmatch(each.AT_BALANCE_END, folded) for each in LANGUAGES)


@cache
def vocabulary() -> frozenset[str]:
    """Every word of the grammar, but for the names of add-ons that customers give."""
    parts = [agreeing.YES, agreeing.ACKNOWLEDGES, agreeing.PLEASE, agreeing.BESIDE]
    parts += [agreeing.NOTED, agreeing.GREETING]
    for language in LANGUAGES:
        parts += [*language.DEEDS.values(), language.GO_AHEAD, language.STAYING, language.MISTAKE]
        parts.append(language.addon(language.ADDON_NAMES))
    return frozenset(word for part in parts for word in re.findall("[a-z]+", part))


@cache
def _deeds(kind: str | None, names: str) -> re.Pattern[str] | None:
    if kind == "addon":
        return re.compile(either(*(each.addon(names) for each in LANGUAGES)))
    found = [each.DEEDS[kind] for each in LANGUAGES if kind in each.DEEDS]
    if kind == "revoke":
        found += [each.STAYING for each in LANGUAGES]
    return re.compile(either(*found)) if found else None


@cache
def _going_ahead() -> re.Pattern[str]:
    return re.compile(either(*(each.GO_AHEAD for each in LANGUAGES)))


@cache
def _agreeing() -> re.Pattern[str]:
    return re.compile(either(agreeing.YES, _going_ahead().pattern))


@cache
def _beside(kind: str | None, names: str = "", *, noted: bool = False) -> re.Pattern[str]:
    """What changes nothing about a yes, or with ``noted`` about a deed that is named."""
    parts = [agreeing.ACKNOWLEDGES, agreeing.PLEASE, agreeing.BESIDE, _agreeing().pattern]
    if noted:
        parts.append(agreeing.NOTED)
    if kind == "revoke":
        parts += [each.MISTAKE for each in LANGUAGES]
    deeds = _deeds(kind, names)
    if deeds and not noted:
        politely = either(*(each.POLITELY for each in LANGUAGES))
        parts.append(politely + deeds.pattern)
    return re.compile(either(*parts))


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(agreeing.GREETING)


@cache
def _acknowledging() -> tuple[re.Pattern[str], re.Pattern[str]]:
    beside = either(agreeing.ACKNOWLEDGES, agreeing.PLEASE)
    return re.compile(agreeing.ACKNOWLEDGES), re.compile(beside)


def _names(subject: str | None) -> str:
    """The names by which a customer may call the add-on that the page is about."""
    general = f"{german.ADDON_NAMES}|{english.ADDON_NAMES}"
    words = fold(subject or "", frozenset()).split()[: _WORDS_OF_A_NAME + 1]
    if not words or len(words) > _WORDS_OF_A_NAME:
        return general
    words = [word for word in words if word not in _ARTICLES]
    own = [word for word in words if not re.fullmatch(general, word)]
    compounds = [f"{_STEM.sub('', word)}{part}" for word in own for part in _PARTS]
    return "|".join([*filter(None, (" ".join(words), " ".join(own))), *compounds, general])


def _is_made_of(folded: str, wanted: re.Pattern[str], beside: re.Pattern[str]) -> bool:
    """Whether the words are phrases of ``beside`` around exactly one of ``wanted``.

    Two deeds are no clearer than one: "cancel the cancellation" names the opposite.
    """
    ends = [match.end() for match in re.finditer(" ", folded)]
    reached: dict[int, set[bool]] = {0: {False}}
    greeting = _greeting()
    for start in [0, *ends]:
        for has_wanted in reached.get(start, ()):
            for end in (each for each in ends if each > start):
                greets = start == 0 and greeting.fullmatch(folded, start, end)
                if greets or beside.fullmatch(folded, start, end):
                    reached.setdefault(end, set()).add(has_wanted)
                if not has_wanted and wanted.fullmatch(folded, start, end):
                    reached.setdefault(end, set()).add(True)
    return True in reached.get(len(folded), set())
