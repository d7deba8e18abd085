"""Responses are chosen and filled as Rasa's own generator does it."""

from __future__ import annotations

from typing import Any

import pytest
from bot import DOMAIN
from rasa.core.nlg import NaturalLanguageGenerator, TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from fairwell_engine.rasa.responses import Responses


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.from_yaml(DOMAIN)


@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.parametrize("response", ["utter_greet", "utter_ask_name", "utter_unknown"])
async def test_the_same_is_said_as_by_rasa(response: str, language: str, domain: Domain) -> None:
    tracker = DialogueStateTracker.from_events("c", [], slots=domain.slots)
    tracker._set_slot("language", language)

    async def said(by: NaturalLanguageGenerator) -> dict[str, Any] | None:
        return await by.generate(response, tracker, "fairwell", extra="value")

    assert await said(Responses(domain)) == await said(
        TemplatedNaturalLanguageGenerator(domain.responses)
    )


async def test_every_variation_is_said_at_times(domain: Domain) -> None:
    responses = Responses(domain)
    responses.responses = {"utter_thanks": [{"text": "Thank you."}, {"text": "Thanks."}]}
    tracker = DialogueStateTracker.from_events("c", [], slots=domain.slots)

    said = [await responses.generate("utter_thanks", tracker, "fairwell") for _ in range(100)]

    assert {answer["text"] for answer in said if answer} == {"Thank you.", "Thanks."}


def test_rasa_finds_it_by_the_name_in_the_endpoints(domain: Domain) -> None:
    configured = EndpointConfig(type="fairwell_engine.rasa.responses.Responses")

    assert isinstance(NaturalLanguageGenerator.create(configured, domain), Responses)
