"""An agent at the desk of a running product, by the requests that its pages send.

Whatever is done is read from a page first and sent as its form is: a button that the page does not
show cannot be pressed here either.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

import httpx

from tests.support.desk import Colleague, DeskClient

_LINE = re.compile(r'<li class="line (\w+)".*?<p class="said"[^>]*>(.*?)</p>', re.DOTALL)
_TOLD = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>", re.DOTALL)
_QUEUE = "/desk/"
_LISTENS_AGAIN_AFTER = 0.2  # seconds; a browser waits longer


@dataclass
class Form:
    """A form of a page, filled in; it can be sent again, as a page does whose answer got lost."""

    http: httpx.Client
    action: str
    fields: dict[str, str] = field(default_factory=dict)

    def send(self, within: float = 20.0) -> None:
        """Send it; the desk has to take it.

        Raises:
            httpx.HTTPError: no answer came within so many seconds.
        """
        answer = self.http.post(
            self.action,
            data=self.fields,
            headers={"Sec-Fetch-Site": "same-origin"},
            timeout=within,
        )
        assert answer.status_code == httpx.codes.SEE_OTHER, answer.text


@dataclass(frozen=True)
class Agent:
    """What an agent sees and does, without a browser."""

    client: DeskClient

    # --- seen -----------------------------------------------------------------------------

    def why_waits(self, talk: str) -> str | None:
        """Why a conversation stands in the queue, in words; ``None`` where it does not."""
        queue = self._page(_QUEUE)
        if f'action="{_step(talk, "claim")}"' not in queue:
            return None
        (why,) = re.findall(rf'<a id="open-{talk}"[^>]*>(.*?)</a>', queue)
        return unescape(str(why))

    def lines(self, talk: str) -> list[tuple[str, str]]:
        """Who said what in a conversation."""
        return [(role, unescape(text)) for role, text in _LINE.findall(self.page_of(talk))]

    def told(self, talk: str) -> dict[str, str]:
        """What the conversation's page says of its customer, by the desk's labels."""
        return {
            unescape(label): unescape(value) for label, value in _TOLD.findall(self.page_of(talk))
        }

    def page_of(self, talk: str) -> str:
        """A conversation's page as it comes."""
        return self._page(f"/desk/c/{talk}")

    # --- done -----------------------------------------------------------------------------

    def takes_over(self, talk: str) -> None:
        """Take a conversation out of the queue."""
        self._form(_QUEUE, _step(talk, "claim")).send()

    def writes(self, talk: str, text: str) -> Form:
        """An answer to the customer that is not sent yet."""
        form = self._form(f"/desk/c/{talk}", _step(talk, "reply"))
        form.fields["text"] = text
        return form

    def hands_back(self, talk: str) -> None:
        """Back to the assistant."""
        self._form(f"/desk/c/{talk}", _step(talk, "return")).send()

    def ends(self, talk: str) -> None:
        """End a conversation as solved."""
        form = self._form(f"/desk/c/{talk}", _step(talk, "close"))
        form.fields["outcome"] = "solved"
        form.send()

    def comes(self) -> None:
        """Take new conversations."""
        self._says_present("online")

    def goes_away(self) -> None:
        """Take no more of them for now."""
        self._says_present("away")

    # --- behind it ------------------------------------------------------------------------

    def _says_present(self, state: str) -> None:
        form = self._form(_QUEUE, "/desk/presence")
        form.fields["state"] = state
        form.send()

    def _page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.text

    def _form(self, page: str, action: str) -> Form:
        forms = _Forms(self._page(page)).found
        assert action in forms, f"no form for {action} in {page}, only for {list(forms)}"
        return Form(self.client.http, action, forms[action])


@contextmanager
def at_work(url: str, colleague: Colleague) -> Iterator[Agent]:
    """Somebody is at the desk for the block, with its page open; then they go, and log out."""
    with DeskClient.of(url) as client:
        assert client.log_in(colleague.login).status_code == httpx.codes.SEE_OTHER
        agent = Agent(client)
        agent.comes()
        over = threading.Event()
        listening = threading.Thread(target=_listen, args=(client, over))
        listening.start()
        try:
            yield agent
            agent.goes_away()
        finally:
            over.set()
            with suppress(httpx.HTTPError):
                client.post("/desk/logout")  # ends the stream as well
            listening.join()


def _listen(client: DeskClient, over: threading.Event) -> None:
    """Follow the queue as an open page does, and again when the connection breaks."""
    with httpx.Client(cookies=client.http.cookies, trust_env=False, timeout=30) as http:
        while not over.wait(_LISTENS_AGAIN_AFTER):
            with (
                suppress(httpx.HTTPError),
                http.stream("GET", f"{client.url}/desk/queue/events") as events,
            ):
                for _ in events.iter_bytes():
                    if over.is_set():
                        break


def _step(talk: str, name: str) -> str:
    return f"/desk/c/{talk}/{name}"


class _Forms(HTMLParser):
    """The hidden fields of every form of a page, by what the form is sent to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.found.setdefault(values.get("action", ""), {})
        elif tag == "input" and values.get("type") == "hidden":
            self._fields[values["name"]] = values["value"]
