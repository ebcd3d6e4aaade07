"""Questions with their replies, people's preferences, reports, claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables as they were at this revision: nothing is imported from `tables.py`, which goes on changing."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "exchanges",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("question_message_id", sa.BigInteger),
        sa.Column("reply_message_id", sa.BigInteger),
        sa.Column("turns", sa.JSON, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_exchanges"),
    )
    for column in ("asked_at", "user_id", "question_message_id", "reply_message_id"):
        op.create_index(f"ix_exchanges_{column}", "exchanges", [column])
    op.create_index("ix_exchanges_channel_id_asked_at", "exchanges", ["channel_id", "asked_at"])
    op.create_table(
        "people",
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("locale", sa.String(16)),
        sa.PrimaryKeyConstraint("user_id", name="pk_people"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("reading", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("settled_at", instant),
        sa.Column("settled_by", sa.BigInteger),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    for column in ("user_id", "guild_id"):
        op.create_index(f"ix_reports_{column}", "reports", [column])
    op.create_table(
        "claims",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("value", sa.String(128), nullable=False),
        sa.Column("claimed_at", instant, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_claims"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("claims", "reports", "people", "exchanges"):
        op.drop_table(table)
