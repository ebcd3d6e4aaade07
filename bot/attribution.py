"""Whose words these are: who said a sentence, whether somebody did, and what is held instead where nobody is found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from heapq import nlargest

from bot import phrase
from bot.answer import Answer, Outcome, Verdict
from bot.asked import about, by_whom, fits, on_what, topical
from bot.draft import Context, Draft
from bot.query import Query
from bot.questions import replace
from bot.saying import marks_of, number
from bot.sense import agrees
from bot.voices import TOPICS, ally_ask, ally_words, by, name, offers, reported, speaker, states_in, take, topics_of, when
from knowledge.base import View
from knowledge.model import Statement
from knowledge.search import NEAR, SURE, Ask, Hit, asks, find, withdrawn
from knowledge.words import denies, plain, stem, verbatim, words

_TIE = 0.03
_SHOWN = 3
_THIN = frozenset("that the a an of on in to for at about his her its their percent pct and is are it was be than as".split())
_OWN_COUNTRY = re.compile(r"\b(?:his|her|their|its|the speaker's) own (?:country|nation|people|government)\b", re.IGNORECASE)
"""What is said of it names no word of the speaker's."""


def who(query: Query, context: Context) -> Answer:
    """Who said these words, where one statement is clearly meant."""
    hits = _found(query, context.view)
    sure = _sure(hits)
    if not sure:
        near = [hit.statement for hit in hits if hit.covered >= NEAR]
        return nothing(query, context, f"I hold no statement with the words “{query.quote}”", near)
    draft = Draft(context, query)
    rows = one_each(sure)
    names = [name(draft, row) for row in rows]
    for row in rows:
        take(draft, row)
    if len(rows) == 1:
        row = rows[0]
        lead = f"{names[0]} said it, {when(context, row)}."
        if row.form == "reported":
            lead = f"{reported(context, row)} it, {when(context, row)}."
    else:
        lead = f"{phrase.join(names)} said so."
    return draft.answer(lead, f"who said “{query.quote}”", subjects=speakers_of(context, rows))


def did(query: Query, context: Context) -> Answer:
    """Whether one of the people named said the words, or spoke of the number or topic."""
    if theirs := _spoken(query, context):
        rest = _beside_topics(query, context.view)
        told = all(rest <= {*words(row.text), *words(row.translation or "")} for row in theirs)
        return _attributed(query, context, theirs, _plainly(query, theirs) if told else None)
    hits = _found(query, context.view)
    sure = _sure(hits)
    if own := [row for row in sure if row.speaker in query.people]:
        return _attributed(query, context, own, _plainly(query, one_each(own)))
    if others := [row for row in sure if any(verbatim(query.quote, said) for said in (row.text, row.translation or ""))]:
        return _attributed(query, context, others, Verdict.NO)
    if alike := _all_words(query, context.view):
        return _attributed(query, context, alike, None)
    near = [hit.statement for hit in hits if hit.covered >= NEAR and hit.statement.speaker in query.people]
    return nothing(query, context, f"I hold no statement{by_whom(query, context)} with the words “{query.quote}”", near)


def _all_words(query: Query, view: View) -> list[Statement]:
    """A statement of the speakers with every word asked about, whatever it says of them; only where nothing is denied."""
    asked = set(words(query.quote))
    named = {word for state in (*query.others, *query.outsiders) for word in ally_words(view, state)}
    if denies(query.quote) or all(word[0].isdigit() for word in asked - named):
        return []
    rows = [row for row in by(view, query.people) if asked <= {*words(row.text), *words(row.translation or "")}]
    return [row for row in rows if fits(query, view, row)][:1]


def _plainly(query: Query, rows: Sequence[Statement]) -> Verdict | None:
    """Yes where the words say what is asked; which of two said them is told in any case."""
    which = len(query.people) > 1 and not query.subjects
    return Verdict.YES if which or all(agrees(query.quote, row) for row in rows) else None


