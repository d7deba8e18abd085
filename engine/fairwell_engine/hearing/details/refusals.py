"""Which detail a customer does not know, does not have or will not say.

Judged clause by clause by kinds of words: a negation with a verb of knowing, having or telling,
words that refuse by themselves, and what the clause is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairwell_engine.hearing.details.words import refusal_words as words
from fairwell_engine.hearing.details.words import withholding

NAME, EMAIL = "user_name", "email"
BOTH = frozenset({NAME, EMAIL})


@dataclass(frozen=True)
class Refusals:
    """Which details are refused, and which of them are not known or do not exist."""

    refused: frozenset[str]
    unknown: frozenset[str]


@dataclass(frozen=True)
class _Clause:
    text: str
    end: str  # the sign that ends it

    @property
    def words(self) -> list[str]:
        return words.WORD.findall(self.text.lower())


def find_refusals(text: str, *, asked: str | None, has_name: bool, has_email: bool) -> Refusals:
    """The details that are refused; one that is given in the same message never is.

    Placeholders stand for what was found. Without a question only a named detail is refused.
    """
    given = frozenset(name for name, has in ((NAME, has_name), (EMAIL, has_email)) if has)
    withheld: set[str] = set()
    unknown: set[str] = set()
    about: frozenset[str] = frozenset()
    given_before = False
    clauses = _clauses(text)
    crowded = sum(not words.is_light(word) for each in clauses for word in each.words) > words.FEW
    for clause in clauses:
        targets = _targets(clause.text)
        kind = _kind(clause)
        if not (targets or about or given) and kind != "none" and crowded:
            kind = "none"
        if given and withholding.LONE_PRIVATE.fullmatch(clause.text):
            kind = "none"
        leads = clause.end in "?:" or words.COMPLEMENT.match(clause.text)
        if kind == "none" and targets and leads and len(clause.words) <= words.FEW:
            about = targets  # "E-mail? No thanks."
            continue
        if kind == "none" and about and words.BARE_NO.fullmatch(clause.text.strip()):
            kind = "withholds"
        given_before = given_before or any(_is_placeholder(sign) for sign in clause.text)
        if kind == "unknown" and given == {NAME} and not (targets or about or given_before):
            kind = "none"  # a doubt about what follows: "not sure, blumen-mueller"
        if kind != "none":
            refused = targets or (about - given) or _unnamed(asked, given)
            (withheld if kind == "withholds" else unknown).update(refused)
        about = frozenset()
    return Refusals(frozenset(withheld | unknown) - given, frozenset(unknown - withheld) - given)


def is_refusal(clause: str) -> bool:
    """Whether one clause refuses something, whatever it is about."""
    return _kind(_Clause(clause, "\n")) != "none"


def _is_placeholder(sign: str) -> bool:
    return 0xE000 <= ord(sign) < 0xE100


def _unnamed(asked: str | None, given: frozenset[str]) -> frozenset[str]:
    """What is refused where nothing is named: what was asked for, or what is still missing."""
    if given:
        return BOTH - given if asked else frozenset()
    if asked in (NAME, EMAIL):
        return frozenset({asked})
    return BOTH if asked else frozenset()


def _targets(text: str) -> frozenset[str]:
    found = set()
    if words.BOTH.search(text):
        return BOTH
    if words.NAME_WORDS.search(text):
        found.add(NAME)
    if words.EMAIL_WORDS.search(text):
        found.add(EMAIL)
    return frozenset(found)


def _clauses(text: str) -> list[_Clause]:
    """Clauses in order; one that says what is not known stays with its main clause."""
    found: list[_Clause] = []
    start = 0
    for match in [*words.CLAUSE_END.finditer(text), None]:
        piece = text[start : match.start() if match else len(text)].strip()
        end = (match[0].strip()[:1] or "\n") if match else "\n"
        if piece:
            if found and found[-1].end == "," and words.COMPLEMENT.match(piece):
                found[-1] = _Clause(f"{found[-1].text} {piece}", end)
            else:
                found.append(_Clause(piece, end))
        start = match.end() if match else len(text)
    return found


def _kind(clause: _Clause) -> str:
    """``withholds``, ``unknown`` or ``none``."""
    text = clause.text.lower()
    if words.WISHES.search(text):
        return "none"
    refuses = withholding.REFUSES.search(text) or withholding.PROTECTION.search(text)
    if refuses and not _about_else(clause, most=2):
        return "withholds"
    if (
        withholding.RHETORICAL.search(text)
        and words.TELLS.search(text)
        and not _about_else(clause, most=0)
    ):
        return "withholds"
    if withholding.MILD.search(text) and not _about_else(clause, most=0):
        return "withholds"
    if withholding.GET_NOT.search(text):
        return "withholds"
    if clause.end == "?" and not words.UNKNOWN.search(text):
        return "none"
    if not _targets(text) and words.ELSEWHERE.search(text):
        return "none"
    if words.UNKNOWN.search(text):
        return "none" if _about_else(clause, most=1) else "unknown"
    if not words.NEGATION.search(text):
        return "none"
    named = bool(_targets(text))
    if words.KNOWS.search(text):
        return "none" if _about_else(clause, most=named) else "unknown"
    if words.TELLS.search(text) and not withholding.IMPERATIVE.search(text):
        return "none" if _about_else(clause, most=2 * named) else "withholds"
    if words.WANTS_NOT.fullmatch(text.strip(" .")):
        return "withholds"
    if _targets(text) == {EMAIL} and words.NOT_COME.search(text):
        return "none"
    if _targets(text) or words.PRONOUN.search(text):
        # "no user name", "the e-mail not", "I don't have one"
        has = (
            words.PRONOUN.search(text)
            or words.HAS.search(text)
            or (_targets(text) and not words.OTHER_VERB.search(text))
        )
        own = words.FROM_ME.search(text)
        kind = "withholds" if own else "unknown"
        owns = words.PRONOUN.search(text) or words.HAS.search(text)
        return kind if has and not _about_else(clause, most=bool(owns)) else "none"
    return "none"


def _about_else(clause: _Clause, *, most: int) -> bool:
    """Whether the clause speaks of more than ``most`` things that are no detail."""
    text = words.CLASSES.sub(" ", clause.text.lower())
    rest = [word for word in words.WORD.findall(text) if not words.is_light(word)]
    return len(rest) > most
