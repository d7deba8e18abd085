"""The desk of a running product with somebody at it, worked by its use cases, not its pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fairwell.bootstrap import App
from fairwell.config import Settings
from fairwell.rules.handoff.agent import Agent
from fairwell.services.staff import presence
from tests.support.product import Product

ANNA = Agent("01ANNA", "anna@desk.example", "Anna Beispiel")
HEARD_EVERY = 15.0  # seconds; as the desk in a browser
PERSON = {"de": "Ich möchte mit einem Menschen sprechen", "en": "I want to talk to a human being"}


@contextmanager
def attended(product: Product) -> Iterator[App]:
    """Anna is there for the block; afterwards the desk is as empty as other tests expect."""
    app = App(Settings(home=product.home, demo=True, database_url=""))
    presence.say_present(ANNA, "online", app)
    over = threading.Event()

    def stays() -> None:
        while not over.wait(HEARD_EVERY):
            if any(
                one.online and one.presence.agent_id == ANNA.id for one in presence.colleagues(app)
            ):
                presence.say_present(ANNA, "online", app)

    staying = threading.Thread(target=stays)
    staying.start()
    try:
        yield app
    finally:
        over.set()
        staying.join()
        presence.say_present(ANNA, "away", app)
        app.database.dispose()
