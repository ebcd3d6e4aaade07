"""Replies as pictures, at the width of a desktop and of a phone: `python docs/pictures FOLDER [NAME …]` (needs Chromium)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot import chart, claims, screens
from bot.answer import Answer
from bot.ask import Mind
from bot.cogs import privacy
from bot.cogs.library import about
from bot.conversation import Conversation
from bot.mind import wake
from bot.reminders import message, wording
from bot.reminders.model import CORRECTION, Delivery, Reminder, Subscription
from bot.reminders.occasions import occasions
from bot.reminders.offer import occasion_of
from bot.reminders.offsets import DEFAULT
from bot.reminders.subscribing import COLOUR
from bot.render import details, notice, verdicts
from bot.render.discord import Card, card
from bot.render.markdown import question
from bot.replies import has_picture

sys.path.insert(0, str(Path(__file__).parent))
import stand_in

CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDTHS = {"desktop": 720, "phone": 390}
TODAY = date(2026, 9, 15)
ASKED = {
    "figure": "How much does Poland spend on defence?",
    "ranking": "Rank allies by share in 2024",
    "trend": "How has Germany's spending changed since 2014?",
    "gap": "How far is Spain from 3.5%?",
    "verdict": "Did Germany meet the target in 2024?",
    "correction": "Why did Austria leave NATO?",
    "clarify": "How much does slovania spend?",
    "nodata": "What did Rutte say about Ukraine?",
    "scope": "What's the weather in Berlin?",
    "quote": "Who said America can't be everywhere?",
    "statements": "What did Merz say?",
    "target": "What is NATO's 5% target?",
    "summit": "What was agreed at the Hague summit?",
    "next": "When is the next NATO summit?",
    "list": "Which summits have there been since 2014?",
    "hello": "hello",
    "harmless": "Who said “@everyone **look** [here](https://evil.example) ||now||”?",
}


def pictures(mind: Mind) -> Iterator[tuple[str, list[str]]]:
    """Names with the messages on them."""
    for name, text in ASKED.items():
        answer = Conversation(mind, TODAY).ask(question(text))
        yield name, [stand_in.person("Ada", f"@pledgebot {text}"), shown(answer, to=f"@Ada {text}")]
    follow = Conversation(mind, TODAY)
    first, second = follow.ask("How much does Poland spend on defence?"), follow.ask("and Germany?")
    yield "followup", [
        stand_in.person("Ada", "@pledgebot How much does Poland spend on defence?"), shown(first),
        stand_in.person("Ada", "@pledgebot and Germany?"), shown(second),
    ]  # fmt: skip
    yield "ally", [shown(screens.together(mind, screens.ally("Germany"), TODAY, "en"), asked="/ally Germany", brief=True)]
    gap = Conversation(mind, TODAY).ask("How far is Spain from 3.5%?")
    yield "working", [private(details.working(gap, "en"))]
    yield "sources", [private(details.sources(gap, "en"))]
    said = "Spain spends 2.5% of GDP on defence. All allies met 2% in 2025, and Turkey left NATO."
    found = claims.check(mind, said, TODAY, "en")
    yield (
        "claims",
        [stand_in.person("Ben", said), *(private(one) for one in details.cards("Checked", [verdicts.claim(c, "en") for c in found]))],
    )
    yield "reminder", [reminded(mind)]
    yield "late", [reminded(mind, due_at=stand_in.NOW - timedelta(hours=2))]
    yield "correction", [reminded(mind, offset=f"{CORRECTION}:1")]
    known, now = occasions(mind.knowledge.as_known_on(TODAY)), stand_in.NOW
    mine = Subscription(
        id=1, channel_id=1, owner_id=1, watches=("summits", "ally:ESP"), offsets=DEFAULT, zone="Europe/Madrid", created_at=now
    )
    lines = [*wording.lines(mine, mind.knowledge, known, now), *wording.undated(mine, known)]
    yield "added", [private(details.paged("Reminder added", ["\n".join(lines)], 0, None, COLOUR))]
    yield "about", [private(details.cards("About pledgebot", about(mind.knowledge.as_known_on(TODAY), "Rosa, rosa@example.org", "en"))[0])]
    yield "privacy", [private(details.cards("Privacy", privacy.notice(30, "Rosa, rosa@example.org"))[0])]


def shown(answer: Answer, to: str = "", asked: str = "", *, brief: bool = False) -> str:
    picture = chart.png(answer.chart) if answer.chart and has_picture(answer) else None
    shown = card(answer, "key", picture=picture is not None, asked=asked, brief=brief, remind=occasion_of(answer, TODAY))
    return stand_in.bot(shown.to_components(), picture, to)


def reminded(mind: Mind, **changed: Any) -> str:
    """A reminder two weeks before a summit, to a channel that was told of it a month before."""
    now = stand_in.NOW
    known = occasions(mind.knowledge.as_known_on(now.date()))
    summit = next(one for one in known.values() if one.kind == "summit" and one.start)
    watching = Subscription(
        id=1,
        guild_id=1,
        channel_id=1,
        owner_id=1,
        watches=("summits",),
        offsets=DEFAULT,
        role_id=1,
        zone="Europe/Berlin",
        created_at=now,
    )
    due = Delivery(
        subscription_id=1, occasion=summit.id, offset=DEFAULT[0].code, start=summit.when, name=summit.name, due_at=now, until=now
    )
    before = replace(due, sent_at=now - timedelta(days=30))
    told = Reminder(subscription=watching, delivery=replace(due, **changed), occasion=summit, now=now, told=before)
    if told.delivery.offset != due.offset:
        told = replace(told, told=replace(before, start="2026-06-30"))
    said = message.compose(mind, told)
    picture = chart.png(said.chart) if said.chart else None
    return stand_in.bot(notice.card(said, picture=picture is not None).to_components(), picture)


def private(view: Card) -> str:
    return stand_in.bot(view.to_components(), private=True)


def take(source: Path, target: Path, width: int) -> None:
    """Chromium takes the whole page: first its height, then the picture."""
    with tempfile.TemporaryDirectory() as profile:
        browser = [*CHROMIUM, f"--user-data-dir={profile}"]
        measured = subprocess.run(
            [*browser, f"--window-size={width},600", "--dump-dom", source.as_uri()], check=True, capture_output=True, text=True
        )
        height = int(measured.stdout.split('data-height="')[1].split('"')[0])
        subprocess.run(
            [*browser, f"--window-size={width},{height}", "--force-device-scale-factor=1.2", f"--screenshot={target}", source.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip


def main(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, messages in pictures(wake()):
        if names and name not in names:
            continue
        for width_name, width in WIDTHS.items():
            source = folder / f"{name}.html"
            measure = (
                f"<style>body{{width:{width}px}}</style><script>document.body.dataset.height=document.documentElement.scrollHeight</script>"
            )
            source.write_text(stand_in.page(messages) + measure, encoding="utf-8")
            take(source, folder / f"{name}-{width_name}.png", width)
            source.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
