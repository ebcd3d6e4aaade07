"""Money that goes to NATO itself: its common budgets, who pays what part of them, what an ally gives in all.

In its query `op` is "budget", "shares" (of the common budgets), "beside" (two allies' parts) or "contribution" (what an
ally pays, told apart from what it spends); `topics` is ("common",) where the common budgets are meant; `indicator` is
"civil", "military" or "nsip" where one of them is.
"""

from __future__ import annotations

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict
from bot.common_funding import BUDGETS, NO_PAYMENT, common, common_line, cost_share, meant, share_line
from bot.draft import Context, Draft, plain
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import claims, hypothetical
from bot.slots import expand, period, whose
from knowledge.base import ALLIANCE, View

NAME = "funding"
_FEES = {"fee", "fees"}  # there is none: a matter of definition
_PAYING = ("spend", "contribute", "pays_for", "outlay", "proportion", "share")


def read(frame: Frame, view: View) -> Reading | None:
    who = whose(frame, view)
    if beside := _beside(frame):
        return beside
    if frame.has(*NO_PAYMENT) or hypothetical(frame) or frame.quantities or frame.has("most_of") or _FEES & frame.bag:
        return None
    op = _of_allies(frame) if who.named else _of_all(frame)
    if not op:
        return None
    start, end = period(frame)
    query = Query(
        kind=NAME, op=op, subjects=tuple(expand((*who.allies, *who.groups), view)), groups=who.groups, start=start, end=end,
        topics=meant(frame), indicator=next((BUDGETS[id_] for id_ in frame.ids("reference") if id_ in BUDGETS), ""),
        words=("what",) if start is None and _explained(frame) else (),
    )  # fmt: skip
    return Reading(query, 1)


def _beside(frame: Frame) -> Reading | None:
    """Whether one ally pays more into the common budgets than another, or as much."""
    allies = tuple(frame.ids("ally"))
    compared = frame.has("compare", "than", "more_bare", "less_bare", "most") or "same" in frame.bag
    if (
        len(allies) != 2
        or not common(frame)
        or (_own(frame) and not {"pay", "pays", "paid", "into"} & frame.bag)
        or not compared
        or frame.ids("group", "person", "nonmember")
        or frame.quantities
        or frame.moments
    ):
        return None
    if frame.has(*(cue for cue in NO_PAYMENT if cue != "change"), "not", "how_many") or hypothetical(frame):
        return None
    order = "less" if frame.has("less_bare") or "less" in frame.bag else "more" if frame.has("more_bare", "more", "most") else "same"
    tested = frame.yes_no or (claims(frame) and not frame.has("which", "who", "what", "how_much"))
    exact = ("exactly",) if frame.holds("exactly", "precisely") else ()
    query = Query(
        kind=NAME, op="beside", subjects=allies, order=order,
        words=(*exact, *(("asks",) if tested else ()), *(("claim",) if claims(frame) else ())),
    )  # fmt: skip
    more = {"compare", "than", "more_bare", "less_bare", "more", "less", "or", "exactly", "spend", "how_much"}
    return Reading(query, 4, frozenset(more | ({"national", "everybody", "others"} if frame.has("spend") else set())))


def _explained(frame: Frame) -> bool:
    """Whether it asks what a budget is for, not how much it holds: "what does the civil budget pay for", "what is NSIP"."""
    words = [word for word in frame.words if word.isalpha()]
    programme = "nsip" in frame.ids("reference") and not frame.has("how_much", "euros", "money", "total") and "budget" not in words
    return programme or words[-1:] == ["for"] or frame.has("definition") or (frame.has("pays_for") and frame.has("what"))


def _own(frame: Frame) -> bool:
    """An ally's own "military budget", not NATO's."""
    return bool(set(frame.ids("reference")) & set(BUDGETS)) and not frame.has("nato", "of_nato", "budget_common")


def _superlative(frame: Frame) -> bool:
    """ "the biggest military budget": the allies' own are held against each other."""
    places = [n.start for n in frame.names if n.id in BUDGETS]
    return any(m.start <= place <= m.end for cue in ("most", "least") for m in frame.cues.get(cue, ()) for place in places)


