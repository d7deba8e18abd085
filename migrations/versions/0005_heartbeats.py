"""Heartbeats, mails that may have been sent, and since when a chat knows whose account it is."""

import sqlalchemy as sa
from alembic import op

revision = "0005_heartbeats"
down_revision = "0004_casebook"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("part", sa.String(120), primary_key=True),
        sa.Column("at", sa.Float(53), nullable=False),
    )
    op.add_column("outbox", sa.Column("possibly_sent_at", sa.DateTime(timezone=True)))
    op.add_column("conversation", sa.Column("proven_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("conversation", "proven_at")
    op.drop_column("outbox", "possibly_sent_at")
    op.drop_table("heartbeat")
