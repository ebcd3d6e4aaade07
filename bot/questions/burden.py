"""Who carries what part of the burden: of what all allies spend, or a percentage claimed of "NATO".

In its query `op` is "part" or "claim"; `bounds` holds the percentage claimed; `topics` is ("common",) where NATO's
common budgets are meant, ("spending",) where the allies' spending is, () where the words leave it open.
"""

from __future__ import annotations

from decimal import Decimal

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict, verdict_of
from bot.common_funding import NO_PAYMENT, common, cost_share, meant, part, share_line
from bot.draft import Context, Draft, plain
from bot.language.frame import Bound, Frame
from bot.measures import text_of
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import claims, hypothetical
from bot.slots import expand, period, whose
from knowledge import compute
from knowledge.base import View

NAME = "burden"
TOLERANCE = Decimal("1.5")
"""Points by which a claimed percentage may differ from the one that is held."""
FRACTIONS = {
    "half": "50",
    "two thirds": "66.7",
    "2/3": "66.7",
    "three quarters": "75",
    "a third": "33.3",
    "one third": "33.3",
    "a quarter": "25",
}
MIXED = "“Paying for NATO” mixes up two things: what an ally spends on its own forces and what it pays into NATO's common budgets."
_FOREIGN = (*NO_PAYMENT, "gdp")


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    if not who.named or frame.has(*_FOREIGN) or hypothetical(frame):
        return None
    bound = _bound(frame)
    if bound is not None:
        whole = common(frame) or frame.has("proportion", "pays_for") or _of_nato(frame)
        claimed = whole and (
            frame.yes_no or claims(frame) or (frame.has("say", "wrong_you") and not frame.has("what", "when", "who", "where"))
        )
        op = "claim" if claimed and "gdp" not in frame.bag else ""
    else:
        heads = frame.has("member", "allies") and not frame.has("spend", "outlay", "pays_for", "contribute", "money", "defence")
        op = "part" if not common(frame) and _part_asked(frame) and not heads else ""
    if not op:
        return None
    start, end = period(frame)
    now = op == "part" and start is not None and frame.has("current")
    two = op == "part" and start is not None and end is not None and start != end
    years = (start or 0, 0) if now else (start or 0, end or 0) if two else ()
    query = Query(
        kind=NAME, op=op, years=years,
        subjects=tuple(expand((*who.allies, *who.groups), view)), groups=who.groups, start=start, end=end,
        bounds=(bound,) if bound else (), negated=frame.negated, topics=meant(frame), words=("claim",) if claims(frame) else (),
    )  # fmt: skip
    more = {"#count", "#bound"} if bound else set()
    people = [n for n in frame.names if n.kind == "person"]
    told = bool(bound and people and {n.id for n in people} <= {"trump"} and frame.has("say") and op == "claim")
    priced = op == "claim" and frame.has("cost") and frame.holds("cost", "costs", "bill", "bills")
    if priced:
        more |= {"cost", "is_true", "pronoun"}
    if told:
        more |= {"#person", "say", "wrong_you", "avow", "is_true"}
    more |= {"source", "pays_for"} if op == "part" else set()
    if op == "part" and all(text_of(frame, m) in ("bill", "bills") for m in frame.cues.get("cost", ())):
        more |= {"cost", "how_many"} if "how many percent" in frame.line else {"cost"}
    if now:
        more |= {"current"}
    return Reading(query, 4 if told or priced else 1, frozenset(more))


def _part_asked(frame: Frame) -> bool:
    """Whether it asks for a part of the whole: "what share of NATO spending is German"."""
    whole = frame.has("proportion") or (frame.has("of_nato") and frame.has("share"))
    return whole and not frame.quantities and not frame.has("most_of") and (not frame.yes_no or frame.has("what", "which", "share"))


def _bound(frame: Frame) -> Bound | None:
    """The percentage named, or the fraction: "two thirds of"."""
    if frame.bounds and frame.bounds[0].unit == "%" and not frame.has("most_of"):
        return frame.bounds[0]
    for mention in frame.cues.get("most_of", ()):
        words = " ".join(frame.words[mention.start : mention.end])
        if fraction := FRACTIONS.get(words.removesuffix(" of")):
            return Bound(">" if "more" in frame.cue_before(mention.start) else "", Decimal(fraction), "%", None)
        return Bound(">", Decimal(50), "%", None) if {"majority", "most"} & set(words.split()) else None
    return None


def _of_nato(frame: Frame) -> bool:
    """Whether it is a part "of NATO", of its spending or its budget."""
    places = [m.start for m in frame.mentions if {"nato", "of_nato", "budget_common", "proportion"} & {s.id for s in m.senses}]
    return any("of" in (frame.tokens[place].norm, frame.tokens[place - 1].norm if place else "") for place in places)


# --- answers


def answer(query: Query, context: Context) -> Answer:
    return _spending_part(query, context) if query.op == "part" else _claim(query, context)


