"""Parse result of the live model in the shape that the rest of the product reads."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME

PAGES = ("cancel", "pause", "withdraw", "delete_data", "access_request", "addon", "revoke")
DETAILS = ("user_name", "email", "phone", "code", "reference", "addon", "amount")
HEARD = "heard"

_ENTITY_FIELDS = ("entity", "value", "role", "start", "end")


async def understand(
    agent: Agent, text: str, context: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the decided intent (after the threshold), ranking, entities and all else heard.

    ``context`` is what hearing may know of the conversation (``asked``, ``page``, ``today``, ...):
    components read it from the message's metadata. Fields that no component fills are empty.
    """
    # Yield to waiting turns between texts: 500 texts in one go would delay customers.
    await asyncio.sleep(0)
    # As Agent.parse_message does, which takes no metadata.
    parse = await agent.processor.parse_message(UserMessage(text, metadata=dict(context or {})))
    entities = [
        {field: entity[field] for field in _ENTITY_FIELDS if field in entity}
        for entity in parse.get("entities", [])
    ]
    decided = {
        "text": text,
        "intent": named(parse["intent"]),
        "ranking": ranking(parse),
        "entities": entities,
    }
    return decided | heard(parse)


def heard(parse: Mapping[str, Any]) -> dict[str, Any]:
    """Return every field of what was heard; one that no component filled is empty."""
    found, nothing = parse.get(HEARD) or {}, _nothing_heard()
    filled = {field: found.get(field, empty) for field, empty in nothing.items()}
    return filled | {"details": nothing["details"] | filled["details"]}


def ranking(parse: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the intents by confidence, without the fallback: a decision, not a meaning."""
    entries = map(named, parse.get("intent_ranking", []))
    return [entry for entry in entries if entry["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME]


def named(intent: Mapping[str, Any]) -> dict[str, Any]:
    """Return an intent's name and confidence; both keys are always present."""
    return {"name": intent.get("name"), "confidence": float(intent.get("confidence") or 0.0)}


def _nothing_heard() -> dict[str, Any]:
    return {
        "language": None,
        "acts": [],
        "unsure": [],
        "stances": {page: {"stance": "none", "confidence": 0.0} for page in PAGES},
        "stance": "none",
        "strength": "",
        "page": None,
        "ends": None,
        "details": dict.fromkeys(DETAILS),
        "refuses": [],
        "unknown": [],
        "broken_email": False,
        "lone_name": False,
        "asks": False,
        "bare": "",
        "says_why": False,
        "languages": [],
        "reason": None,
        "tags": [],
        "secrets": [],
    }
