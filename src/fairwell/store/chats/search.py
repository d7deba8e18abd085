"""Full-text search over conversations with a handoff, open or ended.

PostgreSQL has its own index for German and for English. SQLite's FTS5 has no German stemmer, so
words are stemmed here (Snowball). Lines are indexed at the time of a search: most conversations
are never handed off, and no customer's turn should wait for the index.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    column,
    exists,
    func,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy import cast as cast_to
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.orm import Session

from fairwell.store.chats.tables import MessageRow
from fairwell.store.chats.transcripts import TranscriptLine, line_of
from fairwell.store.handoff.handoffs import Handoff, HandoffFilter, conditions, handoff_of
from fairwell.store.handoff.tables import HandoffRow


@dataclass(frozen=True)
class Hit:
    """A conversation that was found, with its newest matching line (without words, its last)."""

    conversation_id: str
    handoff: Handoff
    line: TranscriptLine | None


INDEX = "message_search"
LANGUAGES = {"de": "german", "en": "english"}
# The columns of SQLite's virtual table that we use.
_index = table(INDEX, column("rowid"), column("stems"))
_WORD = re.compile(r"\w+")
_PAGE = 500

# Must equal the expression in the migration, or PostgreSQL does not use its index.
_DOCUMENT = (
    "to_tsvector(CASE WHEN message.lang = 'de' THEN 'german'::regconfig "
    "ELSE 'english'::regconfig END, message.text)"
)


def is_ours(name: str | None, kind: str) -> bool:
    """Return whether Alembic compares a table or index; it does not know those of the search."""
    return not (kind in ("table", "index") and (name or "").startswith(INDEX))


class Search:
    """Search of handoffs. On SQLite, ``find`` updates the index and needs a write transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, wanted: HandoffFilter, limit: int) -> Sequence[Hit]:
        """Return the newest matches, each with the newest line that contains all the words."""
        line_id = self._newest_line(wanted.words)
        query = select(HandoffRow, line_id.label("line_id")).where(
            *conditions(wanted, HandoffRow.requested_at)
        )
        if _words(wanted.words):
            query = query.where(line_id.is_not(None))
        rows = self._session.execute(
            query.order_by(HandoffRow.requested_at.desc(), HandoffRow.id.desc()).limit(limit)
        ).all()
        lines: dict[int | None, TranscriptLine] = {
            row.id: line_of(row)
            for row in self._session.scalars(
                select(MessageRow).where(MessageRow.id.in_([found for _, found in rows if found]))
            )
        }
        return [Hit(row.conversation_id, handoff_of(row), lines.get(found)) for row, found in rows]

    def _newest_line(self, words: str) -> ColumnElement[int | None]:
        newest: Select[Any] = select(func.max(MessageRow.id)).where(
            MessageRow.conversation_id == HandoffRow.conversation_id
        )
        if _words(words):
            newest = newest.where(self._has(words))
        return cast("ColumnElement[int | None]", newest.correlate(HandoffRow).scalar_subquery())

    def _has(self, words: str) -> ColumnElement[bool]:
        if self._session.get_bind().dialect.name == "postgresql":
            either = [
                literal_column(_DOCUMENT).op("@@")(
                    func.plainto_tsquery(cast_to(config, REGCONFIG), words)
                )
                & (MessageRow.lang == code)
                for code, config in LANGUAGES.items()
            ]
            return either[0] | either[1]
        self._take_in()
        # The language of the query is unknown: each line is matched by stems of its own language.
        found = [
            MessageRow.id.in_(
                select(_index.c.rowid).where(literal_column(INDEX).op("MATCH")(_match(words, code)))
            )
            & (MessageRow.lang == code)
            for code in LANGUAGES
        ]
        return found[0] | found[1]

    def _take_in(self) -> None:
        """Index the lines that were added since the last search."""
        missing = (
            select(MessageRow.id, MessageRow.lang, MessageRow.text)
            .where(
                exists().where(HandoffRow.conversation_id == MessageRow.conversation_id),
                MessageRow.id.not_in(select(_index.c.rowid)),
            )
            .order_by(MessageRow.id)
        )
        rows = self._session.execute(missing).all()
        for start in range(0, len(rows), _PAGE):
            self._session.execute(
                insert(_index),
                [
                    {"rowid": row.id, "stems": " ".join(stems(row.text, row.lang))}
                    for row in rows[start : start + _PAGE]
                ],
            )


def stems(words: str, language: str) -> list[str]:
    """Return the stems of the words of a text, in its language."""
    return list(_stemmer(language).stemWords(_words(words)))


def _words(words: str) -> list[str]:
    return _WORD.findall(words.casefold())


def _match(words: str, language: str) -> str:
    return " AND ".join(f'"{stem}"' for stem in stems(words, language))


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # it loads the stemmers of all languages, so only for a search

    return snowballstemmer.stemmer(LANGUAGES[language])
