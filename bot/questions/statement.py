"""Statements: what somebody said, about what and when; who said a sentence; did somebody say it.

The words asked about are looked up among the statements known on the day; what none of them covers is not answered
with another one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot import phrase, quotes
from bot.answer import Answer, Outcome, Verdict
from bot.asked import about, by_whom, fits, in_words, on_what, topical
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, replace, uses
from bot.quotes import collection
from bot.saying import OFFICES, SAY, Saying, implied, marks_of, number
from bot.sayings import hear, texted
from bot.sense import agrees
from bot.voices import TOPICS, ally_ask, ally_words, by, name, offers, reported, speaker, spokespeople, states_in, take, topics_of, when
from knowledge.base import View
from knowledge.model import Statement
from knowledge.search import NEAR, SURE, Ask, Hit, asks, find
from knowledge.speakers import in_office, spoke_as, tenures
from knowledge.when import last_day
from knowledge.words import denies, plain, stem, verbatim, words

NAME = "statement"
_MOST = 3
_PAIR = 2
_FIRST = frozenset({"first", "earliest", "oldest"})
_LISTED = 8
_TIE = 0.03
_THIN = frozenset("that the a an of on in to for at about his her its their percent pct and is are it was be than as".split())
_NOUNS = ("quote", "quotes", "quotation", "line", "remark", "statement")
_ONE = frozenset("quote quotation line remark statement comment".split())
_OWN_COUNTRY = re.compile(r"\b(?:his|her|their|its|the speaker's) own (?:country|nation|people|government)\b", re.IGNORECASE)
"""What is said of it names no word of the speaker's."""
_TELLING = ("threat", "warn", "jok", "admit", "boast", "suggest", "insult", "promis", "announc")
_OWN = (*SAY, "list", "current", "not", "most", *OFFICES, "everybody", "ever", "source", "when", "where", "politician", "say_soft")


def read(frame: Frame, view: View) -> Reading | None:
    if found := collection(frame):
        return found
    if not (frame.has(*SAY) or frame.ids("person") or (frame.quote and frame.has("who"))):
        return None
    texts = any(id_.startswith(("art-", "doc-")) or id_ == "treaty" for id_ in frame.ids("reference"))
    texts = texts and not {"quotes", "quote", "quotations", "statements", "statement", "remarks"} & frame.bag
    if frame.edition or (texts and not frame.ids("person", "ally", "capital", "group") and not frame.has("latest_said")):
        return None
    if (frame.has("agree") and not frame.quote and not frame.ids("person")) or _unsaid(frame):
        return None
    saying = hear(frame, view)
    if saying is None or not (saying.who or saying.speaker or saying.stranger) or _empty(frame, saying):
        return None
    if _doubted(frame) and not saying.who:
        return None
    query = _query(frame, view, saying)
    if query is None or (query.op == "whom" and frame.unknown and not saying.words):
        return None  # "who leaked the message": a word that is no part of what was said
    if query.op == "stranger" and frame.ids("person"):
        return None  # somebody known is named: the words beside the name are looked up by themselves
    more = {"#unknown", "#bound", "#quote", "#count", "#points", *(("first_time", "#ordinal") if query.order == "oldest" else ())}
    if texted(frame):
        more.add("before")
    verbatim = frame.has("latest_said", "exact_words") or any(token.norm.startswith("quot") for token in frame.tokens)
    asked = frame.starts("who said", "who says", "who told", "who called", "who claimed")
    return Reading(query, 2 if asked else 1.5 if verbatim else 1, frozenset(saying.cues | more))


def _unsaid(frame: Frame) -> bool:
    """ "What did Trump not say", "who didn't speak": what was not said is not held."""
    say = min((m.start for cue in SAY for m in frame.cues.get(cue, ())), default=0)
    return not (frame.yes_no or frame.asserts or frame.quote) and any(m.start < say for m in frame.cues.get("not", ()))


def _empty(frame: Frame, saying: Saying) -> bool:
    """Whether all that was said lies in the verb ("threaten Spain"), or nothing was said but a name."""
    if frame.quote or saying.words or saying.bounds or saying.topics or saying.about:
        return False
    say = next((m for cue in SAY for m in frame.cues.get(cue, ())), None)
    telling = say is not None and frame.tokens[say.start].norm.startswith(_TELLING)
    named = bool(words(saying.raw)) and all(token[:1].isupper() for token in saying.raw.split())
    if saying.who:
        return named and not saying.others and len(saying.raw.split()) == 1
    return telling and bool(saying.others)


