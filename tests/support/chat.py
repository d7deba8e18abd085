"""A customer at the chat API: what the widget sends and gets, without a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.product import Product
from tests.support.waiting import wait_until


@dataclass(frozen=True)
class Answer:
    """What was said in one turn."""

    status: int
    texts: tuple[str, ...]
    buttons: dict[str, str]
    """Ids by title."""
    language: str
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """All messages of the turn, as read from top to bottom."""
        return "\n".join(self.texts)

    @property
    def last(self) -> str:
        """The last message: where a question stands."""
        return self.texts[-1]


class Chat:
    """One conversation. ``language`` is the page's, and the browser's."""

    def __init__(self, product: Product, language: str = "de") -> None:
        self.product = product
        self.language = language
        self.token = ""
        self.sent = 0
        self.answer: Answer | None = None

    def say(self, text: str) -> Answer:
        """Type a message and get its answer."""
        return self._turn({"message": text})

    def press(self, title: str) -> Answer:
        """Press a button of the last answer by its title."""
        buttons = self.answer.buttons if self.answer else {}
        assert title in buttons, f"no button {title!r}, only {list(buttons)}"
        return self.press_id(buttons[title])

    def press_id(self, button_id: str) -> Answer:
        """Press a button by its id, as a page that stayed open would."""
        return self._turn({"press": button_id})

    @contextmanager
    def turn_under_way(self, title: str, **headers: str) -> Iterator[Future[Answer]]:
        """Press a button; the block begins when the press is kept and before it is answered."""
        assert self.answer is not None
        with ThreadPoolExecutor(1) as pool:
            body = {"press": self.answer.buttons[title]}
            answering = pool.submit(self._turn, body, headers)
            wait_until(
                lambda: answering.done() or self.kept[-1]["role"] == "customer",
                "the press was not taken",
            )
            assert not answering.done(), answering.result()
            yield answering

    def post(self, body: Any, **headers: str) -> httpx.Response:
        """Send a body as it is."""
        return self.product.http.post(
            f"{self.product.url}/api/chat", json=body, headers={**self.headers, **headers}
        )

    def post_raw(self, content: bytes | Iterable[bytes]) -> httpx.Response:
        """Send bytes that claim to be JSON; pieces go out without a length."""
        return self.product.http.post(
            f"{self.product.url}/api/chat",
            content=content,
            headers={**self.headers, "Content-Type": "application/json"},
        )

    def get(self, path: str) -> httpx.Response:
        """Read something of this conversation."""
        return self.product.http.get(f"{self.product.url}/api/chat/{path}", headers=self.headers)

    @property
    def transcript(self) -> list[dict[str, Any]]:
        """All lines so far."""
        lines: list[dict[str, Any]] = self.get("messages").json()["messages"]
        return lines

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The lines of this conversation as they stand in the database."""
        return self.product.kept_lines(self.token)

    @property
    def headers(self) -> dict[str, str]:
        """Who we are, once the first answer has told us."""
        mine = {"Accept-Language": self.language}
        return mine | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def _turn(self, body: dict[str, Any], headers: dict[str, str] | None = None) -> Answer:
        self.sent += 1
        if not self.token:
            body = {**body, "page_language": self.language}
        response = self.post(body, **(headers or {}))
        said = response.json()
        assert response.status_code == httpx.codes.OK, said
        self.token = said["token"]
        self.answer = read_answer(response)
        return self.answer


def read_answer(response: httpx.Response) -> Answer:
    """A turn's answer; for a refusal, the text that the customer is shown."""
    body = response.json()
    if "error" in body:
        error = body["error"]
        return Answer(response.status_code, (error["message"],), {}, error["lang"], body)
    messages = body["messages"]
    return Answer(
        status=response.status_code,
        texts=tuple(message["text"] for message in messages),
        buttons={
            button["title"]: button["id"] for message in messages for button in message["buttons"]
        },
        language=body["language"],
        body=body,
    )
