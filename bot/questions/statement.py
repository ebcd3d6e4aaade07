"""Statements: what somebody said, about what and when; who said a sentence; did somebody say it.

The words asked about are looked up among the statements known on the day; what none of them covers is not answered
with another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import phrase, quotes
from bot.answer import Answer, Verdict
from bot.asked import about, by_whom, fits, in_words, on_what, topical
from bot.attribution import did, nothing, of_that_time, one_each, speakers_of, who
from bot.draft import Context, Draft
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.quotes import collection
from bot.saying import OFFICES, SAY, Saying, implied
from bot.sayings import hear, texted
from bot.voices import by, name, offers, reported, speaker, spokespeople, take, when
from knowledge.base import View
from knowledge.model import Statement
from knowledge.speakers import in_office, spoke_as, tenures
from knowledge.when import last_day
from knowledge.words import words

NAME = "statement"
_MOST = 3
_PAIR = 2
_FIRST = frozenset({"first", "earliest", "oldest"})
_LISTED = 8
_NOUNS = ("quote", "quotes", "quotation", "line", "remark", "statement")
_ONE = frozenset("quote quotation line remark statement comment".split())
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
            return nothing(query, context, f"I hold no statement by {query.quote}")
        case "who":
            return who(query, context)
        case "count" | "most" | "end":
            return quotes.answer(query, context)
        case "did":
            return did(query, context)
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
        lead = f"I hold no statement{by_whom(query, context)}{on_what(query, context)}"
        return of_that_time(query, context) or nothing(query, context, lead)
    shown = _chosen(query, rows, view)
    draft = Draft(context, query)
    for row in shown:
        name(draft, row)
        take(draft, row)
    _silent(draft, query, rows)
    lead = _lead(query, context, shown, len(rows))
    return draft.answer(
        f"Yes. {phrase.capital(lead)}" if query.op == "any" else lead, in_words(query, context, len(rows), len(shown)),
        verdict=Verdict.YES if query.op == "any" else None, subjects=speakers_of(context, one_each(shown)),
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
        return one_each(rows)[:_LISTED]
    if not (query.order or query.limit) and (len(query.subjects) > 1 or (len(query.people) > 1 and not query.subjects)):
        return _some_each(rows, view if len(query.subjects) > 1 else None)
    if query.subjects and not query.order and not query.limit and len(query.people) > _MOST:
        return sorted(one_each(rows)[: _MOST + 1], key=lambda row: row.on, reverse=True)
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
