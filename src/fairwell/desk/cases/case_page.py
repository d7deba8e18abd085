"""Page of one case: its records, its person on demand, the caller's check, its receipt.

Agents and supervisors open it, concealed. To change the case or to see its person needs the right
that ``services/casebook/rights.py`` describes; without it, and for a case that does not exist, the
answer is 404; 409 with the name while a colleague has its conversation.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from fairwell.desk.cases.telling import telling
from fairwell.desk.conversations.agents import Watching, Working, agent_of, leads
from fairwell.desk.frame.refusals import RequestRefused, conflict
from fairwell.desk.frame.visitor import Current, to
from fairwell.desk.words import cases as words
from fairwell.desk.words.final import done_message, final_options, undo_label
from fairwell.desk.words.handoffs import offer_in_words
from fairwell.desk.words.labels import detail, event_labels, speaker_label
from fairwell.i18n.catalogue import gettext as _
from fairwell.receipts.content import receipt_of
from fairwell.receipts.files import receipt_file
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.todo import Settled, Why
from fairwell.services.casebook import case_file, match, rights, undo
from fairwell.services.casebook.case_file import CaseFile
from fairwell.services.cases import casework
from fairwell.services.cases.casework import CaseOf

case_page_router = APIRouter(prefix="/cases/{case}")

CHECKSUM = 12  # characters of a row's hash on the page


@case_page_router.get("")
def case(current: Watching, case: str, done: Annotated[str, Query(max_length=20)] = "") -> Response:
    """Show one case; reading it is recorded in the audit."""
    with telling(current):
        found = case_file.open_case(
            case, agent_of(current.user), current.app, leads=leads(current.user)
        )
    return _page(current, found, done=done)


@case_page_router.post("/reveal")
def reveal(current: Working, case: str) -> Response:
    """Show the case with the person's data, in this answer only; this is recorded in the audit."""
    with telling(current):
        found = case_file.reveal_case(
            case, agent_of(current.user), current.app, leads=leads(current.user)
        )
    return _page(current, found)


@case_page_router.post("/caller")
def check_caller(
    current: Working, case: str, stated: Annotated[str, Form(max_length=300)] = ""
) -> Response:
    """Check what a caller states against the case; if it is right, the agent may act on it."""
    language = current.language
    with telling(current):
        try:
            if rights.check_caller(case, agent_of(current.user), stated, current.app):
                return to(f"/desk/cases/{case}")
        except rights.TriedTooOften as error:
            raise conflict(
                _(language, "Too many wrong statements for this case"),
                _(language, "Nothing was compared. Ask a supervisor, or try again in an hour."),
            ) from error
        found = case_file.open_case(
            case, agent_of(current.user), current.app, leads=leads(current.user)
        )
    fault = _(language, "This is neither the user name nor the main address of this case.")
    return _page(current, found, status=422, fault=fault)


@case_page_router.post("/settle")
def settle(current: Working, case: str, outcome: Annotated[Settled, Form()]) -> Response:
    """Record an outcome that is not final, or one of a call, with the step that follows."""
    if outcome in (Settled.OWNER, Settled.STRANGER):
        raise RequestRefused("bad_request")  # these are asked first
    with telling(current):
        agent = agent_of(current.user)
        casework.settle(case, agent, outcome, current.app, leads=leads(current.user))
    return to("/desk/cases")


@case_page_router.post("/mail")
def resend_mail(current: Working, case: str) -> Response:
    """Send the confirmation mail again."""
    with telling(current):
        sent = casework.resend_mail(_asked(current, case), agent_of(current.user), current.app)
    return to(f"/desk/cases/{case}?done={'mail' if sent else 'no_mail'}")


@case_page_router.post("/undo")
def undo_step(current: Working, case: str) -> Response:
    """Undo the agents' last step."""
    with telling(current):
        undo.undo(_asked(current, case), agent_of(current.user), current.app)
    return to(f"/desk/cases/{case}?done=undone")


@case_page_router.post("/reopen")
def reopen(current: Working, case: str) -> Response:
    """Put a declaration without an account back into the queue."""
    with telling(current):
        match.reopen(_asked(current, case), agent_of(current.user), current.app)
    return to(f"/desk/cases/{case}")


