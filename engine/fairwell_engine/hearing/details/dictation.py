"""Addresses and names that were spoken or written out, put back into signs.

"emma dot clark at harbor hyphen bakery dot example" becomes the address; what is typed already
stays as it is. One pass over the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairwell_engine.hearing.details.words.labels import FILLERS
from fairwell_engine.hearing.shapes.words import ENGLISH_FUNCTION, GERMAN_FUNCTION

_AT = frozenset("at ät aet ätt äd ad et klammeraffe klammeraffen affenschwanz at-zeichen @".split())  # noqa: SIM905
_AT_TAIL = frozenset({"sign", "zeichen", "symbol"})
_DOT = frozenset({"dot", "punkt", "point", "pkt", "period", "."})
_JOINERS = {
    **dict.fromkeys(("hyphen", "dash", "minus", "bindestrich", "strich", "mittelstrich", "-"), "-"),
    **dict.fromkeys(("underscore", "unterstrich", "underline", "_"), "_"),
    **dict.fromkeys(("plus", "+"), "+"),
}
# Between two words these are spoken signs whatever is asked; "dot" and "minus" may be words.
_SURE_JOINERS = frozenset("hyphen underscore bindestrich unterstrich underline".split())  # noqa: SIM905
_WRITTEN_AT = re.compile(r"\s{0,2}[(\[{<]\s?(?:at|ät|aet|@)\s?[)\]}>]\s{0,2}", re.IGNORECASE)
_WRITTEN_DOT = re.compile(r"\s{0,2}[(\[{<]\s?(?:dot|punkt|pkt|\.)\s?[)\]}>]\s{0,2}", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s,;:<>()\"„“”!?]+|[,;:<>()\"„“”!?]")
_WORD = re.compile(r"[^\W_][\w.+'&-]*")
_HOST_WORDS = 5
_SPELLED = frozenset({"for", "wie", "as"})
_NO_LOCAL = (
    ENGLISH_FUNCTION
    | GERMAN_FUNCTION
    | frozenset(["sind", "are", "bin", "am", "bist", "is", "ist", "reach"])
) - {
    "me",
    "us",
    "it",
    "all",
    "we",
}


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()


def written_out(text: str, *, asked: bool) -> str:
    """The text with spoken addresses, and spoken signs inside names, as signs."""
    if "(" in text or "[" in text or "{" in text or "<" in text:
        text = _WRITTEN_DOT.sub(".", _WRITTEN_AT.sub("@", text))
    tokens = [_token(match) for match in _TOKEN.finditer(text)]
    parts, done = [], 0
    for index, token in enumerate(tokens):
        if token.lower in _AT and token.start >= done and (found := _spoken(tokens, index, done)):
            start, end, address = found
            parts += [text[done:start], f" {address} "]
            done = end
    return _joined("".join([*parts, text[done:]]), asked=asked)


def _token(match: re.Match[str]) -> _Token:
    text = match[0]
    if len(text) > 1:
        text = text.rstrip(".'…")
    return _Token(text or match[0], match.start(), match.start() + len(text or match[0]))


def _spoken(tokens: list[_Token], at: int, done: int) -> tuple[int, int, str] | None:
    host = _host(tokens, at + 1)
    local = _local(tokens, at - 1, done)
    if host is None or local is None:
        return None
    (end, name), (start, box) = host, local
    return start, end, f"{box}@{name}"


def _host(tokens: list[_Token], index: int) -> tuple[int, str] | None:
    """The end and the value of the domain from ``index`` on: words up to a dot, then its ending."""
    if index < len(tokens) and tokens[index].lower in _AT_TAIL:
        index += 1
    name, words, dotted = "", 0, False
    while index < len(tokens):
        token = tokens[index]
        if token.lower in _DOT and name:
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if following is None or not _WORD.fullmatch(following.text):
                break
            name, dotted, index = f"{name}.{following.lower}", True, index + 2
            continue
        if dotted and token.lower not in _JOINERS:
            break
        if token.lower in _JOINERS and name:
            name, index = name + _JOINERS[token.lower], index + 1
            continue
        if not _WORD.fullmatch(token.text) or words == _HOST_WORDS:
            return None
        name, words, index = name + token.lower, words + 1, index + 1
        if name[-1:] != "-" and "." in token.text:
            dotted = True
            if index >= len(tokens) or tokens[index].lower not in _DOT:
                break
    return (tokens[index - 1].end, name) if dotted else None


def _local(tokens: list[_Token], index: int, done: int) -> tuple[int, str] | None:
    """The start and the value of what stands before the at sign, read backwards."""
    if index < 0 or tokens[index].start < done:
        return None
    spelled = _letters(tokens, index, done)
    if spelled:
        return spelled
    token = tokens[index]
    if not _WORD.fullmatch(token.text) or token.lower in _NO_LOCAL or "." in token.text[-1:]:
        return None
    box = token.text
    while index >= 2 and tokens[index - 2].start >= done:
        sign = _JOINERS.get(tokens[index - 1].lower) or (
            "." if tokens[index - 1].lower in _DOT else ""
        )
        if not sign or not _WORD.fullmatch(tokens[index - 2].text):
            break
        index -= 2
        box = tokens[index].text + sign + box
    return tokens[index].start, box


def _letters(tokens: list[_Token], index: int, done: int) -> tuple[int, str] | None:
    """Letters one by one, "s for sugar, a, m": at least two."""
    letters, start = "", 0
    while index >= 0 and tokens[index].start >= done:
        token = tokens[index]
        if token.text == ",":
            index -= 1
        elif len(token.text) == 1 and token.text.isalnum():
            letters, start, index = token.lower + letters, token.start, index - 1
        elif (
            index >= 2 and tokens[index - 1].lower in _SPELLED and len(tokens[index - 2].text) == 1
        ):
            letters, start = tokens[index - 2].lower + letters, tokens[index - 2].start
            index -= 3
        else:
            break
    return (start, letters) if len(letters) > 1 else None


_BETWEEN = re.compile(
    r"(?<=\w) (hyphen|dash|minus|bindestrich|strich|mittelstrich|underscore|unterstrich|"
    r"underline|dot|punkt) (?=\w)",
    re.IGNORECASE,
)


# "teal -glassworks": a hyphen that a space was torn off; "Mail- " and "user -x" are labels.
_TORN_HYPHEN = re.compile(
    r"(?<![\w.@-])(?P<left>[^\W\d_]{3,30})(?: [-–]|"
    r" ?[-–] )(?P<right>(?![^\s,;]*@)[^\W_]{2,30})(?![\w@])"
)


def _joined(text: str, *, asked: bool) -> str:
    def sign(match: re.Match[str]) -> str:
        word = match[1].lower()
        if not asked and word not in _SURE_JOINERS:
            return match[0]
        return _JOINERS.get(word, ".")

    def hyphen(match: re.Match[str]) -> str:
        apart = " - " in match[0] or " – " in match[0] or match["left"].lower() in FILLERS
        return match[0] if apart else f"{match['left']}-{match['right']}"

    text = _BETWEEN.sub(sign, text)
    return _TORN_HYPHEN.sub(hyphen, text) if asked else text
