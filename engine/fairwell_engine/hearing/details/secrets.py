"""Spans of passwords, PINs, cards and IBANs: what must never be stored, echoed or read as a detail.

Linear in the message's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from stdnum import iban, luhn

from fairwell_engine.hearing.details.handles import has_handle_shape

Span = tuple[int, int]

_WORD = (
    r"(?:pass(?:wor[dt]|wört|wd|phrase|code)?e?s?|p/w|pw|pwd|pswd|kennwort|kennwörter|"
    r"geheimzahl|geheimwort"
    r"|losungswort|zugangscode|zugangswort|pin(?:[- ]?(?:code|nummer|number))?|puk|cvc2?|cvv2?"
    r"|prüfziffer|security code|kartenprüfnummer|mot de passe|contraseña)"
)
_BETWEEN = r"(?: (?!nicht\b|not\b|und\b|and\b|reset\b|vergessen\b)[^\W\d]+){0,5}?"
_SIGNS = frozenset(":=>→")
_SAID = (
    r"(?: ?[:=]>?| ?[-–]>| ?→| (?:ist|is|isch|lautet|lauten|heißt|heisst|war|was|wäre|"
    r"would be))"
)
_FILLERS = (
    r"(?:\s{1,3}(?:immer noch|noch immer|still|also|auch|einfach|just|übrigens|wie folgt|"
    r"as follows)\b:?)?"
)
_VALUE = r"\s{0,3}(?P<value>[\"'„“«»‚‘`][^\"'“”«»‘’`\n]{2,60}[\"'“”«»‘’`]|\S{2,80})"
_NOT_WITHOUT = r"(?<!ohne )(?<!without )(?<!kein )(?<!no )"
_JOINED = re.compile(
    rf"\b{_NOT_WITHOUT}{_WORD}(?:{_BETWEEN}{_SAID}|['’]s){_FILLERS}{_VALUE}", re.IGNORECASE
)
_BARE = re.compile(rf"\b{_WORD}[ -]{{1,3}}(?P<value>\S{{3,80}})", re.IGNORECASE)
_REVERSED = re.compile(
    rf"(?P<value>\S{{3,80}}),? (?:ist|is|war|was|=|lautet|als|as)"
    rf" (?:(?:auch|also) )?(?:(?:mein|unser|das|dein|my|our|the|a) )?(?:\w+ )?{_WORD}\b",
    re.IGNORECASE,
)
# "login a / b": what follows the name is the password.
_PAIR = re.compile(
    r"\b(?:log-?in|logindaten|login-daten|zugang|zugangsdaten|anmeldedaten|credentials|creds|access"
    r"|user ?/ ?pass(?:word)?|benutzer ?/ ?passwort|user/pw)\b"
    r"(?: ?[:=]| (?:ist|is|sind|are|lautet|lauten))?\s{1,3}"
    r"(?P<name>[^\s/:;,|]{3,80})(?P<joint> ?[/:|] ?| )(?P<value>[^\s/]{3,80})(?=\s*(?:$|[\n,;.!]))",
    re.IGNORECASE | re.MULTILINE,
)
# "password forgotten", "the PIN is wrong": remarks about a secret.
_REMARKS = frozenset(
    """
