"""How a question was understood, in lines of text: the tool of whoever extends the language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.ask import Mind, Turn, Weighed, weigh, winner
from bot.coverage import content
from bot.language.frame import Frame, Mention
from bot.language.quantities import Moment, Quantity
from bot.query import Query
from bot.render.json import encode


def explain(mind: Mind, turn: Turn) -> str:
    """Everything from the tokens to the query of one question."""
    frame = turn.frame
    weighed = weigh(frame, mind.view(frame))
    best = winner(weighed, headings=True)
    sections = (
        ("Tokens", _tokens(frame)),
        ("Mended", (f"{typed} → {meant}" for typed, meant in frame.mended)),
        ("Doubtful", (f"{word}: {' or '.join(near)}" for word, near in frame.doubtful.items())),
        ("Mentions", _mentions(frame)),
        ("Terms", (f"{_text(frame, term.start, term.end)} = {_senses(term)}" for term in frame.terms)),
        ("Quantities", (_quantity(frame, quantity) for quantity in frame.quantities)),
        ("Dates", _dates(frame)),
        ("Quote", [frame.quote] if frame.quote else []),
        ("Bounds", (f"{bound.op or 'at'} {bound.value} {bound.currency or bound.unit}" for bound in frame.bounds)),
        ("Language", _language(frame)),
        ("Coverage", _coverage(frame, weighed[0] if weighed else None)),
        ("Readings", _readings(weighed, best)),
        ("Query", _query(best.reading.query if best else None, turn.answer.query)),
        ("Answer", (f"{turn.answer.outcome}: {turn.answer.lead}", f"read as: {turn.answer.reading}")),
    )
    return "\n".join(_section(title, lines) for title, lines in sections)


def _section(title: str, lines: Iterable[str]) -> str:
    found = list(lines) or ["–"]
    return "\n".join(f"{title if not i else '':<11} {line}" for i, line in enumerate(found))


def _tokens(frame: Frame) -> Iterator[str]:
    yield " ".join(f"{token.norm}/{token.kind}" for token in frame.tokens)


def _mentions(frame: Frame) -> Iterator[str]:
    roles = {(name.start, name.id): name.role for name in frame.names}
    for mention in frame.mentions:
        senses = []
        for kind, id_ in mention.senses:
            role = roles.get((mention.start, id_), "subject")
            senses.append(kind + (f":{id_}" if id_ else "") + (f" ({role})" if role != "subject" else ""))
        yield f"{_text(frame, mention.start, mention.end)} = {', '.join(senses)}"


def _senses(mention: Mention) -> str:
    return ", ".join(kind + (f":{id_}" if id_ else "") for kind, id_ in mention.senses)


def _quantity(frame: Frame, quantity: Quantity) -> str:
    unit = " ".join(filter(None, (quantity.currency, quantity.unit or "(bare)")))
    return f"{_text(frame, quantity.start, quantity.end)} = {quantity.value} {unit}"


def _moment(frame: Frame, moment: Moment) -> str:
    parts = (f"{moment.year}", f"{moment.month:02}" if moment.month else "", f"{moment.day:02}" if moment.day else "")
    before = frame.preposition(moment)
    return f"{_text(frame, moment.start, moment.end)} = {'-'.join(filter(None, parts))}" + (f" (behind “{before}”)" if before else "")


def _dates(frame: Frame) -> Iterator[str]:
    yield from (_moment(frame, moment) for moment in frame.moments)
    if frame.known_on:
        yield f"as known on {frame.known_on}"
    if frame.edition:
        yield f"edition {frame.edition}"


def _language(frame: Frame) -> Iterator[str]:
    if frame.language:
        yield f"{frame.language.name}, not read yet"
    if frame.greeting:
        yield "a greeting"


def _coverage(frame: Frame, best: Weighed | None) -> Iterator[str]:
    """Every mark that a reading has to explain, with what explains it in the best one."""
    for words, cues in content(frame):
        if best is None:
            state = "no kind reads this"
        elif words in best.unexplained:
            state = "unexplained"
        elif words in best.explained:
            state = "explained by " + ", ".join(sorted(cues & (best.kind.uses | best.reading.uses)))
        else:
            state = "background"
        yield f"{words} [{', '.join(sorted(cues))}]: {state}"
    if frame.background:
        yield "left aside: " + ", ".join(token.text for token in frame.background)


def _readings(weighed: list[Weighed], best: Weighed | None) -> Iterator[str]:
    for reading in weighed:
        if reading is best:
            why = "wins"
        elif reading.unexplained:
            why = "lost: leaves unexplained " + ", ".join(f"“{words}”" for words in reading.unexplained)
        else:
            why = f"lost: scores below {best.score:g}" if best and reading.score < best.score else "lost: the same score, later by name"
        explained = ", ".join(reading.explained) or "nothing"
        yield f"{reading.kind.name}{_op(reading)}  score {reading.score:g} (weight {reading.reading.weight:g}), explains {explained}; {why}"


def _op(weighed: Weighed) -> str:
    return f".{weighed.reading.query.op}" if weighed.reading.query.op else ""


def _query(won: Query | None, answered: Query | None) -> Iterator[str]:
    """The query answered; the reading's own beside it where the conversation or a fallback changed it."""
    if answered:
        yield encode(answered.slots())
    if won and won != answered:
        yield f"the winning reading alone: {encode(won.slots())}"


def _text(frame: Frame, start: int, end: int) -> str:
    return " ".join(token.text for token in frame.tokens[start:end])
