"""Importer of domain, rules and examples, listed in ``config.yml`` under ``importers``."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class ReadOnce(RasaFileImporter):
    """Rasa's file importer with the domain and the examples cached after the first read.

    Rasa asks for the examples a second time to complete the domain, and would read all files
    again. It may pass a language; the content of our files does not depend on it. Test stories
    (``test_*.yml``) are left to ``rasa test core``.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Rasa would train from test stories too, wherever they are under data/.
        tests = set(self._conversation_test_files)
        self._story_files = [file for file in self._story_files if file not in tests]

    @cached_method
    def get_domain(self) -> Domain:
        return super().get_domain()

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return self._examples()

    @cached_method
    def _examples(self) -> TrainingData:
        return super().get_nlu_data()
