"""A change before it is saved: what differs, which answers change, and whether to go on."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from bot.curation.ledger import Refused
from bot.curation.operator.desk import SHOWN, Desk, now, show
from bot.curation.revision import Revision
from bot.effects import effects
from bot.mind import moved
from bot.usage import CommandError
from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.change import Change, apply, refusals, steps
from knowledge.fold import EVERYONE
from knowledge.overlay import Key, State


async def save(desk: Desk, changes: Sequence[Change], options: argparse.Namespace, title: Iterable[str] = ()) -> None:
    """Preview, ask, save: all together or not at all."""
    today = now().date()
    if lines := refusals(desk.base, changes, today):
        raise Refused(lines)
    after = apply(desk.base, changes, today, server=desk.scope != EVERYONE)
    show(title)
    for step in steps(desk.base, changes, today)[:SHOWN]:
        show(difference(step.change.action, step.change.key, step.before, step.after))
    if len(changes) > SHOWN:
        show([f"… and {len(changes) - SHOWN} more changes"])
    answers(desk, after, changes, today)
    if sure(options):
        made = await desk.ledger.commit(desk.scope, desk.author, changes)
        show([numbered(made.revisions)])


def answers(desk: Desk, after: KnowledgeBase, changes: Sequence[Change], today: date) -> None:
    found = effects(desk.mind, moved(desk.mind, after, [one.key for one in changes]), changes, today)
    show(["Answers:" if found else "No question was found that is answered otherwise."])
    for one in found:
        before, after_ = one.before.replace("**", ""), one.after.replace("**", "")
        show([f"  {one.question}", *([f"    before: {before}", f"    after:  {after_}"] if one.changed else [f"    as before: {before}"])])


def sure(options: argparse.Namespace) -> bool:
    """Whether to go on; where nobody can be asked it has to be said beforehand."""
    if options.yes:
        return True
    if not sys.stdin.isatty():
        raise CommandError("nothing was saved: add --yes to save it")
    with suppress(EOFError):
        if input("Save? [y/N] ").strip().lower() in ("y", "yes"):
            return True
    show(["Nothing was saved."])
    return False


def numbered(revisions: Sequence[Revision]) -> str:
    first, last = revisions[0].number, revisions[-1].number
    return f"Saved as change {first}." if first == last else f"Saved as changes {first} to {last}."


def difference(action: str, key: Key, before: State | None, after: State | None) -> list[str]:
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
