"""A table of examples inside one test: every row is checked, then all that are wrong are named."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest

Row = TypeVar("Row")
_WRONG = (Exception, pytest.fail.Exception)


class WrongRowsError(AssertionError):
    """The rows that do not hold, each with what was found instead."""

    def __init__(self, wrong: list[str]) -> None:
        super().__init__(f"{len(wrong)} wrong:\n" + "\n".join(wrong))
        self.wrong = wrong


def check_all(rows: Iterable[Row], check: Callable[[Row], object]) -> None:
    """Check every row. An empty table fails, since it would show nothing."""
    __tracebackhide__ = True
    wrong: list[str] = []
    count = 0
    for row in rows:
        count += 1
        try:
            check(row)
        except WrongRowsError as inner:
            wrong += [f"{row!r}, {told}" for told in inner.wrong]
        except _WRONG as error:
            wrong.append(f"{row!r}: {_told(error)}")
    assert count, "a table without rows"
    if wrong:
        raise WrongRowsError(wrong)


def table(
    names: str, rows: Iterable[Any] | str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """One test that runs with each row; two tables on a test run with each pair of rows.

    ``names`` are the parameters that a row fills, separated by commas. The others are fixtures,
    which all rows share. Rows in one text are separated by lines or ``|``, as in `texts`.
    """
    filled = [name.strip() for name in names.split(",")]
    listed = texts(rows) if isinstance(rows, str) else list(rows)

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def run(**fixtures: Any) -> None:
            __tracebackhide__ = True

            def check(row: Any) -> None:
                values = (row,) if len(filled) == 1 else row
                test(**dict(zip(filled, values, strict=True)), **fixtures)

            check_all(listed, check)

        signature = inspect.signature(test)
        others = [p for name, p in signature.parameters.items() if name not in filled]
        assert len(others) + len(filled) == len(signature.parameters), f"{names} of {test}"
        run.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return run

    return decorate


def texts(packed: str) -> list[str]:
    """The texts between line ends and ``|``, without the spaces around them."""
    cells = (cell.strip() for line in packed.splitlines() for cell in line.split("|"))
    return [cell for cell in cells if cell]


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".removeprefix("AssertionError: ")
