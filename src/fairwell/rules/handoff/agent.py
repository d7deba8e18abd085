"""Who acts at the desk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Agent:
    """Somebody at the desk: ``name`` is what customers see, ``login`` what the audit keeps."""

    id: str
    login: str
    name: str