def _of_all(frame: Frame) -> str:
    if _own(frame) and _superlative(frame):
        return ""
    asked = frame.has("who", "which", "list", "how")
    if asked and ((common(frame) and frame.has(*_PAYING)) or (frame.has("pays_for") and frame.has("nato", "of_nato"))):
        return "shares"
    return "budget" if common(frame) and not frame.has("share", "proportion") else ""


def _of_allies(frame: Frame) -> str:
    if frame.has("compare", "most", "least", "more", "less") or "art-6" in frame.ids("reference"):
        return ""
    if _own(frame):
        return ""
    return "contribution" if common(frame) or _to_nato(frame) else ""


def _to_nato(frame: Frame) -> bool:
    """Whether something is paid to NATO, or for it: "pay to NATO", "contributes to NATO", "pays for NATO"."""
    paying = [m.end for m in frame.mentions if {"spend", "contribute", "pays_for", "money"} & {s.id for s in m.senses}]
    places = [m.start for m in frame.mentions if "nato" in {s.id for s in m.senses}]
    linked = ("to", "for", "into")
    return any(place == end or (place == end + 1 and frame.tokens[end].norm in linked) for end in paying for place in places)


# --- answers


def answer(query: Query, context: Context) -> Answer:
    ops = {"budget": _budgets, "shares": _shares, "beside": _held_together}
    return ops.get(query.op, _contribution)(query, context)


def _spending_line(draft: Draft, year: int | None) -> str:
    """What the allies spend together."""
    for edition in draft.context.view.editions:
        view = draft.context.view
        whole = view.figure("amount", ALLIANCE, year, edition.id) if year else view.newest("amount", ALLIANCE, edition.id)
        if whole:
            return f"The allies' own defence spending together: {draft.figure(whole)} ({phrase.year(whole)}). It is not paid to NATO."
    return ""


