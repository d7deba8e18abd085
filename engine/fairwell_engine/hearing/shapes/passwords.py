"""Spans of passwords and PINs, by the words around them. Linear in the message's length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .handles import has_handle_shape
from .numbers import Span
from .words import COMMON

_WORD = (
    r"(?:pass(?:wor[dt]|wört|wd|w\.|phrase|code)?e?s?|p/w|pw|pwd|pswd?|psw|kennwort|kennwörter|"
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
_BARE = re.compile(
    rf"\b{_WORD}[ -]{{1,3}}(?:(?:immer|always|auch|also) )?(?P<value>\S{{3,80}})", re.IGNORECASE
)
_REVERSED = re.compile(
    rf"(?P<value>\S{{3,80}}),? (?:ist|is|war|was|=|lautet|als|as)"
    rf" (?:(?:auch|also) )?(?:(?:mein|unser|das|dein|my|our|the|a) )?(?:\w+ )?{_WORD}\b",
    re.IGNORECASE,
)
# "login a / b": what follows the name is the password.
_PAIR = re.compile(
    r"\b(?:log-?in|logindaten|login-daten|zugang|zugangsdaten|anmeldung|anmeldedaten|credentials|creds|access"
    r"|user ?/ ?pass(?:word)?|benutzer ?/ ?passwort|user/pw)\b"
    r"(?: ?[:=]| (?:ist|is|sind|are|lautet|lauten))?\s{1,3}"
    r"(?P<name>[^\s/:;,|]{3,80})(?P<joint> ?[/:|] ?| )(?P<value>[^\s/]{3,80})(?=\s*(?:$|[\n,;.!]))",
    re.IGNORECASE | re.MULTILINE,
)
# "user otter pw kayak": beside a name that is labelled, any word after "pw" is the password.
_LABELLED = re.compile(
    rf"\b(?:user ?name|user|name|log-?in|benutzer(?:name)?|nutzer(?:name)?|account|konto|handle)"
    rf" ?:? ?(?P<name>[^\s:,;|/]{{3,80}})[\s,;|/]{{1,3}}{_WORD}[ -]{{1,3}}(?P<value>\S{{2,80}})",
    re.IGNORECASE,
)
# "log in as otter with kayak77", "mit tortenhaus und Kuchen77 anmelden".
_SIGNS_IN = re.compile(
    r"\b(?:log|logge|sign|melden?|einloggen|anmelden|login)\b[^.!?\n]{0,40}?"
    r"\b(?:(?:as|als) (?P<name>[^\s,;]{3,80}),? (?:with|mit|and|und)"
    r"|(?:with|mit) [^\s,;]{3,80} (?:and|und|\+|/))(?: dem| the)? (?P<value>\S{4,80})",
    re.IGNORECASE,
)
_SIGNED_IN = re.compile(
    r"\bmit [^\s,;]{3,80} (?:und|\+|/) (?P<value>\S{4,80}) (?:an|ein|ange|einge)"
    r"(?:zu)?(?:loggen|loggt|melden|meldet)\b",
    re.IGNORECASE,
)
# "tortenhaus, Hunter2!, anna@firma.example": what stands between the name and the address.
_BETWEEN_DETAILS = re.compile(
    r"(?:^|[:=,;\n]\s{0,2}|\b(?:ist|is|user|name|username|benutzername|nutzername|login)\s)"
    r"(?P<name>[^\s@:,;|/]{3,40})(?P<joint>\s{0,2}[,;|/]\s{0,2}|\s{1,2})"
    r"(?P<value>[^\s@,;|/]{5,80})(?:\s{0,2}[,;|/:]\s{0,2}|\s{1,2})"
    r"(?=(?:(?:e-?mail(?:-?adresse)?|mail|email address|address|adresse)(?: ist| is)? ?:? ?)?"
    r"[^\s@]{1,64}@[^\s@]{1,200}\.[a-z]{2})",
    re.IGNORECASE | re.MULTILINE,
)
_REFERENCE = re.compile(r"[2-9A-HJ-NP-Z]{3}[-–][2-9A-HJ-NP-Z]{4}", re.IGNORECASE)
# Six digits may be the code that we sent ourselves, whatever customers call it.
_OUR_CODE = re.compile(r"\d(?:[ .\-–]?\d){5}(?![ .\-–]?\d)")
_OUR_CODE_WORDS = re.compile(r"(?:zugangscode|passcode|security code)", re.IGNORECASE)
_MORE_DIGITS = re.compile(r"(?:[ .\-–]\d{1,6})+(?!\w)")
_SAYING = frozenset({"called", "heisst", "heißt", "lautet", "lauten", "login", "named", "name"})
_MASKED = "•"
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
being hab habe haben hatte nehme nutze benutze verwende have had use used uses using
""".split()  # noqa: SIM905
)
_PARTICIPLE = re.compile(r"[a-z]{3,}ed|(?:ab|an|auf|ver|be|zurück)?ge[a-zäöüß]{3,}(?:t|en)")
_EDGES = "\"'„“”«»‚‘’`.,;:!?()[]<>"
_CODE_WORDS = re.compile(
    r"(?:pin|puk|cv[cv]2?|geheimzahl|prüfziffer|security|kartenprüf)", re.IGNORECASE
)


