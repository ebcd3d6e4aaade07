"""Who and what there is on this Discord: people, guilds, channels, messages."""

from __future__ import annotations

import struct
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import discord

from tests.loopback.rules.components import BUTTON, GALLERY, LINK, SELECTS, TEXT, THUMBNAIL, every
from tests.loopback.rules.form import JSON
from tests.loopback.rules.messages import EPHEMERAL, LAYOUT, LOADING

if TYPE_CHECKING:
    from tests.loopback.interaction import Interaction

TEXT_CHANNEL, DM, GROUP_DM, THREAD = 0, 1, 3, 11
EVERYBODY = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    use_application_commands=True,
    use_external_apps=True,
    add_reactions=True,
    create_public_threads=True,
)


@dataclass(eq=False)
class User:
    """`installed`: the app is installed to this account; `closed`: takes no direct messages from the bot."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    installed: bool = False
    closed: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def __str__(self) -> str:
        return self.mention


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: discord.Permissions
    mentionable: bool = True

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"


@dataclass(eq=False)
class Guild:
    """`roles` begins with @everyone, whose id is the guild's; `members`: each with the roles beside it; `events`: the scheduled ones."""

    id: int
    name: str
    owner: User
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[User, list[Role]] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    events: dict[int, JSON] = field(default_factory=dict)

    def permissions(self, user: User) -> discord.Permissions:
        if user is self.owner:
            return discord.Permissions.all()
        total = discord.Permissions(self.roles[self.id].permissions.value)
        for role in self.members.get(user, ()):
            total |= role.permissions
        return discord.Permissions.all() if total.administrator else total


@dataclass(eq=False)
class Channel:
    """`people`: who takes part, where it is a direct or group conversation; `denied`: what one member may not do in it."""

    id: int
    name: str
    kind: int = TEXT_CHANNEL
    guild: Guild | None = None
    parent: Channel | None = None
    people: tuple[User, ...] = ()
    denied: dict[User, discord.Permissions] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    gone: bool = False

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    def permissions(self, user: User) -> discord.Permissions:
        """What `user` may do here; nothing where they can't see it."""
        if self.guild is None:
            return EVERYBODY if user in self.people else discord.Permissions.none()
        if user not in self.guild.members:
            return discord.Permissions.none()
        total = self.guild.permissions(user)
        if total.administrator:
            return total
        for channel in (self.parent, self):
            if channel and user in channel.denied:
                total = discord.Permissions(total.value & ~channel.denied[user].value)
        return total if total.view_channel else discord.Permissions.none()


@dataclass(eq=False)
class Attachment:
    id: int
    filename: str
    data: bytes
    url: str
    description: str | None = None

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height of a PNG."""
        if self.data[:8] != b"\x89PNG\r\n\x1a\n":
            return None
        width, height = struct.unpack(">II", self.data[16:24])
        return width, height


@dataclass(frozen=True)
class Pings:
    """Whom a message makes a sound for."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


@dataclass(eq=False)
class Message:
    """`attachments`: all files, those that components show included; `shown`: the names of those; `before`: earlier texts;
    `replies`: the bot's; `moment`: when it arrived, by the machine's own count of seconds."""

    id: int
    channel: Channel
    author: User
    sent_at: datetime
    content: str = ""
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    shown: frozenset[str] = frozenset()
    flags: int = 0
    mentions: tuple[User, ...] = ()
    mention_roles: tuple[Role, ...] = ()
    mention_everyone: bool = False
    pings: Pings = Pings()
    reply_to: Message | None = None
    replies: list[Message] = field(default_factory=list)
    reference: JSON | None = None
    nonce: str | None = None
    interaction: Interaction | None = None
    edited_at: datetime | None = None
    deleted: bool = False
    before: list[str] = field(default_factory=list)
    moment: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        """All the words of it that people read, from top to bottom, without those on buttons."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("title") or "", embed.get("description") or ""]
            parts += [f"{each['name']}\n{each['value']}" for each in embed.get("fields") or ()]
        parts += [each["content"] for each in every(self.components) if each["type"] == TEXT]
        return "\n".join(filter(None, parts))

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def layout(self) -> bool:
        """It is made of Components V2."""
        return bool(self.flags & LAYOUT)

    @property
    def thinking(self) -> bool:
        """'pledgebot is thinking ...'"""
        return bool(self.flags & LOADING)

    @property
    def buttons(self) -> list[JSON]:
        return [each for each in every(self.components) if each["type"] == BUTTON]

    @property
    def labels(self) -> list[str]:
        return [button.get("label") or "" for button in self.buttons]

    @property
    def links(self) -> list[str]:
        return [button["url"] for button in self.buttons if button["style"] == LINK]

    @property
    def menus(self) -> list[JSON]:
        return [each for each in every(self.components) if each["type"] in SELECTS]

    @property
    def colour(self) -> int | None:
        """Of its container, or of its embed."""
        colours = [each.get("accent_color") for each in self.components] + [each.get("color") for each in self.embeds]
        return next((each for each in colours if each is not None), None)

    @property
    def alt_texts(self) -> list[str]:
        """One for every picture, empty where it has none."""
        pictures = [each for each in every(self.components) if each["type"] == THUMBNAIL]
        for gallery in (each for each in every(self.components) if each["type"] == GALLERY):
            pictures += gallery["items"]
        loose = [each.description or "" for each in self.attachments if each.filename not in self.shown]
        return [each.get("description") or "" for each in pictures] + loose
