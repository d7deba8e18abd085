"""SIGTERM and SIGINT as an event that loops can wait on."""

from __future__ import annotations

import signal
import threading


def stop_on_signal() -> threading.Event:
    """Return an event that is set by the first SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
