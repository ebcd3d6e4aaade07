"""The middle of it: the world, the bot's application, and who is told what happens."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

import discord

from tests.loopback import gateway as gw
from tests.loopback import payloads
from tests.loopback.clock import Clock, Snowflakes
from tests.loopback.errors import Refused
from tests.loopback.faults import Faults
from tests.loopback.gateway import Gateway
from tests.loopback.interaction import Interaction
from tests.loopback.pace import Buckets, Limits
from tests.loopback.rules.components import TEXT, every
from tests.loopback.rules.form import JSON
from tests.loopback.transcript import Transcript
from tests.loopback.world import DM, Attachment, Channel, Guild, Message, Pings, Role, User

USER_MENTION, ROLE_MENTION = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")
CONTENT_FLAG, CONTENT_FLAG_LIMITED = 1 << 18, 1 << 19


class Hub:
    """`privileged`: the intents that the application may ask for beyond the ordinary ones."""

    def __init__(self, patience: float, limits: Limits, privileged: discord.Intents) -> None:
        self.clock = Clock()
        self.ids = Snowflakes(self.clock)
        self.transcript = Transcript(patience)
        self.faults = Faults()
        self.buckets = Buckets(limits)
        self.limited = 0  # 429s that the bot brought upon itself
        self.in_flight = 0
        self.base = ""
        self.token = f"loopback.{secrets.token_urlsafe(24)}"
        self.privileged = privileged.value & gw.PRIVILEGED
        self.users: dict[int, User] = {}
        self.mentions: dict[str, str] = {}  # by name
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.commands: dict[int | None, list[JSON]] = {None: []}  # by guild, None: global
        self.written = 0  # how often the bot overwrote its commands
        self.interactions: dict[int, Interaction] = {}
        self.tokens: dict[str, Interaction] = {}
        self.uploads: dict[int, Attachment] = {}  # files given to commands
        self.typing: list[Channel] = []
        self.sent: list[Message] = []  # by the bot, in order, those only one person sees included
        self.nonces: dict[tuple[int, str], Message] = {}
        self.me = User(self.ids.next(), "pledgebot", bot=True)
        self.owner = User(self.ids.next(), "Operator")
        for user in (self.me, self.owner):
            self.know(user)
        self.gateway = Gateway(self.transcript, self.token, self._ready, self.privileged)

    def know(self, user: User) -> None:
        self.users[user.id] = user
        self.mentions[user.name] = user.mention

    def application(self) -> JSON:
        flags = CONTENT_FLAG_LIMITED if self.privileged & gw.MESSAGE_CONTENT else 0
        return {
            "id": str(self.me.id),
            "name": self.me.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "team": None,
            "owner": payloads.user(self.owner),
            "flags": flags,
            "integration_types_config": {"0": {}, "1": {}},
            "interactions_endpoint_url": None,
            "approximate_guild_count": len(self.guilds),
        }

    def channel(self, ident: int) -> Channel:
        """One that the bot may look at. Raises `Refused`: unknown, or none of its business."""
        channel = self.channels.get(ident)
        if channel is None or channel.gone:
            raise Refused(10003)
        if not channel.permissions(self.me).view_channel:
            raise Refused(50001)
        return channel

    def message(self, channel: Channel, ident: int) -> Message:
        message = channel.messages.get(ident)
        if message is None or message.deleted or message.ephemeral:
            raise Refused(10008)
        return message

    def shown(self, message: Message) -> JSON:
        """As the bot reads it over REST."""
        return payloads.message(message, reader=self.me, all_content=bool(self.privileged & gw.MESSAGE_CONTENT))

    def direct(self, user: User) -> Channel:
        """The conversation between a person and the bot, opened where there is none yet."""
        for channel in self.channels.values():
            if channel.kind == DM and set(channel.people) == {user, self.me}:
                return channel
        channel = Channel(self.ids.next(), user.name, DM, people=(user, self.me))
        self.channels[channel.id] = channel
        return channel

    def address(self, message: Message, allowed: JSON | None) -> None:
        """Find whom a message mentions, and whom it pings: `allowed` is the sender's allowed_mentions, None for all."""
        words = message.content + "\n" + "\n".join(each["content"] for each in every(message.components) if each["type"] == TEXT)
        users = [self.users[int(ident)] for ident in dict.fromkeys(USER_MENTION.findall(words)) if int(ident) in self.users]
        roles = list(self._roles(message.channel, ROLE_MENTION.findall(words)))
        everyone = "@everyone" in words or "@here" in words
        parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or ())
        listed = {int(each) for key in ("users", "roles") for each in (allowed or {}).get(key) or ()}
        pinged = {user.id for user in users if "users" in parse or user.id in listed}
        replied = message.reply_to.author if message.reply_to else None
        if replied is not None and (allowed is None or allowed.get("replied_user")):
            users.append(replied)
            pinged.add(replied.id)
        may_all = message.channel.permissions(message.author).mention_everyone
        message.mentions = tuple(dict.fromkeys(users))
        message.mention_roles = tuple(roles)
        message.mention_everyone = everyone and "everyone" in parse and may_all
        ringing = frozenset(role.id for role in roles if ("roles" in parse or role.id in listed) and (role.mentionable or may_all))
        message.pings = Pings(frozenset(pinged) - {message.author.id}, ringing, everyone and "everyone" in parse)

    def _roles(self, channel: Channel, idents: Iterable[str]) -> Iterable[Role]:
        known = channel.guild.roles if channel.guild else {}
        return (known[int(ident)] for ident in dict.fromkeys(idents) if int(ident) in known)

    def tell(self, event: str, message: Message) -> None:
        """MESSAGE_CREATE or MESSAGE_UPDATE, to a bot that can see the channel; nothing about what only one person sees."""
        if message.ephemeral or not message.channel.permissions(self.me).view_channel:
            return

        def payload(intents: int) -> JSON:
            return payloads.message(message, reader=self.me, all_content=bool(intents & gw.MESSAGE_CONTENT))

        self.gateway.dispatch(event, self.about_messages(message.channel), payload)

    def tell_place(self, event: str, channel: Channel, **more: object) -> None:
        """CHANNEL_* and THREAD_*."""
        self.gateway.dispatch(event, gw.GUILDS, lambda _: payloads.channel(channel, self.me) | more)

    def about_messages(self, channel: Channel) -> int:
        return gw.GUILD_MESSAGES if channel.guild else gw.DIRECT_MESSAGES

    def remove(self, message: Message) -> None:
        """MESSAGE_DELETE, too."""
        message.deleted = True
        channel = message.channel
        if message.ephemeral or not channel.permissions(self.me).view_channel:
            return
        data = {"id": str(message.id), "channel_id": str(channel.id)}
        if channel.guild:
            data["guild_id"] = str(channel.guild.id)
        self.gateway.dispatch("MESSAGE_DELETE", self.about_messages(channel), lambda _: data)

    def joined(self) -> list[Guild]:
        return [guild for guild in self.guilds.values() if self.me in guild.members]

    def _ready(self) -> tuple[JSON, list[JSON]]:
        guilds = self.joined()
        ready = {
            "v": 10,
            "user": payloads.user(self.me) | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "application": {"id": str(self.me.id), "flags": self.application()["flags"]},
            "session_type": "normal",
        }
        return ready, [payloads.guild(guild, self.me) for guild in guilds]
