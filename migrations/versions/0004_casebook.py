"""The desk's lists of cases: their indexes, and how far matching an account has come."""

import sqlalchemy as sa
from alembic import op

revision = "0004_casebook"
down_revision = "0003_wished_end"
branch_labels = None
depends_on = None

_TABLE = "cancellation_case"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("matching", sa.String(8)))
    op.create_index("ix_case_status_id", _TABLE, ["status", "id"])
    op.create_index("ix_case_account_status_id", _TABLE, ["account_id", "status", "id"])
    op.create_index("ix_case_kind_status", _TABLE, ["kind", "status"])


def downgrade() -> None:
    op.drop_index("ix_case_kind_status", _TABLE)
    op.drop_index("ix_case_account_status_id", _TABLE)
    op.drop_index("ix_case_status_id", _TABLE)
    op.drop_column(_TABLE, "matching")
