"""In which locale numbers and dates are written for somebody: what they chose, what Discord says, what the bot is set to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import discord
from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from bot.app import PledgeBot

DEFAULT = "en"
OFFERED = (
    "en", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "is", "it", "lt", "lv", "mk", "nb", "nl", "pl", "pt",
    "ro", "sk", "sl", "sq", "sv", "tr", "uk",
)  # fmt: skip
"""The languages of the allies, whose formats can be chosen."""


@cache
def known(code: str) -> str | None:
    """Babel's name of a locale as Discord or a person writes it ("pt-BR", "en-GB"), or None. English is written one way here."""
    try:
        found = Locale.parse(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None
    return DEFAULT if found.language == DEFAULT else str(found)


def name(code: str) -> str:
    """A language in itself, and in English: "Deutsch (German)"."""
    locale = Locale.parse(code)
    own, english = (locale.get_display_name(in_) or code for in_ in (code, "en"))
    return own.capitalize() if own.casefold() == english.casefold() else f"{own.capitalize()} ({english})"


@cache
def names() -> dict[str, str]:
    """What each language that is offered is called, in small letters → its code."""
    return {called.casefold(): code for code in OFFERED for called in _called(code)}


def code(typed: str) -> str | None:
    """The locale that is meant by a code from the list or a language's name."""
    return names().get(typed.casefold()) or known(typed)


def _called(code: str) -> tuple[str, ...]:
    locale = Locale.parse(code)
    return tuple(called for called in (locale.get_display_name("en"), locale.get_display_name(code), code) if called)


async def of_person(bot: PledgeBot, user_id: int, said: str | None) -> str:
    """The locale of a person's answers. `said`: Discord's own, where it says one."""
    chosen = (await bot.records.preferences(user_id)).locale
    return (chosen and known(chosen)) or (said and known(said)) or bot.settings.locale


async def of_interaction(bot: PledgeBot, interaction: discord.Interaction[Any]) -> str:
    return await of_person(bot, interaction.user.id, interaction.locale.value)


async def of_message(bot: PledgeBot, message: discord.Message) -> str:
    """A message says nothing of its author's language; a server's is told unless it is the one that every server starts with."""
    preferred = message.guild.preferred_locale if message.guild else discord.Locale.american_english
    return await of_person(bot, message.author.id, None if preferred == discord.Locale.american_english else preferred.value)
