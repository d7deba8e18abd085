"""What people bring with them: a death, a lawyer, somebody else's account, a word with two senses.

Pure, by words: these are rare and grave, and must not depend on how a classifier was trained.
"""

from __future__ import annotations

import re

_DEATH = re.compile(
    r"\b(?:verstorben\w*|gestorben|todesfall|trauerfall|sterbefall|(?:der |dem )?tod (?:meine[rs]|unsere[rs]|von)"
    r"|nachlass|hinterblieben\w*|witwer?|passed away|deceased|has died|(?:he|she|father|mother|husband|wife|partner|owner|boss) died"
    r"|died (?:last|this|in|on)|death (?:of|in)|bereave\w*|late (?:husband|wife|father|mother))\b",
    re.IGNORECASE,
)
_LAWYER = re.compile(
    r"\b(?:anw[aä]lt\w*|rechtsanw[aä]lt\w*|rechtsschutz\w*|verklag\w*|klage einreichen|verbraucherzentrale|lawyers?"
    r"|attorneys?|solicitors?|legal action|sue you|small claims)\b",
    re.IGNORECASE,
)
_NOT_OWNER = re.compile(
    r"\b(?:nicht (?:der|die) (?:inhaber\w*|kontoinhaber\w*|besitzer\w*)|im auftrag (?:von|meine[rs]|unsere[rs]|des|der)"
    r"|für meine[nr]? (?:chef\w*|mutter|vater|mann|frau|kund\w+|mandant\w+)|not the (?:account )?(?:owner|holder)"
    r"|on behalf of|for my (?:boss|mother|father|husband|wife|client|employer))\b",
    re.IGNORECASE,
)
# "Cancel it": the account, or what is going on here?
_AMBIGUOUS = re.compile(
    r"^\W*(?:bitte |please |ich (?:möchte|will|würde gern) |i (?:want|would like|wanna) to |can you |just )?"
    r"(?:das |es |alles )?(?:abbrechen|abbruch|canceln|cancel|stornieren)(?: it| this| that| everything| bitte| please)?\W*$",
    re.IGNORECASE,
)
_FOR_CAUSE = re.compile(
    r"\b(?:fristlos\w*|au(?:ß|ss)erordentlich\w*|wichtige[mnr] grund|sonderkündigung\w*|good cause|with immediate effect because)\b",
    re.IGNORECASE,
)


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
