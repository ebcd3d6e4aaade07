"""The table of docs/permissions.md: each of its cells is tried over the loopback Discord, whatever Discord itself would show."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import PledgeBot
from bot.cogs.knowledge.gate import knowledge
from bot.curation import access
from knowledge.change import Change
from tests.discord.knowing import ARTICLE, drafted
from tests.discord.stage import Stage, world
from tests.loopback import Channel, Interaction, Message, User

DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"
REFUSALS = (access.MEMBERS, access.OUTSIDE, access.MANAGERS, access.IN_A_SERVER, access.BOTS, access.NOT_MODERATOR)
TABLE = b"ally,year,indicator,value\nPoland,2024,share,4.44\n"
FACT = "statements:s002"
pytestmark = pytest.mark.asyncio(loop_scope="module")


def table() -> tuple[list[str], dict[str, list[str]]]:
    """The people at the head of the table, and what each row says of them."""
    found = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("|")]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in found]
    return lines[0][1:], {row[0].strip("`"): row[1:] for row in lines[2:]}


@dataclass
class Cast:
    """Everybody that the table names, each with the channel in which they try; a fact of this server's, one of everybody's."""

    on: Stage
    bot: PledgeBot
    people: dict[str, tuple[User, Channel]]
    numbers: dict[str, int]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cast(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cast]:
    async with world(tmp_path_factory.mktemp("permissions")) as on:
        discord = on.discord
        curator, holder, robot = discord.user("Cora"), discord.user("Hugo"), discord.user("Robot")
        robot.bot = True
        for user in (curator, holder, robot):
            on.guild.members[user] = []
        elsewhere = discord.guild("Elsewhere", on.ben)
        assert elsewhere.owner is on.ben
        role = discord.role(on.guild, "Editors")
        discord.grant(role, on.guild, holder)
        bot = on.bot(curators=str(curator.id))
        async with discord.running(bot):
            await discord.slash(on.olga, on.general, "knowledge access", role=role).reply()
            (command,) = [each for each in discord.hub.commands[None] if each["name"] == "knowledge"]
            command["default_member_permissions"] = None  # as a server's own settings can have it
            own = await bot.ledger.commit(on.guild.id, on.olga.id, [_statement("walrus", "Walruses guard the northern flank")])
            all_ = await bot.ledger.commit(0, curator.id, [_statement("ibex", "Ibexes guard the southern flank")])
            people = {
                "member": (on.ada, on.general), "moderator elsewhere": (on.ben, on.general), "moderator": (on.olga, on.general),
                "role holder": (holder, on.general), "curator": (curator, on.general), "bot": (robot, on.general),
                "member, in direct messages": (on.ada, discord.direct(on.ada)),
                "curator, in direct messages": (curator, discord.direct(curator)),
            }  # fmt: skip
            yield Cast(on, bot, people, {"server": own.revisions[0].number, "everybody": all_.revisions[0].number})


def _statement(id_: str, text: str) -> Change:
    value = {"speaker": "rutte", "role": "Secretary General", "on": "2026-11-20", "place": "Riga", "text": text, "topics": [],
             "sources": ["aa-2026-02-02"]}  # fmt: skip
    return Change(action="add", table="statements", id=id_, value=value)


def tried(cast: Cast, command: str, user: User, channel: Channel) -> Interaction:
    on = cast.on
    chosen: dict[str, dict[str, object]] = {
        "add": {"kind": "statement"},
        "amend": {"fact": FACT},
        "retract": {"fact": FACT, "how": "wrong"},
        "supersede": {"fact": FACT},
        "dispute": {"fact": FACT},
        "intake": {"publisher": "Wire", "file": on.discord.file("article.txt", ARTICLE.encode())},
        "table": {"file": on.discord.file("t.csv", TABLE), "edition": "NATO 2027", "published": "20 November 2026"},
        "undo": {"number": cast.numbers["everybody" if user.name == "Cora" else "server"]},
        "as-of": {"when": "2", "question": "Who said “Walruses guard the northern flank”?"},
    }
    return on.discord.slash(user, channel, f"knowledge {command}", **chosen.get(command, {}))


async def outcome(cast: Cast, command: str, user: User, channel: Channel) -> str:
    """What became of it, in the words of the table."""
    asked = tried(cast, command, user, channel)
    if await asked.acknowledged() == 9:
        modal = await asked.modal()
        entries = {"reason": "No."} if "reason" in {field["custom_id"] for _, field in modal.fields()} else {}
        if command in ("add", "supersede"):
            entries = {"speaker": "Mark Rutte", "role": "x", "on": "2026-11-20", "place": "x", "text": "x"}
        shown = await cast.on.discord.submit(modal, entries).reply()
    else:
        shown = await asked.reply()
    if shown.text in REFUSALS:
        assert shown.ephemeral
        return "–"
    match command:
        case "intake":
            return "everybody" if any(":0:" in each["custom_id"] for each in shown.buttons) else "server"
        case "queue":
            return "server" if "What waits here" in shown.text else "everybody"
        case "history":
            assert "Ibexes" in shown.text, "everybody's changes are no secret"
            return "server" if "Walruses" in shown.text else "everybody"
        case "as-of":
            return "server" if "Mark Rutte said it" in shown.text else "everybody"
        case "export":
            data = shown.attachments[0].data
            assert (b"Walruses" in data) != (b"Ibexes" in data), "a scope exports its own changes"
            return "server" if b"Walruses" in data else "everybody"
        case "access":
            return "server"
        case _:
            assert ("For this server only" in shown.text) != ("For everybody" in shown.text), shown.text
            return "server" if "For this server only" in shown.text else "everybody"


async def test_the_table_has_every_command_and_nothing_else() -> None:
    assert sorted(table()[1]) == sorted(command.name for command in knowledge.commands)


@pytest.mark.parametrize("command", table()[1])
async def test_everybody_may_what_the_table_says(cast: Cast, command: str) -> None:
    heads, rows = table()
    assert heads == list(cast.people)
    found = [await outcome(cast, command, *cast.people[name]) for name in heads]

    assert dict(zip(heads, found, strict=True)) == dict(zip(heads, rows[command], strict=True))


async def test_whoever_lost_the_role_is_refused_at_every_button_and_form(cast: Cast) -> None:
    on = cast.on
    holder, _ = cast.people["role holder"]
    ready = await drafted(on, holder, on.general)
    modal = await on.discord.slash(holder, on.general, "knowledge amend", fact=FACT).modal()
    article = await tried(cast, "intake", holder, on.general).reply()
    overview = await on.discord.slash(holder, on.general, "knowledge queue").reply()
    before = cast.bot.ledger.fold.number
    role = next(role for role in on.guild.roles.values() if role.name == "Editors")
    await on.discord.slash(on.olga, on.general, "knowledge access", no_role=True).reply()
    try:
        pressed: list[tuple[Message, str]] = [
            *((ready, label) for label in ready.labels),
            *((article, label) for label in article.labels if re.match(r"[A-Z]", label)),
            (overview, "Candidates"), (overview, "Out of date"),
        ]  # fmt: skip
        for message, label in pressed:
            refused = await on.discord.click(holder, message, label).reply()
            assert refused.text == access.MEMBERS, label
        sent = await on.discord.submit(modal, {"place": "Somewhere I typed"}).reply()
        assert access.MEMBERS in sent.text
        assert "Somewhere I typed" in sent.text, "what was typed is handed back"
        assert cast.bot.ledger.fold.number == before
    finally:
        await on.discord.slash(on.olga, on.general, "knowledge access", role=role).reply()


async def test_nobody_reaches_another_server_by_forged_buttons(cast: Cast) -> None:
    """Ben moderates a server; Olga's draft, candidates, queue and history stay hers."""
    on = cast.on
    lobby = on.discord.channel(next(guild for guild in on.discord.hub.guilds.values() if guild.name == "Elsewhere"), "lobby")
    olgas = await drafted(on, on.olga, on.general)
    candidate = await tried(cast, "intake", on.olga, on.general).reply()
    bens = await on.discord.slash(on.ben, lobby, "knowledge queue").reply()
    here = on.guild.id
    forged = [
        *(each["custom_id"] for each in (*olgas.buttons, *candidate.buttons)),
        *(f"pb:queue:{what}:{here}:0:on" for what in ("candidates", "reports", "stale")),
        f"pb:history:{here}:all:0:on", f"pb:history:0:as{cast.numbers['server']}:0:on", "pb:queue:candidates:0:0:on",
    ]  # fmt: skip
    before = cast.bot.ledger.fold.number
    for custom_id in forged:
        refused = await on.discord.forge(on.ben, bens, custom_id).reply()
        assert not re.search("Zebras|Walruses", refused.text), custom_id
        assert refused.ephemeral
    assert cast.bot.ledger.fold.number == before
    undone = await on.discord.slash(on.ben, lobby, "knowledge undo", number=cast.numbers["server"]).reply()
    assert "There is no revision" in undone.text
    assert "Walruses" not in (await on.discord.slash(on.ben, lobby, "knowledge history").reply()).text
    offered = await on.discord.autocomplete(on.ben, lobby, "knowledge amend", fact="walruses guard")
    assert not [each for each in offered if "Walruses" in each["name"]]


async def test_the_role_of_everybody_can_t_be_chosen(cast: Cast) -> None:
    on = cast.on
    refused = await on.discord.slash(on.olga, on.general, "knowledge access", role=on.guild.roles[on.guild.id]).reply()

    assert "That would be everybody here" in refused.text
