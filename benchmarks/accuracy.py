"""Accuracy of A and B on one file of labelled messages, each asked over its own server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.bots import open_session
from fairwell.cli.nlu.intents import Labelled, Prediction, evaluate

KEPT = ("messages", "accuracy", "macro_f1", "top3", "oos_precision", "oos_recall", "by_language")
_AT_ONCE = 100


def read_labelled(file: Path) -> list[Labelled]:
    """Labelled messages from JSON lines with ``text``, ``intent``, ``lang`` and ``hard``."""
    rows = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
    return [
        Labelled(row["text"], row["intent"], row.get("lang", ""), bool(row.get("hard")))
        for row in rows
    ]


def measure(bot: dict[str, Any], labelled: Sequence[Labelled]) -> dict[str, Any]:
    """Scores of a running server, with its own threshold."""
    texts = [item.text for item in labelled]
    ask = _ask_stock if bot["kind"] == "stock" else _ask_engine
    scores = evaluate(labelled, asyncio.run(ask(bot, texts)))
    return {name: scores[name] for name in KEPT}


async def _ask_stock(bot: dict[str, Any], texts: list[str]) -> list[Prediction]:
    async with open_session() as session:
        return [await _parse_stock(session, bot["url"], text) for text in texts]


async def _parse_stock(session: aiohttp.ClientSession, url: str, text: str) -> Prediction:
    async with session.post(f"{url}/model/parse", json={"text": text}) as response:
        response.raise_for_status()
        return _prediction(await response.json(), "intent_ranking")


async def _ask_engine(bot: dict[str, Any], texts: list[str]) -> list[Prediction]:
    found: list[Prediction] = []
    headers = {"X-Engine-Key": bot["key"]}
    async with open_session() as session:
        for start in range(0, len(texts), _AT_ONCE):
            body = {"texts": texts[start : start + _AT_ONCE]}
            url = f"{bot['urls'][0]}/webhooks/fairwell/parse"
            async with session.post(url, json=body, headers=headers) as response:
                response.raise_for_status()
                found += [_prediction(parsed, "ranking") for parsed in await response.json()]
    return found


def _prediction(parsed: dict[str, Any], ranking: str) -> Prediction:
    decided = parsed.get("intent") or {}
    ranked = (item["name"] for item in parsed.get(ranking) or [])
    return Prediction(
        intent=decided.get("name") or "",
        confidence=float(decided.get("confidence") or 0.0),
        ranking=tuple(name for name in ranked if name != "nlu_fallback"),
    )
