"""Gettext catalogue of all texts but chat responses: mails, pages, the gateway's own lines.

English is the source language: a msgid is the English text. German is in
``locales/de/LC_MESSAGES/fairwell.po`` and is read directly, so nothing has to be compiled.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from fairwell import paths

LANGUAGES = ("de", "en")
DOMAIN = "fairwell"


def po_file(language: str) -> Path:
    """Locate the catalogue of a language."""
    return paths.LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def translations(language: str) -> NullTranslations:
    """Load the catalogue of ``de`` or ``en``, once a process.

    Raises:
        ValueError: an unsupported language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}: use one of {', '.join(LANGUAGES)}")
    if language == "en":
        return NullTranslations()
    with po_file(language).open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)


def gettext(language: str, message: str, **values: str) -> str:
    """Translate a text and fill its ``{name}`` placeholders with formatted values."""
    text = translations(language).gettext(message)
    return text.format(**values) if values else text


def preferred(accept_language: str) -> Literal["de", "en"]:
    """Choose German or English by ``Accept-Language``; German if it names neither."""
    for part in accept_language.split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code == "de":
            return "de"
        if code == "en":
            return "en"
    return "de"
