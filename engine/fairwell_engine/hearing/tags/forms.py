"""What a message is as a whole: a question by its form, a bare wish, a named language, a subject.

Closed forms of the two languages, which need no learning: they are few, and short.
"""

from __future__ import annotations

import re
from typing import Any

_I = re.IGNORECASE
_QUESTION = re.compile(
    r"^\W*(?:und |and |aber |but )?"
    r"(?:was|wie|wann|wo|warum|wer|wieso|weshalb|welche\w*|kann|könn\w+|gibt|muss"
    # "Bekomme keine Antwort" asks nothing.
    r"|(?:bekomm|krieg)\w* (?:ich|wir|man|i|mer)|darf|sind|wird|werden"
    r"|what|how|when|where|why|who|which|can|could|does|are"
    r"|would|should|must"
    # "Do it", "will jetzt kündigen", "ist in Ordnung" and "am besten gleich" ask nothing.
    r"|ist (?:das|die|der|es|ein\w*|mein\w*|dann|damit|alles|euer|eure|ihr\w*)"
    r"|do (?:i|you|we|they|my|the)|is (?:it|this|that|the|there|my|your|a)"
    r"|will (?:i|you|it|my|the|this|that|there|we|they)|am i)\b",
    _I,
)
_POLITE = r"(?:(?:bitte|please|just|einfach|jetzt|now) )*"
_WISHES = (
    r"(?:(?:ich|wir) (?:möchten?|will|wollen) |(?:i|we) (?:want|would like|need|wish) to "
    r"|(?:i|we)'d like to )"
)
_AFTER = r"(?:,? (?:bitte|please|now|jetzt))*\W*$"
_HELLO = r"^\W*(?:hallo|hello|hi|hey)?\W*"
_CANCEL = r"(?:canceln|cancel)"
_BARE = (
    # "Cancel" with no object, as a wish and as one word.
    ("wish", re.compile(f"{_HELLO}{_POLITE}{_WISHES}{_POLITE}{_CANCEL}{_AFTER}", _I)),
    ("cancel", re.compile(f"{_HELLO}{_POLITE}{_CANCEL}{_AFTER}", _I)),
    # "Cancel it", "abbrechen": the account, or what is going on here?
    (
        "stop",
        re.compile(
            rf"^\W*{_POLITE}(?:{_WISHES}|can you )?(?:das |es |alles )?"
            r"(?:abbrechen|abbruch|canceln|cancel|stornieren)"
            rf"(?: it| this| that| everything)?{_AFTER}",
            _I,
        ),
    ),
    (
        "account",
        re.compile(
            r"^\W*(?:nein,? |no,? )?(?:(?:ich meine|i mean|it'?s|es geht um) )?"
            r"(?:(?:the|my|our|whole|entire|den|das|mein(?:en)?|unser(?:en)?|ganzen?) )*"
            rf"(?:account|konto|abo|vertrag|subscription|contract|plan){_AFTER}",
            _I,
        ),
    ),
)
# Who says why gives a reason, whatever it is about ("because I was charged after leaving").
_SAYS_WHY = re.compile(
    r"^\W*(?:(?:und|and|nur|just|simply|einfach) )?"
    r"(?:weil|wegen|da (?:ich|wir|ihr|sie|mein\w*|unser\w*)"
    r"|because|cuz|cause|due to|since (?:i|we|you|my|our))\b",
    _I,
)
_BECAUSE = re.compile(
    r"\b(?:weil|wegen|because(?: of)?|due to|(?:grund|reason)(?: ist| is)?:?)\s+"
    r"([^,.!?\n@]{4,200})",
    _I,
)
# Only of a reason: of a detail one may also say "habe ich nicht".
_NO_ANSWER = re.compile(
    r"^\W*(?:ich )?(?:(?:habe?|mache?|gebe?) )?(?:da(?:zu)? )?keine (?:ahnung|angaben?|antwort)\b"
    r"|\b(?:weiß|weiss|weis) (?:ich )?(?:nicht|nich|net)\W*$"
    r"|\bno (?:idea|clue)\b|\b(?:don'?t|do not|dont) know\W*$|\b(?:rather|prefer) not\b"
    r"|\bno comment\b",
    _I,
)
_LANGUAGES = (
    ("de", re.compile(r"deutsch|german|allemand", _I)),
    ("en", re.compile(r"engl", _I)),
)
_LEADS_UP = re.compile(
    r"^(?:(?:nein|nee?|ja|nur|bitte|also|das|die|den|der|mein\w*|unser\w*|no|yes|only|just|please"
    r"|the|my|our)\b[\s,.:]*)+",
    _I,
)


def found(text: str) -> dict[str, Any]:
    """Return what the form of a message tells, as fields of ``Heard``."""
    return {
        "asks": asks_something(text),
        "bare": bare(text),
        "languages": list(named_languages(text)),
        "says_why": says_why(text),
    }


def asks_something(text: str) -> bool:
    """Whether words ask something, by their sign or by how they begin."""
    return "?" in text or bool(_QUESTION.match(text))


def bare(text: str) -> str:
    """What is said with nothing beside it; empty for most messages.

    ``wish``: "I want to cancel"; ``cancel``: "cancel please"; ``stop``: "abbrechen", "cancel it",
    which may mean anything that is open; ``account``: "my account".
    """
    return next((name for name, form in _BARE if form.match(text)), "")


def says_why(text: str) -> bool:
    """Whether words begin like a reason."""
    return bool(_SAYS_WHY.match(text))


def refuses_reason(text: str) -> bool:
    """Whether an answer to "why?" is that no reason is given or known."""
    return bool(_NO_ANSWER.search(text))


def reason(text: str) -> str | None:
    """Return the reason that stands beside a wish: "kündigen, weil es zu teuer ist"."""
    found = _BECAUSE.search(text)
    return found.group(1).strip(" ,;") if found else None


def named_languages(text: str) -> tuple[str, ...]:
    """Return which of the two languages are named."""
    return tuple(code for code, word in _LANGUAGES if word.search(text))


def subject(text: str) -> str:
    """Return an answer without the words that lead up to a name: "no, only the SMS" is "SMS"."""
    return _LEADS_UP.sub("", text.strip()).strip(" .,!")
