"""Commitment: what the target is, by when, who agreed it where, what came before, what was on the table, own pledges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot import pledged, premises, targets
from bot.accords import agreed, deadline, parts, review
from bot.answer import Answer, Outcome, Verdict
from bot.draft import Context, Draft, plain
from bot.figures import percent
from bot.language.frame import Bound, Frame
from bot.pacts import before, cite, dropped, history_of, proposed, quote, shares, take
from bot.promised import EARLIEST, OF_ALL, aspect, by_all, commitments, history, looks_again, special, two, vowed, weakly, which
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.slots import Whose, whose
from bot.terms import plans_due
from knowledge.base import View
from knowledge.model import Commitment

NAME = "commitment"
_PARTS = (Decimal(5), Decimal("3.5"), Decimal("1.5"))
_PLAIN = {
    "five-percent",
    "two-percent",
    "core-35",
    "related-15",
    "equipment-20",
    "defence-expenditure",
    "share-of-gdp",
    "gdp",
    "nato",
    "political",
}
_FIGURES = (
    "meet", "miss", "gap", "cost", "how_many", "path", "spend", "against", "support", "position", "binding", "exempt", "owe",
    "fair_share", "rank",
    "most", "least", "list",
)  # fmt: skip


def read(frame: Frame, view: View) -> Reading | None:
    if _other_matter(frame):
        return None
    for other in (premises.read, pledged.read_person, pledged.read_year, pledged.read_draft, special):
        if reading := other(frame, view):
            return reading
    who = whose(frame, view)
    named = commitments(frame, view) or _signed_at(frame, view, who)
    bounds = [b for b in frame.bounds if b.unit == "%"]
    comes = _comes_from(frame)
    spoken = frame.has("target", "deadline", "review", "agree", "national_plan") or named or comes or vowed(frame) or looks_again(frame)
    spoken = spoken or _bare_parts(frame) or pledged.vowing(frame)
    if not (spoken or (bounds and frame.has("counts", "definition", "deadline", "before", "core", "related", "document"))):
        return None
    if _in_a_city(frame):
        return None
    if (reading := _pledges(frame, view, who)) is not None:
        return reading
    dated = comes or frame.has("deadline", "before", "review", "definition", "counts") or (named and frame.has("how_much", "path"))
    spent = _spent(frame, who)
    if frame.has(*_FIGURES) and not spent and not dated and not by_all(frame) and not history(frame):
        return None
    asked = "agreed" if comes and not named else _asked(frame, view, named, bounds)
    topics = which(frame, view, named) if asked != "history" else ()
    unheard = asked == "before" and bounds and not topics  # what came before a number that nobody agreed on
    terms = set(frame.ids("reference")) - _PLAIN - {"doc-hague", "doc-wales", "doc-vilnius"}
    if asked == "what" and terms and not (named or bounds):
        return None  # another term is asked for
    if (
        not asked
        or unheard
        or _elsewhere(frame, asked, who, named)
        or not (comes or _told(frame, asked, bool(topics or bounds), bool(named)))
    ):
        return None
    claimed = (frame.yes_no and not frame.has("or")) or frame.has("is_true") or (asked == "agreed" and who.named and frame.asserts)
    query = Query(
        kind=NAME, op=asked, topics=topics, subjects=who.allies, bounds=tuple(bounds[:2]), start=min(frame.years, default=None),
        end=max(frame.years, default=None), negated=claimed, groups=who.groups,
    )  # fmt: skip
    strong = (
        asked in ("history", "proposed")
        or (bool(bounds) and "propos" in frame.line)
        or (bool(named) and asked == "what" and frame.has("what", "how"))
    )
    of_year = bool(frame.years and topics) and not bounds and frame.has("what") and not named
    more = (
        _more(frame, asked, named)
        | ({"spend", "share", "avow", "leaders", "decade"} if spent else set())
        | ({"source", "position"} if comes else set())
    )
    return Reading(query, weight=3 if strong or of_year else 1 if named or bounds else 0.5, uses=frozenset(more))


def _other_matter(frame: Frame) -> bool:
    """Whether it is on another club, the treaty, the way to membership, an office, or the term "annual plans"."""
    terms = set(frame.ids("reference"))
    held_by = frame.has("who") and "secretary-general" in terms  # who held the office when it was agreed
    plans = plans_due(frame) or ("annual-plans" in terms and frame.starts("what are", "what is", "whats", "explain", "define"))
    return bool(frame.has("other_club") or terms & {"treaty", "map"} or held_by or plans)


def _asked(frame: Frame, view: View, named: list[str], bounds: list[Bound]) -> str:
    """What is asked of the commitment; a share that nobody proposed was agreed."""
    asked = aspect(frame, named)
    proposals = [c for c in view.commitments.values() if c.kind in ("proposal", "demand")]
    held = not bounds or any(bounds[0].value in (c.share, c.core, c.related) for c in proposals)
    return asked if asked != "proposed" or held else "agreed"


def _bare_parts(frame: Frame) -> bool:
    """ "What counts as core": a part of the commitment in a word that names no term."""
    return frame.has("counts", "definition") and frame.has("core", "related") and not (frame.ids("reference") or frame.yes_no)


def _signed_at(frame: Frame, view: View, who: Whose) -> list[str]:
    """What an ally signed at a summit: "did Spain sign the thing in The Hague"."""
    signing = frame.holds("sign", "signed", "signs", "commit", "committed") and who.allies and frame.asserts | frame.yes_no
    return [c.id for c in view.commitments.values() if signing and c.summit in frame.ids("summit") and c.kind in OF_ALL]


def _dated(frame: Frame) -> bool:
    """Whether a date is named that is no deadline."""
    return any(frame.preposition(moment) != "by" for moment in frame.moments)


def _spent(frame: Frame, who: Whose) -> bool:
    """ "When did the allies agree to spend 2 %": the spending is what was agreed."""
    shares = [b for b in frame.bounds if b.unit == "%"]
    agreed = frame.has("agree", "avow", "target") and frame.has("when", "where") and not frame.has("how_many", "how_much", "who")
    others = {"meet", "miss", "gap", "cost", "path", "most", "least", "list", "rank", "against", "support"}
    return bool(shares) and agreed and not who.named and not frame.has(*others) and not _dated(frame) and not frame.ids("person")


def _in_a_city(frame: Frame) -> bool:
    """Whether a city is where all promised something, not the government that did: "what did the allies promise in Vilnius"."""
    cities = [n for n in frame.names if n.kind == "capital" and n.start and frame.tokens[n.start - 1].norm in ("in", "at")]
    return bool(cities) and vowed(frame) and not frame.ids("ally", "commitment")


def _comes_from(frame: Frame) -> bool:
    """ "Where does the 2 % come from?" """
    words = frame.bag
    five = any(bound.value in _PARTS for bound in frame.bounds) and frame.has("source")
    return frame.has("source", "position") and bool(words & (EARLIEST | {"come", "comes", "from"})) and (two(frame) or five)


def _elsewhere(frame: Frame, asked: str, who: Whose, named: list[str]) -> bool:
    """Whether the names and cues beside it ask for something else."""
    if (who.named and asked not in ("agreed", "what")) or (frame.has("who", "which") and frame.has("allies") and asked == "what"):
        return True
    if frame.has("who", "which") and "first" in frame.bag:
        return True  # who was the first of them, before all agreed
    if asked == "parts":
        return bool(set(frame.ids("reference")) - _PLAIN)
    if asked != "agreed":
        return False
    return "eu" in frame.ids("group") or (not named and bool(frame.ids("summit", "capital") or (who.named and not frame.yes_no)))


def _told(frame: Frame, asked: str, pinned: bool, named: bool) -> bool:
    """Whether the question names a commitment, if only as "the target"; of a year in which none was made, nothing is told."""
    if asked == "history" or pinned or named:
        return True
    if asked == "what" and weakly(frame):
        return False
    if not frame.has("target", "deadline", "review", "national_plan", "counts", "core", "related"):
        return False
    return not (frame.years and asked in ("agreed", "what", "parts"))


def _more(frame: Frame, asked: str, named: list[str]) -> set[str]:
    """What may stand beside some of the questions."""
    more = {"#person"} if asked == "proposed" or "rutte-proposal-2025" in named else set()
    more |= {"everybody", "list"} if by_all(frame) else {"next"} if asked == "review" else set()
    more |= {"host", "summit"} if asked == "agreed" and frame.has("where", "when") else set()
    more |= {"say", "say_soft"} if named and frame.has("what") else set()
    return more | ({"list", "spend", "change", "which", "allies", "#year"} if asked == "history" else set())


def _pledges(frame: Frame, view: View, who: Whose) -> Reading | None:
    """What allies announced for themselves."""
    if pledged.vowing(frame) and not who.named:
        return pledged.read(frame, view)
    made = {token.norm for m in frame.cues.get("agree", ()) for token in frame.tokens[m.start : m.end]} - {"made", "announced", "announce"}
    reached = frame.has("meet") and not vowed(frame)  # "what did X pledge to reach by 2029" asks for the pledge
    if (reached or frame.has("miss", "gap", "cost", "less", "more") or made) and not frame.has("national_plan"):
        return None
    if who.named and (frame.has("national_plan") or (frame.has("target") and not frame.has("spend")) or vowed(frame)):
        found = None if made or frame.has("miss", "gap", "less", "more") else pledged.read(frame, view)
        return replace(found, weight=3, uses=found.uses | {"meet"}) if found and vowed(frame) else found
    if frame.has("national_plan") and not frame.has("path") and (not frame.has("meet") or frame.has("which", "who", "list")):
        return pledged.read(frame, view)
    return None


def answer(query: Query, context: Context) -> Answer:
    if query.op == "pledges":
        return pledged.answer(query, context)
    view = context.view
    rows = [view.commitments[id_] for id_ in query.topics if id_ in view.commitments]
    if query.topics and not rows:
        return plain(
            Outcome.NO_DATA,
            f"Nothing of that kind had been agreed by {context.day(context.today)}.",
            "commitment",
            ["What is the current target?"],
            query,
        )
    newest = rows[-1] if rows else targets.in_force(view)
    if newest is None:
        return plain(Outcome.NO_DATA, "My sources hold no commitment of that time.", "commitment", query=query)
    draft = Draft(context, query)
    known = targets.agreed(query.bounds[0].value, view) if query.bounds else None
    if query.bounds and not query.topics and known is None and query.op in ("agreed", "what", "deadline"):
        tabled = targets.proposed(view)
        if tabled and query.bounds[0].value in (tabled.share, tabled.core, tabled.related):
            return _tabled(query, draft, tabled)
        return _unheard(query, draft, newest)
    if query.op == "what":
        return _what(query, draft, newest, bool(rows))
    return _ANSWERS.get(query.op, agreed)(query, draft, newest)


def _what(query: Query, draft: Draft, c: Commitment, named: bool) -> Answer:
    context = draft.context
    take(draft, c)
    quote(draft, c)
    body = [c.text]
    if not named:
        proposal = targets.proposed(context.view)
        low = targets.agreed(targets.GUIDELINE, context.view)
        if c.core and low and low.id != c.id:
            cite(draft, low)
            body.append(f"In force until then: at least 2% of GDP a year ({low.name}, {context.day(low.on)}).")
        if proposal:
            take(draft, proposal)
            body.append(f"On the table: {proposal.name}, {shares(context, proposal)}.")
    lead = f"{c.name}: **{shares(context, c)}** ({context.day(c.on)}, {c.venue})."
    verdict = _claimed(query, c)
    return draft.answer(
        lead,
        f"the commitment “{c.name}”",
        body=body,
        verdict=verdict,
        options=["By when must allies reach it?", "What counts towards the 1.5%?", "Which allies are at 3.5%?"],
    )


def _tabled(query: Query, draft: Draft, c: Commitment) -> Answer:
    """A share that is proposed, on the day, and not agreed."""
    context = draft.context
    take(draft, c)
    quote(draft, c)
    until = f"by **{c.by}**" if c.by else "without a date"
    lead = f"Proposed, not agreed: {shares(context, c)} ({c.name}, {context.day(c.on)})."
    if query.op == "deadline":
        lead = f"Nothing is agreed yet; proposed is {percent(context, query.bounds[0].value)} {until} ({c.name}, {context.day(c.on)})."
    return draft.answer(lead, f"the proposal “{c.name}”", body=[c.text], options=["What is the target now?"])


def _unheard(query: Query, draft: Draft, newest: Commitment) -> Answer:
    """A share that no commitment names."""
    context = draft.context
    take(draft, newest)
    number = percent(context, query.bounds[0].value)
    lead = f"No commitment in my sources names {number}; the newest is {newest.name}: {shares(context, newest)} ({context.day(newest.on)})."
    return draft.answer(
        lead, f"a commitment to {number}", outcome=Outcome.CORRECTION, verdict=Verdict.NO, options=["What is NATO's 5% target?"]
    )


def _claimed(query: Query, c: Commitment) -> Verdict | None:
    if not query.negated or not query.bounds:
        return None
    return Verdict.YES if all(b.value in (c.share, c.core, c.related, c.equipment) for b in query.bounds) else Verdict.NO


_ANSWERS: dict[str, Callable[[Query, Draft, Commitment], Answer]] = {
    "before": before, "proposed": proposed, "history": history_of, "dropped": dropped, "deadline": deadline, "review": review,
    "parts": parts, "agreed": agreed, "place": premises.place, "limit": premises.limit, "then": premises.then,
}  # fmt: skip
"""What is asked of the commitment → how it is answered."""

KIND = Kind(
    NAME,
    read,
    answer,
    uses(
        "#ordinal since_when until #ally #group #bound #count #year #commitment #summit #reference target deadline review "
        "agree before current counts core related national_plan when where who definition equipment meet is_true how_long "
        "allies everybody not path forecast summit until change only cost gdp binding what first_time "
        "member last minister document valid since_when allies avow suffice or"
    ),
    (
        "What is NATO's 5% target?",
        "By when must allies reach 3.5%?",
        "What was the target before the 5%?",
        "Which allies have a national pledge?",
        "What was on the table in May 2025?",
    ),
    alone=frozenset(),
)
