"""The bot's process: start, wait for the signal to stop, leave."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from urllib.parse import unquote, urlsplit

import aiohttp
import discord

from bot import logs
from bot.app import PledgeBot, create_bot
from bot.settings import Settings, SettingsError
from bot.store import Unusable
from knowledge.load import DataError

log = logs.logger("pledgebot.run")

_CLOSED = {
    4004: "DISCORD_TOKEN: Discord does not accept this token. Make a new one on the page Bot of https://discord.com/developers/applications",
    4011: "the bot is in so many servers that it would have to be sharded, which it is not",
}


class StartError(Exception):
    """The bot can't run; the message says what to do."""


def run(settings: Settings) -> int:
    """Run the bot until SIGTERM or SIGINT; the exit status. StartError where Discord refuses it, SettingsError where the database
    can't be one."""
    logs.configure(settings.log_level, settings.log_format, secrets(settings))
    try:
        return asyncio.run(_serve(settings))
    except DataError as error:
        raise StartError(f"the data has {error.count}; `pledgebot check` says which") from None
    except Unusable as error:
        raise SettingsError([f"DATABASE_URL: {error}"]) from None
    except StartError:
        raise
    except Exception as fault:
        log.error("the bot broke", exc_info=fault)
        raise StartError("the bot broke; the log says where") from None


def secrets(settings: Settings) -> list[str]:
    """What must appear in no line of the log."""
    password = urlsplit(settings.database_url).password or ""
    return [settings.discord_token.get_secret_value(), *({password, unquote(password)} - {""})]


async def _serve(settings: Settings) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C ends the process without further ado
            loop.add_signal_handler(sign, _asked_to_stop, loop, stop)
    serving = asyncio.create_task(_stay(settings), name="serving")
    stopping = asyncio.create_task(stop.wait(), name="stopping")
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    return 0


def _asked_to_stop(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """The first signal asks; a second one, with these handlers gone, ends the process at once."""
    log.info("stopping")
    stop.set()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(sign)


async def _stay(settings: Settings) -> None:
    """Log in and stay connected; cancelled, it leaves in order."""
    bot = create_bot(settings)
    try:
        await bot.store.found()
        await _logged_in(bot, settings.discord_token.get_secret_value())
        await _connected(bot)
    finally:
        await bot.close()


async def _logged_in(bot: PledgeBot, token: str) -> None:
    """Log in, tried again while Discord can't be reached."""
    pause = 1.0
    while True:
        try:
            return await bot.login(token)
        except discord.LoginFailure:
            raise StartError(_CLOSED[4004]) from None
        except (aiohttp.ClientError, OSError, discord.HTTPException, discord.RateLimited) as fault:
            log.error("Discord can't be reached; trying again", seconds=pause, reason=str(fault))
        await bot.http.close()
        bot.http.connector = discord.utils.MISSING  # went with the session; each login begins one of its own
        await asyncio.sleep(pause)
        pause = min(60.0, pause * 2)


async def _connected(bot: PledgeBot) -> None:
    """Hold the connection. What cancels this waits until what was begun is finished, the gateway still open meanwhile."""
    connection = asyncio.create_task(bot.connect(), name="gateway")
    try:
        await asyncio.shield(connection)
    except asyncio.CancelledError:
        await bot.close()
        await connection
        raise
    except discord.ConnectionClosed as fault:
        raise StartError(_CLOSED.get(fault.code, f"Discord closed the connection for good (code {fault.code}): {fault.reason}")) from None
