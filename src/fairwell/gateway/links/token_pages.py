"""Shared parts of pages that a token opens: headers, form of a token, and refusals.

An unknown, a foreign and a damaged token get the same refusal: nothing can be learnt from it.
"""

from __future__ import annotations

import re

import structlog
from fastapi import Request
from fastapi.responses import HTMLResponse

from fairwell.bootstrap import App
from fairwell.gateway.problems import preferred_language
from fairwell.gateway.templating import environment
from fairwell.i18n.values import phone_list

log = structlog.get_logger()

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits, as secrets.token_urlsafe writes them
HEADERS = {
    # No scripts at all: less than the chat's pages need. The address is a secret, hence no-store.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


def is_token(text: str) -> bool:
    """Return whether a text could be a token at all; anything else is not even looked up."""
    return _TOKEN.fullmatch(text) is not None


def page(
    app: App, template: str, language: str, status: int = 200, **values: object
) -> HTMLResponse:
    """Return a page in a language, with the headers that such pages need."""
    content = (
        environment(language)
        .get_template(template)
        .render(
            lang=language,
            brand=app.policy.facts.brand.value,
            phones=phone_list(app.policy.facts, language),
            **values,
        )
    )
    retry = {"Retry-After": "5"} if status == 503 else {}
    return HTMLResponse(content, status, headers={**HEADERS, **retry})


def unknown(app: App, request: Request) -> HTMLResponse:
    """Return a 404 in words that does not say why."""
    return page(app, "link_notice.html", preferred_language(request), 404, what="unknown")


def later(app: App, request: Request, error: Exception) -> HTMLResponse:
    """Return a 503 in words: the store cannot be asked now."""
    log.error("store_unavailable", reason=str(error))
    return page(app, "link_notice.html", preferred_language(request), 503, what="later")
