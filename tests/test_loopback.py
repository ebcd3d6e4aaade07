"""The Discord on loopback, with a plain bot of discord.py on it."""

from collections.abc import AsyncIterator

import discord
import pytest

from tests.loopback import Discord
from tests.loopback.world import Channel, User
from tests.plain import Plain, page

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4) + (480).to_bytes(4)


@pytest.fixture
def general(server: Discord, ada: User) -> Channel:
    owner = server.user("Owner")
    return server.channel(server.guild("Allies", owner, ada), "general")


@pytest.fixture
async def bot(server: Discord, general: Channel) -> AsyncIterator[Plain]:
    """Runs, in a guild with one channel."""
    bot = Plain()
    async with server.running(bot):
        yield bot


async def test_a_mention_is_heard_and_answered_with_a_reply(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    question = server.say(ada, general, "@pledgebot good morning")
    reply = await server.reply_to(question)
    assert reply.text == f"You said: {server.bot.mention} good morning"
    assert not reply.pings
    assert server.messages(general) == [question, reply]


async def test_without_a_mention_the_bot_hears_no_words(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    server.say(ada, general, "good morning")
    await server.quiet()
    assert bot.events.count("MESSAGE_CREATE") == 1
    assert server.sent() == []


async def test_a_direct_message_needs_no_mention(server: Discord, bot: Plain, ada: User) -> None:
    question = server.say(ada, server.direct(ada), "good morning")
    assert (await server.reply_to(question)).text == "You said: good morning"


async def test_a_reply_is_heard_if_it_pings(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    first = await server.reply_to(server.say(ada, general, "@pledgebot one"))
    second = server.say(ada, general, "two", reply_to=first)
    assert (await server.reply_to(second)).text == "You said: two"
    third = server.say(ada, general, "three", reply_to=first, ping=False)
    await server.quiet()
    assert server.replies_to(third) == []


async def test_a_thread_is_a_place_of_its_own(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    thread = server.thread(ada, server.say(ada, general, "let us talk"), "talk")
    await server.reply_to(server.say(ada, thread, "@pledgebot hello"))
    assert "THREAD_CREATE" in bot.events
    assert [each.author for each in server.messages(thread)] == [ada, server.bot]


async def test_an_edited_message_has_its_repetition_edited(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    question = server.say(ada, general, "@pledgebot red")
    reply = await server.reply_to(question)
    server.edit(ada, question, "@pledgebot green")
    await server.edited(reply)
    assert reply.text.endswith("green")
    assert reply.before[0].endswith("red")


async def test_a_deleted_message_has_its_repetition_deleted(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    question = server.say(ada, general, "@pledgebot red")
    reply = await server.reply_to(question)
    server.delete(ada, question)
    await server.deleted(reply)
    assert server.messages(general) == []


async def test_a_command_is_answered(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    used = server.slash(ada, general, "echo", text="hello")
    assert (await used.reply()).text == "hello"
    assert used.in_time


async def test_a_deferred_command_thinks_first(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    used = server.slash(ada, general, "slow")
    assert await used.acknowledged() == 5
    reply = await used.reply()
    assert reply is used.original
    assert (reply.text, reply.thinking) == ("Thought about it", False)
    assert (await used.follow_up()).text == "And then some"


async def test_a_word_is_completed(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    choices = await server.autocomplete(ada, general, "shade", colour="cr")
    assert [each["name"] for each in choices] == ["crimson", "cream"]


async def test_a_form_is_filled_in(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    modal = await server.slash(ada, general, "report").modal()
    assert (modal.title, modal.labels) == ("Report", ["What is wrong?"])
    sent = await server.submit(modal, {"What is wrong?": "the year"}).reply()
    assert (sent.text, sent.ephemeral) == ("Reported: the year", True)
    with pytest.raises(AssertionError, match="takes 0 to 50 characters"):
        server.submit(modal, {"What is wrong?": "x" * 51})


async def test_a_choice_from_a_menu_changes_its_message(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    asked = await server.slash(ada, general, "pick").reply()
    changed = await server.choose(ada, asked, "Green").reply()
    assert changed is asked
    assert (changed.text, changed.menus) == ("You chose Green", [])


async def test_context_menus_show_the_words_of_others(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    ben = server.user("Ben")
    assert general.guild
    general.guild.members[ben] = []
    said = server.say(ben, general, "nobody mentions anybody")
    quoted = await server.context_menu(ada, "Quote", said).reply()
    assert (quoted.text, quoted.ephemeral) == ("“nobody mentions anybody”", True)
    greeted = await server.context_menu(ada, "Greet", ben, general).reply()
    assert greeted.text == "Hello Ben"


async def test_a_button_outlives_the_bot_that_sent_it(server: Discord, ada: User, general: Channel) -> None:
    first = Plain()
    async with server.running(first):
        view, file = page("hello", PNG)
        await first.get_partial_messageable(general.id).send(view=view, file=file)
    message = server.sent()[0]
    assert message.labels == ["Again"]
    async with server.running(Plain()):
        press = server.click(ada, message, "Again")
        assert (await press.reply()).text == "hello once more"


async def test_a_page_carries_its_picture(server: Discord, bot: Plain, general: Channel) -> None:
    view, file = page("hello", PNG)
    seen = await bot.get_partial_messageable(general.id).send(view=view, file=file)
    message = server.sent()[0]
    assert (message.text, message.colour, message.alt_texts, message.layout) == ("hello", 0x2A78D6, ["hello"], True)
    assert message.attachments[0].size == (640, 480)
    assert seen.attachments == [], "Discord lists no attachment that a component shows"
    gallery = next(each for each in discord.ui.LayoutView.from_message(seen).walk_children() if isinstance(each, discord.ui.MediaGallery))
    assert await bot.http.get_from_cdn(gallery.items[0].media.url) == PNG


async def test_one_may_do_what_the_app_is_offered_for(server: Discord, bot: Plain, general: Channel) -> None:
    away = server.channel(server.guild("Elsewhere", ben := server.user("Ben", installed=True), joined=False), "lobby")
    carl = server.user("Carl")
    assert (await server.slash(ben, away, "echo", text="abroad").reply()).text == "abroad"
    assert (await server.slash(ben, server.private(ben, carl), "echo", text="between us").reply()).text == "between us"
    assert (await server.slash(carl, server.direct(carl), "echo", text="in a message").reply()).text == "in a message"
    with pytest.raises(AssertionError, match="Carl is not offered 'echo'"):
        server.slash(carl, server.private(ben, carl), "echo", text="without having installed it")
    with pytest.raises(AssertionError, match="Ben is not offered 'slow'"):
        server.slash(ben, away, "slow")


async def test_a_command_for_moderators_is_offered_to_them_alone(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    with pytest.raises(AssertionError, match="is not offered"):
        server.slash(ada, general, "forget")
    assert general.guild
    server.grant(server.role(general.guild, "Moderator", "manage_messages"), general.guild, ada)
    assert (await server.slash(ada, general, "forget").reply()).text == "Forgotten"


async def test_an_own_app_whispers_where_it_may_not_speak(server: Discord, bot: Plain, general: Channel) -> None:
    owner, ben = server.user("Landlord"), server.user("Ben", installed=True)
    away = server.channel(server.guild("Elsewhere", owner, ben, joined=False), "lobby")
    server.deny(away, "use_external_apps", user=ben)
    assert (await server.slash(ben, away, "echo", text="abroad").reply()).ephemeral


async def test_the_bot_learns_what_changes_around_it(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    guild = general.guild
    assert guild
    other = server.channel(guild, "other")
    server.deny(other, "send_messages")
    await server.quiet()
    seen = bot.get_channel(other.id)
    assert isinstance(seen, discord.TextChannel)
    assert not seen.permissions_for(seen.guild.me).send_messages
    server.allow(other, "send_messages")
    server.delete_channel(general)
    server.guild("Another", ada)
    await server.quiet()
    assert seen.permissions_for(seen.guild.me).send_messages
    assert bot.get_channel(general.id) is None
    assert len(bot.guilds) == 2


async def test_what_is_not_there_is_said_to_be_unknown(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    place = bot.get_partial_messageable(general.id)
    with pytest.raises(discord.NotFound) as lost:
        await place.get_partial_message(5).edit(content="x")
    assert lost.value.code == 10008
    theirs = server.say(ada, general, "mine")
    with pytest.raises(discord.Forbidden) as others:
        await place.get_partial_message(theirs.id).edit(content="x")
    assert others.value.code == 50005
    server.delete_channel(general)
    with pytest.raises(discord.NotFound) as gone:
        await place.send("x")
    assert gone.value.code == 10003


async def test_closed_doors_stay_closed(server: Discord, bot: Plain, general: Channel) -> None:
    shy = server.user("Shy", closed=True)
    with pytest.raises(discord.Forbidden) as closed:
        await (await bot.fetch_user(shy.id)).send("x")
    assert closed.value.code == 50007
    server.deny(general, "attach_files", "embed_links")
    place = bot.get_partial_messageable(general.id)
    await place.send("words")
    view, file = page("hello", PNG)
    with pytest.raises(discord.Forbidden) as attached:
        await place.send(view=view, file=file)
    assert attached.value.code == 50013
    with pytest.raises(discord.Forbidden):
        await place.send(embed=discord.Embed(title="hello"))
    await place.send(view=discord.ui.LayoutView().add_item(discord.ui.TextDisplay("Components need no such permission")))
    server.deny(general, "view_channel")
    with pytest.raises(discord.Forbidden) as unseen:
        await place.send("x")
    assert unseen.value.code == 50001


async def test_who_is_pinged_is_written_down(server: Discord, bot: Plain, ada: User, general: Channel) -> None:
    place = bot.get_partial_messageable(general.id)
    await place.send(f"{ada.mention} @everyone")
    await place.send(f"{ada.mention} @everyone", allowed_mentions=discord.AllowedMentions(users=True, everyone=True))
    quiet, loud = server.sent()
    assert not quiet.pings
    assert (loud.pings.users, loud.pings.everyone) == (frozenset({ada.id}), True)
    assert not loud.mention_everyone, "the bot lacks the permission"


async def test_typing_is_seen(server: Discord, bot: Plain, general: Channel) -> None:
    await bot.get_partial_messageable(general.id).typing()
    assert server.hub.typing == [general]


async def test_a_wait_in_vain_tells_all_that_happened() -> None:
    async with Discord(patience=0.05) as server:
        ada = server.user("Ada")
        general = server.channel(server.guild("Allies", ada), "general")
        async with server.running(Plain()):
            question = server.say(ada, general, "good morning")
            with pytest.raises(AssertionError, match=r"(?s)in vain for a reply to 'good morning'.*IDENTIFY.*MESSAGE_CREATE"):
                await server.reply_to(question)
