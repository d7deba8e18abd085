"""Shared parts of all tables: metadata, UTC times, enumerations, conversion to dataclasses.

Each area declares its own tables (``cases/tables.py`` and so on). Money is in minor units.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from sqlalchemy import Date, DateTime, Enum, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A column of aware UTC times on every database; SQLite itself drops the time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002 (SQLAlchemy's signature)
        """Reject naive times and convert to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002 (SQLAlchemy's signature)
    ) -> dt.datetime | None:
        """Return an aware time in UTC."""
        if value is None:
            return None
        aware: dt.datetime = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """The metadata that migrations and the store share."""

    type_annotation_map: ClassVar = {dt.datetime: UtcDateTime(), dt.date: Date(), str: String()}


def enumerated(kind: type[StrEnum], length: int) -> Enum:
    """Return a column type for ``kind``: text in the database, without a constraint."""
    return Enum(kind, native_enum=False, length=length, values_callable=list)


def from_row(kind: type[T], row: Any, **converted: Any) -> T:
    """Build a dataclass from the row's columns of the same names; ``converted`` are the others."""
    same = {name: getattr(row, name) for name in _names(kind) if name not in converted}
    return kind(**same, **converted)


def as_columns(value: DataclassInstance, **converted: Any) -> dict[str, Any]:
    """Return the columns of a dataclass; ``converted`` are those stored in another form."""
    return {name: getattr(value, name) for name in _names(type(value))} | converted


@cache
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))
