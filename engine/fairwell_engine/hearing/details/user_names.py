"""Finding user names: after words that announce one, by their shape, and beside a like address.

Linear in the message's length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fairwell_engine.hearing.details.chunks import Chunk, chunks
from fairwell_engine.hearing.details.finders import Found
from fairwell_engine.hearing.details.phrases import Phrase, ends, one_of
from fairwell_engine.hearing.shapes.handles import has_handle_shape
from fairwell_engine.hearing.shapes.words import COMMON

_LABEL_WORDS = """
benutzername benutzernamen benutzer-name nutzername nutzernamen anmeldename anmeldenamen kontoname
loginname login-name profilname username user-name accountname account-name benutzerkennung userid
user-id
"""
_LABELS = _LABEL_WORDS.split()
_WEAK_LABELS = "login log-in handle user benutzer account konto kennung nutzer profil".split()  # noqa: SIM905
_OWNERS = ["user", "benutzer", "nutzer", "account", "konto", "login", "anmelde", "log-in"]
_JOINTS = [
    "is",
    "ist",
    "isch",
    "lautet",
    "heißt",
    "heisst",
    "was",
    "war",
    "wäre",
    "waere",
    "would",
    "be",
]
_SIGN_JOINTS = ["=", ":", "->", "–", "-"]
_EMAIL_WORDS = ["email", "e-mail", "mail", "e-mail-adresse", "mailadresse", "adresse", "address"]
_AND = ["und", "and", "&", "+"]
_OPENING_QUOTES = frozenset("\"'„“”‚‘’«»<([*`")

# After "username is ...": words that make it a remark about the user name, not the name itself.
_REMARK_WORDS = """
nicht unbekannt weg falsch verkehrt vergessen verloren derselbe dieselbe dasselbe gleich gesperrt
leider unklar identisch steht fehlt gemeint endet beginnt geändert nötig notwendig unknown wrong
forgotten lost gone same locked unavailable different missing correct incorrect changed given ends
starts contains needed required necessary enough really somewhere something email e-mail mail name
username benutzername address adresse below above following folgender folgt unten oben account
accounts konto none nothing code hi ok okay
"""
_NO_NAMES = COMMON | frozenset(_REMARK_WORDS.split()) | frozenset(_JOINTS)
_NAME = re.compile(r"\w[\w.+-]{1,63}")
_SHORTEST_BARE = 4


def find_user_names(text: str) -> list[Found]:
    """All user names, as written, without quotes and punctuation; overlapping ones only once."""
    pieces = chunks(text)
    named = {piece.start: piece for piece in _announced(pieces)}
    for piece in pieces:
        if has_handle_shape(piece.text) and not piece.is_address:
            named.setdefault(piece.start, piece)
    if not named and (like := _like_its_address(pieces)):
        named[like.start] = like
    return [
        Found("user_name", piece.text, piece.start, piece.end) for _, piece in sorted(named.items())
    ]


# --- announced ----------------------------------------------------------------------------------


def _announced(pieces: Sequence[Chunk]) -> list[Chunk]:
    words = [piece.text.lower() for piece in pieces]
    if _FIRST_WORDS.isdisjoint(words):
        return []
    places: dict[int, bool] = {}
    for joined, phrases in ((True, _JOINED), (False, _BARE)):
        for phrase in phrases:
            for end in ends(phrase, words):
                places[end] = places.get(end, False) or joined
    values = (_value_at(pieces, end, joined) for end, joined in places.items())
    return [value for value in values if value is not None]


def _value_at(pieces: Sequence[Chunk], index: int, joined: bool) -> Chunk | None:
    """The user name that stands at ``index`` (quotes before it are skipped), if one does."""
    while index < len(pieces) and pieces[index].text in _OPENING_QUOTES:
        index += 1
    if index >= len(pieces) or not _can_be_name(pieces[index]):
        return None
    return pieces[index] if joined or _stands_alone(pieces, index) else None


def _can_be_name(piece: Chunk) -> bool:
    return (
        not piece.is_address
        and not piece.is_sign
        and piece.text.lower() not in _NO_NAMES
        and _NAME.fullmatch(piece.text) is not None
    )


def _stands_alone(pieces: Sequence[Chunk], index: int) -> bool:
    """Whether a word right after the label is the name: "username harborb", not "username ends"."""
    word = pieces[index].text
    if not word.isascii() or word != word.lower() or len(word) < _SHORTEST_BARE:
        return False
    if index + 1 == len(pieces):
        return True
    following = pieces[index + 1]
    return following.is_sign or following.is_address or following.text.lower() in _SEPARATING


_SEPARATING = frozenset(_AND) | frozenset(_EMAIL_WORDS)


_FILLERS = one_of(["ja", "also", "it's", "its", "einfach", "just", "der", "the"], least=0)
_JOINT: Phrase = (one_of([*_JOINTS, *_SIGN_JOINTS], most=2), _FILLERS)
_AND_EMAIL: Phrase = (
    one_of(_AND),
    one_of(["my", "meine", "die", "the"], least=0),
    one_of(_EMAIL_WORDS, most=2),
    one_of(["are", "sind", "lauten", ":"]),
)
_LABEL_PHRASES: tuple[Phrase, ...] = (
    (one_of(_LABELS),),
    (one_of(_OWNERS), one_of(["name", "names", "namen"])),
    (one_of(["name"]), one_of(["im", "in"]), one_of(["the"], least=0), one_of(["system"])),
)
_JOINED: tuple[Phrase, ...] = (
    *((*label, *more) for label in _LABEL_PHRASES for more in (_JOINT, _AND_EMAIL)),
    (one_of(["username's", "user-name's"]),),
    (one_of(_WEAK_LABELS), one_of(["=", ":"])),
)
_BARE: tuple[Phrase, ...] = tuple((*label, one_of(["also"], least=0)) for label in _LABEL_PHRASES)
_FIRST_WORDS = frozenset().union(*(phrase[0].words for phrase in (*_JOINED, *_BARE)))


# --- beside a like address ----------------------------------------------------------------------


def _like_its_address(pieces: Sequence[Chunk]) -> Chunk | None:
    """The one word left beside an address that contains it: "haarwerk, salon@haarwerk.example"."""
    addresses = [piece.text.lower() for piece in pieces if "@" in piece.text]
    words = [piece for piece in pieces if _can_be_name(piece) and not piece.text.isdigit()]
    if len(addresses) != 1 or len(words) != 1:
        return None
    name = words[0].text.lower()
    # A capital letter makes it a person's or a company's name.
    alike = words[0].text == name and name in addresses[0]
    return words[0] if alike and len(name) >= _SHORTEST_BARE else None
