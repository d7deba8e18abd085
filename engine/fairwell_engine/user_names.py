"""Finding user names: after words that announce one, and by their shape.

Shape alone is judged strictly, since a wrong user name sends a cancellation to the wrong account,
while a missed one is only asked for again. Linear in the message's length.
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
from fairwell_engine.words import ENGLISH, GERMAN

_MAX_LENGTH, _MIN_LENGTH = 64, 2

# --- announced ----------------------------------------------------------------------------------

_STRONG_WORDS = """
benutzername benutzernamen benutzer-name nutzername nutzernamen anmeldename anmeldenamen kontoname
loginname login-name username user-name accountname account-name benutzerkennung userid user-id
"""
_STRONG = _STRONG_WORDS.split()
_WEAK = ["login", "log-in", "handle", "user", "benutzer", "account", "konto", "kennung", "nutzer"]
_NAME_OF = [
    ["user", "benutzer", "nutzer", "account", "konto", "login", "anmelde", "log-in"],
    ["name", "names", "namen"],
]
_JOINING = [
    "is",
    "ist",
    "lautet",
    "heißt",
    "heisst",
    "was",
    "war",
    "wäre",
    "waere",
    "=",
    ":",
    "->",
    "–",
    "-",
]
_EMAIL_WORDS = [
    "email",
    "e-mail",
    "mail",
    "e-mail-adresse",
    "emailadresse",
    "mailadresse",
    "adresse",
    "address",
]

Pattern = list[dict[str, object]]


def _patterns() -> dict[str, list[Pattern]]:
    joining: Pattern = [{"LOWER": {"IN": _JOINING}, "OP": "{1,2}"}]
    filler: Pattern = [
        {"LOWER": {"IN": ["ja", "also", "it's", "its", "einfach", "just", "der", "the"]}, "OP": "?"}
    ]
    with_email: Pattern = [
        {"LOWER": {"IN": ["und", "and", "&", "+"]}},
        {"LOWER": {"IN": ["my", "meine", "die", "the"]}, "OP": "?"},
        {"LOWER": {"IN": _EMAIL_WORDS}, "OP": "{1,2}"},
        {"LOWER": {"IN": ["are", "sind", "lauten", ":"]}},
    ]
    labels: list[Pattern] = [
        [{"LOWER": {"IN": _STRONG}}],
        [{"LOWER": {"IN": _NAME_OF[0]}}, {"LOWER": {"IN": _NAME_OF[1]}}],
        [
            {"LOWER": "name"},
            {"LOWER": {"IN": ["im", "in"]}},
            {"LOWER": "the", "OP": "?"},
            {"LOWER": "system"},
        ],
    ]
    return {
        "joined": [label + joining + filler for label in labels]
        + [label + with_email for label in labels],
        "bare": labels,
        "weak": [[{"LOWER": {"IN": _WEAK}}, {"LOWER": {"IN": ["=", ":"]}}]],
    }


# After "username is ...": words that make it a remark about the user name, not the name itself.
_REMARK_WORDS = """
nicht unbekannt weg falsch vergessen verloren derselbe dieselbe dasselbe gleich gesperrt leider
unklar identisch unknown wrong forgotten lost gone same locked unavailable different missing
correct incorrect changed please bitte somewhere something email e-mail mail name username
benutzername below above following folgender folgt unten oben danke thanks hallo hello account
konto keine none nothing
"""
_REMARKS = frozenset(_REMARK_WORDS.split())
_WORDS = GERMAN | ENGLISH | _REMARKS | frozenset(_JOINING)
_NAME = re.compile(rf"\w[\w.+-]{{{_MIN_LENGTH - 1},{_MAX_LENGTH - 1}}}")


def find_user_names(text: str) -> list[Found]:
    """Announced user names, and words of such a shape; as written, without punctuation."""
    pieces = chunks(text)
    found = _announced(pieces)
    taken = {each.start for each in found}
    for piece in pieces:
        if piece.start not in taken and has_handle_shape(piece.text) and not piece.is_address:
            found.append(Found("user_name", piece.text, piece.start, piece.end))
    return sorted(found, key=lambda each: each.start)


def _announced(pieces: Sequence[Chunk]) -> list[Found]:
    if not pieces:
        return []
    nlp_vocab, matcher = _matcher()
    doc = Doc(nlp_vocab, words=[piece.text for piece in pieces])
    after: dict[int, bool] = {}
    for match_id, _, end in matcher(doc):
        joined = nlp_vocab.strings[match_id] != "bare"
        after[end] = after.get(end, False) or joined
    found: dict[int, Found] = {}
    for end, joined in after.items():
        value = _value_at(pieces, end, joined)
        if value is not None:
            found[value.start] = Found("user_name", value.text, value.start, value.end)
    return list(found.values())


def _value_at(pieces: Sequence[Chunk], index: int, joined: bool) -> Chunk | None:
    """The user name that stands at ``index`` (quotes before it are skipped), if one does."""
    while (
        index < len(pieces) and pieces[index].is_sign and pieces[index].text in "\"'„“”‚‘’«»<([*`"
    ):
        index += 1
    if index >= len(pieces):
        return None
    piece = pieces[index]
    lower = piece.text.lower()
    if piece.is_address or piece.is_sign or lower in _WORDS or not _NAME.fullmatch(piece.text):
        return None
    # Without "is" or a colon only a word in a user name's own spelling counts: "username
    # blumenmueller".
    if not joined and not (piece.text.isascii() and piece.text == lower and len(lower) > 3):
        return None
    return piece


@functools.cache
def _matcher() -> tuple[spacy.Vocab, Matcher]:
    vocab = spacy.blank("xx").vocab
    matcher = Matcher(vocab)
    for name, patterns in _patterns().items():
        matcher.add(name, patterns)
    return vocab, matcher


# --- by shape -----------------------------------------------------------------------------------

_SHAPE = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_SEPARATOR = re.compile(r"[-_.]")
# A part that occurs in ordinary compounds ("e-mail", "newsletter-tool", "30-day", "follow-up",
# "sms-paket").
_ORDINARY = """
e mail mails email emails newsletter newsletters tool tools software sms paket pakete premium pro
plus lite konto account accounts abo abos plan plans marketing online offline internet web website
webseite test trial phase karte kreditkarte kredit card cards credit debit adresse adressen
address addon addons add ons pdf csv xls xlsx doc docx png jpg jpeg html txt zip xml json daten
data liste list lists kunden customer customers kontakt kontakte contact contacts rechnung
rechnungs invoice billing payment zahlung zahlungs kosten cost tag tage tagen woche wochen monat
monate monats jahr jahre jahres day days week weeks month months year years hour hours stunde
stunden uhr daily weekly monthly yearly time times term long short half full part on off in out up
down re pre post opt non anti self semi ex co the of by and or to for from no not so too well un
und oder zu zum zur mit ohne für von bis ab am im an auf aus nach vor über ich du wir ihr sie der
die das ein eine hand free based friendly only side set check sign log login logout back follow
double single multi step check self service support team manager chat bot help hilfe privacy
datenschutz dsgvo gdpr can spam user name username passwort password code id nr no ref case ticket
vertrag contract kündigung kuendigung kuendigungs cancel cancellation stop pause pausen start mid
end line on hold last minute first second third one two three four five six seven ten high low top
new old all good great super mega ca max min vs bzw usw etc evtl ggf inkl exkl mwst eur euro usd
chf gmbh ag kg ug ev version covid iphone android windows mac ios office re rg inv kd kdnr
kundennummer whats app facebook google paypal januar februar märz april mai juni juli august
september oktober november dezember january february march may june july october december jan feb
mar apr jun jul aug sep sept okt oct nov dez dec
"""
_ORDINARY_PARTS = frozenset(_ORDINARY.split())
_TO_FORTY = 40


def has_handle_shape(word: str) -> bool:
    """Whether a word alone looks like a user name: ``blumen-mueller``, ``radhaus_nord``.

    All lower-case ASCII letters and digits with at least one separator or digit, and not an
    ordinary compound.
    """
    if not 3 <= len(word) <= _TO_FORTY or not _SHAPE.fullmatch(word):
        return False
    parts = _SEPARATOR.split(word)
    if len(parts) == 1:
        # "yoga24" yes; "24h", "mp3", "b2b" and IBANs no.
        letters = re.match(r"[a-z]*", word)
        stem = letters[0] if letters else ""
        return stem != word and len(stem) > 2 and stem not in _ORDINARY_PARTS
    if not any(len(part) > 2 and part.isalpha() for part in parts):
        return False
    return not any(part in _ORDINARY_PARTS or part in _FUNCTION_WORDS for part in parts)


_FUNCTION_WORDS = GERMAN | ENGLISH
