"""Files of a receipt: names, types, renderers."""

from __future__ import annotations

from dataclasses import dataclass

from fairwell.receipts.content import Receipt, stem_of
from fairwell.receipts.eml import receipt_eml
from fairwell.receipts.pdf import receipt_pdf
from fairwell.receipts.text import receipt_text

OFFERED = ("pdf", "eml")  # in the chat, which shows the text anyway
FORMATS = {
    "pdf": "application/pdf",
    "eml": "message/rfc822",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class File:
    """A finished file to download."""

    name: str
    media_type: str
    content: bytes


def receipt_file(receipt: Receipt, name: str, sender_name: str, sender: str) -> File | None:
    """Render the file of that name; ``None`` if this receipt has no such file."""
    stem, _, form = name.rpartition(".")
    if stem != receipt.stem or form not in FORMATS:
        return None
    if form == "pdf":
        content = receipt_pdf(receipt)
    elif form == "eml":
        content = receipt_eml(receipt, sender_name, sender)
    else:
        content = receipt_text(receipt).encode()
    return File(name, FORMATS[form], content)


def attachments(reference: str, token: str) -> list[dict[str, str]]:
    """List the chat's downloads under a receipt: names, and URLs relative to the gateway."""
    urls = dict(file_addresses(reference, token))
    return [{"name": f"{stem_of(reference)}.{form}", "url": urls[form]} for form in OFFERED]


def file_addresses(reference: str, token: str) -> list[tuple[str, str]]:
    """List all files under a receipt: formats, and URLs relative to the gateway."""
    return [(form, f"/receipt/{token}/{stem_of(reference)}.{form}") for form in FORMATS]
