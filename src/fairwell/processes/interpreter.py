"""Interpreter tuning of a serving part: garbage collector, and switching from threads to loop."""

from __future__ import annotations

import gc
import sys

# By default the collector scans everything every few seconds under load: 7 % of the gateway's
# time, and a pause of more than 100 ms each time.
_THRESHOLDS = (20_000, 10, 10)
# The loop waits this long for a thread's database work; by default ten times that.
_SWITCH_AFTER = 0.0005  # seconds


def settle() -> None:
    """Tune the interpreter once all is loaded: what is loaded stays, and is not scanned again."""
    sys.setswitchinterval(_SWITCH_AFTER)
    gc.set_threshold(*_THRESHOLDS)
    gc.collect()
    gc.freeze()
