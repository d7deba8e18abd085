"""Retention and erasure: removal of expired data, and of an account's data on request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, delete, func, or_, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from fairwell.rules.cases.case import Kind, Status
from fairwell.rules.cases.ledger_check import ERASED
from fairwell.rules.privacy.retention import Erasure, Retained, RetentionDue
from fairwell.store.base.engine import transaction
from fairwell.store.cases.tables import (
    CaseLinkRow,
    CaseRow,
    LedgerRow,
    OfferRow,
    UsedIdentityRow,
    UtteranceRow,
    VerificationRow,
)
from fairwell.store.chats.tables import ButtonRow, ConversationRow, DeliveryRow, MessageRow, TurnRow
from fairwell.store.handoff.tables import (
    DeskEventRow,
    DraftRow,
    HandoffRow,
    MentionRow,
    NoteRow,
)
from fairwell.store.mails.tables import OutboxRow
from fairwell.store.retention.tracker_events import TrackerEvents
from fairwell.store.staff.desk_retention import OF_THE_DESK, count_of_the_desk, remove_of_the_desk
from fairwell.store.staff.tables import AuditRow

_PAGE = 500
_TURN_TAKES_AT_MOST = dt.timedelta(minutes=1)
_NO_MORE_TO_SEND = ("sent", "dead", "settled")
_PROVEN = (Status.VERIFIED, Status.EFFECTIVE)

Key = InstrumentedAttribute[str]


class Archive:
    """The databases of product and engine, for removal. ``mask`` hides most of a mail address."""

    def __init__(self, engine: Engine, tracker: TrackerEvents, mask: Callable[[str], str]) -> None:
        self._engine = engine
        self._tracker = tracker
        self._mask = mask

    def count(self, what: Retained, due: RetentionDue) -> int:
        """Return how many items are due."""
        if what is Retained.ENGINE:
            return len(self._tracker.stale(due.transcripts, self._alive(due)))
        with transaction(self._engine, read_only=True) as session:
            if what in OF_THE_DESK:
                return count_of_the_desk(session, what, due)
            if what is Retained.CASES:
                return sum(1 for _ in _due_cases(session, due))
            key, condition = _RULES[what](due)
            return session.scalar(select(func.count(key)).where(condition)) or 0

    def total(self, what: Retained) -> int:
        """Return how many items there are, due or not; of mails, those with their text."""
        every: dict[Retained, Select[Any]] = {
            Retained.TRANSCRIPTS: select(func.count(ConversationRow.id)),
            Retained.MAILS: select(func.count(OutboxRow.id)).where(_full_mail()),
            Retained.AUDIT: select(func.count()).select_from(AuditRow),
            Retained.CASES: select(func.count(CaseRow.id)),
        }
        with transaction(self._engine, read_only=True) as session:
            return int(session.scalar(every[what]) or 0)

    def remove(self, what: Retained, due: RetentionDue, at_most: int) -> int:
        """Remove up to ``at_most`` due items; return how many, 0 when nothing is left."""
        if what is Retained.ENGINE:
            return self._tracker.remove_stale(due.transcripts, self._alive(due), at_most)
        with self._writing() as session:
            if what in OF_THE_DESK:
                return remove_of_the_desk(session, what, due, at_most)
            if what is Retained.CASES:
                with closing(_due_cases(session, due)) as found:
                    ids = list(islice(found, at_most))
                _remove_cases(session, ids)
                return len(ids)
            key, condition = _RULES[what](due)
            ids = _locked(session, key, condition, at_most)
            if what is Retained.TRANSCRIPTS:
                _remove_conversations(session, ids)
            elif what is Retained.MAILS:
                self._empty_mails(session, ids)
            else:
                session.execute(delete(key.class_).where(key.in_(ids)))
            return len(ids)

    def requests(self, due: RetentionDue) -> Sequence[str]:
        """Return the references of due and proven requests to delete data."""
        query = select(CaseRow.reference).where(
            CaseRow.kind == Kind.DELETE_DATA,
            CaseRow.status.in_(_PROVEN),
            CaseRow.requested_at <= due.requests,
        )
        with transaction(self._engine, read_only=True) as session:
            return session.scalars(query.order_by(CaseRow.id)).all()

    def scope(self, reference: str, now: dt.datetime) -> Erasure | None:
        """Return what belongs to the account of a case; ``None`` if there is no such case."""
        with transaction(self._engine, read_only=True) as session:
            named = session.scalars(select(CaseRow).where(CaseRow.reference == reference)).first()
            if named is None:
                return None
            cases = [named]
            talks: set[str] = set()
            if named.account_id:
                its = CaseRow.account_id == named.account_id
                cases = list(session.scalars(select(CaseRow).where(its).order_by(CaseRow.id)))
                known_as = ConversationRow.account_id == named.account_id
                talks.update(session.scalars(select(ConversationRow.id).where(known_as)))
            return Erasure(
                reference=reference,
                at=now,
                account_id=named.account_id,
                case_ids=tuple(case.id for case in cases),
                references=tuple(case.reference for case in cases),
                conversation_ids=tuple(sorted(talks | {case.conversation_id for case in cases})),
            )

    def holdings(self, erasure: Erasure, now: dt.datetime) -> Mapping[Retained, int]:
        """Return how many items an erasure would remove now."""
        with transaction(self._engine, read_only=True) as session:
            held = _held(session, erasure, now)
        counts = {what: len(ids) for what, ids in held.items()}
        named = {*erasure.conversation_ids, *held[Retained.TRANSCRIPTS]}
        return counts | {Retained.ENGINE: len(self._tracker.known(named))}

    def forget(self, erasure: Erasure, now: dt.datetime) -> Mapping[Retained, int]:
        """Carry out an erasure; when repeated, remove only what has come back.

        A conversation with a running turn is left for the next run, with the engine's events of
        it: otherwise the turn could not be answered.
        """
        with self._writing() as session:
            held = _held(session, erasure, now)
            _remove_conversations(session, held[Retained.TRANSCRIPTS])
            codes = held[Retained.CODES]
            session.execute(delete(VerificationRow).where(VerificationRow.id.in_(codes)))
            self._empty_mails(session, held[Retained.MAILS])
            session.execute(
                update(OfferRow)
                .where(
                    or_(
                        OfferRow.conversation_id.in_(erasure.conversation_ids),
                        _is_or_never(OfferRow.account_id, erasure.account_id),
                    ),
                    OfferRow.shown_at <= erasure.at,
                )
                .values(account_id=None)
            )
            named = {*erasure.conversation_ids, *held[Retained.TRANSCRIPTS]}
            left = set(
                session.scalars(select(ConversationRow.id).where(ConversationRow.id.in_(named)))
            )
        counts = {what: len(ids) for what, ids in held.items()}
        return counts | {Retained.ENGINE: self._tracker.remove(named - left)}

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with transaction(self._engine) as session:
            if session.get_bind().dialect.name == "sqlite":
                # Otherwise deleted data could still be read in the file's free pages.
                session.execute(text("PRAGMA secure_delete=ON"))
            yield session

    def _alive(self, due: RetentionDue) -> Callable[[Sequence[str]], Collection[str]]:
        """Return a filter of the engine's conversations: those stored here and not due yet."""

        def alive(ids: Sequence[str]) -> Collection[str]:
            kept = select(ConversationRow.id).where(
                ConversationRow.id.in_(ids), ~_idle_since(due.transcripts)
            )
            with transaction(self._engine, read_only=True) as session:
                return set(session.scalars(kept))

        return alive

    def _empty_mails(self, session: Session, ids: Collection[str]) -> None:
        """Empty mails; a row with reference and times remains as proof of the confirmation."""
        for row in session.scalars(select(OutboxRow).where(OutboxRow.id.in_(ids))):
            row.recipient = self._mask(row.recipient)
            row.body_text = row.body_html = ""
            row.last_error = None  # servers quote addresses


