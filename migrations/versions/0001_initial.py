"""The whole schema as of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001_initial"  # not "0001", which is what the first of twelve earlier ones was called
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_TABLES = (
    "account",
    "cancellation_case",
    "verification_code",
    "case_link",
    "ledger",
    "offer",
    "used_identity",
    "utterance",
    "feedback",
    "outbox",
    "conversation",
    "turn",
    "message",
    "button",
    "delivery",
    "handoff",
    "note",
    "mention",
    "draft",
    "presence",
    "desk_event",
    "satisfaction",
    "canned_reply",
    "desk_user",
    "desk_session",
    "desk_link",
    "desk_attempt",
    "audit",
    "audit_retention",
)

# Rows of the audit cannot be changed, nor removed outside of retention, which names in
# audit_retention from when on lines are kept, within its own transaction.
_AUDIT_SQLITE = (
    """CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
    """CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
       WHEN NOT EXISTS (SELECT 1 FROM audit_retention WHERE OLD.at < keep_since)
       BEGIN SELECT RAISE(ABORT, 'only retention removes lines of the audit'); END""",
)
_AUDIT_POSTGRESQL = (
    """CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP = 'DELETE' THEN
           IF EXISTS (SELECT 1 FROM audit_retention WHERE OLD.at < keep_since) THEN
             RETURN OLD;
           END IF;
           RAISE EXCEPTION 'only retention removes lines of the audit';
         END IF;
         RAISE EXCEPTION 'the audit is append-only';
       END $$""",
    """CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
       FOR EACH ROW EXECUTE FUNCTION audit_guard()""",
    """CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
       FOR EACH STATEMENT EXECUTE FUNCTION audit_guard()""",
)
# Full text of the transcript. SQLite's index is filled by a search (store/chats/search.py).
_SEARCH_SQLITE = (
    "CREATE VIRTUAL TABLE message_search USING fts5(stems)",
    "CREATE TRIGGER message_search_forget AFTER DELETE ON message BEGIN "
    "DELETE FROM message_search WHERE rowid = old.id; END",
)
_SEARCH_POSTGRESQL = (
    "CREATE INDEX message_search ON message USING gin (to_tsvector("
    "CASE WHEN lang = 'de' THEN 'german'::regconfig ELSE 'english'::regconfig END, text))",
)


def upgrade() -> None:
    _create_cases()
    _create_chats()
    _create_handoff()
    _create_staff()
    embedded = op.get_bind().dialect.name == "sqlite"
    guards = _AUDIT_SQLITE if embedded else _AUDIT_POSTGRESQL
    search = _SEARCH_SQLITE if embedded else _SEARCH_POSTGRESQL
    for statement in (*guards, *search):
        op.execute(statement)


def downgrade() -> None:
    embedded = op.get_bind().dialect.name == "sqlite"
    if embedded:
        op.execute("DROP TABLE message_search")
    for table in reversed(_TABLES):
        op.drop_table(table)
    if not embedded:
        op.execute("DROP FUNCTION audit_guard()")


