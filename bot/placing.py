"""Where an ally stands in an order: its place, who comes after it, whether it is the first."""

from __future__ import annotations

from collections.abc import Sequence

from bot import phrase
from bot.answer import OPENINGS, Answer, Verdict, verdict_of
from bot.draft import Context, Draft
from bot.figures import holds, newest_year, no_figure
from bot.plot import bars
from bot.query import Query
from knowledge.base import Figure, View
from knowledge.units import INDICATORS


def pool(query: Query, view: View) -> list[str]:
    members: dict[str, None] = {}
    for group in query.groups:
        members.update(dict.fromkeys(view.base.groups[group].members))
    if query.op == "top-in":
        return [ally for ally in view.allies if ally not in query.excluded]
    named = list(members) if query.op in ("place", "after") or query.words else [*members, *query.subjects]
    chosen = named or list(view.allies)
    return [ally for ally in chosen if ally in view.allies and ally not in query.excluded]


def rank(view: View, indicator_: str, allies: Sequence[str], year: int, edition: str, order: str) -> list[Figure]:
    """The figures of a year, highest (or lowest) first; equal ones by name."""
    found = [figure for ally in allies if (figure := view.figure(indicator_, ally, year, edition))]
    sign = -1 if order != "least" else 1
    return sorted(found, key=lambda figure: (sign * figure.value, view.base.allies[figure.subject].name))


def place(query: Query, context: Context, draft: Draft, order: Sequence[Figure]) -> Answer:
    """Where an ally stands; who comes after it; whether it is the first."""
    subject = query.words[0] if query.words else query.subjects[0]
    if query.op == "after" and len(query.subjects) > 1:
        subject = next((f.subject for f in reversed(order) if f.subject in query.subjects), subject)
    found = next((figure for figure in order if figure.subject == subject), None)
    if found is None:
        return no_figure(query, context, [subject], order[0].year)
    place = 1 + sum(figure.value > found.value if query.order == "most" else figure.value < found.value for figure in order)
    name = context.name(subject)
    noun = INDICATORS[query.indicator].noun
    value = draft.figure(found)
    draft.value(f"{name}, rank", place, "rank", subject=subject, period=str(found.year), status="computed")
    among = f"of {len(order)} allies" if not query.groups else f"of {len(order)} among {context.names(query.groups)}"
    options = offered(query, context)
    if query.op == "after":
        behind = order[order.index(found) + 1 : order.index(found) + 2]
        if not behind:
            return draft.answer(
                f"Nobody comes {side(query)} {name}: it is {'first' if query.order == 'least' else 'last'} {among}.",
                read_as(query, context, phrase.year(found)),
                subjects=[subject],
                options=options,
            )
        return draft.answer(
            (
                f"{phrase.capital(side(query))} {name} ({value}) comes **{context.name(behind[0].subject)}"
                f"** with {draft.figure(behind[0])} ({phrase.year(found)})."
            ),
            read_as(query, context, phrase.year(found)),
            subjects=[behind[0].subject],
            options=options,
        )
    other = money_place(query, draft, order, subject)
    if query.words:
        wanted = int(query.step or 1)
        first_money = other[0] == wanted
        if query.limit:
            return among_first(query, context, draft, found, place, other)
        verdict = (
            Verdict.YES
            if place == wanted and (first_money or not query.everywhere)
            else Verdict.PARTLY
            if place == wanted or (query.everywhere and first_money)
            else Verdict.NO
        )
        if query.bounds and not all(holds(b, found.value, found.unit) for b in query.bounds):
            verdict = Verdict.NO if verdict is Verdict.NO else Verdict.PARTLY
        word = OPENINGS[verdict]
        best = order[wanted - 1] if wanted <= len(order) else found
        top = (
            (
                f" {('The last' if query.order == 'least' else 'The first') if wanted == 1 else f'Number {wanted} {end(query)}'.strip()}"
                f" is {context.name(best.subject)} with {draft.figure(best)}."
            )
            if best.subject != subject
            else ""
        )
        lead = (
            f"{word}by {INDICATORS[query.indicator].short} {name} is number {place} "
            f"{end(query)}{among} ({value}, {phrase.year(found)}).{top}"
        )
        money_best = money_first(query, draft, order, wanted) if query.everywhere and query.indicator == "share" and not first_money else ""
        if query.place == "why":
            said = [lead.removeprefix(word), other[1], money_best]
            return draft.reason(said, read_as(query, context, phrase.year(found)), verdict, [subject], options)
        return draft.answer(
            lead,
            read_as(query, context, phrase.year(found)),
            body=[other[1], money_best],
            verdict=verdict,
            subjects=[subject] if place == wanted else [subject, best.subject],
            options=options,
        )
    lead = f"{phrase.capital(name)} is number **{place}** {end(query)}{among} by {noun}: {value} ({phrase.year(found)})."
    body = [other[1], place_now(query, draft, order, subject) if query.place == "now" else ""]
    reading = read_as(query, context, phrase.year(found))
    return draft.answer(lead, reading, body=body, subjects=[subject], options=options, chart=bars(context, order))


