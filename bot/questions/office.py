"""Offices: who holds or held one, since when, who came before; who somebody is.

An office-holder is shown as of the day on which a source last saw them in office; where no tenure is known, the role
in which somebody spoke serves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import mandates, phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.posts import LATER, TIMES, day_of, home_of, last_office, office_of, tenures_of, variant
from bot.query import Query
from bot.questions import Kind, Reading, replace, uses
from bot.saying import OFFICES, SAY
from bot.venues import last_few
from bot.voices import by
from knowledge.base import View
from knowledge.model import Statement, Tenure
from knowledge.speakers import ended, in_office, seen_on, spoke_as, tenures
from knowledge.when import first_day, last_day

NAME = "office"


_NOUNS = {
    "head_of_government": "head of government", "head_of_state": "head of state", "defence_minister": "defence minister",
    "foreign_minister": "foreign minister", "secretary_general": "Secretary General", "saceur": "SACEUR",
    "deputy_secretary_general": "Deputy Secretary General", "leader": "leader",
}  # fmt: skip
_OTHER = ("against", "support", "changed_mind", "exempt", "opinion", "is_true", "forecast", *SAY)
_TAKEN = frozenset("become became start started office power been elected appointed sworn term".split())
_SUPERLATIVES = frozenset({"longest", "shortest", "oldest", "youngest", "best", "worst", "richest", "tallest", "greatest"})


def read(frame: Frame, view: View) -> Reading | None:
    return mandates.read(frame, view) or _read(frame, view)


def _read(frame: Frame, view: View) -> Reading | None:
    if frame.has(*_OTHER) or frame.ids("nonmember", "country") or frame.bag & _SUPERLATIVES:
        return None
    if "do" in frame.bag and frame.has("what") and not frame.ids("person"):
        return None  # what the office is for
    if frame.has("leave") and (frame.yes_no or any("nato" in frame.words[m.start : m.end] for m in frame.cues["leave"])):
        return None
    people, from_there = frame.ids("person"), _nationality(frame)
    if _two_offices(frame) and not from_there:
        return None
    office, of = _office(frame, view, people, from_there)
    if of == "NATO" and frame.ids("ally", "capital") and not from_there:
        return None
    if not (office and of):
        return _about_person(frame, view, people)
    asking = frame.has("who", "which", "what", "office_now", "list", "current", "before", "sec_gen") or frame.ordinal or "name" in frame.bag
    if not (people or asking or _only(frame)):
        return None
    if frame.has("why", "how", "spend", "share") or (frame.has("definition") and not frame.has("who")):
        return None
    query = Query(
        kind=NAME, op=variant(frame, people, of), people=tuple(people), subjects=(of,), target=office, on=day_of(frame),
        order="past" if people and frame.past and not frame.moments and frame.starts("was", "were", "wasnt", "has", "did") else "",
        words=("began",) if frame.holds("became", "become", "appointed", "took") and frame.years else (),
        limit=frame.ordinal or last_few(frame) or None,
        start=min(frame.years, default=None), end=max(frame.years, default=None),
    )  # fmt: skip
    timed = people or frame.ordinal or of == "NATO"
    more = {"#reference", "nato", "ever", *((*TIMES, "first_time", "founded") if timed else ())}
    if query.op == "list":
        more |= {"how_many", "everybody", "last", *(("#count", "#bound") if query.limit else ())}
    asked = frame.has("who", "office_now", "sec_gen") or "name" in frame.bag or from_there or people or frame.ordinal or query.op == "list"
    spans = [(n.start, n.end) for n in frame.names if n.kind == "reference"]
    more |= {s.id for m in frame.mentions if any(a <= m.start < b for a, b in spans) for s in m.senses if s.kind == "cue"}
    asked = asked or frame.has("current") or _only(frame)
    more |= ({"join"} if query.words else set()) | ({"deadline"} if frame.holds("immediately") else set())
    more |= {"#ally", "politician", "premier", "minister", "before", "former"} if from_there else set()
    return Reading(query, 2.5 if asked and of == "NATO" else 1.5 if asked else 0, frozenset(more))


def _office(frame: Frame, view: View, people: Sequence[str], from_there: bool) -> tuple[str, str]:
    """The office and whose it is: as named, else the one that the person named holds or held last."""
    office, of = office_of(frame)
    if from_there and frame.has("nato") and frame.has("office_now"):
        return "secretary_general", "NATO"
    vague = office == "leader" and "leader" not in frame.bag and not frame.ids("ally", "capital") and not frame.has(*OFFICES)
    if people and vague and tenures_of(view, people[0]):
        return last_office(view, people[0])  # "how long was Solana in office"
    if office and not of and people:
        of = home_of(view, people[0], office)
    timed = frame.has(*TIMES) and bool(_TAKEN & frame.bag)
    leans = timed or frame.has("before", "succeed", "office_now") or bool(frame.bag & LATER)
    if len(people) == 1 and leans and not (of or frame.has(*OFFICES)):
        return last_office(view, people[0])
    return office, of


def _two_offices(frame: Frame) -> bool:
    """ "Has any Secretary General been prime minister?" """
    first = frame.has("sec_gen") or {"secretary-general", "saceur"} & set(frame.ids("reference"))
    return bool(first) and frame.has("premier", "president", "minister", "foreign") and not frame.has("before", "former")


def _nationality(frame: Frame) -> bool:
    """ "Which Norwegian was Secretary General": the one asked for, not whose office it is."""
    return any(name.kind == "ally" and frame.words[name.start - 1] in ("which", "what") for name in frame.names if name.start)


def _about_person(frame: Frame, view: View, people: Sequence[str]) -> Reading | None:
    """ "Who is Mark Rutte?", where he held an office or spoke in one."""
    asked = frame.has("who") or (frame.has("what") and frame.has("office_now"))
    leaning = frame.has("before", "succeed", "after", *TIMES, *OFFICES) or frame.bag & LATER
    if len(people) != 1 or not asked or leaning or not (tenures_of(view, people[0]) or by(view, people)):
        return None
    return Reading(Query(kind=NAME, op="person", people=tuple(people)), 0)


def _only(frame: Frame) -> bool:
    """Whether there is nothing in the text but the office and whose it is."""
    spans = [(n.start, n.end) for n in frame.names if n.kind == "reference"]
    outside = [m for m in frame.mentions if not any(a <= m.start < b for a, b in spans)]
    return all(sense.kind != "cue" or sense.id in (*OFFICES, "nato", "defence") for m in outside for sense in m.senses[:1])


def answer(query: Query, context: Context) -> Answer:
    if query.op in ("person", "until"):
        return _person(query, context) if query.op == "person" else mandates.until(query, context)
    of = query.subjects[0]
    rows = _rows(context.view, of, query.target)
    if query.op == "before" and not query.people:
        now = [row for row in rows if in_office(context.view, row, context.today)]
        query = replace(query, people=tuple(row.person for row in now[:1]))
    match query.op:
        case "list" if any(not row.acting for row in rows):
            return _all(query, context, rows)
        case "acting":
            return _acting(query, context, rows)
        case "number" if query.people:
            return _as_number(query, context, [row for row in rows if row.person == query.people[0]])
        case "number":
            return _listed(query, context, [row for row in rows if row.number == query.limit])
        case "earlier":
            return _earlier(query, context)
        case "before" | "after":
            return _listed(query, context, _beside(rows, query))
        case "since":
            return _since(query, context, [row for row in rows if row.person == query.people[0]])
    return _in_time(query, context, rows)


def _earlier(query: Query, context: Context) -> Answer:
    """What somebody was before the office asked about."""
    known = tenures_of(context.view, query.people[0])
    now = next((row for row in known if row.office == query.target), None)
    rows = [row for row in known if now and row is not now and row.end and (now.start or "9999") >= row.end]
    if rows:
        return _listed(query, context, rows)
    draft, name = Draft(context, query), phrase.name(context.view.base, query.people[0])
    body = [f"What I hold: {_told(draft, row)}." for row in known[:1]]
    lead = f"Which office {name} held before is not in my sources."
    return draft.answer(lead, f"what {name} was before", body=body, outcome=Outcome.NO_DATA, subjects=query.people)


def _in_time(query: Query, context: Context, rows: Sequence[Tenure]) -> Answer:
    """Who held the office at the time, or whether somebody did."""
    first, last = _period(query, context)
    span = query.start != query.end
    held = [row for row in rows if in_office(context.view, row, first, last)]
    if query.op == "is":
        return _is(query, context, held)
    if held := _throughout(held, query):
        return _holders(query, context, held)
    return _none(query, context) if span else _spoke(query, context, first, last)


def _throughout(held: Sequence[Tenure], query: Query) -> list[Tenure]:
    """Of several in a span of years those who held it all through, or came into it then; none where its beginning is not known."""
    if "began" in query.words:
        return [row for row in held if not row.acting and (row.start or "").startswith(str(query.start))]
    if query.on or not query.start or query.start == query.end:
        return [*held]
    early = [row for row in held if not row.start or row.start[:4] <= str(query.start)]
    return [row for row in early if (row.end or "9999")[:4] >= str(query.end)] or [*held] if early else []


def _rows(view: View, of: str, office: str) -> list[Tenure]:
    if office == "leader":
        return [*tenures(view, of, "head_of_government"), *(r for r in tenures(view, of, "head_of_state") if r.office == "head_of_state")]
    return tenures(view, of, office)


def _period(query: Query, context: Context) -> tuple[date, date]:
    """The days asked about: the day of the question where none is named."""
    if query.on:
        return first_day(query.on), min(last_day(query.on), context.today)
    if query.start and query.end:
        return date(query.start, 1, 1), min(date(query.end, 12, 31), context.today)
    return context.today, context.today


def _beside(rows: Sequence[Tenure], query: Query) -> list[Tenure]:
    """Who came right before or after somebody; those who only filled a gap don't count."""
    order = sorted(
        (row for row in rows if not row.acting or row.person in query.people), key=lambda row: (row.end or "9999", row.start or "")
    )  # fmt: skip
    place = next((i for i, row in enumerate(order) if row.person in query.people), None)
    if place is None:
        return []
    other = place - 1 if query.op == "before" else place + 1
    return [order[other]] if 0 <= other < len(order) else []


