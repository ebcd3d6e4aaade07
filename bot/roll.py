"""The roll of members: who joined when and as which number, who never did, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from bot import phrase
from bot.draft import Context, Draft
from bot.language.frame import Frame, once
from bot.query import Query
from bot.slots import expand
from knowledge import units
from knowledge.base import View
from knowledge.model import Ally

ALL = "enlargement"
"""The reference entry that holds the whole roll."""
_NOT_STATES = ("founders", "no-army")
_ASKING = (
    "is",
    "are",
    "was",
    "were",
    "did",
    "does",
    "do",
    "has",
    "have",
    "had",
    "can",
    "could",
    "will",
    "isnt",
    "arent",
    "wasnt",
    "didnt",
    "doesnt",
    "hasnt",
)


class States(NamedTuple):
    """The states that a question names: allies (groups expanded) and others."""

    allies: tuple[str, ...]
    outsiders: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.allies or self.outsiders)


@once
def states(frame: Frame, view: View) -> States:
    """The states named as subjects; "the founders" and "without an army" are no states."""
    outsiders = frame.ids("nonmember", "country", role="subject")
    if frame.starts("is the eu", "was the eu", "isnt the eu", "is the european union", "was the european union"):
        outsiders = list(dict.fromkeys([*outsiders, "EU"]))  # one body, not the allies in it
    groups = [id_ for id_ in frame.ids("group", role="subject") if id_ not in _NOT_STATES and not (id_ == "eu" and "EU" in outsiders)]
    allies = expand([*frame.ids("ally", "capital", role="subject"), *groups], view)
    return States(tuple(allies), tuple(outsiders))


def those_outside(frame: Frame) -> bool:
    """Whether a heading asks for the states outside: "EU countries not in NATO", "states of the EU that are not members"."""
    states_of = bool(set(frame.ids("group")) - {*_NOT_STATES} or "EU" in frame.ids("nonmember")) and not frame.ids("ally", "capital")
    stated = frame.words[: next((i for i, word in enumerate(frame.words) if word in ("that", "which", "who")), None)]
    denied = frame.has("not", "outside") and not frame.has("founding")
    return states_of and denied and not {"is", "are", "arent", "was", "were", "has", "have"} & set(stated)


def denies_membership(frame: Frame) -> bool:
    """Whether it is NATO that somebody is said not to be in: "not in NATO in Europe"."""
    inside = {m.start for cue in ("nato", "in_nato", "of_nato", "member") for m in frame.cues.get(cue, ())}
    for mention in (*frame.cues.get("not", ()), *frame.cues.get("outside", ())):
        place = mention.end
        while frame.words[place : place + 1] and frame.words[place] in ("in", "a", "an", "of", "the", "part") and place not in inside:
            place += 1
        if place in inside:
            return True
    return False


def of_those(frame: Frame) -> bool:
    """Whether those listed before are meant: "is Norway one of them"."""
    pointing = ("one of them", "one of those", "one of these", "among them", "among those", "in it", "part of it", "it include")
    return any(words in frame.line for words in pointing)


def hypothetical(frame: Frame) -> bool:
    """Whether it asks what would be, which no source tells."""
    return frame.holds("if", "should") or (frame.holds("would") and "would like to" not in frame.line)


def elsewhere(frame: Frame) -> bool:
    """Whether something else than NATO is joined, left or belonged to: "joined the EU", "withdraw from Afghanistan"."""
    verbs = [m.end for m in frame.mentions if {"join", "leave", "expel", "want_join", "rejoin", "eligible"} & {s.id for s in m.senses}]
    clubs = {"group": ("eu", "euro-area", "g7"), "nonmember": ("EU",), "country": None, "cue": ("other_club",)}
    starts = [
        name.start for name in frame.names if name.kind in clubs and (clubs[name.kind] is None or name.id in (clubs[name.kind] or ()))
    ]
    starts += [m.start for m in frame.cues.get("other_club", ())]
    thin = ("the", "of", "from", "into", "to", "out", "in")
    for end in verbs:
        place = end
        while place < len(frame.tokens) and frame.tokens[place].norm in thin:
            place += 1
        if set(range(end, place + 1)) & set(starts):
            return True
    return False


def claims(frame: Frame) -> bool:
    """Whether a statement is put to the test: "X is …, true?" or a sentence that asks nothing."""
    return frame.has("is_true") or not (frame.is_question or _inverted(frame))


def _inverted(frame: Frame) -> bool:
    """Whether the verb stands before a name, as in "in 2020 was Finland …"."""
    named = [name for name in frame.names if name.start]
    places = [name.start - (frame.tokens[name.start - 1].norm == "the") for name in named]
    first = min((name.end for name in frame.names if name.end and name.kind != "reference"), default=0)
    return any(0 < place <= first and frame.tokens[place - 1].norm in _ASKING for place in places)


def among(view: View, start: date, end: date) -> list[Ally]:
    """The members that joined between two days, both included, in the order of joining."""
    rows = [ally for ally in view.allies.values() if start <= ally.accession <= end]
    return sorted(rows, key=lambda ally: (ally.accession, ally.name))


def places(view: View, ally: Ally) -> tuple[int, int]:
    """The first and the last number that an ally can have had: those who join on one day share a stretch."""
    earlier = sum(other.accession < ally.accession for other in view.base.allies.values())
    along = sum(other.accession == ally.accession for other in view.base.allies.values())
    return earlier + 1, earlier + along


def ordinal(number: int) -> str:
    """ "1st", "22nd", "13th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def full_years(start: date, today: date) -> int:
    return today.year - start.year - ((today.month, today.day) < (start.month, start.day))


