"""The product's texts as data: responses, rules, training examples, catalogues, and their use."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from fairwell import paths
from fairwell.i18n.catalogue import po_file
from tests.unit.samples import domain

ACTIONS = paths.ROOT / "actions"
SOURCE = paths.ROOT / "src" / "fairwell"
DECIDING = [*ACTIONS.rglob("*.py"), *(SOURCE / "dialogue").rglob("*.py")]
SPEAKS_FAMILIARLY = re.compile(
    r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[mnrs]?|[Ee]uch|[Ee]uer|[Ee]ure\w*)\b"
)
_BRACES = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


# --- chat responses ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One variation of one response in one language."""

    response: str
    language: str
    when: frozenset[tuple[str, str]]  # conditions besides the language
    text: str
    titles: tuple[str, ...]
    payloads: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.response}-{self.language}"

    @property
    def places(self) -> frozenset[str]:
        return placeholders("\n".join((self.text, *self.titles)))

    @property
    def is_list(self) -> bool:
        """Pages and receipts are lists and may be longer than a phone's screen."""
        return "•" in self.text or "{points}" in self.text


def responses() -> list[Said]:
    return [
        _said(name, variation)
        for name, variations in domain()["responses"].items()
        for variation in variations
    ]


def _said(name: str, variation: dict[str, Any]) -> Said:
    conditions = {c["name"]: c["value"] for c in variation.get("condition", ())}
    language = conditions.pop("language", "none")
    buttons = variation.get("buttons", ())
    return Said(
        name,
        str(language),
        frozenset((slot, str(value)) for slot, value in conditions.items()),
        variation.get("text", ""),
        tuple(button["title"] for button in buttons),
        # Doubled braces are how a brace is written where values are filled in.
        tuple(button["payload"].replace("{{", "{").replace("}}", "}") for button in buttons),
    )


def placeholders(text: str) -> frozenset[str]:
    return frozenset(_BRACES.findall(text))


def payload_parts(payload: str) -> tuple[str, dict[str, Any]]:
    """Intent and entities of ``/intent{"entity": "value"}``."""
    intent, brace, rest = payload.removeprefix("/").partition("{")
    return intent, json.loads(brace + rest) if brace else {}


def assert_calm(words: str) -> None:
    """What no text does, wherever it stands."""
    assert "!" not in words
    assert not any(is_emoji(sign) for sign in words)
    assert "bzw." not in words


def is_emoji(sign: str) -> bool:
    return unicodedata.category(sign) in {"So", "Sk", "Cs"} or 0x1F000 <= ord(sign) <= 0x1FAFF


# --- what the actions say ---------------------------------------------------------------------


@cache
def response_patterns() -> set[str]:
    """Regular expressions of the response names that actions and rules use."""
    found = {re.escape(step) for rule in rules() for step in rule.actions if "utter_" in step}
    for tree in map(parsed, DECIDING):
        pieces: set[ast.expr] = set()
        for node in ast.walk(tree):  # from the outside in: a composed name before its pieces
            if isinstance(node, ast.JoinedStr):
                pieces.update(node.values)
                found.add(_pattern(node))
            elif isinstance(node, ast.Constant) and node not in pieces:
                found.add(re.escape(str(node.value)))
    return {pattern for pattern in found if pattern.startswith("utter_")}


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w*"
        for part in node.values
    )


@cache
def values_given() -> set[str]:
    """Names that actions hand to ``say`` besides the facts: by keyword, or as keys of a table."""
    names: set[str] = set()
    for tree in map(parsed, DECIDING):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                names |= {word.arg for word in node.keywords if word.arg}
            elif isinstance(node, ast.Dict):
                names |= {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
    return names


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


# --- rules ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    name: str
    form: str | None  # the loop it needs; None = none may be active
    intents: frozenset[str]
    actions: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(
        _rule(raw)
        for file in sorted((paths.ROOT / "data" / "rules").glob("*.yml"))
        for raw in yaml.safe_load(file.read_text("utf-8"))["rules"]
    )


def _rule(raw: dict[str, Any]) -> Rule:
    loops = [c["active_loop"] for c in raw.get("condition", ()) if "active_loop" in c]
    steps = [part for step in raw["steps"] for part in step.get("or", [step])]
    return Rule(
        raw["rule"],
        loops[0] if loops else None,
        frozenset(step["intent"] for step in steps if "intent" in step),
        tuple(step["action"] for step in steps if "action" in step),
    )


# --- training examples ------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    language: str
    file: str
    intent: str
    text: str


@cache
def examples() -> tuple[Example, ...]:
    return tuple(
        Example(file.parent.name, file.name, block["intent"], line.removeprefix("-").strip())
        for file in sorted((paths.ROOT / "data" / "nlu").glob("*/*.yml"))
        for block in yaml.safe_load(file.read_text("utf-8"))["nlu"]
        if "intent" in block
        for line in block["examples"].splitlines()
        if line.strip()
    )


# --- gettext ----------------------------------------------------------------------------------


@cache
def catalogue() -> dict[str, str]:
    """English text -> German text."""
    with po_file("de").open("rb") as source:
        return {str(m.id): str(m.string) for m in read_po(source, locale="de") if m.id}


@cache
def messages_in_templates() -> set[str]:
    return {
        str(message)
        for file in [*SOURCE.rglob("*.j2"), *SOURCE.rglob("templates/**/*.html")]
        for _, message, _, _ in extract_from_file(
            babel_extract, str(file), options={"newstyle_gettext": "true", "silent": "false"}
        )
    }


@cache
def messages_in_code() -> set[str]:
    """First texts of ``gettext(language, text)`` and ``_(language, text)``, tables included."""
    return {
        message
        for file in [*SOURCE.rglob("*.py"), *ACTIONS.rglob("*.py")]
        for message in _messages(parsed(file))
    }


def _messages(tree: ast.Module) -> Iterator[str]:
    tables = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        named = call.func.id if isinstance(call.func, ast.Name) else ""
        if named in {"_", "gettext"} and len(call.args) > 1:
            yield from _texts(call.args[1], tables)


def _texts(node: ast.expr, tables: dict[str, ast.expr]) -> Iterator[str]:
    """The texts an argument can be: itself, a named constant, or any value of a named table."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.Name) and node.id in tables:
        yield from _texts(tables[node.id], tables)
    elif isinstance(node, ast.Subscript):
        yield from _texts(node.value, tables)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, tables)
        yield from _texts(node.orelse, tables)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _texts(value, tables)
    elif isinstance(node, ast.Tuple | ast.List):
        for value in node.elts:
            yield from _texts(value, tables)
    else:
        raise AssertionError(f"line {node.lineno}: a text that cannot be found for translation")