# --- answers


def _holders(query: Query, context: Context, rows: Sequence[Tenure]) -> Answer:
    draft = Draft(context, query)
    lead = "; ".join(_told(draft, row, present=not query.on and not query.start) for row in rows)
    reading = f"the {_what(query, context)}{_as_of(query, context)}"
    return draft.answer(f"{lead}.", reading, subjects=[row.person for row in rows])


def _told(draft: Draft, row: Tenure, present: bool = True) -> str:
    """ "Friedrich Merz is Federal Chancellor of Germany since 6 May 2025, as of 8 October 2026"."""
    context = draft.context
    over = ended(row, context.today)
    name = phrase.name(context.view.base, row.person)
    draft.value(title(context, row), name, "name", subject=row.person)
    draft.rest(row)
    seen = seen_on(context.view, row)
    if row.unsure or (row.acting and row.of != "NATO"):
        draft.caveat(f"Whether {name} still holds the office is not certain.")
    if row.note and last_day(row.end or row.last_seen or row.start or "0001") <= context.today:
        draft.caveat(row.note)
    verb = "was" if over or not present else "is"
    since = _span(context, row, over)
    tail = "" if over or not seen else f", as of {context.day(seen)}"
    return f"{name} {verb} {title(context, row)}{since}{tail}"