def _doubted(frame: Frame) -> bool:
    """Whether the truth of what was said is asked for, not whether it was said."""
    say = next((m.start for cue in SAY for m in frame.cues.get(cue, ())), len(frame.tokens))
    return not frame.quote and any(m.start > say for m in frame.cues.get("is_true", ()))


def _query(frame: Frame, view: View, saying: Saying) -> Query | None:
    op = _op(frame, saying)
    if saying.stranger and (saying.people or saying.allies):
        return None
    people = tuple(dict.fromkeys(saying.people))
    subjects = tuple(dict.fromkeys(saying.allies))
    if saying.stranger and not people:
        op, people, subjects = "stranger", (), ()
    elif saying.unnamed and not people:
        people, subjects = (saying.unnamed,), ()
    elif saying.office and not people:
        subjects = subjects or tuple(filter(None, [implied(frame.bag)]))
        if not subjects and not saying.who:
            return None
        people = _holders(view, subjects, saying.office, last_day(saying.on) if saying.on else view.day, former=op == "did")
        if subjects and not people:
            op = "stranger"
    elif subjects and not people and not saying.who:
        people = tuple(dict.fromkeys(person for subject in subjects for person in spokespeople(view, subject)))
    if saying.who and not (frame.quote or saying.narrowed):
        return None  # "who said nothing about it": about nothing that is named
    if op == "stranger":
        office = saying.office.replace("_", " ")
        saying.raw = saying.stranger or f"the {office} of {phrase.name(view.base, subjects[0], article=True)}"
    latest = (frame.has("latest_said") and not frame.moments) or (frame.has("current", "most") and op == "said" and not saying.on)
    latest |= op == "said" and "last" in frame.bag and frame.has("when")
    alone = latest and (not saying.about or bool(_ONE & frame.bag) or frame.has("when"))
    oldest = op == "said" and bool(_FIRST & frame.bag) and (frame.has("when") or bool(_ONE & frame.bag))
    op = "said" if op == "whom" and frame.has("latest_said") else op
    return Query(
        kind=NAME, op=op, people=people, subjects=subjects, others=tuple(dict.fromkeys(saying.others)),
        outsiders=tuple(dict.fromkeys(saying.outsiders)), topics=tuple(dict.fromkeys(saying.topics)),
        words=tuple(dict.fromkeys(saying.words)), quote=saying.raw, bounds=tuple(saying.bounds), on=saying.on,
        place=saying.place, start=saying.years[0], end=saying.years[1], order="oldest" if oldest else "newest" if latest else "",
        limit=_LISTED if frame.has("list") else 1 if oldest or alone else None,
    )  # fmt: skip


def _op(frame: Frame, saying: Saying) -> str:
    """said: what did X say · any: has X said anything about it · did: did X say this · who: who said this · whom: who
    spoke about it."""
    if saying.who:
        return "whom" if saying.about or not (saying.words or saying.topics or frame.quote) else "who"
    asking = ("what", "which", "latest_said", "list", "how", "how_much", "how_many", "when", "where")
    asks_what = frame.has(*asking) and not frame.yes_no
    content = saying.words or saying.bounds or saying.topics or saying.others
    quoted = any(token.norm in _NOUNS for token in frame.tokens) and not frame.yes_no
    if frame.quote or (content and not saying.about and not asks_what and not quoted):
        return "did"
    return "any" if frame.yes_no and saying.about else "said"


def _holders(view: View, subjects: Sequence[str], office: str, day: date, *, former: bool) -> tuple[str, ...]:
    """Who held the office on the day; where no word of theirs is known, or the former are meant too, these after them."""
    present: dict[str, None] = {}
    spoke: dict[str, None] = {}
    for of in subjects:
        present.update((row.person, None) for row in tenures(view, of, office) if in_office(view, row, day))
        spoke.update((row.speaker, None) for row in spoke_as(view, of, office))
    return tuple(present) if by(view, present) and not former else tuple(present | spoke)


def answer(query: Query, context: Context) -> Answer:
    match query.op:
        case "stranger":
            return _nothing(query, context, f"I hold no statement by {query.quote}")
        case "who":
            return _who(query, context)
        case "count" | "most" | "end":
            return quotes.answer(query, context)
        case "did":
            return _did(query, context)
    return _said(query, context)


# --- what did X say


