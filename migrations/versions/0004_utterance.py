"""utterance"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('utterance',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('conversation_id', sa.String(length=26), nullable=False),
    sa.Column('turn_id', sa.String(length=26), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('model', sa.String(length=64), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('ranking', sa.JSON(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('chosen_intent', sa.String(length=64), nullable=True),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('turn_id')
    )
    with op.batch_alter_table('utterance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_utterance_conversation_id'), ['conversation_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('utterance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_utterance_conversation_id'))

    op.drop_table('utterance')