def _spoken(query: Query, context: Context) -> list[Statement]:
    """What the people named said about a number or topic, where the question holds no other words."""
    if query.words or not topical(query) or _more_than_named(query, context.view):
        return []
    rows = [hit.statement for hit in about(query, context.view)]
    figures = {number(bound.value) for bound in query.bounds}
    literal = [row for row in rows if row.form == "direct" and figures <= set(words(f"{row.text} {row.translation or ''}"))]
    asked = _beside_topics(query, context.view)
    alike = sorted(literal, key=lambda row: len(asked & {*words(row.text), *words(row.translation or "")}), reverse=True)
    return one_each(sorted(alike, key=lambda row: row.speaker != query.people[0]))


def _beside_topics(query: Query, view: View) -> set[str]:
    """The stems asked about beside the names of topics, states and figures."""
    named = {word for topic in query.topics for word in words(TOPICS.get(topic, ""))} if query.topics else set()
    named |= {word for state in (*query.others, *query.outsiders) for word in ally_words(view, state)}
    named |= {"target", "goal", "pledg", "gdp", "spend", "defenc"}
    return {word for word in words(query.quote) if word not in named and not word[0].isdigit()}


def _more_than_named(query: Query, view: View) -> bool:
    """Whether light words stand beside the names that change what was said: "that Spain must go"."""
    named = {word for state in query.others for word in ally_words(view, state)}
    return any(word not in _THIN and not word[0].isdigit() and stem(word) not in named for word in plain(query.quote)) and not query.topics


def _attributed(query: Query, context: Context, rows: Sequence[Statement], verdict: Verdict | None) -> Answer:
    """Yes, no, or which of two it was: the statements with who said them; None: their words, which may say the opposite."""
    view = context.view
    draft = Draft(context, query)
    rows = one_each(rows)
    names = [name(draft, row) for row in rows]
    for row in rows:
        take(draft, row)
    said = phrase.join([f"{said_by} {when(context, row, place=len(rows) == 1)}" for said_by, row in zip(names, rows, strict=True)])
    missing = [person for person in query.people if all(row.speaker != person for row in rows)]
    outcome = Outcome.ANSWER
    if verdict is None:
        lead = f"On that I hold the words of {said}; read whether they say it."
    elif verdict == Verdict.NO:
        outcome, lead = Outcome.CORRECTION, f"No, not {phrase.names(view.base, query.people, 'or')}: {said} said it."
    elif len(query.people) > 1 and not query.subjects:
        lead = f"Both said it: {said}." if len(rows) > 1 else f"It was {said}."
        if missing and query.people[0] in missing:
            verdict, outcome = Verdict.NO, Outcome.CORRECTION
    else:
        lead = f"Yes: {said}."
    if missing and verdict == Verdict.YES and not query.subjects:
        draft.caveat(f"I hold no such statement by {phrase.names(view.base, missing)}.")
    asked = phrase.names(view.base, query.people, "or")
    return draft.answer(lead, f"did {asked} say “{query.quote}”", outcome=outcome, verdict=verdict, subjects=speakers_of(context, rows))


def _found(query: Query, view: View) -> list[Hit]:
    """The statements that the words can be, a state's name also where the statement is about it without naming it."""
    marks: dict[str, list[str]] = {}
    for word, mark in marks_of(view, (*query.others, *query.outsiders, *states_in(view, query.quote))):
        marks.setdefault(word, []).append(mark)
    text = _OWN_COUNTRY.sub("", query.quote) or query.quote
    wanted = [Ask((*ask.marks, *marks.get(ask.marks[0], ())), ask.hard or ask.marks[0] in marks) for ask in asks(text)]
    spoken = set(words(query.quote))
    wanted += [ally_ask(view, state) for state in query.others if spoken.isdisjoint(ally_words(view, state))]
    if query.subjects and query.op == "who":
        wanted.append(Ask(tuple(f"of:{ally}" for ally in query.subjects), True))
    return [hit for hit in find(view, wanted, query.quote) if fits(query, view, hit.statement)]


