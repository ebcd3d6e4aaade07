"""The answer to a trend: values over the years with the change between them, who moved most, the year that stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import movers, phrase
from bot.answer import OPENINGS, Answer, Table, Verdict, verdict_of
from bot.draft import Context, Draft
from bot.figures import FIRST_YEAR, Line, edition_for, lacking, line, members, no_figure, note, say
from bot.plot import lines
from bot.query import Query
from bot.slots import expand
from knowledge.base import View
from knowledge.compute import Computed, compounded, difference, per_year, percent_change
from knowledge.model import Edition
from knowledge.units import INDICATORS


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    measured = query.indicator or "share"
    everyone = members(view, query.subjects) if query.subjects else _pool(query, view)
    if query.bounds and not query.indicator and query.op != "extreme":
        measured = "amount_constant"
    query = replace(query, indicator=measured)
    edition = edition_for(
        view,
        query,
        query.subjects or everyone,
        [y for y in (query.start, query.end) if y and FIRST_YEAR <= y <= context.today.year],
    )
    if measured == "real_change" and query.end and not _published(query, view, query.subjects or everyone, edition):
        since = query.start if query.start and query.start < query.end else query.end - 1
        return answer(replace(query, indicator="amount_constant", start=since, everywhere=False), context)
    if edition is None:
        return lacking(query, context, "trend", list(everyone)[:3], query.start)
    draft = Draft(context, query)
    note(draft, measured, edition)
    if "unnamed" in query.topics:
        draft.caveat("No ally was named: these are the figures of NATO as a whole.")
    if query.op == "movers":
        return movers.strongest(query, context, draft, everyone, edition)
    if query.op == "only":
        return movers.alone(query, context, draft, _pool(query, view), edition)
    return _series(query, context, draft, edition)


def _published(query: Query, view: View, subjects: Sequence[str], edition: Edition | None) -> bool:
    """Whether the edition has the last year's value of one of them."""
    return edition is not None and any(line(view, query.indicator, s, query.end or 0, edition.id) for s in subjects)


def _pool(query: Query, view: View) -> list[str]:
    named = expand(query.groups, view) or list(view.allies)
    return [ally for ally in named if ally in view.allies and ally not in query.excluded]


def _series(query: Query, context: Context, draft: Draft, edition: Edition) -> Answer:
    """The values of one or more subjects over years, with the change between the ends."""
    view = context.view
    years, start, end = movers.span_of(query, view, edition)
    found = {s: _rows(query, view, s, start, end, edition) for s in query.subjects}
    found = {s: rows for s, rows in found.items() if rows}
    if not found or all(len(rows) < 2 for rows in found.values()):
        return no_figure(query, context, query.subjects, query.start or query.end)
    if query.start is not None and query.start < years[0]:
        draft.caveat(f"NATO's tables that I hold begin in {years[0]}, so {query.start} can't be shown.")
    if query.op == "extreme":
        return _extreme(query, context, draft, next(iter(found.values())))
    return _moves(query, context, draft, found, (start, end), edition)


def _moves(query: Query, context: Context, draft: Draft, found: dict[str, list[Line]], span: tuple[int, int], edition: Edition) -> Answer:
    """Every subject's first and last value with the change between them."""
    view = context.view
    start, end = span
    sentences, changes = [], []
    for subject, rows in found.items():
        text, change = _change(draft, query, subject, rows)
        sentences.append(text)
        changes.append(change.value)
    verdict = _verdict(query, changes)
    if query.step is not None and query.negated:
        verdict = _multiplied(query, view, found, edition)
    body = [*sentences[1:], *_members(query, draft, (start, end), edition)]
    if query.subjects == ("europe",) and (published := _rows(query, view, "europe-and-canada", start, end, edition)) and len(published) > 1:
        body.append(_change(draft, query, "europe-and-canada", published)[0])
    if len(found) == 1 and query.everywhere and query.indicator == "share":
        body.append(_in_money(draft, next(iter(found)), span, edition))
        if query.step is not None:
            body.append(_in_money(draft, next(iter(found)), span, edition, "amount"))
    shown = _table(context, found)
    for rows in found.values():
        for row in rows[1:-1]:
            say(draft, row)
    if query.bounds:
        return _percent(query, context, draft, sentences, next(iter(found.values())), edition)
    if query.words == ("why",):
        premise = f"whether {context.names(query.subjects)} did {query.order or 'change'}"
        return draft.reason([sentences[0], *body], premise, verdict, query.subjects, movers.offered(query, context))
    word = {None: "", Verdict.YES: "Yes: ", Verdict.NO: "No: "}.get(verdict, "Partly: ")
    reading = (
        f"{INDICATORS[query.indicator].noun} of {context.names(query.subjects)}, "
        f"{start} to {end}{' (measure not named)' if query.everywhere else ''}"
    )
    return draft.answer(
        word + sentences[0],
        reading,
        body=body,
        verdict=verdict,
        subjects=_subjects(query, view),
        table=shown,
        chart=lines(context, query.indicator, found),
        options=movers.offered(query, context),
    )


