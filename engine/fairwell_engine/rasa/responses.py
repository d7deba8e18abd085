"""Response generator that draws a variation without numpy, named in ``endpoints.yml``.

For every response Rasa builds an array of the variations to draw one of them, which takes longer
than filling in its values.
"""

from __future__ import annotations

import random
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.shared.core.domain import Domain


class Responses(TemplatedNaturalLanguageGenerator):
    """The domain's responses by language, channel and slots, as Rasa chooses and fills them."""

    def __init__(self, domain: Domain, endpoint_config: Any = None) -> None:
        super().__init__(domain.responses)

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        if utter_action not in self.responses:
            return None
        suitable = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, filled_slots
        )
        return random.choice(suitable) if suitable else None  # noqa: S311 (no secret)
