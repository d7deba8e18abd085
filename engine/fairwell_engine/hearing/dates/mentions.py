"""Mentions: what in a message names a day or another end, whatever it is the end of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, zip_longest

from fairwell_engine.hearing.dates.matching import find_phrases
from fairwell_engine.hearing.dates.reckoning import resolve
from fairwell_engine.hearing.dates.values import DateSetting, Value
from fairwell_engine.hearing.dates.words import Word, listed

NAMED_ENDS = frozenset(
    {"month_end", "year_end", "quarter_end", "period_end", "balance_used", "soonest"}
)
"""Kinds that are values themselves; all others are reckoned to a date."""
_WITHOUT_DATE = frozenset({"period_end", "balance_used", "soonest"})
_MOST = 20
_NO_DATE_BEFORE = frozenset(
    listed("""
    uhr euro eur € % prozent percent am pm mal platz time times schritt frage question step mahnung
    place thing quartal of months blick
    """)
)
_PARTS_OF_A_DAY = frozenset({"morgen", "früh", "nachmittag", "vormittag"})
_AFTER_END = frozenset({"of", "MONTH", "'", "D", "YEAR", "-", "q"})
_BEFORE_A_DATE = frozenset({",", "den", "dem", "the", "der", "("})


@dataclass(frozen=True, slots=True)
class DateMention:
    """A phrase of a kind, with its first word and the word after its last."""

    kind: str
    first: int
    last: int
    value: Value | None


def find_mentions(text: str, words: list[Word], setting: DateSetting) -> list[DateMention]:
    """List what phrases name, in the message's order; the longest wins where they overlap.

    Who writes twenty dates wishes no one of them; the rest is left out.
    """
    taken = [False] * len(words)
    kept: list[DateMention] = []
    for kind, first, after in find_phrases(words):
        if any(taken[first:after]) or not _stands_alone(text, words, kind, first, after):
            continue
        value = None if kind in _WITHOUT_DATE else resolve(kind, words[first:after], setting)
        if value is None and kind not in _WITHOUT_DATE:
            continue
        last = after - (words[after - 1].text == ",")
        taken[first:last] = [True] * (last - first)
        kept.append(DateMention(kind, first, last, value))
    kept = sorted(kept, key=lambda m: m.first)[:_MOST]
    return [
        m
        for m, follower in zip_longest(kept, kept[1:])
        if m and not (follower and _belongs_to(follower, m, words))
    ]


def _belongs_to(follower: DateMention, m: DateMention, words: list[Word]) -> bool:
    """Tell whether a weekday belongs to the date behind it: "Mittwoch, den 31. März"."""
    between = words[m.last : follower.first]
    return m.kind == "weekday" and all(w.text in _BEFORE_A_DATE for w in between)


def _stands_alone(text: str, words: list[Word], kind: str, first: int, after: int) -> bool:
    """Tell a phrase from a piece of a number, of a price, of two sentences or of another phrase."""
    inside = words[first:after]
    if any(w.text in {"!", "?", "\n"} for w in inside):
        return False
    if kind in NAMED_ENDS:
        if any(w.text == "." and before.text != "autom" for before, w in pairwise(inside)):
            return False
        verb = inside[0].text in {"end", "ends"} and len(inside) > 1
        if verb and kind != "balance_used" and inside[1].cls not in _AFTER_END:
            return False  # "I want to end my subscription"
    follower = words[after].text if after < len(words) else ""
    if kind in {"dotted", "slashed", "day_of_month"} and follower in _NO_DATE_BEFORE:
        return False
    if kind == "today" and follower in _PARTS_OF_A_DAY:
        return False
    if kind == "tomorrow" and first and words[first - 1].text in {"guten", "good"}:
        return False
    return _is_whole(text, inside[0], inside[-1])


def _is_whole(text: str, head: Word, tail: Word) -> bool:
    """Tell whether numbers at the ends of a phrase are whole: "31.03." of "0171/31.03." is not."""
    if head.text.isdecimal():
        before, earlier = text[head.start - 1 : head.start], text[: head.start - 1][-1:]
        if before == ":":
            return not earlier.isdecimal()
        if before and (before.isalnum() or before in "./-+#_€$£@"):
            return False
    if tail.text.isdecimal():
        behind, further = text[tail.end : tail.end + 1], text[tail.end + 1 : tail.end + 2]
        if behind.isalpha():
            return behind.isupper() and tail.cls == "YEAR"  # "zum 31.03.2027Danke"
        if behind and (behind in "%€$£@_" or (behind in "./-:," and further.isdecimal())):
            return False
    return True
