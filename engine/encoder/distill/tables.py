"""A large table of vectors of which every step uses a few rows."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

_DECAY = 0.999
_EPSILON = 1e-8


class Table:
    """Rows to take out for a step, and to put back changed."""

    def __init__(self, rows: int, width: int) -> None:
        self.rows = torch.randn(rows, width) * 0.1
        # One figure a row, as in row-wise Adagrad: a third of the memory and work of Adam.
        self._squares = torch.zeros(rows, 1)
        self._times = torch.zeros(rows, 1)

    def take(self, used: np.ndarray) -> tuple[Tensor, Tensor]:
        """The numbers of the rows, and the rows themselves, ready for a gradient."""
        numbers = torch.from_numpy(used.astype(np.int64))
        return numbers, self.rows[numbers].requires_grad_()

    @torch.no_grad()
    def step(self, numbers: Tensor, taken: Tensor, rate: float) -> None:
        """Move the taken rows against their gradient, by about ``rate`` a number."""
        gradient = taken.grad
        if gradient is None:
            return
        times = self._times[numbers] + 1
        squares = self._squares[numbers] * _DECAY + (1 - _DECAY) * gradient.square().mean(
            1, keepdim=True
        )
        self._times[numbers], self._squares[numbers] = times, squares
        size = (squares / (1 - _DECAY**times)).sqrt() + _EPSILON
        self.rows[numbers] = taken.detach() - rate * gradient / size
