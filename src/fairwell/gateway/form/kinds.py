"""The two plain forms: what each declares, where it is, and which fields it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairwell.gateway.form.fields import FIELDS, Field
from fairwell.i18n.plain_pages import CANCEL_PAGE, WITHDRAW_PAGE
from fairwell.rules.cases.case import Kind


@dataclass(frozen=True)
class FormKind:
    """One form; its addresses by language, its texts in ``templates/plain/<kind>/``."""

    kind: Kind
    page: Mapping[str, str]
    receipt: Mapping[str, str]
    fields: tuple[Field, ...]


CANCEL = FormKind(
    Kind.CANCEL, CANCEL_PAGE, {"de": "/kuendigen/beleg", "en": "/cancel/receipt"}, FIELDS
)
# Name, contract and address are all that BGB 356a(2) lets a trader ask; never a reason.
WITHDRAW = FormKind(
    Kind.WITHDRAW,
    WITHDRAW_PAGE,
    {"de": "/widerruf/beleg", "en": "/withdraw/receipt"},
    ("person", "contract", "user_name", "email"),
)
FORMS = (CANCEL, WITHDRAW)
