"""Demo help page in both languages, with the widget on it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from fairwell.bootstrap import App
from fairwell.gateway.demo.login import demo_people, has_demo_logins
from fairwell.gateway.templating import environment
from fairwell.i18n.plain_pages import CANCEL_PAGE, WITHDRAW_PAGE
from fairwell.i18n.values import phone_list

_PATHS = {"de": "/", "en": "/en"}


def page_router(app: App) -> APIRouter:
    """Return the routes of the page: ``/`` in German, ``/en`` in English."""
    router = APIRouter(include_in_schema=False)

    def render(language: str) -> str:
        other = "en" if language == "de" else "de"
        return (
            environment(language)
            .get_template("help.html")
            .render(
                lang=language,
                other_url=_PATHS[other],
                cancel_url=CANCEL_PAGE[language],
                withdraw_url=WITHDRAW_PAGE[language],
                brand=app.policy.facts.brand.value,
                phones=phone_list(app.policy.facts, language),
                demo=app.settings.demo,
                people=demo_people(language) if has_demo_logins(app.settings) else [],
            )
        )

    @router.get("/", response_class=HTMLResponse)
    async def german() -> str:
        return render("de")

    @router.get("/en", response_class=HTMLResponse)
    async def english() -> str:
        return render("en")

    return router
