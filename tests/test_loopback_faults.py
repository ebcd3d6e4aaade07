"""What goes wrong on the loopback Discord goes wrong as it does on the real one: discord.py is the judge."""

from collections.abc import AsyncIterator

import discord
import pytest

from tests.loopback import AS_DISCORD, LATE, Discord, Limited, Limits, Pace, Refusal, Reset, Status
from tests.loopback.world import Channel, User
from tests.plain import Plain

SEND, CALLBACK = "/channels/*/messages", "/interactions/*/*/callback"


@pytest.fixture
def general(server: Discord, ada: User) -> Channel:
    return server.channel(server.guild("Allies", ada), "general")


@pytest.fixture
async def bot(server: Discord, general: Channel) -> AsyncIterator[Plain]:
    bot = Plain()
    async with server.running(bot):
        await server.quiet()
        yield bot


async def test_what_happened_during_a_cut_is_told_on_resume(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    server.cut()
    question = server.say(ada, general, "@pledgebot still there?")
    await server.reply_to(question)
    await server.quiet()
    assert (server.hub.gateway.resumed, server.hub.gateway.identified) == (1, 1)
    assert len(server.replies_to(question)) == 1


async def test_a_bot_that_is_asked_to_reconnect_resumes(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    server.reconnect()
    await server.resumed()
    await server.reply_to(server.say(ada, general, "@pledgebot hello"))


async def test_a_close_code_that_keeps_the_session_is_resumed(server: Discord, bot: Plain) -> None:
    server.close_gateway(4000)
    await server.resumed()


async def test_a_session_that_is_over_is_begun_anew(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    server.invalidate_session()
    await server.identified(2)
    assert server.hub.gateway.resumed == 0
    await server.reply_to(server.say(ada, general, "@pledgebot hello"))


async def test_an_invalid_session_may_still_be_resumable(server: Discord, bot: Plain) -> None:
    server.invalidate_session(resumable=True)
    await server.resumed()


async def test_a_forgotten_session_is_refused_on_resume(server: Discord, bot: Plain) -> None:
    server.hub.gateway.sessions.clear()
    server.cut()
    await server.identified(2)
    assert server.hub.gateway.resumed == 0


async def test_a_heartbeat_is_acknowledged(server: Discord, general: Channel) -> None:
    server.hub.gateway.heartbeat = 0.05
    bot = Plain()
    async with server.running(bot):
        (session,) = server.hub.gateway.live
        await server.until(lambda: session.socket and len(session.socket.beats) >= 3, "three heartbeats")
        assert bot.latency < 5


async def test_how_the_bot_left_is_known(server: Discord) -> None:
    """discord.py means to leave with 1000, but its reader notices first and closes with 4000: the session stays for a while."""
    bot = Plain()
    async with server.running(bot):
        await bot.close()
        await server.until(lambda: server.hub.gateway.goodbyes, "the bot to leave")
    assert server.hub.gateway.goodbyes == [4000]
    assert len(server.hub.gateway.sessions) == 1


async def test_a_wrong_token_is_refused(server: Discord) -> None:
    bot = Plain()
    with pytest.raises(AssertionError) as stopped:
        async with server.running(bot, token="wrong"):  # noqa: S106
            pass
    assert isinstance(stopped.value.__cause__, discord.LoginFailure)


async def test_intents_that_were_not_granted_end_the_session(server: Discord) -> None:
    bot = discord.Client(intents=discord.Intents(message_content=True, guilds=True))
    async with server.running(bot, identified=False) as task:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await task


async def test_granted_content_is_shown() -> None:
    async with Discord(privileged=discord.Intents(message_content=True)) as server:
        ada = server.user("Ada")
        general = server.channel(server.guild("Allies", ada), "general")
        bot = discord.Client(intents=discord.Intents(message_content=True, guilds=True, guild_messages=True))
        async with server.running(bot):
            server.say(ada, general, "for all ears")
            await server.quiet()
            assert [each.content for each in bot.cached_messages] == ["for all ears"]


@pytest.mark.parametrize("status", [500, 502])
async def test_discord_py_tries_again_after_an_error(server: Discord, bot: Plain, ada: User, general: Channel, status: int) -> None:
    server.fail("POST", SEND, Status(status))
    question = server.say(ada, general, "@pledgebot hello")
    await server.reply_to(question)
    assert server.hub.faults.pending == 0


async def test_discord_py_gives_up_on_503(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    server.fail("POST", SEND, Status(503))
    server.say(ada, general, "@pledgebot hello")
    await server.quiet()
    assert isinstance(bot.failures[0], discord.DiscordServerError)
    assert server.sent() == []


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_429_is_waited_out(server: Discord, bot: Plain, ada: User, general: Channel, everywhere: bool) -> None:
    server.fail("POST", SEND, Limited(0.1, everywhere=everywhere))
    question = server.say(ada, general, "@pledgebot hello")
    await server.reply_to(question)
    assert len(server.replies_to(question)) == 1


async def test_a_connection_that_breaks_before_the_message_was_taken_loses_it(
    server: Discord, bot: Plain, ada: User, general: Channel
) -> None:
    server.fail("POST", SEND, Reset())
    server.say(ada, general, "@pledgebot hello")
    await server.quiet()
    assert isinstance(bot.failures[0], OSError)
    assert server.sent() == []


async def test_a_connection_that_breaks_afterwards_does_not(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    server.fail("POST", SEND, Reset(accepted=True))
    question = server.say(ada, general, "@pledgebot hello")
    await server.quiet()
    assert isinstance(bot.failures[0], OSError)
    assert len(server.replies_to(question)) == 1


async def test_the_same_nonce_makes_one_message(server: Discord, bot: Plain, general: Channel) -> None:
    place = bot.get_partial_messageable(general.id)
    first = await place.send("hello", nonce="one")
    second = await place.send("hello", nonce="one")
    third = await place.send("hello", nonce="two")
    assert first.id == second.id != third.id
    assert len(server.sent()) == 2


async def test_a_late_callback_finds_no_interaction(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    server.fail("POST", CALLBACK, LATE)
    used = server.slash(ada, general, "echo", text="hello")
    await server.quiet()
    assert used.answer is None
    assert used.messages == []


async def test_nothing_is_acknowledged_twice(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    used = server.slash(ada, general, "echo", text="hello")
    await used.reply()
    route = discord.http.Route("POST", "/interactions/{id}/{token}/callback", id=used.id, token=used.token)
    with pytest.raises(discord.HTTPException) as twice:
        await bot.http.request(route, json={"type": 4, "data": {"content": "again"}})
    assert twice.value.code == 40060


async def test_a_token_lives_a_quarter_of_an_hour(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    used = server.slash(ada, general, "echo", text="hello")
    await used.reply()
    server.clock.advance(minutes=16)
    webhook = discord.Webhook.partial(server.bot.id, used.token, client=bot)
    with pytest.raises(discord.HTTPException) as late:
        await webhook.send("and another thing")
    assert late.value.code == 50027


async def test_a_request_can_be_held(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    held = server.hold("POST", SEND)
    question = server.say(ada, general, "@pledgebot hello")
    await held.arrived.wait()
    assert server.sent() == []
    held.release()
    await server.reply_to(question)


async def test_a_permission_can_be_missing_by_surprise(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    server.fail("POST", SEND, Refusal(50013))
    server.say(ada, general, "@pledgebot hello")
    await server.quiet()
    assert [getattr(each, "code", None) for each in bot.failures] == [50013]


async def test_a_bucket_is_kept_by_discord_py() -> None:
    async with Discord(limits=Limits(routes={"send": Pace(2, 0.2)})) as server:
        ada = server.user("Ada")
        general = server.channel(server.guild("Allies", ada), "general")
        bot = Plain()
        async with server.running(bot):
            place = bot.get_partial_messageable(general.id)
            for word in "abcde":
                await place.send(word)
            assert (len(server.sent()), server.hub.limited) == (5, 0)


async def test_the_limit_on_the_whole_bot_is_not() -> None:
    """discord.py waits after such a 429, it does nothing to avoid one."""
    async with Discord(limits=Limits(whole=Pace(10, 0.3))) as server:
        ada = server.user("Ada")
        guild = server.guild("Allies", ada)
        bot = Plain()
        async with server.running(bot):
            asked = [server.say(ada, server.channel(guild, f"room {number}"), "@pledgebot hello") for number in range(15)]
            for question in asked:
                await server.reply_to(question)
            assert server.hub.limited
            assert len(server.sent()) == 15


def test_discord_s_own_limits_are_known() -> None:
    assert AS_DISCORD.whole == Pace(50, 1.0)
    assert AS_DISCORD.routes["send"] == Pace(5, 5.0)
