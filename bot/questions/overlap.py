"""The members against a group: whether all, most or any are in it, whether NATO is for it alone, and NATO beside the EU.

In its query `op` is "all", "some" (not all), "most", "any", "only" or "same"; `groups` holds the group; `negated` tells
whether those outside of it are meant.
"""

from __future__ import annotations

from itertools import pairwise

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict, verdict_of
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import claims, elsewhere, hypothetical, of_those, vouch
from knowledge import units
from knowledge.base import View

NAME = "overlap"
_FOREIGN = (
    "spend", "outlay", "share", "how_much", "how_many", "which", "who", "what", "when", "where", "why", "meet", "miss", "target",
    "personnel", "most", "least", "fair_share", "counts", "join", "leave", "want_join", "eligible", "agree", "against", "support", "say",
    "except", "contribute", "than", "more", "less", "total", "average", "how",
)  # fmt: skip
_TOPICS = tuple(cue for cue in _FOREIGN if cue not in ("counts", "which"))
_FEW = 7
_ALIKE = ("identical", "equal", "overlap")
_PLACES = ("europe", "north-america", "western-europe", "northern-europe", "southern-europe", "central-europe", "southeast-europe")


def read(frame: Frame, view: View) -> Reading | None:
    if within := _within(frame, view) or _more_members(frame):
        return within
    groups = tuple(id_ for id_ in frame.ids("group") if id_ not in ("founders", "no-army", "non-eu"))
    outside = "non-eu" in frame.ids("group")
    groups = ("eu",) if outside or (not groups and "EU" in frame.ids("nonmember")) else groups
    others = set(frame.ids("nonmember", "country")) - {"EU"}
    if len(groups) != 1 or others or frame.ids("ally", "capital", "person", "summit", "commitment") or frame.moments or frame.quantities:
        return None
    if frame.has(*_FOREIGN) or hypothetical(frame) or elsewhere(frame) or not set(frame.ids("reference")) <= {"nato"}:
        return None
    if not (frame.yes_no or claims(frame)):
        return None
    op = _op(frame, groups[0])
    turned = frame.starts("arent", "isnt", "dont", "doesnt")
    denied = outside or frame.has("outside") or (frame.has("not") and not turned)
    partial = op == "all" and any(words in frame.line for words in ("not all", "not every"))
    if not op or (denied and op != "any" and not partial):
        return None
    op = "some" if partial else op
    words = ("claim",) if claims(frame) else ()
    return Reading(Query(kind=NAME, op=op, groups=groups, negated=denied and not partial, words=words), 4, frozenset({"list", "founded"}))


def _within(frame: Frame, view: View) -> Reading | None:
    """ "Is Norway in the EU?", "Croatia is in the eurozone": whether those named belong to a group of others than NATO."""
    groups = [id_ for id_ in frame.ids("group") if id_ not in ("founders", "no-army")]
    outside = "non-eu" in groups or frame.has("outside")
    groups = ["eu"] if groups == ["non-eu"] or (not groups and "EU" in frame.ids("nonmember")) else groups
    named = [name for name in frame.names if name.kind in ("ally", "capital", "nonmember", "country") and name.id != "EU"]
    others = tuple(dict.fromkeys(name.id for name in named if name.kind in ("nonmember", "country")))
    if len(groups) != 1 or not named or frame.moments or frame.quantities or frame.ids("person", "summit", "commitment"):
        return None
    if frame.has(*_TOPICS, "everybody", "only", "nobody") or hypothetical(frame) or set(frame.ids("reference")) - {"nato"}:
        return None
    asserted = claims(frame) and bool({"is", "are", "belongs", "belong"} & frame.bag)
    fragment = _which_club(frame) and len(frame.tokens) <= _FEW  # "Turkey EU or NATO"
    if not (asserted or fragment or frame.starts("is", "are", "isnt", "arent", "does", "do")) or not _denied_in_front(frame):
        return None
    if others and (groups != ["eu"] or any(id_ not in view.base.non_members for id_ in others)):
        return None  # who else is in it is not held
    both = frame.holds("nato", "alliance")
    if not _tied(frame, both=both):
        return None
    clubs = ("either",) if both and _which_club(frame) else ("both",) if both and not of_those(frame) else ()
    words = (*(("claim",) if asserted else ()), *clubs)
    allies = tuple(dict.fromkeys(name.id for name in named if name.kind in ("ally", "capital")))
    query = Query(kind=NAME, op="within", groups=tuple(groups), subjects=allies, outsiders=others, negated=outside, words=words)
    return Reading(query, 3, frozenset({"#ally", "national", "not", "or", "counts", "list", "which", "pronoun"}))


