"""Choice of the model to serve: the preferred archive, else the newest one that loads."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rasa.core.agent import Agent

LIVE = "live-model.json"
_WARM_UP = ("Guten Tag, ich habe eine Frage zu meiner Rechnung.", "Hello, I have a question.")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Choice:
    """The archive that was loaded, if any, and why earlier candidates were skipped."""

    model: str | None
    skipped: dict[str, str] = field(default_factory=dict)

    def write(self, file: Path) -> None:
        """Write to a file which model is served; the file is replaced atomically."""
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}.new")
        fresh.write_text(json.dumps(asdict(self)), encoding="utf-8")
        fresh.replace(file)


def archives(place: Path, preferred: str = "") -> list[Path]:
    """List the archive, or those of a folder: the preferred one first, then newest first."""
    if place.is_file():
        return [place]
    found = [(file.name == preferred, file.stat().st_mtime, file) for file in _files(place)]
    return [file for _, _, file in sorted(found, reverse=True)]


def fingerprint(place: Path) -> frozenset[tuple[str, float, int]]:
    """Return a value that changes when an archive in ``place`` is added, removed or replaced."""
    states = [(file.name, file.stat()) for file in _files(place)]
    return frozenset((name, state.st_mtime, state.st_size) for name, state in states)


async def load_first(agent: Agent, candidates: list[Path]) -> Choice:
    """Load the first archive that loads and can parse a message."""
    skipped: dict[str, str] = {}
    for archive in candidates:
        try:
            await _load(agent, archive)
        except Exception as error:  # a broken archive, or one whose classes are gone
            agent.processor = None
            skipped[archive.name] = f"{type(error).__name__}: {error}".splitlines()[0]
            logger.error("model %s cannot be loaded (%s)", archive.name, type(error).__name__)
        else:
            return Choice(archive.name, skipped)
    return Choice(None, skipped)


async def _load(agent: Agent, archive: Path) -> None:
    from rasa.shared.data import TrainingType

    agent.load_model(archive)
    if agent.processor is None:
        raise ValueError("it is not loaded")
    if agent.processor.model_metadata.training_type is not TrainingType.BOTH:
        raise ValueError("it has no rules: it was trained from examples only")
    # Word tables are read on first use, which takes seconds that no customer should wait for.
    for text in _WARM_UP:
        await agent.parse_message(text)


def _files(place: Path) -> list[Path]:
    return [file for file in place.glob("*.tar.gz") if not file.name.startswith(".")]
