"""What an operator does at the terminal: look, preview, ask, save. Each action is a function of the options."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable

from bot.ask import Mind
from bot.curation.operator.changing import change, table, undo
from bot.curation.operator.deciding import accept, correct, queue, refuse
from bot.curation.operator.desk import Desk, opened, said, show
from bot.curation.operator.looking import as_of, history, out_of_date, show_fact
from bot.curation.queue import About
from knowledge.intake.documents import Document


def run(options: argparse.Namespace, mind: Mind) -> int:
    """Carry out an action; what can't be done is a CommandError."""

    async def work() -> None:
        async with opened(mind, options.server, getattr(options, "author", None) or 0) as desk:
            await _ACTIONS[options.action](desk, options)

    said(lambda: asyncio.run(work()))
    return 0


def keep(mind: Mind, scope: int, document: Document, about: About) -> int:
    """Put a document into the queue; what can't be done is a CommandError."""

    async def work() -> None:
        async with opened(mind, scope) as desk:
            made = await desk.queue.enqueue(scope, 0, document, about)
        known = "known already" if made.known else "kept"
        show([f"Document {made.paper.id} is {known}: {made.count} candidates wait (pledgebot knowledge queue)."])

    said(lambda: asyncio.run(work()))
    return 0


_ACTIONS: dict[str, Callable[[Desk, argparse.Namespace], Awaitable[None]]] = {
    **dict.fromkeys(("add", "amend", "retract", "supersede", "dispute", "restore"), change),
    "show": show_fact, "history": history, "undo": undo, "as-of": as_of, "queue": queue, "accept": accept, "refuse": refuse,
    "correct": correct, "table": table, "stale": out_of_date,
}  # fmt: skip
