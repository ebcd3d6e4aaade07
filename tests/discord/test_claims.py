from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answer import Verdict
from bot.ask import Mind
from bot.claims import check, sentences, who_said
from bot.mind import wake
from tests.discord.stage import stage

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def mind() -> Mind:
    return wake()


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Poland spends 4.7% of GDP on defence.", [Verdict.YES]),
        ("Germany spends nothing on defence!", [Verdict.NO]),
        ("Austria is in NATO.", [Verdict.NO]),
        ("Austria is not in NATO.", [Verdict.YES]),
        ("Germany has never met the 2% target.", [Verdict.NO]),
        ("Poland spends 4.7% and Italy is below 2%.", [Verdict.YES, Verdict.NO]),
        ("Poland spends 4.7% of GDP.\nThe weather is nice. NATO has 30 members! Is Austria in NATO?", [Verdict.YES, Verdict.NO]),
        ("Canada failed to meet 2% in 2024.", [Verdict.YES]),
        ("Hegseth said America can't be everywhere.", [Verdict.YES]),
        ("**Turkey** left NATO", [Verdict.NO]),
        ("Turkey has not left NATO.", [None]),
        ("Hegseth never said America can't be everywhere.", [None]),
        ("Not all allies are at 2%.", []),
        ("The Hague summit was in 2024.", [Verdict.NO]),
        ("Germany spent 1.2% in 2014 and spends 2.7% now.", [Verdict.YES, Verdict.YES]),
        ("Poland spends over 4% of GDP, Germany under 3%.", [None]),
        ("It is false that Canada is at 2%.", [None]),
        ("Germany doesn't spend 1%.", [Verdict.YES]),
        ("Sweden joined NATO in May 2023.", [Verdict.NO]),
        ("Poland should spend 5%. If Germany spent 3.5%, it would cost 60 billion.", []),
        ("Italy is freeloading.", []),
        ("I love pizza and NATO.", []),
        ("Poland spends a lot.", []),
        ("Spain?", []),
        ("", []),
    ],
)
def test_claims_are_judged_one_by_one(mind: Mind, text: str, verdicts: list[Verdict | None]) -> None:
    found = check(mind, text, TODAY, "en")

    assert [claim.verdict for claim in found] == verdicts
    assert all(claim.answer.sources for claim in found)


def test_a_pronoun_is_the_subject_of_the_sentence_before(mind: Mind) -> None:
    found = check(mind, "Germany spends 2.7% of GDP. It spends more than France.", TODAY, "en")

    assert [claim.verdict for claim in found] == [Verdict.YES, Verdict.YES]


def test_sentences_end_where_they_end() -> None:
    assert sentences("> Poland spends 4.7% of GDP. U.S. allies spend 2.5 %! **And** so on…") == [
        "Poland spends 4.7% of GDP.",
        "U.S. allies spend 2.5 %!",
        "And so on…",
    ]


def test_the_speaker_of_a_quoted_sentence_is_found(mind: Mind) -> None:
    text = "He told us: “America can't be everywhere all the time” – and something about “pizza being good”."

    ((_, answer),) = who_said(mind, text, TODAY, "en")
    assert answer.quotes[0].speaker == "Pete Hegseth"
    assert who_said(mind, "America can't be everywhere all the time, nor should we be.", TODAY, "en")
    assert not who_said(mind, "Nice weather we are having today.", TODAY, "en")


async def test_a_claim_is_checked_for_whoever_asks_and_nobody_else(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = on.discord.say(on.ben, on.general, "Spain spends 2.5% of GDP on defence. @everyone look: Latvia is a member of NATO.")
        shown = await on.discord.context_menu(on.ada, "Check this claim", message).reply()

        assert shown.ephemeral
        assert "❌ **Not true:** Spain spends **2.00% of GDP**" in shown.text
        assert "Source: [Defence Investment" in shown.text
        assert "@everyone" not in shown.text


async def test_a_message_without_a_claim_is_told_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = on.discord.say(on.ben, on.general, "Nice weather today.")

        assert (
            "nothing in this message that I can check" in (await on.discord.context_menu(on.ada, "Check this claim", message).reply()).text
        )
        assert "no statement with these words" in (await on.discord.context_menu(on.ada, "Who said this?", message).reply()).text


async def test_a_message_full_of_claims_is_checked_within_the_limits(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = on.discord.say(
            on.ben,
            on.general,
            "\n".join(
                f"{ally} spends 2.5% of GDP on defence in 2024."
                for ally in "Spain Italy Latvia Norway Greece Poland Canada France Estonia Albania Croatia Sweden".split()
            ),
        )
        await on.discord.context_menu(on.ada, "Check this claim", message).reply()
        await on.discord.quiet()

        assert sum(each.text.count("Not true") for each in on.discord.sent()) == 12


async def test_the_statement_behind_a_message_is_found(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = on.discord.say(on.ben, on.general, "“America can't be everywhere all the time”")
        shown = await on.discord.context_menu(on.ada, "Who said this?", message).reply()

        assert shown.ephemeral
        assert "Pete Hegseth said it" in shown.text
        assert "> “America can't be everywhere all the time, nor should we be.”" in shown.text
