"""Selected: a figure of the ally that another figure picks out: "the spending of the ally with the most soldiers"."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from bot import phrase
from bot.answer import Answer, Outcome
from bot.draft import Context, Draft, plain
from bot.figures import edition_for, newest_year, no_edition
from bot.language.frame import Frame, Mention
from bot.query import Query
from bot.questions import Kind, Reading, kinds, uses
from bot.slots import indicator, period, share_bound
from knowledge.base import View
from knowledge.units import INDICATORS

NAME = "selected"
_LINKS = ("with", "that", "which", "who", "whose", "having", "where", "spending", "paying", "fielding")
_NOUNS = {"economy": "gdp", "army": "personnel", "military": "personnel", "spender": "share"}
_NEWCOMERS = {"newest", "latest", "youngest", "newcomer"}
_ASKED = ("how_much", "spend", "outlay", "share", "equipment", "personnel", "personnel_share", "gdp", "money", "defence")
_MEASURES = {
    "gdp": "gdp", "personnel": "personnel", "equipment": "equipment", "personnel_share": "personnel_share", "money": "amount",
    "outlay": "share",
    "share": "share", "spend": "share",
}  # fmt: skip


class _Clause(NamedTuple):
    """Where the words stand that pick an ally out, by which measure, and whether the most or the least of it."""

    start: int
    end: int
    picked: str
    order: str


def read(frame: Frame, view: View) -> Reading | None:
    part = share_bound(frame)
    if frame.ids("ally", "capital") or (frame.bounds and (part is None or len(frame.bounds) > 1 or not _of_its_gdp(frame))):
        return None
    clause = _newcomer(frame) or _related(frame) or _noun(frame)
    if clause is None:
        return None
    rest = replace(
        frame, mentions=[m for m in frame.mentions if not clause.start <= m.start < clause.end], terms=[],
        quantities=[q for q in frame.quantities if not clause.start <= q.start < clause.end],
    )  # fmt: skip
    if part:
        cost = Query(kind=NAME, op=clause.picked, order=clause.order, target="cost", bounds=(part._replace(op=""),), end=period(frame)[1])
        return None if rest.has("most", "least", "spend", "meet") else Reading(cost, weight=4, uses=frozenset({"#bound", "cost"}))
    if not rest.has(*_ASKED) or rest.has("most", "least"):
        return None
    wanted = indicator(rest) or "share"
    if wanted == clause.picked and not rest.has("how_much", "spend", "outlay", "share", "money"):
        return None
    query = Query(kind=NAME, op=clause.picked, order=clause.order, indicator=wanted, end=period(frame)[1], edition=str(frame.edition or ""))
    return Reading(query, weight=2.5)


def _of_its_gdp(frame: Frame) -> bool:
    """ "one percent of the GDP of the ally …": money."""
    words = frame.words
    return any(q.unit == "%" and words[q.end : q.end + 1] == ["of"] and "gdp" in words[q.end : q.end + 3] for q in frame.quantities)


def _newcomer(frame: Frame) -> _Clause | None:
    """ "the newest member"."""
    for mention in frame.cues.get("join", ()):
        if set(frame.words[mention.start : mention.end]) & _NEWCOMERS:
            return _Clause(mention.start, mention.end, "accession", "most")
    return None


def _related(frame: Frame) -> _Clause | None:
    """ "the ally with the largest economy", "the country that spends the least", "the member that joined last"."""
    for mention in frame.cues.get("allies", []):
        behind = frame.tokens[mention.end].norm if mention.end < len(frame.tokens) else ""
        if behind not in _LINKS:
            continue
        inner = [m for m in frame.mentions if mention.end <= m.start < mention.end + 8]
        joined = [m for m in inner if _has(m, "join")]
        placed = [m for m in inner if _has(m, "last", "most", "least", "first_time")]
        if joined and placed:
            early = any(word in ("first", "earliest", "oldest") for word in frame.words[mention.end : mention.end + 8])
            return _Clause(
                mention.start, max(joined[0].end, placed[0].end), "accession", "least" if early or _has(placed[0], "least") else "most"
            )
        superlative = next((m for m in inner if _has(m, "most", "least")), None)
        if superlative:
            return _measured(frame, mention, superlative, inner)
    return None


def _measured(frame: Frame, ally: Mention, superlative: Mention, inner: list[Mention]) -> _Clause | None:
    """By which measure: the one that the superlative belongs to."""
    order = "least" if _has(superlative, "least") else "most"
    behind = [m for m in inner if superlative.end <= m.start <= superlative.end + 2]
    before = [m for m in inner if m.end <= superlative.start]
    for m in (superlative, *behind, *reversed(before)):
        if measure := next((_MEASURES[s.id] for s in m.senses if s.id in _MEASURES), ""):
            budget = {"budget", "budgets"}.intersection(frame.words[superlative.start : m.end + 2])  # a big budget is a sum, no share
            return _Clause(ally.start, max(superlative.end, m.end), "amount" if budget and measure == "share" else measure, order)
    return None


def _noun(frame: Frame) -> _Clause | None:
    """ "the biggest economy", "the smallest army": the noun stands for the ally."""
    words = frame.words
    for superlative in frame.mentions:
        if not _has(superlative, "most", "least"):
            continue
        own = words[superlative.end - 1]
        noun, end = (
            (own, superlative.end)
            if own in _NOUNS
            else (words[superlative.end] if superlative.end < len(words) else "", superlative.end + 1)
        )
        money = _NOUNS.get(noun) == "share" and indicator(frame) in ("", "share", "amount")
        if noun in _NOUNS and not money and not frame.has("who", "which") and superlative.start > 1:
            return _Clause(superlative.start, end, _NOUNS[noun], "least" if _has(superlative, "least") else "most")
    return None


def _has(mention: Mention, *cues: str) -> bool:
    return any(sense.kind == "cue" and sense.id in cues for sense in mention.senses)


def answer(query: Query, context: Context) -> Answer:
    view = context.view
    subject, why = _pick(query, context)
    if not subject:
        return (
            no_edition(query, context, "the ally picked out")
            if not view.editions
            else plain(Outcome.NO_DATA, "My sources don't single such an ally out.", "an ally by another figure", query=query)
        )
    kind = query.target or "status"
    found = kinds()[kind].answer(replace(query, kind=kind, op="", order="", target="", subjects=(subject,)), context)
    return replace(found, query=query, caveats=(why, *found.caveats), reading=f"{found.reading}; picked out: {why}")


def _pick(query: Query, context: Context) -> tuple[str, str]:
    view = context.view
    if query.op == "accession":
        rows = sorted(view.allies.values(), key=lambda ally: ally.accession)
        ally = rows[-1] if query.order == "most" else rows[0]
        return ally.id, f"{context.name(ally.id)} joined on {context.day(ally.accession)}."
    edition = edition_for(view, replace(query, indicator=query.op), list(view.allies))
    year = newest_year(view, query.op, list(view.allies), edition.id) if edition else None
    figures = [f for ally in view.allies if edition and year and (f := view.figure(query.op, ally, year, edition.id))]
    if not figures:
        return "", ""
    best = max(figures, key=lambda f: f.value) if query.order == "most" else min(figures, key=lambda f: f.value)
    said = Draft(context, query).figure(best)
    rank = "highest" if query.order == "most" else "lowest"
    name = phrase.capital(context.name(best.subject))
    return best.subject, f"{name} has the {rank} {INDICATORS[query.op].noun}: {said} ({phrase.year(best)})."


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "current more_bare after most least join last gdp personnel equipment personnel_share money national constant #year "
        "member contribute edition estimate how_many"
    ),
    ("What is the defence spending of the ally with the largest economy?",),
    alone=frozenset(),
)
