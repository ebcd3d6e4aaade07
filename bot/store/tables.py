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

revisions = Table(
    "revisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("author_id", BigInteger, nullable=False, index=True),
    Column("action", String(16), nullable=False),
    Column("table_name", String(32), nullable=False),
    Column("fact_id", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("batch", Integer, nullable=False),
    Column("undoes", Integer),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "scope", "table_name", "fact_id", "number"),
)
"""The log of changes, never altered: numbered from 1 without a gap. `scope` is 0 for everyone, else a server's id; `batch` the
first number of what was saved together; `before` and `after` are canonical JSON, NULL where the fact is as beneath."""

head = Table(
    "head",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: the last revision. Without it a log that lost its end would look whole."""

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("grade", String(1), nullable=False),
    Column("url", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("added_by", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("scope", "sha256"),
)
"""Texts that candidates were found in, each once for a scope: `sha256` is the text's, `file_sha256` that of the file it was read from."""

candidates = Table(
    "candidates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Integer, nullable=False, index=True),
    Column("scope", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("decided_by", BigInteger),
    Column("decided_at", Instant),
    Column("reason", Text),
    Column("revision", Integer),
    Column("fact", Text),
    Index(None, "scope", "state"),
)
"""What a document says that could be taken in: characters `start` to `end` of its text."""

access = Table(
    "access",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role_id", BigInteger),
    Column("channel_id", BigInteger),
)
"""The role that may change a server's knowledge besides whoever manages the server, and the channel that is told of reports."""

drafts = Table(
    "drafts",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("author_id", BigInteger, nullable=False, index=True),
    Column("scope", BigInteger, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("payload", JSON, nullable=False),
)
"""What moderators have begun and not yet saved: one row each, gone when it is saved or dropped."""

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
