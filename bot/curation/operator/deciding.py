"""What waits for an operator's decision."""

from __future__ import annotations

import argparse

from bot.curation.operator.changing import typed
from bot.curation.operator.desk import Desk, now, show
from bot.curation.operator.preview import answers, numbered, sure
from bot.records import Records
from bot.usage import CommandError, UsageError
from knowledge.change import apply
from knowledge.intake.offers import Offer
from knowledge.stale import stale


async def queue(desk: Desk, options: argparse.Namespace) -> None:
    counts = await desk.queue.count(desk.scope)
    reports = await Records(desk.store, now).reports(desk.scope or None)
    old = len(stale(desk.base, now().date()))
    waiting = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "no candidates"
    show([f"Waiting: {waiting}; {len(reports)} reports (/reports list); {old} facts out of date (pledgebot knowledge stale)"])
    paper = None
    for one in await desk.queue.open(desk.scope, kinds=options.kind, limit=options.limit, after=options.after or 0):
        if one.paper.id != paper:
            about = one.paper.about
            show([f"Document {one.paper.id}: {one.paper.origin.title} · {about.publisher or 'publisher unknown'} · {about.published_on}"])
            paper = one.paper.id
        show(_candidate(one.id, one.offer, one.words))


def _candidate(number: int, one: Offer, words: str) -> list[str]:
    who = f"{one.speaker}{f', {one.role}' if one.role else ''}" if one.speaker else "its own voice"
    keep = "" if one.keep == "statement" else f" as a {one.keep}"
    known = f" (again: {one.again})" if one.again else ""
    return [f"{number:6} {one.kind}{keep} · {who}{known}", f"       {' '.join(words.split())}"]


async def _numbers(desk: Desk, options: argparse.Namespace) -> list[int]:
    if not options.numbers and options.document is None:
        raise UsageError("name candidates by their NUMBER, or all of a document with --document NUMBER")
    rest = await desk.queue.numbers(desk.scope, options.document) if options.document is not None else []
    return [*options.numbers, *rest]


async def accept(desk: Desk, options: argparse.Namespace) -> None:
    numbers = await _numbers(desk, options)
    planned = await desk.queue.preview(desk.scope, numbers)
    changes = [change for one in planned.accepted.values() for change in one.changes]
    show(f"{number:6} {'joins' if one.joined else 'becomes'} {' '.join(one.fact)}" for number, one in planned.accepted.items())
    show(f"{number:6} can't be taken in: {line}" for number, lines in planned.wrong.items() for line in lines)
    if changes:
        answers(desk, apply(desk.base, changes, now().date()), changes, now().date())
    if planned.accepted and sure(options):
        made = await desk.queue.accept(desk.scope, planned.accepted, desk.author)
        show([numbered(made.revisions) if made.revisions else "All of it was known already."])
    elif not planned.accepted:
        raise CommandError("nothing was saved: none of these waits, or can be taken in")


async def refuse(desk: Desk, options: argparse.Namespace) -> None:
    count = await desk.queue.refuse(desk.scope, await _numbers(desk, options), desk.author, options.reason)
    show([f"Refused: {count}."])


async def correct(desk: Desk, options: argparse.Namespace) -> None:
    one = await desk.queue.correct(desk.scope, options.number, typed(options.fields, Offer))
    show(_candidate(one.id, one.offer, one.words))