def _idle_since(moment: dt.datetime) -> ColumnElement[bool]:
    """Match conversations without activity after a moment; turns and lines count as activity."""
    turned = select(TurnRow.id).where(
        TurnRow.conversation_id == ConversationRow.id, TurnRow.started_at > moment
    )
    spoken = select(MessageRow.id).where(
        MessageRow.conversation_id == ConversationRow.id, MessageRow.created_at > moment
    )
    return and_(ConversationRow.last_active_at <= moment, ~turned.exists(), ~spoken.exists())


def _full_mail() -> ColumnElement[bool]:
    return and_(
        OutboxRow.state.in_(_NO_MORE_TO_SEND),
        or_(OutboxRow.body_text != "", OutboxRow.body_html != ""),
    )


def _old_mail(due: RetentionDue) -> ColumnElement[bool]:
    last = func.coalesce(OutboxRow.sent_at, OutboxRow.attempt_started_at, OutboxRow.created_at)
    return and_(_full_mail(), last <= due.transcripts)


_RULES: dict[Retained, Callable[[RetentionDue], tuple[Key, ColumnElement[bool]]]] = {
    Retained.TRANSCRIPTS: lambda due: (ConversationRow.id, _idle_since(due.transcripts)),
    Retained.CODES: lambda due: (VerificationRow.id, VerificationRow.expires_at <= due.codes),
    Retained.IDENTITIES: lambda due: (
        UsedIdentityRow.token_id,
        UsedIdentityRow.expires_at < due.now,
    ),
    Retained.MAILS: lambda due: (OutboxRow.id, _old_mail(due)),
}


