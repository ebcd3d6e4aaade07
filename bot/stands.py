"""Somebody's own words on a matter: as a position, as a series in which it changes, and what is said of an exemption."""

from __future__ import annotations

from collections.abc import Sequence

from bot import phrase
from bot.answer import Answer, Outcome, Verdict
from bot.draft import Context, Draft
from bot.query import Query
from bot.voices import ally_ask, by, name, take, topic_ask
from knowledge.base import View
from knowledge.model import Commitment, Pledge, Shift, Statement
from knowledge.search import Ask, search
from knowledge.stances import lean, voiced

_MOST = 4


def own(query: Query, view: View) -> list[Statement]:
    """The person's statements on what is asked, newest first."""
    person = query.people[0]
    wanted = [Ask((f"by:{person}",), True), *(topic_ask(topic) for topic in query.topics)]
    wanted += [ally_ask(view, ally) for ally in query.others]
    if query.op == "complaint" and not (query.topics or query.others):
        wanted.append(topic_ask("burden_sharing"))
    if len(wanted) == 1:
        return voiced(view, f"by:{person}")
    rows = [hit.statement for hit in search(view, wanted) if hit.statement.form == "direct"]
    return sorted(rows, key=lambda row: row.on, reverse=True)


def subject_of(query: Query, context: Context) -> str:
    """What the stance is on, in words."""
    names = {"article_5": "Article 5", "timeline": "the timeline"}
    about = [names[topic] for topic in query.topics] + [context.name(ally) for ally in query.others]
    if about:
        return phrase.join(about)
    return "burden sharing" if query.op == "complaint" else "the 5 % target"


def pledged(draft: Draft, pledge: Pledge) -> str:
    """Take up a pledge; returns it as a dated line."""
    draft.pledge(pledge)
    if pledge.note:
        draft.caveat(pledge.note)
    return f"{draft.context.day(pledge.on)}: {pledge.text}"


def changed(query: Query, context: Context) -> Answer:
    """A dated series of somebody's own statements, and whether the last differs from the first."""
    view = context.view
    people = query.people or tuple(dict.fromkeys(row.speaker for row in voiced(view, f"of:{query.subjects[0]}")))
    who = phrase.name(view.base, query.people[0]) if query.people else context.name(query.subjects[0])
    shift = next((row for row in view.base.shifts.values() if row.speaker in people and _known(query, view, row)), None)
    rows = [view.statements[id_] for id_ in shift.statements] if shift else list(reversed(_series(query, view)))
    subject = shift.topic if shift and query.people else subject_of(query, context)
    reading = f"whether {who} changed position on {subject}, by own statements in order of time"
    draft = Draft(context, query)
    if not rows:
        return draft.answer(f"I hold no statement of {who} on {subject}.", reading, outcome=Outcome.NO_DATA, verdict=Verdict.UNKNOWN)
    for row in rows[-_MOST:]:
        name(draft, row)
        take(draft, row)
    changed = rows[0].stance != rows[-1].stance
    verdict = Verdict.YES if changed else Verdict.PARTLY if shift else Verdict.NO
    lead = _course(context, rows, verdict)
    if query.order == "consistent":
        verdict = verdict.opposite
    body = [shift.text] if shift else []
    if query.subjects:
        body += [pledged(draft, pledge) for pledge in lean(view, query.subjects[0]).pledges[:1]]
    draft.caveat(f"The newest statement that I hold on it is of {context.day(rows[-1].on)}.")
    return draft.answer(f"{lead}.", reading, body=body, verdict=verdict, subjects=query.people or query.subjects)


def _course(context: Context, rows: Sequence[Statement], verdict: Verdict) -> str:
    """Whether the last words differ from the first, with their dates."""
    first, last = context.day(rows[0].on), context.day(rows[-1].on)
    match verdict:
        case Verdict.YES:
            return f"The words of {last} differ from those of {first}"
        case Verdict.PARTLY:
            return f"The words shift from {first} to {last}"
    return f"No change in what I hold: the last words, of {last}, say the same as the first"


def _known(query: Query, view: View, row: Shift) -> bool:
    """Whether the series is on what is asked for and all of it was known on the day."""
    topics = {"article_5": "Article 5"}
    wanted = [topics[topic] for topic in query.topics if topic in topics] + [phrase.name(view.base, ally) for ally in query.others]
    return all(id_ in view.statements for id_ in row.statements) and (not wanted or row.topic in wanted)


def _series(query: Query, view: View) -> list[Statement]:
    if query.topics or query.others:
        return own(query, view) if query.people else []
    return voiced(view, f"by:{query.people[0]}" if query.people else f"of:{query.subjects[0]}", on_target=False)


def exempt(query: Query, context: Context) -> Answer:
    """Both readings of an exemption, each with whose it is; no for whoever has none."""
    view = context.view
    target = view.commitments.get("hague-2025")
    granted = [row for row in view.commitments.values() if row.kind == "exemption"]
    found = [row for row in granted if not query.subjects or query.subjects[0] in row.members]
    draft = Draft(context, query)
    whose = context.name(query.subjects[0]) if query.subjects else "anybody"
    reading = f"is {whose} exempt from the 5 % target"
    if found:
        return _disputed(draft, found[0], reading, None if query.order == "sides" else Verdict.PARTLY)
    if target is None:
        return draft.answer("I hold nothing on exemptions from the 5 % target.", reading, outcome=Outcome.NO_DATA, verdict=Verdict.UNKNOWN)
    draft.rest(target, most=2)
    applies = query.order == "applies"
    word = "Yes" if applies else "No"
    lead = f"{word}: I hold no exemption for {whose}. {target.name} of {context.day(target.on)} is one of all {len(view.allies)} allies."
    body = [pledged(draft, pledge) for ally in query.subjects for pledge in lean(view, ally).pledges if pledge.kind == "position"]
    verdict = Verdict.YES if applies else Verdict.NO
    return draft.answer(
        lead, reading, body=body, verdict=verdict, subjects=query.subjects, options=["Is Spain exempt from the 5 % target?"]
    )


def _disputed(draft: Draft, row: Commitment, reading: str, verdict: Verdict | None) -> Answer:
    view = draft.context.view
    said = {statement.text: statement for person in _quoted(row) for statement in by(view, [person])}
    for quote in row.quotes:
        if statement := said.get(quote.text):
            take(draft, statement)
    draft.rest(row, most=4)
    names = phrase.join(list(dict.fromkeys(quote.speaker for quote in draft.quotes)))
    country = draft.context.names(row.members)
    lead = f"That is disputed between {names}: {country} says that it is, NATO that there are no opt-outs."
    if row.note:
        draft.caveat(row.note)
    return draft.answer(lead, reading, body=[row.text], verdict=verdict, subjects=row.members)


def _quoted(row: Commitment) -> list[str]:
    return list(dict.fromkeys(quote.speaker for quote in row.quotes if quote.speaker))
