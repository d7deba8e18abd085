"""Judgement on the dates in a message: which are wished ends, and how surely."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fairwell_engine.hearing.dates import clues
from fairwell_engine.hearing.dates.lead import Lead, lead_of
from fairwell_engine.hearing.dates.mentions import NAMED_ENDS, DateMention
from fairwell_engine.hearing.dates.words import Word, listed

_REACH = 40  # words to either side that are read; keeps long messages linear
_LONGEST_WORD = 40
_NEEDS_LINK = frozenset({"day_of_month", "month", "spaced"})
_NUMERIC = frozenset({"dotted", "named", "slashed", "iso"})
_RENEWAL = ("renew", "verläng", "verlaeng", "rebill", "auslauf", "lapse", "expire", "runout")
_NO_RENEWAL = ("at", "on", "zur", "bei", "next")
_CLAUSE_ENDS = frozenset(
    listed("; ( ) , und and aber but weil because da denn oder or sondern dass whereas while")
)
_ABBREVIATED = frozenset(
    listed("""
    geb nr no ca z b tel evtl bzw spätest incl inkl kd approx bspw ggf einschl st mr dr art str d h
    u a usw
    """)
)
_SENTENCE_BEGINS = frozenset(
    listed("""
    bitte ich mein meine danke vielen mit grund wir please thanks i my wann was wie when what how
    kann can
    """)
)
# Words that an answer to "when?" may have around its date.
_SMALL_TALK = frozenset(
    listed("""
    ja yes ok okay bitte please gern gerne danke thanks hallo hi hello dann then also wäre gut would
    be good fine passt nein no am on zum ab bis per by until from in im mit with erst lieber rather
    ich i wir we einfach just the den dem der und and it es das that is ist an effective of as vor
    before nach after not nicht frühestens spätestens latest at sometime irgendwann rush eile keine
    noch die to zu sie make sagen let say d s m ll works for me reicht mir perfekt super great wenn
    möglich geht vielleicht doch hm ähm um around ca circa about etwa einschließlich including mein
    my wunschtermin end ende datum date kündigen cancel kündigung cancellation earliest only than
    earlier sooner nur
    """)
)


@dataclass(frozen=True, slots=True)
class Wished:
    """A wished end with the words that lead to it.

    ``rank`` is 3 if its own words make it one, 2 if a word of ending does, 1 if only the form of
    the message does.
    """

    mention: DateMention
    lead: Lead
    rank: int
    no_more: bool


@dataclass(frozen=True, slots=True)
class _Context:
    clause: str
    sentence: str
    left: str
    """All before the date, as far as it matters."""
    ending: bool
    wish: bool


class DatedMessage:
    """A message with its sentences and clauses, and the dates in them."""

    def __init__(
        self, text: str, words: list[Word], mentions: list[DateMention], today: date
    ) -> None:
        self._today = today
        self._text = text
        self._words = words
        self._inside = [False] * len(words)
        for m in mentions:
            self._inside[m.first : m.last] = [True] * (m.last - m.first)
        rest = [w.text for at, w in enumerate(words) if not self._inside[at] and w.text.isalpha()]
        self._others = len(rest)
        self._short = sum(word not in _SMALL_TALK for word in rest) <= 1 and len(rest) <= 10

    def judge(self, m: DateMention) -> Wished | None:
        """Tell whether ``m`` is a wished end, and how surely."""
        lead = lead_of(self._words, m.first, m.last)
        if lead.negated or lead.past:
            return None
        clause = self._part(m, lead, _CLAUSE_ENDS)
        if lead.link == "before" and clues.REFUSAL.search(clause):
            lead = replace(lead, not_before=True)  # "do not cancel before April"
        start = self._words[m.first].start
        context = _Context(
            clause,
            self._part(m, lead, frozenset()),
            self._text[max(0, start - 100) : start].lower(),
            bool(clues.ENDING.search(clause) or clues.NONE_LEFT.search(clause)),
            bool(clues.WISH.search(clause)),
        )
        if self._is_something_else(m, lead, context):
            return None
        rank = self._rank(m, lead, context)
        return Wished(m, lead, rank, bool(clues.NO_MORE.search(clause))) if rank else None

    def _part(self, m: DateMention, lead: Lead, ends: frozenset[str]) -> str:
        """Cut out the sentence or clause around ``m``, in lower case, the date left out."""
        words = self._words
        begin = first = max(0, min(lead.start, m.first))
        last = m.last
        while first > max(0, begin - _REACH) and not self._splits(first - 1, ends):
            first -= 1
        if last < len(words) and words[last].text == "," and first == begin:
            last += 1  # "Zum 31. März 2027, einem Mittwoch, kündige ich"
        limit = min(len(words), m.last + _REACH)
        while last < limit and not self._splits(last, ends):
            last += 1
        asks = "?" if last < len(words) and words[last].text == "?" else ""
        said = [
            (" " if at == first or w.start > words[at - 1].end else "") + w.text[:_LONGEST_WORD]
            for at, w in enumerate(words[first:last], first)
            if not m.first <= at < m.last
        ]
        return "".join(said).strip() + asks

    def _splits(self, at: int, ends: frozenset[str]) -> bool:
        """Tell whether a sentence or clause ends with word ``at``."""
        word = self._words[at]
        follower = self._words[at + 1] if at + 1 < len(self._words) else None
        if self._inside[at]:
            begins = follower and follower.capital and follower.text in _SENTENCE_BEGINS
            return word.text == "." and bool(begins) and not self._inside[at + 1]
        if word.text == "." and at:
            before = self._words[at - 1]
            if before.cls == "YEAR":
                return bool(follower and follower.capital)
            return not (before.text in _ABBREVIATED or before.text.isdecimal())
        return word.text in {".", "!", "?", "\n"} or word.text in ends

    def _is_something_else(self, m: DateMention, lead: Lead, context: _Context) -> bool:
        clause, ending, wish = context.clause, context.ending, context.wish
        if any(c.search(clause) for c in (clues.BIRTH, clues.HOURS, clues.DATA)):
            return True
        if clues.LABEL.search(context.left) or clues.REVOCATION.search(context.sentence):
            return True
        if m.kind not in NAMED_ENDS and self._is_date_of_something(m, lead, context):
            return True
        if m.kind != "balance_used" and not wish and clues.PAST.search(clause):
            return True
        if clues.REFUSAL.search(clause) and not lead.not_before:
            return True
        of_the_end = ending and (lead.strong or m.kind == "soonest")
        if not of_the_end and clues.EVENT.search(clause):
            return True
        if not ending and (clues.REPEATED.search(clause) or clues.PAUSE.search(clause)):
            return True
        if self._asks(m, context):
            return True
        if m.kind not in NAMED_ENDS or m.kind == "soonest":
            if not (lead.strong and ending) and clues.REPLY.search(clause):
                return True
            if not wish and not ending and not self._short and clues.FACT.search(clause):
                return True
        return m.kind != "balance_used" and self._is_stated(context)

    def _is_date_of_something(self, m: DateMention, lead: Lead, context: _Context) -> bool:
        """Tell dates of papers, greetings ("Bis morgen!"), card numbers and heads of letters."""
        left = context.left
        if any(c.search(left) for c in clues.DOCUMENTS) or clues.GREETING.search(left):
            return True
        bare = context.clause.rstrip("!., ")
        if m.kind in {"tomorrow", "next_week", "weekday"} and bare == "bis":
            return True
        if lead.link != "none":
            return False
        if m.first and self._words[m.first - 1].cls == "NUM":
            return True
        past = m.value is not None and m.value.day <= self._today
        return past and m.kind in _NUMERIC and self._others > 2

    def _is_stated(self, context: _Context) -> bool:
        """Tell "mein Vertrag endet am ..." from "mein Vertrag soll am ... enden"."""
        wish = context.wish or (
            "dass " in context.sentence and bool(clues.WISH.search(context.sentence))
        )
        runs = not wish and clues.RUNS.search(context.clause)
        return bool(runs) and not clues.NEGATION.search(context.clause)

    def _asks(self, m: DateMention, context: _Context) -> bool:
        clause = context.clause
        if clues.CONDITION.match(clause) and m.kind not in {"balance_used", "period_end"}:
            return True
        asked = bool(clues.ASKED.search(clause))
        if clues.POLITE.search(context.sentence) and not asked:
            return False
        return (
            asked or bool(clues.QUESTION.match(clause)) or (clause[-1:] == "?" and not self._short)
        )

    def _rank(self, m: DateMention, lead: Lead, context: _Context) -> int:
        if m.kind == "balance_used" or clues.DATE_LABEL.search(context.left):
            return 3
        if m.kind == "period_end":
            return self._rank_of_period(m, lead, context)
        if lead.strong and m.kind != "today":
            return 3
        linked = lead.link != "none"
        if m.kind in _NEEDS_LINK and not linked and not (self._short and self._is_noun(m)):
            return 0
        if context.ending:
            return 2 if linked or m.kind not in _NUMERIC else 1
        if self._short:
            return 1
        near = (
            m.kind == "soonest"
            or lead.not_before
            or lead.link in {"until", "from", "before", "after"}
            or (linked and (m.kind in NAMED_ENDS or clues.ACCOUNT_ALONE.fullmatch(context.clause)))
        )
        return 1 if near and clues.ENDING.search(context.sentence) else 0

    def _rank_of_period(self, m: DateMention, lead: Lead, context: _Context) -> int:
        said = "".join(w.text for w in self._words[m.first : m.last])
        renewal = any(word in said for word in _RENEWAL) and not said.startswith(_NO_RENEWAL)
        if renewal or lead.strong:
            return 3
        if self._short or clues.ENDING.search(context.sentence):
            return 2
        return 1 if lead.link in {"on", "until"} and context.wish else 0

    def _is_noun(self, m: DateMention) -> bool:
        """Tell "May" and "March" from the verbs: they stand alone."""
        return self._words[m.first].text not in {"may", "march", "mar"} or len(self._words) <= 2
