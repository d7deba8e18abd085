"""Words of dates in German and English, each with the class by which phrases name it.

A message becomes a row of classes. Words that no phrase and no role names are all `OTHER`, so
nothing that customers write stays in spaCy's vocabulary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OTHER = "_"
_PIECE = re.compile(r"\d+|[^\W\d_]+|\n|[^\w\s]")

_MONTHS = (
    "januar jänner jan january januars",
    "februar feber feb february febuary februars",
    "märz maerz mär mrz march mar marz",
    "april apr aprils",
    "mai may mais",
    "juni jun june juno",
    "juli jul july julei",
    "august aug augusts",
    "september sep sept",
    "oktober okt october oct",
    "november nov novembers",
    "dezember dez december dec dezembers",
)
_WEEKDAYS = (
    "montag mo monday mon montags",
    "dienstag di tuesday tue tues",
    "mittwoch mi wednesday wed",
    "donnerstag do thursday thu thurs thur",
    "freitag fr friday fri",
    "samstag sa saturday sonnabend",
    "sonntag so sunday",
)
# "do", "so", "mon", "sa", "mi", "di" and "fr" are other words far more often than days.
_NO_WEEKDAY = {"do", "so", "mon", "sa", "mi", "di", "fr", "mo"}

_NUMBERS = (
    "ein eine einem einer einen one a an",
    "zwei two zwo couple",
    "drei three",
    "vier four",
    "fünf fuenf five",
    "sechs six",
    "sieben seven",
    "acht eight",
    "neun nine",
    "zehn ten",
    "elf eleven",
    "zwölf zwoelf twelve",
)
_ORDINALS = (
    "ersten erster first",
    "zweiten second",
    "dritten third",
    "vierten fourth",
    "fünften fifth",
    "sechsten sixth",
    "siebten siebenten seventh",
    "achten eighth",
    "neunten ninth",
    "zehnten tenth",
    "elften eleventh",
    "zwölften twelfth",
    "dreizehnten thirteenth",
    "vierzehnten fourteenth",
    "fünfzehnten fuenfzehnten fifteenth",
    "sechzehnten sixteenth",
    "siebzehnten seventeenth",
    "achtzehnten eighteenth",
    "neunzehnten nineteenth",
    "zwanzigsten twentieth",
    *("einundzwanzigsten", "zweiundzwanzigsten", "dreiundzwanzigsten", "vierundzwanzigsten"),
    *("fünfundzwanzigsten", "sechsundzwanzigsten", "siebenundzwanzigsten"),
    *("achtundzwanzigsten", "neunundzwanzigsten", "dreißigsten dreissigsten thirtieth"),
    "einunddreißigsten einunddreissigsten",
)

_CLASSES = {
    "END": "ende end ends ultimo schluss",
    "START": "anfang beginn early beginning start",
    "MIDDLE": "mitte mid middle",
    "NEXT": """
        nächsten nächster nächstes nächste nächstem naechsten naechster naechstes naechste
        kommenden kommender kommendes kommende folgenden folgender next following coming
        upcoming darauffolgenden
    """,
    "AFTERNEXT": "übernächsten übernächster übernächstes übernächste uebernaechsten",
    "THIS": """
        diesen dieses dieser diesem laufenden laufender laufendes aktuellen aktuelles this
        current ongoing present
    """,
    "DAYS": "tag tage tagen tages day days",
    "WEEKS": "woche wochen week weeks wk wks",
    "MONTHS": "monat monate monaten monats monates month months mths",
    "YEARS": "jahr jahre jahren jahres year years",
    "QUARTER": "quartal quartals quartales quarter",
    "THE": """
        der des dem den die das the my our mein meine meines meiner meinem meinen unser unsere
        unseres unserer unserem unseren its your ihr ihre dein deine
    """,
    "PERIOD": """
        laufzeit vertragslaufzeit mindestlaufzeit mindestvertragslaufzeit restlaufzeit
        abrechnungszeitraum abrechnungszeitraums abrechnungszeitraumes abrechnungsperiode
        abrechnungsmonat abrechnungsmonats abrechnungszyklus vertragsjahr vertragsjahres
        vertragsperiode vertragszeitraum vertragszeitraums abozeitraum abozeitraums vertrag
        vertrags vertrages abo abos abonnement abonnements mitgliedschaft periode zeitraum
        zeitraums zahlungsperiode zahlungszeitraums abolaufzeit buchungszeitraum
        buchungszeitraums term contract cycle period subscription membership plan trial
        testphase testzeitraum testzeitraums testmonat testmonats probezeit probemonat
        probemonats probezeitraum probezeitraums probeabo probephase
    """,
    "CREDIT": """
        guthaben guthabens restguthaben restguthabens prepaidguthaben credit credits balance
        prepayment vorauszahlung saldo
    """,
    "USED": """
        aufgebraucht verbraucht leer alle weg null empty used gone spent exhausted zero
        depleted abtelefoniert abgelaufen aufgezehrt verbrauchen aufbrauchen finished
    """,
    "OVER": """
        um vorbei rum abgelaufen endet ausläuft auslaeuft abläuft vorüber over ends expires up
        done finished expired lapses ended beendet durch ablaufen finishes complete
    """,
    "RENEW": """
        renew renews renewed renewal renewing autorenew autorenewal rebill verlängerung
        verlängern verlängert vertragsverlängerung aboverlängerung verlaengern verlaengerung
        verlaengert verlängerungen autoverlängerung rollover
    """,
    "AUTO": "auto automatisch automatische automatischen automatic automatically",
    "OFF": """
        aus off deaktivieren ausschalten abschalten beenden stoppen abstellen disable
        deactivate stop cancel ausstellen rausnehmen kündigen abgeschaltet deaktiviert
        disabled ausgeschaltet ausmachen
    """,
    "BILLING": """
        abbuchung zahlung rechnung billing payment charge invoice bill belastung abrechnung
        zahlungstermin rechnungstermin buchung
    """,
}


def listed(text: str) -> list[str]:
    """List the words of a table that is written as text."""
    return text.split()


def _index(rows: tuple[str, ...]) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows, 1) for word in row.split()}


MONTHS = _index(_MONTHS)
WEEKDAYS = {w: n - 1 for w, n in _index(_WEEKDAYS).items() if w not in _NO_WEEKDAY}
NUMBERS = _index(_NUMBERS)
ORDINALS = _index(_ORDINALS)
# English writes the days from the 21st on in two words, with or without a hyphen.
_TENS = {"twenty": 20, "thirty": 30}
_UNITS = tuple(row.split()[-1] for row in _ORDINALS[:9])
ORDINALS |= {
    f"{ten}-{word}": tens + ORDINALS[word]
    for ten, tens in _TENS.items()
    for word in _UNITS
    if tens + ORDINALS[word] <= 31
}
CLASS_OF = {
    **{word: name for name, listed in _CLASSES.items() for word in listed.split()},
    **dict.fromkeys(MONTHS, "MONTH"),
    **dict.fromkeys(WEEKDAYS, "WDAY"),
    **dict.fromkeys(NUMBERS, "W"),
    **dict.fromkeys(ORDINALS, "ORD"),
}
_SUFFIXES = {"st", "nd", "rd", "th", "ten", "sten", "ter", "te", "er"}
NAMES = frozenset({*CLASS_OF.values(), "SUFFIX", "D", "YY", "YEAR", "NUM"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign of a message, with its place in the text."""

    text: str
    """In lower case."""
    cls: str
    """The class, or the word itself if it has none."""
    start: int
    end: int
    capital: bool