# --- what is asked about, from the query


def asked(query: Query, context: Context) -> list[Ally]:
    return [context.view.base.allies[id_] for id_ in query.subjects]


def entered(query: Query, context: Context) -> list[Ally]:
    """Those of the allies asked about that have joined, as far as the question's own day knows (`others` tells)."""
    return [ally for ally in asked(query, context) if ally.id in context.view.allies or ally.id in query.others]


def ids(query: Query) -> tuple[str, ...]:
    """The subjects of the answer; countries that only CLDR knows have no code of three letters here."""
    return (*query.subjects, *(id_ for id_ in query.outsiders if len(id_) != 2 or id_ == "EU"))


def who(query: Query, context: Context) -> str:
    return context.names([*query.subjects, *query.outsiders])


# --- sentences that bring their values and sources


def vouch(draft: Draft, allies: Sequence[Ally]) -> None:
    """Cite the accession of a few allies by their own sources, of many by the roll's."""
    if 0 < len(allies) <= 3:
        for ally in allies:
            draft.rest(ally, most=2 if len(allies) == 1 else 1)
    else:
        draft.rest(draft.context.view.base.references[ALL])


def accession(draft: Draft, ally: Ally) -> str:
    """Take up the day of joining; returns it in words."""
    draft.value(f"{ally.name}, joined NATO", ally.accession, units.DATE, subject=ally.id)
    vouch(draft, [ally])
    return draft.context.day(ally.accession)


def joining(draft: Draft, ally: Ally) -> str:
    """The sentence that an ally joined, or has not yet."""
    context = draft.context
    if ally.id not in context.view.allies and ally.id not in (draft.query.others if draft.query else ()):
        vouch(draft, ())
        return f"{phrase.capital(context.name(ally.id))} had not joined NATO by {context.day(context.today)}."
    as_founder = " as a founding member" if ally.founding else ""
    return f"{phrase.capital(context.name(ally.id))} joined NATO on {accession(draft, ally)}{as_founder}."


def outside(draft: Draft, id_: str) -> str:
    """The sentence that a state is no member, with its status."""
    context = draft.context
    name = phrase.capital(context.name(id_))
    draft.value(f"{name}, member of NATO", False, "member", subject=id_ if len(id_) != 2 or id_ == "EU" else None)
    state = context.view.base.non_members.get(id_)
    if state is None:
        vouch(draft, ())
        return f"{name} is not a member of NATO and never was."
    draft.rest(state)
    status = "" if "member" in state.status else f" ({state.status})"
    return f"{name} is not a member of NATO and never was{status}."


def told(draft: Draft, outsiders: Iterable[str]) -> list[str]:
    """What the entries on outsiders say, as far as they are not younger than the day."""
    view = draft.context.view
    rows = [view.base.non_members[id_] for id_ in outsiders if id_ in view.base.non_members]
    return [f"{row.text} (As of {draft.context.day(row.as_of)}.)" for row in rows if row.as_of <= view.day.isoformat()]
