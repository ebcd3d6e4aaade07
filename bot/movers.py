"""Who rose or fell between two years, the strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import phrase
from bot.answer import OPENINGS, Answer, Verdict
from bot.draft import Context, Draft
from bot.figures import no_figure
from bot.query import Query
from knowledge.base import Figure, View
from knowledge.compute import Computed, difference, percent_change
from knowledge.model import Edition
from knowledge.units import INDICATORS


def span_of(query: Query, view: View, edition: Edition) -> tuple[list[int], int, int]:
    years = view.years(query.indicator, edition.id)
    end = min(query.end or years[-1], years[-1])
    start = max(query.start or years[0], years[0])
    if query.start is None and query.end is not None:
        start = years[0]
    if start == end and query.start == query.end and end - 1 in years:
        start = end - 1
    return years, start, end


def both_ends(query: Query, view: View, edition: Edition) -> tuple[int, int]:
    """The first and the last year; with none named the newest and the one before it."""
    _, start, end = span_of(query, view, edition)
    newest = query.start is None and query.end is None and query.step is None
    return (end - 1 if newest else start), end


def _pairs(query: Query, view: View, everyone: Sequence[str], span: tuple[int, int], edition: Edition) -> list[tuple[Figure, Figure]]:
    """The values of both years, of those allies that have both."""
    start, end = span
    return [
        (old, new)
        for ally in everyone
        if (old := view.figure(query.indicator, ally, start, edition.id)) and (new := view.figure(query.indicator, ally, end, edition.id))
    ]


def alone(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: Edition) -> Answer:
    """Whether an ally is the only one that rose or fell."""
    start, end = span = both_ends(query, context.view, edition)
    down = query.order == "fall"
    rows = [(moved, old, new) for old, new in _pairs(query, context.view, everyone, span, edition) if (moved := distance(query, old, new))]
    own = next((row for row in rows if row[2].subject in query.subjects), None)
    if start >= end or own is None:
        return no_figure(query, context, query.subjects, query.start)
    others = [row for row in rows if row is not own and (row[0].value < 0 if down else row[0].value > 0)]
    others.sort(key=lambda row: row[0].value if down else -row[0].value)
    did = own[0].value < 0 if down else own[0].value > 0
    verdict = Verdict.YES if did and not others else Verdict.NO
    noun, side = INDICATORS[query.indicator].noun, "lower" if down else "higher"
    told = f"{side} {noun} in {phrase.year(own[2])} than in {start}"
    said = part(draft, own)
    draft.value("allies counted", len(others) + did, "allies", period=f"{start}/{end}", status="computed")
    if did:
        too = f"No: {phrase.plural(len(others), 'other ally', 'other allies')} had {told}, too."
        lead = too if others else f"Yes: only {said} had {told}."
        first = [f"{phrase.capital(said)}."] if others else []
    else:
        lead, first = f"No: {said} had no {told}.", []
    named = [part(draft, row) for row in others]
    rest = [f"{'The others' if did else f'It was {side} for these'}: {phrase.join(named)}."] if named else []
    reading = f"whether {context.names(query.subjects)} alone had {side} {noun} in {end} than in {start}"
    return draft.answer(
        lead, reading, body=[*first, *rest], verdict=verdict,
        subjects=query.subjects if verdict is Verdict.YES else [*query.subjects[: int(did)], *(row[2].subject for row in others)],
        options=offered(query, context),
    )  # fmt: skip


def strongest(query: Query, context: Context, draft: Draft, everyone: Sequence[str], edition: Edition) -> Answer:
    """Who rose or fell, the strongest first."""
    view = context.view
    start, end = both_ends(query, view, edition)
    if start >= end:
        return no_figure(query, context, list(everyone)[:3], query.start)
    pairs = _pairs(query, view, everyone, (start, end), edition)
    down = query.order == "fall"
    rows = [(moved, old, new) for old, new in pairs if (moved := distance(query, old, new))]
    rows = [row for row in rows if (row[0].value < 0 if down else row[0].value > 0)] if query.order != "least" else rows
    if query.step is not None:
        times = query.step
        rows = [row for row in rows if (row[2].value >= times * row[1].value if times >= 1 else row[2].value <= times * row[1].value)]
    rows.sort(key=lambda row: row[0].value if down or query.order == "least" else -row[0].value)
    if query.words == ("least",):
        rows.reverse()
    noun = INDICATORS[query.indicator].noun
    last = f"{end}{'e' if any(n.estimate for _, _, n in rows) else ''}"
    among = f" among {context.names(query.groups)}" if query.groups else ", all allies"
    reading = f"change of {noun} between {start} and {end}{among}{' (measure not named)' if query.everywhere else ''}"
    few = query.words in (("most",), ("least",)) or bool(query.limit)
    verdict = _judged(query, len(rows), len(pairs))
    if not rows:
        return unmoved(query, context, draft, everyone, (start, end), edition)
    chosen = rows[: query.limit or (5 if few else len(rows))]
    parts = [part(draft, row) for row in chosen]
    if few:
        degree, verb = "Smallest" if query.words == ("least",) else "Strongest", "fall" if down else "rise"
        lead = f"{degree} {verb} of {noun}, {start} to {last}: {phrase.join([f'**{parts[0]}**', *parts[1:]])}."
    else:
        draft.value("allies counted", len(rows), "allies", period=f"{start}/{end}", status="computed")
        opening = OPENINGS[verdict] if verdict else ""
        lead = (
            f"{opening}**{len(rows)} of {len(pairs)} allies** had {compared(query)} {noun} in "
            f"{last} {'as' if query.step else 'than'} in {start}: {phrase.join(parts)}."
        )
    single = few and not query.limit
    body = (
        [_times_in_prices(query, draft, (start, end), everyone, edition)]
        if query.step is not None
        else (
            [in_prices(query, draft, (start, end), everyone, edition)]
            if few and query.order != "least" and query.words != ("least",)
            else []
        )
    )
    return draft.answer(
        lead,
        reading,
        body=body,
        subjects=[chosen[0][2].subject] if single else [new.subject for _, _, new in chosen],
        verdict=verdict,
        options=offered(query, context),
    )


def _judged(query: Query, count: int, total: int) -> Verdict | None:
    """On "did all …", "did nobody …", "did any ally …"; None where allies are listed."""
    holds = {"all": count == total, "nobody": not count, "any": count > 0}.get("".join(query.words))
    return None if holds is None else Verdict.YES if holds else Verdict.NO


def compared(query: Query) -> str:
    """ "higher", "lower", "at least 2 times as high"."""
    if query.step is not None:
        return f"at least {query.step} times the" if query.step >= 1 else "at most half the"
    return "lower" if query.order == "fall" else "higher"


def distance(query: Query, old: Figure, new: Figure) -> Computed | None:
    """Points of a share; of sums and people the percentage, or the amount where the most of it is asked for."""
    if new.unit.startswith("%") and "million" not in new.unit:
        return difference(new.value, old.value, new.unit)
    if query.words == ("most",) and not query.topics and query.indicator in ("personnel", "amount"):
        return difference(new.value, old.value, new.unit)
    return percent_change(old.value, new.value, new.unit)


def in_prices(query: Query, draft: Draft, span: tuple[int, int], everyone: Sequence[str], edition: Edition) -> str:
    """Who moved most in percent, prices apart, where no measure or only dollars were named: the orders differ."""
    if not (query.everywhere and query.indicator == "share") and query.indicator != "amount":
        return ""
    rows: list[tuple[Computed, Figure, Figure]] = []
    for ally in everyone:
        old, new = (draft.context.view.figure("amount_constant", ally, year, edition.id) for year in span)
        if old and new and (moved := percent_change(old.value, new.value, new.unit)):
            rows.append((moved, old, new))
    rows.sort(key=lambda row: row[0].value if query.order == "fall" else -row[0].value)
    if not rows or (query.order == "fall" and rows[0][0].value >= 0):
        return ""
    return f"In constant prices, by percent: {part(draft, rows[0])}."


def _times_in_prices(query: Query, draft: Draft, span: tuple[int, int], everyone: Sequence[str], edition: Edition) -> str:
    """Who multiplied what is spent, prices apart, where no measure was named."""
    if not (query.everywhere and query.indicator == "share") or query.step is None:
        return ""
    pairs = _pairs(replace(query, indicator="amount_constant"), draft.context.view, everyone, span, edition)
    times = query.step
    rows = [new for old, new in pairs if (new.value >= times * old.value if times >= 1 else new.value <= times * old.value)]
    if rows:
        draft.value("allies counted in constant prices", len(rows), "allies", period=f"{span[0]}/{span[1]}", status="computed")
    return f"In constant prices: {len(rows)}, {draft.context.names([f.subject for f in rows])}." if rows else "In constant prices: none."


def part(draft: Draft, row: tuple[Computed, Figure, Figure]) -> str:
    change, old, new = row
    name = draft.context.name(new.subject)
    text = draft.computed(change, f"{name}, change", new.subject, f"{old.year}/{new.year}")
    return f"{name} ({'+' if change.value > 0 else ''}{text}: {draft.figure(old)} to {draft.figure(new)})"


def unmoved(query: Query, context: Context, draft: Draft, everyone: Sequence[str], span: tuple[int, int], edition: Edition) -> Answer:
    """No ally moved that way."""
    start, end = span
    if sample := context.view.figure(query.indicator, everyone[0], end, edition.id):
        draft.rest(sample)
    draft.value("allies counted", 0, "allies", period=f"{start}/{end}", status="computed")
    noun = INDICATORS[query.indicator].noun
    lead = (
        f"No ally's {noun} {'fell' if query.order == 'fall' else 'rose'}{f' to {query.step} times as much' if query.step else ''}"
        f" from {start} to {end}."
    )
    verdict = _judged(query, 0, len(everyone))
    return draft.answer(lead, f"change of {noun} between {start} and {end}", verdict=verdict, options=offered(query, context))


def offered(query: Query, context: Context) -> list[str]:
    if query.subjects and query.subjects[0] != "NATO":
        name = context.name(query.subjects[0])
        return [f"How far is {name} from 3.5%?", f"How does {name} compare to NATO?"]
    return ["Who raised spending most since 2014?", "How many allies were at 2% in 2014?"]
