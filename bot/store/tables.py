"""The tables. Ids of Discord are 64 bits; an instant is kept in UTC and comes back aware, on every database."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Instant(TypeDecorator[datetime]):
    """A moment; a naive one is refused. SQLite has no time zones: UTC is written there and read back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NAMES = {
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

exchanges = Table(
    "exchanges",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("locale", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("guild_id", BigInteger),
    Column("channel_id", BigInteger, nullable=False),
    Column("question_message_id", BigInteger, index=True),
    Column("reply_message_id", BigInteger, index=True),
    Column("turns", JSON, nullable=False),
    Column("outcome", String(32), nullable=False),
    Index(None, "channel_id", "asked_at"),
)
"""One row a question with its reply."""

people = Table(
    "people",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("locale", String(16)),
)
"""What a person has chosen."""

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("user_id", BigInteger, index=True),  # NULL once the person wants to be forgotten
    Column("guild_id", BigInteger, index=True),
    Column("channel_id", BigInteger),
    Column("locale", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", BigInteger),
    Column("note", Text),
)
"""One row for each "Something wrong?"; open until `settled_at` is set."""

claims = Table(
    "claims",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", String(128), nullable=False),
    Column("claimed_at", Instant, nullable=False),
    Column("done", Boolean, nullable=False),
)
"""What one process alone is to do: the last value that was claimed under a name, and whether it was carried out."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("guild_id", BigInteger, index=True),  # NULL for direct messages
    Column("channel_id", BigInteger, nullable=False),
    Column("owner_id", BigInteger, index=True),  # NULL once the person wants to be forgotten
    Column("watches", JSON, nullable=False),
    Column("offsets", JSON, nullable=False),
    Column("role_id", BigInteger),
    Column("locale", String(16), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("muted", JSON, nullable=False),
    Column("known", JSON, nullable=False),
    Column("trouble", Text),
)
"""One row for whoever wants to be reminded in one place (bot.reminders.model.Subscription)."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscription_id", Integer, ForeignKey(subscriptions.c.id, ondelete="CASCADE"), nullable=False),
    Column("occasion", String(128), nullable=False),
    Column("offset", String(32), nullable=False),
    Column("start", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("until", Instant, nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("wake_at", Instant, index=True),  # NULL: done with
    Column("owner", String(32)),
    Column("attempts", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("tried_at", Instant),
    Column("channel_id", BigInteger),
    Column("sent_at", Instant),
    Column("message_id", BigInteger),
    Column("reason", Text),
    UniqueConstraint("subscription_id", "occasion", "offset", "start"),
)
"""One row for each thing that a subscription is to be told (bot.reminders.model.Delivery)."""

calendar_entries = Table(
    "calendar_entries",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),  # 0: everywhere
    Column("occasion", String(128), primary_key=True),
    Column("entry", JSON, nullable=False),
)
"""What the calendar files of a server said last of an occasion (bot.reminders.calendar.Entry)."""

event_servers = Table(
    "event_servers",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
)
"""The servers in which the bot keeps native events of Discord."""
