"""Masking of e-mail addresses."""

from __future__ import annotations


def masked(address: str) -> str:
    """Mask ``anna.mueller@blumen.example`` as ``a***@b***.example``, which its owner recognizes."""
    local, _, host = address.partition("@")
    name, _, rest = host.rpartition(".")
    return f"{local[:1]}***@{name[:1]}***.{rest}"
