"""``python -m benchmarks``: measures A, B and C and checks the targets."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks import machine, report, stock
from benchmarks.folders import DOCUMENT, LATEST, PLOT
from benchmarks.measuring import FULL, QUICK
from benchmarks.phases import PHASES, Options, gathered, run_phase, train_stock
from benchmarks.plot import draw
from benchmarks.targets import ACCURACY, as_rows, judge
from fairwell import paths


def main() -> int:
    """Run the chosen phases; return 1 if a target is missed, 2 if phases are missing."""
    asked = _parser().parse_args()
    for name in [name for name in os.environ if name.startswith("FAIRWELL_")]:
        del os.environ[name]  # an operator's settings are not those that are compared
    options = _options(asked)
    if "train" in (asked.phase or []):
        train_stock(options)
    for name in asked.phase or PHASES:
        if name in PHASES:
            _say(f"== {name.upper()}")
            run_phase(name, options)
    if asked.phase and "report" not in asked.phase:
        return 0
    figures = gathered(options)
    if missing := [name for name in PHASES if name not in figures]:
        _say(f"no figures for the present data: {', '.join(missing)}")
        return 2
    return _report(options, figures)


def _report(options: Options, figures: dict[str, Any]) -> int:
    results = {
        "measured_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "quick": options.quick,
        "machine": machine.describe(),
        **figures,
    }
    verdicts = judge(results)
    if options.quick:  # A is hardly trained then, so its accuracy says nothing
        verdicts = [verdict for verdict in verdicts if verdict.name != ACCURACY]
    results["targets"] = as_rows(verdicts)
    text = report.document(results, verdicts)
    _say(text)
    if not options.quick:
        LATEST.parent.mkdir(exist_ok=True)
        LATEST.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
        DOCUMENT.write_text(report.between_markers(DOCUMENT.read_text(), report.with_links(text)))
        PLOT.write_text(draw(results))
    missed = [verdict for verdict in verdicts if not verdict.met]
    _say(f"{len(verdicts) - len(missed)} of {len(verdicts)} targets met")
    return 1 if missed else 0


def _options(asked: argparse.Namespace) -> Options:
    quick: bool = asked.quick
    return Options(
        extent=QUICK if quick else FULL,
        quick=quick,
        evaluation=asked.eval.resolve() if asked.eval else None,
        epochs=asked.epochs or (20 if quick else 15),
        policy_epochs=10 if quick else stock.EPOCHS,
        examples=asked.examples or (800 if quick else 0),
        stories=not asked.without_stories,
        uv=_uv(),
        say=_say,
    )


def _uv() -> str:
    return shutil.which("uv") or str(paths.ROOT / ".tools" / "uv" / "bin" / "uv")


def _say(line: str) -> None:
    print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--phase",
        nargs="+",
        choices=["train", *PHASES, "report"],
        help="only these (train: A alone); the others' figures are those of their last run",
    )
    parser.add_argument(
        "--quick", action="store_true", help="a few minutes: fewer loads, A hardly trained"
    )
    parser.add_argument(
        "--eval", type=Path, help="labelled messages (JSON lines) instead of a held-out tenth"
    )
    parser.add_argument("--epochs", type=int, default=0, help="epochs of DIET for A (default 15)")
    parser.add_argument("--examples", type=int, default=0, help="train A on so many examples only")
    parser.add_argument(
        "--without-stories", action="store_true", help="A on rules alone: TED and UnexpecTED idle"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