def place_now(query: Query, draft: Draft, order: Sequence[Figure], subject: str) -> str:
    """The place in the newest year, beside the one in the year named."""
    view = draft.context.view
    edition = order[0].edition
    everyone = pool(query, view)
    newest = newest_year(view, query.indicator, everyone, edition)
    rows = rank(view, query.indicator, everyone, newest, edition, query.order) if newest else []
    found = next((f for f in rows if f.subject == subject), None)
    if found is None:
        return ""
    place = 1 + sum(f.value > found.value if query.order == "most" else f.value < found.value for f in rows)
    draft.value(f"{draft.context.name(subject)}, rank", place, "rank", subject=subject, period=str(newest), status="computed")
    return f"In {phrase.year(found)} it is number **{place}** of {len(rows)}: {draft.figure(found)}."


def among_first(query: Query, context: Context, draft: Draft, found: Figure, place: int, money: tuple[int, str]) -> Answer:
    """ "Is Estonia in the top three?": as a share, and in money where no measure was named."""
    limit = query.limit or 1
    results = {place <= limit, *([money[0] <= limit] if money[0] else [])}
    verdict = verdict_of(sum(results), len(results))
    word = OPENINGS[verdict]
    lead = (
        f"{word}by {INDICATORS[query.indicator].short} {context.name(found.subject)} "
        f"is number **{place}** {end(query)}({context.amount(found.value, found.unit)}, "
        f"{phrase.year(found)})."
    )
    return draft.answer(
        lead,
        read_as(query, context, phrase.year(found)),
        body=[money[1]],
        verdict=verdict,
        subjects=[found.subject],
        options=offered(query, context),
    )


def money_place(query: Query, draft: Draft, order: Sequence[Figure], subject: str) -> tuple[int, str]:
    """The place in money too, where no measure was named."""
    context = draft.context
    money = rank(context.view, "amount", [f.subject for f in order], order[0].year, order[0].edition, query.order)
    found = next((figure for figure in money if figure.subject == subject), None)
    if query.indicator != "share" or not query.everywhere or found is None:
        return 0, ""
    place = 1 + money.index(found)
    draft.value(f"{context.name(subject)}, rank in money", place, "rank", subject=subject, period=str(found.year), status="computed")
    return place, f"In money it is number {place} {end(query)}".strip() + f": {draft.figure(found)}."


def money_first(query: Query, draft: Draft, order: Sequence[Figure], wanted: int) -> str:
    """Who has the place in question in money."""
    money = rank(draft.context.view, "amount", [f.subject for f in order], order[0].year, order[0].edition, query.order)
    if len(money) < wanted:
        return ""
    best = money[wanted - 1]
    return f"In money, number {wanted} {end(query)}is {draft.context.name(best.subject)}: {draft.figure(best)}."


def side(query: Query) -> str:
    return "right ahead of" if query.order == "least" else "after"


def end(query: Query) -> str:
    """From which end it is counted, where not from the top."""
    return "from the bottom " if query.order == "least" else ""


def read_as(query: Query, context: Context, year: str) -> str:
    default = " (measure not named, so share of GDP)" if query.everywhere and query.indicator == "share" else ""
    among = f" among {context.names(query.groups)}" if query.groups else f" among the allies {query.topics[0]}" if query.topics else ""
    without = f" without {context.names(query.excluded)}" if query.excluded else ""
    return f"ranking by {INDICATORS[query.indicator].noun}{default}{among}{without}, {year}"


def offered(query: Query, context: Context) -> list[str]:
    """What could be asked next, of the same year."""
    other = "US dollars" if query.indicator == "share" else "share of GDP"
    when = context.past(query.end)
    spend, are = ("spent", "were") if when else ("spend", "are")
    return [f"Which five allies {spend} the most in {other}{when}?", f"Which allies {are} below 2%{when}?"]
