"""Work in a second process, so that a training uses two cores. Nothing that serves needs it.

A process, because the solvers draw from one random source a process: in threads of one, what was
learned would depend on who was quicker.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from typing import TypeVar

Result = TypeVar("Result")


def beside(work: Callable[[], Result]) -> Callable[[], Result]:
    """Start ``work`` on a copy of this process as it is now; what is returned waits for its result.

    The result has to be picklable. Waiting raises what ``work`` raised, or ``RuntimeError`` when
    the process was ended.
    """
    context = get_context("fork")
    receiving, sending = context.Pipe(duplex=False)

    def run() -> None:
        receiving.close()  # or else the copy would wait for ever once whoever reads is gone
        outcome: tuple[Result | None, Exception | None]
        try:
            outcome = work(), None
        except Exception as error:
            outcome = None, error
        sending.send(outcome)

    process = context.Process(target=run, daemon=True)
    process.start()
    sending.close()  # the only one left is the process's own: when it ends, waiting ends too

    def wait() -> Result:
        try:
            outcome: tuple[Result, Exception | None] = receiving.recv()
        except EOFError:
            process.join()
            raise RuntimeError(f"a part of the training ended with {process.exitcode}") from None
        process.join()
        result, error = outcome
        if error is not None:
            raise error
        return result

    return wait
