"""What people bring with them: a death, a lawyer, somebody else's account, a word with two senses.

Pure, by words: these are rare and grave, and must not depend on how a classifier was trained.
"""

from __future__ import annotations

import re


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


_RELATIVE = "(?:he|she|father|mother|husband|wife|partner|owner|boss)"
_DEATH = _any_of(
    r"verstorben\w*|gestorben|(?:todes|trauer|sterbe)f[aä]ll\w*|hinterblieben\w*|witwer?",
    r"(?:der |dem )?tod (?:meine[rs]|unsere[rs]|von)",
    r"passed away|deceased|has died|bereave\w*|death (?:of|in)|died (?:last|this|in|on)",
    rf"{_RELATIVE} died|late {_RELATIVE}",
)
_LAWYER = _any_of(
    r"(?:rechts)?anw[aä]lt\w*|rechtsschutz\w*|verklag\w*|klage einreichen|verbraucherzentrale",
    r"lawyers?|attorneys?|solicitors?|legal action|sue you|small claims",
)
_NOT_OWNER = _any_of(
    r"nicht (?:der|die) (?:inhaber\w*|kontoinhaber\w*|besitzer\w*)",
    r"im auftrag (?:von|meine[rs]|unsere[rs]|des|der)",
    r"für meine[nr]? (?:chef\w*|mutter|vater|mann|frau|kund\w+|mandant\w+)",
    r"not the (?:account )?(?:owner|holder)|on behalf of",
    r"for my (?:boss|mother|father|husband|wife|client|employer)",
)
_FOR_CAUSE = _any_of(
    r"fristlos\w*|au(?:ß|ss)erordentlich\w*|wichtige[mnr] grund|sonderkündigung\w*|good cause"
)
# "Cancel it": the account, or what is going on here?
_AMBIGUOUS = re.compile(
    r"^\W*(?:bitte |please |ich (?:möchte|will) |i (?:want|would like) to |can you |just )?"
    r"(?:das |es |alles )?(?:abbrechen|abbruch|canceln|cancel|stornieren)"
    r"(?: it| this| that| everything| bitte| please)?\W*$",
    re.IGNORECASE,
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


def is_ambiguous(text: str) -> bool:
    """A bare "abbrechen" or "cancel it"."""
    return bool(_AMBIGUOUS.match(text))


def is_for_cause(text: str) -> bool:
    """A cancellation for good cause, without notice (BGB 314)."""
    return bool(_FOR_CAUSE.search(text))
