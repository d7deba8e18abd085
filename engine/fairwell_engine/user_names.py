"""Finding user names: after words that announce one, by their shape, and beside a like address.

Linear in the message's length.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from fairwell_engine.chunks import Chunk, chunks
from fairwell_engine.finders import Found
from fairwell_engine.handles import has_handle_shape
from fairwell_engine.words import COMMON

Pattern = list[dict[str, object]]

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
    if not named and (piece := _like_its_address(pieces)):
        named[piece.start] = piece
    return [
        Found("user_name", piece.text, piece.start, piece.end) for _, piece in sorted(named.items())
    ]


# --- announced ----------------------------------------------------------------------------------


def _announced(pieces: Sequence[Chunk]) -> list[Chunk]:
    if not pieces:
        return []
    vocab, matcher = _matcher()
    doc = Doc(vocab, words=[piece.text for piece in pieces])
    ends: dict[int, bool] = {}
    for match_id, _, end in matcher(doc):
        joined = vocab.strings[match_id] != "bare"
        ends[end] = ends.get(end, False) or joined
    values = (_value_at(pieces, end, joined) for end, joined in ends.items())
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


@functools.cache
def _matcher() -> tuple[spacy.Vocab, Matcher]:
    vocab = spacy.blank("xx").vocab
    matcher = Matcher(vocab)
    for name, patterns in _patterns().items():
        matcher.add(name, patterns)
    return vocab, matcher


def _patterns() -> dict[str, list[Pattern]]:
    fillers = ["ja", "also", "it's", "its", "einfach", "just", "der", "the"]
    joint: Pattern = [_one_of([*_JOINTS, *_SIGN_JOINTS], "{1,2}"), _one_of(fillers, "?")]
    and_email: Pattern = [
        _one_of(_AND),
        _one_of(["my", "meine", "die", "the"], "?"),
        _one_of(_EMAIL_WORDS, "{1,2}"),
        _one_of(["are", "sind", "lauten", ":"]),
    ]
    labels: list[Pattern] = [
        [_one_of(_LABELS)],
        [_one_of(_OWNERS), _one_of(["name", "names", "namen"])],
        [_one_of(["name"]), _one_of(["im", "in"]), _one_of(["the"], "?"), _one_of(["system"])],
    ]
    return {
        "joined": [
            *(label + more for label in labels for more in (joint, and_email)),
            [_one_of(["username's", "user-name's"])],
        ],
        "bare": [[*label, _one_of(["also"], "?")] for label in labels],
        "weak": [[_one_of(_WEAK_LABELS), _one_of(["=", ":"])]],
    }


def _one_of(words: list[str], times: str = "1") -> dict[str, object]:
    token: dict[str, object] = {"LOWER": {"IN": words}}
    return token if times == "1" else token | {"OP": times}


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
