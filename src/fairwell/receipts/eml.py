"""Receipt as an e-mail file (RFC 5322) for mail programs and archives; never sent."""

from __future__ import annotations

import hashlib
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from fairwell.i18n.catalogue import gettext as _
from fairwell.receipts.content import Receipt
from fairwell.receipts.pdf import receipt_pdf
from fairwell.receipts.text import receipt_text

_MESSAGE_ID_DOMAIN = "fairwell.invalid"


def receipt_eml(receipt: Receipt, sender_name: str, sender: str) -> bytes:
    """Build the text with the PDF attached, dated when the declaration was received.

    From is the operator: the customer wrote no mail. To is empty, because the typed address is
    unproven.
    """
    text = receipt_text(receipt)
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(sender_name, addr_spec=sender)
    message["Subject"] = _(
        receipt.language,
        "{title}, no. {reference}",
        title=receipt.title,
        reference=receipt.reference,
    )
    message["Date"] = format_datetime(receipt.received_at)
    message["Message-ID"] = f"<receipt.{receipt.reference.lower()}@{_MESSAGE_ID_DOMAIN}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message.add_attachment(
        receipt_pdf(receipt),
        maintype="application",
        subtype="pdf",
        filename=f"{receipt.stem}.pdf",
    )
    message["Content-Language"] = receipt.language  # last, or it would go into the text's part
    # The same bytes every time; "=_" cannot occur in quoted-printable or base64.
    message.set_boundary(f"=_{hashlib.sha256(text.encode()).hexdigest()[:40]}")
    return message.as_bytes()
