"""A gateway of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.serving import Customer, Gateway, gateway


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gateway]:
    with gateway(tmp_path, demo=True) as running:
        yield running


@pytest.fixture
def customer(gate: Gateway) -> Customer:
    return gate.customer()