def _span(context: Context, row: Tenure, over: bool) -> str:
    start = context.day(row.start) if row.start else ""
    if over:
        return f" from {start} to {context.day(row.end)}" if start else f" until {context.day(row.end)}"
    return f" (since {start})" if start else ""


def title(context: Context, row: Tenure) -> str:
    """ "Prime Minister of Spain", "NATO Secretary General"."""
    if row.of == "NATO":
        return row.title if row.title.startswith(("NATO", "Supreme")) else f"NATO {row.title}"
    return f"{row.title} of {context.name(row.of)}"


def _what(query: Query, context: Context) -> str:
    of = query.subjects[0]
    noun = _NOUNS.get(query.target, query.target)
    return f"{noun} of {context.name(of)}" if of != "NATO" else f"NATO {noun}"


def _as_of(query: Query, context: Context) -> str:
    if query.on:
        return f" {'on' if len(query.on) == 10 else 'in'} {context.day(query.on)}"
    return f" in {query.start}" if query.start else f" on {context.day(context.today)}"


def _listed(query: Query, context: Context, rows: Sequence[Tenure]) -> Answer:
    """The holder by number, or beside another."""
    which = f"no. {query.limit}" if query.op == "number" else f"{query.op} {phrase.names(context.view.base, query.people)}"
    reading = f"the {_what(query, context)} {which}"
    now = [row for row in _rows(context.view, query.subjects[0], query.target) if in_office(context.view, row, context.today)]
    if not rows and query.op == "after" and (still := [row for row in now if row.person in query.people]):
        draft = Draft(context, query)
        lead = f"Nobody: {_told(draft, still[0])}."
        return draft.answer(lead, reading, outcome=Outcome.CORRECTION, subjects=query.people)
    if not rows:
        lead = f"I don't hold who was {_what(query, context)} {which}."
        return Draft(context, query).answer(lead, reading, outcome=Outcome.NO_DATA, options=[_ask(query, context)])
    draft = Draft(context, query)
    lead = _told(draft, rows[0])
    return draft.answer(f"{lead}.", reading, subjects=[rows[0].person])


