"""Templates of the gateway's pages."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

from fairwell.i18n.templating import environment_of

_FOLDER = Path(__file__).parent / "templates"


def environment(language: str) -> Environment:
    """Return the template environment of a language."""
    return environment_of(_FOLDER, language)
