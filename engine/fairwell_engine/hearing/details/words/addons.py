"""The name of an add-on: what stands before its kind, or one of the names that customers use."""

from __future__ import annotations

import re

_KIND = (
    r"(?:paket|modul|zusatz(?:paket|modul|produkt)?|kontingent|add-?on|package|module|feature|pack)"
)
_NAME = (
    r"(?:sms|mms|text(?:ing| messag(?:es|ing))|umfragen?|surveys?|events?|veranstaltung(?:en|s)?)"
)
_ADDON = re.compile(
    rf"\b(?:{_NAME}[\s-]*{_KIND}|{_NAME}|(?!das|den|die|the|my|mein|only|nur|ein)\w+[\s-]{_KIND}"
    rf"|(?!zusatz)\w{{3,}}{_KIND})\b",
    re.IGNORECASE,
)


def find_addon(text: str) -> str | None:
    """Return the add-on as the customer names it; nothing where none is named."""
    found = _ADDON.search(text)
    return found.group(0).strip() if found else None
