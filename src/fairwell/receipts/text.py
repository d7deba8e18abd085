"""Receipt as plain text."""

from __future__ import annotations

import textwrap

from fairwell.receipts.content import Receipt

_WIDTH = 78
_INDENT = "    "


def receipt_text(receipt: Receipt) -> str:
    """Render title, rows and notes. Typed values are indented, so none can imitate a row."""
    rows = "\n".join(_row(label, value) for label, value in receipt.rows)
    notes = "\n\n".join(
        textwrap.fill(note, _WIDTH, break_on_hyphens=False) for note in receipt.notes
    )
    return f"{receipt.title}\n{receipt.brand}\n\n{rows}\n\n{notes}\n"


def _row(label: str, value: str) -> str:
    first, *more = value.split("\n")
    return "\n".join((f"{label}: {first}", *(f"{_INDENT}{line}" for line in more)))
