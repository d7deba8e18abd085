"""Addresses with most of them hidden."""

from __future__ import annotations


def masked(address: str) -> str:
    """``anna.mueller@blumen.example`` as ``a***@b***.example``: known again by its owner only."""
    local, _, host = address.partition("@")
    name, _, rest = host.rpartition(".")
    return f"{local[:1]}***@{name[:1]}***.{rest}"