def find_passwords(text: str) -> Iterator[Span]:
    """Spans of passwords and PINs, announced or beside the name they belong to."""
    for find in (_joined, _bare, _reversed, _paired, _beside_names):
        yield from (
            _span(match, text)
            for match in find(text)
            if match["value"].strip(_EDGES).strip(_MASKED)  # a mask of ours hides it already
        )


def _joined(text: str) -> Iterator[re.Match[str]]:
    for match in _JOINED.finditer(text):
        if text[match.start() - 1 : match.start()] == "/":
            continue  # "user/pass: a / b"
        if _OUR_CODE_WORDS.match(match[0]) and _OUR_CODE.match(text, match.start("value")):
            continue
        said = _SIGNS.isdisjoint(text[match.start() : match.start("value")])
        if not _is_remark(match["value"], said=said):
            yield match


def _bare(text: str) -> Iterator[re.Match[str]]:
    for match in _BARE.finditer(text):
        value = match["value"].strip(_EDGES)
        digits_only = value.isdigit() and len(value) != 6 and _CODE_WORDS.match(match[0])
        told = value.isalnum() and _is_mixed(value)
        if value.lower() not in _REMARKS and (digits_only or told or _looks_secret(match["value"])):
            yield match


def _reversed(text: str) -> Iterator[re.Match[str]]:
    for match in _REVERSED.finditer(text):
        core = match["value"].strip(_EDGES).lower()
        if core not in _REMARKS and core not in COMMON and not _is_address(core):
            yield match


def _paired(text: str) -> Iterator[re.Match[str]]:
    for match in _PAIR.finditer(text):
        value = match["value"].strip(_EDGES)
        if _is_address(value) or (
            has_handle_shape(value) and not value.isalnum() and "@" in match["name"]
        ):
            continue
        if match["joint"] != " " or _looks_secret(value):
            yield match


def _beside_names(text: str) -> Iterator[re.Match[str]]:
    for match in _LABELLED.finditer(text):
        if not _is_remark(match["value"], said=True) and not _is_known(match["name"]):
            yield match
    for match in (*_SIGNS_IN.finditer(text), *_SIGNED_IN.finditer(text)):
        value = match["value"].strip(_EDGES)
        if _looks_secret(value) or (value.isalnum() and _is_mixed(value)):
            yield match
    for match in _BETWEEN_DETAILS.finditer(text):
        value = match["value"].strip(_EDGES)
        cut = any(sign in match["joint"] for sign in "/|") and _is_mixed(value)
        if not _is_known(match["name"]) and (cut or _is_strong(match["value"])):
            yield match


def _span(match: re.Match[str], text: str) -> Span:
    start, end = match.span("value")
    value = match["value"]
    if value[0] in "\"'„“«»‚‘`<([":
        start += 1
        end -= value[-1] in "\"'“”«»‘’`>)]"
    # A mark at the end may be part of the secret; only a comma, a full stop or a semicolon is not.
    while end > start + 1 and text[end - 1] in ",.;":
        end -= 1
    if text[start:end].isdigit() and (more := _MORE_DIGITS.match(text, end)):
        end = more.end()
    return start, end


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
    humps = any(a.islower() and b.isupper() for a, b in pairwise(core))
    return _is_mixed(core) or (_has_signs(value) and any(map(str.isalnum, core))) or humps


def _is_strong(value: str) -> bool:
    """Whether a word between details is a password rather than a company or a number."""
    core = value.strip(_EDGES)
    if _REFERENCE.fullmatch(core) or has_handle_shape(core):
        return False
    cased = any(map(str.islower, core)) and any(map(str.isupper, core))
    letters = any(map(str.isalpha, core))
    return letters and ((cased and _is_mixed(core)) or (_has_signs(value) and _is_mixed(core)))


def _is_known(name: str) -> bool:
    core = name.strip(_EDGES).lower()
    return core in COMMON or core in _REMARKS or core in _SAYING


def _is_mixed(core: str) -> bool:
    return any(map(str.isdigit, core)) and any(map(str.isalpha, core))


def _has_signs(value: str) -> bool:
    return any(sign in "!#$%&*+=§^~" for sign in value[:-1]) or value[-1] in "#$%&*+=§^~"


def _is_address(value: str) -> bool:
    name, at, host = value.strip(_EDGES).partition("@")
    return bool(name and at) and "." in host
