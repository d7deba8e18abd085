"""Composition root: the one application object that the entry points build from settings."""

from __future__ import annotations

from functools import cache, cached_property

from sqlalchemy import Engine

from fairwell.config import Settings
from fairwell.policy.policy import Policy
from fairwell.rules.privacy.addresses import masked
from fairwell.services.context import Context
from fairwell.store.base.engine import open_engine
from fairwell.store.base.unit_of_work import Store
from fairwell.store.chats.conversations import Conversations
from fairwell.store.chats.deliveries import Deliveries
from fairwell.store.retention.erasures import ErasureList
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
    def conversations(self) -> Conversations:
        """The gateway's transcripts and turns."""
        return Conversations(self.database)

    @cached_property
    def deliveries(self) -> Deliveries:
        """Conversations of the webhook channel."""
        return Deliveries(self.database)

    @cached_property
    def archive(self) -> Archive:
        """Everything that is stored for a limited time."""
        return Archive(self.database, TrackerEvents(self.settings.conversations_url), masked)

    @property
    def erasures(self) -> ErasureList:
        """The list of erasures, so that a restored backup is erased again."""
        return ErasureList(self.settings.home / "erasures.jsonl")


@cache
def current_app() -> App:
    """Return the app of this process, configured from its environment."""
    return App(Settings())
