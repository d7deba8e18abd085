"""What people bring with them: a death, a lawyer, somebody else's account, a word with two senses.

Pure, by words: these are rare and grave, and must not depend on how a classifier was trained.
"""

from __future__ import annotations

import re


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


_RELATIVE = (
    "(?:he|she|father|dad|mother|mum|mom|husband|wife|son|daughter|brother|sister|partner|owner"
    "|boss)"
)
_RELATIVE_DE = (
    r"(?:vater|papa|mutter|mama|mann|frau|sohn|tochter|bruder|schwester|partner(?:in)?"
    r"|inhaber(?:in)?|chef(?:in)?|kolleg(?:e|in)|gro(?:ß|ss)vater|gro(?:ß|ss)mutter|opa|oma)"
)
_TIME_AGO = r"\w+ (?:days?|weeks?|months?|years?) ago"
_DEATH = _any_of(
    r"verstorben\w*|gestorben|(?:todes|trauer|sterbe)f[aä]ll\w*|hinterblieben\w*|witwer?",
    r"(?:der |dem )?tod (?:meine[rs]|unsere[rs]|von)",
    r"von uns gegangen|nicht mehr (?:unter uns|am leben)",
    rf"{_RELATIVE_DE} (?:(?:ist|war|sind) )?(?:\w+ ){{0,3}}(?:tot|entschlafen|umgekommen)",
    r"nachla(?:ss|ß)\w*|erbengemeinschaft|testamentsvollstrecker\w*|sterbeurkunde",
    r"passed away|deceased|has died|bereave\w*|death (?:of|in)|died (?:last|this|in|on)",
    r"no longer with us|death certificate|executors?|estate of (?:my|the late)",
    rf"{_RELATIVE} (?:has |had |just |recently |sadly |suddenly )*"
    rf"(?:died|passed(?: on| last| {_TIME_AGO})|is dead)",
    rf"late {_RELATIVE}|lost my {_RELATIVE}",
)
_LAWYER = _any_of(
    r"(?:rechts)?anw[aä]lt\w*|rechtsschutz\w*|verklag\w*|klage einreichen|verbraucherzentrale",
    r"in vollmacht|mandant\w*|rechtliche schritte|gerichtlich\w*",
    r"lawyers?|attorneys?|solicitors?|legal action|sue you|small claims|my client",
    r"court proceedings",
)
_NOT_OWNER = _any_of(
    r"nicht (?:der|die) (?:inhaber\w*|kontoinhaber\w*|besitzer\w*)",
    r"im auftrag (?:von|meine[rs]|unsere[rs]|des|der)",
    r"für meine[nr]? (?:chef\w*|mutter|vater|mann|frau|kund\w+|mandant\w+)",
    r"not the (?:account )?(?:owner|holder)|on behalf of",
    r"for my (?:boss|mother|father|husband|wife|client|employer)",
)
_FOR_CAUSE = _any_of(
    r"fristlos\w*|au(?:ß|ss)erordentlich\w*|wichtige[mnr] grund|sonderkündigung\w*|good cause",
    r"(?:for|material) breach",
)
_MONEY = re.compile(
    r"[€$£]|\b(?:\w*abgebucht\w*|\w*abbuch\w*|\w*abgezogen|\w*eingezogen|\w*belaste\w*|bezahlt"
    r"|(?:ab|rück)?zahl\w*|geld|betrag|berechnet|rechnung\w*|konto(?:auszug)?|karte|kreditkarte"
    r"|lastschrift\w*|abgegangen|euro?|dollars?|pounds?|charg\w*|bill(?:ed|ing)?|invoic\w*|debit\w*"
    r"|money|paid|pay(?:ment|ing)?|took|taken|fee|card|deduct\w*|withdrew|statement)\b",
    re.IGNORECASE,
)
_TAKES_BACK = _any_of(
    r"rückgängig|zurück(?:nehmen|ziehen)|undo|revert|reverse|take (?:it|that|this) back",
    r"(?:nimm|nehmen sie|zieh\w*) (?:das|es|die kündigung) (?:wieder )?zurück|ungeschehen",
    r"verklickt|falsch geklickt|falschen knopf|clicked (?:the )?wrong|wrong button",
)
_LANGUAGE = _any_of(r"deutsch\w*|englisch\w*|german|english")
# Only at the end: "wie geht es weiter?" asks for something.
_SMALL_TALK = re.compile(
    r"\b(?:wie geh(?:t'?s|t es)|alles gut bei|was geht(?: ab)?|schönes wetter"
    r"|how are (?:you|things)|how'?s (?:it going|your day)|how do you do|what'?s up)"
    r"(?: (?:dir|ihnen|euch|denn|so|heute|today|doing))*\W*$",
    re.IGNORECASE,
)
_ANGRY = re.compile(
    r"!{3,}|\b(?:langt|reicht)'?s?\b.*\b(?:jetzt|endgültig|mir)\b|\b(?:mir|jetzt) (?:langt|reicht)"
    r"|\b(?:frechheit|unverschämt\w*|saftladen|abzocke\w*|schnauze voll|nase voll|sauer|stinksauer"
    r"|unfassbar|verarsch\w*|betrüger\w*|scheiß\w*|verdammt\w*)\b"
    r"|\b(?:ridiculous|unbelievable|outrageous|fed up|sick of|scam\w*|rip-?off|furious|disgust\w*"
    r"|damn|bloody|crap|bullshit)\b",
    re.IGNORECASE,
)
# "Cancel it": the account, or what is going on here?
_AMBIGUOUS = re.compile(
    r"^\W*(?:bitte |please |ich (?:möchte|will) |i (?:want|would like) to |can you |just )?"
    r"(?:das |es |alles )?(?:abbrechen|abbruch|canceln|cancel|stornieren)"
    r"(?: it| this| that| everything| bitte| please)?\W*$",
    re.IGNORECASE,
)
# With no more than the wish itself the account is meant, where nothing else is open.
_BARE_WISH = re.compile(
    r"^\W*(?:hallo|hello|hi|hey)?\W*(?:(?:bitte|please|just|einfach) )*"
    r"(?:(?:ich|wir) (?:möchte|will|möchten|wollen) |(?:i|we) (?:want|would like|need|wish) to "
    r"|(?:i|we)'d like to )?(?:(?:bitte|please|just|einfach) )*"
    r"(?:canceln|cancel)(?: (?:bitte|please|now|jetzt))*\W*$",
    re.IGNORECASE,
)
# Said right after a receipt, these mean what was recorded.
_MISTAKE = _any_of(
    r"versehen(?:tlich)?|ungewollt|nicht gewollt|(?:das )?wollte ich (?:gar |doch )?nicht"
    r"|falsch gedrückt|vertan|mein fehler|storno|stornier\w*",
    r"by (?:mistake|accident)|(?:a|my) mistake|accident(?:al(?:ly)?)?|mistakenly"
    r"|(?:didn'?t|did not) (?:mean|want|intend) (?:to|that|this|it)\b.*",
)


