"""Composition root: the one application object that the entry points build from settings."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

from sqlalchemy import Engine

from fairwell.config import Settings
from fairwell.policy.policy import Policy
from fairwell.rules.privacy.addresses import masked
from fairwell.services.context import Context
from fairwell.store.base.engine import open_engine
from fairwell.store.base.time_limits import BATCH
from fairwell.store.base.unit_of_work import Store
from fairwell.store.chats.conversations import Conversations
from fairwell.store.chats.deliveries import Deliveries
from fairwell.store.ops.heartbeats import Heartbeats
from fairwell.store.retention.erasures import ErasureList
from fairwell.store.retention.last_run import LastRun
from fairwell.store.retention.ledger_head import LedgerHead
from fairwell.store.retention.retention import Archive
from fairwell.store.retention.tracker_events import TrackerEvents


class App(Context):
    """The request context of the use cases, plus what entry points need; opened on first use."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            Policy(settings.policy_folder),
            lambda: Store(self.database),
            base_url=settings.base_url,
            always_open=settings.demo,  # shown at any time of the day
        )
        self.settings = settings

    @cached_property
    def database(self) -> Engine:
        """The database engine of this process."""
        return open_engine(self.settings.sqlalchemy_url)

    @cached_property
    def batch_database(self) -> Engine:
        """The same database for long work nobody waits for: migrations, retention, checks."""
        if self.database.dialect.name == "sqlite":  # one engine: it makes writers queue
            return self.database
        return open_engine(self.settings.sqlalchemy_url, BATCH)

    @cached_property
    def conversations(self) -> Conversations:
        """The gateway's transcripts and turns."""
        return Conversations(self.database)

    @cached_property
    def deliveries(self) -> Deliveries:
        """Conversations of the webhook channel."""
        return Deliveries(self.database)

    @cached_property
    def heartbeats(self) -> Heartbeats:
        """When each part last reported that it works."""
        return Heartbeats(self.database)

    @cached_property
    def archive(self) -> Archive:
        """Everything that is stored for a limited time."""
        return Archive(self.batch_database, TrackerEvents(self.settings.conversations_url), masked)

    @property
    def ledger_head(self) -> LedgerHead:
        """The note of the ledger's last row, so that a missing tail is noticed."""
        return LedgerHead(
            Path(self.settings.ledger_head or self.settings.home / "ledger-head.json"),
            self.settings.ledger_key.get_secret_value(),
            self.settings.home / "ledger.key",
        )

    @property
    def last_retention(self) -> LastRun:
        """When retention last ran, so that a clock that jumped is noticed."""
        return LastRun(self.settings.home / "retention.json")

    @property
    def erasures(self) -> ErasureList:
        """The list of erasures, so that a restored backup is erased again."""
        return ErasureList(self.settings.home / "erasures.jsonl")


@cache
def current_app() -> App:
    """Return the app of this process, configured from its environment."""
    return App(Settings())
