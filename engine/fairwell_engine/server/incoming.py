"""Reading the channel's requests: what counts as a customer's text, what as a pressed button.

Rasa takes any text that begins with "/" for a command that sets intents and entities. So a text
never may, however the slash is disguised, and commands come in a field of their own that only the
gateway fills.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from fairwell_engine.hearing.detection import Code

MAX_TEXT = 2_000
MAX_ID = 200
MAX_TEXTS = 500

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_PAYLOAD = re.compile(r"/(?P<intent>[a-z][a-z0-9_]{0,63})(?P<entities>\{.*\})?", re.DOTALL)

# Rasa's own commands: they would wipe a conversation or end a handover.
_REFUSED_INTENTS = frozenset({"back", "external", "restart", "session_start"})


class BadRequest(Exception):
    """The request cannot be taken; the message says why, in fixed words."""


@dataclass(frozen=True)
class IncomingTurn:
    """One customer turn: ``text`` as typed, or the ``parse`` of a pressed button's payload."""

    conversation_id: str
    turn_id: str
    text: str
    parse: dict[str, Any] | None
    language_hint: Code | None


def read_turn(body: bytes) -> IncomingTurn:
    """The turn in a webhook request, or ``BadRequest``."""
    fields = _object(body)
    unknown = fields.keys() - {"conversation_id", "turn_id", "text", "payload", "language_hint"}
    if unknown:
        raise BadRequest("unknown field")
    if ("text" in fields) == ("payload" in fields):
        raise BadRequest("either text or payload is needed")
    hint = fields.get("language_hint")
    if hint not in (None, "de", "en"):
        raise BadRequest("language_hint is neither de nor en")
    if "text" in fields:
        text, parse = plain_text(fields["text"]), None
    else:
        text = _string(fields["payload"], "payload", MAX_TEXT)
        parse = read_payload(text)
    return IncomingTurn(
        conversation_id=read_conversation(fields.get("conversation_id")),
        turn_id=_string(fields.get("turn_id"), "turn_id", MAX_ID),
        text=text,
        parse=parse,
        language_hint=hint,
    )


def read_texts(body: bytes) -> list[str]:
    """The texts in a parse request, or ``BadRequest``."""
    texts = _object(body).get("texts")
    if not isinstance(texts, list) or len(texts) > MAX_TEXTS:
        raise BadRequest(f"texts must be a list of at most {MAX_TEXTS}")
    return [plain_text(text) for text in texts]


def read_conversation(value: object) -> str:
    """A conversation's id, or ``BadRequest``."""
    return _string(value, "conversation_id", MAX_ID)


def read_reset(body: bytes) -> tuple[str, Code]:
    """Which conversation to forget and the language it goes on in, or ``BadRequest``."""
    fields = _object(body)
    if fields.keys() != {"conversation_id", "language"}:
        raise BadRequest("conversation_id and language are needed, and nothing else")
    language = fields["language"]
    if language not in ("de", "en"):
        raise BadRequest("language is neither de nor en")
    return read_conversation(fields["conversation_id"]), language


def plain_text(value: object) -> str:
    """``value`` if it is a text that Rasa will not take for a command, else ``BadRequest``."""
    text = _string(value, "text", MAX_TEXT)
    visible = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", text)
        if unicodedata.category(sign) not in _INVISIBLE
    )
    if not visible:
        raise BadRequest("text is empty")
    if visible.startswith("/"):
        raise BadRequest("text begins with a slash")
    return text


def read_payload(payload: str) -> dict[str, Any]:
    """A button's ``/intent{"entity": "value"}`` in the shape of Rasa's own parse result."""
    match = _PAYLOAD.fullmatch(payload)
    if match is None or match["intent"] in _REFUSED_INTENTS:
        raise BadRequest("payload is not an allowed /intent{...}")
    values = _object((match["entities"] or "{}").encode())
    if not all(isinstance(value, str | int | float | bool) for value in values.values()):
        raise BadRequest("payload values must be plain")
    intent = {"name": match["intent"], "confidence": 1.0}
    entities = [
        {"entity": entity, "value": value, "start": match.end("intent"), "end": len(payload)}
        for entity, value in values.items()
    ]
    return {"text": payload, "intent": intent, "intent_ranking": [intent], "entities": entities}


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("body is not JSON") from None
    if not isinstance(value, dict):
        raise BadRequest("body is not an object")
    return value


def _string(value: object, name: str, longest: int) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise BadRequest(f"{name} must be a string of 1 to {longest} signs")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadRequest(f"{name} has half a sign (lone surrogate)") from None
    return value
