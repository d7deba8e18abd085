"""The policy folder as a whole: each file is read when it is first asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from fairwell.i18n import values
from fairwell.policy.desk import DeskPolicy, load_desk_policy
from fairwell.policy.facts import Facts, load_facts
from fairwell.policy.jurisdictions import load_jurisdictions
from fairwell.policy.replies import load_replies
from fairwell.rules.cases.jurisdiction import Book
from fairwell.rules.handoff.replies import Template


class Policy:
    """The files of one folder; what is broken in one is told when it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[str, dict[str, str]] = {}

    @cached_property
    def facts(self) -> Facts:
        """Prices, limits and numbers in force."""
        return load_facts(self.folder)

    @cached_property
    def jurisdictions(self) -> Book:
        """The rules of cancelling by jurisdiction."""
        return load_jurisdictions(self.folder)

    @cached_property
    def desk(self) -> DeskPolicy:
        """The desk's hours, time limits and teams."""
        return load_desk_policy(self.folder)

    @cached_property
    def replies(self) -> Sequence[Template]:
        """The canned replies as shipped."""
        loaded = load_replies(self.folder, self.text_values("de"))
        return [Template(reply.key, {"de": reply.de, "en": reply.en}) for reply in loaded.replies]

    @property
    def alarm_after(self) -> dt.timedelta:
        """How long a confirmation may take before the watch gives an alarm."""
        return dt.timedelta(hours=self.facts.confirmation_within_hours.value)

    def text_values(self, language: str) -> dict[str, str]:
        """The facts as pieces of text, see ``i18n.values``; put together once a language."""
        if language not in self._texts:
            self._texts[language] = values.text_values(self.facts, language)
        return dict(self._texts[language])
