"""A product for the tests that break its parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.product import Product, running


@pytest.fixture(scope="package")
def own_product(trained: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product nobody else uses, whose turns are given up sooner than by default."""
    yield from running(Product(tmp_path_factory.mktemp("own-product"), turn_deadline="6"))
