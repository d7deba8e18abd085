"""What is open in a conversation, and what each turn has recorded and answered."""

import sqlalchemy as sa
from alembic import op

revision = "0002_turn_outcome"
down_revision = "0001_initial"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("process", sa.JSON()))
    op.add_column("turn", sa.Column("outcome", sa.JSON()))


def downgrade() -> None:
    op.drop_column("turn", "outcome")
    op.drop_column("conversation", "process")
