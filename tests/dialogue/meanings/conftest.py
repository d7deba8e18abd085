"""The customer's phrases of this folder, in the language of ``words``."""

from __future__ import annotations

import pytest

from tests.dialogue.meanings.english import EN
from tests.dialogue.meanings.german import DE
from tests.dialogue.meanings.phrases import Phrases
from tests.support.words import Words


@pytest.fixture
def phrases(words: Words) -> Phrases:
    """What a customer of that language says beyond cancelling."""
    return DE if words.language == "de" else EN
