"""A browser that no longer answers holds up no other test."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack

from tests.support.chromium import chromium, closed_in_time, process_of


def test_a_browser_that_does_not_close_its_windows_is_ended_and_replaced() -> None:
    with chromium() as started:
        first = started.browser()
        with ExitStack() as windows:
            for window in (first.new_context(), first.new_context()):
                windows.enter_context(closed_in_time(window, seconds=1))
                window.new_page().set_content("<title>Eins</title>")
            os.kill(process_of(window), signal.SIGSTOP)

        page = started.browser().new_page()
        page.set_content("<title>Zwei</title>")

        assert not first.is_connected()
        assert page.title() == "Zwei"
