"""Terms, rules, institutions and history: what the reference entry says, with a verdict where it settles the question.

In its query `topics` holds the entry, then those told along with it; `op` is "what", "yes_no", "when", "count" or
"chair". Questions about figures are not read here, even where they name a term such as "defence spending".
"""

from __future__ import annotations

from typing import Any

from bot import phrase
from bot.answer import OPENINGS, Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.language.frame import Frame, Name
from bot.meanings import attacked, differs, in_french, in_treaty, paid_to_nato, shape
from bot.query import Query
from bot.questions import Kind, Reading, uses
from bot.roll import full_years, hypothetical
from bot.terms import COUNTING, FIGURES, NARROWER, OTHERS, SETTLED, TURNED, apposition, beside, by_cue
from knowledge import units
from knowledge.base import View
from knowledge.model import Reference
from knowledge.when import first_day, last_day

NAME = "definition"
_FOREIGN = {"how_much", "forecast", "want_join", "why", "average", "most", "least", "rank", "compare"}
_LOOSE = uses("#count which who first_time ever last before compare most_of founding allies member agree target")
_ABOUT_ALL = ("no-debt", "political", "budget-arrears", "national-spending")


_DEFINING = {"define", "defines", "defined", "definition", "definitions", "meant", "according"}
_NO_PEOPLE = ("headquarters", "shape", "languages", "map", "pfp", "estimate", "treaty")
_DATED = ("integrated-command", "fra-1966", "grc-1974", "estimate", "headquarters", "political")
_USED = {"used", "use", "triggered", "trigger", "applied", "activated", "fired", "pulled", "called"}
_BARE_E = ("art-5-invoked", "estimate", "gni-lux", "nato", "no-debt", "political", "national-spending", "art-6")
"""Entries beside which "why", "average" (mean) and the like ask for nothing else."""


def read(frame: Frame, view: View) -> Reading | None:
    if pair := _pair(frame, view):
        return pair
    entry = _entry(frame, view)
    if _alliance_meant(frame):
        query = Query(kind=NAME, op="what", topics=("nato",))
        return Reading(query, 5, frozenset({"defence", "or", "total", "pronoun"}))
    if entry is None or not _op(frame, entry):
        return _loosely(frame, view)
    if not _known(entry, view) or (hypothetical(frame) and not _supposed(frame, entry)):
        return None
    if frame.has("invoke") and (not entry.id.startswith("art-5") or (frame.has("who") and _may(frame))):
        return None
    if _elsewhere(frame, entry) or frame.edition or frame.ids("person"):
        return None
    if entry.id not in _DATED and any(moment.month is None and entry.on is None for moment in frame.moments):
        return None
    op = _op(frame, entry)
    if not op or (entry.id == "no-debt" and (frame.has("proportion") or (frame.has("how_much") and not frame.has("owe")))):
        return None
    query = Query(kind=NAME, op=op, topics=(entry.id,), words=_words(frame, entry), limit=_times(frame), **_year_said(frame, entry))
    return Reading(query, _weight(entry, frame), beside(frame, entry))


def _times(frame: Frame) -> int | None:
    """How many times it is said to have been: "twice", "three times"."""
    said = {"once": 1, "twice": 2, "thrice": 3}
    counted = next((int(q.value) for q in frame.quantities if q.unit == "" and frame.words[q.end : q.end + 1] == ["times"]), None)
    return next((said[word] for word in frame.words if word in said), counted)


def _year_said(frame: Frame, entry: Reference) -> dict[str, Any]:
    """The year in which it is said, or asked, to have happened."""
    tested = frame.yes_no or frame.has("is_true") or frame.asserts
    plain = entry.id in ("founding", "art-5-invoked") and len(frame.moments) == 1 and not frame.has("when", "why", "current", "since_when")
    placed = plain and frame.preposition(frame.moments[0]) in ("in", "on")
    return {"start": frame.moments[0].year, "end": frame.moments[0].year} if tested and placed else {}


