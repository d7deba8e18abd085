"""Cases as a table file: one line a case, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from fairwell.desk.frame.visitor import Current
from fairwell.desk.words import cases as words
from fairwell.desk.words.handoffs import language_label, status_label
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.values import kind_in_words
from fairwell.store.casebook.listing import CaseListed

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"  # tells spreadsheets that the file is UTF-8
# A German spreadsheet separates by the semicolon, since the comma is its decimal sign.
_BETWEEN = {"de": ";", "en": ","}


def csv_lines(parts: Iterable[Sequence[CaseListed]], current: Current) -> Iterator[str]:
    """Yield the file in parts: a heading, then one line a case in the user's language."""
    yield _MARK + _written([_heading(current.language)], current.language)
    for part in parts:
        yield _written([_cells(one, current) for one in part], current.language)


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _heading(language: str) -> list[str]:
    return [
        _(language, "Reference"),
        _(language, "Kind"),
        _(language, "State"),
        _(language, "Account"),
        _(language, "Takes effect"),
        _(language, "Channel"),
        _(language, "Language"),
        _(language, "Received"),
    ]


def _cells(one: CaseListed, current: Current) -> list[str]:
    language = current.language
    local = one.requested_at.astimezone(ZoneInfo(current.zone))
    return [
        one.reference,
        kind_in_words(one.kind, language),
        status_label(one.status, language),
        one.account or _(language, "unmatched"),
        one.effective_on.isoformat() if one.effective_on else "",
        words.channel_label(one.channel, language),
        language_label(one.language, language),
        local.isoformat(sep=" ", timespec="minutes"),
    ]


def _written(rows: Iterable[Sequence[str]], language: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=_BETWEEN[language])
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue()
