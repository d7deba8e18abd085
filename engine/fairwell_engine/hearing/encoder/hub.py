"""A sentence encoder from a hub or a folder, instead of the one that is shipped."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from fairwell_engine.hearing.encoder.bert import Bert

_FILES = ("config.json", "tokenizer.json", "model.safetensors")
_LONGEST = 64
_INSTALL = "uv sync --project engine --group hub"


class HubEncoder:
    """Loads ``config.json``, ``tokenizer.json`` and ``model.safetensors``; mean of the last layer.

    Models that want a sign before each text say so in ``config_sentence_transformers.json``
    (``prompts.query``), as e5 does.
    """

    def __init__(self, name: str) -> None:
        """``name``: a folder, or ``owner/name`` on the hub. Raises ``ValueError`` in words."""
        try:
            from safetensors.numpy import load_file
            from tokenizers import Tokenizer
        except ImportError as error:
            raise ValueError(
                f"encoder {name} needs the package {error.name}: run `{_INSTALL}`"
            ) from error
        folder = _folder(name)
        if missing := [file for file in _FILES if not (folder / file).is_file()]:
            raise ValueError(f"encoder {name} has no {', '.join(missing)}")
        self._bert = Bert(_json(folder / "config.json"), load_file(folder / "model.safetensors"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(min(_LONGEST, self._bert.longest))
        self._tokenizer.no_padding()
        more = folder / "config_sentence_transformers.json"
        self._prompt = _json(more).get("prompts", {}).get("query", "") if more.is_file() else ""
        with (folder / "model.safetensors").open("rb") as weights:
            self._fingerprint = hashlib.file_digest(weights, "sha256").hexdigest()

    @property
    def width(self) -> int:
        """How long the vectors are."""
        return self._bert.width

    @property
    def fingerprint(self) -> str:
        """The checksum of the weights."""
        return self._fingerprint

    def vector(self, text: str) -> np.ndarray[Any, Any]:
        """The meaning of ``text`` at unit length; zeros when it has no words."""
        if not any(sign.isalnum() for sign in text):
            return np.zeros(self.width, dtype=np.float32)
        mean = self._bert.hidden(self._tokenizer.encode(self._prompt + text).ids).mean(axis=0)
        return np.asarray(mean / np.sqrt(mean @ mean), dtype=np.float32)


def _folder(name: str) -> Path:
    if (folder := Path(name)).is_dir():
        return folder
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError
    except ImportError as error:
        raise ValueError(
            f"{name} is no folder, and fetching it needs {error.name}: run `{_INSTALL}`"
        ) from error
    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "model.safetensors"]))
    except (OSError, ValueError, HfHubHTTPError, LocalEntryNotFoundError) as error:
        raise ValueError(
            f"encoder {name} is neither a folder nor to be had from the hub: {error}"
        ) from error


def _json(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