def _supposed(frame: Frame, entry: Reference) -> bool:
    """Whether the entry itself tells what follows from what is supposed: a missed target, an attack."""
    return (entry.id == "political" and not frame.starts("should")) or (entry.id == "art-5" and attacked(frame))


def _pair(frame: Frame, view: View) -> Reading | None:
    """Two terms held against each other: "the difference between current and constant prices"."""
    ids = [id_ for id_ in frame.ids("reference") if id_ != "nato"]
    if len(ids) != 2 or not frame.has("compare", "than", "between", "or") or frame.has("spend", "how_much", "how_many") or frame.moments:
        return None
    entries = [view.base.references[id_] for id_ in ids]
    spans = [range(n.start, n.end) for n in frame.names if n.kind == "reference"]
    others = [n for n in frame.names if n.kind != "reference" and not any(n.start in span for span in spans)]
    if others or not all(entry.kind in ("definition", "funding", "institution") and _known(entry, view) for entry in entries):
        return None
    if not (frame.has("what", "definition", "how") or len(frame.tokens) <= 9):
        return None
    inside = {s.id for m in frame.mentions if any(m.start in span for span in spans) for s in m.senses if s.kind == "cue"}
    more = {*inside, "compare", "than", "between", "or", "#count", "#bound", "current", "only", "target"}
    return Reading(Query(kind=NAME, op="pair", topics=tuple(ids)), 2, frozenset(more))


def _alliance_meant(frame: Frame) -> bool:
    """ "Is NATO a military alliance?" """
    kinds = {"military", "defensive", "defence", "defense", "political", "collective"} & frame.bag
    alone = all(n.kind == "reference" and n.id in ("nato", "art-5") for n in frame.names)
    return (
        bool(kinds)
        and alone
        and frame.starts("is nato a", "is nato an", "is nato only a", "is nato just a")
        and len(frame.tokens) <= 9
        and ({"alliance", "organisation", "organization", "pact", "bloc"} & frame.bag != set())
    )


def _loosely(frame: Frame, view: View) -> Reading | None:
    """A term that stands in a question of no other shape: its entry is what the sources hold about it."""
    spans = [range(n.start, n.end) for n in frame.names if n.kind == "reference"]
    named = [n for n in frame.names if n.kind == "reference" and n.id not in FIGURES | OTHERS | {"nato", "treaty"}]
    others = [n for n in frame.names if n.kind != "reference" and not any(n.start in span for span in spans)]
    if not named or others or frame.moments or frame.edition or hypothetical(frame) or not (frame.is_question or len(frame.tokens) <= 6):
        return None
    entry = view.base.references[max(named, key=lambda n: n.end - n.start).id]
    if not _known(entry, view) or (frame.yes_no and entry.id not in SETTLED) or frame.has(*_FOREIGN, "how_many", "list"):
        return None
    if frame.has("since_when") and entry.id not in _DATED:
        return None
    if _elsewhere(frame, entry) and entry.id == "languages":
        return None
    if frame.starts("when", "in what year", "in which year", "since when") and not (entry.on or entry.id in _DATED):
        return None
    if (frame.has("who") and entry.id in (*_NO_PEOPLE, "secretary-general")) or (frame.has("invoke") and not entry.id.startswith("art-5")):
        return None
    op = "yes_no" if frame.yes_no else "what"
    return Reading(Query(kind=NAME, op=op, topics=(entry.id,), words=_words(frame, entry)), -1, beside(frame, entry) | _LOOSE)


