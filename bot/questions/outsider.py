"""Figures of states that are no allies: none are held; a premise that they are members is put right."""

from __future__ import annotations

from bot import phrase
from bot.answer import Answer, Outcome
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import hypothetical, ids, outside
from knowledge.base import View

NAME = "outsider"
_MEASURED = (
    "spend",
    "outlay",
    "contribute",
    "equipment",
    "personnel",
    "personnel_share",
    "meet",
    "target",
    "gap",
    "fair_share",
    "defence",
    "more",
    "less",
)
_ENTRIES = {
    "nato",
    "gdp",
    "defence-expenditure",
    "share-of-gdp",
    "two-percent",
    "five-percent",
    "political",
    "equipment-20",
    "personnel-share",
    "burden-sharing",
    "current-prices",
    "constant-prices",
}


def read(frame: Frame, view: View) -> Reading | None:
    groups = frame.ids("group")
    outsiders = tuple(id_ for id_ in frame.ids("nonmember", "country") if not (id_ == "EU" and "eu" in groups))
    entries = set(frame.ids("reference"))
    line = any(bound.unit == "%" for bound in frame.bounds) and frame.has("since_when", "ever", "member", "current")
    measured = frame.has(*_MEASURED) or bool(entries - {"nato"}) or line or _nato_share(frame)
    towards = [n.start for n in frame.names if n.kind in ("nonmember", "country")]
    given = ("to", "for", "promise", "promised", "pledge", "pledged")
    if all(place and frame.words[place - 1] in given for place in towards) and frame.has("target", "agree") and not line:
        return None  # what was pledged to it
    if frame.has("member") and frame.holds("promised", "promise", "promises"):
        return None  # membership that was held out to it
    voted = frame.holds("vote", "voted", "votes") or frame.has("agree")
    aimed = voted and (any(bound.unit == "%" for bound in frame.bounds) or frame.has("target"))
    entries -= {"consensus"} if aimed else set()
    if not outsiders or not (measured or aimed) or not entries <= _ENTRIES or hypothetical(frame):
        return None
    query = Query(
        kind=NAME, outsiders=outsiders,
        op="premise" if aimed or frame.has("member", "meet", "target", "fair_share") or _nato_share(frame) else "figure",
        others=tuple(frame.ids("ally", "capital")), words=("claim",) if frame.has("member") else (),
    )  # fmt: skip
    more = {"why", "why_bare", "against", "support", "agree", "binding"} if query.op == "premise" and _nato_share(frame) else set()
    more |= {"agree", "how", "against", "support", "#commitment", "when", "#unknown"} if aimed and _only_voting(frame) else set()
    more |= {"binding"} if query.op == "premise" and (frame.bounds or frame.has("target")) else set()
    return Reading(query, 0, frozenset(more))


def _only_voting(frame: Frame) -> bool:
    """Whether every word that nobody knows is one of voting."""
    return all(token.norm in ("vote", "voted", "votes", "voting") for token in frame.unknown)


def _nato_share(frame: Frame) -> bool:
    """Whether a share is taken for one that NATO asks of the state: "towards NATO's 2 percent"."""
    return any(b.unit == "%" for b in frame.bounds) and frame.has("nato", "of_nato") and not frame.ids("ally", "capital")


def answer(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    names = context.names(query.outsiders)
    lines = [outside(draft, id_) for id_ in query.outsiders]
    body = ["I hold figures of the allies only, as NATO publishes them."]
    premise = query.op == "premise" and not query.others
    if premise and not query.words:
        body.append("NATO's spending targets bind its members only.")
    reading = f"figures of {names}"
    options = [f"How much does {context.name(id_)} spend on defence?" for id_ in query.others[:2]] or [
        "How much does Poland spend on defence?"
    ]
    if premise:
        return draft.answer(lines[0], reading, body=[*lines[1:], *body], outcome=Outcome.CORRECTION, subjects=ids(query), options=options)
    lead = f"I hold no figures for {names}: only for members of NATO, and {names} {'is' if len(query.outsiders) == 1 else 'are'} none."
    return draft.answer(phrase.capital(lead), reading, outcome=Outcome.NO_DATA, subjects=ids(query), options=options)


KIND = Kind(
    NAME, read, answer,
    uses(
        "#outsider #ally #group #year #day #bound #count #ordinal #reference #points "
        "member not contribute money national euros currency constant of_nato in_nato "
        "equipment personnel personnel_share gdp growth more least_at less most_at between exactly most least rank change rise fall "
        "first_time since_when ever run meet miss gap cost compare than more_bare less_bare ratio total average proportion target "
        "deadline before missing support pays_for forecast fair_share budget_common last next up current or path estimate when"
    ),
    ("How much does Russia spend on its military?", "Does Austria meet the 2 % target?"),
    alone=frozenset(),
)  # fmt: skip
