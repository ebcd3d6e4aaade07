"""In which years one of two was ahead of the other: ever, always, when last, in how many."""

from __future__ import annotations

from bot import phrase
from bot.answer import OPENINGS, Answer, Verdict
from bot.draft import Context, Draft
from bot.figures import Line, no_figure, say
from bot.plot import lines
from bot.query import Query
from bot.versus import rows
from knowledge.model import Edition
from knowledge.units import INDICATORS


def over_years(query: Query, context: Context, draft: Draft, edition: Edition) -> Answer:
    """The years in which the first is ahead of the second, or behind it; in money too where no measure was named."""
    first, second = query.subjects[:2]
    shared, hits = _years(query, context, query.indicator, edition)
    if not shared:
        return no_figure(query, context, query.subjects, query.start)
    one, other = context.name(first), context.name(second)
    side = "behind" if query.order == "less" else "ahead of"
    span = f"{shared[0][0].year} to {shared[-1][0].when}"
    verdict = _verdict(query, len(hits), len(shared))
    draft.value(f"{one}, years {side} {other}", len(hits), "years", subject=first, status="computed")
    listed = f": {phrase.join([f'**{a.when}**' if a is hits[-1][0] else a.when for a, _ in hits])}" if 0 < len(hits) < len(shared) else ""
    by = f"By {INDICATORS[query.indicator].noun} {one}"
    lead = f"{by} {context.verb(first, 'was', 'were')} {side} {other} in {len(hits)} of {len(shared)} years, {span}{listed}."
    shown = hits[-1] if hits else shared[-1]
    body = [f"{shown[0].when}: {one} {say(draft, shown[0])}, {other} {say(draft, shown[1])}."]
    money = _years(query, context, "amount", edition) if query.everywhere and query.indicator == "share" else ([], [])
    if money[0]:
        body.append(f"In money: in {len(money[1])} of {len(money[0])} years.")
        if verdict and verdict is not _verdict(query, len(money[1]), len(money[0])):
            verdict = Verdict.PARTLY
    draft.caveat(f"NATO's tables that I hold begin in {shared[0][0].year}." if query.start is None else "")
    return draft.answer(
        f"{OPENINGS[verdict]}{lead[0].lower()}{lead[1:]}" if verdict else lead,
        f"years in which {one} was {side} {other}, {INDICATORS[query.indicator].noun}, {span}",
        body=body,
        verdict=verdict,
        subjects=[s for s in (first, second) if s != "NATO"],
        chart=lines(context, query.indicator, {first: [a for a, _ in shared], second: [b for _, b in shared]}),
    )


def _years(query: Query, context: Context, measure: str, edition: Edition) -> tuple[list[tuple[Line, Line]], list[tuple[Line, Line]]]:
    """Both values of every year, and those of the years in which it is so."""
    held = [rows(context.view, measure, s, query.start, query.end, edition) for s in query.subjects[:2]]
    shared = [(held[0][y], held[1][y]) for y in sorted(held[0].keys() & held[1].keys())]
    less = query.order == "less"
    return shared, [(a, b) for a, b in shared if (a.value < b.value if less else a.value > b.value)]


def _verdict(query: Query, hits: int, years: int) -> Verdict | None:
    """On "ever", "never" and "always"."""
    so = {"ever": hits > 0, "never": hits == 0, "always": hits == years}.get("".join(query.words))
    return None if so is None or not query.negated else Verdict.YES if so else Verdict.NO