def _elsewhere(frame: Frame, entry: Reference) -> bool:
    """Whether cues or names beside the entry ask for something else."""
    if entry.id in _ABOUT_ALL:
        return _of_somebody(frame, entry)
    if (entry.id == "art-5" and attacked(frame)) or (entry.id == "nato" and in_french(frame)) or differs(frame):
        return False
    words = frame.bag
    if entry.id == "languages" and (
        {"you", "u", "your", "bot"} & words or not {"nato", "natos", "alliance", "official", "working"} & words
    ):
        return True  # the bot's own languages
    if entry.id == "nato" and (frame.ids("group") or frame.has("nato_whole")):
        return True
    if entry.id in _BARE_E:
        return bool(set(frame.ids("ally", "capital", "nonmember", "country")) - {*entry.about, "EU", "BEL"}) and entry.id != "art-6"
    barred = _FOREIGN - ({"compare"} if entry.id.startswith("art-") and _which_article(frame) else set())
    barred -= {"why"} if entry.id == "founding" and frame.has("founded", "when") else set()
    foreign = [senses for m in frame.mentions if barred & (senses := {s.id for s in m.senses}) and not {"definition", "chair"} & senses]
    if foreign and entry.id != "art-6" and not frame.has("chair"):
        return True
    spans = [range(name.start, name.end) for name in frame.names if name.kind == "reference"]
    beside = [name for name in frame.names if not any(name.start in span for span in spans)]
    states = {name.id for name in beside if name.kind in ("ally", "capital", "nonmember", "country")}
    if entry.id == "headquarters":
        states -= {"BEL", "FRA", "GBR"}  # where it sat
    if entry.id == "saceur" and frame.has("first_time"):
        states -= {"USA"}
    if not states <= {*entry.about, "EU"} and not (entry.id == "consensus" and frame.yes_no):
        return True
    groups = set(frame.ids("group")) - ({"europe"} if entry.id in ("shape", "saceur") else set())
    return bool(groups) and entry.id not in (*COUNTING, "defence-expenditure")


def _of_somebody(frame: Frame, entry: Reference) -> bool:
    """Whether a rule for all allies is asked of one's stance, or of a state that is none of them."""
    strangers = entry.id == "political" and set(frame.ids("nonmember", "country")) - {"EU"}
    return bool(strangers) or (frame.has("against", "support", "position") and bool(frame.ids("ally", "capital", "group", "person")))


def _may(frame: Frame) -> bool:
    return frame.holds("can", "could", "may", "might")


def _which_article(frame: Frame) -> bool:
    return frame.holds("article", "clause", "provision") and frame.has("which", "what")


def _weight(entry: Reference, frame: Frame) -> float:
    if (entry.id == "languages" and frame.has("nato", "of_nato", "in_nato")) or (entry.id == "nato" and in_french(frame)):
        return 8
    if (entry.id == "saceur" and frame.has("first_time")) or entry.id in ("national-spending", "headquarters", "gni-lux", "languages"):
        return 4
    if entry.id == "political" and in_treaty(frame):
        return 4
    if entry.id in FIGURES and _DEFINING & frame.bag:
        return 2.5
    return 0.5 if entry.id in FIGURES | OTHERS or not frame.names else 1


def _known(entry: Reference, view: View) -> bool:
    """Whether it had happened and a source on it had appeared; the treaty's articles are always known."""
    return (entry.on is None or last_day(entry.on) <= view.day) and (view.reported(entry.sources) or entry.kind == "institution")


def _entry(frame: Frame, view: View) -> Reference | None:
    """The entry that is asked about: by cues for debts, duty, founding and rule; else the one named."""
    table = view.base.references
    if id_ := by_cue(frame):
        return table.get(id_)
    names = [name for name in frame.names if name.kind == "reference"]
    if settled := _by_names(frame, {name.id for name in names}):
        return table.get(settled)
    named = [name.id for name in names if name.id != "nato"] or [name.id for name in names]
    if any(id_.startswith("art-") for id_ in named) and _which_article(frame):
        named = [id_ for id_ in named if id_ != "treaty"]
    for id_ in named:
        beside = next((NARROWER[id_, x] for x in (*frame.ids("ally"), *frame.cues) if (id_, x) in NARROWER), None)
        if beside:
            return table.get(beside)
    if not named or len(set(named) - FIGURES) > 1:
        return None
    chosen = next((id_ for id_ in named if id_ not in FIGURES), named[0])
    if chosen in FIGURES | OTHERS | {"nato"} and not _asks_term(frame, names):
        return None
    return table.get(chosen)


