"""Writing the student as a small data file: eight bits a number for the two large tables."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from distill.network import Shape
from distill.training import Fitted

_STEPS = 127


def save(student: Fitted, vocabulary: list[str], shape: Shape, file: Path) -> None:
    """Write what ``hearing/encoder/student.py`` reads; the same student, the same bytes."""
    arrays: dict[str, np.ndarray] = {
        "shape": np.array(json.dumps(asdict(shape))),
        "vocabulary": np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8),
    }
    for name, table in (("words", student.words), ("letters", student.letters)):
        rows, scales = quantized(table.rows.numpy())
        arrays |= {f"{name}.rows": rows, f"{name}.scales": scales}
    for name, values in student.network.state_dict().items():
        arrays[name] = values.numpy().astype(np.float32)
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(file, **arrays)


def quantized(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -127 to 127 and one scale a row."""
    largest = np.abs(table).max(axis=1)
    scales = np.where(largest > 0, largest / _STEPS, 1.0).astype(np.float32)
    return np.round(table / scales[:, None]).astype(np.int8), scales