@case_page_router.get("/receipt.pdf")
def receipt(current: Working, case: str) -> Response:
    """Return the receipt as the customer has it, for who may act on the case; audited."""
    app = current.app
    with telling(current):
        found = case_file.case_receipt(case, agent_of(current.user), app, leads=leads(current.user))
    written = receipt_of(found.case, found.declared_hash, app.policy.facts, found.end_changed_at)
    file = receipt_file(written, f"{written.stem}.pdf", written.brand, "")
    if file is None:
        raise RequestRefused("not_found")
    disposition = f'attachment; filename="{file.name}"'
    return Response(
        file.content, media_type=file.media_type, headers={"Content-Disposition": disposition}
    )


def _asked(current: Current, case: str) -> CaseOf:
    return CaseOf(None, case, leads=leads(current.user))


def _page(
    current: Current, file: CaseFile, status: int = 200, *, done: str = "", fault: str = ""
) -> Response:
    language = current.language
    agent = current.user.may(Role.AGENT)
    may_act = agent and file.may_act
    free = agent and file.taken_by is None
    received = current.moment(file.shown.case.requested_at)
    shown = words.case_in_words(current, file.shown, received, revealed=file.revealed)
    own_step = file.undo is not None and file.undo.by == current.user.id
    may_undo = may_act or (free and own_step)
    return current.page(
        "case.html",
        status,
        case=shown,
        status_message=done_message(done, shown.reference, language),
        account=file.account or "",
        matching=words.matching_label(file.matching, language) if file.matching else "",
        closed_unmatched=free and file.matching == "closed" and not file.account,
        unmatched=file.unmatched and free,
        channel=words.channel_label(file.shown.case.channel, language),
        why=words.why_label(file.why, language) if file.why else "",
        alarm=file.why is Why.DISPUTED,
        since=current.moment(file.since),
        options=words.outcome_options(file.why, language) if file.why and free else [],
        late=[
            (one.id, words.why_label(Why.MAIL, language, one), words.mail_label(one.kind, language))
            for one in file.late
        ],
        final=final_options(file.shown.case, file.why, language) if may_act else [],
        may_mail=may_act and shown.status in ("declared", "verified"),
        revealed=file.revealed,
        may_reveal=free and (file.may_act or bool(file.late)),
        asks_caller=free and not file.may_act,
        taken=_taken(file, language),
        fault=fault,
        talk=file.talk,
        undo=undo_label(file.undo.event, language) if file.undo and may_undo else "",
        undo_until=current.moment(file.undo.until) if file.undo else "",
        **_records(current, file),
    )


def _taken(file: CaseFile, language: str) -> str:
    if file.taken_by is None:
        return ""
    return _(language, "{name} has this conversation already", name=file.taken_by)


def _records(current: Current, file: CaseFile) -> dict[str, object]:
    language = current.language
    labels = event_labels(language)
    return {
        "done": [
            (
                current.moment(line.entry.at),
                line.entry.actor,
                labels[line.entry.what],
                "; ".join(
                    detail(name, value, language) for name, value in line.entry.details.items()
                ),
            )
            for line in file.done
        ],
        "ledger": [
            (
                current.moment(row.at),
                words.ledger_label(row.event, language),
                row.content_hash[:CHECKSUM],
            )
            for row in file.ledger
        ],
        "offers": [offer_in_words(offer, language) for offer in file.offers],
        "mails": [
            (
                words.mail_label(one.kind, language),
                one.recipient,
                words.mail_state(one, language),
                current.moment(one.sent_at or one.created_at),
            )
            for one in file.mails
        ],
        "lines": [
            (speaker_label(line.role, line.author, language), current.moment(line.at), line)
            for line in file.lines
        ],
        "receipt": _receipt(current, file),
        "receipt_lang": file.shown.case.language,
    }


def _receipt(current: Current, file: CaseFile) -> list[tuple[str, str]]:
    """Return the receipt's rows, in its customer's language."""
    found = file.receipt
    written = receipt_of(
        found.case, found.declared_hash, current.app.policy.facts, found.end_changed_at
    )
    return list(written.rows)
