"""Requests the desk cannot take: each says what happened and what to do about it."""

from __future__ import annotations

from fairwell.i18n.catalogue import gettext as _

# Title, and what to do.
_TEXTS = {
    "signed_out": (
        "You are not logged in any more",
        "Nothing was done. What you typed is still here. Log in again in another tab, then repeat "
        "the step.",
    ),
    "forbidden": (
        "This page is not part of your work",
        "Your roles don't include it. Somebody with the role admin can change that.",
    ),
    "forged": (
        "This request did not come from a page of the desk",
        "Nothing was done. Load the page again and repeat the step.",
    ),
    "not_found": (
        "There is nothing here",
        "The address is wrong, or what it led to is gone. Go back to the start page.",
    ),
    "bad_request": (
        "This request cannot be read",
        "Nothing was done. Load the page again and repeat the step.",
    ),
    "conflict": (
        "Somebody else was quicker",
        "Nothing was done. Load the page again to see how it stands now.",
    ),
    "unavailable": (
        "The desk cannot be used right now",
        "Nothing was done. Wait a moment and try again. If it stays so, tell those who run the "
        "server.",
    ),
}
_STATUS = {
    "signed_out": 401,
    "forbidden": 403,
    "forged": 403,
    "not_found": 404,
    "bad_request": 400,
    "conflict": 409,
    "unavailable": 503,
}


class RequestRefused(Exception):
    """A request that is refused; nothing was changed.

    ``code`` is one of the table above. A page that knows better what happened, most often with
    ``conflict``, gives its own words, already in the user's language.
    """

    def __init__(self, code: str, title: str = "", advice: str = "") -> None:
        super().__init__(code)
        self.code, self.status = code, _STATUS[code]
        self._title, self._advice = title, advice

    def title(self, language: str) -> str:
        """What happened."""
        return self._title or _(language, _TEXTS[self.code][0])

    def advice(self, language: str) -> str:
        """What to do now."""
        return self._advice or _(language, _TEXTS[self.code][1])


def conflict(title: str, advice: str = "") -> RequestRefused:
    """409 with a page's own words: somebody else changed it meanwhile."""
    return RequestRefused("conflict", title, advice)
