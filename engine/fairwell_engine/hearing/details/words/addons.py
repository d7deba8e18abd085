"""The name of an add-on: what stands before its kind, or one of the names that customers use."""

from __future__ import annotations

import re

_KIND = (
    r"(?:paket|modul|zusatz(?:paket|modul|produkt)?|kontingent|add-?on|package|module|feature|pack)"
)
_NAME = (
    r"(?:sms|mms|text(?:ing| messag(?:es|ing))|umfragen?|surveys?|events?|veranstaltung(?:en|s)?)"
)
# An article, a pronoun or a number before the kind names none: "an add-on", "dieses Paket".
_NAMES_NOTHING = (
    r"(?:d(?:as|en|ie|er|em|es|iese[srmn]?)|(?:m|d|s|k)?ein(?:e[srmn]?)?|(?:un|eu)ser\w*|eure?\w*"
    r"|ihre?\w*|jede[srmn]?|welche[srmn]?|alle[srmn]?|beide|zwei|nur|auch|noch|bitte|und|oder|kündige"
    r"|andere[srmn]?|the|an?|my|our|your|his|her|its|this|that|these|those|one|two|both|all|any|some"
    r"|no|each|every|which|what|only|just|and|or|of|for|with|other|another|cancel(?:ling)?|end|drop"
    r"|monthly|paid|new|old|single)"
)
_ADDON = re.compile(
    rf"\b(?:{_NAME}[\s-]*{_KIND}|{_NAME}|(?!{_NAMES_NOTHING}\b)\w+[\s-]{_KIND}"
    rf"|(?!zusatz)\w{{3,}}{_KIND})\b",
    re.IGNORECASE,
)
# What stands behind the kind: quoted, introduced, or written like a name.
_NAMED_BEHIND = re.compile(
    rf"\b{_KIND}s? (?:(?:namens|called|named) [\"'„“”‚‘’«»]?|[\"'„“”‚‘’«»])?"
    r"(?P<name>(?:(?<=[\"'„“”‚‘’«»])|(?<=namens )|(?<=called )|(?<=named )|(?-i:(?=[A-ZÄÖÜ])))"
    r"\w[\w-]+)",
    re.IGNORECASE,
)


def find_addon(text: str) -> str | None:
    """Return the add-on as the customer names it; nothing where none is named."""
    found = _ADDON.search(text)
    if found:
        return found.group(0).strip()
    behind = _NAMED_BEHIND.search(text)
    return behind.group("name") if behind else None