def _members(query: Query, draft: Draft, span: tuple[int, int], edition: Edition) -> list[str]:
    """The change of each member of a small group."""
    view = draft.context.view
    small = [
        m for s in query.subjects if s in view.base.groups and len(view.base.groups[s].members) <= 6 for m in view.base.groups[s].members
    ]
    held = [(member, _rows(query, view, member, *span, edition)) for member in small]
    return [_change(draft, query, member, rows)[0] for member, rows in held if len(rows) > 1]


def _multiplied(query: Query, view: View, found: dict[str, list[Line]], edition: Edition) -> Verdict:
    """On "doubled", "halved": as a share and, where no measure was named, in constant and in current prices too."""
    step = query.step or Decimal(1)
    results = set()
    for subject, rows in found.items():
        pairs = [(rows[0].value, rows[-1].value)]
        if query.everywhere and query.indicator == "share":
            for measure in ("amount_constant", "amount"):
                old, new = (line(view, measure, subject, row.year, edition.id) for row in (rows[0], rows[-1]))
                pairs += [(old.value, new.value)] if old and new else []
        results |= {new <= step * old if step < 1 else new >= step * old for old, new in pairs if old}
    return verdict_of(sum(results), len(results))


def _percent(query: Query, context: Context, draft: Draft, sentences: Sequence[str], rows: Sequence[Line], edition: Edition) -> Answer:
    """ "jumped 18 percent": held against the change in constant prices and in current dollars."""
    claimed = query.bounds[0].value
    subject = query.subjects[0]
    changes = [percent_change(rows[0].value, rows[-1].value, rows[-1].unit)]
    old, new = (line(context.view, "amount", subject, r.year, edition.id) for r in (rows[0], rows[-1]))
    body = list(sentences[1:])
    if old and new and (current := percent_change(old.value, new.value, new.unit)):
        changes.append(current)
        body.append(
            f"In current prices: {say(draft, old)} to {say(draft, new)}, {'+' if current.value > 0 else ''}"
            f"{draft.computed(current, 'change in current prices', subject, f'{old.year}/{new.year}')}"
            "."
        )
    near = any(c and abs(abs(c.value) - claimed) <= 1 for c in changes)
    draft.caveat(f"Earlier editions had other values for these years; this is the {edition.short} edition.")
    verdict = Verdict.YES if near else Verdict.PARTLY if any(c and abs(abs(c.value) - claimed) <= 3 for c in changes) else Verdict.NO
    word = {Verdict.YES: "Yes: ", Verdict.PARTLY: "Nearly: ", Verdict.NO: "No: "}[verdict]
    return draft.answer(
        word + sentences[0],
        f"change of {INDICATORS[query.indicator].noun} of {context.names(query.subjects)}, held against {claimed} %",
        body=body,
        verdict=verdict,
        subjects=_subjects(query, context.view),
        options=movers.offered(query, context),
    )


def _rows(query: Query, view: View, subject: str, start: int, end: int, edition: Edition) -> list[Line]:
    """The values of a span of years, years without one left out."""
    return [row for year in range(start, end + 1) if (row := line(view, query.indicator, subject, year, edition.id))]


def _subjects(query: Query, view: View) -> list[str]:
    """The subjects, small groups with their members."""
    small = [
        m for s in query.subjects if s in view.base.groups and len(view.base.groups[s].members) <= 6 for m in view.base.groups[s].members
    ]
    return [s for s in [*query.subjects, *small] if s != "NATO"]


def _change(draft: Draft, query: Query, subject: str, rows: Sequence[Line]) -> tuple[str, Computed]:
    """ "Poland: from 1.86% of GDP (2014) to 4.68% of GDP (2026e), +2.82 pp"."""
    context = draft.context
    old, new = rows[0], rows[-1]
    change = difference(new.value, old.value, new.unit)
    relative = percent_change(old.value, new.value, new.unit) if query.indicator != "real_change" else None
    period = f"{old.year}/{new.year}"
    text = draft.computed(change, f"{context.name(subject)}, change", subject, period)
    plus = "+" if change.value > 0 else ""
    percent = f" ({'+' if relative.value > 0 else ''}{draft.computed(relative, 'relative change', subject, period)})" if relative else ""
    if query.indicator == "real_change":
        name = phrase.capital(context.name(subject))
        ends = f"real change of **{say(draft, new)}** in {new.when}, after {say(draft, old)} in {old.when}"
        return f"{name}: {ends} ({plus}{text}).", change
    verb = "rose" if change.value > 0 else "fell" if change.value < 0 else "stayed"
    spread = _a_year(draft, subject, old, new) if "yearly" in query.topics and new.year > old.year else ""
    return (
        (
            f"{phrase.capital(context.name(subject))} {verb} from {say(draft, old)} "
            f"in {old.when} to **{say(draft, new)}** in {new.when}: {plus}{text}{percent}{spread}."
        ),
        change,
    )


