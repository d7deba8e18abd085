"""Demo mailbox: what the local mail catcher received.

Mounted in demo mode only: it has no login.
"""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from fairwell.config import Settings
from fairwell.gateway.templating import environment
from fairwell.i18n import formats
from fairwell.i18n.catalogue import LANGUAGES
from fairwell.mail.catcher import CaughtMail, read_mails

# A mail's HTML is shown without scripts, forms, remote content and our origin, whatever is in it.
_MAIL_CSP = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def mailbox_router(settings: Settings) -> APIRouter:
    """Return the ``/dev/mailbox`` routes: the list, one mail, and its HTML part for the frame."""
    router = APIRouter(prefix="/dev/mailbox", include_in_schema=False)

    def find(mail_id: str) -> CaughtMail:
        # Looked up among the mails that exist: no path is ever built from the request.
        for mail in read_mails(settings.mail_folder):
            if mail.id == mail_id:
                return mail
        raise HTTPException(404)

    @router.get("", response_class=HTMLResponse)
    def overview(lang: str = "de") -> str:
        mails = read_mails(settings.mail_folder)
        return _page(lang, rows=[_row(mail, lang) for mail in reversed(mails)], mail=None)

    @router.get("/{mail_id}", response_class=HTMLResponse)
    def one(mail_id: str, lang: str = "de") -> str:
        return _page(lang, rows=[], mail=_row(find(mail_id), lang))

    @router.get("/{mail_id}/html")
    def html(mail_id: str) -> HTMLResponse:
        mail = find(mail_id)
        if not mail.html:
            raise HTTPException(404)
        return HTMLResponse(mail.html, headers={"Content-Security-Policy": _MAIL_CSP})

    return router


def _language(wish: str) -> str:
    return wish if wish in LANGUAGES else LANGUAGES[0]


def _row(mail: CaughtMail, wish: str) -> dict[str, object]:
    # The catcher cannot know the recipient's zone, so the time is shown in UTC.
    return {"mail": mail, "date": formats.moment(mail.date, "UTC", _language(wish))}


def _page(wish: str, *, rows: list[dict[str, object]], mail: dict[str, object] | None) -> str:
    language = _language(wish)
    return (
        environment(language)
        .get_template("mailbox.html")
        .render(lang=language, other="en" if language == "de" else "de", rows=rows, shown=mail)
    )
