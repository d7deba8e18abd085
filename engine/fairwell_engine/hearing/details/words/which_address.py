"""Words beside one of several addresses that tell which of them is meant."""

from __future__ import annotations

import re

_DROPPED_BEFORE = """
nicht not statt anstatt instead alt alte alten alter old older früher frueher former formerly
previously previous ehemals ehemalige vorher falsch falsche wrong isn't isnt ain't war was
ungültig dead tote an: to: cc: bcc: kopie: empfänger: never nie
"""
_KEPT_BEFORE = """
sondern neu neue neuen neuer new newer newest heute jetzt now aktuell aktuelle current currently
richtig richtige richtiger correct korrekt correction korrektur korrigiere meine: meinte meant
actually nein no nope sorry quatsch besser stimmt inzwischen mittlerweile use nimm nehmt nehmen
nun geändert changed updated from: von: absender: sender: but rather
"""
_LIKELY_BEFORE = """
registriert registered angemeldet hinterlegt signed konto account first zuerst zunächst zu to
auf primary haupt kundin kunde
"""
_UNLIKELY_BEFORE = """
sonst ansonsten otherwise else alternativ alternatively backup notfalls privat private privately
von from second zweite
"""
_REPLIES_BEFORE = """
antwort antworten reply write reach erreichbar contact
"""
_DROPPED_AFTER = """
alt alte old dead tot tote ungültig invalid wrong falsch former früher gelöscht closed defunct
deleted expired abgeschaltet nicht no longer veraltet outdated
"""
_KEPT_AFTER = """
neu neue new current aktuell aktuelle richtige correct stimmt gilt instead richtig now jetzt
"""
# How much a word before an address speaks for it.
BEFORE = {
    **dict.fromkeys(_DROPPED_BEFORE.split(), -4),
    **dict.fromkeys(_KEPT_BEFORE.split(), 4),
    **dict.fromkeys(_LIKELY_BEFORE.split(), 1),
    **dict.fromkeys(_UNLIKELY_BEFORE.split(), -1),
    **dict.fromkeys(_REPLIES_BEFORE.split(), -2),
}
# How much a word after an address speaks for it.
AFTER = {
    **dict.fromkeys(_DROPPED_AFTER.split(), -4),
    **dict.fromkeys(_KEPT_AFTER.split(), 4),
}
ORDINAL = re.compile(
    r"\b(?:(?:first|erste|erstere|former)|(?P<second>second|latter|zweite|letztere|andere|other))"
    r"(?: one| address| adresse| mail)? (?:is|ist|one's|stimmt|gilt|please|bitte|zählt|counts)\b",
    re.IGNORECASE,
)
UNSURE = re.compile(
    r"\b(?:entweder|either|(?:no idea|not sure|don't know|keine ahnung|weiß nicht|"
    r"weiss nicht)(?: mehr)?,? (?:which|welche|ob|if|whether)"
    r"|eine (?:von|der) beiden|one of (?:the|these|those) two|one of them|oder war|"
    r"(?:might|could) (?:also )?be|könnte (?:auch|aber))\b",
    re.IGNORECASE,
)
SENTENCE_ENDS = frozenset(".!?;\n")


# The next address begins.
NEXT = frozenset({"sondern", "but", "and", "und", "oder", "or", "jetzt", "heute", "now"})
