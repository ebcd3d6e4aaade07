"""What was read of a question about words: who speaks, what the words are about, when, where and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from bot.language.frame import Bound, Frame, Mention
from bot.language.quantities import Moment
from bot.voices import ally_words, by
from knowledge.base import View
from knowledge.words import words

SAY = ("say", "exact_words", "latest_said")
OFFICES = {"minister": "defence_minister", "premier": "head_of_government", "president": "head_of_state", "foreign": "foreign_minister"}
_LEAD = ("of", "that", "to", "like", "as", "saying", "with", "the", "a", "about", "was", "is", "it", ":", ",", "-", "how", "why")
_TOPIC_OF_NAME = {
    "five-percent": "target_5pct", "hague-2025": "target_5pct", "trump-5pct-demand": "target_5pct", "core-35": "target_5pct",
    "related-15": "target_5pct", "rutte-proposal-2025": "target_5pct", "two-percent": "target_2pct", "wales-2014": "target_2pct",
    "vilnius-2023": "target_2pct", "guideline-2006": "target_2pct", "art-5": "article_5", "burden-sharing": "burden_sharing",
    "capability-targets": "capability_targets", "capability-targets-2025": "capability_targets", "spain-2025": "spain",
    "defence-expenditure": "spending", "national-spending": "spending", "share-of-gdp": "spending", "ankara-2026": "ankara",
    "gdp": "spending",
}  # fmt: skip
_TOPIC_OF_CUE = {
    "deadline": "timeline", "fair_share": "burden_sharing", "spend": "spending", "outlay": "spending", "contribute": "spending",
    "target": "spending", "share": "spending", "gdp": "spending", "national_plan": "national_plan", "nato": "", "defence": "",
    "gap": "", "allies": "", "pronoun": "", "current": "", "minister": "", "premier": "", "say": "", "meet": "",
}  # fmt: skip
_LITERAL = ("army", "forces", "soldiers", "armed forces", "army", "militaries")


@dataclass
class Saying:
    """What was read: the speakers, the content with its cues, and the day and place that narrow it down."""

    people: list[str] = field(default_factory=list)
    allies: list[str] = field(default_factory=list)
    office: str = ""
    unnamed: str = ""
    stranger: str = ""
    who: bool = False
    about: bool = False
    raw: str = ""
    words: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    outsiders: list[str] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    on: str = ""
    place: str = ""
    to: str = ""
    years: tuple[int | None, int | None] = (None, None)
    cues: set[str] = field(default_factory=set)

    @property
    def narrowed(self) -> bool:
        """Whether anything is named that the words are about, or a time or place."""
        named = (self.words, self.topics, self.others, self.outsiders, self.bounds, self.on, self.place)
        return any(named) or self.years != (None, None)

    @property
    def speaker(self) -> bool:
        return bool(self.people or self.allies or self.office or self.unnamed)


def implied(words: frozenset[str]) -> str:
    """Whose office it can only be: other allies have no chancellor, no Pentagon, no secretary of defence or war."""
    if words & {"pentagon", "war"} or {"secretary", "of"} <= words:
        return "USA"
    return "DEU" if "chancellor" in words else ""


def phrases(frame: Frame) -> list[Mention]:
    """The mentions in order, terms in place of the words that they stand over."""
    terms = [term for term in frame.terms if any(s.id in _TOPIC_OF_NAME or s.id == "secretary-general" for s in term.senses)]
    if not terms:
        return frame.mentions
    over = {place for term in terms for place in range(term.start, term.end)}
    return sorted([*terms, *(m for m in frame.mentions if not over.issuperset(range(m.start, m.end)))])


def cues_of(mention: Mention) -> set[str]:
    return {sense.id for sense in mention.senses if sense.kind == "cue"}


def unknown_in(frame: Frame, start: int, end: int) -> list[str]:
    """The unknown words between two places, as they were typed."""
    if start >= end:
        return []
    first, last = frame.tokens[start].start, frame.tokens[end - 1].end
    return [token.text for token in frame.unknown if first <= token.start < last]


def content(frame: Frame, view: View, saying: Saying, start: int, end: int) -> None:
    """What the words are about: names, topics, numbers, and the words that are left."""
    if frame.quote:
        saying.raw = frame.quote
        if saying.who:
            saying.cues |= set(frame.cues)
            inside = range(*frame.quoted)
            said = [m.start for cue in SAY for m in frame.cues.get(cue, ())]
            behind = [n for n in frame.names if n.kind in ("ally", "capital") and n.start not in inside and n.start > min(said, default=0)]
            saying.others += [name.id for name in behind]
        return
    if start >= end:
        return
    while saying.who and start < end - 1 and frame.tokens[start].norm in _LEAD:
        start += 1
    saying.raw = text_in(frame, start, end).strip(" ?!.,:;")
    for mention in frame.mentions:
        if start <= mention.start < end:
            saying.cues |= cues_of(mention)
    for mention in phrases(frame):
        if start <= mention.start < end:
            _named(frame, view, saying, mention, first=mention.start == start)
    _numbers(frame, saying, start, end)
    saying.words += [word for place in _bare_terms(frame, start, end) for word in words(frame.tokens[place].norm)]
    saying.words += [word for text in unknown_in(frame, start, end) for word in words(text)]
    saying.words += _meant(frame, view, saying, start, end)
    finer = saying.words or saying.others or saying.bounds or saying.outsiders or set(saying.topics) - {"spending"}
    if finer:
        saying.topics = [topic for topic in saying.topics if topic != "spending"]


def _meant(frame: Frame, view: View, saying: Saying, start: int, end: int) -> list[str]:
    """Words that mostly say nothing ("values", "article"), where somebody did use them: "what did X say about values"."""
    if not (saying.about and saying.people):
        return []
    topics = _topic_places(frame)
    inside = [m for m in frame.mentions if start <= m.start < end and m.start not in topics]
    light = [m for m in inside if any(s.kind == "filler" for s in m.senses) and len(m.senses) == 1]
    meant = [word for m in light for word in words(text_in(frame, m.start, m.end))]
    return [word for word in meant if any(word in words(row.text) for row in by(view, saying.people, word))]


def _bare_terms(frame: Frame, start: int, end: int) -> list[int]:
    """The words of terms that are no topic: nothing else speaks for them ("pensions")."""
    topics = _topic_places(frame)
    covered = {i for m in frame.mentions if not any(s.kind == "filler" for s in m.senses) for i in range(m.start, m.end)}
    covered |= {i for q in frame.quantities for i in range(q.start, q.end)} | {i for m in frame.moments for i in range(m.start, m.end)}
    terms = {i for term in frame.terms for i in range(term.start, term.end)} - topics - covered
    return sorted(i for i in terms if start <= i < end)


def _topic_places(frame: Frame) -> set[int]:
    """Where the terms stand that name a topic."""
    return {i for term in frame.terms if any(s.id in _TOPIC_OF_NAME for s in term.senses) for i in range(term.start, term.end)}


def topics_of(frame: Frame) -> tuple[str, ...]:
    """The topics that a few words name: "and about Article 5"."""
    found = [_TOPIC_OF_NAME[s.id] for m in phrases(frame) for s in m.senses if s.id in _TOPIC_OF_NAME]
    found += [_TOPIC_OF_CUE[cue] for cue in sorted(frame.cues) if _TOPIC_OF_CUE.get(cue) and not found]
    found += [f"target_{number(bound.value)}pct" for bound in frame.bounds if number(bound.value) in ("2", "5") and not found]
    return tuple(dict.fromkeys(found))


def _numbers(frame: Frame, saying: Saying, start: int, end: int) -> None:
    """Shares are looked for by their value; sums, points and years that are part of what was said by their figures."""
    topics = _topic_places(frame)
    for quantity in frame.quantities:
        if quantity.start in topics and not quantity.unit:
            continue  # the 5 of "Article 5"
        if start <= quantity.start < end and quantity.unit in ("%", ""):
            saying.bounds.append(Bound("", quantity.value, "%", None))
        elif start <= quantity.start < end:
            saying.words += words(text_in(frame, quantity.start, quantity.end))
    saying.words += [str(m.year) for m in frame.moments if start <= m.start < end and not _dated(frame, m)]


def _named(frame: Frame, view: View, saying: Saying, mention: Mention, first: bool) -> None:
    """Sort one mention of the content: state, topic, place, or plain words."""
    kinds = {sense.kind: sense.id for sense in reversed(mention.senses)}
    cues = cues_of(mention)
    topic = next((_TOPIC_OF_NAME[s.id] for s in mention.senses if s.id in _TOPIC_OF_NAME), None)
    if topic is None:
        topic = next((_TOPIC_OF_CUE[cue] for cue in sorted(cues) if cue in _TOPIC_OF_CUE), None)
    text = text_in(frame, mention.start, mention.end)
    if topic and not saying.about and _in_a_word(view, saying, text):
        topic = None
    if not first and there(frame, mention) and ("summit" in kinds or "capital" in kinds):
        return
    if "ally" in kinds or "capital" in kinds:
        saying.others.append(kinds.get("ally") or kinds["capital"])
    elif "nonmember" in kinds:
        saying.outsiders.append(kinds["nonmember"])
    elif topic and text.lower() not in _LITERAL:
        saying.topics.append(topic)
    elif "filler" not in kinds and (topic is None or text.lower() in _LITERAL) and not {"say", "say_soft"} & cues:
        saying.words += words(text)


def _in_a_word(view: View, saying: Saying, text: str) -> bool:
    """Whether a single word that can mean a topic stands in something that one of the speakers said: "when did he say delinquent"."""
    stems = words(text)
    return len(stems) == 1 and any(stems[0] in words(row.text) for row in by(view, saying.people))


def filters(frame: Frame, saying: Saying, region: tuple[int, int]) -> None:
    """The day, years and place that narrow the statements down."""
    for moment in frame.moments:
        inside = region[0] <= moment.start < region[1]
        if saying.who and not saying.about and not inside and frame.tokens[moment.end - 1].norm == "ago":
            saying.words += words(text_in(frame, moment.start, moment.end))  # a part of what was said
            continue
        if not inside and not _dated(frame, moment):
            continue
        before = frame.preposition(moment)
        if before in ("since", "after"):
            saying.years = (moment.year + (before == "after" and not moment.month), saying.years[1])
        elif before in ("until", "before"):
            saying.years = (saying.years[0], moment.year - (before == "before"))
        else:
            saying.on = moment.iso
    if not frame.moments and "this year" in frame.line and not (saying.who or saying.words or saying.bounds):
        saying.on = str(frame.today.year)
    for mention in frame.mentions:
        kinds = {sense.kind: sense.id for sense in reversed(mention.senses)}
        if there(frame, mention) and {"summit", "capital"} & set(kinds) and not saying.place:
            saying.place = kinds.get("summit") or text_in(frame, mention.start, mention.end)


def _dated(frame: Frame, moment: Moment) -> bool:
    """Whether the date says when, and is not part of what was said."""
    relative = all(token.kind == "word" for token in frame.tokens[moment.start : moment.end])
    before = {frame.preposition(moment), frame.tokens[moment.start - 1].norm if moment.start else ""}
    told = relative or before & {"in", "on", "of", "since", "before", "after", "until", "during", "from"}
    return bool(told) and moment.year <= frame.today.year


def missive(frame: Frame, view: View, saying: Saying, say: Mention | None) -> None:
    """A letter or text message, and to whom it went: that stands in the place of the statement."""
    if say is None or saying.place or frame.quote:
        return
    texts = [token.norm for token in frame.tokens if token.norm.startswith(("text", "messag", "letter", "sms", "write", "wrote"))]
    sent = any(name.kind == "person" and name.start and frame.words[name.start - 1] == "to" for name in frame.names)
    if not texts or (saying.who and not sent and not texts[0].startswith(("text", "messag", "letter"))):
        return
    people = [name.id for name in frame.names if name.kind == "person" and name.start > say.start and name.id not in saying.people]
    if saying.who and any(
        name.kind == "person" and frame.tokens[name.start - 1].norm in ("from", "of") for name in frame.names if name.start
    ):
        return
    sender = next((n.id for n in frame.names if n.kind == "person" and n.start > say.start and frame.words[n.start - 1] == "from"), "")
    if sender and saying.people and sender not in saying.people:  # "when did X get that letter from Y"
        saying.to, saying.people = saying.people[0], [sender]
        saying.words, saying.raw = [], ""
    to = saying.to or next(iter(people), "")
    texted = any(word.startswith(("text", "messag")) for word in texts)
    kind = "letter" if "letter" in texts or "letters" in texts else "text message" if texted else ""
    saying.place = f"{kind} to {view.base.people[to].name}".strip() if to else kind
    if to or kind:
        summits = [name for name in frame.names if name.kind == "summit"]
        texts += [token.norm for name in summits for token in frame.tokens[name.start : name.end]]
        person = (view.base.people[to].name, *view.base.people[to].aliases) if to else ()
        used = {stem for name in ("before", "after", *person, *texts) for stem in words(name)}
        saying.words = [word for word in saying.words if word not in used]
        if saying.who and not saying.words:
            saying.raw, saying.about = "", True


def there(frame: Frame, mention: Mention) -> bool:
    """Whether the name says where: at the summit, in Brussels."""
    place = mention.start
    while place and frame.tokens[place - 1].norm in ("the", "nato", "s"):
        place -= 1
    from_there = "from" if any(s.kind == "summit" for s in mention.senses) else "at"
    return bool(place) and frame.tokens[place - 1].norm in ("in", "at", "during", from_there)


def text_in(frame: Frame, start: int, end: int) -> str:
    return frame.text[frame.tokens[start].start : frame.tokens[end - 1].end]


def number(value: Decimal) -> str:
    """A number as the index has it: "3.5", "5"."""
    return f"{value.normalize():f}"


def marks_of(view: View, others: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(stem, mark of what the statement is about) for the names of these states."""
    for id_ in others:
        for word in ally_words(view, id_):
            yield word, f"@{id_}"
