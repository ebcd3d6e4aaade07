"""Words that nobody is said to have said: "who wants partnerships, not dependencies", "there is no replacement …".

Only where no kind reads the question, and only where one statement is clearly meant: what a verb such as "wants" or
"compared" stands with is looked up as if it were quoted; without such a verb, four words of it have to stand in a
statement as they are.
"""

from __future__ import annotations

from bot.language.frame import Frame, Mention
from bot.query import Query
from bot.saying import SAY, marks_of
from bot.voices import by
from knowledge.base import View
from knowledge.model import Statement
from knowledge.search import SURE, Ask, Hit, asks, find, withdrawn
from knowledge.words import clauses, denies, verbatim, words

_ASKING = (
    "who",
    "which",
    "when",
    "where",
    "politician",
    "avow",
    "say",
    "say_soft",
    "source",
    "exact_words",
    "is_true",
    "wrong_you",
    "pronoun",
    "agree",
    "position",
)
_LIGHT = frozenset(
    (
        "a an the of that to as with it is was were and or by in on for about be so then line words quote one this these those would will "
        "did does do has have"
    ).split()
)
_QUOTED = frozenset("line quote quotes remark comment words statement".split())
_OTHERWISE = ("why", "how", "how_much", "how_many", "when", "where", "list", "rank", "compare", "not")
_BESIDE = frozenset("from w with re and n the about on that s ' ’ ? ! . , : what was is a his her please exact again which".split())
_CONTENT = 2


def recall(frame: Frame, view: View) -> Query | None:
    """The question as one after who said its words; None unless one statement fits them."""
    if frame.has("offtopic") and not frame.quote:
        return None
    if line := _line(frame, view) or _wished(frame, view):
        return line
    asks_who = frame.has("who") or (frame.has("which") and frame.has("politician", "minister", "premier", "president"))
    people = tuple(frame.ids("person"))
    said = frame.has(*SAY) and people and not frame.has("what", "how", "when", "where", "why", "list")
    if not (asks_who or said or frame.quote):
        return None
    text = frame.quote or _content(frame, bool(said))
    if len(words(text)) < _CONTENT and not frame.quote:
        return None
    found = _sure(frame, view, text)
    literal = [row for row in found if any(verbatim(text, version) for version in (row.text, row.translation or ""))]
    agreed = all(_agrees(text, row) for row in found)
    whole = {*words(text)} <= {*words(" ".join(f"{row.text} {row.translation or ''}" for row in found[:1]))}
    telling = frame.quote or (agreed and (len(words(text)) > _CONTENT or whole))
    attributed = telling and (frame.has("avow", "position", "against", *SAY) or frame.quote)
    if not found and asks_who and withdrawn(view.base, text):
        return Query(kind="statement", op="who", quote=text)
    rows = literal if literal or not attributed else found
    if len({row.speaker for row in rows}) != 1:
        return None
    if said and not asks_who and not frame.quote and frame.moments:
        return None
    op = "did" if said and not asks_who else "who"
    return Query(kind="statement", op=op, people=people if op == "did" else (), quote=text, others=tuple(frame.ids("ally", "capital")))


def _line(frame: Frame, view: View) -> Query | None:
    """ "Carney and the accountants line", "tusk giant and dwarf": somebody, and words that all stand in one saying of theirs."""
    people = frame.ids("person")
    if len(people) != 1 or frame.yes_no or frame.has(*_OTHERWISE):
        return None
    return _in_one_saying(frame, view, people[0], 1 if _QUOTED & frame.bag else _CONTENT, ())


def _wished(frame: Frame, view: View) -> Query | None:
    """ "Did Mitsotakis want it to be binding for everybody": words of a saying of his; it is shown, with no verdict on what he wanted."""
    people = frame.ids("person")
    others = [name for name in frame.names if name.kind not in ("person", "reference")]
    if len(people) != 1 or others or not (frame.yes_no and frame.has("avow")) or frame.quantities or frame.moments:
        return None
    if frame.has("not", "forecast", "opinion", "more", "less"):
        return None
    return _in_one_saying(frame, view, people[0], 1, ("avow", "everybody", "pronoun"))


def _in_one_saying(frame: Frame, view: View, person: str, least: int, light: tuple[str, ...]) -> Query | None:
    """What somebody said with at least so many words of the text, if one saying holds all of them but the light ones."""
    aside = {i for n in frame.names if n.kind == "person" for i in range(n.start, n.end)}
    aside |= {i for cue in light for m in frame.cues.get(cue, ()) for i in range(m.start, m.end)}
    aside |= {i for i, token in enumerate(frame.tokens) if token.kind == "symbol" or token.norm in _QUOTED | _BESIDE | _LIGHT}
    kept = [token for i, token in enumerate(frame.tokens) if i not in aside]
    text = " ".join(token.norm for token in kept)
    telling = set(words(text))
    if len(telling) < least:
        return None
    rows = [row for row in by(view, [person]) if telling <= {*words(row.text), *words(row.translation or "")}]
    query = Query(kind="statement", op="said", people=(person,), words=tuple(words(text)), quote=text)
    return query if rows else None


def _content(frame: Frame, said: bool) -> str:
    """The question without what asks in it, at both ends."""
    gone = {i for m in frame.mentions if _asks(m, said) for i in range(m.start, m.end)}
    gone |= {i for i, token in enumerate(frame.tokens) if token.kind == "symbol" or token.norm in _LIGHT}
    kept = [i for i in range(len(frame.tokens)) if i not in gone]
    if not kept:
        return ""
    first, last = kept[0], kept[-1]
    while first and frame.tokens[first - 1].norm in _LIGHT and not _asking_at(frame, first - 1):
        first -= 1
    return frame.text[frame.tokens[first].start : frame.tokens[last].end]


def _asking_at(frame: Frame, place: int) -> bool:
    return any(_asks(m, False) for m in frame.mentions if m.start <= place < m.end)


def _asks(mention: Mention, said: bool) -> bool:
    ids = {sense.id for sense in mention.senses if sense.kind == "cue"}
    return bool(ids & set(_ASKING)) or (said and any(sense.kind == "person" for sense in mention.senses))


def _sure(frame: Frame, view: View, text: str) -> list[Statement]:
    """The statements that the words can hardly but be."""
    marks: dict[str, list[str]] = {}
    for word, mark in marks_of(view, tuple(frame.ids("ally", "capital"))):
        marks.setdefault(word, []).append(mark)
    wanted = [_widened(ask, marks) for ask in asks(text)]
    hits: list[Hit] = find(view, wanted, text)
    best = hits[0].covered if hits else 0
    return [hit.statement for hit in hits if hit.covered >= max(SURE, best - 0.03) and hit.statement.form == "direct"]


def _widened(ask: Ask, marks: dict[str, list[str]]) -> Ask:
    """The ask, fulfilled also by a statement about the state that its word names."""
    return Ask((*ask.marks, *marks.get(ask.marks[0], ())), ask.hard or ask.marks[0] in marks)


def _agrees(text: str, row: Statement) -> bool:
    """Whether no clause that shares a word with the text denies what it affirms."""
    wanted = set(words(text))
    parts = [part for version in (row.text, row.translation or "") for part in clauses(version)]
    return denies(text) or not any(denies(part) for part in parts if wanted.intersection(words(part)))
