"""NATO's Secretaries General as a row: how many from where, the first of a country, who served longest, who at an event.

In its query `op` is "from" (those of a country; `order` "first" or "last", `words` "count"), "most" (by country), "longest"
or "shortest", "then" (`day` of an accession or a turning point) or "origin" (the country that `people` come from).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Table, Verdict
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import claims, elsewhere, hypothetical
from bot.slots import expand
from bot.stretch import moment_slots, turning_point
from knowledge import units
from knowledge.base import KnowledgeBase, View
from knowledge.model import Tenure
from knowledge.speakers import in_office, tenures
from knowledge.when import first_day, last_day

NAME = "incumbents"
_OFFICE = "secretary_general"
_OTHER = (
    "spend", "outlay", "share", "say", "against", "support", "opinion", "forecast", "why", "deputy", "succeed", "target",
    "meet", "not", "except", "outside",
)  # fmt: skip
_NAMED = {"nato", "secretary-general", "join", "finland-sweden", "enlargement", "founding"}


def read(frame: Frame, view: View) -> Reading | None:
    if (
        frame.has(*_OTHER)
        or hypothetical(frame)
        or elsewhere(frame)
        or not set(frame.ids("reference")) <= _NAMED
        or frame.ids("nonmember", "country")
    ):
        return None
    if origin := _origin(frame, view):
        return origin
    post = frame.has("sec_gen") or "secretary-general" in frame.ids("reference") or _heading_it(frame)
    if not post or frame.ids("person", "commitment"):
        return None
    if frame.ids("summit"):
        return _at_summit(frame, view)
    return _then(frame, view) or _served(frame) or _from(frame, view)


def _heading_it(frame: Frame) -> bool:
    """ "Led NATO", "heads the alliance"."""
    return any({"nato", "natos", "alliance"} & set(frame.words[m.start : m.end]) for m in frame.cues.get("office_now", ()))


def _origin(frame: Frame, view: View) -> Reading | None:
    """ "Which country is Rutte from?", "is Rutte Dutch?" """
    people, words = frame.ids("person"), frame.words
    post = not people and (frame.has("sec_gen") or "secretary-general" in frame.ids("reference"))
    if len(people) > 1 or not (people or post) or frame.moments or frame.quantities:
        return None
    last = [word for word in words if word.isalpha()][-1:]
    asked = (last == ["from"] and frame.has("which", "what", "where")) or ("nationality" in frame.bag and frame.has("what", "which"))
    allies = tuple(frame.ids("ally"))
    cues = {s.id for m in frame.mentions for s in m.senses if s.kind == "cue"}
    plain = people and len(allies) == 1 and frame.yes_no and frame.starts("is", "was", "isnt") and cues <= {"or", "current"}
    if not (asked and not allies) and not plain:
        return None
    if people and not _country(view.base, people[0]):
        return None
    query = Query(kind=NAME, op="origin", people=tuple(people), others=allies)
    return Reading(query, 3, frozenset({"where", "#ally", "source", "position"}))


def _then(frame: Frame, view: View) -> Reading | None:
    """ "Who was Secretary General when Poland joined?" """
    if frame.moments or frame.quantities or not frame.has("who", "which", "what"):
        return None
    day, more = turning_point(frame), frozenset({"era"})
    joined = [name for name in frame.names if name.kind == "ally" and frame.cue_at(name.end) & {"join"}]
    if joined and len(frame.ids("ally")) == 1 and (frame.has("when") or "as" in frame.bag):
        day, more = view.base.allies[joined[0].id].accession, frozenset({"join"})
        if day > frame.today:
            return None
    if day is None:
        return None
    homes = tuple(id_ for id_ in frame.ids("ally") if not joined or id_ != joined[0].id)
    return Reading(Query(kind=NAME, op="then", day=day, subjects=homes), 4, more | {"when", "#ally"})


def _at_summit(frame: Frame, view: View) -> Reading | None:
    """ "Who was Secretary General at the Madrid summit?" """
    rows = [view.summits[id_] for id_ in frame.ids("summit") if id_ in view.summits]
    asked = frame.has("who", "which", "what") and not frame.has("agree", "host", "attend", "say", "where", "next", "last", "spend")
    if len(rows) != 1 or not asked or frame.quantities or frame.bounds:
        return None
    query = Query(kind=NAME, op="then", day=first_day(rows[0].start), subjects=tuple(frame.ids("ally")))
    return Reading(query, 4, frozenset({"summit", "#summit", "#ally", "when", "#year"}))


def _served(frame: Frame) -> Reading | None:
    """ "Which Secretary General served longest?" """
    longest, shortest = {"longest"} & frame.bag, {"shortest", "briefest"} & frame.bag
    if bool(longest) == bool(shortest) or any(name.kind != "reference" for name in frame.names) or frame.moments or frame.quantities:
        return None
    more = frozenset({"run", "least", "most", "since_when", "#unknown", "join"})
    known = all(token.norm in ("shortest", "briefest", "reigning", "lasting", "tenure", "serving") for token in frame.unknown)
    return Reading(Query(kind=NAME, op="longest" if longest else "shortest"), 4, more) if known else None


def _from(frame: Frame, view: View) -> Reading | None:
    """ "How many came from the Netherlands?", "has there ever been an American?", "which country had most?" """
    groups, allies = frame.ids("group"), frame.ids("ally")
    if frame.has("most") and frame.has("which", "what") and not (groups or allies or frame.moments):
        return Reading(Query(kind=NAME, op="most"), 4, frozenset({"pays_for", "contribute"}))
    joins = any(not {"become", "became", "becomes"} & set(frame.words[m.start : m.end]) for m in frame.cues.get("join", ()))
    if not (groups or allies) or joins or frame.has("founding", "member"):
        return None
    tested = frame.yes_no or (claims(frame) and bool({"is", "was", "were", "are", "has", "had"} & frame.bag))
    if not (tested or frame.has("how_many", "which", "who", "list", "what") or len(frame.tokens) <= 6):
        return None
    order = "first" if frame.has("first_time") else "last" if frame.has("last") and not frame.has("current") else ""
    if frame.quantities and (frame.quantities[0].unit != "ordinal" or frame.ordinal != 1):
        return None
    words = ("count",) if frame.has("how_many") else ("asks",) if tested else ()
    now = (bool({"is", "isnt"} & frame.bag) and not frame.moments) or frame.has("current")
    every = bool({"every", "all", "always", "only"} & frame.bag) and tested
    slots = moment_slots(frame)
    query = Query(
        kind=NAME, op="from", subjects=tuple(expand([*allies, *groups], view)), groups=tuple(groups), order=order,
        words=(*words, *(("every",) if every else ("now",) if now else ()), *(("claim",) if claims(frame) else ())),
        start=slots.get("start"), end=slots.get("end"),
    )  # fmt: skip
    if bool(frame.moments) != bool(query.start and query.end):
        return None
    return Reading(query, 4, _epithet(frame))


def _epithet(frame: Frame) -> frozenset[str]:
    """A word right behind the nationality says what somebody is: "which British peer", "which Danish politician"."""
    ends = {name.end for name in frame.names if name.kind == "ally"}
    behind = {frame.tokens[end].start for end in ends if end < len(frame.tokens)}
    known = all(token.start in behind for token in frame.unknown)
    cues = {
        "politician",
        "premier",
        "minister",
        "president",
        "before",
        "former",
        "foreign",
        "first_time",
        "ever",
        "end",
        "office_now",
        "join",
    }
    return frozenset(cues | ({"#unknown"} if known else set()))


# --- answers


def _rows(view: View) -> list[Tenure]:
    """Those who held the office, in order of time, without those who filled a gap."""
    return sorted((row for row in tenures(view, "NATO", _OFFICE) if not row.acting), key=lambda row: row.start or "")


def _country(base: KnowledgeBase, person: str) -> str:
    """The ally that somebody comes from; "" where it is not known."""
    row = base.people[person]
    home = row.country or row.home or ""
    return home if home in base.allies else ""


def answer(query: Query, context: Context) -> Answer:
    if query.op != "origin" and not _rows(context.view):
        missing = "Who held the office by then is not in my sources."
        return Draft(context, query).answer(missing, "NATO's Secretaries General", outcome=Outcome.NO_DATA)
    ops = {"origin": _comes_from, "then": _at, "most": _by_country, "from": _of_country}
    return ops.get(query.op, _by_length)(query, context)


def _told(draft: Draft, row: Tenure) -> str:
    """ "Lord Robertson (United Kingdom), 1999 to 2003"."""
    context = draft.context
    name = phrase.name(context.view.base, row.person)
    draft.value("Secretary General", name, units.NAME, subject=row.person)
    draft.rest(row, most=1)
    home = context.name(_country(context.view.base, row.person), article=False)
    until = f"to {context.day(row.end)}" if row.end and last_day(row.end) <= context.today else "until today"
    return f"{name} ({home}), {context.day(row.start)} {until}"


def _now(context: Context, rows: Sequence[Tenure]) -> list[Tenure]:
    return [row for row in rows if in_office(context.view, row, context.today)]


def _of_country(query: Query, context: Context) -> Answer:
    """Those from a country or group: all, the first, the last, those in a time, whether there was one."""
    draft = Draft(context, query)
    rows = _rows(context.view)
    found = [row for row in rows if _country(context.view.base, row.person) in query.subjects]
    if "now" in query.words:
        found = [row for row in found if row in _now(context, rows)]
    elif query.start and query.end:
        span = (date(query.start, 1, 1), date(query.end, 12, 31))
        found = [row for row in found if in_office(context.view, row, *span)]
    found = found[:1] if query.order == "first" else found[-1:] if query.order == "last" else found
    where = context.names(query.groups or query.subjects)
    reading = f"Secretaries General of NATO from {where}"
    lines = [_told(draft, row) for row in found]
    if not found:
        return _none_from(query, draft, rows, where, reading)
    every = "every" in query.words
    verdict = None if "asks" not in query.words else Verdict.NO if every and len(found) < len(rows) else Verdict.YES
    draft.value("Secretaries General", len(found), "people", status="computed")
    few = len(found) == 1 and not every
    lead = f"{lines[0]}." if few else f"{len(found)} of NATO's {len(rows)} Secretaries General came from {where}."
    if "count" in query.words and few:
        lead = f"One: {lead}"
    lead = f"{OPENINGS[verdict] if verdict else ''}{lead}"
    body = [] if few else [f"- {line}" for line in lines]
    return draft.answer(lead, reading, body=body, verdict=verdict, subjects=[row.person for row in found])


def _none_from(query: Query, draft: Draft, rows: Sequence[Tenure], where: str, reading: str) -> Answer:
    """Nobody of that country, then or ever; who is in office now."""
    context = draft.context
    now = [_told(draft, row) for row in _now(context, rows)]
    draft.value("Secretaries General", 0, "people", status="computed")
    lead = f"none of NATO's {len(rows)} Secretaries General came from {where}."
    body = [f"In office: {line}." for line in now]
    if "now" in query.words:
        lead, body = f"NATO's Secretary General is nobody from {where}: {phrase.join(now)}.", []
    elif query.start:
        lead = f"NATO's Secretary General was then nobody from {where}."
    asks = "asks" in query.words
    outcome = Outcome.CORRECTION if "claim" in query.words or not (asks or "count" in query.words) else Outcome.ANSWER
    lead = f"{OPENINGS[Verdict.NO]}{lead}" if asks else phrase.capital(lead)
    return draft.answer(lead, reading, body=body, verdict=Verdict.NO if asks else None, outcome=outcome)


def _by_country(query: Query, context: Context) -> Answer:
    """From which country most of them came."""
    draft = Draft(context, query)
    rows = _rows(context.view)
    counts = Counter(_country(context.view.base, row.person) for row in rows)
    most = max(counts.values())
    top = [ally for ally, count in counts.items() if count == most]
    for row in rows:
        if _country(context.view.base, row.person) in top:
            _told(draft, row)
    draft.value("Secretaries General", most, "people", status="computed")
    table = Table(("Country", "Secretaries General"), tuple((context.name(a, article=False), str(n)) for a, n in counts.most_common()))
    lead = f"{phrase.capital(context.names(top))}: {most} of NATO's {len(rows)} Secretaries General."
    return draft.answer(lead, "Secretaries General of NATO by country", table=table, subjects=top)


def _by_length(query: Query, context: Context) -> Answer:
    """Who served longest or shortest, of those whose time is over or longer than all others'."""
    draft = Draft(context, query)
    spans = []
    for row in _rows(context.view):
        over = row.end is not None and last_day(row.end) <= context.today
        if over or query.op == "longest":
            end = first_day(row.end) if over and row.end else context.today
            spans.append((end - first_day(row.start or "0001"), row))
    length, best = (max if query.op == "longest" else min)(spans, key=lambda span: span[0])
    years = round(length.days / 365.25)
    draft.value("years in office, about", years, units.YEARS, subject=best.person, status="computed")
    draft.caveat("Counted by years where the sources tell no days.")
    lead = f"{_told(draft, best)}: about {phrase.plural(years, 'year', 'years')}."
    return draft.answer(lead, f"which Secretary General served {query.op}", subjects=[best.person])