def _budgets(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    year = query.end or query.start
    only = query.indicator if "common" in query.topics else ""
    lines = [common_line(draft, year, only)]
    if only and not lines[0]:
        term = context.view.base.references[next(id_ for id_, field in BUDGETS.items() if field == only)].term
        lead = f"The {term} of {year or 'that time'} alone is not in my sources."
        return draft.answer(lead, f"the {term}, {year or 'newest year'}", body=[common_line(draft, year)], outcome=Outcome.NO_DATA)
    if query.indicator and "what" in query.words:
        entry = context.view.base.references[next(id_ for id_, field in BUDGETS.items() if field == query.indicator)]
        draft.rest(entry)
        lines.insert(0, f"{entry.term}: {entry.text}")
    if "common" not in query.topics:
        lines.append(_spending_line(draft, year))
    lines = [line for line in lines if line] or [""]
    what = "NATO's common budgets"
    if "common" not in query.topics:
        what = "NATO's budget, which can mean its common budgets or the allies' spending together"
        if not any(line.startswith("NATO's common") for line in lines):
            draft.caveat("NATO's common budgets of that year are not in my sources.")
    reading = f"{what}, {year or 'newest year'}"
    if not draft.sources:
        years = phrase.join([str(row.year) for row in reversed(context.view.budgets)])
        held = f" I hold them for {years}." if years else ""
        return plain(Outcome.NO_DATA, f"NATO's common budgets of {year or 'that time'} are not in my sources.{held}", reading, query=query)
    return draft.answer(lines[0], reading, body=lines[1:])


def _shares(query: Query, context: Context) -> Answer:
    """The parts of the common budgets that are known, largest first, and the rule behind them."""
    draft = Draft(context, query)
    year = query.end or query.start
    found = [row for ally in context.view.allies if (row := cost_share(context.view, ally, year))]
    current = [row for row in found if row.end >= (year or context.today.year)] or found
    rows = sorted(current, key=lambda row: -row.share)
    rule = context.view.base.references["common-funding"]
    lines = [f"{phrase.capital(share_line(draft, row))}." for row in rows]
    draft.rest(rule, most=2)
    draft.caveat("The parts of the other allies are not in my sources." if rows else "")
    return draft.answer(
        lines[0] if lines else rule.text,
        f"who pays what part of NATO's common budgets, {year or 'newest known'}",
        body=[*lines[1:], rule.text if lines else ""],
        subjects=[row.ally for row in rows],
    )


def _held_together(query: Query, context: Context) -> Answer:
    """What two allies pay into the common budgets, one beside the other."""
    draft = Draft(context, query)
    names = context.names(query.subjects)
    reading = f"what {names} pay into NATO's common budgets, held against each other"
    rows = {id_: cost_share(context.view, id_, None) for id_ in query.subjects}
    lines = [f"{phrase.capital(share_line(draft, row))}." for row in rows.values() if row]
    first, second = rows.values()
    if first is None or second is None:
        unknown = context.names([id_ for id_, row in rows.items() if row is None])
        lead = f"The part of {unknown} in NATO's common budgets is not in my sources."
        return draft.answer(lead, reading, body=lines, outcome=Outcome.NO_DATA, subjects=query.subjects)
    rough = first.approximate or second.approximate
    gap = first.share - second.share
    equal = abs(gap) < 1 if rough else not gap
    fits = {"same": equal, "more": gap > 0 and not equal, "less": gap < 0 and not equal}[query.order]
    verdict = None if "asks" not in query.words else Verdict.YES if fits else Verdict.NO
    if verdict == Verdict.YES and rough and "exactly" in query.words:
        verdict = Verdict.PARTLY
    about = "about the same" if rough else "the same"
    ahead, behind = (query.subjects if gap > 0 else query.subjects[::-1])[:2]
    lead = f"{context.name(ahead)} pays more than {context.name(behind)} into NATO's common budgets."
    if equal:
        lead = f"{names} pay {about} into NATO's common budgets."
    lead = f"{OPENINGS[verdict]}{lead}" if verdict else phrase.capital(lead)
    national = context.view.base.references["national-spending"]
    draft.rest(national, most=1)
    outcome = Outcome.CORRECTION if verdict == Verdict.NO and "claim" in query.words else Outcome.ANSWER
    return draft.answer(lead, reading, body=[*lines, national.text], verdict=verdict, outcome=outcome, subjects=query.subjects)


def _contribution(query: Query, context: Context) -> Answer:
    """What an ally pays to NATO: its part of the common budgets, beside what it spends on its own forces."""
    draft = Draft(context, query)
    year = query.end or query.start
    rows = {ally: cost_share(context.view, ally, year) for ally in query.subjects}
    paid = [f"{phrase.capital(share_line(draft, row))}." for row in rows.values() if row]
    own = [line for ally in query.subjects[:4] if (line := _own_spending(draft, ally, year))]
    unknown = [ally for ally, row in rows.items() if row is None]
    lines = [*paid, *own]
    if unknown:
        rule = context.view.base.references["common-funding"]
        draft.rest(rule, most=1)
        lines.append(f"{rule.text} The part of {context.names(unknown)} is not in my sources.")
    elif budgets := common_line(draft, year):
        lines.append(budgets)
    names = context.names(query.subjects)
    reading = f"what {names} {'pays' if len(query.subjects) == 1 else 'pay'} to NATO and for defence, {year or 'newest year'}"
    outcome = Outcome.ANSWER if draft.values else Outcome.NO_DATA
    return draft.answer(lines[0], reading, body=lines[1:], outcome=outcome, subjects=query.subjects)


def _own_spending(draft: Draft, ally: str, year: int | None) -> str:
    """What an ally spends on its own forces, by the newest edition that has it."""
    view, name = draft.context.view, phrase.capital(draft.context.name(ally))
    for edition in view.editions:
        share = view.figure("share", ally, year, edition.id) if year else view.newest("share", ally, edition.id)
        if share:
            amount = view.figure("amount", ally, share.year, edition.id)
            money = f", {draft.figure(amount)}" if amount else ""
            return f"{name} spends {draft.figure(share)}{money} on its own defence ({phrase.year(share)}); that is not paid to NATO."
    return ""


KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ally #group #reference #year budget_common contribute pays_for proportion of_nato money total not exactly "
        "how counts member nato euros edition only most list who which compare current"
    ),
    ("What is NATO's budget?", "Who pays for NATO's common budgets?", "How much does Germany pay to NATO?"),
    alone=frozenset(),
)