vergessen falsch weg nicht nichts kein keine unbekannt gesperrt abgelaufen verloren geändert neu
zurücksetzen ändern geht funktioniert stimmt wurde wird leider schon auch immer noch mehr egal
geheim privat das es was wie dieses mein ein eine der die sicher hier da so bitte wer ich sie
ihr forgotten forgot wrong not no lost gone expired locked reset changed unknown invalid
incorrect missing it that this what which the a my your our too also always never secret private
safe hidden here please i you we they he she none nothing needed required one same and or und
oder doesn't does isn't has had won't will can can't cannot keeps to for of in on at with word
words protected rejected accepted broken working compromised leaked weak strong stolen been
being
""".split()  # noqa: SIM905
)
_PARTICIPLE = re.compile(r"[a-z]{3,}ed|(?:ab|an|auf|ver|be|zurück)?ge[a-zäöüß]{3,}(?:t|en)")
_EDGES = "\"'„“”«»‚‘’`.,;:!?()[]<>"
_CODE_WORDS = re.compile(r"(?:pin|puk|cv[cv]2?|prüfziffer|security)", re.IGNORECASE)


def find_secrets(text: str) -> tuple[Span, ...]:
    """All spans of secrets in order; those that touch are one."""
    spans = sorted({*_words(text), *_cards(text), *_ibans(text)})
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _words(text: str) -> Iterator[Span]:
    for match in _JOINED.finditer(text):
        if text[match.start() - 1 : match.start()] == "/":
            continue  # "user/pass: a / b"
        said = _SIGNS.isdisjoint(text[match.start() : match.start("value")])
        if match["value"].strip(_EDGES) and not _is_remark(match["value"], said=said):
            yield _span(match)
    for match in _BARE.finditer(text):
        value = match["value"].strip(_EDGES)
        # Six digits may be the code that we sent ourselves.
        digits_only = value.isdigit() and len(value) != 6 and _CODE_WORDS.match(match[0])
        if value.lower() not in _REMARKS and (digits_only or _looks_secret(match["value"])):
            yield _span(match)
    for match in _REVERSED.finditer(text):
        if match["value"].strip(_EDGES).lower() not in _REMARKS:
            yield _span(match)
    for match in _PAIR.finditer(text):
        value = match["value"].strip(_EDGES)
        if _is_address(value) or (
            has_handle_shape(value) and not value.isalnum() and "@" in match["name"]
        ):
            continue
        if match["joint"] != " " or _looks_secret(value):
            yield _span(match)


def _span(match: re.Match[str]) -> Span:
    start, end = match.span("value")
    value = match["value"]
    if value[0] in "\"'„“«»‚‘`<":
        start += 1
        end -= value[-1] in "\"'“”«»‘’`>"
    # A mark at the end may be part of the secret; only a comma, a full stop or a semicolon is not.
    while end > start + 1 and text_end(value, match.start("value"), end) in ",.;":
        end -= 1
    return start, end


def text_end(value: str, start: int, end: int) -> str:
    """The sign before ``end`` in a value that begins at ``start``."""
    return value[end - start - 1]


def _is_remark(value: str, *, said: bool) -> bool:
    """Whether the value speaks of the secret; after a sign a participle may be one."""
    core = value.strip(_EDGES).lower()
    return (
        core in _REMARKS or _is_address(value) or (said and _PARTICIPLE.fullmatch(core) is not None)
    )


def _looks_secret(value: str) -> bool:
    if _is_address(value) or has_handle_shape(value.strip(_EDGES)):
        return False
    core = value.strip(_EDGES)
    mixed = any(map(str.isdigit, core)) and any(map(str.isalpha, core))
    signs = any(sign in "!#$%&*+=§^~" for sign in value[:-1]) or value[-1] in "#$%&*+=§^~"
    humps = any(a.islower() and b.isupper() for a, b in pairwise(core))
    return mixed or (signs and any(map(str.isalnum, core))) or humps


def _is_address(value: str) -> bool:
    name, at, host = value.strip(_EDGES).partition("@")
    return bool(name and at) and "." in host


# --- numbers ------------------------------------------------------------------------------------

_GAP = r"[ \u00a0./_\-\u2010-\u2015]{0,2}"
_DIGIT_RUN = re.compile(rf"\d(?:{_GAP}\d){{12,}}")
_GROUP = re.compile(r"\d+")
_CARD_LENGTHS = range(19, 12, -1)
_CARD_FIRST = "23456"  # ISO/IEC 7812-1: travel, banking, merchandising
_IBAN_START = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ \u00a0\-]?\d{2}")
_IBAN_GAPS = " \u00a0-"
_IBAN_LONGEST, _IBAN_SHORTEST = 34, 15  # ISO 13616


def _cards(text: str) -> Iterator[Span]:
    """Whole groups of digits that have a card's check digit; an expiry date may follow at once."""
    for run in _DIGIT_RUN.finditer(text):
        groups = [(g.start() + run.start(), g.end() + run.start()) for g in _GROUP.finditer(run[0])]
        index = 0
        while index < len(groups):
            end = _card_end(text, groups[index:])
            if end is None:
                index += 1
                continue
            yield groups[index][0], end
            index = next((i for i, group in enumerate(groups) if group[0] >= end), len(groups))


def _card_end(text: str, groups: list[Span]) -> int | None:
    digits, ends = "", {}
    for start, end in groups:
        digits += text[start:end]
        ends[len(digits)] = end
        if len(digits) > _CARD_LENGTHS[0]:
            break
    if digits[0] not in _CARD_FIRST:
        return None
    fitting = (n for n in _CARD_LENGTHS if n in ends and luhn.is_valid(digits[:n]))
    return next((ends[n] for n in fitting), None)


def _ibans(text: str) -> Iterator[Span]:
    done = 0
    for start in _IBAN_START.finditer(text):
        end = _iban_end(text, start.start()) if start.start() >= done else None
        if end:
            done = end
            yield start.start(), end


def _iban_end(text: str, start: int) -> int | None:
    signs, ends = "", []
    for place in range(start, min(len(text), start + 3 * _IBAN_LONGEST)):
        sign = text[place]
        if sign.isascii() and sign.isalnum():
            signs += sign
            ends.append(place + 1)
        elif sign not in _IBAN_GAPS:
            break
        if len(signs) == _IBAN_LONGEST:
            break
    for length in range(len(signs), _IBAN_SHORTEST - 1, -1):
        end = ends[length - 1]
        if not text[end : end + 1].isalnum() and iban.is_valid(signs[:length], check_country=False):
            return end
    return None
