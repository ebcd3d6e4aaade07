"""The world as Discord's JSON: what a bot gets to see of it."""

from datetime import UTC, datetime

import discord

from tests.loopback.clock import made_at
from tests.loopback.rules.components import FILE, GALLERY, THUMBNAIL, every
from tests.loopback.rules.form import JSON
from tests.loopback.world import DM, THREAD, Attachment, Channel, Guild, Message, Role, User

LEVELS = (
    "verification_level",
    "default_message_notifications",
    "explicit_content_filter",
    "mfa_level",
    "nsfw_level",
    "premium_tier",
    "system_channel_flags",
)
ABSENT = ("icon", "splash", "banner", "description", "afk_channel_id", "system_channel_id", "rules_channel_id")
EMPTY = ("features", "emojis", "stickers", "voice_states", "presences", "stage_instances", "guild_scheduled_events")
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC).isoformat()


def user(one: User) -> JSON:
    return {
        "id": str(one.id),
        "username": one.name.lower(),
        "global_name": one.name,
        "discriminator": "0",
        "avatar": None,
        "bot": one.bot,
        "public_flags": 0,
    }


def member(guild: Guild, one: User, *, whole: bool = True) -> JSON:
    """`whole`: with the user, as everywhere but inside a message."""
    bare = {
        "roles": [str(role.id) for role in guild.members.get(one, ())],
        "nick": None,
        "avatar": None,
        "joined_at": LONG_AGO,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
    }
    return bare | {"user": user(one)} if whole else bare


def role(one: Role, position: int) -> JSON:
    return {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(one.permissions.value),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": one.mentionable,
        "flags": 0,
    }


def channel(one: Channel, me: User) -> JSON:
    data: JSON = {"id": str(one.id), "type": one.kind, "flags": 0, "last_message_id": str(max(one.messages, default=0)) or None}
    if one.guild is None:
        data["recipients"] = [user(each) for each in one.people if each is not me]
        return data if one.kind == DM else data | {"name": one.name, "icon": None, "owner_id": str(one.people[0].id)}
    data |= {"guild_id": str(one.guild.id), "name": one.name, "parent_id": str(one.parent.id) if one.parent else None}
    if one.kind == THREAD:
        made = made_at(one.id).isoformat()
        state = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": made, "locked": False, "create_timestamp": made}
        counts = {"message_count": len(one.messages), "member_count": 1, "total_message_sent": len(one.messages)}
        return data | {"owner_id": str(one.people[0].id), "thread_metadata": state, "rate_limit_per_user": 0} | counts
    overwrites = [{"id": str(who.id), "type": 1, "allow": "0", "deny": str(what.value)} for who, what in one.denied.items()]
    return data | {"position": 0, "topic": None, "nsfw": False, "rate_limit_per_user": 0, "permission_overwrites": overwrites}


def guild(one: Guild, me: User) -> JSON:
    """A guild as GUILD_CREATE brings it: without the members intent only the bot is among its members."""
    everything = list(one.channels.values())
    parts = {
        "roles": [role(each, at) for at, each in enumerate(one.roles.values())],
        "channels": [channel(each, me) for each in everything if each.kind != THREAD],
        "threads": [channel(each, me) for each in everything if each.kind == THREAD],
        "members": [member(one, me)],
    }
    about = {"id": str(one.id), "name": one.name, "owner_id": str(one.owner.id), "preferred_locale": one.locale}
    counts = {"member_count": len(one.members), "joined_at": LONG_AGO, "large": False, "unavailable": False}
    return about | parts | counts | dict.fromkeys(LEVELS, 0) | dict.fromkeys(ABSENT) | {key: [] for key in EMPTY}


def attachment(one: Attachment) -> JSON:
    kind = "image/png" if one.size else "application/octet-stream"
    data: JSON = {"id": str(one.id), "filename": one.filename, "size": len(one.data), "url": one.url, "proxy_url": one.url}
    data |= {"content_type": kind, "ephemeral": False}
    if one.description:
        data["description"] = one.description
    if one.size:
        data["width"], data["height"] = one.size
    return data


def message(one: Message, *, reader: User, all_content: bool, nested: bool = False) -> JSON:
    """`all_content`: whatever the message is; without it only where Discord shows an app what people wrote."""
    told = all_content or one.author is reader or reader in one.mentions or (one.channel.guild is None and reader in one.channel.people)
    data: JSON = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "author": user(one.author),
        "content": one.content if told else "",
        "timestamp": one.sent_at.isoformat(),
        "edited_timestamp": one.edited_at.isoformat() if one.edited_at else None,
        "tts": False,
        "mention_everyone": one.mention_everyone,
        "mentions": [user(each) for each in one.mentions],
        "mention_roles": [str(each.id) for each in one.mention_roles],
        "attachments": [attachment(each) for each in one.attachments if each.filename not in one.shown] if told else [],
        "embeds": one.embeds if told else [],
        "components": one.components if told else [],
        "pinned": False,
        "type": 0,
        "flags": one.flags,
    }
    guild = one.channel.guild
    if guild is not None and not nested:
        data |= {"guild_id": str(guild.id), "member": member(guild, one.author, whole=False)}
    if guild is not None:
        data["mentions"] = [user(each) | {"member": member(guild, each, whole=False)} for each in one.mentions]
    if one.author.bot:
        data["application_id"] = str(one.author.id)
    if one.nonce is not None:
        data["nonce"] = one.nonce
    if one.interaction is not None:
        data["interaction_metadata"] = one.interaction.metadata()
    if one.interaction is not None and one.interaction.kind in (2, 3) and one.reply_to is None:
        data["type"] = 20 if one.interaction.kind == 2 else 0
    if one.reference is not None:
        data |= {"type": 19, "message_reference": one.reference}
        here = one.reply_to
        lost = here is None or here.deleted or nested
        data["referenced_message"] = None if lost or here is None else message(here, reader=reader, all_content=all_content, nested=True)
    return data


def resolve_media(components: list[JSON], attachments: list[Attachment]) -> None:
    """Put the address of each file where a component names it as `attachment://`, as Discord does on arrival."""
    named = {each.filename: each for each in attachments}
    for component in every(components):
        holders = component["items"] if component["type"] == GALLERY else [component] if component["type"] in (THUMBNAIL, FILE) else []
        for holder in holders:
            media = holder["file" if component["type"] == FILE else "media"]
            file = named.get(media["url"].removeprefix("attachment://"))
            if file and media["url"].startswith("attachment://"):
                known = attachment(file)
                media |= {key: known.get(key) for key in ("url", "proxy_url", "content_type", "width", "height")}
                media["attachment_id"] = known["id"]
        if component["type"] == FILE:
            component |= {"name": component["file"]["url"].rpartition("/")[2], "size": 0}


def permissions(names: list[str]) -> discord.Permissions:
    return discord.Permissions(**dict.fromkeys(names, True))
