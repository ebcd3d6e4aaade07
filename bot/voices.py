"""Statements in words: what they are about, when and where they were made, and whose words they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot import phrase
from bot.answer import Quotation
from bot.draft import Context, Draft
from knowledge.base import View
from knowledge.model import Statement
from knowledge.search import Ask, index_of, known
from knowledge.words import stem, words

TOPICS = {
    "target_5pct": "the 5 % target", "target_2pct": "the 2 % target", "burden_sharing": "burden sharing",
    "article_5": "Article 5", "spain": "Spain", "slovakia": "Slovakia", "trade": "trade", "timeline": "the timeline",
    "capability_targets": "capability targets", "capabilities": "capabilities", "national_plan": "national plans",
    "ukraine": "Ukraine", "threat": "threats", "procurement": "procurement", "summit": "the summit",
    "ankara": "the Ankara summit", "us_posture": "the US forces in Europe", "no_armed_forces": "armed forces",
}  # fmt: skip
"""What statements are about, as it is called."""

SPENDING = ("target_5pct", "target_2pct", "national_plan", "burden_sharing", "spain", "no_armed_forces")
"""The topics that "defence spending" can mean."""

_OFFERED = ("target_5pct", "article_5", "burden_sharing", "spain", "trade", "capability_targets", "target_2pct", "timeline")


def speaker(view: View, row: Statement) -> str:
    """The name of who said it."""
    person = view.base.people.get(row.speaker)
    return person.name if person else row.speaker


def when(context: Context, row: Statement, place: bool = True) -> str:
    """ "on 5 June 2025 (NATO Headquarters, Brussels)", "in January 2025"."""
    day = f"{'on' if len(row.on) == 10 else 'in'} {context.day(row.on)}"
    return f"{day} ({row.place})" if place and row.place else day


def take(draft: Draft, row: Statement) -> str:
    """Take up a statement; reported words are the source's and are shown as such. Returns whose words they are."""
    view = draft.context.view
    if row.form == "direct":
        return draft.say(row).speaker
    source = view.citable(row.sources)[0]
    whose = f"on {speaker(view, row)}" if row.speaker != source.publisher else None
    draft.quotes.append(Quotation(row.text, source.publisher, whose, row.on, source.id, row.translation))
    draft.cite(source.id)
    draft.mark(row)
    if row.note:
        draft.caveat(row.note)
    return source.publisher


def reported(context: Context, row: Statement) -> str:
    """ "AFP reported of Mark Rutte", "AFP reported, citing diplomats"."""
    publisher = context.view.citable(row.sources)[0].publisher
    whose = speaker(context.view, row)
    if row.speaker in context.view.base.people:
        return f"{publisher} reported of {whose}"
    return f"{publisher} reported" if whose == publisher else f"{publisher} reported, citing {whose if whose.isupper() else whose.lower()},"


def name(draft: Draft, row: Statement) -> str:
    """Take up the name of who said it as a value; returns it."""
    found = speaker(draft.context.view, row)
    person = row.speaker if row.speaker in draft.context.view.base.people else None
    if not any(value.value == found for value in draft.values):
        draft.value("speaker", found, "name", subject=person, period=row.on[:4])
    return found


def by(view: View, people: Iterable[str], mark: str = "") -> list[Statement]:
    """All statements of these speakers that are known on the day, newest first; those only that carry a mark of the index."""
    index, is_known = index_of(view.base), known(view)
    numbers = {number for person in people for number in index.postings.get(f"by:{person}", ())}
    if mark:
        numbers &= index.postings.get(mark, set())
    return [row for number in sorted(numbers, reverse=True) if is_known(row := index.rows[number])]


def spokespeople(view: View, ally: str) -> tuple[str, ...]:
    """The people of an ally of whom statements are known, those who spoke last first."""
    index, is_known = index_of(view.base), known(view)
    numbers = sorted(index.postings.get(f"of:{ally}", ()), reverse=True)
    return tuple(dict.fromkeys(index.rows[number].speaker for number in numbers if is_known(index.rows[number])))


def topics_of(rows: Iterable[Statement]) -> list[str]:
    """What statements are about, the most frequent first."""
    count: dict[str, int] = {}
    for row in rows:
        for topic in row.topics:
            count[topic] = count.get(topic, 0) + 1
    return sorted(count, key=lambda topic: -count[topic])


def offers(view: View, people: Sequence[str]) -> list[str]:
    """Questions about these people's words that have an answer."""
    found = []
    for person in people:
        held = set(topics_of(by(view, [person])))
        topics = [topic for topic in _OFFERED if topic in held]
        found += [f"What did {phrase.name(view.base, person)} say about {TOPICS[topic]}?" for topic in topics[:2]]
    return found


def ally_ask(view: View, ally: str, hard: bool = True) -> Ask:
    """The ask for an ally or other state spoken of: it is what the statement is about, or named in it."""
    return Ask((f"@{ally}", *ally_words(view, ally)), hard)


def ally_words(view: View, ally: str) -> tuple[str, ...]:
    """The stems of the one-word names of a state and its people."""
    row = view.base.allies.get(ally) or view.base.non_members.get(ally)
    names = (row.name, *row.aliases, *row.demonyms) if row else ()
    found = (words(word) for word in names if " " not in word)
    return tuple(dict.fromkeys(stem_ for stems in found for stem_ in stems))


def states_in(view: View, text: str) -> list[str]:
    """The allies that are named in a text."""
    kept: dict[str, str] | None = vars(view.base).get("_state_words")
    if kept is None:
        kept = vars(view.base)["_state_words"] = {word: ally for ally in view.base.allies for word in ally_words(view, ally)}
    return list(dict.fromkeys(kept[word] for word in words(text) if word in kept))


def topic_ask(topic: str) -> Ask:
    """The ask for a topic."""
    if topic == "spending":
        return Ask((*(f"#{each}" for each in SPENDING), stem("spend")), True)
    return Ask((f"#{topic}", f"@{_SUBJECTS[topic]}") if topic in _SUBJECTS else (f"#{topic}",), True)


_SUBJECTS = {"spain": "ESP", "slovakia": "SVK", "ukraine": "UKR"}
