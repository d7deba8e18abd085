"""Lead of a date: the words before it that say what the date is to the customer's wish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from fairwell_engine.hearing.dates.words import Word, listed

Link = Literal["to", "from", "until", "before", "after", "in", "on", "none"]

_REACH = 12
_SIGNS = frozenset({",", "(", '"'})
_EARLIEST = frozenset({"frühestens", "fruehestens", "earliest"})
_NEGATION = frozenset({"nicht", "not", "kein", "keine", "keinen", "never", "ned", "nich"})
_FILL = frozenset(
    listed("""
    spätestens spaetestens einschließlich einschliesslich inklusive einschl incl inkl inclusive
    including noch about ca etwa dann voraussichtlich exactly genau jeweils around gerne midnight
    tagesende eod zuzüglich ausschließlich bereits schon even last close latest
    """)
)
_LINKS: dict[str, Link] = {
    **dict.fromkeys(("zum", "per", "effective", "zu", "ablauf", "ausgang"), "to"),
    **dict.fromkeys(("ab", "from", "starting", "beginning"), "from"),
    **dict.fromkeys(("bis", "until", "till", "til", "by", "through", "thru", "untill"), "until"),
    **dict.fromkeys(("vor", "before", "bevor", "prior"), "before"),
    **dict.fromkeys(("nach", "after", "nachdem", "past", "beyond"), "after"),
    **dict.fromkeys(("im", "in", "during"), "in"),
    **dict.fromkeys(("am", "on", "at", "an"), "on"),
}
_PAIRS: dict[tuple[str, ...], Link] = {
    **dict.fromkeys(
        (
            ("as", "of"),
            ("as", "from"),
            ("effective", "from"),
            ("effect", "from"),
            ("wirkung", "ab"),
        ),
        "from",
    ),
    **dict.fromkeys(
        (
            ("effective", "as"),
            ("effective", "on"),
            ("effective", "of"),
            ("wirkung", "zum"),
            ("wirkung", "vom"),
            ("close", "of"),
            ("expiry", "of"),
        ),
        "to",
    ),
    ("bis", "zum"): "until",
}


@dataclass(frozen=True, slots=True)
class Lead:
    """What leads to a date: its preposition, the first word of it, and what stands before."""

    link: Link
    start: int
    strong: bool = False
    not_before: bool = False
    negated: bool = False
    past: bool = False


def lead_of(words: list[Word], start: int, end: int) -> Lead:
    """Read the words before a date that begins at word ``start``."""
    skipped = max(0, start - _REACH)  # nothing further off is read
    words = words[skipped : end + 4]
    texts = [w.text for w in words]
    start, end = start - skipped, end - skipped
    found = _read(words, texts, start, end)
    return replace(found, start=found.start + skipped)


def _read(words: list[Word], texts: list[str], start: int, end: int) -> Lead:
    at = start - 1
    while at >= 0 and (words[at].cls in {"THE", "WDAY"} or texts[at] in _FILL | _SIGNS):
        at -= 1
    word = texts[at] if at >= 0 else ""
    pair = tuple(texts[max(0, at - 1) : at + 1])
    if word in {"seit", "since"} or (word == "vom" and pair != ("wirkung", "vom")):
        return Lead("none", at, past=True)
    if pair in _PAIRS:
        link, strong, first = _PAIRS[pair], True, at - 1
    elif pair in {("later", "than"), ("später", "als")}:
        return Lead("until", max(0, at - 2), strong=True)
    else:
        link = _LINKS.get(word, "none")
        strong, first = link == "to", at if link != "none" else start
    before = texts[max(0, first - 2) : first]
    if link == "before" and before in (["on", "or"], ["by", "or"], ["am", "oder"]):
        link = "until"
    late = _is_not_before(link, texts[max(0, first - 3) : start], texts[end : end + 4])
    negated = bool(_NEGATION & set(before[-1:])) or before in (
        ["'", "t"],
        ["nicht", "erst"],
        ["nicht", "schon"],
    )
    return Lead(link, first, strong, late, negated and not late)


def _is_not_before(link: Link, before: list[str], behind: list[str]) -> bool:
    """Tell "erst ab", "frühestens", "nicht vor", "no earlier than" and "not until"."""
    if link == "after" or _EARLIEST & {*before, *behind}:
        return True
    if {("earlier", "than"), ("sooner", "than"), ("früher", "als")} & set(pairwise(before)):
        return True
    if link == "before":
        return bool(_NEGATION & set(before))
    if link == "until":
        return bool({"not", "t"} & set(before)) and bool({"until", "till"} & set(before))
    if link == "from":
        return bool({"erst", "only"} & set(before))
    return link in {"in", "on", "none"} and "erst" in before
