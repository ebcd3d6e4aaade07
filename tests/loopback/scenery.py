"""Setting the scene: people, guilds, channels, permissions; before the bot comes, or while it watches."""

from __future__ import annotations

import discord

from tests.loopback import gateway as gw
from tests.loopback import payloads
from tests.loopback.hub import Hub
from tests.loopback.world import DM as PRIVATE
from tests.loopback.world import EVERYBODY, GROUP_DM, TEXT_CHANNEL, THREAD, Channel, Guild, Message, Role, User


class Scenery:
    """What stands on this Discord. Every change is told to the bots that are connected and may see it."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    def user(self, name: str, *, locale: str = "en-US", installed: bool = False, closed: bool = False) -> User:
        """`installed`: the app to this account; `closed`: takes no direct messages from the bot."""
        user = User(self.hub.ids.next(), name, locale=locale, installed=installed, closed=closed)
        self.hub.know(user)
        return user

    def guild(self, name: str, *members: User, locale: str = "en-US", joined: bool = True) -> Guild:
        """With these members, the first of whom owns it. `joined`: the bot is in it, with what everybody may do."""
        hub = self.hub
        owner = members[0] if members else hub.owner
        guild = Guild(hub.ids.next(), name, owner, locale)
        guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYBODY)
        guild.members = {member: [] for member in (*members, *([hub.me] if joined else []))}
        hub.guilds[guild.id] = guild
        if joined:
            hub.gateway.dispatch("GUILD_CREATE", gw.GUILDS, lambda _: payloads.guild(guild, hub.me))
        return guild

    def channel(self, guild: Guild, name: str) -> Channel:
        channel = Channel(self.hub.ids.next(), name, TEXT_CHANNEL, guild)
        self._add(channel)
        if self.hub.me in guild.members:
            self.hub.tell_place("CHANNEL_CREATE", channel)
        return channel

    def thread(self, user: User, start: Channel | Message, name: str) -> Channel:
        """Opened by `user` in a channel, or from a message, whose id it then has."""
        parent = start.channel if isinstance(start, Message) else start
        ident = start.id if isinstance(start, Message) else self.hub.ids.next()
        thread = Channel(ident, name, THREAD, parent.guild, parent, people=(user,))
        self._add(thread)
        if parent.permissions(self.hub.me).view_channel:
            self.hub.tell_place("THREAD_CREATE", thread, newly_created=True)
        return thread

    def direct(self, user: User) -> Channel:
        """The direct messages between a person and the bot."""
        return self.hub.direct(user)

    def private(self, *people: User) -> Channel:
        """A conversation without the bot: of two, or a group."""
        channel = Channel(self.hub.ids.next(), "private", PRIVATE if len(people) == 2 else GROUP_DM, people=people)
        self._add(channel)
        return channel

    def role(self, guild: Guild, name: str, *permissions: str, mentionable: bool = True) -> Role:
        role = Role(self.hub.ids.next(), name, payloads.permissions(list(permissions)), mentionable)
        guild.roles[role.id] = role
        data = {"guild_id": str(guild.id), "role": payloads.role(role, len(guild.roles) - 1)}
        if self.hub.me in guild.members:
            self.hub.gateway.dispatch("GUILD_ROLE_CREATE", gw.GUILDS, lambda _: data)
        return role

    def grant(self, role: Role, guild: Guild, user: User) -> None:
        guild.members[user].append(role)
        if user is self.hub.me:
            data = payloads.member(guild, user) | {"guild_id": str(guild.id)}
            self.hub.gateway.dispatch("GUILD_MEMBER_UPDATE", gw.GUILDS, lambda _: data)

    def deny(self, channel: Channel, *permissions: str, user: User | None = None) -> None:
        """Take permissions from the bot, or from `user`, in a channel: `discord.deny(general, "attach_files")`."""
        who = user or self.hub.me
        before = channel.denied.get(who, discord.Permissions.none())
        channel.denied[who] = before | payloads.permissions(list(permissions))
        self._changed(channel)

    def allow(self, channel: Channel, *permissions: str, user: User | None = None) -> None:
        """Give back what `deny` took."""
        who = user or self.hub.me
        before = channel.denied.get(who, discord.Permissions.none())
        channel.denied[who] = discord.Permissions(before.value & ~payloads.permissions(list(permissions)).value)
        self._changed(channel)

    def delete_channel(self, channel: Channel) -> None:
        channel.gone = True
        seen = channel.permissions(self.hub.me).view_channel
        if channel.guild:
            del channel.guild.channels[channel.id]
        if seen:
            self.hub.tell_place("THREAD_DELETE" if channel.kind == THREAD else "CHANNEL_DELETE", channel)

    def _add(self, channel: Channel) -> None:
        self.hub.channels[channel.id] = channel
        if channel.guild:
            channel.guild.channels[channel.id] = channel

    def _changed(self, channel: Channel) -> None:
        if channel.guild and self.hub.me in channel.guild.members and channel.kind != THREAD:
            self.hub.tell_place("CHANNEL_UPDATE", channel)
