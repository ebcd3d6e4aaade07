"""What an operator looks at: facts, changes, the past, what is out of date."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime, time

from bot.curation.operator.desk import Desk, now, show
from bot.curation.revision import Revision
from bot.usage import CommandError, UsageError
from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.overlay import state_of
from knowledge.stale import stale


async def show_fact(desk: Desk, options: argparse.Namespace) -> None:
    fact(desk.base, options.table, options.id, desk.seen((options.table, options.id)))


def fact(base: KnowledgeBase, table: str, id_: str, number: int | None = None) -> None:
    if table not in rows.TABLES:
        raise UsageError(f"there is no table {table!r}; there are {', '.join(rows.TABLES)}")
    held = state_of(base, table, id_)
    if held is None:
        raise CommandError(f"there is nothing called {id_!r} in {table}{_near(base, table, id_)}")
    show([json.dumps(held.json(), ensure_ascii=False, indent=2)])
    if number is not None:
        show([f"As of change {number}." if number else "As it was shipped."])


def _near(base: KnowledgeBase, table: str, id_: str) -> str:
    from rapidfuzz.process import extract

    hits = extract(id_, [rows.key(row) for row in rows.every(base, table)], limit=3, score_cutoff=70)
    return f"; did you mean {', '.join(hit[0] for hit in hits)}?" if hits else ""


async def history(desk: Desk, options: argparse.Namespace) -> None:
    found = await desk.ledger.history(
        options.server, table=options.table, id_=options.id, author=options.author, limit=options.limit, before=options.before
    )
    show(line(one) for one in found)
    if not found:
        show(["There are no changes."])


def line(one: Revision) -> str:
    who = f"by {one.author_id}" if one.author_id else "at a terminal"
    where = f" in server {one.scope}" if one.scope else ""
    undone = f" (takes back {one.undoes})" if one.undoes else ""
    reason = f": {one.reason}" if one.reason else ""
    return f"{one.number:6} {one.at:%Y-%m-%d %H:%M} {one.action} {one.table} {one.id}{undone}, {who}{where}{reason}"


async def as_of(desk: Desk, options: argparse.Namespace) -> None:
    past = await desk.present.as_of(_moment(options.when), desk.scope or None)
    if options.fact:
        fact(past.knowledge, *options.fact)
    if options.question:
        from bot.conversation import Conversation
        from bot.render import terminal

        conversation = Conversation(past, now().date(), "en")
        for question in options.question:
            terminal.show(conversation.ask(question), "en")


def _moment(text: str) -> int | datetime:
    """A change's number, a moment in UTC, or the end of a day."""
    if text.isdecimal() and len(text) < 10:
        return int(text)
    try:
        if "T" not in text:
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text[:40]!r} is neither a day (YYYY-MM-DD), a moment (YYYY-MM-DDTHH:MM) nor a change's number") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def out_of_date(desk: Desk, _: argparse.Namespace) -> None:
    found = stale(desk.base, now().date())
    show(f"{one.since}  {' '.join(one.fact)}: {one.reason}" for one in found)
    if not found:
        show(["Nothing is out of date."])
