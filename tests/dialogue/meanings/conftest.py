"""The customer's phrases of this folder, in the language of ``words``."""

from __future__ import annotations

import pytest

from tests.dialogue.meanings.both import PHRASES
from tests.dialogue.meanings.phrases import Phrases
from tests.support.words import Words


@pytest.fixture
def phrases(words: Words) -> Phrases:
    """What a customer of that language says beyond cancelling."""
    return PHRASES[words.language]
