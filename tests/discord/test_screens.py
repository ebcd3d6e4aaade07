from __future__ import annotations

from pathlib import Path

import pytest

from tests.discord.stage import stage


async def test_an_ally_is_on_one_screen_with_its_picture(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        press = on.discord.slash(on.ada, on.general, "ally", ally="germany")
        reply = await press.reply()
        await on.discord.until(lambda: reply.alt_texts, "the picture")

        assert press.in_time
        assert reply.text.startswith("Germany spends **2.69% of GDP**")
        assert "above 2%" in reply.text
        assert "below 3.5%" in reply.text
        assert "24 June 2025 (plan)" in reply.text
        assert "— Friedrich Merz, German Chancellor" in reply.text
        assert "Germany from 1.16 in 2014" in reply.alt_texts[0]
        sources = await on.discord.click(on.ben, reply, "Sources").reply()
        assert "Merz to the BBC" in sources.text
        assert "def-exp-2026" in sources.text
        follow = await on.discord.reply_to(on.discord.say(on.ben, on.general, "and Spain?", reply_to=reply))
        assert follow.text.startswith("Spain spends")


async def test_an_ally_without_figures_has_a_screen_of_what_there_is(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.slash(on.ada, on.general, "ally", ally="Iceland").reply()

        assert "Iceland has no armed forces" in reply.text
        assert "aims at 1.5 % of GDP" in reply.text


async def test_what_is_no_ally_gets_a_true_answer(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        reply = await on.discord.slash(on.ada, on.general, "ally", ally="Atlantis @everyone").reply()

        assert "@everyone" not in reply.text


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ({"first": "Poland", "second": "Germany"}, "Poland **4.68% of GDP** against Germany"),
        ({"first": "Poland", "second": "Germany", "measure": "US dollars"}, "Germany **USD 147.0 billion** against Poland"),
        ({"first": "Poland", "second": "Germany", "third": "France", "measure": "equipment", "year": 2024}, "Poland **"),
        ({"first": "Poland", "second": "Baltic states"}, "The Baltic states **5.17% of GDP**"),
    ],
)
async def test_allies_and_groups_are_compared(tmp_path: Path, options: dict[str, object], first: str) -> None:
    async with stage(tmp_path) as on:
        assert (await on.discord.slash(on.ada, on.general, "compare", **options).reply()).text.startswith(first)


async def test_targets_and_summits_are_found_by_name(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        for name in [choice["value"] for choice in await on.discord.autocomplete(on.ada, on.general, "target", name="")]:
            reply = await on.discord.slash(on.ada, on.general, "target", name=name).reply()
            assert not reply.text.startswith(("❔", "🔍", "↩️")), name
        for name in [choice["value"] for choice in await on.discord.autocomplete(on.ada, on.general, "summit", name="")]:
            reply = await on.discord.slash(on.ada, on.general, "summit", name=name).reply()
            assert not reply.text.startswith(("❔", "🔍", "↩️")), name


async def test_without_a_name_the_target_in_force_and_the_next_summit_are_meant(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        assert "The Hague commitment" in (await on.discord.slash(on.ada, on.general, "target").reply()).text
        assert "Albania Summit" in (await on.discord.slash(on.ada, on.general, "summit").reply()).text
        assert "0.81 pp" in (await on.discord.slash(on.ada, on.general, "target", ally="Germany").reply()).text


async def test_names_of_allies_are_completed(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        offered = await on.discord.autocomplete(on.ada, on.general, "ally", ally="unit")

        assert [choice["name"] for choice in offered] == ["United Kingdom", "United States"]
        assert "Baltic states" in [choice["name"] for choice in await on.discord.autocomplete(on.ada, on.general, "compare", first="balt")]


async def test_sources_are_listed_searched_and_turned(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        listed = await on.discord.slash(on.ada, on.general, "sources").reply()
        assert listed.ephemeral
        on.discord.click(on.ada, listed, "›")
        await on.discord.edited(listed)
        found = await on.discord.slash(on.ada, on.general, "sources", search="hague declaration").reply()
        assert "The Hague Summit Declaration" in found.text
        assert "Nothing of mine" in (await on.discord.slash(on.ada, on.general, "sources", search="zebra: x").reply()).text


async def test_about_says_what_it_knows_and_who_runs_it(tmp_path: Path) -> None:
    async with stage(tmp_path, operator="Rosa, rosa@example.org") as on:
        told = await on.discord.slash(on.ada, on.general, "about").reply()

        assert told.ephemeral
        for part in (
            "32 allies",
            "Defence Investment of NATO Countries (2014-2026), 10 July 2026",
            "Rosa, rosa@example.org",
            "no part of NATO",
        ):
            assert part in told.text
