"""Facts that an operator changes, takes back, or takes in from a table."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from bot.curation.operator.desk import SHOWN, Desk, now, show
from bot.curation.operator.looking import line
from bot.curation.operator.preview import answers, difference, numbered, save, sure
from bot.curation.revision import Revision
from bot.usage import CommandError, UsageError
from knowledge import rows
from knowledge.change import Change
from knowledge.intake import sheets, tables
from knowledge.intake.editions import Told, described, propose
from knowledge.intake.refusal import MAX_BYTES
from knowledge.overlay import Key, State, lay, state_of


async def change(desk: Desk, options: argparse.Namespace) -> None:
    value = _values(options) if options.action in ("add", "amend") else None
    key = options.table, options.id
    change = Change(
        action=options.action, table=options.table, id=options.id, value=value, reason=options.reason,
        by=getattr(options, "by", None), seen=desk.seen(key),
    )  # fmt: skip
    await save(desk, [change], options)


def _values(options: argparse.Namespace) -> dict[str, Any]:
    """The fields as they were typed."""
    if options.table not in rows.TABLES:
        raise UsageError(f"there is no table {options.table!r}; there are {', '.join(rows.TABLES)}")
    found = typed(options.fields, rows.TABLES[options.table])
    if getattr(options, "json", False):
        try:
            given = json.load(sys.stdin)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"standard input is no JSON: {error}") from None
        if not isinstance(given, dict):
            raise UsageError('standard input has to be a JSON object like {"share": "2.1"}')
        found = given | found
    if not found:
        raise UsageError("there is no FIELD: write them like share=2.1, or as JSON on standard input with --json")
    return found


def typed(texts: Iterable[str], shape: type) -> dict[str, Any]:
    """NAME=TEXT and NAME:=JSON → values by name; where a field holds a list, TEXT is split at its commas."""
    listed = {name for name, hint in get_type_hints(shape).items() if get_origin(hint) is tuple or "tuple" in str(hint)}
    found: dict[str, Any] = {}
    for text in texts:
        name, mark, value = text.partition("=")
        if not mark or not name:
            raise UsageError(f"{text[:60]!r} is no field: write NAME=TEXT or NAME:=JSON")
        if name.endswith(":"):
            try:
                found[name[:-1]] = json.loads(value)
            except (ValueError, RecursionError) as error:
                raise UsageError(f"{name[:-1]}: {value[:60]!r} is no JSON: {error}") from None
        elif name in listed:
            found[name] = [part.strip() for part in value.split(",") if part.strip()] or None
        else:
            found[name] = value or None
    return found


async def undo(desk: Desk, options: argparse.Namespace) -> None:
    wanted: dict[int, Revision] = {}
    for number in options.numbers:
        one = await desk.ledger.revision(number)
        if one is None or one.scope != desk.scope:
            raise CommandError(f"there is no change {number} to undo here")
        wanted |= {each.number: each for each in (one, *await desk.ledger.resting(number))}
    undone = [wanted[number] for number in sorted(wanted)]
    show(["To be taken back, with what rests on it:" if len(undone) > len(set(options.numbers)) else "To be taken back:"])
    show(line(one) for one in undone)
    states: dict[Key, State | None] = {}
    for one in undone:
        states.setdefault(one.key, one.was)
    fold = desk.ledger.fold
    after = lay(desk.base, states, fold.everyone if desk.scope else fold.shipped)
    for key, left in islice(states.items(), SHOWN):
        show(difference("undo", key, state_of(desk.base, *key), left))
    answers(desk, after, [Change(action="restore", table=table, id=id_) for table, id_ in states], now().date())
    if sure(options):
        made = await desk.ledger.undo(desk.scope, desk.author, wanted, options.reason)
        show([numbered(made.revisions)])


async def table(desk: Desk, options: argparse.Namespace) -> None:
    book = sheets.read(_bytes(options.file), Path(options.file).name)
    try:
        published = date.fromisoformat(options.published) if options.published else None
    except ValueError:
        raise UsageError(f"--published: {options.published[:40]!r} is no day; write YYYY-MM-DD") from None
    told = Told(options.edition, published, options.name, options.publisher, options.title, options.url)
    known = desk.base.editions.get(options.edition)
    day = published or (known.published_on if known else now().date())
    table = tables.table(book, desk.base, day.year)
    plan = propose(table, desk.base, *described(book, table, desk.base, told), desk.seen)
    title = [f"{plan.edition.name} ({plan.edition.id}): {plan.new} new figures, {plan.amended} amended, {plan.same} as they are"]
    title += [f"left out: {line}" for line in table.left_out]
    title += [f"{len(plan.revised)} figures are otherwise than before; the largest revisions:"] if plan.revised else []
    for one in plan.revised[:SHOWN]:
        was, value = one.before, one.value
        change = f"{was.value} → {value.value} {value.unit} ({one.difference:+.2f} {one.unit}, {was.edition})"
        title.append(f"  {value.subject} {value.year} {value.indicator}: {change}")
    await save(desk, plan.changes, options, title)


def _bytes(file: str) -> bytes:
    """What is in a file, as far as the limit; one byte more tells that there is more."""
    try:
        with Path(file).open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None
