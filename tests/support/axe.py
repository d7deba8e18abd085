"""What axe-core finds on a page: WCAG 2.2 A and AA, and its best practices."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from fairwell import paths

AXE = paths.ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return AXE.read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Each violation as one line: its rule, and the elements it is about."""
    page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(
        "tags => axe.run(document, { runOnly: tags }).then(result => result.violations)", _TAGS
    )
    return [
        f"{one['id']}: {'; '.join(node['html'][:120] for node in one['nodes'])}" for one in found
    ]


def fits_width(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    widths: list[int] = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return widths[0] <= widths[1]