def _at(query: Query, context: Context) -> Answer:
    """Who was in office on the day of an event; where only years are known and two fit, both."""
    draft = Draft(context, query)
    day = query.day or context.today
    rows = [row for row in _rows(context.view) if in_office(context.view, row, day)]
    reading = f"the Secretary General of NATO on {context.day(day)}"
    if not rows:
        lead = f"There was none on {context.day(day)}: the first came into office on 24 March 1952."
        return draft.answer(lead, reading, outcome=Outcome.CORRECTION)
    lines = [_told(draft, row) for row in rows]
    if len(rows) > 1:
        draft.caveat("The sources tell years only, so either can be meant.")
    right = not query.subjects or any(_country(context.view.base, row.person) in query.subjects for row in rows)
    lead = f"On {context.day(day)}: {phrase.join(lines, 'or')}."
    outcome = Outcome.ANSWER if right else Outcome.CORRECTION
    return draft.answer(lead, reading, outcome=outcome, subjects=[row.person for row in rows])


def _comes_from(query: Query, context: Context) -> Answer:
    """The country that somebody comes from."""
    draft = Draft(context, query)
    base = context.view.base
    people = query.people or tuple(row.person for row in _now(context, _rows(context.view))[:1])
    home = _country(base, people[0])
    name = phrase.name(base, people[0])
    held = [row for row in context.view.offices.values() if row.person == people[0]]
    for row in held[:1]:
        draft.rest(row, most=1)
    draft.value(f"{name}, country", context.name(home, article=False), units.NAME, subject=home)
    verdict = None if not query.others else Verdict.YES if home in query.others else Verdict.NO
    lead = f"{OPENINGS[verdict] if verdict else ''}{name} comes from {context.name(home)}."
    return draft.answer(lead, f"the country of {name}", verdict=verdict, subjects=[people[0]])


KIND = Kind(
    NAME, read, answer,
    uses(
        "#ally #group #person #reference #year #ordinal sec_gen nato of_nato in_nato how_many who which ever first_time last current "
        "list most everybody before office_now host run pronoun is_true only"
    ),
    ("How many Secretaries General came from Belgium?", "Which Secretary General served longest?", "Which country is Rutte from?"),
)  # fmt: skip