def split(text: str) -> list[Word]:
    """List the words, numbers and signs of ``text``."""
    words: list[Word] = []
    for piece in _PIECE.finditer(text.replace("’", "'").replace("\u2011", "-").replace("–", "-")):
        said = piece[0]
        low = said.lower()
        start, end = piece.span()
        name = _class(low)
        if low in _SUFFIXES and words and words[-1].end == start and words[-1].text.isdecimal():
            name = "SUFFIX"
        words.append(Word(low, name, start, end, said[0].isupper()))
        if name == "ORD":
            _join_tens(words)
    return words


def _join_tens(words: list[Word]) -> None:
    """Make one word of "twenty-first" and "twenty first" at the end of ``words``."""
    *before, last = words
    if before and before[-1].text == "-":
        before.pop()
    joined = f"{before[-1].text}-{last.text}" if before else ""
    if joined in ORDINALS:
        tens = before.pop()
        words[:] = [*before, Word(joined, "ORD", tens.start, last.end, tens.capital)]


def _class(word: str) -> str:
    if not word[0].isdecimal():
        return CLASS_OF.get(word, word)
    if len(word) <= 2:
        return "NUM" if int(word) == 0 else "D" if int(word) <= 31 else "YY"
    return "YEAR" if len(word) == 4 and word[:2] in {"19", "20", "21"} else "NUM"