def _by_names(frame: Frame, ids: set[str]) -> str:
    """The entry that the years, the area or the use of Article 5 beside a term tell."""
    if "integrated-command" in ids and not frame.ids("ally"):
        years = set(frame.years)
        return "fra-1966" if years & {1966, 2009} else "grc-1974" if years & {1974, 1980} else "integrated-command"
    if {"consensus", "join"} <= ids:
        return "consensus"
    if {"art-5", "art-6"} <= ids or ("art-6" in ids and frame.has("invoke")):
        return "art-6"
    used = _USED & frame.bag or frame.has("invoke")
    return "art-5-invoked" if "art-5" in ids and used else ""


def _asks_term(frame: Frame, names: list[Name]) -> bool:
    """Whether the term itself is asked about: "what does … mean", "what counts as …", or "what is …" and no more."""
    if frame.has("definition") or (frame.has("counts") and frame.holds("what", "which") and not frame.has("target")):
        return True
    covered = {place for name in names for place in range(name.start, name.end)}
    rest = [m for m in frame.mentions if m.start not in covered and {s.kind for s in m.senses} & {"cue"}]
    asked = {"what", "nato", "in_nato", "of_nato"} if any(name.id != "nato" for name in names) else {"what"}
    idle = {place for m in frame.mentions if m.senses[0].kind == "filler" for place in range(m.start, m.end)}
    loose = all({s.id for s in m.senses} & asked or {s.kind for s in m.senses} & {"filler"} for m in rest)
    figures = any(name.id in FIGURES for name in names) and any(name.id == "nato" and not _inside(name, names) for name in names)
    return (
        loose
        and not figures
        and (frame.has("what") or frame.starts("explain", "describe", "define", "tell me", "outline") or not rest)
        and all(quantity.start in covered | idle for quantity in frame.quantities)
    )


def _inside(name: Name, names: list[Name]) -> bool:
    return any(other.start <= name.start and name.end <= other.end and other != name for other in names)


def _op(frame: Frame, entry: Reference) -> str:
    if (special := _own_op(frame, entry)) is not None:
        return special
    listed = frame.has("how_many", "list") and entry.id not in (*_ABOUT_ALL, "languages", "consensus")
    if listed and not (entry.id == "art-5" and frame.has("how")):
        return ""
    if frame.has("who") and entry.id in _NO_PEOPLE:
        return ""
    if frame.has("when", "since_when") or (entry.id == "founding" and not frame.has("where")):
        return "when" if entry.on else "what" if entry.id in ("headquarters", "edition", "estimate") else ""
    asked = frame.has("what", "which", "how") and "?" in frame.words
    claimed = frame.asserts and not asked and not frame.has("definition", "where") and (len(frame.tokens) > 5 or entry.id in _ABOUT_ALL)
    if not (frame.yes_no or frame.has("is_true") or claimed) or entry.kind == "history":
        return "what"
    settled = entry.id in SETTLED and entry.id != "art-5" and (entry.id not in COUNTING or frame.has("counts"))
    return "yes_no" if settled else "what" if frame.starts("can you", "could you", "do you") else ""


