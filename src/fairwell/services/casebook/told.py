"""Lines in a customer's chat about what agents did with their case."""

from __future__ import annotations

import datetime as dt

from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.ends import day_in_words
from fairwell.i18n.values import kind_in_words
from fairwell.rules.cases.case import Case, Kind
from fairwell.rules.cases.ledger import VERIFIED_BY_PHONE
from fairwell.services.handoff.texts import language_of
from fairwell.store.base.unit_of_work import UnitOfWork
from fairwell.store.chats.messages import NewLine

_LINES = {
    VERIFIED_BY_PHONE: "{reference}, {what}: verified by phone.",
    "effective": "{reference}, {what}: carried out. Takes effect: {ends}.",
    "called": "{reference}, {what}: we have called, and it is settled.",
    "revoked": "{reference}, {what}: a colleague has taken it back for you. It doesn't count any "
    "more. If you didn't want that, write to us here.",
    "closed": "{reference}, {what}: closed by a colleague. It doesn't count any more.",
    "undone": "{reference}, {what}: a colleague's last step was a mistake and is undone.",
    "counts_again": "{reference}, {what}: taking it back was our mistake and is undone. It counts "
    "from the moment it was first received.",
    "asked": "{reference}, {what}: received, and it counts from that moment. To carry it out we "
    "need the account's user name and its main e-mail address again. Please write both here.",
}


def tell(work: UnitOfWork, case: Case, event: str, now: dt.datetime) -> bool:
    """Add a line to the chat in which a case was declared; return whether there is one.

    A form has none. The buttons of the last answer stay in force.
    """
    talk = case.conversation_id
    if work.handoffs.talk(talk) is None:
        return False
    if event == "effective" and case.kind is Kind.CALLBACK:
        event = "called"
    language = case.language
    text = _(
        language,
        _LINES[event],
        reference=case.reference,
        what=kind_in_words(case.kind, language),
        ends=day_in_words(case.effective_on, language),
    )
    line = NewLine("system", text, language_of(language))
    work.transcript.say(talk, [line], now, work.transcript.last_group(talk))
    return True
