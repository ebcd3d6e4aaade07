"""What an operator does at the terminal: look, preview, ask, save. Each action is a function of the options."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from bot.ask import Mind
from bot.curation.ledger import Conflict, Ledger, Refused
from bot.curation.present import Present
from bot.curation.queue import About, Queue
from bot.curation.revision import Revision
from bot.effects import effects
from bot.mind import moved
from bot.records import Records
from bot.settings import Database, SettingsError, read
from bot.store import Store, Unavailable
from bot.usage import CommandError, UsageError
from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.change import Change, apply, refusals, steps
from knowledge.fold import EVERYONE
from knowledge.intake import sheets, tables
from knowledge.intake.documents import Document
from knowledge.intake.editions import Told, described, propose
from knowledge.intake.offers import Offer
from knowledge.intake.refusal import MAX_BYTES, RefusedError
from knowledge.overlay import Key, State, lay, state_of
from knowledge.rows import RowError
from knowledge.stale import stale

_SHOWN = 12
_WIDTH = 110


@dataclass(frozen=True)
class Desk:
    """The store with the knowledge that a scope sees, and who is there."""

    store: Store
    ledger: Ledger
    queue: Queue
    present: Present
    scope: int
    author: int

    @property
    def mind(self) -> Mind:
        return self.present.mind(self.scope or None)

    @property
    def base(self) -> KnowledgeBase:
        return self.mind.knowledge

    def seen(self, key: Key) -> int:
        return self.ledger.fold.newest(self.scope, key)


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def opened(mind: Mind, scope: int = EVERYONE, author: int = 0) -> AsyncIterator[Desk]:
    """The database of the settings, brought up to date as `pledgebot run` does."""
    store = Store(read(Database).database_url)
    try:
        await store.migrate()
        ledger = Ledger(store, now, mind.knowledge)
        present = Present(mind, ledger)
        await ledger.refresh()
        yield Desk(store, ledger, Queue(store, ledger, now), present, scope, author)
    finally:
        await store.close()


def run(options: argparse.Namespace, mind: Mind) -> int:
    """Carry out an action; what can't be done is a CommandError."""

    async def work() -> None:
        async with opened(mind, options.server, getattr(options, "author", None) or 0) as desk:
            await _ACTIONS[options.action](desk, options)

    said(lambda: asyncio.run(work()))
    return 0


def said(work: Callable[[], Any]) -> Any:
    """Do it, and say what keeps it from being done."""
    try:
        return work()
    except SettingsError as error:
        raise UsageError("\n".join(error.lines)) from None
    except (RowError, Refused, tables.FaultyTableError) as error:
        raise CommandError(_refused(error.lines)) from None
    except Conflict as error:
        raise CommandError(
            f"nothing was saved: {error}; look at it again (pledgebot knowledge history {' '.join(error.revision.key)})"
        ) from None
    except RefusedError as error:
        raise CommandError(str(error)) from None
    except Unavailable as error:
        raise CommandError(f"nothing was saved: {error}") from None


