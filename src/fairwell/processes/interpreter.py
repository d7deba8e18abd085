"""How Python shares a part that serves: between work and garbage collector, loop and threads."""

from __future__ import annotations

import gc
import sys

# The defaults look through everything every few seconds under load: 7 % of the gateway's time, and
# a pause of more than 100 ms each time.
_THRESHOLDS = (20_000, 10, 10)
# The loop waits for a thread's database work as long; by default ten times that.
_SWITCH_AFTER = 0.0005  # seconds


def settle() -> None:
    """To be called when all is loaded: that stays, and is not looked through again."""
    sys.setswitchinterval(_SWITCH_AFTER)
    gc.set_threshold(*_THRESHOLDS)
    gc.collect()
    gc.freeze()
