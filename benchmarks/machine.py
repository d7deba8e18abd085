"""Description of the machine behind the figures, without naming it."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks import stock
from fairwell import paths
from fairwell.processes.parts import ENGINE_PYTHON


def describe() -> dict[str, Any]:
    """Describe processor, memory, system and relevant versions."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "fairwell": metadata.version("fairwell"),
        "commit": _git("rev-parse", "--short", "HEAD"),
        "stock": _versions(stock.PYTHON, "rasa", "tensorflow-cpu", "jsonschema", "sanic"),
        "engine": _versions(ENGINE_PYTHON, "rasa", "numpy", "jsonschema", "sanic"),
    }


def busy() -> float:
    """Measure how many processes waited for a core in the last minute."""
    return round(os.getloadavg()[0], 2)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _versions(python: Path, *packages: str) -> dict[str, str]:
    code = (
        "import sys; from importlib.metadata import version;"
        "print(*(version(package) for package in sys.argv[1:]))"
    )
    done = subprocess.run(
        [str(python), "-c", code, *packages], capture_output=True, text=True, check=False
    )
    return dict(zip(packages, done.stdout.split(), strict=False))


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=paths.ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
