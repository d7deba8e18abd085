"""The wished end in a message: "zum 31.03.", "Ende März", "asap", "wenn das Guthaben leer ist"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from fairwell_engine.hearing.dates import clues
from fairwell_engine.hearing.dates.judging import DatedMessage, Wished
from fairwell_engine.hearing.dates.lead import Link
from fairwell_engine.hearing.dates.mentions import NAMED_ENDS, find_mentions
from fairwell_engine.hearing.dates.values import DateSetting, Value
from fairwell_engine.hearing.dates.words import split

# Signs between a date and the one that corrects it.
_CORRECTION = 30
_LONGEST = 4000
_CALENDAR_ENDS = frozenset({"month_end", "quarter_end", "year_end"})
# What every phrase has at least one of; spares most messages the rest, and spaCy to be loaded.
_TRIGGERS = """
    monat month jahr year quart vierteljahr woche week wk fortnight tagen days? heut today tonight
    morgen tomorrow übermorgen uebermorgen kalenderjahr
    jan jän feb mär maer mar mrz apr mai may jun jul aug sep okt oct nov dez dec eom eoy ultimo
    dienst mittw donners frei sams sonn mond tues wed thu frid satur sund
    silv sylv heilig neuj neue weihn christm xmas nye oster easter boxing new
    sofort fristlos umgehend unverzü unverzue asap schnell schleun baldm ehest früh frueh nächst
    naechst bald möglichst moeglichst sobald soon quick immedia right straight at_once instant
    earliest next forthwith without_delay effective lieber_heute per_ auf_der_stelle ohne_
    end laufzeit vertragsende vertragsabl abo-?ende abrechnungs ablauf auslauf ausläuf auto renew
    rebill verläng verlaeng expire lapse run rest rollover solange bezahlt paid
    before vor bevor wenn nach when once after until till zeitr period
    guthaben restguthaben prepaidg credit balance prepay voraus saldo geld money
    letzt last zum_ erst first zweit second dritt third viert four fünft fünfz fuenfz fift sechs
    siebt siebz acht eighth neunt ninth zehnt tenth elft eleventh zwölft twelfth dreiz zwanz dreiß
"""
_MAY_NAME_AN_END = re.compile(
    rf"\d|\b(?:{'|'.join(_TRIGGERS.split()).replace('_', ' ')})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class WishedEnd:
    """The end that the customer wishes, as said; nothing here knows what is possible."""

    value: str
    """An ISO date, or one of `NAMED_ENDS`: "month_end", "soonest", ..."""
    start: int
    end: int
    bound: Literal["at", "not_before"] = "at"
    ambiguous: tuple[str, ...] = ()
    """Other readings, if the words leave more than one."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A wished end, how surely it is one, and where the date itself begins, behind its lead."""

    end: WishedEnd
    rank: int
    begins: int


def find_end(
    text: str, language: str, today: date, *, country: str | None = None
) -> WishedEnd | None:
    """Find the wished end in ``text``; None if there is none, or if it is doubtful which.

    ``language`` decides only what slashes mean where ``country`` (ISO 3166) does not: "03/04" is
    the third of April in a German message, and has both readings in an English one.
    """
    if len(text) > _LONGEST or not _MAY_NAME_AN_END.search(text):
        return None
    words = split(text)
    mentions = find_mentions(text, words, DateSetting(today, language, country))
    message = DatedMessage(text, words, mentions, today)
    ends: list[_Said] = []
    before: Wished | None = None
    for mention in mentions:
        wished = message.judge(mention)
        if wished is None and before is not None:
            gap = text[ends[-1].end.end : words[mention.first].start].lower()
            is_better = clues.IS_BETTER.match(text.lower(), words[mention.last - 1].end)
            if len(gap) < _CORRECTION and (is_better or clues.CORRECTS.search(gap)):
                wished = replace(before, mention=mention)  # "no, make that 28 February"
        if wished:
            before = wished
            start = words[min(wished.lead.start, mention.first)].start
            said = words[mention.first].text
            end = _end(wished, said, start, words[mention.last - 1].end)
            ends.append(_Said(end, wished.rank, words[mention.first].start))
    return _choose(text.lower(), ends)


def _end(wished: Wished, said: str, start: int, end: int) -> WishedEnd:
    kind, value, link = wished.mention.kind, wished.mention.value, wished.lead.link
    late = wished.lead.not_before
    if link == "after" and wished.no_more:  # "nach dem 15. Januar nicht mehr" ends then
        late, link = False, "none"
        value = value and Value(value.day)
    bound: Literal["at", "not_before"] = "not_before" if late else "at"
    if value is None:
        return WishedEnd(kind, start, end)
    if kind in NAMED_ENDS:
        return WishedEnd(kind, start, end, bound)
    day, others = _reading(value, link, said, late=late)
    return WishedEnd(
        day.isoformat(), start, end, bound, tuple(other.isoformat() for other in others)
    )


def _reading(value: Value, link: Link, said: str, *, late: bool) -> tuple[date, tuple[date, ...]]:
    """Read a date by its preposition; of a month or year named as a whole, a day at its edge.

    "ab Februar nicht mehr" ends with January, and "bis Februar" may.
    """
    day, first = value.day, value.first
    eve, rest = timedelta(1), ((day,) if day != first else ())
    if first is None or said in {"new", "neujahr"}:
        if link == "after":
            return day + (2 if said == "weihnachten" else 1) * eve, ()
        return (day - eve, ()) if link == "before" and not late else (day, value.others)
    if link == "after":
        return (day + eve if rest else first.replace(year=first.year + 1)), ()
    if late:
        return first, ()
    if link in {"from", "before"}:
        return first - eve, ()
    if link == "until":
        return first - eve, rest
    return (first, rest) if link == "to" else (day, value.others)


def _choose(text: str, ends: list[_Said]) -> WishedEnd | None:
    """Choose between several wished ends; none if it is doubtful which is meant."""
    chosen: _Said | None = None
    for each in ends:
        if chosen is None:
            chosen = each
            continue
        between = text[chosen.end.end : each.begins]
        if each.end.value == chosen.end.value or clues.SECOND.search(between):
            continue
        if clues.EITHER.search(between):
            if each.end.value != "soonest":  # "zum 31.12. oder zum nächstmöglichen Termin"
                return None
        elif clues.INSTEAD.search(between) or clues.IS_BETTER.match(text, each.end.end):
            chosen = each
        else:
            chosen = _clearer(chosen, each)
            if chosen is None:
                return None
    return chosen.end if chosen else None


def _clearer(first: _Said, second: _Said) -> _Said | None:
    """Choose the clearer: a date before a name, the calendar's end before the account's."""
    values = {first.end.value, second.end.value}
    dates = [each for each in (first, second) if each.end.value not in NAMED_ENDS]
    others = [each for each in (first, second) if each not in dates]
    if len(dates) == 1 and (dates[0].end.ambiguous or "balance_used" not in values):
        return others[0] if dates[0].end.ambiguous else dates[0]
    if "period_end" in values and not dates:
        calendar = [each for each in others if each.end.value in _CALENDAR_ENDS]
        return calendar[0] if calendar else max(first, second, key=lambda each: each.rank)
    if first.rank == second.rank:
        if "soonest" not in values:
            return None
        return first if second.end.value == "soonest" else second
    return max(first, second, key=lambda each: each.rank)
