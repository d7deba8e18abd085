"""Addresses and names of the pages that cancel and withdraw without the chat.

Each name is the label that German law prescribes (BGB 312k(2), 356a(1)) and its English version.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fairwell.i18n.catalogue import gettext

CANCEL_PAGE: Final[Mapping[str, str]] = {"de": "/kuendigen", "en": "/cancel"}
WITHDRAW_PAGE: Final[Mapping[str, str]] = {"de": "/widerruf", "en": "/withdraw"}

PAGE_NAMES = {
    "cancel": "Cancel contracts here",
    "withdraw": "Withdraw from contract here",
}
FORM_NAMES = {
    "cancel": "the form “Cancel contracts here”",
    "withdraw": "the form “Withdraw from contract here”",
}


def page_name(kind: str, language: str) -> str:
    """Return the label of every link to a page, which is also its heading."""
    return gettext(language, PAGE_NAMES[kind])


def form_name(kind: str, language: str) -> str:
    """Name the form on a receipt: ``das Formular „Vertrag widerrufen“``."""
    return gettext(language, FORM_NAMES[kind])