_BECAUSE = re.compile(
    r"\b(?:weil|wegen|because(?: of)?|due to|(?:grund|reason)(?: ist| is)?:?)\s+"
    r"([^,.!?\n@]{4,200})",
    re.IGNORECASE,
)


def reason_in(text: str) -> str | None:
    """The reason a first sentence gives beside the wish: "kündigen, weil es zu teuer ist"."""
    found = _BECAUSE.search(text)
    return found.group(1).strip(" ,;") if found else None


def is_bereaved(text: str) -> bool:
    """Somebody has died."""
    return bool(_DEATH.search(text))


def names_lawyer(text: str) -> bool:
    """A lawyer, a court or a consumers' association is named."""
    return bool(_LAWYER.search(text))


def is_not_owner(text: str) -> bool:
    """The account belongs to somebody else."""
    return bool(_NOT_OWNER.search(text))


def takes_back(text: str) -> bool:
    """What was just done shall be undone."""
    return bool(_TAKES_BACK.search(text))


def speaks_of_money(text: str) -> bool:
    """A charge, a payment or an amount is spoken of."""
    return bool(_MONEY.search(text))


def names_language(text: str) -> bool:
    """German or English is named."""
    return bool(_LANGUAGE.search(text))


def is_small_talk(text: str) -> bool:
    """Polite talk that asks for nothing: "wie geht's?"."""
    return bool(_SMALL_TALK.search(text))


def is_angry(text: str) -> bool:
    """Somebody has had enough and says so."""
    return bool(_ANGRY.search(text))


def is_ambiguous(text: str) -> bool:
    """A bare "abbrechen" or "cancel it"."""
    return bool(_AMBIGUOUS.match(text))


def is_bare_wish(text: str) -> bool:
    """A wish to cancel with no object: "cancel please", which no "it" or "that" makes doubtful."""
    return bool(_BARE_WISH.match(text))


def is_mistake(text: str) -> bool:
    """What was just done was not meant."""
    return bool(_MISTAKE.search(text))


def is_for_cause(text: str) -> bool:
    """A cancellation for good cause, without notice (BGB 314)."""
    return bool(_FOR_CAUSE.search(text))
