"""Jinja2 environments for all pages: escaping on, undefined values are errors, texts by gettext."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fairwell.i18n.catalogue import translations


@cache
def environment_of(folder: Path, language: str) -> Environment:
    """Build the template environment of a folder, in a language."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return made
