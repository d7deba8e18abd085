"""Whether a word has the shape of a user name.

Judged strictly: a wrong user name sends a cancellation to the wrong account, while a missed one is
only asked for again.
"""

from __future__ import annotations

import re

from .words import COMMON

_SHAPE = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
# Nobody writes underscores in ordinary text, so nothing else needs to be asked of such a word.
_WITH_UNDERSCORE = re.compile(
    r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*_[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*"
)
_SEPARATOR = re.compile(r"[-_.]")
_MIN_LENGTH, _MAX_LENGTH = 3, 40

# Parts of ordinary compounds: "e-mail", "newsletter-tool", "30-day", "follow-up", "sms-paket".
_ORDINARY = """
e mail mails email emails newsletter newsletters tool tools software sms paket pakete premium pro
plus lite konto account accounts abo abos plan plans marketing online offline internet web website
webseite test trial phase karte kreditkarte kredit card cards credit debit adresse adressen
address addon addons add ons pdf csv xls xlsx doc docx png jpg jpeg html txt zip xml json daten
data liste list lists kunden customer customers kontakt kontakte contact contacts rechnung
rechnungs invoice billing payment zahlung zahlungs kosten cost tag tage tagen woche wochen monat
monate monats jahr jahre jahres day days week weeks month months year years hour hours stunde
stunden uhr daily weekly monthly yearly time times term long short half full part on off in out up
down re pre post opt non anti self semi ex by or to for from no not so too well un oder zu zum zur
mit ohne für von bis ab am im an auf aus nach vor über ich du wir ihr sie der die das ein eine
hand free based friendly only side set check sign log login logout back follow double single multi
step service support team manager chat bot help hilfe privacy datenschutz dsgvo gdpr can spam user
name username passwort password code id nr ref case ticket vertrag contract kündigung kuendigung
kuendigungs cancel cancellation stop pause pausen start mid end line hold last minute first second
third one two three four five six seven ten high low top new old all good great super mega ca max
min vs bzw usw etc evtl ggf inkl exkl mwst eur euro usd chf version covid iphone android windows
mac ios office rg inv kd kdnr kundennummer whats app facebook google paypal januar februar märz
april mai juni juli august september oktober november dezember january february march may june
july october december jan feb mar apr jun jul aug sep sept okt oct nov dez dec auto renew renewal
renewals sized faktor opted outs authentifizierung way drag drop black white go grown bye owner
"""
ORDINARY_PARTS = frozenset(_ORDINARY.split()) | COMMON
# "fig-and-olive" and "kraus-ug" are names, although "and" and "ug" are ordinary words.
_CONNECTORS = frozenset({"and", "und", "of", "the", "n"})
_LEGAL_FORMS = frozenset({"ag", "co", "ev", "gbr", "gmbh", "inc", "kg", "llc", "ltd", "ug"})


def has_handle_shape(word: str) -> bool:
    """Whether a word alone looks like a user name: ``blumen-mueller``, ``radhaus_nord``.

    Lower-case ASCII letters and digits with at least one separator or digit, and not an ordinary
    compound.
    """
    if not _MIN_LENGTH <= len(word) <= _MAX_LENGTH:
        return False
    if _WITH_UNDERSCORE.fullmatch(word):
        return True
    if not _SHAPE.fullmatch(word):
        return False
    parts = _SEPARATOR.split(word)
    return _is_compound_name(parts) if len(parts) > 1 else _ends_in_digits(word)


def _ends_in_digits(word: str) -> bool:
    """``yoga24`` yes; ``24h``, ``mp3``, ``b2b`` and bank accounts no."""
    stem = word.rstrip("0123456789")
    return stem != word and len(stem) > 2 and stem.isalpha() and stem not in ORDINARY_PARTS


def _is_compound_name(parts: list[str]) -> bool:
    if parts[-1] in _LEGAL_FORMS:
        parts = parts[:-1] if parts[-2] not in _CONNECTORS else parts[:-2]
    if not parts or parts[0] in _CONNECTORS or parts[-1] in _CONNECTORS:
        return False
    telling = [part for part in parts if part not in _CONNECTORS]
    named = any(len(part) > 2 and part.isalpha() for part in telling)
    return named and ORDINARY_PARTS.isdisjoint(telling)
