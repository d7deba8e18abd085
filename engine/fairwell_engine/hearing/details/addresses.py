"""E-mail addresses of a message: found, checked, and the one that is meant among several.

The text that is left carries a placeholder for each, so that words beside it can be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from email_validator import EmailNotValidError, validate_email

from fairwell_engine.hearing.details.chunks import TOP_LEVEL
from fairwell_engine.hearing.details.words import which_address as which

_FIRST_PLACEHOLDER = 0xE000  # private use: nobody types it
_MOST = 20
PLACEHOLDER = re.compile("[\ue000-\ue0ff]")


@dataclass(frozen=True)
class Address:
    """A try at an address; ``value`` is in lower case as shown to people, ``None`` if broken."""

    written: str
    value: str | None


@dataclass(frozen=True)
class Addresses:
    """The addresses of a text in order, and the text with a placeholder for each."""

    rest: str
    found: tuple[Address, ...]

    def at(self, sign: str) -> Address:
        """The address that a placeholder stands for."""
        return self.found[ord(sign) - _FIRST_PLACEHOLDER]


_LINK = re.compile(r"<a\s[^>]{0,200}?mailto:([^\"'>?\s]{3,254})[^>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:a|b|i|p|br|div|span|strong|u)\b[^<>@]{0,200}>", re.IGNORECASE)
_OUTSIDE = r"\s@<>()\[\]{}\"„“”«»,;|:=/•\ue000-\ue0ff"
_TRY = re.compile(
    rf"(?P<local>(?:(?:(?<=\s)|^)[^\W\d_]\. ){{1,3}}[^{_OUTSIDE}]{{1,80}}|(?:(?<=\s)|"
    rf"^)[^\W\d_]{{1,12}}\. [^\W\d_](?=@)|[^{_OUTSIDE}]{{0,80}})"
    rf"(?P<left>[ ]?)(?P<at>@+)(?P<right>[ ]?)(?P<host>[^{_OUTSIDE}?!&]{{0,255}})"
    rf"(?P<second>(?:@[^{_OUTSIDE}]{{0,255}})*)"
)
# "anna@firma. example" and "anna@firma,example": the dot was missed or torn off.
_TORN = re.compile(r"(?P<gap>, ?|\. )(?P<ending>[a-z]{2,8})(?![\w@.-])", re.IGNORECASE)
# The first half of a local part that was torn: names of mailboxes, not of people or accounts.
_TORN_BOX = re.compile(
    r"(?:^|(?<=[\s,;:]))(?:info|office|post|mail|kontakt|contact|hello|hallo|buero|büro|"
    r"praxis|team|shop"
    r"|service|support|verwaltung|sekretariat|accounts?|billing|admin)\. $",
    re.IGNORECASE,
)
_QUOTES = "'*`~‘’‚_"


def find_addresses(text: str) -> Addresses:
    """All tries at an address in ``text``, each replaced by its placeholder."""
    if "@" not in text:
        return Addresses(text, ())
    text = _TAG.sub(" ", _LINK.sub(r" \1 ", text)) if "<" in text else text
    parts: list[str] = []
    found: list[Address] = []
    done = 0
    for match in _TRY.finditer(text):
        if match.start() < done or len(found) == _MOST:
            continue
        read = _read(text, match, done)
        if read is None:
            continue
        start, end, address = read
        parts += [text[done:start], f" {chr(_FIRST_PLACEHOLDER + len(found))} "]
        found.append(address)
        done = end
    return Addresses("".join([*parts, text[done:]]), tuple(found))


def _read(text: str, match: re.Match[str], done: int) -> tuple[int, int, Address] | None:
    local, host = match["local"], match["host"]
    start, end = match.start(), match.end()
    stripped = local.lstrip(_QUOTES + ".-+")
    start += len(local) - len(stripped)
    local = stripped
    kept = host.rstrip(".-" + _QUOTES + "!?")
    if not match["second"]:
        end -= len(host) - len(kept)
        host = kept
    if not match["second"] and "." not in host:
        torn = _TORN.match(text, end)
        if host and torn and torn["ending"].lower() in TOP_LEVEL:
            host, end = f"{host}.{torn['ending']}", torn.end()
    spaced = bool(match["left"] or match["right"])
    if not local or not host:
        # "@moss_and_stone" is a handle, a sign between two words is an "at".
        is_try = bool(local) != bool("." in host) and not (local and match["left"])
        return (start, end, Address(text[start:end], None)) if is_try else None
    if spaced and "." not in host:
        return (start, end, Address(text[start:end], None)) if match["right"] else None
    box = _TORN_BOX.search(text, max(done, start - 20), start)
    if box and not spaced:
        start, local = box.start(), box[0].strip() + local
    local = local.replace(" ", "")
    written = f"{local}{match['at']}{host}{match['second']}"
    return start, end, Address(written, normal_address(written))


def normal_address(written: str) -> str | None:
    """The address in lower case as it is shown, or ``None``: one ``@``, a host by IDNA 2008."""
    value = unicodedata.normalize("NFC", written.strip().lower())
    ending = value.rpartition(".")[2]
    if value.count("@") != 1 or len(ending) < 2:
        return None
    try:
        validate_email(value, allow_smtputf8=True, check_deliverability=False)
    except EmailNotValidError:
        return None
    return value


# --- the one that is meant ----------------------------------------------------------------------

_WORD = re.compile(r"[\w'-]+:?|[.!?;\n,()]|[\ue000-\ue0ff]")
_REACH = 7
# From this share of equal signs on, a broken try and an address are the same one.
_ALIKE = 0.7


def meant(addresses: Addresses, besides: frozenset[str] = frozenset()) -> tuple[str | None, bool]:
    """The address that is meant, and whether there are only broken or equally good ones."""
    rest = addresses.rest
    if len(addresses.found) > 1 and which.UNSURE.search(rest):
        return None, True
    tokens = [match[0].lower() for match in _WORD.finditer(rest)]
    scores: dict[str | None, int] = {}
    for place, token in enumerate(tokens):
        if not PLACEHOLDER.fullmatch(token):
            continue
        address = addresses.at(token)
        if address.value in besides and len(addresses.found) > 1:
            continue
        score = _score(tokens, place) if len(addresses.found) > 1 else 0
        known = scores.get(address.value)
        scores[address.value] = score if known is None else max(known, score)
    if not scores:
        only = addresses.found[0].value if addresses.found else None
        return only, bool(addresses.found) and only is None
    if len(scores) == 2 and (ordinal := which.ORDINAL.search(rest)):
        scores[list(scores)[bool(ordinal["second"])]] += 4
    best = max(scores.values())
    top = [value for value, score in scores.items() if score == best]
    if None in top and len(top) == 2:
        (right,) = (value for value in top if value)
        slips = [each.written for each in addresses.found if each.value is None]
        if all(_is_slip_of(right, slip) for slip in slips):
            top.remove(None)
    return (top[0], False) if len(top) == 1 and top[0] else (None, True)


def _is_slip_of(address: str, written: str) -> bool:
    """Whether a broken try is the same address, which stands beside it done right."""
    return SequenceMatcher(None, address, written.lower()).ratio() >= _ALIKE


def _score(tokens: Sequence[str], place: int) -> int:
    score, crossed = 0, False
    for distance in range(1, _REACH):
        index = place - distance
        if index < 0 or _ends_context(tokens[index]):
            break
        # Behind a comma or a bracket only a correction ("no, ...") is about this one.
        crossed = crossed or tokens[index] in ",)"
        found = which.BEFORE.get(tokens[index], 0) or which.BEFORE.get(tokens[index].rstrip(":"), 0)
        if abs(found) > abs(score) and not (crossed and found < 0):
            score = found
    following = tokens[place + 1 : place + _REACH]
    for word in following:
        if _ends_context(word) or word in ",)" or word in which.NEXT:
            break
        if word in which.AFTER:
            return score + which.AFTER[word]
    return score


def _ends_context(token: str) -> bool:
    return token in which.SENTENCE_ENDS or PLACEHOLDER.fullmatch(token) is not None
