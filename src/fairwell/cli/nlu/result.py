"""What the model heard in one message, as far as labelled rows measure it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fairwell.cli.nlu.intents import canonical

# A refused wish, or one that is said to be done, is no wish.
_COUNTED = frozenset({"want", "ask"})


@dataclass(frozen=True)
class ParseResult:
    """Acts that are wanted or asked about, stances, end date and details of one message."""

    acts: frozenset[str] = frozenset()
    unsure: tuple[str, ...] = ()
    stances: Mapping[str, str] = field(default_factory=dict)
    ends: str | None = None
    details: Mapping[str, str | None] = field(default_factory=dict)
    refuses: frozenset[str] = frozenset()
    reason: str | None = None

    @classmethod
    def of(cls, parsed: Mapping[str, Any]) -> ParseResult:
        """Read the engine's answer; a field that it lacks is empty."""
        acts = parsed.get("acts") or []
        ends = parsed.get("ends")
        return cls(
            acts=frozenset(canonical(act["intent"]) for act in acts if act["polarity"] in _COUNTED),
            unsure=tuple(canonical(intent) for intent in parsed.get("unsure") or []),
            stances={
                page: heard["stance"] for page, heard in (parsed.get("stances") or {}).items()
            },
            ends=ends["value"] if ends else None,
            details=parsed.get("details") or {},
            refuses=frozenset(parsed.get("refuses") or []),
            reason=parsed.get("reason"),
        )