def _more_members(frame: Frame) -> Reading | None:
    """ "Does NATO have more members than the EU?": how many another club has is not held."""
    club = frame.ids("group") or (["eu"] if "EU" in frame.ids("nonmember") else [])
    heads = frame.has("member", "allies") and frame.has("than", "compare", "more_bare", "less_bare", "more", "less")
    paid = frame.has("spend", "outlay", "share", "defence", "personnel", "gdp", "money", "meet", "target")
    if len(club) != 1 or not heads or paid or not frame.holds("nato", "alliance") or frame.ids("ally", "capital") or frame.quantities:
        return None
    if not frame.holds("members", "countries", "states") or frame.moments or frame.bounds:
        return None
    more = frozenset({"than", "compare", "more_bare", "less_bare", "more", "less", "how_many", "which", "or", "not"})
    return Reading(Query(kind=NAME, op="heads", groups=(club[0],)), 6, more)


def _denied_in_front(frame: Frame) -> bool:
    """Whether a negation is only the question's own: "isn't Norway in the EU", "… or not"."""
    ends = frame.line.rstrip(" ?").endswith("or not")
    opening = frame.starts("isnt", "arent")
    if frame.has("or") and not ends and not _which_club(frame):
        return False
    return len(frame.cues.get("not", ())) <= int(ends) + int(opening)


def _which_club(frame: Frame) -> bool:
    """ "In the EU or NATO", "Turkey EU NATO": to which of the two somebody belongs."""
    chosen = any(a in ("eu", "nato", "union", "alliance") and b in ("or", "and/or") for a, b in pairwise(frame.words))
    heading = len([token for token in frame.tokens if token.kind == "word"]) == len("abc") and not frame.yes_no
    return (chosen or heading) and frame.holds("nato", "alliance")


def _tied(frame: Frame, *, both: bool) -> bool:
    """Whether the group is what somebody is said to be in: it stands behind, tied to the name by "in", "part of", "a"."""
    if of_those(frame):
        return True
    if both and _which_club(frame):
        return True
    if both and not {"and", "both"} & frame.bag:
        return False
    group = max((name for name in frame.names if name.kind == "group" or name.id == "EU"), key=lambda name: name.start)
    named = [name for name in frame.names if name.kind in ("ally", "capital", "nonmember", "country") and name.id != "EU"]
    if any(name.start > group.start for name in named):
        return False
    between = set(frame.words[max(name.end for name in named) : group.end])
    cues = {s.id for m in frame.mentions for s in m.senses if s.kind == "cue"}
    tied = {"in", "part", "member", "belong", "belongs", "one", "a", "an", "use", "uses", "outside", "among"} & between
    return bool(tied) or not cues - {"current", "or", "not"}


def _op(frame: Frame, group: str) -> str:
    """How the members and the group are held together; "" where they are not."""
    words = frame.bag
    place = max(name.start for name in frame.names if name.kind in ("group", "nonmember"))
    nato = [m.start for cue in ("nato", "of_nato", "in_nato") for m in frame.cues.get(cue, ())]
    members = [m.start for cue in ("everybody", "allies", "member", "most_of") for m in frame.cues.get(cue, ()) if m.start < place]
    behind = any(start > place for start in nato if frame.words[start : start + 2] != ["of", "nato"])
    if group == "eu" and (nato and ("same" in words or words & set(_ALIKE))):
        return "same"
    if frame.has("only") and behind and frame.starts("are only", "is only", "can only") and group in _PLACES:
        return "only"
    if frame.has("only") or "exclusively" in words:
        named = [start for start in nato if start < place]
        return "only" if named and not members and group in _PLACES else ""
    if frame.starts("are there", "arent there", "is there", "isnt there", "does nato have", "has nato got"):
        headed = any({"members", "allies", "countries", "states"} & set(frame.words[n.start : n.end]) for n in frame.names)
        return "any" if members or headed or frame.has("allies", "member", "of_nato", "in_nato") else ""
    if behind or not members:
        return ""
    if frame.has("most_of") and words & {"most", "majority"}:
        return "most"
    return "all" if frame.has("everybody") or words & {"all", "every", "each"} else ""


