"""What a screen of allies can ask beyond "who is above the line": either line, ever or never, a count by year, who crossed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot import phrase, targets
from bot.answer import OPENINGS, Answer, Table, Verdict
from bot.draft import Context, Draft
from bot.figures import bound_words, edition_for, holds, no_edition, no_figure
from bot.language.frame import Bound
from bot.query import Query
from knowledge.base import Figure
from knowledge.units import INDICATORS

ANY = ("any",)
"""In the words of a query: whether there is one is asked."""
FRACTIONS = {
    "half": Decimal("0.5"),
    "third": Decimal(1) / 3,
    "thirds": Decimal(2) / 3,
    "2/3": Decimal(2) / 3,
    "2/3ds": Decimal(2) / 3,
    "quarter": Decimal("0.25"),
    "quarters": Decimal("0.75"),
    "fifth": Decimal("0.2"),
}


def offered(query: Query, context: Context) -> list[str]:
    """What could be asked next, of the same year."""
    when = context.past(query.end)
    return ["How has the number of allies at 2% changed since 2014?", f"Which allies {'were' if when else 'are'} at 3.5%{when}?"]


def condition(context: Context, query: Query) -> str:
    """ "at or above 2% of GDP and below 20% of defence expenditure"."""
    measures = query.target.split(",") if query.target else []
    unit = INDICATORS[query.indicator].unit or ""
    words = [
        bound_words(context, b, (INDICATORS[measures[i]].unit or unit) if i < len(measures) else unit) for i, b in enumerate(query.bounds)
    ]
    return phrase.join(words, "or" if query.order == "either" else "and")


def names(draft: Draft, figures: Sequence[Figure]) -> str:
    """The allies with their values, as one phrase."""
    return phrase.join([f"{draft.context.name(f.subject)} ({draft.figure(f)})" for f in figures])


def both_readings(query: Query, context: Context, draft: Draft, figures: dict[str, Figure]) -> Answer:
    """ "the target" unnamed: the 2 % in force, and the 3.5 % to come, told apart."""
    low, high = query.bounds
    rows = sorted(figures.values(), key=lambda f: -f.value)
    at_low = [f for f in rows if holds(low._replace(op=""), f.value, f.unit)]
    at_high = [f for f in rows if holds(high._replace(op=""), f.value, f.unit)]
    below = [f for f in rows if f not in at_low]
    year = phrase.year(rows[0])
    wants_missing = low.op == "<" or query.negated
    draft.value("allies at 2% or more", len(at_low), "allies", period=str(rows[0].year), status="computed")
    draft.value("allies at 3.5% or more", len(at_high), "allies", period=str(rows[0].year), status="computed")
    met, less = names(draft, at_high), names(draft, below)
    for bound in query.bounds:
        if commitment := targets.agreed(bound.value, context.view):
            draft.rest(commitment, most=1)
    lead = f"**{len(at_low)} of {len(rows)} allies** are at 2% of GDP or more in {year}" + (f"; below: {less}." if less else ".")
    body = [f"At 3.5% core, due by 2035: {len(at_high)}, {met}." if met else "At 3.5% core, due by 2035: none yet."]
    missing = [a for a in context.view.allies if a not in figures]
    if missing:
        draft.caveat(f"Without {context.names(missing)}: no figure.")
    verdict = (Verdict.YES if not below else Verdict.NO) if query.op == "all" else None
    reading = f"“the target” not named: at least 2% (in force) and 3.5% core (by 2035); {INDICATORS[query.indicator].noun}"
    return draft.answer(
        lead,
        reading,
        body=body,
        subjects=[f.subject for f in (below if wants_missing else at_low)],
        verdict=verdict,
        options=["Which allies are at 3.5%?", "Which allies are below 2%?"],
    )


def first(query: Query, context: Context, draft: Draft, everyone: Sequence[str], year: int, edition: str) -> Answer:
    """Who satisfies the condition in the year, and in none of the years before."""
    view = context.view
    bound = query.bounds[0]
    before = [y for y in view.years(query.indicator, edition) if y < year]
    new = []
    for ally in everyone:
        figure = view.figure(query.indicator, ally, year, edition)
        past = [f for y in before if (f := view.figure(query.indicator, ally, y, edition))]
        if figure and holds(bound, figure.value, figure.unit) and not any(holds(bound, f.value, f.unit) for f in past):
            new.append(figure)
    words = bound_words(context, bound, INDICATORS[query.indicator].unit or "")
    draft.value("allies for the first time", len(new), "allies", period=str(year), status="computed")
    if not new and (sample := view.figure(query.indicator, everyone[0], year, edition)):
        draft.rest(sample)
    lead = f"For the first time {words} in {year}: {names(draft, new) or 'no ally'}."
    if query.op == "first" and query.words == ("count",):
        lead = (
            f"**{phrase.plural(len(new), 'ally', 'allies')}** {'is' if len(new) == 1 else 'are'} "
            f"{words} for the first time in {year}{': ' + names(draft, new) if new else ''}."
        )
    return draft.answer(
        lead,
        f"allies {words} in {year} and in no year from {before[0] if before else year} on",
        subjects=[f.subject for f in new],
        options=offered(query, context),
    )


def each(query: Query, context: Context, draft: Draft, figures: dict[str, Figure]) -> Answer:
    """Two lines on one measure, each counted for itself: "how many are at 3.5 % and how many at 5 %"."""
    parts, body = [], []
    one = next(iter(figures.values()))
    found: dict[str, None] = {}
    for bound in query.bounds:
        fits = sorted((f for f in figures.values() if holds(bound, f.value, f.unit)), key=lambda f: -f.value)
        words = bound_words(context, bound, one.unit)
        draft.value(f"allies {words}", len(fits), "allies", period=str(one.year), status="computed")
        parts.append(f"**{len(fits)}** {words}")
        found.update(dict.fromkeys(f.subject for f in fits))
        body.append(f"{phrase.capital(words)}: {names(draft, fits)}." if 0 < len(fits) <= 12 else "")
    draft.rest(*figures.values())
    lead = f"Of {len(figures)} allies in {phrase.year(one)}: {phrase.join(parts)}."
    return draft.answer(
        lead,
        f"allies at each of two lines ({INDICATORS[query.indicator].noun}, {phrase.year(one)})",
        body=body,
        subjects=list(found),
        options=offered(query, context),
    )


def every(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: str) -> Answer:
    """Who satisfies the condition in every year of a span, or in each of two years."""
    view = context.view
    bound = query.bounds[0]
    years = view.span(query.indicator, edition, query.start, query.end)
    if query.words == ("two",):
        years = [y for y in years if y in (query.start, query.end)]
    chosen: list[Figure] = []
    held = 0
    for ally in everyone:
        rows = [f for y in years if (f := view.figure(query.indicator, ally, y, edition))]
        held += len(rows) == len(years)
        if rows and len(rows) == len(years) and all(holds(bound, f.value, f.unit) for f in rows):
            chosen.append(rows[-1])
    chosen.sort(key=lambda f: -f.value)
    words = bound_words(context, bound, INDICATORS[query.indicator].unit or "")
    span = f"both {years[0]} and {years[-1]}" if query.words == ("two",) else f"every year from {years[0]} to {years[-1]}"
    draft.value("allies counted", len(chosen), "allies", period=f"{years[0]}/{years[-1]}", status="computed")
    if not chosen and (sample := view.figure(query.indicator, everyone[0], years[-1], edition)):
        draft.rest(sample)
    lead = (
        f"**{len(chosen)} of {held} allies** {'was' if len(chosen) == 1 else 'were'} "
        f"{words} in {span}{': ' + names(draft, chosen) if chosen else ''}."
    )
    return draft.answer(
        lead,
        f"allies {words} in {span}; values of the last year",
        subjects=[f.subject for f in chosen],
        options=offered(query, context),
    )


def ever(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: str) -> Answer:
    """Who satisfies the condition in at least one year; negated: in none of them."""
    view = context.view
    bound = query.bounds[0]
    years = view.span(query.indicator, edition, query.start, query.end)
    best: list[Figure] = []
    held = 0
    for ally in everyone:
        rows = [f for y in years if (f := view.figure(query.indicator, ally, y, edition))]
        held += bool(rows)
        if rows and any(holds(bound, f.value, f.unit) for f in rows) != query.negated:
            best.append(min(rows, key=lambda f: f.value) if bound.op in ("<", "<=") else max(rows, key=lambda f: f.value))
    best.sort(key=lambda f: -f.value)
    words = bound_words(context, bound, INDICATORS[query.indicator].unit or "")
    span = f"{years[0]} to {years[-1]}"
    draft.value("allies counted", len(best), "allies", period=f"{years[0]}/{years[-1]}", status="computed")
    if not best and (sample := view.figure(query.indicator, everyone[0], years[-1], edition)):
        draft.rest(sample)
    never = "no year" if query.negated else "at least one year"
    said = phrase.join([f"{context.name(f.subject)} ({draft.figure(f)} in {phrase.year(f)})" for f in best[:12]])
    if not best:
        lead = (
            f"No ally has been {words} in {never} from {span}."
            if not query.negated
            else f"Every ally with figures has been {words} in some year from {span}."
        )
    else:
        lead = (
            f"**{len(best)} of {held} allies** {'was' if len(best) == 1 else 'were'} "
            f"{words} in {never} from {span}: {said}{', …' if len(best) > 12 else ''}."
        )
    for figure in best[12:]:
        draft.figure(figure)
    side = "lowest" if bound.op in ("<", "<=") else "highest"
    verdict = None if query.words != ANY else Verdict.YES if best else Verdict.NO
    reading = f"allies {words} in {never}, {span}; their {side} value"
    opening = OPENINGS[verdict] if verdict else ""
    lead = f"{opening}{lead[0].lower()}{lead[1:]}" if opening else lead
    return draft.answer(lead, reading, verdict=verdict, subjects=[f.subject for f in best], options=offered(query, context))


def crossed(query: Query, context: Context, draft: Draft, everyone: Sequence[str], year: int, edition: str) -> Answer:
    """Who was on one side of the line at the start and on the other in the year."""
    view = context.view
    same = len(query.bounds) == 2 and query.bounds[0].value == query.bounds[1].value
    bound: Bound = query.bounds[-1] if same else query.bounds[0]
    start = query.start if query.start and query.start < year else year - 1
    down = bound.op in ("<", "<=")
    moved = []
    for ally in everyone:
        old, new = view.figure(query.indicator, ally, start, edition), view.figure(query.indicator, ally, year, edition)
        if old and new and holds(bound, new.value, new.unit) and not holds(bound, old.value, old.unit):
            moved.append((old, new))
    words = bound_words(context, bound, INDICATORS[query.indicator].unit or "")
    said = [
        f"{context.name(new.subject)} ({draft.figure(old)} in {old.year}, {draft.figure(new)} in {phrase.year(new)})" for old, new in moved
    ]
    verb = "fell" if down else "rose"
    line = f"to {words[12:]} or {'less' if down else 'more'}" if words.startswith("at or ") else words
    draft.value("allies that crossed", len(moved), "allies", period=f"{start}/{year}", status="computed")
    if not moved and (sample := view.figure(query.indicator, everyone[0], year, edition)):
        draft.rest(sample)
    lead = (
        f"{phrase.capital(phrase.join(said))} {verb} {line} between {start} and {year}."
        if moved
        else f"No ally {verb} {line} between {start} and {year}."
    )
    return draft.answer(
        lead,
        f"allies that crossed the line {words}, {start} to {year}",
        subjects=[new.subject for _, new in moved],
        options=offered(query, context),
    )


def history(query: Query, context: Context, everyone: Sequence[str]) -> Answer:
    """How many satisfied the condition in each year."""
    view = context.view
    edition = edition_for(view, query, everyone)
    bound = query.bounds[0] if query.bounds else targets.share(targets.GUIDELINE)
    if edition is None:
        return no_edition(query, context, "count over the years")
    draft = Draft(context, query)
    rows: list[tuple[str, int]] = []
    cells = []
    for year in view.years(query.indicator, edition.id):
        if year in query.years or (not query.years and (query.start or 0) <= year <= (query.end or 9999)):
            found = [f for ally in everyone if (f := view.figure(query.indicator, ally, year, edition.id))]
            count = sum(holds(bound, f.value, f.unit) for f in found)
            if found:
                rows.append((phrase.year(found[0]), count))
                cells.append((phrase.year(found[0]), f"{count} of {len(found)}"))
                draft.value("allies counted", count, "allies", period=str(year), status="computed")
                draft.rest(*found)
    words = bound_words(context, bound, INDICATORS[query.indicator].unit or "")
    if not rows:
        return no_figure(query, context, list(everyone)[:3], query.start)
    (old, before), (new, after) = rows[0], rows[-1]
    draft.value("difference", after - before, "allies", period=f"{old.removesuffix('e')}/{new.removesuffix('e')}", status="computed")
    change = f"{abs(after - before)} {'more' if after > before else 'fewer'}" if after != before else "as many"
    if query.op == "peak":
        ends = [count for _, count in rows]
        best = min(ends) if query.order == "least" else max(ends)
        when = phrase.join([year for year, count in rows if count == best])
        lead = f"{'Fewest' if query.order == 'least' else 'Most'} allies {words}: **{best} in {when}**."
        return _by_year(query, context, draft, words, lead, cells)
    between = "".join(f", {count} in {year}" for year, count in rows[1:-1]) if query.years else ""
    lead = f"Allies {words}: **{before} in {old}{between}, {after} in {new}**, {change}."
    return _by_year(query, context, draft, words, lead, cells)


def _by_year(query: Query, context: Context, draft: Draft, words: str, lead: str, cells: Sequence[tuple[str, str]]) -> Answer:
    draft.caveat("Counted among today's allies in every year, members or not at the time.")
    return draft.answer(
        lead,
        f"number of allies {words}, year by year",
        table=Table(("Year", "allies"), tuple(cells)),
        options=offered(query, context),
    )


def shown(context: Context, chosen: Sequence[Figure]) -> Table:
    """The allies chosen with their values."""
    rows = tuple((context.name(f.subject, article=False), context.amount(f.value, f.unit) + (" (e)" if f.estimate else "")) for f in chosen)
    return Table(("Ally", "value"), rows)


def fraction_verdict(query: Query, count: int, total: int) -> Verdict | None:
    """On "most", "less than half", "at least a third", "only a few": whether so many of them are."""
    kind, op, *_ = (*query.words, "", "")
    part = FRACTIONS.get(kind)
    if kind == "few":
        return Verdict.YES if count * 4 <= total else Verdict.NO if count * 2 > total else Verdict.PARTLY
    if part is None:
        return Verdict.YES if count * 2 > total else Verdict.NO
    have = Decimal(count) / total
    met = {"<": have < part, "<=": have <= part, ">": have > part, "=": have == part}.get(op, have >= part)
    return Verdict.YES if met else Verdict.NO


__all__ = [
    "FRACTIONS",
    "both_readings",
    "condition",
    "crossed",
    "each",
    "ever",
    "every",
    "first",
    "fraction_verdict",
    "history",
    "names",
    "shown",
]
