"""Paths of the benchmark's files; everything but the results is git-ignored."""

from __future__ import annotations

from fairwell import paths

HERE = paths.ROOT / "benchmarks"
WORK = HERE / ".work"
STOCK_ENVIRONMENT = HERE / ".venv-a"
LATEST = HERE / "results" / "latest.json"
DOCUMENT = paths.ROOT / "docs" / "performance.md"
PLOT = paths.ROOT / "docs" / "images" / "performance.svg"
