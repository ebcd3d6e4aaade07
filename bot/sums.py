"""Two sides held against each other, one or both of them several together: "does the UK spend more than France and Italy together?"."""

from __future__ import annotations

from decimal import Decimal

from bot import phrase
from bot.answer import OPENINGS, Answer, Verdict
from bot.draft import Context, Draft
from bot.figures import members, no_figure
from bot.language.frame import Frame
from bot.query import Query
from knowledge.base import Figure
from knowledge.compute import difference, ratio, total
from knowledge.model import Edition
from knowledge.units import INDICATORS

REST = "rest"
"""The other side, where it is "everybody else"."""
_ELSE = frozenset({"else", "rest", "others", "other"})
_BETWEEN = tuple("than or vs versus against match matches exceed exceeds outspend outspends outspent beat beats surpass surpasses".split())


def sides(frame: Frame) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The subjects before and behind the comparison where those of a side are taken together; None where none is."""
    if frame.has("average"):
        return None
    names = [name for name in frame.names if name.kind in ("ally", "capital", "group") and name.end]
    words = frame.words
    if not frame.has("total") and "plus" not in words:
        return None
    for place in (i for i, word in enumerate(words) if word in _BETWEEN):
        first = tuple(dict.fromkeys(name.id for name in names if name.start < place))
        second = tuple(dict.fromkeys(name.id for name in names if name.start > place))
        if first and not second and (frame.has("others") or _ELSE.intersection(words[place:])):
            return first, (REST,)
        if first and second and len(first) + len(second) > len("ab"):
            return first, second
    return None


def held_together(query: Query, context: Context, draft: Draft, edition: Edition) -> Answer:
    """The sums of both sides in one year, with difference, ratio and, where asked, the verdict."""
    view = context.view
    first = members(view, query.subjects)
    second = [ally for ally in view.allies if ally not in first] if query.others == (REST,) else members(view, query.others)
    year = query.end or max((y for y in view.span(query.indicator, edition.id, None, None)), default=0)
    held = [[f for ally in side if (f := view.figure(query.indicator, ally, year, edition.id))] for side in (first, second)]
    if not all(held):
        return no_figure(query, context, query.subjects, year)
    names = [_named(query.subjects, context), "the other allies" if query.others == (REST,) else _named(query.others, context)]
    sums = [_sum(draft, figures, name) for figures, name in zip(held, names, strict=True)]
    apart = difference(max(sums), min(sums), held[0][0].unit)
    times = ratio(max(sums), min(sums), held[0][0].unit)
    said = [f"{name} **{context.amount(value, held[0][0].unit)}**" for name, value in zip(names, sums, strict=True)]
    verdict = None
    if query.negated and query.order:
        verdict = Verdict.YES if (sums[0] > sums[1]) == (query.order == "more") and sums[0] != sums[1] else Verdict.NO
    tail = draft.computed(apart, "difference", None, str(year)) + (
        f", {draft.computed(times, 'ratio', None, str(year))} as much" if times else ""
    )
    when = phrase.year(held[0][0])
    missing = [
        ally for side, figures in zip((first, second), held, strict=True) for ally in side if ally not in {f.subject for f in figures}
    ]
    draft.caveat(f"Without {context.names(missing)}: no figure for {year}." if missing else "")
    return draft.answer(
        f"{OPENINGS.get(verdict, '') if verdict else ''}{said[0]} against {said[1]} in {when}; apart: {tail}.",
        f"{names[0]} against {names[1]}, {INDICATORS[query.indicator].noun}, summed, {year}",
        verdict=verdict,
        subjects=[*query.subjects, *(ally for ally in query.others if ally != REST)],
        options=(f"Compare {names[0]} and {context.name(second[0])} in US dollars",) if len(query.others) > 1 else (),
    )


def _named(ids: tuple[str, ...], context: Context) -> str:
    return context.names(ids) + (" together" if len(ids) > 1 else "")


def _sum(draft: Draft, figures: list[Figure], name: str) -> Decimal:
    """The sum of a side; of one ally its figure."""
    for figure in figures:
        draft.figure(figure)
    if len(figures) == 1:
        return figures[0].value
    result = total(figures)
    draft.computed(result, name, None, str(figures[0].year))
    return result.value
