"""A Discord on loopback: gateway, REST and the people on it, for a bot that talks over real sockets.

    async with Discord() as discord:
        ada = discord.user("Ada")
        general = discord.channel(discord.guild("Allies", ada), "general")
        async with discord.running(bot):
            question = discord.say(ada, general, "@pledgebot How much does Poland spend?")
            reply = await discord.reply_to(question)
            press = discord.click(ada, reply, "Sources")
            assert (await press.reply()).ephemeral

What people do is a plain call; what the bot does is awaited. No wait is a guess: each ends with the event it waits for, or fails
after `patience` seconds with everything that happened.
"""

from tests.loopback.faults import LATE, Fault, Hold, Limited, Meanwhile, Refusal, Reset, Status
from tests.loopback.interaction import Interaction, Modal
from tests.loopback.pace import AS_DISCORD, QUICK, UNLIMITED, Limits, Pace
from tests.loopback.server import Discord, routed
from tests.loopback.world import Channel, Guild, Message, Role, User

__all__ = [
    "AS_DISCORD",
    "LATE",
    "QUICK",
    "UNLIMITED",
    "Channel",
    "Discord",
    "Fault",
    "Guild",
    "Hold",
    "Interaction",
    "Limited",
    "Limits",
    "Meanwhile",
    "Message",
    "Modal",
    "Pace",
    "Refusal",
    "Reset",
    "Role",
    "Status",
    "User",
    "routed",
]
