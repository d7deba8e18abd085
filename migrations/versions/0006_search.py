"""search"""

from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(
            "CREATE INDEX message_search ON message USING gin (to_tsvector("
            "CASE WHEN lang = 'de' THEN 'german'::regconfig ELSE 'english'::regconfig END, text))"
        )
        return
    op.execute("CREATE VIRTUAL TABLE message_search USING fts5(stems)")
    op.execute(
        "CREATE TRIGGER message_search_forget AFTER DELETE ON message BEGIN "
        "DELETE FROM message_search WHERE rowid = old.id; END"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP INDEX message_search")
        return
    op.execute("DROP TRIGGER message_search_forget")
    op.execute("DROP TABLE message_search")