def _all(query: Query, context: Context, rows: Sequence[Tenure]) -> Answer:
    """Everybody who held the office, in order of time."""
    draft = Draft(context, query)
    order = sorted((row for row in rows if not row.acting), key=lambda row: row.start or "")
    if query.limit:
        rows = list(reversed(order[-query.limit :]))
        told = [_told(draft, row) for row in rows]
        lead = f"The last {len(rows)}: {phrase.join([phrase.name(context.view.base, row.person) for row in rows])}."
        return draft.answer(
            lead, f"the last {len(rows)} who were {_what(query, context)}", body=told, subjects=[row.person for row in rows]
        )
    body = [_told(draft, row) for row in order]
    count = len(order)
    draft.value("count", count, "people")
    first, last = (phrase.name(context.view.base, row.person) for row in (order[0], order[-1]))
    lead = f"{count} held the office of {_what(query, context)} so far, from {first} to {last}."
    return draft.answer(lead, f"everybody who was {_what(query, context)}", body=body, subjects=[row.person for row in order])


def _as_number(query: Query, context: Context, rows: Sequence[Tenure]) -> Answer:
    """Whether somebody was the nth."""
    name = phrase.name(context.view.base, query.people[0])
    reading = f"whether {name} is no. {query.limit}, {_what(query, context)}"
    draft = Draft(context, query)
    if not rows or not rows[0].number:
        return draft.answer(f"As which {_what(query, context)} {name} came is not in my sources.", reading, outcome=Outcome.NO_DATA)
    fits = rows[0].number == query.limit
    verdict = Verdict.YES if fits else Verdict.NO
    lead = f"{OPENINGS[verdict]}{_told(draft, rows[0])}; no. {rows[0].number} in the row."
    draft.value(f"{name}, number", rows[0].number, "rank", subject=rows[0].person)
    return draft.answer(lead, reading, verdict=verdict, subjects=[rows[0].person])


def _acting(query: Query, context: Context, rows: Sequence[Tenure]) -> Answer:
    """Who only filled a gap."""
    draft = Draft(context, query)
    order = sorted((row for row in rows if row.acting), key=lambda row: row.start or "")
    reading = f"who was acting {_what(query, context)}"
    if not order:
        return draft.answer(f"I hold nobody who was acting {_what(query, context)}.", reading, outcome=Outcome.NO_DATA)
    lines = [_told(draft, row) for row in order]
    return draft.answer(f"{'; '.join(lines)}.", reading, subjects=list(dict.fromkeys(row.person for row in order)))


def _since(query: Query, context: Context, rows: Sequence[Tenure]) -> Answer:
    """From when to when somebody held the office."""
    name = phrase.name(context.view.base, query.people[0])
    reading = f"since when {name} has been {_what(query, context)}"
    if not rows or not (rows[0].start or rows[0].end):
        lead = f"I don't hold since when {name} has been {_what(query, context)}."
        return Draft(context, query).answer(lead, reading, outcome=Outcome.NO_DATA, options=[_ask(query, context)])
    row = rows[0]
    draft = Draft(context, query)
    for label, day in (("start", row.start), ("end", row.end if ended(row, context.today) else None)):
        if day:
            draft.value(label, first_day(day) if len(day) == 10 else day, "date", subject=row.person)
    return draft.answer(f"{_told(draft, row)}.", reading, subjects=[row.person])


