"""Subscriptions to reminders, and what was told to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables as they were at this revision."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.BigInteger),
        sa.Column("watches", sa.JSON, nullable=False),
        sa.Column("offsets", sa.JSON, nullable=False),
        sa.Column("role_id", sa.BigInteger),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("muted", sa.JSON, nullable=False),
        sa.Column("known", sa.JSON, nullable=False),
        sa.Column("trouble", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    for column in ("guild_id", "owner_id"):
        op.create_index(f"ix_subscriptions_{column}", "subscriptions", [column])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subscription_id", sa.Integer, nullable=False),
        sa.Column("occasion", sa.String(128), nullable=False),
        sa.Column("offset", sa.String(32), nullable=False),
        sa.Column("start", sa.String(10), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("until", instant, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("wake_at", instant),
        sa.Column("owner", sa.String(32)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("tried_at", instant),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("sent_at", instant),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name="fk_deliveries_subscription_id", ondelete="CASCADE"),
        sa.UniqueConstraint("subscription_id", "occasion", "offset", "start", name="uq_deliveries_subscription_id_occasion_offset_start"),
    )
    for column in ("until", "wake_at"):
        op.create_index(f"ix_deliveries_{column}", "deliveries", [column])
    op.create_table(
        "calendar_entries",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("occasion", sa.String(128), nullable=False),
        sa.Column("entry", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "occasion", name="pk_calendar_entries"),
    )
    op.create_table(
        "event_servers",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_event_servers"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("event_servers", "calendar_entries", "deliveries", "subscriptions"):
        op.drop_table(table)