def _said(query: Query, context: Context) -> Answer:
    """The statements of the speakers, or of anybody, that are about what was asked."""
    view = context.view
    rows = [hit.statement for hit in about(query, view) if fits(query, view, hit.statement)]
    if query.order or not topical(query):
        rows.sort(key=lambda row: (row.on, row.form == "direct"), reverse=True)
    if query.order == "oldest":
        rows.sort(key=lambda row: last_day(row.on))
    if not rows:
        return _nothing(query, context, f"I hold no statement{by_whom(query, context)}{on_what(query, context)}")
    shown = _chosen(query, rows, view)
    draft = Draft(context, query)
    for row in shown:
        name(draft, row)
        take(draft, row)
    _silent(draft, query, rows)
    lead = _lead(query, context, shown, len(rows))
    return draft.answer(
        f"Yes. {phrase.capital(lead)}" if query.op == "any" else lead, in_words(query, context, len(rows), len(shown)),
        verdict=Verdict.YES if query.op == "any" else None, subjects=_people(context, _one_each(shown)),
        options=offers(view, query.people) if len(query.people) == 1 and not topical(query) else (),
    )  # fmt: skip


def _some_each(rows: Sequence[Statement], view: View | None) -> Sequence[Statement]:
    """Two of each speaker; of each country where a view is given."""
    count: dict[str, int] = {}
    kept = []
    for row in rows:
        person = view.base.people.get(row.speaker) if view else None
        whose = (person and person.home) or row.speaker
        count[whose] = count.get(whose, 0) + 1
        kept += [row] if count[whose] <= _PAIR else []
    return kept[:_LISTED]


def _chosen(query: Query, rows: Sequence[Statement], view: View) -> Sequence[Statement]:
    """What is shown: of a country or of everybody one statement each, the newest first."""
    if query.op == "whom":
        return _one_each(rows)[:_LISTED]
    if not (query.order or query.limit) and (len(query.subjects) > 1 or (len(query.people) > 1 and not query.subjects)):
        return _some_each(rows, view if len(query.subjects) > 1 else None)
    if query.subjects and not query.order and not query.limit and len(query.people) > _MOST:
        return sorted(_one_each(rows)[: _MOST + 1], key=lambda row: row.on, reverse=True)
    return rows[: query.limit or _MOST]


def _silent(draft: Draft, query: Query, rows: Sequence[Statement]) -> None:
    """Name whoever was asked for and has said nothing of the kind."""
    view = draft.context.view
    if len(query.subjects) > 1:
        spoken = {view.base.people[row.speaker].home for row in rows if row.speaker in view.base.people}
        for subject in query.subjects:
            draft.caveat(f"I hold nothing of the kind from {phrase.name(view.base, subject)}." if subject not in spoken else "")
        return
    silent = [person for person in query.people if all(row.speaker != person for row in rows)]
    if not silent or not query.subjects:
        for person in silent:
            draft.caveat(f"I hold nothing of the kind by {phrase.name(view.base, person)}.")
    elif query.people[0] in silent and not by(view, query.people[:1]):
        draft.caveat(f"{phrase.name(view.base, query.people[0])} holds the office now; I hold no statement of theirs.")


def _lead(query: Query, context: Context, rows: Sequence[Statement], count: int) -> str:
    """Who said it and when, or how many statements there are from when to when."""
    first, names = rows[0], list(dict.fromkeys(speaker(context.view, row) for row in rows))
    if query.op == "whom":
        return f"{phrase.join(names)} spoke{on_what(query, context)}."
    days = sorted({row.on for row in rows})
    if len(rows) == 1 and first.form == "reported":
        return f"{reported(context, first)}{on_what(query, context, False)}, {when(context, first)}:"
    if len(rows) == 1:
        return f"{names[0]} said{on_what(query, context, False)}, {when(context, first)}:"
    span = f"from {context.day(days[0])} to {context.day(days[-1])}" if len(days) > 1 else when(context, first, place=False)
    of = f"{len(rows)} of {count}" if count > len(rows) else str(count)
    return f"{of} statements by {phrase.join(names)}{on_what(query, context, False)}, {span}:"


# --- who said it, did X say it


def _who(query: Query, context: Context) -> Answer:
    """Who said these words, where one statement is clearly meant."""
    hits = _found(query, context.view)
    sure = _sure(hits)
    if not sure:
        near = [hit.statement for hit in hits if hit.covered >= NEAR]
        return _nothing(query, context, f"I hold no statement with the words “{query.quote}”", near)
    draft = Draft(context, query)
    rows = _one_each(sure)
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
    return draft.answer(lead, f"who said “{query.quote}”", subjects=_people(context, rows))