def _is(query: Query, context: Context, held: Sequence[Tenure]) -> Answer:
    """Whether somebody holds the office."""
    person = query.people[0]
    rows = [row for row in held if row.person == person]
    name = phrase.name(context.view.base, person)
    reading = f"is {name} {_what(query, context)}{_as_of(query, context)}"
    present = not query.on and not query.start
    draft = Draft(context, query)
    if rows:
        return draft.answer(f"Yes: {_told(draft, rows[0], present)}.", reading, verdict=Verdict.YES, subjects=[person])
    if present and query.order == "past":
        if past := [row for row in _rows(context.view, query.subjects[0], query.target) if row.person == person]:
            return draft.answer(f"Yes: {_told(draft, past[0])}.", reading, verdict=Verdict.YES, subjects=[person])
        lead = f"I hold no tenure of {name} as {_what(query, context)}."
        return draft.answer(lead, reading, outcome=Outcome.NO_DATA, verdict=Verdict.UNKNOWN, options=[_ask(query, context)])
    if held:
        return draft.answer(f"No: {_told(draft, held[0], present)}.", reading, verdict=Verdict.NO, subjects=[held[0].person])
    first, last = _period(query, context)
    return _spoke(query, context, first, last)


def _spoke(query: Query, context: Context, first: date, last: date) -> Answer:
    """No tenure is known: who spoke in the office, at the time or last before it, else nothing."""
    view, of = context.view, query.subjects[0]
    then = [row for row in spoke_as(view, of, query.target) if _spoken(row, query, first, last) and not _left(view, row, query, first)]
    if not then:
        return _none(query, context)
    row = then[0]
    draft = Draft(context, query)
    name = phrase.name(view.base, row.speaker)
    draft.value(row.role, name, "name", subject=row.speaker)
    draft.rest(row)
    draft.caveat("By the role in which the words were spoken; whether that holds still is not known here.")
    verdict = None if query.op != "is" else Verdict.UNKNOWN
    lead = f"{name} spoke as {row.role} {'on' if len(row.on) == 10 else 'in'} {context.day(row.on)}; I hold nothing later."
    return draft.answer(lead, f"the {_what(query, context)}{_as_of(query, context)}", verdict=verdict, subjects=[row.speaker])


def _spoken(row: Statement, query: Query, first: date, last: date) -> bool:
    """Whether the words fall into the time asked for, or before it where now is meant."""
    since = first if query.on or query.start else date.min
    return since <= first_day(row.on) and last_day(row.on) <= last


def _left(view: View, row: Statement, query: Query, day: date) -> bool:
    """Whether the speaker is known to have left the office, or somebody else to have come."""
    known = [tenure for tenure in _rows(view, query.subjects[0], query.target) if tenure.start or tenure.end]
    return any(
        (t.person == row.speaker and ended(t, day)) or (t.start and first_day(row.on) < first_day(t.start) <= day) for t in known
    )  # fmt: skip


def _none(query: Query, context: Context) -> Answer:
    rows = _rows(context.view, query.subjects[0], query.target)
    body = []
    if rows:
        draft = Draft(context, query)
        body = [f"What I hold: {_told(draft, rows[-1])}."]
    lead = f"I don't hold who was {_what(query, context)}{_as_of(query, context)}."
    if not (query.on or query.start):
        lead = f"I don't hold who is {_what(query, context)}."
    options = [_ask(query, context)] if rows and (query.on or query.start) else ["Who is NATO's Secretary General?"]
    reading = f"the {_what(query, context)}{_as_of(query, context)}"
    return Draft(context, query).answer(lead, reading, outcome=Outcome.NO_DATA, body=body, options=options)


def _ask(query: Query, context: Context) -> str:
    return f"Who is the {_what(query, context)}?"


def _person(query: Query, context: Context) -> Answer:
    """Who somebody is: the office held, or the role in which they spoke last."""
    view, person = context.view, query.people[0]
    name = phrase.name(view.base, person)
    draft = Draft(context, query)
    if rows := tenures_of(view, person):
        return draft.answer(f"{_told(draft, rows[0])}.", f"who is {name}", subjects=[person])
    row = next((row for row in by(view, [person]) if row.role), None)
    if row is None:
        return draft.answer(f"I don't hold which office {name} has.", f"who is {name}", outcome=Outcome.NO_DATA)
    draft.value(row.role, name, "name", subject=person)
    draft.rest(row)
    lead = f"{name} spoke as {row.role} {'on' if len(row.on) == 10 else 'in'} {context.day(row.on)}."
    return draft.answer(lead, f"who is {name}", subjects=[person])


KIND = Kind(
    NAME, read, answer,
    uses(
        "minister premier president foreign deputy office_now sec_gen current before succeed after host",
        "#person #ally #year #day #ordinal".split(),
    ),
    (
        "Who is the German defence minister?",
        "Who is NATO's Secretary General?",
        "Who was Secretary General before Rutte?",
        "Is Stoltenberg still Secretary General?",
    ),
)  # fmt: skip
