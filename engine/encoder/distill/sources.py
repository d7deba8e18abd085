"""The build's inputs from elsewhere: Debian's dictionary and spaCy's word frequencies."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import tempfile
from pathlib import Path

PACKAGE = "trans-de-en"
_INSIDE = Path("usr/share/trans/de-en")


def dictionary(cache: Path) -> Path:
    """Ding's file out of Debian's package, fetched once into ``cache``; root is not needed.

    Raises ``RuntimeError`` with what to do when it cannot be had.
    """
    target = cache / "de-en"
    if target.is_file():
        return target
    if (installed := Path("/") / _INSIDE).is_file():
        return installed
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        try:
            subprocess.run(["apt-get", "download", "-qq", PACKAGE], cwd=folder, check=True)
            archive = next(Path(folder).glob("*.deb"))
            subprocess.run(["dpkg", "-x", archive.name, "."], cwd=folder, check=True)
        except (OSError, subprocess.CalledProcessError, StopIteration) as error:
            raise RuntimeError(
                f"Debian's package {PACKAGE} is needed: `apt-get update`, then again"
            ) from error
        (Path(folder) / _INSIDE).rename(target)
    return target


def frequencies(language: str) -> dict[str, float]:
    """Log probabilities of a million words, from the package ``spacy-lookups-data``."""
    import spacy_lookups_data

    file = Path(spacy_lookups_data.__file__).parent / "data" / f"{language}_lexeme_prob.json.gz"
    with gzip.open(file, "rt", encoding="utf-8") as content:
        words: dict[str, float] = json.load(content)
    return words


def checksum(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
