"""Plain form pages: cancelling and withdrawing by a form, without JavaScript, login or cookie.

BGB 312k: a button "Verträge hier kündigen" leads straight to this page, which carries the button
"jetzt kündigen" from the start (OLG Köln, 6 U 62/24) and works at any time. BGB 356a asks the same
of a withdrawal: "Vertrag widerrufen" leads to a form, "Widerruf bestätigen" sends it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import ClientDisconnect

from fairwell.bootstrap import App
from fairwell.gateway.form import fields as fields
from fairwell.gateway.form import texts as texts
from fairwell.gateway.form.kinds import FORMS, FormKind
from fairwell.gateway.ops.admission import Admission
from fairwell.gateway.ops.clients import client_of
from fairwell.gateway.ops.rates import TooFast
from fairwell.gateway.templating import environment
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.plain_pages import page_name
from fairwell.i18n.values import phone_list
from fairwell.receipts.files import file_addresses
from fairwell.rules.cases.case import Channel, Declaration, Kind
from fairwell.rules.cases.jurisdiction_rules import OfferTiming
from fairwell.services.cases.change_end import today_of
from fairwell.services.cases.make_offer import offer_pause, pause_beside_form
from fairwell.services.cases.open_link import OpenedReceipt, open_receipt
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.store.base.errors import StoreUnavailable

log = structlog.get_logger()

T = TypeVar("T")

_FORM_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 40
_LINK_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,100}")


def plain_router(app: App, admission: Admission) -> APIRouter:
    """Return each form and its receipt, in German and English: ``/kuendigen``, ``/withdraw``."""
    router = APIRouter(include_in_schema=False)
    for kind in FORMS:
        for language, path in kind.page.items():
            pages = _Pages(app, admission, kind, language)
            router.add_api_route(path, pages.form, methods=["GET"])
            router.add_api_route(path, pages.send, methods=["POST"])
            receipt = f"{kind.receipt[language]}/{{token}}"
            router.add_api_route(receipt, pages.receipt, methods=["GET"])
    return router


@dataclass(frozen=True)
class _Pages:
    app: App
    admission: Admission
    kind: FormKind
    language: str

    async def form(self) -> Response:
        """Show the empty form. Reads nothing from the database: it opens whatever is broken."""
        return self._form(fields.blank(self._usual_contract()))

    async def send(self, request: Request) -> Response:
        """Declare what was filled in; 303 to the receipt, or the form again with its faults."""
        if not _from_here(request, self.app.settings.base_url):
            return self._notice(403, "elsewhere")
        if not self.admission.exempts(request):
            try:
                await self.admission.rates.form(client_of(request))
            except TooFast as error:
                return self._notice(429, "too_fast", {"Retry-After": str(error.retry_after)})
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != _FORM_TYPE:
            return self._notice(415, "unreadable")
        try:
            body = (await request.body()).decode("utf-8", "replace")
            sent = dict(reversed(parse_qsl(body, max_num_fields=_MOST_FIELDS)))
        except ClientDisconnect:  # how the body limit ends a body that is too long
            return self._notice(413, "unreadable")
        except ValueError:
            return self._notice(400, "unreadable")
        entry, today = fields.read(sent, self.kind.fields), self._today()
        faults = fields.check(entry, today)
        if faults:
            return self._form(entry, texts.fault_texts(faults, self.language, today), status=422)
        declared = replace(
            fields.declaration(entry, self.language, self.kind.kind),
            client=self.admission.mark(request),
        )
        try:
            token = await self.app.pools.form.run(self._record, declared)
        except Exception as error:
            # The class name only: messages of exceptions may carry what a customer wrote.
            log.error("form_not_recorded", error=type(error).__name__)
            return self._form(entry, failed=True, status=503)
        return RedirectResponse(f"{self.kind.receipt[self.language]}/{token}", status_code=303)

    async def receipt(self, token: str) -> Response:
        """Show what was declared, to a customer who has the token of the receipt."""
        try:
            opened = await self.app.pools.form.run(self._opened, token)
        except StoreUnavailable as error:
            log.error("store_unavailable", reason=str(error))
            return self._notice(503, "receipt_later")
        if opened is None:
            return self._notice(404, "receipt_unknown")
        if opened.closed:
            return RedirectResponse(f"/receipt/{token}", status_code=303)
        shown = texts.receipt(opened.case, self.language)
        return self._page(
            "receipt.html", 200, receipt=shown, files=file_addresses(opened.case.reference, token)
        )

    def _record(self, declared: Declaration) -> str:
        if declared.kind is Kind.CANCEL:
            # The pause was shown at the button that was pressed, where allowed; that is recorded.
            beside = OfferTiming.BESIDE_CANCEL_CONTROL
            _once_more(lambda: offer_pause(declared.conversation_id, beside, self.app))
        return record_declaration(declared, self.app).receipt

    def _opened(self, token: str) -> OpenedReceipt | None:
        opened = open_receipt(token, self.app) if _LINK_TOKEN.fullmatch(token) else None
        ours = opened and (opened.case.channel, opened.case.kind) == (Channel.FORM, self.kind.kind)
        return opened if ours else None

    def _form(
        self,
        entry: fields.FormEntry,
        faults: dict[str, str] | None = None,
        *,
        failed: bool = False,
        status: int = 200,
    ) -> Response:
        today = self._today()
        return self._page(
            "form.html",
            status,
            # Without this, the browser hides from us that the form comes from our own page.
            headers={"Referrer-Policy": "same-origin"},
            entry=entry,
            faults=faults or {},
            failed=failed,
            pause=self._pause(),
            first_day=today.isoformat(),
            last_day=fields.latest_end(today).isoformat(),
        )

    def _notice(self, status: int, what: str, headers: dict[str, str] | None = None) -> Response:
        return self._page("notice.html", status, headers, what=what)

    def _page(
        self,
        template: str,
        status: int,
        headers: dict[str, str] | None = None,
        **values: object,
    ) -> Response:
        facts = self.app.policy.facts
        pages = environment(self.language)
        names = [f"plain/{self.kind.kind}/{template}", f"plain/{template}"]
        content = pages.select_template(names).render(
            lang=self.language,
            other_url=self.kind.page["en" if self.language == "de" else "de"],
            form_url=self.kind.page[self.language],
            form_name=page_name(self.kind.kind, self.language),
            forms=[
                (page_name(form.kind, self.language), form.page[self.language]) for form in FORMS
            ],
            brand=facts.brand.value,
            phones=phone_list(facts, self.language),
            values=self.app.policy.text_values(self.language),
            **values,
        )
        retry = {"Retry-After": "5"} if status == 503 else {}
        return HTMLResponse(content, status, headers={**(headers or {}), **retry})

    def _pause(self) -> str:
        if not pause_beside_form(self.app):
            return ""
        return texts.pause_line(self.app.policy.text_values(self.language), self.language)

    def _usual_contract(self) -> str:
        return _(self.language, "Account with {brand}", brand=self.app.policy.facts.brand.value)

    def _today(self) -> dt.date:
        return today_of(None, self.language, self.app)


def _once_more(call: Callable[[], T]) -> T:
    """Retry once: on two clicks at once PostgreSQL may fail the later, which then finds the row."""
    try:
        return call()
    except StoreUnavailable:
        raise
    except Exception as error:
        log.warning("form_tried_again", error=type(error).__name__)
        return call()


def _from_here(request: Request, base_url: str) -> bool:
    """Return whether a POST comes from our own page, as far as the browser says.

    Nothing is lost to a forged one, as the form needs no login. It would only record nonsense in
    the name of people who were led to another site. Browsers that send nothing are believed.
    """
    site = request.headers.get("sec-fetch-site")
    if site:
        return site.lower() != "cross-site"
    origin = request.headers.get("origin", "null").lower()
    ours = {request.headers.get("host", "").lower(), urlsplit(base_url).netloc.lower()}
    return origin == "null" or urlsplit(origin).netloc in ours
