"""Fixtures that several folders share: the running product, and a customer in each language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from fairwell.processes import model
from tests.support.browser import Visit, open_visit
from tests.support.chat import Chat
from tests.support.chromium import Chromium, chromium
from tests.support.product import Product, running
from tests.support.words import LANGUAGES, Words

NEEDS_PRODUCT = {"product", "own_product"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count a test's own time only: starting the product, or training, watches its own clock."""
    for item in items:
        if NEEDS_PRODUCT & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.timeout(150, func_only=True))


@pytest.fixture(scope="session")
def trained() -> None:
    """A model for the current data, trained now when there is none."""
    if model.current() is None:
        model.train()


@pytest.fixture(scope="session")
def product(trained: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The running product that tests share; each uses a conversation and details of its own."""
    yield from running(Product(tmp_path_factory.mktemp("product")))


@pytest.fixture(params=["de", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    """A customer's words, once in German and once in English."""
    return LANGUAGES[request.param]


@pytest.fixture
def chat(product: Product, words: Words) -> Chat:
    """A fresh conversation in the language of ``words``."""
    return Chat(product, words.language)


@pytest.fixture(scope="module")
def chromium_of_module() -> Iterator[Chromium]:
    """Ended with the module, since its event loop would be in others' way."""
    with chromium() as started:
        yield started


@pytest.fixture
def browser(chromium_of_module: Chromium) -> Browser:
    """A real browser."""
    return chromium_of_module.browser()


@pytest.fixture
def visit(browser: Browser, product: Product, words: Words) -> Iterator[Visit]:
    """A customer's first visit, with everything watched that a page must not do."""
    with open_visit(browser, product.url, words.language) as opened:
        yield opened
