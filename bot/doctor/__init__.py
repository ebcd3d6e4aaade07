"""`pledgebot doctor`: everything that the bot needs, looked at once, with what to do about whatever is wrong."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.doctor import here
from bot.doctor.finding import Finding, Mark, bounded, fine, note, wrong
from bot.doctor.there import discord_itself
from bot.settings import Settings, SettingsError, read


def examine() -> int:
    """Run every check and print what each found; exit status 1 where something is wrong."""
    findings = asyncio.run(findings_of(_settings()))
    width = max(len(one.what) for one in findings)
    for one in findings:
        print(f"{one.mark} {one.what:{width}}  {one.found}")
        if one.advice:
            print(f"  {'':{width}}  → {one.advice}")
    broken = sum(one.mark is Mark.WRONG for one in findings)
    print(f"\n{broken} to mend." if broken else "\nReady to run.")
    return 1 if broken else 0


async def findings_of(settings: Settings | SettingsError) -> list[Finding]:
    """What all checks find. Without usable settings, only what can be checked without them."""
    checks = [("data", here.data()), ("fonts", here.fonts())]
    if isinstance(settings, SettingsError):
        found = [wrong("settings", line, "set it in .env or in the environment; .env.example explains it") for line in settings.lines]
        found.append(note("the rest", "database, port, token, servers and clock need the settings"))
    else:
        found = [fine("settings", "every one can be used")]
        checks += [
            ("database", here.database(settings.database_url)),
            ("port", here.port(settings.http_host, settings.http_port)),
            ("token", discord_itself(settings.discord_token.get_secret_value(), datetime.now(UTC))),
        ]
    groups = await asyncio.gather(*(bounded(what, check) for what, check in checks))
    return found + [finding for group in groups for finding in group]


def _settings() -> Settings | SettingsError:
    try:
        return read(Settings)
    except SettingsError as error:
        return error
