"""Masking of what must never be stored or logged: card numbers, IBANs, passwords and PINs."""

from __future__ import annotations

from dataclasses import dataclass

from fairwell.rules.privacy.shapes.secrets import SecretKind, secrets_in

CARD_MASK = "[•••• card]"
IBAN_MASK = "[•••• IBAN]"
PASSWORD_MASK = "[••••]"  # noqa: S105 (a mask, no secret)
_MASKS = {
    SecretKind.CARD: CARD_MASK,
    SecretKind.IBAN: IBAN_MASK,
    SecretKind.PASSWORD: PASSWORD_MASK,
}


@dataclass(frozen=True)
class Masked:
    """A text without secrets, and whether anything was removed."""

    text: str
    removed: bool


def mask_secrets(text: str) -> Masked:
    """Replace passwords and PINs in any wording, IBANs (ISO 13616) and card numbers (Luhn)."""
    found = secrets_in(text)
    masked = text
    for secret in reversed(found):
        masked = masked[: secret.start] + _MASKS[secret.kind] + masked[secret.end :]
    return Masked(masked, bool(found))
