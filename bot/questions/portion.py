"""Portion: what part of another's spending (or soldiers) is an ally's: "Germany's share of European spending"."""

from __future__ import annotations

from decimal import Decimal

from bot import phrase
from bot.answer import Answer
from bot.draft import Context, Draft
from bot.figures import edition_for, lacking, line, members, newest_year, no_figure, say
from bot.language.frame import Frame, Name
from bot.measures import advice
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import indicator, period
from knowledge.base import View
from knowledge.compute import proportion
from knowledge.units import INDICATORS

NAME = "portion"
_WHOLE = frozenset("of in for from the all total combined whole overall nato natos sum".split())
_GIVEN = frozenset("and by from comes pay pays paid".split())
"""With one ally as the whole these tell of its money's source, or of two allies: no part of a sum."""
_PART = frozenset("share part percentage percent portion fraction proportion slice how much fifth".split())


def read(frame: Frame, view: View) -> Reading | None:
    names = [n for n in frame.names if n.kind in ("ally", "capital", "group") and n.end]
    whole = [n for n in names if _is_whole(frame, n)]
    parts = tuple(dict.fromkeys(n.id for n in names if n not in whole))
    if not whole and parts and _of_nato(frame) and _asked(frame):
        return Reading(Query(kind=NAME, subjects=parts, others=("NATO",), end=period(frame)[1], indicator="personnel"), weight=3)
    if len(whole) != 1 or not parts or not _asked(frame):
        return None
    pool = whole[0].kind == "group"
    held, of = set(members(view, parts)), set(view.base.groups[whole[0].id].members if pool else [whole[0].id])
    fits = held < of if pool else held.isdisjoint(of) and not _GIVEN & frame.bag
    measure = "personnel" if frame.holds("army", "armies", "troops", "soldiers") else indicator(frame)
    if not fits or measure not in ("", "amount", "personnel", "share"):
        return None
    query = Query(
        kind=NAME, subjects=parts, others=(whole[0].id,), end=period(frame)[1], edition=str(frame.edition or ""),
        indicator="personnel" if measure == "personnel" else "amount",
    )  # fmt: skip
    return Reading(query, weight=3)


def _of_nato(frame: Frame) -> bool:
    """ "what share of NATO's soldiers": of spending other words tell."""
    said = frame.line
    of = any(f"of {the}{name}" in said for the in ("", "all ", "the ") for name in ("nato", "alliance"))
    return frame.has("personnel") and indicator(frame) == "personnel" and of and not frame.edition


def _is_whole(frame: Frame, name: Name) -> bool:
    """Whether "of" stands before the name, hardly anything between: "of all European spending"."""
    place = name.start
    while place and frame.words[place - 1] in _WHOLE - {"of"}:
        place -= 1
    return place > 0 and frame.words[place - 1] == "of"


def _asked(frame: Frame) -> bool:
    """Whether a part is asked for: of a sum, not of GDP; neither a claim nor a comparison."""
    barred = frame.bounds or frame.yes_no or "gdp" in frame.bag or advice(frame) or not _PART & frame.bag
    measured = frame.has("spend", "outlay", "defence", "total", "personnel", "proportion", "contribute", "pays_for")
    return not barred and measured and not frame.has("equipment", "personnel_share", "average", "meet", "rise", "fall", "change")


def answer(query: Query, context: Context) -> Answer:
    view, all_of = context.view, query.others[0]
    everyone = members(view, [*query.subjects, all_of])
    edition = edition_for(view, query, everyone, [query.end] if query.end else [])
    if edition is None:
        return lacking(query, context, "part of a total", query.subjects, query.end)
    year = query.end or newest_year(view, query.indicator, everyone, edition.id)
    parts = [found for s in query.subjects if year and (found := line(view, query.indicator, s, year, edition.id))]
    whole = line(view, query.indicator, all_of, year, edition.id) if year else None
    if whole is None or len(parts) < len(query.subjects):
        return no_figure(query, context, query.subjects, year)
    draft = Draft(context, query)
    part = proportion(sum((found.value for found in parts), Decimal(0)), whole.value, whole.unit)
    if part is None:
        return no_figure(query, context, query.subjects, year)
    names = context.names(query.subjects)
    said = draft.computed(part, f"{names}, part of {context.name(all_of)}", query.subjects[0], str(year)).removesuffix(" of total")
    values = phrase.join([f"{context.name(found.subject)} {say(draft, found)}" for found in parts])
    noun = INDICATORS[query.indicator].noun.removesuffix(" in current US dollars")
    lead = f"{names}: **{said}** of the {noun} of {context.name(all_of)} in {whole.when} ({values} of {say(draft, whole)})."
    reading = f"{names}, part of the {noun} of {context.name(all_of)}, {year}"
    options = [f"Which of {context.name(all_of)} spends the most?"] if all_of in view.base.groups else []
    return draft.answer(lead, reading, subjects=query.subjects, options=options)


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #year how_many total proportion contribute personnel money pays_for collective current estimate edition "
        "everybody counts source nato_whole"
    ),
    ("What share of European defence spending is Germany's?", "How much of the Baltic total does Estonia spend?"),
)
