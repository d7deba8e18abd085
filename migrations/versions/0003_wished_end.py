"""The wished end of a cancellation: a date or a word, and whether a date is the earliest one."""

import sqlalchemy as sa
from alembic import op

revision = "0003_wished_end"
down_revision = "0002_turn_outcome"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cancellation_case",
        sa.Column("end_bound", sa.String(10), nullable=False, server_default="at"),
    )
    op.execute("UPDATE cancellation_case SET ends = 'date' WHERE wished_end_on IS NOT NULL")
    op.execute("UPDATE cancellation_case SET ends = 'balance_used' WHERE ends = 'balance_used_up'")


def downgrade() -> None:
    op.execute("UPDATE cancellation_case SET ends = 'balance_used_up' WHERE ends = 'balance_used'")
    op.execute("UPDATE cancellation_case SET ends = 'soonest' WHERE ends IN ('date', 'period_end')")
    op.drop_column("cancellation_case", "end_bound")
