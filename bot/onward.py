"""Follow-ups on what was said: another speaker, topic, day or place, more of the same, how many."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import Answer
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import BACKGROUND
from bot.saying import topics_of
from bot.voices import spokespeople
from knowledge.base import View
from knowledge.speakers import holders
from knowledge.words import words as stems_of

_OPENING = frozenset("and what how about on the or anything something only from by".split())
_TOPIC = ("and about", "and on", "about", "on", "anything on", "anything about", "something on", "something about")
_OPENERS = ("and", "what about", "how about", "only", "just", "from", "by", "or", *_TOPIC)
_MORE = frozenset("else more other another anything".split())
_FEW = 7
_PAGE = 3


def onward(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """The query that such a follow-up means; None where it is something else."""
    speakers = tuple(s for s in answer.subjects if s in view.base.people) or query.people
    fresh = Query(kind="statement", op="said", people=speakers, carried=("subjects",))
    named = bool(frame.ids("person", "ally", "capital", "nonmember") or topics_of(frame))
    if frame.has("how_many") and not named and query.op in ("said", "any", "whom"):
        return replace(query, op="count", order="", limit=None, carried=("subjects",))
    if frame.has("exact_words") and answer.quotes and not named:
        return replace(query, carried=("subjects",))
    if then := _dated(frame, query):
        return then
    if _MORE & frame.bag and not named and not {"about", "on"} & frame.bag and speakers:
        return _further(frame, query, fresh)
    return _by_another(frame, query, view) or _on_another(frame, query, fresh)


def _dated(frame: Frame, query: Query) -> Query | None:
    """ "And on 13 February?", "and in 2024?"."""
    if len(frame.moments) != 1 or frame.cues.keys() - BACKGROUND or frame.names or query.op not in ("said", "any", "whom"):
        return None
    moment = frame.moments[0]
    rest = {token.norm for i, token in enumerate(frame.tokens) if not moment.start <= i < moment.end and token.kind == "word"}
    if not rest <= {"and", "in", "on", "what", "about", "how", "the"}:
        return None
    return replace(query, on=moment.iso, start=None, end=None, order="", limit=None, carried=("subjects", "topic"))


def _further(frame: Frame, query: Query, fresh: Query) -> Query:
    """More of the same, or whatever else somebody said."""
    if "more" in frame.bag and query.op in ("said", "any"):
        return replace(query, op="said", limit=(query.limit or _PAGE) + _PAGE, carried=("subjects",))
    return fresh


def _by_another(frame: Frame, query: Query, view: View) -> Query | None:
    """The same of another speaker, or of another ally's: "and Rutte?", "and the Dutch one?"."""
    people, allies = tuple(frame.ids("person")), tuple(frame.ids("ally", "capital"))
    if not _opens(frame) or frame.starts_raw(*_TOPIC):
        return None
    if allies and query.subjects and not topics_of(frame) and frame.starts_raw("and", "what about", "how about"):
        holder = _same_office(query, allies[0], view) or spokespeople(view, allies[0])
        return replace(query, op="said", subjects=allies[:1], people=holder, carried=("topic",))
    if people and not frame.quantities:
        return replace(query, op="said", people=people, subjects=(), carried=("topic",))
    return None


def _on_another(frame: Frame, query: Query, fresh: Query) -> Query | None:
    """The same speaker on another topic: "and about Trump?", "and Ukraine?"."""
    allies, outsiders, topics = tuple(frame.ids("ally", "capital")), tuple(frame.ids("nonmember")), topics_of(frame)
    asked = bool(query.others or query.outsiders or query.topics or query.words)
    bare = bool(allies or outsiders) and not query.subjects and asked and frame.starts_raw("and")
    told = frame.starts_raw(*_TOPIC, "what about", "how about") and len(frame.bag) <= _FEW
    if not (told or bare) or not _opens(frame) or not fresh.people or query.op not in ("said", "any"):
        return None
    people = set(frame.ids("person"))
    if people and (people & set(fresh.people) or frame.quantities):
        return None
    if topics and not people:
        return replace(fresh, topics=topics)
    if (allies or outsiders) and not people:
        return replace(fresh, others=allies, outsiders=outsiders)
    said = " ".join(token.text for token in frame.tokens if token.kind == "word" and token.norm not in _OPENING)
    return replace(fresh, words=tuple(stems_of(said)), quote=said) if stems_of(said) else None


def _opens(frame: Frame) -> bool:
    return frame.starts_raw(*_OPENERS) and not frame.has("spend", "meet", "join", "when", "where")


def _same_office(query: Query, ally: str, view: View) -> tuple[str, ...]:
    """Who holds in another ally the office of the one speaker that was asked about."""
    if len(query.people) != 1:
        return ()
    held = {row.office for row in view.offices.values() if row.person == query.people[0] and row.of in query.subjects}
    return tuple(dict.fromkeys(row.person for row in holders(view, ally, sorted(held), view.day)))
