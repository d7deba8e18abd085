"""Receipt as a PDF: one A4 page, all Latin letters, the same bytes for the same case."""

from __future__ import annotations

from functools import cache

import font_roboto
from fpdf import FPDF
from fpdf.fonts import FontFace, TTFFont
from fpdf.prefs import ViewerPreferences

from fairwell.receipts.content import Receipt

_FONT = "Roboto"
_FILES = {"": font_roboto.font_files["Roboto"], "B": font_roboto.font_files["RobotoBold"]}
_MARGIN = 20.0
_COLUMNS = (52, 118)  # mm: label, value
_TITLE_SIZE = 17.0
# A reason may be as long as a message: the font shrinks, so that it stays one page.
_SIZES = (10.5, 9.5, 8.5, 7.5, 6.5, 5.5, 4.5)
_MOST_LINES = 12  # of one value; what has more is set as running text
_MOST_SIGNS = 4000  # twice what a message may have: fits the page in the smallest size
_LINE_END = " ¶ "


def receipt_pdf(receipt: Receipt) -> bytes:
    """Render the file. Characters outside the font become "?"; no typed text can make it fail."""
    for size in _SIZES:
        pdf = _laid_out(receipt, size)
        try:
            if size == _SIZES[-1] or pdf.get_y() <= pdf.h - _MARGIN:
                return bytes(pdf.output())
        finally:
            _close_fonts(pdf)
    raise AssertionError("unreachable: the smallest size is always taken")


def _laid_out(receipt: Receipt, size: float) -> FPDF:
    pdf = _blank_page(receipt)
    line = size * 0.5  # mm for points, with air
    pdf.set_font(_FONT, "B", _TITLE_SIZE)
    pdf.multi_cell(0, 8, _printable(receipt.title), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(_FONT, "", size)
    pdf.multi_cell(0, line + 2, _printable(receipt.brand), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(line)
    pdf.set_draw_color(185)
    with pdf.table(
        borders_layout="HORIZONTAL_LINES",
        first_row_as_headings=False,
        col_widths=_COLUMNS,
        line_height=line,
        padding=(0.8, 1.5, 0.8, 0),
        text_align="LEFT",
        v_align="TOP",
    ) as table:
        for label, value in receipt.rows:
            row = table.row()
            row.cell(_printable(label), style=FontFace(emphasis="BOLD"))
            row.cell(_printable(_on_few_lines(value)))
    pdf.ln(line)
    for note in receipt.notes:
        pdf.multi_cell(0, line, _printable(note), align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(line / 2)
    return pdf


def _blank_page(receipt: Receipt) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_auto_page_break(False)
    pdf.set_title(f"{receipt.title} {receipt.reference}")
    pdf.set_author(receipt.brand)
    pdf.set_lang(receipt.language)
    pdf.set_creation_date(receipt.received_at)  # not "now": a receipt never changes
    pdf.set_producer("fairwell")
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    _add_fonts(pdf)
    pdf.add_page()
    return pdf


def _add_fonts(pdf: FPDF) -> None:
    for style, file in _FILES.items():
        pdf.add_font(_FONT, style, file)


def _close_fonts(pdf: FPDF) -> None:
    """Close the font files, which a discarded attempt at a page would leave open."""
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.ttfont.close()


def _on_few_lines(value: str) -> str:
    lines = value.split("\n")
    text = value if len(lines) <= _MOST_LINES else _LINE_END.join(lines)
    return text if len(text) <= _MOST_SIGNS else f"{text[:_MOST_SIGNS]} …"


def _printable(text: str) -> str:
    return "".join(sign if sign == "\n" or ord(sign) in _letters() else "?" for sign in text)


@cache
def _letters() -> frozenset[int]:
    """Collect the characters that both faces have."""
    pdf = FPDF()
    _add_fonts(pdf)
    found = [frozenset(font.cmap) for font in pdf.fonts.values() if isinstance(font, TTFFont)]
    _close_fonts(pdf)
    return frozenset.intersection(*found)
