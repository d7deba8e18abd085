"""The student as a trainable network; ``hearing/encoder/student.py`` runs it in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    """Sizes of the student."""

    width: int = 192
    heads: int = 4
    inner: int = 384
    layers: int = 1
    outputs: int = 256
    longest: int = 48


class Layer(nn.Module):
    """Self-attention and a feed-forward step, each with a shortcut and layer norm after it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.mix = nn.Linear(shape.width, 3 * shape.width)
        self.join = nn.Linear(shape.width, shape.width)
        self.widen = nn.Linear(shape.width, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.width)
        self.norm_mixed = nn.LayerNorm(shape.width)
        self.norm_out = nn.LayerNorm(shape.width)

    def forward(self, x: Tensor, absent: Tensor) -> Tensor:
        """``absent``: where a text has ended."""
        batch, length, width = x.shape
        query, key, value = (
            self.mix(x)
            .view(batch, length, 3, self.heads, width // self.heads)
            .permute(2, 0, 3, 1, 4)
        )
        seen = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=~absent[:, None, None, :]
        )
        x = self.norm_mixed(x + self.join(seen.transpose(1, 2).reshape(batch, length, width)))
        return self.norm_out(x + self.narrow(functional.relu(self.widen(x))))


class Student(nn.Module):
    """Words and letter sequences in, a vector of unit length out.

    The two large tables are plain tensors: a step touches few of their rows, which
    ``distill.tables`` takes out, and changes afterwards.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.places = nn.Parameter(torch.zeros(shape.longest, shape.width))
        self.norm_in = nn.LayerNorm(shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.salience = nn.Linear(shape.width, 1)
        self.out = nn.Linear(shape.width, shape.outputs)
        nn.init.normal_(self.places, std=0.02)

    def forward(self, vectors: Tensor, types: Tensor) -> Tensor:
        """``types``: rows of ``vectors``, one row a text, 0 where a text has ended."""
        absent = types == 0
        x = self.norm_in(vectors[types] + self.places[: types.shape[1]])
        for layer in self.layers:
            x = layer(x, absent)
        weight = torch.sigmoid(self.salience(x)).masked_fill(absent.unsqueeze(-1), 0.0)
        pooled = (weight * x).sum(1) / (weight.sum(1) + 1e-6)
        return functional.normalize(self.out(pooled), dim=1)
