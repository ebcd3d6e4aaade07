"""What only Discord can tell: whose token it is, what it may do and where, and what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import aiohttp
import discord
from discord.http import Route

from bot.doctor.finding import Finding, fine, note, wrong
from bot.invite import NEEDED, links

PORTAL = "https://discord.com/developers/applications"
SKEW = 5.0
"""Seconds that the clock may be off."""
_PRIVILEGED = {
    "Presence": ("gateway_presence", "gateway_presence_limited"),
    "Server Members": ("gateway_guild_members", "gateway_guild_members_limited"),
    "Message Content": ("gateway_message_content", "gateway_message_content_limited"),
}


class Reply(NamedTuple):
    """What Discord said: status, its clock, and the JSON (None where there is none)."""

    status: int
    date: str | None
    body: Any


async def discord_itself(token: str, now: datetime) -> list[Finding]:
    """Token, application, servers and clock, as far as Discord can be reached."""
    headers = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (pledgebot doctor, 1)"}
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
        try:
            me = await _get(session, "/users/@me")
            if me.status != 200:
                return [*_clock(me, now), _refused(me)]
            application = await _get(session, "/applications/@me")
            guilds = await _get(session, "/users/@me/guilds")
        except (aiohttp.ClientError, OSError) as fault:
            said = str(fault) or type(fault).__name__
            advice = "look at the network, the firewall and the name server of this machine; token, servers and clock were not checked"
            return [wrong("network", f"Discord can't be reached: {said}", advice)]
    found = [fine("token", f"belongs to {me.body['username']} ({me.body['id']})"), *_clock(me, now)]
    return [*found, *_application(application), *_guilds(guilds, int(me.body["id"]))]


async def _get(session: aiohttp.ClientSession, path: str) -> Reply:
    async with session.get(Route.BASE + path) as response:
        body = await response.json() if response.content_type == "application/json" else None
        return Reply(response.status, response.headers.get("Date"), body)


def _refused(reply: Reply) -> Finding:
    if reply.status == 401:
        return wrong(
            "token", "Discord does not accept it", f"make a new one ({PORTAL}, page Bot, Reset Token) and put it into DISCORD_TOKEN"
        )
    if reply.status == 429:
        return wrong(
            "token",
            "Discord refuses for now: too many requests from here",
            "wait an hour; look whether something else uses this address or token",
        )
    return wrong(
        "token", f"Discord answered with status {reply.status}", "try again later: https://discordstatus.com tells whether Discord is down"
    )


def _clock(reply: Reply, now: datetime) -> Iterator[Finding]:
    if reply.date is None:
        return
    theirs = parsedate_to_datetime(reply.date)
    off = (now - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))).total_seconds()
    if abs(off) > SKEW:
        yield wrong(
            "clock",
            f"{abs(off):.0f} s {'ahead of' if off > 0 else 'behind'} Discord's",
            "let the machine set its clock by NTP: `timedatectl set-ntp true`",
        )
    else:
        yield fine("clock", "agrees with Discord's")


def _application(reply: Reply) -> Iterator[Finding]:
    if reply.status != 200 or not isinstance(reply.body, dict):
        yield wrong("intents", f"Discord answered with status {reply.status}", "try again later")
        return
    flags = discord.ApplicationFlags._from_value(reply.body.get("flags") or 0)  # noqa: SLF001 - the only way to read a number
    needless = [name for name, names in _PRIVILEGED.items() if any(getattr(flags, one) for one in names)]
    if needless:
        advice = f"switch them off ({PORTAL}, page Bot): what a bot can't read, it can't lose"
        yield note("intents", f"privileged, and not needed: {', '.join(needless)}", advice)
    else:
        yield fine("intents", "no privileged one is on, and none is needed")
    if reply.body.get("interactions_endpoint_url"):
        yield wrong(
            "commands",
            "an Interactions Endpoint URL is set: commands go there and not to the bot",
            f"empty it ({PORTAL}, page General Information)",
        )
    kinds = reply.body.get("integration_types_config")
    if isinstance(kinds, dict) and not {"0", "1"} <= kinds.keys():
        yield note(
            "install",
            "the bot can't be added to both servers and accounts",
            f"switch on Guild Install and User Install ({PORTAL}, page Installation)",
        )


def _guilds(reply: Reply, application_id: int) -> Iterator[Finding]:
    if reply.status != 200 or not isinstance(reply.body, list):
        yield wrong("servers", f"Discord answered with status {reply.status}", "try again later")
        return
    (_, link), *_rest = links(application_id)
    if not reply.body:
        yield note("servers", "the bot is in none", f"add it: {link}")
    for guild in reply.body:
        held = discord.Permissions(int(guild.get("permissions", 0)))
        lacking = [name.replace("_", " ").title() for name, needed in NEEDED if needed and not (getattr(held, name) or held.administrator)]
        what = f"server {guild['name']}"
        if lacking:
            yield wrong(what, f"missing: {', '.join(lacking)}", f"give the bot's role these permissions, or add it again: {link}")
        elif held.administrator:
            yield note(what, "the bot is an administrator, which it need not be", "take Administrator from its role")
        else:
            yield fine(what, "all permissions that are needed")
