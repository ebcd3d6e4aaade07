"""What a moderator does to a fact, whether it can be done, and the knowledge after it.

Change ──steps──▶ State ──lay──▶ KnowledgeBase ──faults──▶ what would be wrong with it
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from knowledge import rows
from knowledge.base import Figure, KnowledgeBase
from knowledge.check import Link, broken, figure_faults, links, own_faults, refers
from knowledge.model import Mark, Standing
from knowledge.overlay import Key, State, lay, state_of
from knowledge.rows import Row, RowError
from knowledge.when import first_day

Action = Literal["add", "amend", "retract", "supersede", "dispute", "restore"]
_REASON = 500
_ID = re.compile(r"[^\W_][\w.+-]{0,79}", re.ASCII)
_PAST = ("on", "published_on", "decided", "last_seen", "as_of")
"""Fields whose day can't be still to come."""
_NAMED = {"allies": "name", "people": "name", "non_members": "name", "editions": "name", "summits": "name"}
_SHOWN = 5
_NEAR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one fact, as its author saw it.

    `value`: all fields of a fact to add, or those to amend (None as a field's value: its default again). `seen`: the number
    of the fact's newest revision that the author saw, 0 for what was shipped or isn't there. `by`: the id of what supersedes it.
    """

    action: Action
    table: str
    id: str
    value: Mapping[str, Any] | None = None
    reason: str = ""
    by: str | None = None
    seen: int = 0

    @property
    def key(self) -> Key:
        return self.table, self.id


Seen = Callable[[Key], int]
"""The number of a fact's newest revision that an author saw."""


def unseen(_: Key) -> int:
    """Nothing but what was shipped."""
    return 0


def apply(base: KnowledgeBase, changes: Iterable[Change], today: date, *, server: bool = False) -> KnowledgeBase:
    """The knowledge after changes that can be made; RowError names what can't."""
    return lay(base, {step.change.key: step.after for step in steps(base, changes, today, server=server)})


def check(base: KnowledgeBase, change: Change, today: date) -> list[str]:
    """What is wrong with a change; nothing where it can be made."""
    return refusals(base, [change], today)


@dataclass(frozen=True, slots=True)
class Step:
    """A change with the state of its fact before and after it."""

    change: Change
    before: State | None
    after: State


def steps(base: KnowledgeBase, changes: Iterable[Change], today: date, *, server: bool = False) -> list[Step]:
    """The changes one upon the other. `server`: made by a server's moderators, for that server. RowError names what can't be."""
    latest: dict[Key, State] = {}
    found: list[Step] = []
    wrong: list[str] = []
    for change in changes:
        if change.table not in rows.TABLES:
            raise RowError([f"{change.table}: there is no such table; there are {', '.join(rows.TABLES)}"])
        before = latest.get(change.key) or state_of(base, *change.key)
        try:
            latest[change.key] = _state(change, before, today, server=server)
        except RowError as error:
            wrong += [f"{change.table} {change.id}: {line}" for line in error.lines]
        else:
            found.append(Step(change, before, latest[change.key]))
    if wrong:
        raise RowError(wrong)
    return found


def refusals(base: KnowledgeBase, changes: Sequence[Change], today: date) -> list[str]:
    """What is wrong with changes that are to be made together, one sentence each."""
    try:
        made = steps(base, changes, today)
    except RowError as error:
        return error.lines
    return objections(base, made, today)


def objections(base: KnowledgeBase, made: Sequence[Step], today: date) -> list[str]:
    """What is wrong with the knowledge after changes that can be carried out."""
    states = {step.change.key: step.after for step in made}
    changes = [step.change for step in made]
    found = [f"{one.table} {one.id}: {line}" for one in changes if one.action == "supersede" and (line := _successor(base, states, one))]
    return found + faults(base, states, today)


def faults(base: KnowledgeBase, states: Mapping[Key, State | None], today: date, beneath: KnowledgeBase | None = None) -> list[str]:
    """What would be wrong with the knowledge if these facts stood so: with them, and with what rests on them."""
    result = lay(base, states, beneath)
    laid = {key: state.row for key, state in states.items() if state and state.present}
    standing = {key: row for key in states if (row := laid.get(key) or rows.get(result, *key)) is not None}
    found = [f"{table} {id_}: {fault}" for (table, id_), row in standing.items() for fault in _faults(result, table, row, today)]
    gone = {key for key in states if key not in standing and rows.get(base, *key) is not None}
    for (table, id_), resting in dependents(result, gone).items():
        shown = ", ".join(f"{name} {held}" for name, held in resting[:_SHOWN])
        more = f" and {len(resting) - _SHOWN} more" if len(resting) > _SHOWN else ""
        found.append(f"{table} {id_}: {shown}{more} would refer to nothing; change that first, or at once with it")
    return found


def dependents(base: KnowledgeBase, keys: Iterable[Key]) -> dict[Key, list[Key]]:
    """For each of the facts the rows that refer to it, where there are any."""
    wanted = set(keys)
    tables = {table for table, _ in wanted}
    found: dict[Key, list[Key]] = {}
    for name in (name for name in rows.TABLES if refers(name, tables)):
        for row in rows.every(base, name):
            for link in links(name, row):
                for table in tables.intersection(link.tables):
                    if (table, link.id) in wanted:
                        found.setdefault((table, link.id), []).append((name, rows.key(row)))
    return found


# --- the state after a change


def _state(change: Change, before: State | None, today: date, *, server: bool) -> State:
    if len(change.reason) > _REASON:
        raise RowError([f"reason: it has {len(change.reason)} characters; at most {_REASON} are possible"])
    if wrong := list(rows.texts({"reason": change.reason, "by": change.by})):
        raise RowError(wrong)
    own = Mark(standing="own", on=today, server=True) if server else None
    if change.action == "add":
        return State(_added(change, before), own)
    if before is None:
        raise RowError([f"there is nothing of this name to {change.action}"])
    if change.action == "restore":
        if before.mark is None or before.mark.standing == "own":
            raise RowError(["it is neither withdrawn nor disputed nor superseded: there is nothing to restore"])
        return State(before.row, own)
    if not before.present:
        said = f": {before.mark.reason}" if before.mark and before.mark.reason else ""
        raise RowError([f"it was withdrawn as wrong{said}; restore it first"])
    if change.action == "amend":
        mark = before.mark or (own if set(change.value or ()) - {"aliases"} else None)  # a name is no fact to be warned of
        return State(_amended(change, before.row), own if mark and mark.standing == "own" else mark)
    return _marked(change, before.row, today, server=server)


def _marked(change: Change, row: Row, today: date, *, server: bool) -> State:
    """Withdrawn, superseded, disputed."""
    if not change.reason.strip() and change.by is None:
        raise RowError(["reason: it is missing; say in a sentence why"])
    standings: dict[str, Standing] = {"retract": "wrong", "supersede": "superseded", "dispute": "disputed"}
    mark = Mark(standing=standings[change.action], reason=change.reason.strip(), on=today, by=change.by, server=server)
    if change.action == "supersede" and change.table == "commitments" and change.by:
        row = replace(row, superseded_by=change.by)
    return State(row, mark)


def _added(change: Change, before: State | None) -> Row:
    if before is not None:
        how = "amend it" if before.present else "it was withdrawn as wrong; restore it"
        raise RowError([f"there is already one of this id; {how}, or take another id"])
    if change.table not in ("figures", *rows.LISTS) and not _ID.fullmatch(change.id):
        raise RowError([f"id: {change.id[:90]!r} can't be; from 1 to 80 letters without accents, digits, - . _ and + are possible"])
    return rows.parse(change.table, change.id, change.value or {})


def _amended(change: Change, row: Row) -> Row:
    merged = rows.dump(row) | dict(change.value or {})
    amended = rows.parse(change.table, change.id, {name: value for name, value in merged.items() if value is not None})
    if amended == row:
        raise RowError(["nothing would change"])
    return amended


# --- what is wrong with it


def _successor(base: KnowledgeBase, states: Mapping[Key, State], change: Change) -> str | None:
    if change.by is None:
        return None
    if change.by == change.id:
        return "by: nothing supersedes itself"
    new = states.get((change.table, change.by)) or state_of(base, change.table, change.by)
    return None if new and new.present else f"by: there is no {change.by!r} among the {change.table}; add it first, or at once with this"


def _faults(base: KnowledgeBase, table: str, row: Row, today: date) -> Iterator[str]:
    if table == "figures":
        yield from _figure(base, row)
    else:
        yield from own_faults(table, row)
    for link in broken(base, table, row):
        yield f"unknown {link.what} {link.id!r}{_meant(base, link)}"
    for field in _PAST:
        value = getattr(row, field, None)
        try:
            begins = first_day(value) if isinstance(value, str) else value
        except ValueError:  # said above
            continue
        if begins is not None and begins > today:
            yield f"{field}: {value} is still to come; today is {today}"


def _figure(base: KnowledgeBase, figure: Figure) -> Iterator[str]:
    series = base.series.get((figure.edition, figure.indicator, figure.subject))
    yield from figure_faults(figure, series.unit if series else figure.unit)
    if figure.edition in base.editions and figure.year > base.editions[figure.edition].published_on.year:
        yield f"year: {figure.year} is after the edition, which is of {base.editions[figure.edition].published_on}"


def _meant(base: KnowledgeBase, link: Link) -> str:
    """ "; did you mean ESP (Spain)?" """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne
    from rapidfuzz.utils import default_process

    names = {id_: id_ for table in link.tables for id_ in getattr(base, table)}
    for table in link.tables:
        if field := _NAMED.get(table):
            names |= {getattr(row, field): id_ for id_, row in getattr(base, table).items()}
            names |= {alias: id_ for id_, row in getattr(base, table).items() for alias in getattr(row, "aliases", ())}
    if near := extractOne(link.id, [*names], scorer=ratio, processor=default_process, score_cutoff=_NEAR):
        id_ = names[near[0]]
        row = next(held for table in link.tables if (held := rows.get(base, table, id_)))
        name = getattr(row, "name", None) or getattr(row, "title", None)
        return f"; did you mean {id_}{f' ({name})' if name else ''}?"
    return f"; there are {', '.join(names)}" if len(names) <= _SHOWN else ""
