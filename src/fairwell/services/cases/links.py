"""Fresh links for the mails of a case."""

from __future__ import annotations

import datetime as dt

from fairwell.mail.postman import MailLinks
from fairwell.rules.cases.allowance import Client
from fairwell.rules.cases.case import Case, Knowledge
from fairwell.store.base.unit_of_work import UnitOfWork


def links_of(
    case: Case,
    work: UnitOfWork,
    address: str | None,
    now: dt.datetime,
    client: Client,
    *,
    withheld: bool = False,
) -> MailLinks:
    """Create fresh links for a case; a code too while nothing has proven who declared it.

    Made for unmatched cases as well, though nobody receives them: the work, its time and its
    limits must not reveal whether there is an account. A withheld code is not in the mail.
    """
    receipt = work.links.make(case.id, "receipt", now)
    dispute = work.links.make(case.id, "dispute", now)
    if case.knowledge is not Knowledge.ANONYMOUS:
        return MailLinks(receipt, dispute)
    issued = work.verifications.issue(case, address, now, client.mark, withheld=withheld)
    if withheld:
        return MailLinks(receipt, dispute)
    return MailLinks(receipt, dispute, issued.code, issued.link)
