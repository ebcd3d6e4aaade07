"""When somebody's term of office ends: the day where it is over, else that no source tells."""

from __future__ import annotations

from bot import phrase
from bot.answer import Answer, Outcome
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.posts import tenures_of
from bot.query import Query
from bot.questions import Reading
from knowledge.base import View
from knowledge.speakers import ended
from knowledge.when import first_day

KIND = "office"
_TERM = frozenset("term terms mandate tenure".split())
_OVER = frozenset("end ends ended expire expires expired over up finish finishes run runs".split())


def read(frame: Frame, view: View) -> Reading | None:
    """ "When does Rutte's term end?" """
    asks = frame.starts("when", "until when", "till when", "what date", "what day", "in what year") and not frame.has("why", "start")
    people = frame.ids("person")
    if not (asks and _TERM & frame.bag and _OVER & frame.bag) or len(people) != 1 or not tenures_of(view, people[0]):
        return None
    row = tenures_of(view, people[0])[0]
    query = Query(kind=KIND, op="until", people=(people[0],), subjects=(row.of,), target=row.office)
    more = set("path definition deadline until when forecast office_now in_nato nato run".split())
    more |= {"#unknown"} if frame.unknown and all(token.norm in _TERM for token in frame.unknown) else set()
    return Reading(query, 2, frozenset(more))


def until(query: Query, context: Context) -> Answer:
    """The last day of the newest tenure of the person asked about."""
    row = tenures_of(context.view, query.people[0])[0]
    who = phrase.name(context.view.base, row.person)
    draft = Draft(context, query)
    draft.rest(row)
    reading = f"when the term of {who} as {row.title} ends"
    if row.end and ended(row, context.today):
        draft.value("end", first_day(row.end) if len(row.end) == len("2024-10-01") else row.end, "date", subject=row.person)
        return draft.answer(f"{who} was {row.title} until {context.day(row.end)}.", reading, subjects=[row.person])
    since = f" since {context.day(row.start)}" if row.start else ""
    body = [f"{who} has been {row.title}{since}."] if since else []
    return draft.answer(f"When the term of {who} ends is not in my sources.", reading, body=body, outcome=Outcome.NO_DATA)
