"""A checked table → the changes that make an edition of it, and what it revises of the newest one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from knowledge import rows
from knowledge.base import Figure, KnowledgeBase
from knowledge.change import Change, Seen, unseen
from knowledge.intake.reading import Value
from knowledge.intake.sheets import Workbook
from knowledge.intake.tables import FaultyTableError, Table
from knowledge.model import Edition, Source
from knowledge.words import slug

_CONSTANT = "amount_constant"


class Revised(NamedTuple):
    """A figure that the table has otherwise than the edition `against`. `size`: by how much, as a share of what it was."""

    before: Figure
    value: Value
    size: Decimal

    @property
    def difference(self) -> Decimal:
        """In percentage points for what is a percentage, else in percent of what it was."""
        if self.before.unit.startswith("%"):
            return self.value.value - self.before.value
        return (self.value.value - self.before.value) / self.before.value * 100 if self.before.value else Decimal(0)

    @property
    def unit(self) -> str:
        return "pp" if self.before.unit.startswith("%") else "%"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What saving a table would do, all together. `changes`: those of `revised` first, which begin with the largest."""

    edition: Edition
    changes: tuple[Change, ...]
    revised: tuple[Revised, ...]
    new: int
    amended: int
    same: int


def propose(table: Table, base: KnowledgeBase, edition: Edition, source: Source, seen: Seen = unseen) -> Proposal:
    """The edition with the table's figures; those that an edition of that id already has otherwise are amended.

    A file that was taken in before keeps its source. FaultyTableError where the edition is known otherwise, or nothing is new.
    """
    source = next((row for row in base.sources.values() if row.sha256 and row.sha256 == source.sha256), source)
    edition = replace(edition, source=source.id) if edition.id not in base.editions else edition
    changes: list[Change] = []
    if source.id not in base.sources:
        changes.append(Change(action="add", table="sources", id=source.id, value=rows.dump(source), seen=seen(("sources", source.id))))
    known = base.editions.get(edition.id)
    if known is None:
        changes.append(Change(action="add", table="editions", id=edition.id, value=rows.dump(edition), seen=seen(("editions", edition.id))))
    elif table.prices and known.prices and table.prices != known.prices:
        raise FaultyTableError(
            [f"{edition.id} is known with prices of {known.prices}, the table has those of {table.prices}; name another"]
        )
    revised = sorted(_revised(base, known or edition, table), key=lambda row: row.size, reverse=True)
    counts = {"add": 0, "amend": 0, "same": 0}
    for one in dict.fromkeys((*(row.value for row in revised), *table.values)):
        change = _figure(base, edition.id, source.id, one, seen)
        counts[change.action if change else "same"] += 1
        if change:
            changes.append(change)
    if not counts["add"] + counts["amend"]:
        raise FaultyTableError([f"every figure of it stands already in {edition.name}: there is nothing to save"])
    return Proposal(edition, tuple(changes), tuple(revised), counts["add"], counts["amend"], counts["same"])


def _figure(base: KnowledgeBase, edition: str, source: str, one: Value, seen: Seen) -> Change | None:
    id_ = f"{edition}/{one.indicator}/{one.subject}/{one.year}"
    known = rows.get(base, "figures", id_)
    if known and (known.value, known.unit, known.estimate) == (one.value, one.unit, one.estimate):
        return None
    figure = Figure(one.subject, one.indicator, one.year, one.value, one.unit, one.estimate, edition, source)
    value = rows.dump(figure) | ({"estimate": one.estimate} if known else {})
    return Change(action="amend" if known else "add", table="figures", id=id_, value=value, seen=seen(("figures", id_)))


def _revised(base: KnowledgeBase, edition: Edition, table: Table) -> Iterator[Revised]:
    """Against the edition itself where it has the figure, else against the newest other one of the same definition that has it."""
    others = sorted((row for row in base.editions.values() if row.definition == edition.definition), key=lambda row: row.published_on)
    others = [row for row in reversed(others) if row.id != edition.id]
    prices = table.prices or edition.prices
    for one in table.values:
        for row in ([edition] if edition.id in base.editions else []) + others:
            if one.indicator == _CONSTANT and row.prices != prices:
                continue
            series = base.series.get((row.id, one.indicator, one.subject))
            before = series.at(one.year) if series else None
            if before and before.unit == one.unit:
                if before.value != one.value:
                    yield Revised(before, one, _size(before.value, one.value, one.indicator))
                break


def _size(before: Decimal, after: Decimal, indicator: str) -> Decimal:
    if indicator == "real_change":  # a change of a change: near nothing it says nothing as a ratio
        return abs(after - before) / 100
    return abs(after - before) / before if before else abs(after)


class Told(NamedTuple):
    """What the person who hands a table in says of it; "" and None: what is usual."""

    edition: str
    published_on: date | None = None
    name: str = ""
    publisher: str = "NATO"
    title: str = ""
    url: str = ""


def described(book: Workbook, table: Table, base: KnowledgeBase, told: Told) -> tuple[Edition, Source]:
    """The edition of a table, a known one or a new one, and the source that its figures have."""
    known = base.editions.get(told.edition)
    published = told.published_on or (known.published_on if known else None)
    if published is None:
        names = ", ".join(base.editions)
        raise FaultyTableError([f"{told.edition} is no edition that is known ({names}); for a new one, say when it was published"])
    years = [one.year for one in table.values]
    title = told.title or told.name or f"Defence Expenditure of NATO Countries ({min(years)}-{max(years)})"
    source = Source(
        id=f"{slug(told.publisher)}-{slug(told.edition, 40)}-{book.sha256[:8]}", title=title, publisher=told.publisher,
        published_on=published.isoformat(), url=told.url or None, grade="A", sha256=book.sha256,
    )  # fmt: skip
    if known:
        return known, source
    if table.prices is None and any(one.indicator == _CONSTANT for one in table.values):
        raise FaultyTableError(["nothing says of which year the constant prices are; send NATO's own layout, or leave amount_constant out"])
    taken = {row.short for row in base.editions.values()}
    shorts = (f"{told.publisher} {published.year}", f"{told.publisher} {published:%B %Y}", told.edition)
    short = next(name for name in shorts if name not in taken)
    edition = Edition(
        id=told.edition, name=told.name or title, short=short, definition="nato", published_on=published, prices=table.prices,
        source=source.id,
    )  # fmt: skip
    return edition, source
