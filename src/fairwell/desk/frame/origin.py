"""Origin check: whether a request that changes something comes from a page of the desk."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request


def is_from_here(request: Request, base_url: str) -> bool:
    """Return whether the browser says that a request comes from here; one that says nothing fails.

    ``Sec-Fetch-Site`` cannot be set by a page. Browsers that lack it send ``Origin``.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site.lower() == "same-origin"
    origin = urlsplit(request.headers.get("origin", "").lower())
    own = urlsplit(base_url.lower())
    here = request.headers.get("host", "").lower()
    return origin.scheme in {"http", "https"} and origin.netloc in {here, own.netloc}
