"""Account details as customers type them: finding, checking and normalising.

Every pattern here runs in linear time on 2,000 characters (no nested repetition).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

_USER_NAME = re.compile(r"^[\w][\w.\-@+]{1,62}[\w]$")
_EDGES = " \t\r\n.,;:!?\"'()[]<>„“”‚‘’«»"
_FILLERS = frozenset(
    "a account adresse address and auf benutzer benutzername bin bitte das dazu der des die e "  # noqa: SIM905
    "e-mail e-mail-adresse email emailadresse für haupt-account hauptaccount hauptkonto "
    "hauptkontos heißt heisst hi hier hallo i ich ihr im in is ist it it's its konto lautet "
    "login mail mail-adresse mailadresse mailto main mein meine mit my mine name nutzer nutzername "
    "ok okay please sind the this und unter use user user-name username wäre waere well with "
    "zum zur his her their was war sein seine".split()
)


@dataclass(frozen=True)
class Details:
    """What one message tells of the account; ``broken_email`` is a failed try at an address."""

    user_name: str | None = None
    email: str | None = None
    broken_email: bool = False


def normal_email(text: str) -> str | None:
    """One plain address in canonical form (lower case, host by IDNA 2008), or ``None``.

    Refused on purpose: display names, several addresses, quoted local parts, control and
    bidirectional characters: a mail must never be able to go anywhere else.
    """
    text = text.strip().lower().removeprefix("mailto:").strip("<>").rstrip(".,;:!?")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in text):
        return None
    try:
        address = validate_email(
            text, strict=True, allow_smtputf8=False, check_deliverability=False
        )
    except EmailNotValidError:
        return None
    return address.ascii_email


def normal_user_name(text: str) -> str | None:
    """A user name in canonical form (trimmed, case folded), or ``None`` when it cannot be one."""
    # Folding may lengthen a name (ß becomes ss), so the check comes last.
    folded = unicodedata.normalize("NFKC", text).strip(_EDGES).casefold()
    name = unicodedata.normalize("NFKC", folded)
    return None if not _USER_NAME.fullmatch(name) or normal_email(name) else name


def read_details(text: str) -> Details:
    """Read user name and address from an answer to "what is your user name and e-mail?".

    Order, labels and punctuation do not matter. A word counts as the user name only when it is
    the one word left beside fillers and address; a sentence about something else yields nothing.
    """
    chunks = re.split(r"[\s,;:|]+", text)
    # A masked secret counts as a word: what stands beside it ("Passwort") is no user name.
    words = [w for w in chunks if "@" in w or "•" in w or any(map(str.isalnum, w))]
    emails, rest, broken = [], [], False
    for word in words:
        if "@" in word.strip("@") or word.startswith("@") or word.endswith("@"):
            address = normal_email(word.strip(_EDGES))
            if address:
                emails.append(address)
            else:
                broken = True
        else:
            rest.append(word.strip(_EDGES))
    names = [word for word in rest if word.casefold().strip(":") not in _FILLERS]
    name = normal_user_name(names[0]) if len(names) == 1 else None
    broken = broken or len(set(emails)) > 1
    email = emails[0] if emails and not broken else None
    return Details(user_name=name, email=email, broken_email=broken)