def answer(query: Query, context: Context) -> Answer:
    """How many of the members are in the group, and who is not."""
    draft = Draft(context, query)
    if query.op == "within":
        return _belong(query, draft)
    if query.op == "heads":
        return _heads(query, draft)
    group = context.view.base.groups[query.groups[0]]
    inside = [id_ for id_ in context.view.allies if id_ in group.members]
    out = [id_ for id_ in context.view.allies if id_ not in group.members]
    draft.rest(group)
    draft.rest(context.view.base.references["enlargement"], most=1)
    draft.caveat(group.note or "")
    draft.value(f"members that are {group.name}", len(inside), units.ALLIES, status="computed")
    total = len(inside) + len(out)
    verdict = _verdict(query, len(inside), len(out))
    lead = f"{OPENINGS[verdict]}{len(inside)} of NATO's {total} members are {group.name}."
    if query.negated:
        lead = f"{OPENINGS[verdict]}{len(out)} of NATO's {total} members do not belong to this group: {group.name}."
    lines = [f"The others: {context.names(out)}."] if out else []
    if query.negated:
        lines = [f"{phrase.capital(context.names(out))}."] if out else []
    elif len(out) > len(inside):
        lines = [f"{phrase.capital(group.name)}: {context.names(inside)}."]
    if group.id == "eu":
        draft.value("members outside the EU", len(out), units.ALLIES, status="computed")
        strangers = [row for row in context.view.base.non_members.values() if "eu" in row.kinds]
        draft.rest(*strangers[:1], most=1)
        lines.append(f"In the EU and not in NATO: {phrase.join([row.name for row in strangers])}.")
    if query.op == "only":
        rule = context.view.base.references["join"]
        draft.rest(rule, most=1)
        lines.append(rule.text)
    outcome = Outcome.CORRECTION if "claim" in query.words and verdict == Verdict.NO else Outcome.ANSWER
    subjects = out if query.negated or (out and len(out) < len(inside)) else inside
    return draft.answer(lead, f"how many members of NATO are {group.name}", body=lines, verdict=verdict, outcome=outcome, subjects=subjects)


def _heads(query: Query, draft: Draft) -> Answer:
    """NATO's own number of members; another club's is not held."""
    count = len(draft.context.view.allies)
    draft.value("members", count, units.ALLIES, status="computed")
    draft.rest(draft.context.view.base.references["enlargement"], most=1)
    lead = f"NATO has {count} members; how many the other has is not in my sources, only which allies are in it."
    return draft.answer(lead, "the number of NATO's members beside another club's", outcome=Outcome.NO_DATA)


def _belong(query: Query, draft: Draft) -> Answer:
    """Whether those named are in the group."""
    context = draft.context
    group = context.view.base.groups[query.groups[0]]
    draft.rest(group)
    draft.caveat(group.note or "")
    inside = [id_ for id_ in query.subjects if id_ in group.members]
    for id_ in query.outsiders:
        state = context.view.base.non_members[id_]
        draft.rest(state, most=1)
        inside += [id_] if group.id in state.kinds else []
    named = (*query.subjects, *query.outsiders)
    allied = [id_ for id_ in named if id_ in context.view.allies]
    out = [id_ for id_ in named if id_ not in inside]
    what = {"eu": "the EU", "euro-area": "the euro area"}.get(group.id, f"this group: {group.name}")
    verdict = verdict_of(len(out) if query.negated else len(inside), len(named))
    parts = [f"{context.names(ids)} {'belongs' if len(ids) == 1 else 'belong'} to {what}" for ids in (inside,) if ids]
    parts += [f"{context.names(out)} {'does' if len(out) == 1 else 'do'} not{'' if inside else f' belong to {what}'}"] if out else []
    if {"both", "either"} & {*query.words}:
        verdict = verdict_of(len(inside) + len(allied), 2 * len(named))
        if "either" in query.words and len(named) == 1:
            verdict = Verdict.YES if inside or allied else Verdict.NO
        be = "is a member" if len(allied) == 1 else "are members"
        parts.append(f"{context.names(allied)} {be} of NATO" if allied else "not of NATO")
        vouch(draft, [context.view.base.allies[id_] for id_ in allied])
    for id_ in named:
        draft.value(f"{context.name(id_, article=False)}, in {group.name}", id_ in inside, "member", subject=id_)
    outcome = Outcome.CORRECTION if "claim" in query.words and verdict != Verdict.YES else Outcome.ANSWER
    if "either" in query.words and len(named) == 1:
        in_eu, in_nato = bool(inside), bool(allied)
        first = f"{context.name(named[0])} is {'a member' if in_nato else 'no member'} of NATO"
        parts = [f"{first}{' and' if in_eu == in_nato else ', but'} {'belongs' if in_eu else 'does not belong'} to {what}"]
    lead = f"{OPENINGS[verdict]}{', '.join(parts)}."
    return draft.answer(lead, f"whether {context.names(named)} belong to {what}", verdict=verdict, outcome=outcome, subjects=named)


def _verdict(query: Query, inside: int, out: int) -> Verdict:
    if query.negated:
        inside, out = out, inside
    fits = {"all": not out, "most": inside > out, "any": bool(inside), "only": not out, "same": not out, "some": bool(out)}[query.op]
    return Verdict.YES if fits else Verdict.NO


KIND = Kind(
    NAME, read, answer,
    uses("#group #outsider #reference nato member everybody most_of only in_nato of_nato not outside current compare is_true unmoved"),
    ("Are all allies in the EU?", "Are there members outside Europe?", "Are the EU and NATO the same?"),
)  # fmt: skip
