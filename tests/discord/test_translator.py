from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from discord import app_commands

from bot.app import PledgeBot
from bot.translator import catalogue, languages
from tests.discord.stage import stage, world

_NAME = re.compile(r"^[-_'\w]{1,32}$")
Command = app_commands.Command[Any, Any, Any] | app_commands.Group | app_commands.ContextMenu


async def loaded(bot: PledgeBot) -> list[Command]:
    """All commands, those inside groups too."""
    from pkgutil import iter_modules

    from bot import cogs

    for module in iter_modules(cogs.__path__, "bot.cogs."):
        await bot.load_extension(module.name)
    return list(every(bot.tree.get_commands()))


def every(commands: Any) -> Iterator[Command]:
    for command in commands:
        yield command
        if isinstance(command, app_commands.Group):
            yield from every(command.commands)


@pytest.mark.parametrize("language", languages())
async def test_every_command_is_there_in_every_language_and_nothing_else(tmp_path: Path, language: str) -> None:
    async with world(tmp_path) as on:
        words = catalogue(language)
        commands = await loaded(on.bot())

        assert sorted(words) == sorted(command.qualified_name for command in commands)
        for command in commands:
            entry = words[command.qualified_name]
            if isinstance(command, app_commands.ContextMenu):
                assert 1 <= len(entry["name"]) <= 32
                continue
            assert _NAME.match(entry["name"])
            assert entry["name"] == entry["name"].lower()
            assert 1 <= len(entry["description"]) <= 100
            if isinstance(command, app_commands.Group):
                continue
            options = entry.get("options", {})
            assert sorted(options) == sorted(parameter.name for parameter in command.parameters), command.qualified_name
            for option in options.values():
                assert _NAME.match(option["name"])
                assert option["name"] == option["name"].lower()
                assert 1 <= len(option["description"]) <= 100
            choices = {str(choice.value) for parameter in command.parameters for choice in parameter.choices}
            assert set(entry.get("choices", {})) == choices
            assert len({option["name"] for option in options.values()}) == len(options)


@pytest.mark.parametrize("language", languages())
def test_no_two_commands_have_one_name(language: str) -> None:
    groups = catalogue(language).keys()
    names = [(parent if (parent := key.rpartition(" ")[0]) in groups else "", entry["name"]) for key, entry in catalogue(language).items()]

    assert len(names) == len(set(names))


async def test_the_english_file_says_what_the_code_says(tmp_path: Path) -> None:
    async with world(tmp_path) as on:
        for command in await loaded(on.bot()):
            entry = catalogue("en")[command.qualified_name]
            assert entry["name"] == command.name
            if isinstance(command, app_commands.Command):
                assert entry["description"] == command.description
                said = {parameter.name: str(parameter.description) for parameter in command.parameters}
                assert {name: option["description"] for name, option in entry.get("options", {}).items()} == said


async def test_discord_is_sent_all_languages(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        commands = {each["name"]: each for each in on.discord.hub.commands[None]}

        assert commands["ask"]["name_localizations"]["de"] == "fragen"
        assert commands["ask"]["options"][0]["description_localizations"]["fr"] == "Votre question, en anglais"
        assert commands["compare"]["options"][3]["choices"][0]["name_localizations"]["de"] == "Anteil am BIP"
        assert commands["Check this claim"]["name_localizations"]["fr"] == "Vérifier cette affirmation"
        assert commands["reports"]["options"][0]["name_localizations"]["de"] in ("liste", "erledigen")
