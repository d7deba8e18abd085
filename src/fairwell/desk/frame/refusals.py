"""Refused requests of the desk: each says what happened and what to do about it."""

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
        "You don't have access to this page",
        "None of your roles includes it. An admin can change that.",
    ),
    "forged": (
        "This request did not come from a page of the desk",
        "Nothing was done. Load the page again and repeat the step.",
    ),
    "not_found": (
        "Page not found",
        "The address is wrong, or the page no longer exists. Go back to the start page.",
    ),
    "bad_request": (
        "This request cannot be read",
        "Nothing was done. Load the page again and repeat the step.",
    ),
    "conflict": (
        "Somebody else was quicker",
        "Nothing was done. Reload the page to see the current state.",
    ),
    "unavailable": (
        "The desk cannot be used right now",
        "Nothing was done. Wait a moment and try again. If the problem persists, contact your "
        "server administrator.",
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

    ``code`` is one of the table above. A page that knows more precisely what happened, most often
    with ``conflict``, gives its own words, already in the user's language.
    """

    def __init__(self, code: str, title: str = "", advice: str = "") -> None:
        super().__init__(code)
        self.code, self.status = code, _STATUS[code]
        self._title, self._advice = title, advice

    def title(self, language: str) -> str:
        """Return what happened."""
        return self._title or _(language, _TEXTS[self.code][0])

    def advice(self, language: str) -> str:
        """Return what to do now."""
        return self._advice or _(language, _TEXTS[self.code][1])


def conflict(title: str, advice: str = "") -> RequestRefused:
    """Return a 409 with a page's own words: another user changed it meanwhile."""
    return RequestRefused("conflict", title, advice)
