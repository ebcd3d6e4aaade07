"""The commands in the languages that there are files of: names, descriptions, options and choices as Discord shows them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Place

FOLDER = Path(__file__).parent / "translations"


@cache
def languages() -> list[str]:
    """Those that there is a file of."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def catalogue(language: str) -> dict[str, Any]:
    """A language's file: by qualified name of the command its name, description, options and choices."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


class Catalogue(app_commands.Translator):
    """Looks words up by where they stand, not by what they are in English."""

    async def translate(
        self, _: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """None where there is nothing in that language: Discord shows the English."""
        language = locale.value.split("-")[0]
        return found(catalogue(language), context) if language in languages() else None


def found(words: dict[str, Any], context: app_commands.TranslationContextTypes) -> str | None:
    """The entry for a place in the commands."""
    entry: Any
    match context.location:
        case Place.command_name | Place.group_name:
            entry = words.get(context.data.qualified_name, {}).get("name")
        case Place.command_description | Place.group_description:
            entry = words.get(context.data.qualified_name, {}).get("description")
        case Place.parameter_name | Place.parameter_description:
            option = words.get(context.data.command.qualified_name, {}).get("options", {}).get(context.data.name, {})
            entry = option.get("name" if context.location is Place.parameter_name else "description")
        case Place.choice_name:
            entry = next(
                (row["choices"][context.data.value] for row in words.values() if context.data.value in row.get("choices", {})), None
            )
        case _:
            entry = None
    return str(entry) if entry else None
