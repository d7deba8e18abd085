"""Both languages' phrases, for tests that need them side by side."""

from __future__ import annotations

from tests.dialogue.meanings.english import EN
from tests.dialogue.meanings.german import DE

PHRASES = {"de": DE, "en": EN}
