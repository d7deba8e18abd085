"""Refusals of casework, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fairwell.desk.frame.refusals import RequestRefused, conflict
from fairwell.desk.frame.visitor import Current
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.cases.case import NotPossible
from fairwell.services.handoff.todo import NotLate


@contextmanager
def telling(current: Current) -> Iterator[None]:
    """Explain in words what the use cases of a case's own page refuse."""
    language = current.language
    try:
        yield
    except (NotPossible, NotLate) as error:
        raise conflict(
            _(language, "Somebody has settled this already"),
            _(language, "Nothing was done. Go back to the cases to see what is left."),
        ) from error
    except LookupError as error:
        raise RequestRefused("not_found") from error