def _sure(hits: Sequence[Hit]) -> list[Statement]:
    """The one that is meant, with those that are as likely; a speaker's own words before words about them."""
    best = hits[0].covered if hits else 0
    rows = [hit.statement for hit in hits if hit.covered >= max(SURE, best - _TIE)]
    return [row for row in rows if row.form == "direct"] or rows[:1]


def one_each(rows: Sequence[Statement]) -> list[Statement]:
    """The first of each speaker."""
    first: dict[str, Statement] = {}
    for row in rows:
        first.setdefault(row.speaker, row)
    return list(first.values())


def speakers_of(context: Context, rows: Sequence[Statement]) -> list[str]:
    return [row.speaker for row in rows if row.speaker in context.view.base.people]


def nothing(query: Query, context: Context, lead: str, near: Sequence[Statement] = ()) -> Answer:
    """What is missing, and what there is instead; words that were withdrawn are not said again."""
    view = context.view
    if gone := withdrawn(view.base, query.quote, query.people):
        row, mark = gone
        reason = " ".join(mark.reason.replace("**", "").split()).rstrip(".")
        said = f"A statement with these words, said to be {speaker(view, row)}'s of {context.day(row.on)}"
        lead = f"{said}, was withdrawn on {context.day(mark.on)} as wrong{f': {reason}' if reason else ''}"
    held = by(view, query.people)
    topics = [TOPICS[topic] for topic in topics_of(held) if topic in TOPICS][:5]
    body = []
    if held and len(query.people) == 1:
        count = phrase.plural(len(held), "statement", "statements")
        body.append(f"I hold {count} by {speaker(view, held[0])}: on {phrase.join(topics)}.")
    options = [f"What did {speaker(view, row)} say about {TOPICS[row.topics[0]]}?" for row in near if row.topics[0] in TOPICS]
    options += _wider(query, context)
    options += offers(view, query.people or speakers_of(context, near) or _newest_speakers(view))
    verdict = Verdict.UNKNOWN if query.op in ("did", "any") else None
    whose = f" by {query.quote}" if query.op == "stranger" else by_whom(query, context)
    reading = f"statements{whose}{on_what(query, context)}, by their words"
    return Draft(context, query).answer(
        f"{lead}.", reading, outcome=Outcome.NO_DATA, body=body, verdict=verdict, options=dict.fromkeys(options),
    )  # fmt: skip


_COMMON = frozenset("nato alli ally member countri spend defenc target percent trump president minister".split())
_MONTH = len("2024-02")


def of_that_time(query: Query, context: Context) -> Answer | None:
    """What the one asked about said in that month or message, where it shares a telling word with the question, said as such."""
    missive = query.place.startswith(("text message to ", "letter to "))
    if len(query.people) != 1 or not query.words or not (missive or len(query.on) >= _MONTH):
        return None
    wide = replace(query, words=(), topics=(), others=(), outsiders=(), bounds=(), quote="")
    asked = set(words(query.quote)) - _COMMON
    held = [row for row in by(context.view, query.people) if fits(wide, context.view, row)]
    near = [row for row in held if missive or asked & {*words(row.text), *words(row.translation or "")}]
    if not near:
        return None
    draft = Draft(context, wide)
    for row in near[:_SHOWN]:
        name(draft, row)
        take(draft, row)
    whose, then = by_whom(query, context), on_what(wide, context)
    lead = f"This is what I hold{whose}{then}; read whether it is what you mean:"
    return draft.answer(lead, f"statements{whose}{then}, for “{query.quote}”", subjects=speakers_of(context, near))


def _wider(query: Query, context: Context) -> list[str]:
    """The same question without the words that nothing has, where that has an answer."""
    wide = replace(query, words=())
    if not query.words or len(query.people) != 1 or not topical(wide) or not about(wide, context.view):
        return []
    return [f"What did {phrase.name(context.view.base, query.people[0])} say{on_what(wide, context)}?"]


def _newest_speakers(view: View) -> tuple[str, ...]:
    rows = nlargest(20, view.statements.values(), key=lambda row: row.on)
    return tuple(dict.fromkeys(row.speaker for row in rows if row.speaker in view.base.people))[:3]
