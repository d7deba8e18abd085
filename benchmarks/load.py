"""Load generator in a separate process: a job as JSON in, results as JSON out.

``python -m benchmarks.load`` reads a job from standard input and prints its outcome. Apart from the
measured servers, so that its own work does not delay the answers it times more than it must.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import aiohttp

from benchmarks.bots import Bot, Chat, open_bot, open_session
from benchmarks.conversations import Step, conversation, long_conversation
from benchmarks.figures import Sample
from benchmarks.schedule import arrivals, conversations, due, thinking


@dataclass(frozen=True)
class Job:
    """A load: ``closed`` or ``open`` for ``seconds``, or ``long`` with ``turns`` a conversation.

    ``chats`` are held at once; ``think`` is their mean pause between turns in seconds; ``rate`` is
    in turns a second. Turns that end before ``warm_up`` seconds are not measured.
    """

    bot: dict[str, Any]
    mode: str
    seconds: float = 0.0
    warm_up: float = 0.0
    chats: int = 1
    think: float = 0.0
    rate: float = 0.0
    turns: int = 0
    seed: int = 1


@dataclass
class Outcome:
    """Samples of the measured turns, and requests concluded in all turns."""

    samples: list[Sample] = field(default_factory=list)
    times: list[list[float]] = field(default_factory=list)
    concluded: int = 0
    all_turns: int = 0
    cpu_seconds: float = 0.0


class _Run:
    """A running job."""

    def __init__(self, job: Job, session: aiohttp.ClientSession) -> None:
        self._job = job
        self._session = session
        self._bot: Bot = open_bot(job.bot)
        self._mix = conversations(job.seed)
        self._rng = random.Random(job.seed)
        self._start = time.monotonic()
        self.outcome = Outcome()

    async def closed(self) -> None:
        """Run a closed loop: every customer writes again after the answer and a pause."""
        await asyncio.gather(*(self._customer(number) for number in range(self._job.chats)))

    async def open(self) -> None:
        """Run an open loop: turns are due by the clock, answered earlier ones or not."""
        times = arrivals(self._job.rate, self._job.seconds)
        await asyncio.gather(*(self._scheduled(at) for at in times))

    async def long(self) -> None:
        """Run conversations of many turns, one after the other."""
        for _ in range(self._job.chats):
            chat, times = Chat("de"), []
            for step in long_conversation(self._job.turns, self._rng):
                sample = await self._turn(chat, step, time.monotonic())
                times.append(sample.milliseconds)
                self.outcome.samples.append(sample)
            self.outcome.times.append(times)

    async def _customer(self, number: int) -> None:
        if self._job.think:
            await asyncio.sleep(self._job.think * number / self._job.chats)
        while self._elapsed() < self._job.seconds:
            kind, language = next(self._mix)
            chat = Chat(language)
            for step in conversation(kind, language, self._rng):
                sample = await self._turn(chat, step, time.monotonic())
                if self._elapsed() >= self._job.seconds:
                    return  # ended after the measured time; the conversation is left open
                self._keep(sample, sample.ended)
                await asyncio.sleep(thinking(self._rng, self._job.think))

    async def _scheduled(self, arrival: float) -> None:
        kind, language = next(self._mix)
        chat = Chat(language)
        steps = conversation(kind, language, self._rng)
        for step, at in zip(steps, due(arrival), strict=True):
            if at > self._job.seconds:
                return
            await asyncio.sleep(self._start + at - time.monotonic())
            self._keep(await self._turn(chat, step, self._start + at), at)

    def _keep(self, sample: Sample, at: float) -> None:
        if at >= self._job.warm_up:
            self.outcome.samples.append(sample)

    async def _turn(self, chat: Chat, step: Step, since: float) -> Sample:
        try:
            error = await self._bot.turn(self._session, chat, step)
        except (aiohttp.ClientError, TimeoutError) as failure:
            error = type(failure).__name__
        self.outcome.all_turns += 1
        self.outcome.concluded += step.concludes and error is None
        now = time.monotonic()
        return Sample(now - self._start, 1000 * (now - since), error)

    def _elapsed(self) -> float:
        return time.monotonic() - self._start


async def run(job: Job) -> Outcome:
    """Do a job."""
    async with open_session() as session:
        load = _Run(job, session)
        modes: dict[str, Callable[[], Awaitable[None]]] = {
            "closed": load.closed,
            "open": load.open,
            "long": load.long,
        }
        await modes[job.mode]()
    load.outcome.cpu_seconds = time.process_time()
    return load.outcome


def main() -> None:
    """Read a job, do it, print its outcome."""
    job = Job(**json.load(sys.stdin))
    json.dump(asdict(asyncio.run(run(job))), sys.stdout)


if __name__ == "__main__":
    main()
