"""invisible"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.alter_column('state',
               existing_type=sa.VARCHAR(length=8),
               type_=sa.String(length=16),
               existing_nullable=False)


def downgrade() -> None:
    op.execute("UPDATE presence SET state = 'away' WHERE state = 'invisible'")
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.alter_column('state',
               existing_type=sa.String(length=16),
               type_=sa.VARCHAR(length=8),
               existing_nullable=False)
