"""What agents do to cases, by the same rules, ledger and mails as the bot."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fairwell.cancellation.case import (
    Account,
    Case,
    Declaration,
    Kind,
    Status,
    effective_on,
    next_status,
)
from fairwell.cancellation.details import normal_email, normal_user_name
from fairwell.cancellation.matching import the_match
from fairwell.services.change_case import take_back
from fairwell.services.desk_ports import What
from fairwell.services.handoff.context import Context, note_in_audit
from fairwell.services.handoff.ports import Agent
from fairwell.services.ports import Postman, UnitOfWork
from fairwell.services.record_declaration import links_of
from fairwell.services.verify_case import send_again


@dataclass(frozen=True)
class ToDo:
    """A case that a person has to look at, whether or not somebody waits in the chat for it."""

    case: Case
    why: str  # "disputed" or "callback"


class CaseWork:
    """Each method is one transaction with its ledger row and its line in the audit.

    All raise NotPossible where the case's state does not allow the step, LookupError where there
    is no such case, and StoreUnavailable when nothing could be changed.
    """

    def __init__(self, context: Context, postman: Postman) -> None:
        self._c = context
        self._postman = postman

    def to_do(self) -> list[ToDo]:
        """Disputed cases and requests for a call, oldest first."""
        with self._c.store.look() as work:
            return [
                ToDo(case, "disputed" if case.status is Status.DISPUTED else "callback")
                for case in work.cases.for_people()
            ]

    def verify_by_phone(self, case_id: str, agent: Agent) -> Case:
        """Somebody asked back and was told what only the owner knows. Also settles a dispute."""
        return self._move(case_id, agent, Status.VERIFIED, "verified_by_phone")

    def mark_effective(self, case_id: str, agent: Agent, on: dt.date | None = None) -> Case:
        """It has been carried out in the operator's system; of a request for a call: called.

        ``on`` is the date it takes effect (default: the date it has, else today where it was
        declared).
        """
        now = self._c.clock()
        with self._c.store.begin() as work:
            case = _case(work, case_id)
            wanted = next_status(case.status, Status.EFFECTIVE)
            if wanted is case.status:
                return case
            today = now.astimezone(ZoneInfo(case.time_zone)).date()
            case = work.cases.set_details(
                dataclasses.replace(case, effective_on=on or case.effective_on or today)
            )
            case = work.cases.set_status(case.id, wanted)
            self._keep(work, case, agent, "effective", now)
        self._c.ring(case.conversation_id)
        return case

    def revoke(self, case_id: str, agent: Agent) -> Case:
        """Take a case back for its customer, with the mail that says so."""
        now = self._c.clock()
        with self._c.store.begin() as work:
            before = _case(work, case_id)
            case = take_back(before, work, self._postman, now)
            if case.status is not before.status:
                self._note(work, case, agent, "revoked", now)
        self._c.ring(case.conversation_id)
        return case

    def correct(
        self, case_id: str, agent: Agent, *, user_name: str | None, email: str | None
    ) -> Case:
        """Correct the details and match them anew; a match now found gets its confirmation.

        Raises:
            ValueError: one of the details cannot be one, or none is given.
        """
        details = _details(user_name, email)
        now = self._c.clock()
        with self._c.store.begin() as work:
            before = _case(work, case_id)
            if before.status in (Status.REVOKED, Status.EFFECTIVE):
                next_status(before.status, Status.VERIFIED)  # says why not
            declaration = _declaration(before, *details)
            account = the_match(declaration, work.accounts.candidates(declaration))
            case = work.cases.set_details(_corrected(before, declaration, account))
            self._keep(work, case, agent, "corrected", now)
            if account and account.id != before.account_id and case.kind is not Kind.CALLBACK:
                links = links_of(case, work, account.email, now)
                work.outbox.put(self._postman.confirmation(case, account, links, again=now), now)
        self._c.ring(case.conversation_id)
        return case

    def resend_mail(self, case_id: str, agent: Agent) -> bool:
        """Send the confirmation once more, at most three times an hour an address.

        Returns whether a mail leaves: only for a matched case that stands.
        """
        now = self._c.clock()
        with self._c.store.begin() as work:
            case = _case(work, case_id)
            sent = send_again(case, work, self._postman, now)
            self._note(work, case, agent, "mail_again", now)
        return sent

    def _move(self, case_id: str, agent: Agent, status: Status, event: str) -> Case:
        now = self._c.clock()
        with self._c.store.begin() as work:
            case = _case(work, case_id)
            wanted = next_status(case.status, status)
            if wanted is not case.status:
                case = work.cases.set_status(case.id, wanted)
                self._keep(work, case, agent, event, now)
        self._c.ring(case.conversation_id)
        return case

    def _keep(
        self, work: UnitOfWork, case: Case, agent: Agent, event: str, now: dt.datetime
    ) -> None:
        work.ledger.append(case, event, now)
        self._note(work, case, agent, event, now)

    def _note(
        self, work: UnitOfWork, case: Case, agent: Agent, event: str, now: dt.datetime
    ) -> None:
        note_in_audit(
            work,
            What.CHANGE,
            agent,
            now,
            conversation_id=case.conversation_id,
            case_id=case.id,
            details={"event": event},
        )
        work.desk.happened("case", case.conversation_id, agent.id, now)


def _case(work: UnitOfWork, case_id: str) -> Case:
    case = work.cases.find(case_id)
    if case is None:
        raise LookupError(case_id)
    return case


def _details(user_name: str | None, email: str | None) -> tuple[str | None, str | None]:
    name = normal_user_name(user_name) if user_name else None
    address = normal_email(email) if email else None
    if (user_name and not name) or (email and not address) or not (name or address):
        raise ValueError("a user name and an address, or one of them, as an account has it")
    return name, address


def _declaration(case: Case, user_name: str | None, email: str | None) -> Declaration:
    return Declaration(
        kind=case.kind,
        user_name=user_name,
        email=email,
        language=case.language,
        reason=case.reason,
        conversation_id=case.conversation_id,
        turn_id=case.turn_id,
        ends=case.ends,
        manner=case.manner,
        wished_end_on=case.wished_end_on,
    )


def _corrected(case: Case, declaration: Declaration, account: Account | None) -> Case:
    # The declaration counts from when it was made, however late its account is found.
    received_on = case.requested_at.astimezone(ZoneInfo(case.time_zone)).date()
    return dataclasses.replace(
        case,
        user_name=declaration.user_name,
        email=declaration.email,
        account_id=account.id if account else None,
        effective_on=effective_on(declaration, account, received_on),
    )
