"""People of the desk for tests: made through the use cases, logged in through the login page."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import threading
from dataclasses import dataclass

import httpx
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, update

from fairwell.rules.access.roles import Role
from fairwell.rules.access.sessions import hash_secret
from fairwell.rules.language import Language
from fairwell.services.context import Context
from fairwell.services.staff import links, users
from fairwell.services.staff.users import Newcomer
from fairwell.store.base.engine import transaction
from fairwell.store.staff.tables import DeskSessionRow
from fairwell.store.staff.users import User
from tests.support.product import Product
from tests.support.waiting import wait_until

PASSWORD = "vier kluge Möwen frieren am Deich"
COOKIE = "fairwell_desk"
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


def add_user(
    desk: Context,
    *roles: Role,
    login: str = "",
    name: str = "Kim Beispiel",
    language: Language = "de",
) -> User:
    """A user with a password, with a login name of its own where none is given."""
    login = login or f"{secrets.token_hex(4)}@desk.example"
    user = users.add_user(Newcomer(login, name, frozenset(roles), language), by="test", app=desk)
    return links.set_password_by_link(
        links.password_link(user.id, by="test", app=desk), PASSWORD, desk
    )


@dataclass
class DeskClient:
    """A browser's requests to the desk, without the browser: cookies, origin, form token."""

    url: str
    http: httpx.Client

    def __enter__(self) -> DeskClient:
        """Use as a block, so that the connection ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.http.close()

    @classmethod
    def of(cls, url: str) -> DeskClient:
        """A new browser without cookies."""
        return cls(url, httpx.Client(base_url=url, trust_env=False, timeout=20))

    def log_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """Send the login form."""
        return self.post("/desk/login", login=login, password=password)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """A page."""
        return self.http.get(path, headers=headers)

    def token(self, path: str = "/desk/") -> str:
        """The form token, as it stands in a page; empty where there is no form of a session."""
        found = _TOKEN.search(self.get(path).text)
        return found.group(1) if found else ""

    def post(
        self, path: str, token: str | None = None, **fields: str | list[str]
    ) -> httpx.Response:
        """A form, as a page of the desk sends it."""
        token = self.token() if token is None else token
        return self.http.post(
            path, data={"csrf": token, **fields}, headers={"Sec-Fetch-Site": "same-origin"}
        )


@dataclass(frozen=True)
class Colleague:
    """Somebody at the desk of a running product."""

    login: str
    display_name: str
    language: Language


def hire(product: Product, name: str, *roles: str, language: Language = "de") -> Colleague:
    """Somebody added by the command line, whose password is set by the link it prints."""
    login = f"{secrets.token_hex(4)}@desk.example"
    wanted = [part for role in roles for part in ("--role", role)]
    added = product.cli(
        "desk", "user", "add", login, "--name", name, "--language", language, *wanted
    )
    with DeskClient.of(product.url) as client:
        assert client.post(added["link"], password=PASSWORD).status_code == httpx.codes.OK
    return Colleague(login, name, language)


def log_in(page: Page, user: User | Colleague) -> None:
    """Fill in the login form and send it."""
    page.locator("#login").fill(user.login)
    page.locator("#password").fill(PASSWORD)
    page.locator("form button").first.click()
    expect(page.locator(".who")).to_contain_text(user.display_name)
    is_ready(page)


def is_ready(page: Page) -> None:
    """Wait until the script of a page that a click has led to takes keys and clicks.

    Wait for something that only that page shows first. It is there before the script is: a key
    pressed then goes where it would without one. ``goto`` and ``reload`` wait by themselves.
    """
    expect(page.locator("html[data-ready]")).to_be_attached()


def answer(page: Page, text: str) -> None:
    """Answer the customer with the keyboard, and see it in the conversation, once."""
    reply = page.locator("#reply")
    expect(reply).to_be_visible()
    is_ready(page)
    reply.fill(text)
    reply.press("Control+Enter")
    expect(page.locator("#lines .human").filter(has_text=text)).to_have_count(1)


def set_session(desk: DeskClient, engine: Engine, **times: dt.datetime) -> None:
    """Change when the client's session began or was last used."""
    with transaction(engine) as session:
        session.execute(
            update(DeskSessionRow)
            .where(DeskSessionRow.id_hash == hash_secret(desk.http.cookies[COOKIE]))
            .values(**times)
        )


def is_out(desk: DeskClient) -> bool:
    """Whether the client's next page is the login."""
    answer = desk.get("/desk/profile")
    return answer.status_code == 303 and "/desk/login" in answer.headers["location"]


class Stream:
    """The desk's events, read in a thread until the server ends them."""

    def __init__(self, desk: DeskClient) -> None:
        """Open it as a block; the block begins when the server has answered."""
        self.text = ""
        self._over = threading.Event()
        self._desk = desk
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Stream:
        """Wait for the server's answer."""
        self._thread.start()
        wait_until(lambda: self.text, "no answer")
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the end, which a test has brought about."""
        self._thread.join(20)

    def ends(self) -> None:
        """Wait until the server has ended the stream and said why."""
        wait_until(self._over.is_set, lambda: f"the stream goes on: {self.text!r}")
        assert "event: session-ended" in self.text

    def _read(self) -> None:
        with (
            httpx.Client(cookies=self._desk.http.cookies, trust_env=False, timeout=30) as http,
            http.stream("GET", f"{self._desk.url}/desk/events") as answer,
        ):
            self.text = f"{answer.status_code}\n"
            for part in answer.iter_text():
                self.text += part
        self._over.set()
