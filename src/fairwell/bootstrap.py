"""Where settings become the one object that the edges work with."""

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
    """What use cases work with, and what the edges need besides; opened when it is asked for."""

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
        """Conversations that come by webhook."""
        return Deliveries(self.database)

    @cached_property
    def archive(self) -> Archive:
        """Everything that is kept for a time."""
        return Archive(self.database, TrackerEvents(self.settings.conversations_url), masked)

    @property
    def erasures(self) -> ErasureList:
        """Who was forgotten, so that a restored backup forgets them again."""
        return ErasureList(self.settings.home / "erasures.jsonl")


@cache
def current_app() -> App:
    """This process's app, from its environment."""
    return App(Settings())