def _create_cases() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column("user_name", sa.String(64), nullable=False, unique=True),
        sa.Column("email", sa.String(254), nullable=False, index=True),
        sa.Column("plan", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("region", sa.String(8)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("monthly_fee_minor", sa.Integer(), nullable=False),
        sa.Column("balance_minor", sa.Integer()),
        sa.Column("next_billing_on", sa.Date()),
        sa.Column("trial_ends_on", sa.Date()),
        sa.Column("add_ons", sa.JSON(), nullable=False),
    )
    op.create_table(
        "cancellation_case",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column("reference", sa.String(8), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("account_id", sa.String(26), index=True),
        sa.Column("user_name", sa.String(64)),
        sa.Column("email", sa.String(254)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("requested_at", _TIME, nullable=False, index=True),
        sa.Column("effective_on", sa.Date()),
        sa.Column("time_zone", sa.String(40), nullable=False),
        sa.Column("policy_version", sa.String(20), nullable=False),
        sa.Column("jurisdiction", sa.String(8), nullable=False),
        sa.Column("knowledge", sa.String(10), nullable=False),
        sa.Column("conversation_id", sa.String(26), nullable=False, index=True),
        sa.Column("turn_id", sa.String(26), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("contact", sa.String(254)),
        sa.Column("ends", sa.String(16), nullable=False, server_default="soonest"),
        sa.Column("jurisdiction_reason", sa.String(40), nullable=False, server_default="anonymous"),
        sa.Column("channel", sa.String(8), nullable=False, server_default="chat"),
        sa.Column("person", sa.String(120)),
        sa.Column("manner", sa.String(10), nullable=False, server_default="ordinary"),
        sa.Column("wished_end_on", sa.Date()),
        sa.Column("same_wish_key", sa.String(64), unique=True),
        sa.Column("follows_id", sa.String(26), sa.ForeignKey("cancellation_case.id")),
        sa.UniqueConstraint("conversation_id", "turn_id", "kind"),
    )
    op.create_table(
        "verification_code",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column(
            "case_id",
            sa.String(26),
            sa.ForeignKey("cancellation_case.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("conversation_id", sa.String(26), nullable=False, index=True),
        sa.Column("address_key", sa.String(64), nullable=False, index=True),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", _TIME),
    )
    op.create_table(
        "case_link",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column(
            "case_id",
            sa.String(26),
            sa.ForeignKey("cancellation_case.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("case_id", sa.String(26), nullable=False, index=True),
        sa.Column("reference", sa.String(8), nullable=False),
        sa.Column("event", sa.String(24), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("row_hash", sa.String(64), nullable=False, unique=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column("conversation_id", sa.String(26), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("account_id", sa.String(26)),
        sa.Column("jurisdiction", sa.String(8), nullable=False),
        sa.Column("policy_version", sa.String(20), nullable=False),
        sa.Column("timing", sa.String(24), nullable=False),
        sa.Column("shown_at", _TIME, nullable=False),
        sa.Column("answer", sa.String(8), nullable=False),
        sa.Column("answered_at", _TIME),
        sa.UniqueConstraint("conversation_id", "kind"),
    )
    op.create_table(
        "used_identity",
        sa.Column("token_id", sa.String(64), primary_key=True),
        sa.Column("expires_at", _TIME, nullable=False, index=True),
    )
    op.create_table(
        "utterance",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column("conversation_id", sa.String(26), nullable=False, index=True),
        sa.Column("turn_id", sa.String(26), nullable=False, unique=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ranking", sa.JSON(), nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("chosen_intent", sa.String(64)),
        sa.Column("chosen_at", _TIME),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("score", sa.Integer()),
        sa.Column("words", sa.Text()),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("dedupe_key", sa.String(80), nullable=False, unique=True),
        sa.Column("reference", sa.String(8), index=True),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(120), nullable=False, unique=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("next_at", _TIME, nullable=False),
        sa.Column("lease_id", sa.String(26)),
        sa.Column("lease_until", _TIME),
        sa.Column("attempt_started_at", _TIME),
        sa.Column("last_error", sa.String(300)),
        sa.Column("sent_at", _TIME),
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "next_at"])


def _create_chats() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("speaker", sa.String(8), nullable=False),
        sa.Column("knowledge", sa.String(10), nullable=False, server_default="anonymous"),
        sa.Column("account_id", sa.String(26)),
        sa.Column("engine_stale", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("channel", sa.String(16), nullable=False, server_default="widget"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("last_active_at", _TIME, nullable=False),
    )
    op.create_table(
        "turn",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(26),
            sa.ForeignKey("conversation.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("idempotency_key", sa.String(80)),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.UniqueConstraint("conversation_id", "idempotency_key"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column(
            "conversation_id",
            sa.String(26),
            sa.ForeignKey("conversation.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("turn_id", sa.String(26), index=True),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("intent", sa.String(40)),
        sa.Column("confidence", sa.Double()),
        sa.Column("attachments", sa.JSON()),
        sa.Column("author", sa.String(80)),
        sa.Column("send_key", sa.String(40)),
        sa.Column("created_at", _TIME, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ux_message_send_key", "message", ["conversation_id", "send_key"], unique=True)
    op.create_table(
        "button",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(26),
            sa.ForeignKey("conversation.id"),
            nullable=False,
            index=True,
        ),
        sa.Column(
            "message_id", sa.Integer(), sa.ForeignKey("message.id"), nullable=False, index=True
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("used_in_turn", sa.String(26)),
    )
    op.create_table(
        "delivery",
        sa.Column(
            "conversation_id", sa.String(26), sa.ForeignKey("conversation.id"), primary_key=True
        ),
        sa.Column("external_id", sa.String(120), nullable=False, index=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("sent_up_to", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", _TIME, nullable=False),
        sa.Column("last_error", sa.String(60)),
        sa.Column("given_up_at", _TIME),
    )
    op.create_index(
        "ux_delivery_current",
        "delivery",
        ["external_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )


def _create_handoff() -> None:
    op.create_table(
        "handoff",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(26),
            sa.ForeignKey("conversation.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("team", sa.String(31)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("requested_at", _TIME, nullable=False, index=True),
        sa.Column("queued_at", _TIME, nullable=False),
        sa.Column("claimed_by", sa.String(26), index=True),
        sa.Column("agent_name", sa.String(80)),
        sa.Column("claimed_at", _TIME),
        sa.Column("first_answer_at", _TIME),
        sa.Column("waiting_since", _TIME),
        sa.Column("told_at", _TIME),
        sa.Column("declined_by", sa.JSON(), nullable=False),
        sa.Column("revealed_to", sa.JSON(), nullable=False),
        sa.Column("slots", sa.JSON()),
        sa.Column("customer_seen_at", _TIME),
        sa.Column("away_mail_at", _TIME),
        sa.Column("ended_at", _TIME, index=True),
        sa.Column("ended_by", sa.String(26)),
        sa.Column("outcome", sa.String(16)),
    )
    op.create_index(
        "ux_handoff_open",
        "handoff",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(26),
            sa.ForeignKey("conversation.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("author_id", sa.String(26), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_table(
        "mention",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(26),
            sa.ForeignKey("conversation.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("note_id", sa.String(26), sa.ForeignKey("note.id"), nullable=False),
        sa.Column("agent_id", sa.String(26), nullable=False, index=True),
        sa.Column("read_at", _TIME),
    )
    op.create_table(
        "draft",
        sa.Column("agent_id", sa.String(26), primary_key=True),
        sa.Column(
            "conversation_id", sa.String(26), sa.ForeignKey("conversation.id"), primary_key=True
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", _TIME, nullable=False),
    )
    op.create_table(
        "presence",
        sa.Column("agent_id", sa.String(26), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
    )
    op.create_table(
        "desk_event",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("conversation_id", sa.String(26), index=True),
        sa.Column("agent_id", sa.String(26)),
        sa.Column("at", _TIME, nullable=False, index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "satisfaction",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
    )
    op.create_table(
        "canned_reply",
        sa.Column("key", sa.String(31), primary_key=True),
        sa.Column("de", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.Column("changed_by", sa.String(254), nullable=False),
    )


def _create_staff() -> None:
    op.create_table(
        "desk_user",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column("login", sa.String(254), nullable=False, unique=True),
        sa.Column("display_name", sa.String(80), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("teams", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("shortcuts", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("issuer", sa.String(200)),
        sa.Column("subject", sa.String(200)),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("disabled_at", _TIME),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "desk_session",
        sa.Column("id_hash", sa.String(64), primary_key=True),
        sa.Column(
            "user_id", sa.String(26), sa.ForeignKey("desk_user.id"), nullable=False, index=True
        ),
        sa.Column("created_at", _TIME, nullable=False, index=True),
        sa.Column("last_seen_at", _TIME, nullable=False),
    )
    op.create_table(
        "desk_link",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("user_id", sa.String(26), sa.ForeignKey("desk_user.id")),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME),
    )
    op.create_table(
        "desk_attempt",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", _TIME, nullable=False, index=True),
        sa.Column("blocked_until", _TIME),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", _TIME, nullable=False, index=True),
        sa.Column("actor_id", sa.String(26), index=True),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("what", sa.String(24), nullable=False),
        sa.Column("conversation_id", sa.String(26), index=True),
        sa.Column("case_id", sa.String(26), index=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_what_seq", "audit", ["what", "seq"])
    op.create_table(
        "audit_retention",
        sa.Column("keep_since", _TIME, primary_key=True),
    )
