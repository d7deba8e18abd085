"""A real browser without a window: finding, starting and ending it."""

from __future__ import annotations

import logging
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

from playwright.sync_api import Browser, BrowserContext, Error, Playwright, expect, sync_playwright

_log = logging.getLogger(__name__)
_ON_THE_MACHINE = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A turn's answer on a loaded machine; what is there already is found at once.
_PATIENCE_MS = 20_000
_CLOSING_S = 30.0


class Chromium:
    """One browser with a profile that is thrown away; a new one where the last had to be ended."""

    def __init__(self, playwright: Playwright) -> None:
        """Start nothing yet."""
        self._playwright = playwright
        self._started: Browser | None = None

    def browser(self) -> Browser:
        """The running browser."""
        if self._started is None or not self._started.is_connected():
            self._started = self._playwright.chromium.launch(
                executable_path=_executable(), headless=True, args=_FLAGS
            )
        return self._started

    def close(self) -> None:
        """End the browser."""
        if self._started is not None:
            self._started.close()


@contextmanager
def chromium() -> Iterator[Chromium]:
    """A browser for as long as the block lasts."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=_PATIENCE_MS)
        started = Chromium(playwright)
        yield started
        started.close()


@contextmanager
def closed_in_time(context: BrowserContext, seconds: float = _CLOSING_S) -> Iterator[None]:
    """Close a window after the block.

    Chromium sometimes never answers that, for which Playwright has no time limit. What was to be
    seen has been seen by then, so the process is ended; its windows are gone with it.
    """
    process = process_of(context)

    def end() -> None:
        _log.warning("Chromium is ended: it has not closed a window within %s s", seconds)
        os.kill(process, signal.SIGKILL)

    try:
        yield
    finally:
        late = Timer(seconds, end)
        late.start()
        try:
            context.close()
        except Error:
            if context.browser and context.browser.is_connected():
                raise
        finally:
            late.cancel()


def process_of(context: BrowserContext) -> int:
    """The id of the process that a window belongs to."""
    assert context.browser is not None
    session = context.browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return next(int(each["id"]) for each in processes if each["type"] == "browser")


def _executable() -> str | None:
    """The browser that was named, the machine's, or one that Playwright has downloaded."""
    named = os.environ.get("FAIRWELL_CHROMIUM")
    on_the_machine = filter(None, map(shutil.which, _ON_THE_MACHINE))
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")
    downloaded = sorted(Path(cache).expanduser().glob("chromium-*/chrome-linux*/chrome"))
    return named or next(on_the_machine, None) or (str(downloaded[-1]) if downloaded else None)