def _spending_part(query: Query, context: Context) -> Answer:
    """An ally's or a group's part of what all allies spend."""
    draft = Draft(context, query)
    if query.years:
        return _two_years(query, draft)
    found = part(context.view, query.subjects, query.end or query.start)
    names = context.names(query.groups or query.subjects)
    reading = f"what part of all allies' defence spending is that of {names}, {query.end or query.start or 'newest year'}"
    if found is None:
        return plain(Outcome.NO_DATA, f"I hold no figures for {names} and that year in one edition.", reading, query=query)
    share, parts, whole = found
    words = draft.computed(
        share, f"{names}, part of the allies' spending", query.subjects[0] if len(query.subjects) == 1 else None, str(whole.year)
    )
    for figure in [*parts[:4], whole]:
        draft.figure(figure)
    lead = f"{names}: **{words.replace(' of total', '')}** of what the allies together spend on defence ({phrase.year(whole)})."
    body = []
    if len(query.subjects) == 1 and (row := cost_share(context.view, query.subjects[0], query.end or query.start)):
        body.append(f"That is not its part of NATO's common budgets: {share_line(draft, row)}.")
    if len(parts) < len(query.subjects):
        missing = [id_ for id_ in query.subjects if id_ not in {figure.subject for figure in parts}]
        draft.caveat(f"Without {context.names(missing)}, for which there is no figure.")
    return draft.answer(lead, reading, body=body, subjects=query.subjects)


def _two_years(query: Query, draft: Draft) -> Answer:
    """The part in each of two years; 0 is the newest."""
    context = draft.context
    names = context.names(query.groups or query.subjects)
    reading = f"what part of all allies' defence spending is that of {names}, in each of two years"
    lines = []
    for year in query.years:
        found = part(context.view, query.subjects, year or None)
        if found is None:
            return plain(Outcome.NO_DATA, f"I hold no figures for {names} in {year}.", reading, query=query)
        share, parts, whole = found
        subject = query.subjects[0] if len(query.subjects) == 1 else None
        words = draft.computed(share, f"{names}, part of the allies' spending, {whole.year}", subject, str(whole.year))
        for figure in [*parts[:4], whole]:
            draft.figure(figure)
        lines.append(f"**{words.replace(' of total', '')}** ({phrase.year(whole)})")
    return draft.answer(f"{names}: {phrase.join(lines)} of what the allies together spend on defence.", reading, subjects=query.subjects)


def _claim(query: Query, context: Context) -> Answer:
    """Hold a percentage against the part of spending and the part of common funding; say which one it fits."""
    draft = Draft(context, query)
    bound, year = query.bounds[0], query.end or query.start
    names = context.names(query.groups or query.subjects)
    reading = f"whether the part of {names} is {bound.op or 'about'} {compute.plain(bound.value)}%"
    reading = f"{reading}, within {TOLERANCE} points, {year or 'newest year'}"
    fits = _held(draft, query, names)
    judged = [fits[key] for key in (query.topics or fits) if key in fits]
    if not judged:
        return plain(Outcome.NO_DATA, f"The part of {names} is not in my sources.", reading, query=query)
    verdict = verdict_of(sum(fit for fit, _ in judged), len(judged))
    if query.negated:
        verdict = verdict.opposite
    lines = [line for _, line in judged] + [line for key, (_, line) in fits.items() if query.topics and key not in query.topics]
    if not query.topics:
        draft.caveat(MIXED)
    outcome = Outcome.CORRECTION if verdict == Verdict.NO and "claim" in query.words else Outcome.ANSWER
    lead = OPENINGS[verdict] + lines[0]
    return draft.answer(lead, reading, body=map(phrase.capital, lines[1:]), verdict=verdict, outcome=outcome, subjects=query.subjects)


def _held(draft: Draft, query: Query, names: str) -> dict[str, tuple[bool, str]]:
    """Of the spending and of the common budgets: whether the claim fits, and what the part is."""
    view, bound, year = draft.context.view, query.bounds[0], query.end or query.start
    one = query.subjects[0] if len(query.subjects) == 1 else None
    held: dict[str, tuple[bool, str]] = {}
    if found := part(view, query.subjects, year):
        words = draft.computed(found[0], f"{names}, part of the allies' spending", one, str(found[2].year)).replace(" of total", "")
        for figure in [*found[1][:3], found[2]]:
            draft.figure(figure)
        line = f"{names} {'accounts' if one else 'account'} for {words} of what the allies together spend on defence"
        held["spending"] = (_fits(found[0].value, bound), f"{line} ({phrase.year(found[2])}), which is not paid to NATO.")
    if one and (row := cost_share(view, one, year)):
        held["common"] = (_fits(row.share, bound), f"{share_line(draft, row)}.")
    return held


def _fits(value: Decimal, bound: Bound) -> bool:
    return {">": value > bound.value, ">=": value >= bound.value, "<": value < bound.value, "<=": value <= bound.value}.get(
        bound.op, abs(value - bound.value) <= TOLERANCE
    )


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #reference #year #bound budget_common contribute pays_for proportion of_nato money total "
        "most_of more less least_at most_at not exactly member edition only counts"
    ),
    ("What share of NATO's spending is American?", "Does the US pay 70 % of NATO?"),
    alone=frozenset(),
)
