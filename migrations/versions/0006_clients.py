"""The client that opened a conversation and asked for a code, hashed; codes that were withheld."""

import sqlalchemy as sa
from alembic import op

revision = "0006_clients"
down_revision = "0005_heartbeats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("conversation", "verification_code"):
        op.add_column(table, sa.Column("client", sa.String(64), nullable=False, server_default=""))
    op.add_column(
        "verification_code",
        sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_verification_code_created_at", "verification_code", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_verification_code_created_at", "verification_code")
    op.drop_column("verification_code", "withheld")
    for table in ("verification_code", "conversation"):
        op.drop_column(table, "client")
