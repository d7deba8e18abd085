"""The receipt as plain text."""

from __future__ import annotations

import textwrap

from fairwell.receipts.content import Receipt

_WIDTH = 78
_INDENT = "    "


def receipt_text(receipt: Receipt) -> str:
    """Title, the rows, the notes. Lines of a typed value are set in: none can pass for a row."""
    rows = "\n".join(_row(label, value) for label, value in receipt.rows)
    notes = "\n\n".join(
        textwrap.fill(note, _WIDTH, break_on_hyphens=False) for note in receipt.notes
    )
    return f"{receipt.title}\n{receipt.brand}\n\n{rows}\n\n{notes}\n"


def _row(label: str, value: str) -> str:
    first, *more = value.split("\n")
    return "\n".join((f"{label}: {first}", *(f"{_INDENT}{line}" for line in more)))