def _locked(
    session: Session, key: Key, condition: ColumnElement[bool], at_most: int | None = None
) -> list[str]:
    """Lock rows to remove and return their keys. Rows locked by others wait for the next run.

    The condition is checked twice: on PostgreSQL a row may change between the read and the lock.
    """
    query: Select[Any] = select(key).where(condition).order_by(key).limit(at_most)
    found = session.scalars(query.with_for_update(skip_locked=True)).all()
    return list(session.scalars(select(key).where(key.in_(found), condition).order_by(key)))


def _due_cases(session: Session, due: RetentionDue) -> Generator[str, None, None]:
    """Yield the ids of due cases; Python handles time zones, so that both databases agree."""
    query = (
        select(CaseRow.id, CaseRow.requested_at, CaseRow.time_zone, CaseRow.jurisdiction)
        .where(CaseRow.requested_at < due.cases)
        .order_by(CaseRow.requested_at, CaseRow.id)
        .execution_options(yield_per=_PAGE)
    )
    with session.execute(query) as rows:
        for row in rows:
            if due.case(row.requested_at, row.time_zone, row.jurisdiction):
                yield row.id


def _remove_conversations(session: Session, ids: Sequence[str]) -> None:
    for rows in (
        ButtonRow,
        MessageRow,
        TurnRow,
        UtteranceRow,
        MentionRow,
        NoteRow,
        DraftRow,
        HandoffRow,
        DeliveryRow,
        DeskEventRow,
    ):
        session.execute(delete(rows).where(rows.conversation_id.in_(ids)))
    session.execute(delete(ConversationRow).where(ConversationRow.id.in_(ids)))
    _remove_offers_without_case(session, ids)


def _remove_cases(session: Session, ids: Sequence[str]) -> None:
    """Remove cases and all that belongs to them; the ledger's hashes remain, for the chain."""
    rows = session.execute(
        select(CaseRow.reference, CaseRow.conversation_id).where(CaseRow.id.in_(ids))
    ).all()
    references = [row.reference for row in rows]
    session.execute(update(LedgerRow).where(LedgerRow.case_id.in_(ids)).values(content=ERASED))
    session.execute(delete(OutboxRow).where(OutboxRow.reference.in_(references)))
    for table in (CaseLinkRow, VerificationRow):
        session.execute(delete(table).where(table.case_id.in_(ids)))
    session.execute(update(CaseRow).where(CaseRow.follows_id.in_(ids)).values(follows_id=None))
    session.execute(delete(CaseRow).where(CaseRow.id.in_(ids)))
    _remove_offers_without_case(session, [row.conversation_id for row in rows])


def _remove_offers_without_case(session: Session, conversation_ids: Sequence[str]) -> None:
    """Remove offers whose conversation has neither a case nor a transcript any more."""
    case = select(CaseRow.id).where(CaseRow.conversation_id == OfferRow.conversation_id)
    talk = select(ConversationRow.id).where(ConversationRow.id == OfferRow.conversation_id)
    session.execute(
        delete(OfferRow).where(
            OfferRow.conversation_id.in_(conversation_ids), ~case.exists(), ~talk.exists()
        )
    )


def _held(session: Session, erasure: Erasure, now: dt.datetime) -> dict[Retained, list[str]]:
    """Return what an erasure would remove. Unsent mails are still owed: they come later."""
    running = select(TurnRow.id).where(
        TurnRow.conversation_id == ConversationRow.id,
        TurnRow.state == "running",
        TurnRow.started_at > now - _TURN_TAKES_AT_MOST,
    )
    its_talks = or_(
        ConversationRow.id.in_(erasure.conversation_ids),
        and_(
            _is_or_never(ConversationRow.account_id, erasure.account_id),
            ConversationRow.created_at <= erasure.at,
        ),
    )
    its_codes = and_(
        VerificationRow.case_id.in_(erasure.case_ids), VerificationRow.created_at <= erasure.at
    )
    its_mails = and_(
        or_(
            OutboxRow.reference.in_(erasure.references),
            # Mails of a conversation instead of a case: "an agent has answered".
            *(
                OutboxRow.dedupe_key.startswith(f"away:{talk}:")
                for talk in erasure.conversation_ids
            ),
        ),
        OutboxRow.created_at <= erasure.at,
        _full_mail(),
    )
    return {
        Retained.TRANSCRIPTS: _locked(
            session, ConversationRow.id, and_(its_talks, ~running.exists())
        ),
        Retained.CODES: _locked(session, VerificationRow.id, its_codes),
        Retained.MAILS: _locked(session, OutboxRow.id, its_mails),
    }


def _is_or_never(attribute: Any, wanted: str | None) -> ColumnElement[bool]:
    """Match equal values; two unknown accounts (``None``) are not equal."""
    return and_(attribute.is_not(None), attribute == wanted)
