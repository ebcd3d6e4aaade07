"""Tally: whether more allies are on one side of a line than on the side of another: "more allies above 3 % than below 2 %"."""

from __future__ import annotations

from bot import phrase, targets
from bot.answer import OPENINGS, Answer, Verdict
from bot.draft import Context, Draft
from bot.figures import bound_words, edition_for, holds, lacking, newest_year, no_figure
from bot.language.frame import Frame
from bot.measures import advice
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import expand, indicator, period, whose
from bot.targets import Line
from knowledge.base import View
from knowledge.units import INDICATORS

NAME = "tally"
_MORE = frozenset("more fewer less".split())


def read(frame: Frame, view: View) -> Reading | None:
    words = frame.words
    counted = next((i for i, w in enumerate(words) if w in _MORE and frame.cue_at(i + 1) & {"allies", "member"}), -1)
    than = next((i for i, w in enumerate(words) if w == "than" and i > counted), -1)
    who = whose(frame, view)
    if counted < 0 or than < 0 or who.allies or who.others or advice(frame) or frame.edition or frame.has("how_many", "how_much"):
        return None
    sides = _side(frame, 0, than, view), _side(frame, than, len(words), view)
    first, second = sides
    years = tuple(m.year for m in frame.moments if not m.day)
    if len(years) == 1 and first and not second and frame.moments[0].start > than and not frame.part(than, len(words)).bounds:
        years, second = (frame.today.year, years[0]), first  # "more than in 2023"
    if len(years) == 2 and first and not second and frame.moments[0].start < than < frame.moments[1].start:
        second = first  # "more in 2024 than in 2023"
    if len(years) == 1 and first and not second and frame.moments[0].start > than and (now := _newest(first, view)):
        years, second = (now, *years), first  # "more than in 2020"
    if len(set(years)) > 1 and (len(years) > 2 or second is not first):
        return None
    if first is None or (second is None and not frame.part(than, len(words)).has("more", "less", "miss")):
        return None
    if second is None:
        opposite = {">": "<", ">=": "<", "": "<", "<": ">=", "<=": ">"}
        second = first._replace(bound=first.bound._replace(op=opposite.get(first.bound.op, "<")))
    query = Query(
        kind=NAME,
        bounds=(first.bound, second.bound),
        target=f"{first.indicator},{second.indicator}",
        groups=who.groups,
        excluded=who.excluded,
        end=period(frame)[1] if len(years) < 2 else None,
        years=years if len(years) == 2 else (),
        order="fewer" if words[counted] != "more" else "more",
        negated=frame.negated,
    )
    return Reading(query, weight=3)


def _newest(line: Line, view: View) -> int | None:
    """The newest year that has figures for the line."""
    edition = view.edition_with(line.indicator, view.allies)
    return newest_year(view, line.indicator, list(view.allies), edition.id) if edition else None


def _side(frame: Frame, start: int, end: int, view: View) -> Line | None:
    """The one line of a side."""
    part = frame.part(start, end)
    lines = targets.lines(part, view, indicator(part))
    if len(lines) != 1:
        return None
    missed = part.has("miss") and not lines[0].bound.op
    return lines[0]._replace(bound=lines[0].bound._replace(op="<")) if missed else lines[0]


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    everyone = [a for a in expand(query.groups, view) or view.allies if a in view.allies and a not in query.excluded]
    measures = query.target.split(",")
    edition = edition_for(view, query, everyone, query.years or [y for y in (query.end,) if y])
    if edition is None:
        return lacking(query, context, "count", everyone[:3], query.end)
    draft = Draft(context, query)
    said, counts = [], []
    for bound, measure, named in zip(query.bounds, measures, query.years or (query.end, query.end), strict=True):
        year = named or newest_year(view, measure, everyone, edition.id)
        rows = [f for ally in everyone if year and (f := view.figure(measure, ally, year, edition.id))]
        if not rows:
            return no_figure(query, context, everyone[:3], year)
        counts.append(sum(holds(bound, f.value, f.unit) for f in rows))
        words = bound_words(context, bound, INDICATORS[measure].unit or "")
        draft.value(f"allies {words}", counts[-1], "allies", period=str(year), status="computed")
        draft.rest(*rows)
        draft.estimated.update({rows[0].year} if rows[0].estimate else ())
        said.append(f"**{phrase.plural(counts[-1], 'ally', 'allies')}** {words}{f' in {year}' if query.years else ''}")
    right = counts[0] > counts[1] if query.order == "more" else counts[0] < counts[1]
    verdict = Verdict.YES if right != query.negated else Verdict.NO
    when = "" if query.years else f" ({year})"
    return draft.answer(
        f"{OPENINGS[verdict]}{said[0]}, {said[1]}{when}.", f"numbers of allies held against each other{when}", verdict=verdict
    )


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#group #bound #count #year #commitment more_bare less_bare more less least_at most_at exactly meet miss target than equipment "
        "personnel_share is_true not except current everybody member core contribute"
    ),
    ("Are more allies above 3% than below 2%?",),
)
