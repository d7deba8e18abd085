"""Receipt pages for a customer who has the token: the page, and files to save."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from fairwell.bootstrap import App
from fairwell.gateway.links.case_links import case_page
from fairwell.gateway.links.token_pages import HEADERS, is_token, later, page, unknown
from fairwell.receipts.content import Receipt, receipt_of
from fairwell.receipts.files import file_addresses, receipt_file
from fairwell.services.cases.open_link import OpenedReceipt, open_receipt
from fairwell.store.base.errors import StoreUnavailable


def receipt_router(app: App) -> APIRouter:
    """Return ``/receipt/{token}``, and ``/receipt/{token}/fairwell-<reference>.pdf|.eml|.txt``."""
    router = APIRouter(prefix="/receipt", include_in_schema=False)

    def opened(token: str) -> OpenedReceipt | None:
        return open_receipt(token, app) if is_token(token) else None

    def receipt_for(found: OpenedReceipt) -> Receipt:
        return receipt_of(found.case, found.declared_hash, app.policy.facts, found.end_changed_at)

    @router.get("/{token}")
    def show(token: str, request: Request) -> Response:
        try:
            found = opened(token)
        except StoreUnavailable as error:
            return later(app, request, error)
        if found is None:
            return unknown(app, request)
        if found.closed:
            return case_page(app, found.case, found.case.status)
        receipt = receipt_for(found)
        files = file_addresses(receipt.reference, token)
        return page(app, "receipt.html", receipt.language, receipt=receipt, files=files)

    @router.get("/{token}/{name:path}")
    def download(token: str, name: str, request: Request) -> Response:
        try:
            found = opened(token)
        except StoreUnavailable as error:
            return later(app, request, error)
        settings = app.settings
        receipt = receipt_for(found) if found and not found.closed else None
        file = receipt and receipt_file(receipt, name, settings.mail_from_name, settings.mail_from)
        if not file:
            return unknown(app, request)
        return Response(
            file.content,
            media_type=file.media_type,
            headers={**HEADERS, "Content-Disposition": f'attachment; filename="{file.name}"'},
        )

    return router
