"""The desk of the running product: its first admin, and a user whom the command line shuts out."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from tests.support.desk import PASSWORD, DeskClient, Stream, is_out
from tests.support.product import Product

ADMIN, AGENT = "ada@desk.example", "kim@desk.example"


@pytest.fixture(scope="module")
def desk(product: Product) -> Product:
    """A product with an admin, made by the link that its start printed, and an agent."""
    (link,) = re.findall(r"http://\S+/desk/link/\S+", (product.home / "run.out").read_text())
    with DeskClient.of(product.url) as client:
        form = {"login": ADMIN, "name": "Ada", "password": PASSWORD}
        assert client.post(link, **form).status_code == 200
        assert client.post(link, **form).status_code == 404
    added = product.cli("desk", "user", "add", AGENT, "--name", "Kim", "--role", "agent")
    with DeskClient.of(product.url) as client:
        assert client.post(added["link"], password=PASSWORD).status_code == 200
    return product


@pytest.fixture
def agent(desk: Product) -> Iterator[DeskClient]:
    with DeskClient.of(desk.url) as client:
        assert client.log_in(AGENT).status_code == 303
        yield client


def test_the_first_admin_looks_after_the_users(desk: Product) -> None:
    with DeskClient.of(desk.url) as client:
        assert client.log_in(ADMIN).status_code == 303
        assert AGENT in client.get("/desk/users").text


def test_19_the_command_line_shuts_out_at_once_open_pages_too(
    desk: Product, agent: DeskClient
) -> None:
    with Stream(agent) as stream:
        desk.cli("desk", "user", "disable", AGENT)
        stream.ends()
    assert is_out(agent)

    desk.cli("desk", "user", "enable", AGENT)
    assert agent.log_in(AGENT).status_code == 303


def test_37_neither_passwords_nor_secrets_are_written_anywhere(
    desk: Product, agent: DeskClient
) -> None:
    secret = agent.http.cookies["fairwell_desk"]
    agent.log_in(AGENT, "mein Irrtum beim Tippen")

    for text in (PASSWORD, secret, "mein Irrtum beim Tippen"):
        assert desk.holds(text) == []


def test_the_audit_cannot_be_rewritten_with_the_file_in_hand(desk: Product) -> None:
    with closing(sqlite3.connect(desk.database, timeout=10)) as connection:
        for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit"):
            with pytest.raises(sqlite3.IntegrityError, match="audit"):
                connection.execute(statement)


def test_nobody_at_the_desk_leaves_the_product_ready(product: Product) -> None:
    assert httpx.get(f"{product.url}/readyz", trust_env=False).status_code == 200