def _a_year(draft: Draft, subject: str, old: Line, new: Line) -> str:
    """The change spread evenly over the years; of money and heads also what it comes to in percent, compounded."""
    years, period = new.year - old.year, f"{old.year}/{new.year}"
    step = per_year(new.value, old.value, years, new.unit)
    name = draft.context.name(subject)
    text = f", on average **{'+' if step.value > 0 else ''}{draft.computed(step, f'{name}, change a year', subject, period)} a year**"
    rate = compounded(new.value, old.value, years, new.unit)
    if rate is None:
        return text
    told = draft.computed(rate, f"{name}, compound rate a year", subject, period)
    return f"{text} ({'+' if rate.value > 0 else ''}{told} a year compounded)"


def _in_money(draft: Draft, subject: str, span: tuple[int, int], edition: Edition, measure: str = "amount_constant") -> str:
    """The same span in constant prices (or in current ones), where no measure was named."""
    start, end = span
    old, new = (line(draft.context.view, measure, subject, y, edition.id) for y in span)
    if old is None or new is None:
        return ""
    change = percent_change(old.value, new.value, new.unit)
    if change is None:
        return ""
    prices = f"constant prices of {edition.prices}" if measure == "amount_constant" else "current prices"
    text = draft.computed(change, f"change in {prices.partition(' of')[0]}", subject, f"{start}/{end}")
    spread = ""
    if draft.query and "yearly" in draft.query.topics and (rate := compounded(new.value, old.value, end - start, new.unit)):
        spread = (
            f", {'+' if rate.value > 0 else ''}{draft.computed(rate, 'compound rate a year', subject, f'{start}/{end}')} a year compounded"
        )
    return f"In {prices}: {say(draft, old)} to {say(draft, new)}, {'+' if change.value > 0 else ''}{text}{spread}."


def _verdict(query: Query, changes: Sequence[object]) -> Verdict | None:
    if not (query.negated or query.words == ("why",)) or query.order not in ("rise", "fall"):
        return None
    signs = {(change > 0) - (change < 0) for change in changes}  # type: ignore[operator]
    wanted = 1 if query.order == "rise" else -1
    return Verdict.YES if signs == {wanted} else Verdict.NO if wanted not in signs else Verdict.PARTLY


def _extreme(query: Query, context: Context, draft: Draft, rows: Sequence[Line]) -> Answer:
    """The year of the highest or lowest value of one ally, or both."""
    name = phrase.possessive(context.name(query.subjects[0]))
    noun, span = INDICATORS[query.indicator].noun, f"{rows[0].year} to {rows[-1].year}"
    ends = {"highest": max(row.value for row in rows), "lowest": min(row.value for row in rows)}
    sides = {"both": ("highest", "lowest"), "least": ("lowest",)}.get(query.order, ("highest",))
    said = []
    for i, side in enumerate(sides):
        alike = [row for row in rows if row.value == ends[side]]  # several years can share it
        values = [say(draft, row) for row in alike]
        said.append(f"{f'{side}: ' if i else f'{side} {noun}, {span}: '}**{values[0]}** in {phrase.join([row.when for row in alike])}")
    verdict = None
    if query.negated and len(sides) == 1 and query.start is None and query.end is None:
        claimed = next((row for row in rows if row.year == query.year), rows[-1])
        reached = query.bounds[0].value if query.bounds else claimed.value
        verdict = Verdict.YES if ends[sides[0]] == reached else Verdict.NO
    return draft.answer(
        f"{OPENINGS[verdict] if verdict else ''}{name if verdict else phrase.capital(name)} {'; '.join(said)}.",
        f"extreme year of {name} {noun}, {span}", verdict=verdict,
        subjects=query.subjects, options=movers.offered(query, context),
    )  # fmt: skip


def _table(context: Context, found: dict[str, list[Line]]) -> Table | None:
    rows = next(iter(found.values()))
    if len(rows) < 3 or len(found) > 4:
        return None
    headers = ("Year", *(context.name(s, article=False) for s in found))
    by_year = {s: {row.year: row for row in column} for s, column in found.items()}
    cells = []
    for row in rows:
        values = [by_year[s].get(row.year) for s in found]
        cells.append((row.when, *(context.amount(v.value, v.unit) if v else "–" for v in values)))
    return Table(headers, tuple(cells))
