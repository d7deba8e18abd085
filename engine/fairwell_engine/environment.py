"""Process environment that must be set before Rasa and TensorFlow are imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from fairwell_engine.rasa.stand_ins import (
    NAMES,
    leave_connectors_out,
    leave_tensorflow_out,
)

# The lock lifetime exceeds the longest turn (10 s at the gateway), so that no second turn of a
# conversation runs in parallel to a slow one.
_DEFAULTS = {
    "TICKET_LOCK_LIFETIME": "30",
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # A turn's matrices are small, and a training has two processes: another thread would only
    # wait for them, and use a core while waiting.
    "OPENBLAS_NUM_THREADS": "1",
}
_FORCED = {"RASA_TELEMETRY_ENABLED": "false"}


def prepare_environment(stand_ins: frozenset[str] = NAMES) -> None:
    """Set what Rasa reads at import; an operator's values win, but telemetry is always off.

    ``stand_ins`` are the modules of Rasa that are stubbed where TensorFlow is missing.
    """
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    os.environ.update(_FORCED)
    leave_tensorflow_out(stand_ins)
    leave_connectors_out()


def use_folder(folder: Path) -> None:
    """Change to ``folder``, which holds Rasa's files, and make our components importable."""
    os.chdir(folder)
    package_home = str(Path(__file__).resolve().parents[1])
    if package_home not in sys.path:
        sys.path.insert(0, package_home)


def fail(program: str, message: object) -> NoReturn:
    """Print one line to standard error and exit with status 2."""
    print(f"{program}: {message}", file=sys.stderr)
    raise SystemExit(2)
