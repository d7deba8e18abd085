"""Refused requests of the API: a status, a code for programs, a sentence for the customer."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import JSONResponse

from fairwell.gateway.chat import fixed_lines
from fairwell.i18n.catalogue import preferred
from fairwell.rules.language import Language

RETRY_AFTER = 2  # seconds


class Problem(Exception):
    """A request refused for a reason the customer can act on."""

    def __init__(
        self, status: int, code: str, language: str, retry_after: int | None = None
    ) -> None:
        """``retry_after`` is in seconds; without it a 429 or 503 names ``RETRY_AFTER``."""
        super().__init__(code)
        self.status, self.code, self.language = status, code, language
        self.retry_after = retry_after


def problem_response(
    status: int,
    code: str,
    language: str,
    values: dict[str, str] | None = None,
    retry_after: int | None = None,
) -> JSONResponse:
    """Return the error body of the API: ``{"error": {"code", "message", "lang"}}``."""
    seconds = retry_after or RETRY_AFTER
    filled = {**(values or {}), "seconds": str(seconds)}
    message = fixed_lines.problem(code, language).format(**filled)
    headers = {"Retry-After": str(seconds)} if status in (429, 503) else None
    return JSONResponse(
        {"error": {"code": code, "message": message, "lang": language}},
        status_code=status,
        headers=headers,
    )


def preferred_language(request: Request) -> Language:
    """Return German or English, whichever the browser asks for first."""
    return preferred(request.headers.get("accept-language", ""))
