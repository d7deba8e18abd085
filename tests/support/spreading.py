"""How the tests are spread over the processes of ``pytest -n``: by what they share."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# A product takes twenty seconds of a core to start, so each of these has one for all its tests.
# They come first: none of them should begin when the others have nothing left to do.
_TOGETHER = {
    "tests/dialogue/": "dialogue",
    "tests/abuse/": "product",
    "tests/e2e/": "product",
}
_EARLY = ("tests/integration/",)


class BySharedFixtures(LoadScopeScheduling):  # type: ignore[misc]  # xdist's classes are untyped
    """A file's tests stay together, and so do the folders whose tests use one running product."""

    def _split_scope(self, nodeid: str) -> str:
        together = (name for folder, name in _TOGETHER.items() if nodeid.startswith(folder))
        return next(together, nodeid.split("::", 1)[0])


def sooner(nodeid: str) -> int:
    """Where a test stands in the order of beginning."""
    folders = (*_TOGETHER, *_EARLY)
    return next((n for n, folder in enumerate(folders) if nodeid.startswith(folder)), len(folders))
