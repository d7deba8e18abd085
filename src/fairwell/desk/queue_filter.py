"""Which part of the queue somebody looks at; it stands in the address, so that it can be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from fairwell.desk import handoff_words as words
from fairwell.desk.visitor import Current
from fairwell.handoff.speaker import Reason
from fairwell.i18n.catalogue import gettext as _
from fairwell.services.handoff.queue import Waiting

_SHOWN = {"mine": "my conversations", "waiting": "who waits"}


@dataclass(frozen=True)
class QueueFilter:
    """Empty fields keep everything. ``show``: only one's own (``mine``), or only who waits."""

    language: str = ""
    reason: str = ""
    show: str = ""

    @property
    def query(self) -> str:
        """As it stands in an address; empty without any filter."""
        chosen = {name: value for name, value in vars(self).items() if value}
        return urlencode(chosen)

    def fitting(self, rows: Iterable[Waiting]) -> list[Waiting]:
        """The rows it keeps."""
        return [
            row
            for row in rows
            if self.language in ("", row.handoff.language)
            and self.reason in ("", row.handoff.reason)
        ]


def filter_of(current: Current) -> QueueFilter:
    """What the address asks for; what is no filter asks nothing."""
    asked = current.request.query_params
    language, reason, show = (asked.get(name, "") for name in ("language", "reason", "show"))
    return QueueFilter(
        language=language if language in ("de", "en") else "",
        reason=reason if reason in set(Reason) else "",
        show=show if show in _SHOWN else "",
    )


def choices(current: Current) -> dict[str, list[tuple[str, str]]]:
    """What the form offers."""
    language = current.language
    return {
        "languages": [(code, words.language_label(code, language)) for code in ("de", "en")],
        "reasons": [(reason, words.reason_label(reason, language)) for reason in Reason],
        "shown": [(show, _(language, _SHOWN[show])) for show in _SHOWN],
    }
