"""The receipt for whoever holds its token: as a page, and as files to keep."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from fairwell.bootstrap import Services
from fairwell.gateway.links.case_links import case_page
from fairwell.gateway.links.token_pages import HEADERS, is_token, later, page, unknown
from fairwell.receipts.files import FORMATS, receipt_file
from fairwell.services.cases.open_link import OpenedReceipt
from fairwell.services.errors import StoreUnavailable


def receipt_router(services: Services) -> APIRouter:
    """``/receipt/{token}``, and ``/receipt/{token}/fairwell-<reference>.pdf|.eml|.txt``."""
    router = APIRouter(prefix="/receipt", include_in_schema=False)

    def opened(token: str) -> OpenedReceipt | None:
        return services.open_receipt(token) if is_token(token) else None

    @router.get("/{token}")
    def show(token: str, request: Request) -> Response:
        try:
            found = opened(token)
        except StoreUnavailable as error:
            return later(services, request, error)
        if found is None:
            return unknown(services, request)
        if found.closed:
            return case_page(services, found.case, found.case.status)
        receipt = services.receipt(found)
        files = [(form, f"/receipt/{token}/{receipt.stem}.{form}") for form in FORMATS]
        return page(services, "receipt.html", receipt.language, receipt=receipt, files=files)

    @router.get("/{token}/{name:path}")
    def download(token: str, name: str, request: Request) -> Response:
        try:
            found = opened(token)
        except StoreUnavailable as error:
            return later(services, request, error)
        settings = services.settings
        receipt = services.receipt(found) if found and not found.closed else None
        file = receipt and receipt_file(receipt, name, settings.mail_from_name, settings.mail_from)
        if not file:
            return unknown(services, request)
        return Response(
            file.content,
            media_type=file.media_type,
            headers={**HEADERS, "Content-Disposition": f'attachment; filename="{file.name}"'},
        )

    return router
