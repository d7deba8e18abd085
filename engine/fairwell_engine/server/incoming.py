"""Request parsing of the channel: a customer's text or the payload of a pressed button.

Rasa reads any text that begins with "/" as a command that sets intents and entities. So no text
may begin with one, however the slash is disguised, and commands have a field of their own that
only the gateway fills.
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

# Rasa's own commands: they would erase a conversation or end a handoff.
_REFUSED_INTENTS = frozenset({"back", "external", "restart", "session_start"})


class BadRequest(Exception):
    """A request that cannot be accepted; the message gives the reason in fixed words."""


@dataclass(frozen=True)
class IncomingTurn:
    """One customer turn: ``text`` as typed, or the ``parse`` of a pressed button's payload."""

    conversation_id: str
    turn_id: str
    text: str
    parse: dict[str, Any] | None
    language_hint: Code | None


def read_turn(body: bytes) -> IncomingTurn:
    """Parse the turn in a webhook request.

    Raises:
        BadRequest: a field is missing, unknown or malformed.
    """
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


def read_text(body: bytes) -> str:
    """Parse the one text in a request.

    Raises:
        BadRequest: there is none, or one that is not allowed.
    """
    return plain_text(_object(body).get("text"))


def read_texts(body: bytes) -> list[str]:
    """Parse the texts in a parse request.

    Raises:
        BadRequest: ``texts`` is not a list, is too long or contains a text that is not allowed.
    """
    texts = _object(body).get("texts")
    if not isinstance(texts, list) or len(texts) > MAX_TEXTS:
        raise BadRequest(f"texts must be a list of at most {MAX_TEXTS}")
    return [plain_text(text) for text in texts]


def read_conversation(value: object) -> str:
    """Validate a conversation's id.

    Raises:
        BadRequest: it is not a string, is empty, too long or not encodable.
    """
    return _string(value, "conversation_id", MAX_ID)


def read_reset(body: bytes) -> tuple[str, Code]:
    """Parse a reset request: the conversation to reset and the language it continues in.

    Raises:
        BadRequest: a field is missing, unknown or malformed.
    """
    fields = _object(body)
    if fields.keys() != {"conversation_id", "language"}:
        raise BadRequest("conversation_id and language are needed, and nothing else")
    language = fields["language"]
    if language not in ("de", "en"):
        raise BadRequest("language is neither de nor en")
    return read_conversation(fields["conversation_id"]), language


def plain_text(value: object) -> str:
    """Return ``value`` if it is a text that Rasa will not read as a command.

    Raises:
        BadRequest: it is empty, too long or begins with a slash, even a disguised one.
    """
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
    """Convert a button's ``/intent{"entity": "value"}`` to the shape of Rasa's parse result.

    Raises:
        BadRequest: it has another form, a nested value or one of Rasa's own commands.
    """
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
