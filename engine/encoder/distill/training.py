"""Fitting the student to the teacher's vectors."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from distill.network import Shape, Student
from distill.tables import Table
from distill.vocabulary import Corpus
from fairwell_engine.hearing.encoder.subwords import BUCKETS

# So many batches are sorted by length together.
_POOL = 16


@dataclass(frozen=True)
class Plan:
    """How to train."""

    epochs: float = 4.0
    batch: int = 1024
    rate: float = 1e-3
    table_rate: float = 3e-3
    contrast: float = 0.1
    temperature: float = 0.05
    drop_word: float = 0.15
    misspell: float = 0.05
    seed: int = 20261124


@dataclass
class Fitted:
    """The student: its network and its two tables."""

    network: Student
    words: Table
    letters: Table


def fit(
    corpus: Corpus,
    targets: np.ndarray,
    copies: np.ndarray,
    shape: Shape,
    plan: Plan,
    say: Callable[[str], None],
) -> Fitted:
    """The student after ``plan.epochs`` over all texts, each ``copies`` times an epoch."""
    torch.manual_seed(plan.seed)
    source = np.random.default_rng(plan.seed)
    student = Fitted(
        Student(shape), Table(len(corpus.vocabulary), shape.width), Table(BUCKETS, shape.width)
    )
    optimizer = torch.optim.AdamW(student.network.parameters(), lr=plan.rate)
    everything = np.repeat(np.arange(len(corpus.texts)), copies)
    steps = math.ceil(plan.epochs * len(everything) / plan.batch)
    batches = _batches(corpus, everything, plan, source)
    goal = torch.from_numpy(targets)
    lost = 0.0
    for step in range(steps):
        share = _share_of_rate(step, steps)
        optimizer.param_groups[0]["lr"] = plan.rate * share
        chosen = next(batches)
        types, used = _types(corpus, chosen, plan, source)
        keep = source.random(len(used)) >= plan.drop_word
        word_rows, word_matrix = corpus.word_bags.of(used, keep)
        letter_rows, letter_matrix = corpus.letter_bags.of(used)
        words = student.words.take(word_rows)
        letters = student.letters.take(letter_rows)
        vectors = torch.sparse.mm(word_matrix, words[1]) + torch.sparse.mm(
            letter_matrix, letters[1]
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            made = student.network(vectors, types)
        loss = _loss(made.float(), goal[torch.from_numpy(chosen)], plan)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        student.words.step(*words, plan.table_rate * share)
        student.letters.step(*letters, plan.table_rate * share)
        lost = 0.98 * lost + 0.02 * loss.item() if step else loss.item()
        if step % 200 == 0 or step == steps - 1:
            say(f"step {step} of {steps}, loss {lost:.4f}")
    student.network.eval()
    return student


def encode(student: Fitted, corpus: Corpus, chosen: np.ndarray, batch: int = 1024) -> np.ndarray:
    """The student's vectors of the ``chosen`` texts of the corpus."""
    found = []
    with torch.inference_mode():
        for start in range(0, len(chosen), batch):
            types, used = _types(corpus, chosen[start : start + batch])
            word_rows, word_matrix = corpus.word_bags.of(used)
            letter_rows, letter_matrix = corpus.letter_bags.of(used)
            vectors = torch.sparse.mm(word_matrix, student.words.rows[word_rows])
            vectors += torch.sparse.mm(letter_matrix, student.letters.rows[letter_rows])
            found.append(student.network(vectors, types).numpy())
    return np.concatenate(found)


def _batches(
    corpus: Corpus, everything: np.ndarray, plan: Plan, source: np.random.Generator
) -> Iterator[np.ndarray]:
    """Endless batches, each of texts of like length, so that little of it is padding."""
    lengths = np.array([len(text) for text in corpus.texts])
    while True:
        order = source.permutation(everything)
        for start in range(0, len(order), plan.batch * _POOL):
            pool = order[start : start + plan.batch * _POOL]
            pool = pool[np.argsort(lengths[pool], kind="stable")]
            cuts = range(0, len(pool), plan.batch)
            for cut in source.permutation(np.array(cuts)):
                yield pool[cut : cut + plan.batch]


def _share_of_rate(step: int, steps: int) -> float:
    """Up within a hundred steps, then down along a cosine to a fiftieth."""
    return min(1.0, (step + 1) / 100) * (0.02 + 0.49 * (1 + math.cos(math.pi * step / steps)))


def _types(
    corpus: Corpus,
    chosen: np.ndarray,
    plan: Plan | None = None,
    source: np.random.Generator | None = None,
) -> tuple[Tensor, np.ndarray]:
    """The texts as numbers of the batch's own words, and which words those are; 0 is "no word"."""
    texts = [corpus.texts[n] for n in chosen]
    types = np.zeros((len(texts), max(1, *(len(text) for text in texts))), dtype=np.int64)
    for row, text in enumerate(texts):
        types[row, : len(text)] = text
    if plan and source:
        wrong = (source.random(types.shape) < plan.misspell) & (types > 0)
        types = np.where(wrong, types + corpus.misspelled, types)
    used, places = np.unique(types, return_inverse=True)
    if used[0] != 0:
        used, places = np.concatenate([[0], used]), places + 1
    return torch.from_numpy(places.reshape(types.shape)), used


def _loss(vectors: Tensor, goal: Tensor, plan: Plan) -> Tensor:
    loss = 1 - (vectors * goal).sum(1).mean()
    if plan.contrast:
        near = vectors @ goal.T / plan.temperature
        loss = loss + plan.contrast * functional.cross_entropy(near, torch.arange(len(near)))
    return loss
