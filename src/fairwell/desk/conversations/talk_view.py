"""Conversation view: a conversation as its page shows it, in parts that update separately."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fairwell.desk.conversations.agents import agent_of, leads
from fairwell.desk.conversations.due import due_of
from fairwell.desk.frame.visitor import Current
from fairwell.desk.words import handoffs as words
from fairwell.desk.words.cases import CaseInWords, case_in_words
from fairwell.desk.words.labels import speaker_label
from fairwell.desk.words.teams import team_in_words, team_of, transfer_options
from fairwell.i18n import formats
from fairwell.i18n.catalogue import gettext as _
from fairwell.i18n.intents import intent_in_words
from fairwell.rules.access.roles import Role
from fairwell.rules.handoff.speaker import Speaker
from fairwell.services.handoff.packet import Packet
from fairwell.services.staff import presence
from fairwell.services.staff import replies as desk_replies
from fairwell.store.chats.transcripts import TranscriptLine

# What the page's stream replaces, in the order of the page: names of templates and of elements.
PARTS = ("state", "pace", "packet", "cases", "notes", "composer", "blocks")


@dataclass(frozen=True)
class LineShown:
    """A transcript line, as the page words it."""

    id: int
    role: str
    who: str
    text: str
    lang: str
    at: dt.datetime
    clock: str
    understood: str


@dataclass(frozen=True)
class PagePart:
    """A part's HTML, and a short tag that shows whether a page has it already."""

    html: str
    mark: str


class TalkView:
    """One packet, ready for templates."""

    def __init__(self, current: Current, packet: Packet) -> None:
        self.current = current
        self.packet = packet
        self.id = packet.talk.id
        self.speaker = packet.talk.speaker
        handoff = packet.handoff
        me = agent_of(current.user).id
        self.mine = self.speaker is Speaker.HUMAN and handoff.claimed_by == me
        self.may_take = self.speaker is Speaker.QUEUED and current.user.may(Role.AGENT)
        self.may_work = current.user.may(Role.AGENT)
        self.may_change_cases = self.may_work and (handoff.claimed_by == me or leads(current.user))
        self.open = handoff.ended_at is None

    @property
    def title(self) -> str:
        """Why an agent is needed in this conversation."""
        return words.reason_label(self.packet.handoff.reason, self.current.language)

    @property
    def tongue(self) -> str:
        """The conversation's language."""
        return words.language_label(self.packet.talk.language, self.current.language)

    @property
    def team(self) -> str:
        """The team the conversation is for; empty where it is for every team."""
        return team_in_words(self.current, team_of(self.current, self.packet.handoff.team))

    @property
    def last_line(self) -> int:
        """The newest line's id."""
        return self.packet.transcript[-1].id if self.packet.transcript else 0

    def lines(self, after: int = 0) -> list[LineShown]:
        """Return the transcript after a line."""
        return [self._line(line) for line in self.packet.transcript if line.id > after]

    def parts(self) -> dict[str, PagePart]:
        """Return each part in its current state."""
        return {name: self._part(name) for name in PARTS}

    def _part(self, name: str) -> PagePart:
        html = self.current.part(f"talk_{name}.html", talk=self, **self._values(name))
        # The answer box changes with who speaks, and is never replaced while an agent types in it.
        told = f"{self.speaker} {self.packet.handoff.claimed_by}" if name == "composer" else html
        return PagePart(html, hashlib.sha256(told.encode()).hexdigest()[:8])

    def _values(self, name: str) -> Mapping[str, object]:
        language, packet = self.current.language, self.packet
        if name == "state":
            outcome = packet.handoff.outcome
            return {
                "outcome": words.outcome_label(outcome, language) if outcome else "",
                "closing": words.closing_options(language),
                "receivers": self._receivers() if self.mine else [],
            }
        if name == "pace":
            return {"due": due_of(self.current, packet.handoff)}
        if name == "packet":
            return self._packet()
        if name == "cases":
            return {
                "cases": self._cases(),
                "offers": [words.offer_in_words(offer, language) for offer in packet.offers],
            }
        if name == "composer":
            return {"send_key": secrets.token_urlsafe(12)}
        if name == "blocks":
            app = self.current.app
            return {"blocks": desk_replies.offered(self.id, agent_of(self.current.user), app)}
        return {}

    def _packet(self) -> Mapping[str, object]:
        language, packet = self.current.language, self.packet
        return {
            "requested": self.clock(packet.handoff.requested_at),
            "knowledge": words.knowledge_label(packet.knowledge, language),
            "plan": words.plan_label(packet.plan, language) if packet.plan else "",
            "slots": (
                None if packet.slots is None else words.slots_in_words(packet.slots, language)
            ),
            "understood": [
                (intent_in_words(one.intent, language), f"{one.confidence:.0%}", one.text)
                for one in packet.understood
            ],
            "earlier": [
                (
                    self.clock(one.requested_at),
                    words.reason_label(one.reason, language),
                    words.outcome_label(one.outcome, language) if one.outcome else "",
                )
                for one in packet.earlier
            ],
        }

    def case(self, case_id: str) -> CaseInWords | None:
        """Return a case of the conversation, if it has it."""
        return next((case for case in self._cases() if case.id == case_id), None)

    def _cases(self) -> list[CaseInWords]:
        revealed = self.packet.revealed
        return [
            case_in_words(
                self.current, shown, self.clock(shown.case.requested_at), revealed=revealed
            )
            for shown in self.packet.cases
        ]

    def _receivers(self) -> list[tuple[str, str]]:
        me = agent_of(self.current.user).id
        colleagues = [
            (one.presence.agent_id, one.presence.name)
            for one in presence.colleagues(self.current.app)
            if one.online and one.presence.agent_id != me
        ]
        return [*transfer_options(self.current), *colleagues]

    def _line(self, line: TranscriptLine) -> LineShown:
        language = self.current.language
        who = speaker_label(line.role, line.author, language)
        understood = ""
        if line.intent and line.role == "customer":
            understood = _(
                language,
                "Understood as: {intent}, {confidence}",
                intent=intent_in_words(line.intent, language),
                confidence=f"{line.confidence or 0:.0%}",
            )
        return LineShown(
            id=line.id,
            role=line.role,
            who=who,
            text=line.text,
            lang=line.lang,
            at=line.at,
            clock=self.clock(line.at),
            understood=understood,
        )

    def clock(self, moment: dt.datetime) -> str:
        """Format a time of day at the desk, with the date where it was another day."""
        zone, language = self.current.zone, self.current.language
        clock = formats.clock(moment, zone, language)
        today = dt.datetime.now(ZoneInfo(zone)).date()
        day = moment.astimezone(ZoneInfo(zone)).date()
        return clock if day == today else f"{formats.date(day, language)}, {clock}"