def _own_op(frame: Frame, entry: Reference) -> str | None:
    """The variant where the entry or a cue has one of its own; None where none has."""
    tested = frame.yes_no or frame.has("is_true") or frame.asserts
    if frame.has("chair"):
        return "chair" if entry.id in ("nac", "secretary-general") else ""
    if entry.id == "art-5-invoked":
        counted = frame.has("how_often", "ratio", "how_many") or (tested and _times(frame))
        return "count" if counted and not frame.has("list") else None
    if entry.id in NARROWER.values() or frame.has("valid", "abolish"):
        return "what"
    if entry.id in ("secretary-general", "saceur") and frame.has("who"):
        return "what" if entry.id == "saceur" and frame.has("first_time") else ""
    if entry.id == "political" and in_treaty(frame):
        return "treaty"
    if entry.id == "no-debt" and frame.has("pronoun") and {"paid", "pay", "pays", "paying"} & frame.bag:
        return "what"  # "has Germany paid its dues": a no would say that it has not
    if entry.id == "national-spending" and paid_to_nato(frame):
        return "yes_no" if tested else "what"
    if entry.id == "shape" and shape(frame):
        return "" if frame.has("who", "how_many") else "what"
    if entry.id == "art-5" and attacked(frame):
        return "yes_no" if tested and frame.has("duty", "binding") else "what" if not frame.yes_no else ""
    return "yes_no" if entry.id == "art-5" and frame.has("duty") and tested else None


def _words(frame: Frame, entry: Reference) -> tuple[str, ...]:
    """Whether a yes is asked to be a no ("is the target voluntary"), a statement is tested, words are left aside."""
    if aside := apposition(frame):
        return ("aside", *aside)
    if entry.id == "founding" and frame.has("why"):
        return ("why",)
    tokens = frame.bag
    turned = frame.has("not", "nobody") != bool(
        tokens & {"voluntary", "optional", "majority", "vote", "voting"} and entry.id in ("political", "consensus")
    )
    asserted = frame.has("is_true") or frame.asserts
    found = ("turned",) if turned and (asserted or not frame.has("not", "nobody")) else ()
    return (*found, "claim") if asserted else found


# --- answers


def answer(query: Query, context: Context) -> Answer:
    draft = Draft(context, query)
    entry = context.view.base.references[query.topics[0]]
    draft.rest(entry)
    if entry.note:
        draft.caveat(entry.note)
    if aside := query.words[1:] if query.words[:1] == ("aside",) else ():
        draft.caveat(f"Left aside: {phrase.join([f'“{word}”' for word in aside])}.")
    if query.op == "chair":
        return _chair(draft)
    if query.op == "treaty":
        lead = "no article of the North Atlantic Treaty names a share of GDP; the 2% and the 5% stand in declarations of summits."
        return draft.answer(
            OPENINGS[Verdict.NO] + lead, "a share of GDP in the treaty", body=[entry.text], verdict=Verdict.NO, outcome=Outcome.CORRECTION
        )
    if query.op == "pair":
        other = context.view.base.references[query.topics[1]]
        draft.rest(other)
        lines = [f"{row.term}: {row.text}" for row in (entry, other)]
        return draft.answer(lines[0], f"{entry.term} beside {other.term}", body=lines[1:])
    if entry.quote and query.op != "when":
        draft.cited(entry.quote, entry.on or str(context.view.base.sources[entry.quote.source].published_on or ""))
    body = [f"- {point}" for point in entry.points]
    if entry.id == "nac":
        consensus = context.view.base.references["consensus"]
        draft.rest(consensus, most=1)
        body.append(consensus.text)
    if query.op in ("when", "count"):
        return _when(draft, entry, body)
    if query.op != "yes_no":
        return draft.answer(
            _told(entry),
            f"{entry.term}: what it is",
            body=[entry.text, *body] if _told(entry) not in (entry.text, f"{entry.term}: {entry.text}") else body,
            subjects=entry.about if entry.id in NARROWER.values() else (),
        )
    return _verdict(draft, entry, body)


def _told(entry: Reference) -> str:
    """The first line: the sentence that settles the matter, else the entry with its term in front."""
    if entry.id in SETTLED and entry.id not in (*COUNTING, "art-5"):
        return SETTLED[entry.id][1]
    named = entry.kind in ("history", "rule") or entry.term.split(" (")[0].casefold() in entry.text.casefold()
    return entry.text if named else f"{entry.term}: {entry.text}"


