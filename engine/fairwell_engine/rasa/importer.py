"""Reading domain, rules and examples; ``config.yml`` names it under ``importers``."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class ReadOnce(RasaFileImporter):
    """Rasa's own importer, which keeps the domain and the examples once they are read.

    Rasa asks for the examples again to complete the domain, and would read all files anew. It
    names a language or none; what a file of ours says does not depend on it. Test stories
    (``test_*.yml``) are left to ``rasa test core``.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Rasa would train from test stories too, wherever they lie under data/.
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
