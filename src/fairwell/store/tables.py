"""All tables: importing this module fills the whole metadata."""

from fairwell.store.base.tables import Base
from fairwell.store.cases import tables as cases
from fairwell.store.chats import tables as chats
from fairwell.store.handoff import tables as handoff
from fairwell.store.mails import tables as mails
from fairwell.store.ops import tables as ops
from fairwell.store.staff import tables as staff

AREAS = (cases, chats, handoff, mails, ops, staff)
METADATA = Base.metadata
