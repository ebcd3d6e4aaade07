"""A query about statements: as a search for marks, and in words."""

from __future__ import annotations

import re

from bot import phrase
from bot.draft import Context
from bot.query import Query
from bot.saying import number
from bot.voices import TOPICS, ally_ask, topic_ask
from knowledge.base import View
from knowledge.model import Statement
from knowledge.search import Ask, Hit, search, word_ask
from knowledge.words import words

_ARTICLE = re.compile(r"\b[Aa]rticles? \d+")


def topical(query: Query) -> bool:
    """Whether anything is named that the statements are to be about."""
    return bool(query.topics or query.words or query.others or query.outsiders or query.bounds)


def about(query: Query, view: View) -> list[Hit]:
    """What the speakers, or anybody, said about everything that was named."""
    wanted = [Ask(tuple(f"by:{person}" for person in query.people), True)] if query.people else []
    wanted += [topic_ask(topic) for topic in query.topics]
    wanted += [ally_ask(view, ally) for ally in (*query.others, *query.outsiders)]
    wanted += [word_ask(word) for word in query.words]
    for bound in query.bounds:
        figure = number(bound.value)
        wanted.append(Ask((figure, f"&{figure}", *((f"#target_{figure}pct",) if figure in "25" else ())), True))
    if not wanted and (query.place or query.on or query.start):
        return [Hit(row, 1.0, 0.0) for row in sorted(view.statements.values(), key=lambda row: row.on, reverse=True)]
    figures = [number(bound.value) for bound in query.bounds]
    return [hit for hit in search(view, wanted) if all(_as_share(hit.statement, figure) for figure in figures)]


def _as_share(row: Statement, figure: str) -> bool:
    """Whether a figure stands in a statement, and not only in "Article 5"."""
    said = _ARTICLE.sub("", f"{row.text} {row.translation or ''} {row.place} {row.note or ''}")
    return f"target_{figure}pct" in row.topics or figure in words(said)


def fits(query: Query, view: View, row: Statement) -> bool:
    """Whether it was said at the time and place asked for."""
    year = int(row.on[:4])
    if not row.on.startswith(query.on) or (query.start and year < query.start) or (query.end and year > query.end):
        return False
    if not query.place:
        return True
    summit = view.base.summits.get(query.place)
    if summit is None:
        return query.place.lower() in row.place.lower()
    return summit.city.lower() in row.place.lower() and row.on[:4] == summit.start[:4]


def by_whom(query: Query, context: Context) -> str:
    """ " by Mark Rutte", " from Germany"."""
    if query.subjects and query.subjects[0] in context.view.base.allies and len(query.people) != 1:
        return f" from {context.names(query.subjects)}"
    return f" by {phrase.names(context.view.base, query.people, 'or')}" if query.people else ""


def on_what(query: Query, context: Context, dated: bool = True) -> str:
    """What it is about, in words, with time and place; "" where nothing was asked."""
    found = [TOPICS.get(topic, "defence spending") for topic in query.topics]
    found += [context.name(state) for state in (*query.others, *query.outsiders)]
    found += [f"{number(bound.value)} %" for bound in query.bounds if f"target_{number(bound.value)}pct" not in query.topics]
    text = f" about {phrase.join(list(dict.fromkeys(found)))}" if found else ""
    if query.words:
        text = f" “{query.quote}”" if query.quote.startswith(("in ", "at ", "to ")) else f" about “{query.quote}”"
    if query.on and dated:
        text += f" {'on' if len(query.on) == 10 else 'in'} {context.day(query.on)}"
    if query.start or query.end:
        text += f" since {query.start}" * bool(query.start) + f" until {query.end}" * bool(query.end)
    if query.place:
        summit = context.view.base.summits.get(query.place)
        text += f" at the summit of {summit.city} {summit.start[:4]}" if summit else _somewhere(query.place)
    return text


def _somewhere(place: str) -> str:
    """ " in Brussels", " in a letter to Mark Rutte", " to Pedro Sánchez"."""
    if place.startswith(("letter", "text")):
        return f" in a {place}"
    return f" {place}" if place.startswith("to ") else f" in {place}"


def in_words(query: Query, context: Context, count: int, shown: int) -> str:
    """The query as it was read, with how many of the statements are shown."""
    parts = [f"statements{by_whom(query, context)}{on_what(query, context)}"]
    if query.order or not topical(query):
        parts.append("newest first")
    if count > shown:
        parts.append(f"{shown} of {count} that I hold")
    return ", ".join(parts)
