"""teams"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('desk_user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('teams', sa.JSON(), server_default=sa.text("'[]'"), nullable=False))

    with op.batch_alter_table('handoff', schema=None) as batch_op:
        batch_op.add_column(sa.Column('team', sa.String(length=31), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('handoff', schema=None) as batch_op:
        batch_op.drop_column('team')

    with op.batch_alter_table('desk_user', schema=None) as batch_op:
        batch_op.drop_column('teams')
