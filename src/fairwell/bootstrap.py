"""The one place where settings, policy, store, outbox and use cases are put together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from sqlalchemy import Engine

from fairwell.bootstrap_desk import DeskServices
from fairwell.bootstrap_handoff import HandoffServices
from fairwell.config import Settings
from fairwell.i18n import formats, values
from fairwell.mail.postman import Postman
from fairwell.policy.desk import DeskPolicy, load_desk_policy
from fairwell.policy.facts import Facts, load_facts
from fairwell.policy.jurisdictions import load_jurisdictions
from fairwell.policy.replies import load_replies
from fairwell.receipts.content import Receipt, receipt_of
from fairwell.receipts.files import attachments
from fairwell.rules.cases.case import Case, Declaration, Kind
from fairwell.rules.cases.jurisdiction import DEFAULT, Book, Chosen, choose
from fairwell.rules.cases.jurisdiction_rules import OfferTiming
from fairwell.rules.cases.verification import Outcome
from fairwell.rules.handoff.hours import around_the_clock
from fairwell.rules.handoff.replies import Template
from fairwell.rules.privacy.addresses import masked
from fairwell.rules.privacy.retention import Removed, Retained, RetentionDue, RetentionLimits
from fairwell.services import retention as keep
from fairwell.services.cases import change_case, clarify, open_link, verify_case
from fairwell.services.cases.look_up import View, look_up, whose
from fairwell.services.cases.make_offer import make_offer
from fairwell.services.cases.open_link import OpenedLink
from fairwell.services.cases.record_declaration import (
    Recorded,
    Terms,
    record_declaration,
    recorded_in_turn,
)
from fairwell.services.cases.sign_in import sign_in
from fairwell.services.live import Live
from fairwell.store.base.engine import open_engine
from fairwell.store.base.unit_of_work import Store
from fairwell.store.cases.knowledge import Known
from fairwell.store.cases.offers import OfferMade
from fairwell.store.cases.utterances import Candidate, Unclear
from fairwell.store.chats.conversations import Conversations
from fairwell.store.chats.deliveries import Deliveries
from fairwell.store.mails.outbox import Sent
from fairwell.store.retention.erasures import ErasureList
from fairwell.store.retention.retention import Archive
from fairwell.store.retention.tracker_events import TrackerEvents


class Services:
    """The use cases with everything they need; nothing is opened before it is asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._texts: dict[str, dict[str, str]] = {}

    @cached_property
    def facts(self) -> Facts:
        """The policy in force."""
        return load_facts(self.settings.policy_folder)

    @cached_property
    def jurisdictions(self) -> Book:
        """The rules of cancelling by jurisdiction."""
        return load_jurisdictions(self.settings.policy_folder)

    @cached_property
    def database(self) -> Engine:
        """The database engine of this process."""
        return open_engine(self.settings.sqlalchemy_url)

    @cached_property
    def store(self) -> Store:
        """Transactions over cases, accounts and outbox."""
        return Store(self.database)

    @cached_property
    def desk(self) -> DeskServices:
        """Who works at the desk, and what they did."""
        return DeskServices(self.store, lambda: self.desk_policy.team_list)

    @cached_property
    def conversations(self) -> Conversations:
        """The gateway's transcripts and turns."""
        return Conversations(self.database)

    @cached_property
    def deliveries(self) -> Deliveries:
        """Conversations that come by webhook."""
        return Deliveries(self.database)

    @cached_property
    def postman(self) -> Postman:
        """Writes mails."""
        return Postman(self.facts, self.settings.base_url)

    @cached_property
    def desk_policy(self) -> DeskPolicy:
        """The desk's hours, time limits and teams."""
        return load_desk_policy(self.settings.policy_folder)

    @cached_property
    def handoffs(self) -> HandoffServices:
        """Handing conversations to people and back."""
        policy = self.desk_policy
        hours = policy.opening_hours
        if self.settings.demo:  # shown at any time of the day
            hours = around_the_clock(hours.zone)
        return HandoffServices(
            self.store,
            policy,
            hours,
            self.postman,
            self._canned_replies(),
            self.text_values,
            self.live,
            _now,
            self.alarm_after,
        )

    def _canned_replies(self) -> list[Template]:
        loaded = load_replies(self.settings.policy_folder, self.text_values("de"))
        return [Template(reply.key, {"de": reply.de, "en": reply.en}) for reply in loaded.replies]

    @cached_property
    def live(self) -> Live:
        """The open streams of this process."""
        return Live()

    @property
    def alarm_after(self) -> dt.timedelta:
        """How long a confirmation may take by policy before the watch gives an alarm."""
        return dt.timedelta(hours=self.facts.confirmation_within_hours.value)

    @cached_property
    def archive(self) -> Archive:
        """Everything that is kept for a time."""
        tracker = TrackerEvents(self.settings.conversations_url)
        return Archive(self.database, tracker, masked)

    @property
    def erasures(self) -> ErasureList:
        """Who was forgotten, so that a restored backup forgets them again."""
        return ErasureList(self.settings.home / "erasures.jsonl")

    def retention(self, now: dt.datetime) -> Iterator[Removed]:
        """Remove what is due, step by step; see ``keep.retention``."""
        return keep.retention(self._due(now), archive=self.archive, erasures=self.erasures)

    def would_remove(self) -> Counter[Retained]:
        """What retention would remove now."""
        return keep.would_remove(self._due(_now()), archive=self.archive, erasures=self.erasures)

    def erase(self, reference: str) -> Mapping[Retained, int]:
        """Forget the person of a case; see ``keep.erase``."""
        return keep.erase(reference, archive=self.archive, erasures=self.erasures, now=_now())

    def would_erase(self, reference: str) -> Mapping[Retained, int]:
        """What forgetting the person of a case would remove."""
        return keep.would_erase(reference, archive=self.archive, now=_now())

    def _due(self, now: dt.datetime) -> RetentionDue:
        limits = RetentionLimits(
            transcripts=dt.timedelta(days=self.facts.keep.transcripts_days.value),
            audit=dt.timedelta(days=self.facts.keep.audit_days.value),
            case_years=self.facts.keep.cases_years.value,
            longer={code: rules.records_years for code, rules in self.jurisdictions.rules.items()},
        )
        return RetentionDue(now, limits)

    def record(self, declaration: Declaration) -> Recorded:
        """Record a declaration now; see ``record_declaration``."""
        return record_declaration(
            declaration,
            store=self.store,
            postman=self.postman,
            terms=lambda known: self._terms(declaration, known),
            now=_now(),
        )

    def recorded_in_turn(self, conversation_id: str, turn_id: str) -> Recorded | None:
        """The case a turn recorded, if its commit went through."""
        return recorded_in_turn(conversation_id, turn_id, store=self.store, now=_now())

    def try_code(self, conversation_id: str, code: str) -> Outcome:
        """Try a verification code; see ``verify_case``."""
        return verify_case.try_code(conversation_id, code, store=self.store, now=_now())

    def sign_in(self, conversation_id: str, token: str) -> bool:
        """Sign a conversation in by an identity token; see ``sign_in``."""
        keys = self.settings.identity_secrets
        return sign_in(conversation_id, token, keys=keys, store=self.store, now=_now())

    def follow_link(self, token: str) -> Case | None:
        """Verify by the link in the mail."""
        return verify_case.follow_link(token, store=self.store, now=_now())

    def mail_again(self, conversation_id: str) -> Case | None:
        """Send the confirmation once more, with a fresh code."""
        return verify_case.mail_again(
            conversation_id, store=self.store, postman=self.postman, now=_now()
        )

    def revoke(self, conversation_id: str, case_id: str) -> Case:
        """Take a case back; see ``change_case``."""
        return change_case.revoke(
            conversation_id, case_id, store=self.store, postman=self.postman, now=_now()
        )

    def dispute(self, token: str) -> Case | None:
        """The owner of the address says that it was somebody else."""
        return change_case.dispute(token, store=self.store, now=_now())

    def look_up(self, conversation_id: str) -> View:
        """What may be told in a conversation."""
        return look_up(conversation_id, store=self.store)

    def pause_timing(self, conversation_id: str, said: str | None) -> OfferTiming:
        """Where the pause may be described unasked, by the conversation's jurisdiction.

        ``said`` is the place the customer named, if any.
        """
        known = whose(conversation_id, store=self.store)
        return self._chosen(known, said).rules.pause_timing

    def offer_pause(
        self, conversation_id: str, place: OfferTiming, said: str | None = None
    ) -> bool:
        """Whether the pause may be described here and now; puts the offer on record if so."""
        known = whose(conversation_id, store=self.store)
        chosen = self._chosen(known, said)
        if chosen.rules.pause_timing is not place:
            return False
        made = OfferMade(
            kind=Kind.PAUSE,
            account_id=known.account.id if known.account else None,
            jurisdiction=chosen.code,
            policy_version=self.jurisdictions.version,
            timing=place,
        )
        return make_offer(conversation_id, made, store=self.store, now=_now())

    def note_unclear(self, unclear: Unclear, found: Mapping[str, Sequence[str]]) -> None:
        """Keep a message that was not understood, for trainers; see ``clarify``."""
        clarify.note_unclear(unclear, found, store=self.store, now=_now())

    def choose_meaning(self, turn_id: str, intent: str) -> bool:
        """Label the message of a turn with the meaning that was pressed; see ``clarify``."""
        return clarify.choose_meaning(turn_id, intent, store=self.store, now=_now())

    def candidates(self, *, labelled: bool) -> Sequence[Candidate]:
        """Examples for trainers; see ``clarify``."""
        return clarify.candidates(labelled=labelled, store=self.store)

    def keep_score(self, score: int, language: str) -> str:
        """Keep a feedback score; returns the id for the free word."""
        with self.store.begin() as work:
            return work.feedback.add(score, language, _now().date())

    def keep_words(self, row_id: str, words: str) -> None:
        """Keep the free word of a feedback."""
        with self.store.begin() as work:
            work.feedback.add_words(row_id, words)

    def confirmation_sent(self, case: Case) -> Sent | None:
        """When the last mail of a case left, and to which masked address."""
        with self.store.look() as work:
            return work.outbox.last_sent(case.reference)

    def receipt_files(self, recorded: Recorded, language: str) -> list[dict[str, str]]:  # noqa: ARG002
        """The files of a receipt to download, for the chat."""
        return attachments(recorded.case.reference, recorded.receipt)

    def pause_beside_form(self) -> bool:
        """Whether the plain form may describe the pause: nobody is known there."""
        timing = self.jurisdictions.rules[DEFAULT].pause_timing
        return timing is OfferTiming.BESIDE_CANCEL_CONTROL

    def receipt_case(self, token: str) -> Case | None:
        """The case whose receipt a token opens; ``None`` for any other token."""
        opened = open_link.open_receipt(token, store=self.store)
        return opened.case if opened else None

    def receipt(self, token: str) -> Receipt | None:
        """The receipt a token opens, ready to be shown; ``None`` for any other token."""
        opened = open_link.open_receipt(token, store=self.store)
        return receipt_of(opened.case, opened.declared_hash, self.facts) if opened else None

    def look_at_verification(self, token: str) -> OpenedLink | None:
        """What a mailed verification link is about; changes nothing."""
        return open_link.look_at_verification(token, store=self.store, now=_now())

    def look_at_dispute(self, token: str) -> OpenedLink | None:
        """What a "this wasn't me" link is about; changes nothing."""
        return open_link.look_at_dispute(token, store=self.store)

    def kind_in_words(self, case: Case, language: str) -> str:
        """What was declared, as a noun phrase."""
        return values.kind_in_words(case.kind, language)

    def end_in_words(self, case: Case, language: str, *, known: bool) -> str:
        """When a cancellation takes effect; the date only where the account is ``known``."""
        if not known or case.effective_on is None:
            return values.end_in_words(case.ends, case.manner, language)
        return formats.date(case.effective_on, language)

    def _chosen(self, known: Known, said: str | None) -> Chosen:
        account = known.account
        return choose(
            self.jurisdictions,
            knowledge=known.knowledge,
            country=account.country if account else None,
            region=account.region if account else None,
            said=said,
        )

    def _terms(self, declaration: Declaration, known: Known) -> Terms:
        chosen = self._chosen(known, declaration.place)
        return Terms(
            policy_version=f"{self.facts.version}+{self.jurisdictions.version}",
            time_zone=self.facts.time_zones["en" if declaration.language == "en" else "de"],
            jurisdiction=chosen.code,
            jurisdiction_reason=chosen.why,
        )

    def text_values(self, language: str) -> dict[str, str]:
        """The facts as pieces of text, see ``i18n.values``; put together once a language."""
        if language not in self._texts:
            self._texts[language] = values.text_values(self.facts, language)
        return dict(self._texts[language])

    def moment(self, case: Case, language: str) -> str:
        """When a case was recorded, with the zone's name."""
        return formats.moment(case.requested_at, case.time_zone, language)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@cache
def services() -> Services:
    """This process's services, from its environment."""
    return Services(Settings())
