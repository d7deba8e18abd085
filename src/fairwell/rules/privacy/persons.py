"""Masking of the writer in texts for trainers: what is left is the wish.

Names without an introduction cannot be recognized, so the texts are deleted with their
transcripts. Every pattern runs in linear time on 2,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fairwell.rules.privacy.secrets import mask_secrets

EMAIL_MASK = "[e-mail]"
USER_NAME_MASK = "[user name]"
NAME_MASK = "[name]"
NUMBER_MASK = "[number]"
REFERENCE_MASK = "[reference]"

# What the engine finds in a message, by the name of its entity.
_MASKS = {"email": EMAIL_MASK, "user_name": USER_NAME_MASK, "code": NUMBER_MASK}
_EMAIL = re.compile(r"[^\s@<>()\"]{1,64}\s?(?:@|\(at\)|\[at\])\s?[^\s@<>()\",;!?]{1,255}")
_REFERENCE = re.compile(r"\b[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{4}\b", re.IGNORECASE)
# Codes, customer numbers and phone numbers; a date or a sum has fewer digits than these.
_NUMBER = re.compile(r"(?<!\w)(?:\+|\(0)?\d(?:[ ()/.\-]{0,2}\d){4,24}(?!\w)")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}")
_CAPITALISED = r"[^\W\d_a-zß-ÿ][\w'’\-]{1,30}"
_INTRODUCED = re.compile(
    r"\b(?i:(my name is|mein name ist|ich heiße|ich heisse|i am called|i'm called|frau|herrn?"
    r"|mrs?\.?|ms\.?|dr\.|regards,?|grüßen,?|grüssen,?|gruß,?|gruss,?|sincerely,?))"
    rf"(\s{{1,3}}){_CAPITALISED}(?:\s{_CAPITALISED}){{0,2}}"
)


def mask_person(text: str, found: Mapping[str, Sequence[str]] | None = None) -> str:
    """Mask secrets, addresses, user names, numbers, references and introduced names in a text.

    ``found`` are the details that the engine recognised, by entity; other entities stay.
    """
    masked = mask_secrets(text).text
    masked = _EMAIL.sub(EMAIL_MASK, masked)
    for entity, values in (found or {}).items():
        mask = _MASKS.get(entity)
        for value in values if mask else ():
            masked = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", str(mask), masked, flags=re.I)
    masked = _REFERENCE.sub(REFERENCE_MASK, masked)
    masked = _NUMBER.sub(lambda run: _without_number(run.group()), masked)
    return _INTRODUCED.sub(rf"\1\2{NAME_MASK}", masked)


def _without_number(run: str) -> str:
    return run if _DATE.fullmatch(run) else NUMBER_MASK
