"""Places for streams: open streams are counted for each conversation, for each address, in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sse_starlette import EventSourceResponse
from starlette.types import Receive, Scope, Send

FOR_CONVERSATION = 6  # a few tabs, and streams whose end has not been noticed yet
FOR_CLIENT = 100  # an office behind one address
IN_ALL = 2000  # file descriptors and memory of one process
RETRY_AFTER = 30  # seconds


class TooManyStreams(Exception):
    """No further stream is opened now."""


class StreamPlaces:
    """The open streams of this process."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def check(self, conversation_id: str, client: str) -> None:
        """Refuse a stream beyond a limit.

        Raises:
            TooManyStreams: a limit is reached.
        """
        for key, most in _limits(conversation_id, client):
            if self._open[key] >= most:
                raise TooManyStreams

    @contextmanager
    def taken(self, conversation_id: str, client: str) -> Iterator[None]:
        """Count a stream while the block lasts."""
        keys = [key for key, _ in _limits(conversation_id, client)]
        self._open.update(keys)
        try:
            yield
        finally:
            self._open.subtract(keys)
            for key in keys:
                if not self._open[key]:
                    del self._open[key]


class CountedStream(EventSourceResponse):
    """A stream that is counted while it is sent, also if it never begins."""

    places: StreamPlaces
    conversation_id: str
    client: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        with self.places.taken(self.conversation_id, self.client):
            await super().__call__(scope, receive, send)


def _limits(conversation_id: str, client: str) -> tuple[tuple[str, int], ...]:
    return (
        (f"conversation {conversation_id}", FOR_CONVERSATION),
        (f"client {client}", FOR_CLIENT),
        ("all", IN_ALL),
    )
