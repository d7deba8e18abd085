"""The one place where settings, policy, store, outbox and use cases are put together."""

from __future__ import annotations

import datetime as dt
from functools import cache, cached_property

from sqlalchemy import Engine

from fairwell import paths
from fairwell.cancellation.case import Case, Declaration
from fairwell.config import Settings
from fairwell.i18n import formats, values
from fairwell.outbox.postman import GettextPostman
from fairwell.outbox.queue import SqlOutbox
from fairwell.policy import Facts, load_facts
from fairwell.services.record_declaration import Terms, record_declaration, recorded_in_turn
from fairwell.store.cases import SqlStore
from fairwell.store.conversations import Conversations
from fairwell.store.engine import open_engine


class Services:
    """The use cases with everything they need; nothing is opened before it is asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def facts(self) -> Facts:
        """The policy in force."""
        return load_facts(paths.POLICY)

    @cached_property
    def database(self) -> Engine:
        """The database engine of this process."""
        return open_engine(self.settings.sqlalchemy_url)

    @cached_property
    def store(self) -> SqlStore:
        """Transactions over cases, accounts and outbox."""
        return SqlStore(self.database, SqlOutbox)

    @cached_property
    def conversations(self) -> Conversations:
        """The gateway's transcripts and turns."""
        return Conversations(self.database)

    @cached_property
    def postman(self) -> GettextPostman:
        """Writes mails."""
        return GettextPostman(self.facts)

    def record(self, declaration: Declaration) -> Case:
        """Record a declaration now; see ``record_declaration``."""
        terms = Terms(
            policy_version=self.facts.version,
            time_zone=self.facts.time_zones["en" if declaration.language == "en" else "de"],
        )
        return record_declaration(
            declaration,
            store=self.store,
            postman=self.postman,
            terms=terms,
            now=dt.datetime.now(dt.UTC),
        )

    def recorded_in_turn(self, conversation_id: str, turn_id: str) -> Case | None:
        """The case a turn recorded, if its commit went through."""
        return recorded_in_turn(conversation_id, turn_id, store=self.store)

    def text_values(self, language: str) -> dict[str, str]:
        """The facts as pieces of text, see ``i18n.values``."""
        return values.text_values(self.facts, language)

    def moment(self, case: Case, language: str) -> str:
        """When a case was recorded, with the zone's name."""
        return formats.moment(case.requested_at, case.time_zone, language)


@cache
def services() -> Services:
    """This process's services, from its environment."""
    return Services(Settings())
