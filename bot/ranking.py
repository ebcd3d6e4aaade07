"""The answer to a ranking: the first, the N-th, the place of one ally, the spread, the nearest to a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import phrase, pooled
from bot.answer import OPENINGS, Answer, Table, Verdict, verdict_of
from bot.draft import Context, Draft
from bot.figures import edition_for, holds, lacking, newest_year, no_figure, note, percent
from bot.plot import bars
from bot.query import Query
from knowledge.base import Figure, View
from knowledge.compute import difference, mean
from knowledge.units import INDICATORS

_SHOWN = 5


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = _pool(query, view)
    years = [query.end] if query.end and query.start is None else []
    edition = edition_for(view, query, everyone, years)
    if edition is None:
        return lacking(query, context, "ranking", list(everyone)[:3], query.end)
    draft = Draft(context, query)
    note(draft, query.indicator, edition)
    if query.op == "mean":
        return _means(query, context, draft, everyone, edition.id)
    if query.op == "record":
        return _record(query, context, draft, everyone, edition.id)
    year = query.end or newest_year(view, query.indicator, everyone, edition.id)
    order = rank(view, query.indicator, everyone, year, edition.id, query.order) if year else []
    if not order:
        return no_figure(query, context, list(everyone)[:3], year)
    _left_out(draft, everyone, order, year or 0)
    if (together := pooled.OPS.get(query.op)) is not None:
        return together(query, context, draft, order, _next(query))
    if query.op == "spread":
        return _spread(query, context, draft, order)
    if query.op == "top" and query.place == "now":
        return _then_and_now(query, context, draft, order, everyone, edition.id)
    if query.op == "near":
        return _near(query, context, draft, order)
    if query.op in ("place", "after") or query.words:
        return _place(query, context, draft, order)
    return _top(query, context, draft, order)


def _pool(query: Query, view: View) -> list[str]:
    members: dict[str, None] = {}
    for group in query.groups:
        members.update(dict.fromkeys(view.base.groups[group].members))
    if query.op == "top-in":
        return [ally for ally in view.allies if ally not in query.excluded]
    named = list(members) if query.op in ("place", "after") or query.words else [*members, *query.subjects]
    chosen = named or list(view.allies)
    return [ally for ally in chosen if ally in view.allies and ally not in query.excluded]


def rank(view: View, indicator_: str, allies: Sequence[str], year: int, edition: str, order: str) -> list[Figure]:
    """The figures of a year, highest (or lowest) first; equal ones by name."""
    found = [figure for ally in allies if (figure := view.figure(indicator_, ally, year, edition))]
    sign = -1 if order != "least" else 1
    return sorted(found, key=lambda figure: (sign * figure.value, view.base.allies[figure.subject].name))


def _top(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    place = int(query.step or 0)
    count = len(order) if query.op == "all" else query.limit or (1 if query.negated else _SHOWN)
    chosen = (
        [f for f in order if f.value == order[place - 1].value] if 0 < place <= len(order) else [] if place else _with_ties(order, count)
    )
    if not chosen:
        return no_figure(query, context, [], None)
    said = [f"{context.name(figure.subject)} ({draft.figure(figure)})" for figure in chosen]
    noun = INDICATORS[query.indicator].noun
    word = _word(query)
    year = phrase.year(chosen[0])
    if place:
        lead = (
            f"**{phrase.capital(phrase.join(said))}** {'has' if len(said) == 1 else 'share'} "
            f"the {'' if place == 1 else _ordinal(place) + ' '}{word.lower()} {noun} "
            f"in {year}."
        )
    elif len(chosen) == 1:
        lead = f"**{phrase.capital(said[0])}** has the {word.lower()} {noun} in {year}."
    elif query.op == "all":
        lead = f"{phrase.capital(noun)} by ally, {year}: from {said[0]} to {said[-1]}."
    else:
        lead = f"{word} {noun} in {year}: {phrase.join(said)}."
    body = []
    if query.everywhere and query.op == "top" and query.indicator == "share":
        body = [_money_first(query, draft, order, place)] if place else [_in_money(query, context, draft, order)]
    shown = order if query.op == "all" else order[: max(count, _SHOWN)]
    return draft.answer(
        lead,
        _reading(query, context, year),
        body=body,
        subjects=[f.subject for f in chosen],
        table=_table(context, shown) if len(shown) > 1 else None,
        chart=bars(context, order),
        options=_next(query),
    )


def _spread(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    """How far the first is from the last; or, with nothing said of a distance, who they are."""
    first, last = order[0], order[-1]
    if query.place == "ends":
        return _ends(query, context, draft, order)
    gap = difference(first.value, last.value, first.unit)
    said = draft.computed(gap, "from the highest to the lowest", None, str(first.year))
    lead = (
        f"**{said}** lie between {context.name(first.subject)} ({draft.figure(first)}) "
        f"and {context.name(last.subject)} ({draft.figure(last)}) in {phrase.year(first)}."
    )
    return draft.answer(lead, _reading(query, context, phrase.year(first)), subjects=[first.subject, last.subject], options=_next(query))


def _ends(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    """Who is first and who is last, in money too where no measure was named."""
    first, last = order[0], order[-1]
    large = query.indicator in ("personnel", "gdp")
    high, low = ("Largest", "smallest") if large else ("Highest", "lowest")
    lead = (
        f"{high} {INDICATORS[query.indicator].noun} in {phrase.year(first)}: **{context.name(first.subject)}** ({draft.figure(first)}); "
        f"{low}: **{context.name(last.subject)}** ({draft.figure(last)})."
    )
    money = rank(context.view, "amount", [f.subject for f in order], first.year, first.edition, query.order)
    body = []
    if query.everywhere and query.indicator == "share" and money:
        most, least = money[0], money[-1]
        line = f"In money: most {context.name(most.subject)} ({draft.figure(most)}), "
        body = [f"{line}least {context.name(least.subject)} ({draft.figure(least)})."]
    return draft.answer(
        lead,
        _reading(query, context, phrase.year(first)),
        body=body,
        subjects=[first.subject, last.subject],
        options=_next(query),
    )


def _word(query: Query) -> str:
    """ "Highest" or "Lowest"; of people and economies "Largest" or "Smallest"."""
    large = query.indicator in ("personnel", "gdp")
    return ("Largest" if large else "Highest") if query.order == "most" else ("Smallest" if large else "Lowest")


def _near(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    """Who is nearest to a line, above or below it; or furthest from it."""
    found = context.view.figure(query.indicator, query.others[0], order[0].year, order[0].edition) if query.others else None
    if not (query.bounds or found):
        return no_figure(query, context, query.others, order[0].year)
    line = found.value if found else query.bounds[0].value
    goal = f"{context.name(found.subject)} ({draft.figure(found)})" if found else percent(context, line)
    away = query.order == "least"
    rows = sorted(order, key=lambda f: (abs(f.value - line) * (-1 if away else 1), f.subject))
    chosen = _with_same(rows, line)
    said = []
    for f in chosen:
        apart = draft.computed(difference(f.value, line, f.unit), "distance", f.subject, str(f.year))
        said.append(f"{context.name(f.subject)} ({draft.figure(f)}, {apart})")
    lead = f"{'Furthest from' if away else 'Nearest to'} {goal} in {phrase.year(chosen[0])}: **{phrase.join(said)}**."
    return draft.answer(
        lead,
        f"allies by their distance to {goal}, above or below, {phrase.year(chosen[0])}",
        subjects=[f.subject for f in chosen],
        table=_table(context, rows[:_SHOWN]),
        options=_next(query),
    )


def _then_and_now(query: Query, context: Context, draft: Draft, order: Sequence[Figure], everyone: Sequence[str], edition: str) -> Answer:
    """ "Who was the biggest in 2014 and who is it now?" """
    newest = newest_year(context.view, query.indicator, everyone, edition)
    later = rank(context.view, query.indicator, everyone, newest, edition, query.order) if newest else []
    count = query.limit or (1 if query.negated else _SHOWN)
    parts, body = [], []
    for rows in (order, later):
        chosen = _with_ties(rows, count)
        parts.append(f"in {phrase.year(rows[0])} **{phrase.join([f'{context.name(f.subject)} ({draft.figure(f)})' for f in chosen])}**")
        money = _in_money(query, context, draft, rows) if query.everywhere else ""
        body.append(money.removesuffix(".") + f" ({rows[0].year})." if money else "")
    lead = f"{_word(query)} {INDICATORS[query.indicator].noun}: {', '.join(parts)}."
    return draft.answer(
        lead,
        _reading(query, context, f"{order[0].year} and {newest}"),
        body=body,
        subjects=[later[0].subject],
        options=_next(query),
    )


def _record(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: str) -> Answer:
    """The highest or lowest value of any ally in any year."""
    view = context.view
    years = view.span(query.indicator, edition, query.start, query.end)
    rows = [f for year in years for ally in everyone if (f := view.figure(query.indicator, ally, year, edition))]
    if not rows:
        return no_figure(query, context, list(everyone)[:3], None)
    best = (max if query.order == "most" else min)(rows, key=lambda f: f.value)
    noun = INDICATORS[query.indicator].noun
    said = f"**{context.name(best.subject)}** in {phrase.year(best)} ({draft.figure(best)})"
    lead = f"{_word(query)} {noun} of any ally, {years[0]} to {years[-1]}: {said}."
    return draft.answer(lead, f"extreme of {noun} over all years, {years[0]} to {years[-1]}", subjects=[best.subject], options=_next(query))


def _with_same(rows: Sequence[Figure], line: Decimal) -> list[Figure]:
    """The first, and those as far from the line."""
    return [f for f in rows if abs(f.value - line) == abs(rows[0].value - line)]


def _with_ties(order: Sequence[Figure], count: int) -> list[Figure]:
    """The first `count`, and those level with the last of them."""
    chosen = list(order[:count])
    return chosen + [figure for figure in order[count:] if figure.value == chosen[-1].value]


def _in_money(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> str:
    """Who is first in money, where no measure was named: the two orders differ."""
    view = context.view
    first = order[0]
    money = rank(view, "amount", [f.subject for f in order], first.year, first.edition, query.order)
    if query.indicator != "share" or not money:
        return ""
    too = "too " if money[0].subject == first.subject else ""
    return f"In money {too}it is {context.name(money[0].subject)}: {draft.figure(money[0])}."


def _place(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    """Where an ally stands; who comes after it; whether it is the first."""
    subject = query.words[0] if query.words else query.subjects[0]
    if query.op == "after" and len(query.subjects) > 1:
        subject = next((f.subject for f in reversed(order) if f.subject in query.subjects), subject)
    found = next((figure for figure in order if figure.subject == subject), None)
    if found is None:
        return no_figure(query, context, [subject], order[0].year)
    place = 1 + sum(figure.value > found.value if query.order == "most" else figure.value < found.value for figure in order)
    name = context.name(subject)
    noun = INDICATORS[query.indicator].noun
    value = draft.figure(found)
    draft.value(f"{name}, rank", place, "rank", subject=subject, period=str(found.year), status="computed")
    among = f"of {len(order)} allies" if not query.groups else f"of {len(order)} among {context.names(query.groups)}"
    options = _next(query)
    if query.op == "after":
        behind = order[order.index(found) + 1 : order.index(found) + 2]
        if not behind:
            return draft.answer(
                f"Nobody comes {_side(query)} {name}: it is {'first' if query.order == 'least' else 'last'} {among}.",
                _reading(query, context, phrase.year(found)),
                subjects=[subject],
                options=options,
            )
        return draft.answer(
            (
                f"{phrase.capital(_side(query))} {name} ({value}) comes **{context.name(behind[0].subject)}"
                f"** with {draft.figure(behind[0])} ({phrase.year(found)})."
            ),
            _reading(query, context, phrase.year(found)),
            subjects=[behind[0].subject],
            options=options,
        )
    other = _money_place(query, draft, order, subject)
    if query.words:
        wanted = int(query.step or 1)
        first_money = other[0] == wanted
        if query.limit:
            return _among_first(query, context, draft, found, place, other)
        verdict = (
            Verdict.YES
            if place == wanted and (first_money or not query.everywhere)
            else Verdict.PARTLY
            if place == wanted or (query.everywhere and first_money)
            else Verdict.NO
        )
        if query.bounds and not all(holds(b, found.value, found.unit) for b in query.bounds):
            verdict = Verdict.NO if verdict is Verdict.NO else Verdict.PARTLY
        word = OPENINGS[verdict]
        best = order[wanted - 1]
        top = (
            (
                f" {('The last' if query.order == 'least' else 'The first') if wanted == 1 else f'Number {wanted} {_end(query)}'.strip()}"
                f" is {context.name(best.subject)} with {draft.figure(best)}."
            )
            if best.subject != subject
            else ""
        )
        lead = (
            f"{word}by {INDICATORS[query.indicator].short} {name} is number {place} "
            f"{_end(query)}{among} ({value}, {phrase.year(found)}).{top}"
        )
        money_best = (
            _money_first(query, draft, order, wanted) if query.everywhere and query.indicator == "share" and not first_money else ""
        )
        if query.place == "why":
            said = [lead.removeprefix(word), other[1], money_best]
            return draft.reason(said, _reading(query, context, phrase.year(found)), verdict, [subject], options)
        return draft.answer(
            lead,
            _reading(query, context, phrase.year(found)),
            body=[other[1], money_best],
            verdict=verdict,
            subjects=[subject] if place == wanted else [subject, best.subject],
            options=options,
        )
    lead = f"{phrase.capital(name)} is number **{place}** {_end(query)}{among} by {noun}: {value} ({phrase.year(found)})."
    body = [other[1], _place_now(query, draft, order, subject) if query.place == "now" else ""]
    reading = _reading(query, context, phrase.year(found))
    return draft.answer(lead, reading, body=body, subjects=[subject], options=options, chart=bars(context, order))


def _place_now(query: Query, draft: Draft, order: Sequence[Figure], subject: str) -> str:
    """The place in the newest year, beside the one in the year named."""
    view = draft.context.view
    edition = order[0].edition
    everyone = _pool(query, view)
    newest = newest_year(view, query.indicator, everyone, edition)
    rows = rank(view, query.indicator, everyone, newest, edition, query.order) if newest else []
    found = next((f for f in rows if f.subject == subject), None)
    if found is None:
        return ""
    place = 1 + sum(f.value > found.value if query.order == "most" else f.value < found.value for f in rows)
    draft.value(f"{draft.context.name(subject)}, rank", place, "rank", subject=subject, period=str(newest), status="computed")
    return f"In {phrase.year(found)} it is number **{place}** of {len(rows)}: {draft.figure(found)}."


def _among_first(query: Query, context: Context, draft: Draft, found: Figure, place: int, money: tuple[int, str]) -> Answer:
    """ "Is Estonia in the top three?": as a share, and in money where no measure was named."""
    limit = query.limit or 1
    results = {place <= limit, *([money[0] <= limit] if money[0] else [])}
    verdict = verdict_of(sum(results), len(results))
    word = OPENINGS[verdict]
    lead = (
        f"{word}by {INDICATORS[query.indicator].short} {context.name(found.subject)} "
        f"is number **{place}** {_end(query)}({context.amount(found.value, found.unit)}, "
        f"{phrase.year(found)})."
    )
    return draft.answer(
        lead,
        _reading(query, context, phrase.year(found)),
        body=[money[1]],
        verdict=verdict,
        subjects=[found.subject],
        options=_next(query),
    )


def _money_place(query: Query, draft: Draft, order: Sequence[Figure], subject: str) -> tuple[int, str]:
    """The place in money too, where no measure was named."""
    context = draft.context
    money = rank(context.view, "amount", [f.subject for f in order], order[0].year, order[0].edition, query.order)
    found = next((figure for figure in money if figure.subject == subject), None)
    if query.indicator != "share" or not query.everywhere or found is None:
        return 0, ""
    place = 1 + money.index(found)
    draft.value(f"{context.name(subject)}, rank in money", place, "rank", subject=subject, period=str(found.year), status="computed")
    return place, f"In money it is number {place} {_end(query)}".strip() + f": {draft.figure(found)}."


def _money_first(query: Query, draft: Draft, order: Sequence[Figure], wanted: int) -> str:
    """Who has the place in question in money."""
    money = rank(draft.context.view, "amount", [f.subject for f in order], order[0].year, order[0].edition, query.order)
    if len(money) < wanted:
        return ""
    best = money[wanted - 1]
    return f"In money, number {wanted} {_end(query)}is {draft.context.name(best.subject)}: {draft.figure(best)}."


def _side(query: Query) -> str:
    return "right ahead of" if query.order == "least" else "after"


def _end(query: Query) -> str:
    """From which end it is counted, where not from the top."""
    return "from the bottom " if query.order == "least" else ""


def _means(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: str) -> Answer:
    """The mean of the yearly values of a span, ranked."""
    view = context.view
    years = view.span(query.indicator, edition, query.start, query.end)
    rows = []
    for ally in everyone:
        figures = [f for y in years if (f := view.figure(query.indicator, ally, y, edition))]
        if figures and len(figures) == len(years):
            rows.append((mean(figures), figures))
    if not rows:
        return no_figure(query, context, list(everyone)[:3], query.start)
    rows.sort(key=lambda row: -row[0].value if query.order == "most" else row[0].value)
    chosen = rows[: query.limit or _SHOWN]
    said = []
    for result, figures in chosen:
        subject = figures[0].subject
        draft.editions[edition] = None
        draft.cite(figures[0].source)
        draft.estimated.update(f.year for f in figures if f.estimate)
        text = draft.computed(
            replace(result, working=f"{context.name(subject)}: {result.working}"),
            f"{context.name(subject)}, mean",
            subject,
            f"{years[0]}/{years[-1]}",
        )
        said.append(f"{context.name(subject)} ({text})")
    word = "Highest" if query.order == "most" else "Lowest"
    lead = f"{word} mean of {INDICATORS[query.indicator].noun}, {years[0]} to {years[-1]}: {phrase.join(said)}."
    subjects = [figures[0].subject for _, figures in chosen]
    return draft.answer(
        lead,
        f"mean of the yearly values {years[0]} to {years[-1]}, all years counting the same",
        subjects=subjects,
        options=_next(query),
    )


def _left_out(draft: Draft, everyone: Sequence[str], order: Sequence[Figure], year: int) -> None:
    missing = [ally for ally in everyone if ally not in {figure.subject for figure in order}]
    if missing:
        draft.caveat(f"Without {draft.context.names(missing)}: no figure for {year}.")


def _table(context: Context, order: Sequence[Figure]) -> Table:
    rows = tuple(
        (str(place), context.name(f.subject, article=False), context.amount(f.value, f.unit) + (" (e)" if f.estimate else ""))
        for place, f in enumerate(order, 1)
    )
    return Table(("#", "Ally", INDICATORS[order[0].indicator].short), rows)


def _ordinal(place: int) -> str:
    suffix = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{suffix}"


def _reading(query: Query, context: Context, year: str) -> str:
    default = " (measure not named, so share of GDP)" if query.everywhere and query.indicator == "share" else ""
    among = f" among {context.names(query.groups)}" if query.groups else f" among the allies {query.topics[0]}" if query.topics else ""
    without = f" without {context.names(query.excluded)}" if query.excluded else ""
    return f"ranking by {INDICATORS[query.indicator].noun}{default}{among}{without}, {year}"


def _next(query: Query) -> list[str]:
    other = "US dollars" if query.indicator == "share" else "share of GDP"
    return [f"Which five allies spend the most in {other}?", "Which allies are below 2%?"]
