"""Parse result of the live model in the shape that the rest of the product reads."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from rasa.core.agent import Agent
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME

_ENTITY_FIELDS = ("entity", "value", "role", "start", "end")


async def understand(agent: Agent, text: str) -> dict[str, Any]:
    """Return the decided intent (after the threshold), ranking and entities of ``text``."""
    # Yield to waiting turns between texts: 500 texts in one go would delay customers.
    await asyncio.sleep(0)
    parse = await agent.parse_message(text)
    entities = [
        {field: entity[field] for field in _ENTITY_FIELDS if field in entity}
        for entity in parse.get("entities", [])
    ]
    return {"intent": named(parse["intent"]), "ranking": ranking(parse), "entities": entities}


def ranking(parse: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the intents by confidence, without the fallback: a decision, not a meaning."""
    entries = map(named, parse.get("intent_ranking", []))
    return [entry for entry in entries if entry["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME]


def named(intent: Mapping[str, Any]) -> dict[str, Any]:
    """Return an intent's name and confidence; both keys are always present."""
    return {"name": intent.get("name"), "confidence": float(intent.get("confidence") or 0.0)}