def _verdict(draft: Draft, entry: Reference, body: list[str]) -> Answer:
    """The verdict that the entry gives, turned where the question asks for the contrary."""
    words = draft.query.words if draft.query else ()
    verdict, lead = SETTLED[entry.id]
    if "turned" in words:
        verdict = verdict.opposite
        lead = TURNED.get(entry.id, lead)
    outcome = Outcome.CORRECTION if "claim" in words and verdict == Verdict.NO else Outcome.ANSWER
    return draft.answer(
        OPENINGS[verdict] + lead, f"{entry.term}: whether it is so", body=[entry.text, *body], verdict=verdict, outcome=outcome
    )


def _when(draft: Draft, entry: Reference, body: list[str]) -> Answer:
    """The entry with its day; of the founding also how long ago."""
    context = draft.context
    if entry.on:
        draft.value(entry.term, first_day(entry.on) if len(entry.on) == 10 else entry.on, units.DATE, period=entry.on[:4])
    if entry.id == "art-5-invoked":
        draft.value("times invoked", 1, "times invoked")
    if found := _put_right(draft, entry, body):
        return found
    if entry.id == "founding":
        years = full_years(first_day("1949-04-04"), context.today)
        draft.value("age of NATO", years, units.YEARS, status="computed")
        draft.value("place", "Washington", units.NAME)
        body = [entry.text, f"NATO is {phrase.plural(years, 'year', 'years')} old on {context.day(context.today)}."]
        if "why" in (draft.query.words if draft.query else ()):
            nato = context.view.base.references["nato"]
            draft.rest(nato, most=1)
            body.append(f"Of the reasons my sources hold only its purpose: {nato.text}")
        lead = f"NATO was founded on {context.day(entry.on)}: the North Atlantic Treaty was signed in Washington that day."
        return draft.answer(lead, "when and where NATO was founded", body=body)
    return draft.answer(entry.text, f"{entry.term}: when", body=body)


def _put_right(draft: Draft, entry: Reference, body: list[str]) -> Answer | None:
    """The verdict on a year, or on a number of times, that is said or asked."""
    query = draft.query
    if query is None or not entry.on:
        return None
    claimed = "claim" in query.words
    if query.start:
        fits, what = entry.on.startswith(str(query.start)), f"in {query.start}"
    elif query.op == "count" and query.limit and entry.id == "art-5-invoked":
        fits, what = query.limit == 1, f"{query.limit} times"
    else:
        return None
    verdict = Verdict.YES if fits else Verdict.NO
    outcome = Outcome.CORRECTION if claimed and not fits else Outcome.ANSWER
    day = draft.context.day(entry.on)
    lead = f"NATO was founded on {day}." if entry.id == "founding" else entry.text
    return draft.answer(f"{OPENINGS[verdict]}{lead}", f"{entry.term}: whether {what}", body=body, verdict=verdict, outcome=outcome)


def _chair(draft: Draft) -> Answer:
    """The Secretary General is in the chair; who that is by the list of offices."""
    context = draft.context
    entry = context.view.base.references["nac"]
    draft.rest(entry, most=1)
    held = [row for row in context.view.offices.values() if row.office == "secretary_general" and not row.end]
    names = [context.name(row.person) for row in held[-1:]]
    for row, name in zip(held[-1:], names, strict=True):
        draft.value("Secretary General", name, units.NAME, subject=row.person)
        draft.rest(row, most=1)
    who = f": {names[0]}" if names else ""
    return draft.answer(
        f"NATO's Secretary General chairs the North Atlantic Council{who}.", "who chairs the North Atlantic Council", body=[entry.text]
    )


KIND = Kind(
    NAME, read, answer,
    uses(
        "#reference #outsider definition proportion of_nato counts when where since_when how how_many ever govern "
        "chair invoke say leave edition estimate join"
    ),
    (
        "What is Article 5?",
        "Is the 2 % target legally binding?",
        "Does any ally owe NATO money?",
        "When was NATO founded?",
        "Do pensions count as defence spending?",
    ),
)  # fmt: skip
