"""Presses of buttons whose moment is over: at the gateway, and at the engine behind it.

The gateway refuses them. What the engine does with one is a second lock behind the first: it knows
what is open, and must not take a press for the answer to another question.
"""

from __future__ import annotations

import secrets

import httpx

from tests.dialogue.meanings.record import rows
from tests.support.chat import Chat


def is_refused(chat: Chat, button_id: str) -> bool:
    """Whether the gateway says that the button belongs to an earlier step."""
    answer = chat.post({"press": button_id})
    said = answer.json().get("error", {}).get("code")
    return (answer.status_code, said) == (httpx.codes.CONFLICT, "button_gone")


def press_at_the_engine(chat: Chat, button_id: str) -> str:
    """What the engine says to a press that the gateway does not stop."""
    product = chat.product
    (button,) = rows(product, "SELECT payload FROM button WHERE id = ?", button_id)
    answer = product.http.post(
        f"{product.setting('gateway', 'engine_url')}/webhooks/fairwell/webhook",
        json={
            "conversation_id": product.conversation(chat.token),
            "turn_id": secrets.token_hex(8),
            "payload": button["payload"],
        },
        headers={"X-Engine-Key": product.setting("gateway", "engine_key")},
    )
    messages = answer.raise_for_status().json()["messages"]
    return "\n".join(message["text"] for message in messages if message.get("text"))