def _did(query: Query, context: Context) -> Answer:
    """Whether one of the people named said the words, or spoke of the number or topic."""
    if theirs := _spoken(query, context):
        rest = _beside_topics(query, context.view)
        told = all(rest <= {*words(row.text), *words(row.translation or "")} for row in theirs)
        return _attributed(query, context, theirs, _plainly(query, theirs) if told else None)
    hits = _found(query, context.view)
    sure = _sure(hits)
    if own := [row for row in sure if row.speaker in query.people]:
        return _attributed(query, context, own, _plainly(query, _one_each(own)))
    if others := [row for row in sure if any(verbatim(query.quote, said) for said in (row.text, row.translation or ""))]:
        return _attributed(query, context, others, Verdict.NO)
    if alike := _all_words(query, context.view):
        return _attributed(query, context, alike, None)
    near = [hit.statement for hit in hits if hit.covered >= NEAR and hit.statement.speaker in query.people]
    return _nothing(query, context, f"I hold no statement{by_whom(query, context)} with the words “{query.quote}”", near)


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
    return _one_each(sorted(alike, key=lambda row: row.speaker != query.people[0]))


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
    rows = _one_each(rows)
    names = [name(draft, row) for row in rows]
    for row in rows:
        take(draft, row)
    said = phrase.join([f"{who} {when(context, row, place=len(rows) == 1)}" for who, row in zip(names, rows, strict=True)])
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
    return draft.answer(lead, f"did {asked} say “{query.quote}”", outcome=outcome, verdict=verdict, subjects=_people(context, rows))


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


def _one_each(rows: Sequence[Statement]) -> list[Statement]:
    """The first of each speaker."""
    first: dict[str, Statement] = {}
    for row in rows:
        first.setdefault(row.speaker, row)
    return list(first.values())


def _people(context: Context, rows: Sequence[Statement]) -> list[str]:
    return [row.speaker for row in rows if row.speaker in context.view.base.people]


def _nothing(query: Query, context: Context, lead: str, near: Sequence[Statement] = ()) -> Answer:
    """What is missing, and what there is instead."""
    view = context.view
    held = by(view, query.people)
    topics = [TOPICS[topic] for topic in topics_of(held) if topic in TOPICS][:5]
    body = []
    if held and len(query.people) == 1:
        count = phrase.plural(len(held), "statement", "statements")
        body.append(f"I hold {count} by {speaker(view, held[0])}: on {phrase.join(topics)}.")
    options = [f"What did {speaker(view, row)} say about {TOPICS[row.topics[0]]}?" for row in near if row.topics[0] in TOPICS]
    options += _wider(query, context)
    options += offers(view, query.people or _people(context, near) or _newest_speakers(view))
    verdict = Verdict.UNKNOWN if query.op in ("did", "any") else None
    whose = f" by {query.quote}" if query.op == "stranger" else by_whom(query, context)
    reading = f"statements{whose}{on_what(query, context)}, by their words"
    return Draft(context, query).answer(
        f"{lead}.", reading, outcome=Outcome.NO_DATA, body=body, verdict=verdict, options=dict.fromkeys(options),
    )  # fmt: skip


def _wider(query: Query, context: Context) -> list[str]:
    """The same question without the words that nothing has, where that has an answer."""
    wide = replace(query, words=())
    if not query.words or len(query.people) != 1 or not topical(wide) or not about(wide, context.view):
        return []
    return [f"What did {phrase.name(context.view.base, query.people[0])} say{on_what(wide, context)}?"]


def _newest_speakers(view: View) -> tuple[str, ...]:
    rows = sorted(view.statements.values(), key=lambda row: row.on)[-20:]
    return tuple(dict.fromkeys(row.speaker for row in reversed(rows) if row.speaker in view.base.people))[:3]


KIND = Kind(
    NAME, read, answer,
    uses(" ".join(_OWN), "#person #ally #outsider #reference #summit #commitment #group #day #year".split()),
    (
        "What did Pete Hegseth say about America being everywhere?",
        "Who said “you can't shoot values”?",
        "Did Trump say that America can't be everywhere?",
        "What did the Germans say about 5 %?",
        "What was Mark Rutte's latest statement?",
    ),
    alone=frozenset(),
)  # fmt: skip
