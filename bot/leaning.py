"""Follow-ups by the kind that was answered: words, offices, summits, stances, accessions have slots of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bot.another import another
from bot.answer import Answer
from bot.language.frame import Frame
from bot.onward import onward
from bot.posts import TIMES, asks_earlier, beside_whom, tenures_of
from bot.query import Query
from bot.questions import BACKGROUND
from bot.saying import OFFICES
from knowledge.base import View
from knowledge.model import Summit
from knowledge.when import last_day

_ASPECTS = (("until", "countdown"), ("attend", "attend"), ("agree", "outcome"), ("where", "where"), ("host", "where"), ("when", "when"))
_OPENING = frozenset("and what how about on the or".split())
_OPENERS = ("and", "what about", "how about", "on", "about", "or")
_MORE = 10
_ROLL = frozenset("last least join member most before after first_time others founded founding next pronoun when".split())
_AGREED = frozenset("agree support against pronoun not join member target after".split())
_SPENDING = frozenset("spend outlay share gdp how_much how_many meet miss who which what how".split())
_LONG = 9
_FEW = 7
_SIDES = frozenset("who against support pronoun target compare than".split())
_ABOUT_IT = frozenset("when where who deadline agree target pronoun what host avow".split())
_STEPS = Decimal("1.5")
"""Above this a number is a line to be reached, not a yearly step."""


def lean_on(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """The query of a follow-up to a question of one of these kinds; None where it is something else."""
    if (frame.unknown and query.kind != "statement") or len([t for t in frame.tokens if t.kind in ("word", "number")]) > _LONG:
        return None
    if said := _about_that(frame, answer, view) or _said_there(frame, query, view) or _its_entry(frame, answer, view):
        return said
    if other := another(frame, query, answer, view):
        return other
    handler = _HANDLERS.get(query.kind)
    return handler(frame, query, answer, view) if handler else None


def _about_that(frame: Frame, answer: Answer, view: View) -> Query | None:
    """What somebody says of that which the last question was about."""
    people, query = frame.ids("person"), answer.query
    last = [token.norm for token in frame.tokens if token.kind == "word"][-2:]
    pointing = len(last) > 1 and last[1] in ("that", "it", "this") and last[0] in ("about", "to", "on", "of")
    if query is None or not people or not frame.has("say") or not pointing:
        return None
    aimed = query.kind in ("stance", "commitment")
    allies = tuple(id_ for id_ in query.subjects if id_ in view.base.allies)
    topics = query.topics or (("target_5pct",) if aimed and not allies else ())
    others = query.others or allies[:1]
    if not (topics or others) or query.kind == "summit":
        return None
    return Query(kind="statement", op="said", people=tuple(people), topics=topics, others=others, carried=("topic",))


def _said_there(frame: Frame, query: Query, view: View) -> Query | None:
    """What somebody said at the summit that the last question was about: "what did Meloni say there?"."""
    people, there = tuple(frame.ids("person")), query.place if query.kind == "statement" else ""
    if query.kind == "summit" and (shown := _shown(query, view)):
        there = shown.id
    asks = frame.has("say") and frame.has("what") and frame.words[-1 - (frame.tokens[-1].kind == "symbol") :][:1] == ["there"]
    if not (asks and people and there) or frame.moments:
        return None
    return Query(kind="statement", op="said", people=people, place=there, carried=("summit",))


def _its_entry(frame: Frame, answer: Answer, view: View) -> Query | None:
    """When those joined that the last answer was about: "when did it join?"."""
    allies = tuple(ally for ally in answer.subjects if ally in view.allies)
    asks = frame.has("join") and frame.has("when") and {"it", "they"} & frame.bag and not (frame.names or frame.moments)
    if not asks or not 0 < len(allies) <= _MORE:
        return None
    return Query(kind="membership", op="when", subjects=allies, carried=("subjects",))


def _office(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """Since when, who before, another office or another country."""
    people = tuple(s for s in answer.subjects if s in view.base.people)[:1]
    if not people or not query.target or frame.names:
        return None
    words = frame.bag
    plain = replace(query, people=people, on="", start=None, end=None, order="", limit=None, carried=("subjects",))
    if frame.moments and frame.starts_raw("who was it", "who was that"):
        then = frame.moments[0]
        return replace(plain, op="holder", people=(), on=then.iso, start=then.year, end=then.year)
    if asks_earlier(frame):
        return replace(plain, op="earlier")
    if frame.has("succeed", "before") or {"after", "predecessor", "successor"} & words:
        return replace(plain, op=beside_whom(frame))
    if frame.has(*TIMES) or "long" in words:
        return replace(plain, op="since")
    if {"still", "now"} & words and frame.yes_no:
        return replace(plain, op="is")
    office = next((OFFICES[cue] for cue in OFFICES if frame.has(cue)), "")
    return replace(plain, op="holder", people=(), target=office) if office and not frame.has("say") else None


def _summit(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """The one before or after it; another aspect of it."""
    if found := _of_target(frame, query, answer, view):
        return found
    one = _shown(query, view)
    if one is None or frame.names or any(q.value != 1 for q in frame.quantities) or frame.moments:
        return None
    op = next((op for cue, op in _ASPECTS if frame.has(cue)), "")
    words = frame.bag
    if frame.has("who", "nobody", "against", "not") and op == "outcome":
        return None
    if {"before", "preceding", "previous", "earlier", "after", "following"} & words:
        order = "after" if words & {"after", "following"} else "before"
        return replace(query, op=op or "overview", topics=(one.id,), order=order, subjects=(), start=None, end=None, words=())
    if frame.has("next", "last") or not op or len(words) > _FEW:
        return None
    return replace(query, op=op, topics=(one.id,), order="", subjects=(), start=None, end=None, words=(), carried=("summit",))


def _shown(query: Query, view: View) -> Summit | None:
    """The summit that the last answer was about."""
    rows = sorted(view.summits.values(), key=lambda row: row.start)
    if query.topics and query.order not in ("before", "after", "between"):
        rows = [row for row in rows if row.id in query.topics]
    elif query.topics:
        place = next((i for i, row in enumerate(rows) if row.id in query.topics), 0)
        return rows[max(0, place + (1 if query.order == "after" else -1))] if query.order in ("before", "after") else None
    elif query.order in ("next", "last"):
        ahead = [row for row in rows if last_day(row.end or row.start) >= view.day]
        rows = ahead[:1] if query.order == "next" else [row for row in rows if row not in ahead][-1:]
    elif query.subjects or query.start:
        rows = [row for row in rows if row.country in query.subjects or row.start[:4] == str(query.start)]
    return rows[-1] if len(rows) == 1 else None


def _membership(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """Who came last, first, on the same day, before or after; how many there were at the start."""
    allies = [s for s in answer.subjects if s in view.allies]
    words = frame.bag
    if {"before", "earlier", "previously"} & words and frame.has("how_many") and len(allies) == 1 and not _named_beside_nato(frame):
        return Query(kind="enlargement", op="size", subjects=tuple(allies), order="before", carried=("subjects",))
    if query.kind == "succession" and query.op == "next" and words <= {"and", "who", "which", "before", "after", "?"}:
        return replace(query, order="before" if "before" in words else "after", carried=("subjects",))
    if found := _roll(frame, query, allies, words):
        return found
    if query.kind == "succession" and query.op == "along" and {"next", "after", "before"} & words and not frame.names:
        return replace(query, op="next", order="before" if "before" in words else "after", carried=("subjects",))
    if len(allies) != 1 or frame.names or not (frame.has("join", "who", "which") or {"else", "others"} & words):
        return None
    plain = Query(kind="succession", subjects=tuple(allies), carried=("subjects",))
    if {"else", "same", "with", "together", "others"} & words:
        return replace(plain, op="along")
    if {"after", "before", "next"} & words and frame.has("who", "which"):
        return replace(plain, op="next", order="before" if "before" in words else "after")
    return None


def _named_beside_nato(frame: Frame) -> bool:
    return any(name.kind != "reference" for name in frame.names)


def _roll(frame: Frame, query: Query, allies: list[str], words: frozenset[str]) -> Query | None:
    """ "Which was the latest?", "how many at the start?", "and the one before that?" of the members as a whole."""
    foreign = frame.cues.keys() - BACKGROUND - _ROLL - {"how_many"}
    if (
        foreign
        or any(name.id not in ("founding", "founders", "nato") for name in frame.names)
        or frame.moments
        or query.groups
        or query.excluded
        or any(q.value != 1 for q in frame.quantities)
    ):
        return None
    counting = frame.has("how_many") or (query.kind == "members" and "count" in query.words and frame.has("founding", "founded"))
    if counting and not {"before", "earlier", "previously"} & words:
        start = frame.has("founded", "founding") or words & {"originally", "initially", "beginning", "start", "first"}
        return Query(kind="members", op="founding", words=("count",), carried=("members",)) if start else None
    if query.kind == "succession" and query.op == "next":
        allies = [ally for ally in allies if ally not in query.subjects][:1] or allies
    if words & {"before", "preceding", "previous"} and words & {"that", "it", "them", "one", "this"} and len(allies) == 1:
        return Query(kind="succession", op="next", subjects=tuple(allies), order="before", carried=("subjects",))
    if query.kind == "members" and query.op == "joined" and (query.start or query.day or query.end) and words & {"first", "last", "latest"}:
        return replace(query, place="first" if "first" in words else "last", limit=None, carried=("year",))
    if words & {"latest", "last", "newest", "recent", "recently"}:
        return Query(kind="members", op="joined", order="last", carried=("members",))
    if words & {"first", "earliest", "oldest"}:
        return Query(kind="members", op="joined", order="first", carried=("members",))
    return None


def _commitment(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """ "When?", "who set it?" of what was agreed; of what was proposed its date and author, which stand in one answer."""
    plain = not _named_beside_nato(frame) and not frame.bounds and not frame.moments and len(frame.bag) < _FEW - 1
    asks = frame.has("when", "where", "who", "deadline") and not frame.cues.keys() - _ABOUT_IT
    if plain and frame.has("who") and frame.has("against", "support") and not frame.has("not") and not frame.cues.keys() - _SIDES:
        side = "against" if frame.has("against") else "for"
        return Query(kind="stance", op="who", order=side, carried=("target",))
    if query.op == "pledges" and plain and asks and not frame.has("who", "where"):
        return replace(query, carried=("subjects",))
    if query.op == "pledges" and len(frame.moments) == 1 and not (frame.names or frame.bounds) and len(frame.bag) < _FEW - 1:
        return replace(query, end=frame.moments[0].year, words=("until",), carried=("bounds",))
    if plain and asks and query.op == "proposed":
        return replace(query, carried=("target",))
    if plain and asks and query.op == "agreed" and not frame.has("deadline"):
        return replace(query, carried=("target",))
    people = frame.ids("person")
    if query.op == "pledges" and len(people) == 1 and not frame.cues.keys() - BACKGROUND and not (frame.bounds or frame.moments):
        own = tuple(tenure.of for tenure in tenures_of(view, people[0]) if tenure.of in view.allies)[:1]
        return replace(query, subjects=own, people=(), groups=(), carried=("topic",)) if own else None
    return _of_target(frame, query, answer, view)


def _of_target(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """Where one ally stands on what was agreed at The Hague: "and is Spain in on this?", "did Spain go along?"."""
    allies = frame.ids("ally", "capital")
    if not {"hague-2025", "five-percent"} & set(query.topics) or (query.kind == "summit" and query.op != "outcome"):
        return None
    if (
        len(dict.fromkeys(allies)) != 1
        or set(frame.ids("person", "group", "nonmember", "country", "summit"))
        or frame.quantities
        or frame.moments
    ):
        return None
    if frame.cues.keys() & _SPENDING or frame.cues.keys() - BACKGROUND - _AGREED or not (frame.yes_no or frame.starts_raw(*_OPENERS)):
        return None
    order = ("against" if frame.has("against") else "for") if frame.yes_no else ""
    return Query(kind="stance", op="of", subjects=tuple(allies[:1]), order=order, carried=("target",))


def _share_of_total(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """ "What share of the NATO total is that?": the part of all that the allies spend."""
    allies = tuple(ally for ally in query.subjects if ally in view.base.allies)
    total = (frame.has("total", "nato_whole") or (frame.has("nato") and "of" in frame.bag)) and (
        frame.has("proportion", "share") or frame.bag & {"part", "fraction"} or {"much", "of"} <= frame.bag
    )
    if not total or len(allies) != 1 or frame.ids("ally", "capital", "group", "person") or frame.quantities or frame.moments:
        return None
    return Query(kind="burden", op="part", subjects=allies, start=query.start, end=query.end, carried=("subjects",))


def _stance(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    if frame.has("why", "why_bare") and query.op in ("of", "why") and not frame.names and (query.subjects or query.people):
        return replace(query, op="why", order=query.order or "against")
    if query.op == "who" and "who" in frame.bag and frame.bag & {"for", "against"} and not frame.names and not frame.has("not"):
        return replace(query, order="for" if "for" in frame.bag else "against", carried=("target",))
    people = tuple(frame.ids("person"))
    if people and len(frame.bag) < _FEW - 2 and query.op in ("of", "mind", "why"):
        return replace(query, people=people[:1], subjects=(), others=(), carried=("target",))
    return None


def _path(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """Another yearly step: "and at 0.3?"."""
    step = next((q.value for q in frame.quantities if q.unit in ("", "pp", "%") and 0 < q.value < _STEPS), None)
    return replace(query, step=step, carried=("subjects", "bounds")) if step and query.step and not frame.names else None


def _gap(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """What the line that was asked about would cost; of a distance, the money that it is."""
    asks = frame.has("how_much", "money") and not frame.cues.keys() & {"spend", "outlay", "meet", "most", "least", "change", "rise", "fall"}
    if query.kind == "gap" and asks and not (frame.names or frame.quantities or frame.moments):
        return replace(query, carried=("subjects", "bounds"))
    if frame.has("cost") and query.bounds and query.subjects and not (frame.names or frame.quantities):
        return replace(query, kind="cost", op="", carried=("subjects", "bounds"))
    return None


_ARTICLES = frozenset("and what about how article articles art s is does say the or no".split())


def numbered_article(frame: Frame, query: Query, view: View) -> int | None:
    """The number of another article of the treaty, after one was explained: "and 4?"."""
    if query.kind not in ("definition", "departure", "candidacy") or len(frame.quantities) != 1 or frame.moments:
        return None
    before = [view.base.references[id_] for id_ in query.topics if id_ in view.base.references]
    number = frame.quantities[0]
    rest = {token.norm for token in frame.tokens if token.kind == "word"} - _ARTICLES
    asked = query.kind != "definition" or any("article" in " ".join((row.term, *row.aliases)).lower() for row in before)
    return int(number.value) if asked and not rest and number.unit in ("", "ordinal") and number.value == int(number.value) else None


def _article(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    number = numbered_article(frame, query, view)
    entry = next((row.id for row in view.base.references.values() if number and f"article {number}" in row.aliases), "")
    return Query(kind="definition", op="what", topics=(entry,), carried=("topic",)) if entry else None


def _rank(frame: Frame, query: Query, answer: Answer, view: View) -> Query | None:
    """The next one: the list goes on."""
    alone = len(frame.tokens) <= _FEW and not frame.quantities and not frame.has("how_many", "summit")
    if alone and "next" in frame.bag and query.limit and not frame.names:
        return replace(query, limit=query.limit + 1, carried=("order",))
    return None


_HANDLERS: dict[str, Callable[[Frame, Query, Answer, View], Query | None]] = {
    "statement": onward, "office": _office, "summit": _summit, "stance": _stance, "path": _path, "rank": _rank, "gap": _gap,
    "met": _gap, "membership": _membership, "succession": _membership, "members": _membership, "commitment": _commitment,
    "status": _share_of_total, "definition": _article, "departure": _article, "candidacy": _article,
}  # fmt: skip
