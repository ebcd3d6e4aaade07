"""Another state, year or summit instead of the one that was asked about: "and Greece?", "is Ireland one of them?"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.answer import Answer
from bot.language.frame import Frame
from bot.query import Query
from bot.roll import of_those
from knowledge.base import View

Ids = tuple[str, ...]
_FEW = 3
_BARE = frozenset({"or", "current", "nato", "pronoun", "not", "others"})
_SWAPPED = ("departure", "incumbents", "partner", "army", "overlap", "enlargement", "funding", "candidacy")
_OPENING = frozenset("and what about how or the is was are were in for with s".split())


def another(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """The query that is meant; None where it is a question of its own."""
    if frame.unknown or frame.quantities:
        return None
    if query.kind in ("summit", "definition"):
        return _summit(frame, query, view) if query.kind == "summit" else _entry(frame, query)
    if query.kind in ("office", "incumbents") and (asked := _from_there(frame, query, answer, view)):
        return asked
    if query.kind == "members" and (picked := _those(frame, query, view)):
        return picked
    if query.kind == "funding" and (paid := _paid(frame, query)):
        return paid
    return _apart(frame, query) or _rest(frame, query) or _state(frame, query, view)


def _apart(frame: Frame, query: Query) -> Query | None:
    """ "How many days before?" after two accessions were held against each other."""
    asked = frame.has("until", "how_many", "since_when", "gap") and {"days", "months", "years", "long"} & frame.bag
    held = query.kind == "succession" and query.op == "check" and not frame.names
    return replace(query, op="apart", words=(), carried=("subjects",)) if asked and held else None


def _paid(frame: Frame, query: Query) -> Query | None:
    """ "And what does Washington pay of that?" after a question about the common budgets."""
    named = _named(frame)
    pays = {"pay", "pays", "paid", "contribute", "contributes"} & frame.bag and not frame.has("defence", "gdp", "target")
    return replace(query, op="contribution", subjects=named[0], carried=("topic",)) if named and named[0] and pays else None


def _cues(frame: Frame) -> set[str]:
    return {s.id for m in frame.mentions for s in m.senses if s.kind == "cue"}


def _named(frame: Frame) -> tuple[Ids, Ids] | None:
    """The allies and the other states where nothing else is named."""
    if frame.moments or frame.ids("group", "person", "summit", "commitment", "reference"):
        return None
    allies, others = tuple(frame.ids("ally", "capital")), tuple(frame.ids("nonmember", "country"))
    return (allies, others) if allies or others else None


def _state(frame: Frame, query: Query, view: View) -> Query | None:
    """ "And Greece?" after a question about other states."""
    named = _named(frame)
    if named is None:
        return None
    allies, others = named
    joined = query.kind == "enlargement" and query.op == "size" and _cues(frame) <= {*_BARE, "join", "when", "before", "after"}
    if not (_cues(frame) <= _BARE or joined) or {*frame.words} - _OPENING - _said(frame) - (
        {"when", "joined", "join"} if joined else set()
    ):
        return None
    if query.kind == "members":
        return _of_members(query, allies, others, view)
    if query.kind in ("membership", "partner", "departure", "candidacy"):
        return _asked_of(query, allies, others, view)
    if query.kind in _SWAPPED and allies and not others:
        return _swapped(query, allies)
    if query.kind == "succession" and query.op == "check" and len(allies) == 1 and len(query.subjects) == 2 and not others:
        return replace(query, subjects=(allies[0], query.subjects[1]), words=(), carried=("topic",))
    return None


def _of_members(query: Query, allies: Ids, others: Ids, view: View) -> Query | None:
    """Whether those named are among the members that were listed."""
    if query.op == "founding":
        return Query(kind="membership", op="founding", subjects=allies, outsiders=others, carried=("topic",))
    return _in_group(query.groups[0], allies, others, view) if query.op == "list" and len(query.groups) == 1 else None


def _asked_of(query: Query, allies: Ids, others: Ids, view: View) -> Query | None:
    """The same of other states."""
    if not (query.subjects or query.outsiders or query.op in ("leave", "expel")):
        return None
    later = tuple(id_ for id_ in allies if view.day < view.base.allies[id_].accession)
    return replace(query, subjects=allies, outsiders=others, others=later, words=(), carried=("topic",))


def _swapped(query: Query, allies: Ids) -> Query | None:
    """The same of other allies, where some were asked about."""
    fits = {
        "incumbents": query.op == "from",
        "army": bool(query.subjects),
        "overlap": query.op == "within",
        "funding": query.op == "contribution",
        "enlargement": query.op == "size",
    }
    groups = query.groups if query.kind == "overlap" else ()
    return replace(query, subjects=allies, groups=groups, carried=("topic",)) if fits.get(query.kind) else None


def _said(frame: Frame) -> set[str]:
    """The words that name something, and marks."""
    named = {word for name in frame.names for word in frame.words[name.start : name.end]}
    return named | {token.norm for token in frame.tokens if token.kind == "symbol"}


def _in_group(group: str, allies: Ids, others: Ids, view: View) -> Query | None:
    outside = group == "non-eu"
    if others and (group not in ("eu", "non-eu") or any(id_ not in view.base.non_members for id_ in others)):
        return None
    return Query(
        kind="overlap", op="within", groups=("eu" if outside else group,), subjects=allies, outsiders=others, negated=outside,
        carried=("groups",),
    )  # fmt: skip


def _those(frame: Frame, query: Query, view: View) -> Query | None:
    """ "Is Norway one of them?", "which of them are in the EU?" """
    named = _named(frame)
    if of_those(frame) and named and frame.yes_no and not frame.has("not"):
        return _of_members(query, *named, view)
    groups = frame.ids("group")
    picks = any(f"of {word}" in frame.line for word in ("them", "those", "these"))
    single = (
        len(groups) == 1 and not frame.ids("ally", "capital", "person") and not frame.moments and not frame.has("not", "outside", "except")
    )
    if not (picks and single and frame.has("which", "who", "how_many", "what") and query.op in ("founding", "joined", "list")):
        return None
    if query.excluded or _cues(frame) - {*_BARE, "which", "who", "how_many", "what", "allies", "member", "list", "in_nato"}:
        return None
    if query.op == "founding":
        return replace(query, op="list", groups=("founders", *groups), carried=("topic",))
    return replace(query, groups=(*query.groups, *groups), carried=("topic",))


def _from_there(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """ "Is he American?" after the answer named one person."""
    people = tuple(id_ for id_ in answer.subjects if id_ in view.base.people)
    allies = tuple(frame.ids("ally"))
    asked = frame.yes_no and len(people) == len(allies) == 1 and {"he", "she"} & frame.bag and _cues(frame) <= _BARE
    return Query(kind="incumbents", op="origin", people=people, others=allies, carried=("topic",)) if asked else None


def _summit(frame: Frame, query: Query, view: View) -> Query | None:
    """ "And 2024?", "and in Vilnius?", "and where is the next one?" after a question about a summit."""
    if query.op in ("list", "count") and not frame.moments and (there := _there(frame, view)) and not _cues(frame) - _BARE:
        return replace(query, **there, topics=(), carried=("topic",))
    if query.op == "outcome" and (about := _on_state(frame, query, view)):
        return about
    if not query.op or query.op in ("list", "count", "place", "check", "told", "sequence", "busiest"):
        return None
    words = {*frame.words} - _OPENING - {"one", "?", ",", "summit", "it", "that", "will", "be", "did"}
    fresh = replace(query, topics=(), subjects=(), order="", start=None, end=None, place="", words=(), carried=("topic",))
    if frame.names:
        there = _there(frame, view)
        plain = there and not _cues(frame) - _BARE - {"summit", "what", "how"} and not frame.moments and words <= _said(frame) | {"at"}
        return replace(fresh, **there) if there and plain else None
    if len(frame.moments) == 1 and not frame.moments[0].month and not _cues(frame) - _BARE - {"what", "how"}:
        year = frame.moments[0].year
        return replace(fresh, start=year, end=year) if words <= {str(year)} else None
    asked = next((op for op in ("where", "when", "host") if frame.has(op)), "")
    words -= {"where", "when", "who", "hosts", "hosted", "host"}
    order = "last" if words <= {"last", "previous"} and words else "next" if words == {"next"} else ""
    return replace(fresh, order=order, op=asked or query.op) if order and len(frame.tokens) <= 2 * _FEW + 1 else None


def _on_state(frame: Frame, query: Query, view: View) -> Query | None:
    """ "And about Spain?" after what a summit decided."""
    states = frame.ids("ally", "nonmember", "country")
    told = frame.starts_raw("and about", "about", "and on", "on", "what about", "and for") or frame.ids("nonmember") or query.outsiders
    bare = frame.starts_raw("and") and "hague-2025" not in query.topics  # where an ally's stance is told
    others = frame.ids("capital", "summit", "person") or frame.moments or _cues(frame) - _BARE - {"what", "how"}
    plain = len(states) == 1 and not others
    if not ((told or bare) and plain) or query.limit:
        return None
    state = view.base.allies.get(states[0]) or view.base.non_members.get(states[0])
    return replace(query, outsiders=tuple(states), quote="", people=(), carried=("summit",)) if state else None


def _there(frame: Frame, view: View) -> dict[str, Any]:
    """The one summit or place that is named: "and in Vilnius", "and The Hague"."""
    if len({name.start for name in frame.names}) != 1 or not set(frame.ids("summit", "capital", "ally")):
        return {}
    if summits := frame.ids("summit"):
        return {"topics": tuple(summits)}
    name = frame.names[0]
    placed = name.kind == "capital" or (name.start and frame.words[name.start - 1] == "in")
    return (
        {"subjects": (name.id,), "words": ("city",) if name.kind == "capital" else ()}
        if placed and any(row.country == name.id for row in view.summits.values())
        else {}
    )


def _entry(frame: Frame, query: Query) -> Query | None:
    """ "How old is it?", "where?" after the founding was told; "has it been used?" after Article 5."""
    if frame.names or len(query.topics) != 1:
        return None
    asked = frame.has("founded") or ("where" in frame.bag and len(frame.tokens) <= _FEW)
    if query.topics == ("founding",) and asked:
        return replace(query, op="when", words=(), carried=("topic",))
    if query.topics == ("art-5-invoked",) and frame.has("when") and len(frame.tokens) <= _FEW:
        return replace(query, op="when", words=(), carried=("topic",))
    used = {"used", "invoked", "triggered", "activated", "applied", "invoke"} & frame.bag
    if query.topics == ("art-5",) and used:
        op = "count" if frame.has("how_often", "how_many") else "when" if frame.has("when") else "yes_no" if frame.yes_no else "what"
        return replace(query, op=op, topics=("art-5-invoked",), words=(), carried=("topic",))
    return None


def _rest(frame: Frame, query: Query) -> Query | None:
    """ "Which are not?" after all members were held against a group."""
    asked = frame.has("which", "who") and frame.has("not") and not frame.names and len(frame.tokens) <= 2 * _FEW
    held = query.kind == "overlap" and query.op != "within" and not query.negated
    return Query(kind="members", op="list", excluded=query.groups, carried=("groups",)) if asked and held else None
