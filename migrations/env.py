"""Alembic's entry: runs migrations on the connection that ``fairwell`` hands over."""

from alembic import context

from fairwell.store.base.tables import Base
from fairwell.store.chats.search import is_ours

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=lambda name, kind, _: is_ours(name, kind),
)
with context.begin_transaction():
    context.run_migrations()
