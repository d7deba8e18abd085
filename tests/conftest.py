"""Fixtures that several folders share: the running product, and a customer in each language."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from fairwell import paths
from fairwell.processes import model
from fairwell.rules.access import passwords
from tests.support.browser import Visit, open_visit
from tests.support.chat import Chat
from tests.support.chromium import Chromium, chromium
from tests.support.product import Product, running
from tests.support.spreading import BySharedFixtures, sooner
from tests.support.words import LANGUAGES, Words

# The same examples in every run, however slow the machine is: a run that fails has found a fault.
settings.register_profile(
    "same everywhere", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same everywhere")

REAL_HASHER = passwords._hasher
NEEDS_PRODUCT = {"product", "own_product"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; count a test's own time only.

    Starting the product, or training, watches its own clock.
    """
    items.sort(key=lambda item: sooner(item.nodeid))
    for item in items:
        if NEEDS_PRODUCT & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.timeout(150, func_only=True))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BySharedFixtures:
    """Spread tests by what they share, whatever ``--dist`` says."""
    config.option.loadscopereorder = False  # the order of collection is the one of beginning
    return BySharedFixtures(config, log)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash with argon2id at its lowest costs: the product's are meant to take a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
        yield


@pytest.fixture
def real_password_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as the product does."""
    monkeypatch.setattr(passwords, "_hasher", REAL_HASHER)


@pytest.fixture(scope="session")
def trained() -> None:
    """A model for the current data, trained now when there is none; by one process only."""
    paths.MODELS.mkdir(exist_ok=True)
    folder = os.open(paths.MODELS, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if model.current() is None:
            model.train()
    finally:
        os.close(folder)


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