def _refused(lines: Sequence[str]) -> str:
    more = [f"  … and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return "\n".join(["nothing was saved:", *(f"  {line}" for line in lines[:_SHOWN]), *more])


# --- changing facts


async def _change(desk: Desk, options: argparse.Namespace) -> None:
    value = _values(options) if options.action in ("add", "amend") else None
    key = options.table, options.id
    change = Change(
        action=options.action, table=options.table, id=options.id, value=value, reason=options.reason,
        by=getattr(options, "by", None), seen=desk.seen(key),
    )  # fmt: skip
    await _save(desk, [change], options)


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


async def _save(desk: Desk, changes: Sequence[Change], options: argparse.Namespace, title: Iterable[str] = ()) -> None:
    """Preview, ask, save: all together or not at all."""
    today = now().date()
    if lines := refusals(desk.base, changes, today):
        raise Refused(lines)
    after = apply(desk.base, changes, today, server=desk.scope != EVERYONE)
    show(title)
    for step in steps(desk.base, changes, today)[:_SHOWN]:
        show(_difference(step.change.action, step.change.key, step.before, step.after))
    if len(changes) > _SHOWN:
        show([f"… and {len(changes) - _SHOWN} more changes"])
    _answers(desk, after, changes, today)
    if _sure(options):
        made = await desk.ledger.commit(desk.scope, desk.author, changes)
        show([_numbered(made.revisions)])


def _answers(desk: Desk, after: KnowledgeBase, changes: Sequence[Change], today: date) -> None:
    found = effects(desk.mind, moved(desk.mind, after, [one.key for one in changes]), changes, today)
    show(["Answers:" if found else "No question was found that is answered otherwise."])
    for one in found:
        show([f"  {one.question}"])
        show([f"    before: {one.before}", f"    after:  {one.after}"] if one.changed else [f"    as before: {one.before}"])


def _sure(options: argparse.Namespace) -> bool:
    """Whether to go on; where nobody can be asked it has to be said beforehand."""
    if options.yes:
        return True
    if not sys.stdin.isatty():
        raise CommandError("nothing was saved: add --yes to save it")
    if input("Save? [y/N] ").strip().lower() in ("y", "yes"):
        return True
    show(["Nothing was saved."])
    return False


def _numbered(revisions: Sequence[Revision]) -> str:
    first, last = revisions[0].number, revisions[-1].number
    return f"Saved as change {first}." if first == last else f"Saved as changes {first} to {last}."


def _difference(action: str, key: Key, before: State | None, after: State | None) -> list[str]:
    """A fact's fields as they were and would be, and how it stands."""
    was, now_ = (rows.dump(one.row) if one and one.present else {} for one in (before, after))
    lines = [f"{action} {' '.join(key)}"]
    differing = [name for name in dict.fromkeys((*was, *now_)) if was.get(name) != now_.get(name)]
    lines += [f"  {name}: {f'{_plain(was.get(name))} → ' if before else ''}{_plain(now_.get(name))}" for name in differing]
    marks = [
        f"{one.mark.standing}: {one.mark.reason}" if one and one.mark and one.mark.standing != "own" else "" for one in (before, after)
    ]
    if marks[0] != marks[1]:
        lines.append(f"  standing: {marks[0] or 'in force'} → {marks[1] or 'in force'}")
    return lines


def _plain(value: Any) -> str:
    if value is None:
        return "nothing"
    return (
        ", ".join(map(_plain, value))
        if isinstance(value, list)
        else json.dumps(value, ensure_ascii=False)
        if isinstance(value, dict)
        else str(value)
    )


# --- looking


async def _show(desk: Desk, options: argparse.Namespace) -> None:
    _fact(desk.base, options.table, options.id, desk.seen((options.table, options.id)))


def _fact(base: KnowledgeBase, table: str, id_: str, number: int | None = None) -> None:
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


async def _history(desk: Desk, options: argparse.Namespace) -> None:
    found = await desk.ledger.history(
        options.server, table=options.table, id_=options.id, author=options.author, limit=options.limit, before=options.before
    )
    show(_line(one) for one in found)
    if not found:
        show(["There are no changes."])


def _line(one: Revision) -> str:
    who = f"by {one.author_id}" if one.author_id else "at a terminal"
    where = f" in server {one.scope}" if one.scope else ""
    undone = f" (takes back {one.undoes})" if one.undoes else ""
    reason = f": {one.reason}" if one.reason else ""
    return f"{one.number:6} {one.at:%Y-%m-%d %H:%M} {one.action} {one.table} {one.id}{undone}, {who}{where}{reason}"


async def _undo(desk: Desk, options: argparse.Namespace) -> None:
    wanted: dict[int, Revision] = {}
    for number in options.numbers:
        one = await desk.ledger.revision(number)
        if one is None or one.scope != desk.scope:
            raise CommandError(f"there is no change {number} to undo here")
        wanted |= {each.number: each for each in (one, *await desk.ledger.resting(number))}
    undone = [wanted[number] for number in sorted(wanted)]
    show(["To be taken back, with what rests on it:" if len(undone) > len(set(options.numbers)) else "To be taken back:"])
    show(_line(one) for one in undone)
    states: dict[Key, State | None] = {}
    for one in undone:
        states.setdefault(one.key, one.was)
    fold = desk.ledger.fold
    after = lay(desk.base, states, fold.everyone if desk.scope else fold.shipped)
    for key, left in islice(states.items(), _SHOWN):
        show(_difference("undo", key, state_of(desk.base, *key), left))
    _answers(desk, after, [Change(action="restore", table=table, id=id_) for table, id_ in states], now().date())
    if _sure(options):
        made = await desk.ledger.undo(desk.scope, desk.author, wanted, options.reason)
        show([_numbered(made.revisions)])


async def _as_of(desk: Desk, options: argparse.Namespace) -> None:
    past = await desk.present.as_of(_moment(options.when), desk.scope or None)
    if options.fact:
        _fact(past.knowledge, *options.fact)
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


async def _stale(desk: Desk, _: argparse.Namespace) -> None:
    found = stale(desk.base, now().date())
    show(f"{one.since}  {' '.join(one.fact)}: {one.reason}" for one in found)
    if not found:
        show(["Nothing is out of date."])


# --- the queue


async def _queue(desk: Desk, options: argparse.Namespace) -> None:
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


async def _accept(desk: Desk, options: argparse.Namespace) -> None:
    numbers = await _numbers(desk, options)
    planned = await desk.queue.preview(desk.scope, numbers)
    changes = [change for one in planned.accepted.values() for change in one.changes]
    show(f"{number:6} {'joins' if one.joined else 'becomes'} {' '.join(one.fact)}" for number, one in planned.accepted.items())
    show(f"{number:6} can't be taken in: {line}" for number, lines in planned.wrong.items() for line in lines)
    if changes:
        _answers(desk, apply(desk.base, changes, now().date()), changes, now().date())
    if planned.accepted and _sure(options):
        made = await desk.queue.accept(desk.scope, planned.accepted, desk.author)
        show([_numbered(made.revisions) if made.revisions else "All of it was known already."])
    elif not planned.accepted:
        raise CommandError("nothing was saved: none of these waits, or can be taken in")


async def _refuse(desk: Desk, options: argparse.Namespace) -> None:
    count = await desk.queue.refuse(desk.scope, await _numbers(desk, options), desk.author, options.reason)
    show([f"Refused: {count}."])


async def _correct(desk: Desk, options: argparse.Namespace) -> None:
    one = await desk.queue.correct(desk.scope, options.number, typed(options.fields, Offer))
    show(_candidate(one.id, one.offer, one.words))


async def _table(desk: Desk, options: argparse.Namespace) -> None:
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
    for one in plan.revised[:_SHOWN]:
        was, value = one.before, one.value
        change = f"{was.value} → {value.value} {value.unit} ({one.difference:+.2f} {one.unit}, {was.edition})"
        title.append(f"  {value.subject} {value.year} {value.indicator}: {change}")
    await _save(desk, plan.changes, options, title)


def _bytes(file: str) -> bytes:
    """What is in a file, as far as the limit; one byte more tells that there is more."""
    try:
        with Path(file).open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None


def keep(mind: Mind, scope: int, document: Document, about: About) -> int:
    """Put a document into the queue; what can't be done is a CommandError."""

    async def work() -> None:
        async with opened(mind, scope) as desk:
            made = await desk.queue.enqueue(scope, 0, document, about)
        known = "known already" if made.known else "kept"
        show([f"Document {made.paper.id} is {known}: {made.count} candidates wait (pledgebot knowledge queue)."])

    said(lambda: asyncio.run(work()))
    return 0


def show(lines: Iterable[str]) -> None:
    """Lines without what would steer a terminal."""
    for line in lines:
        print("".join(char if char.isprintable() or char in "\n\t" else "�" for char in line))


_ACTIONS: dict[str, Callable[[Desk, argparse.Namespace], Awaitable[None]]] = {
    **dict.fromkeys(("add", "amend", "retract", "supersede", "dispute", "restore"), _change),
    "show": _show, "history": _history, "undo": _undo, "as-of": _as_of, "queue": _queue, "accept": _accept, "refuse": _refuse,
    "correct": _correct, "table": _table, "stale": _stale,
}  # fmt: skip
