"""Answer → its parts in Discord's Markdown, each a list of lines that stay whole; and what of them fits into a budget.

Every rendering for Discord shows these parts in this order. A line is shown or left out, never broken: what is left
out is counted in a last line, which says where it can be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from bot import phrase
from bot.answer import OPENINGS, Answer, Citation, Outcome, Quotation, Verdict
from bot.render import rows
from bot.render.markdown import cut, harmless, link, live, size, visible

Name = Literal["lead", "body", "table", "working", "words", "notes", "sources", "reading"]
PRIORITY: tuple[Name, ...] = ("lead", "words", "sources", "body", "table", "working", "notes", "reading")
"""Who gets room first where it is short."""

SIGNS = {
    Outcome.CORRECTION: "⚠️ **Correction:** ",
    Outcome.CLARIFY: "❔ **A question back:** ",
    Outcome.NO_DATA: "🔍 **No answer:** ",
    Outcome.OUT_OF_SCOPE: "↩️ **Not my subject:** ",
}
"""How a reply begins that is no plain answer: a sign and words, as a colour alone tells nothing to many."""
VERDICTS = {Verdict.YES: "✅", Verdict.NO: "❌", Verdict.PARTLY: "🟠", Verdict.NOT_YET_DUE: "⏳", Verdict.UNKNOWN: "❔"}
_UNREAD = (Outcome.SMALL_TALK, Outcome.OUT_OF_SCOPE)


class Part(NamedTuple):
    """Lines of one kind. `hidden` of them are not here, `where` says where those and the ones that don't fit are to be seen."""

    name: Name
    lines: list[str]
    hidden: int = 0
    where: str = ""


class Room(NamedTuple):
    """How many of each part's lines, and how much text, a reply shows at most."""

    total: int
    lead: int
    body: int
    words: int
    rows: int
    working: int
    sources: int


CARD = Room(total=3900, lead=1000, body=1500, words=2, rows=12, working=3, sources=3)
"""A reply in Components V2: 4,000 characters of text; beyond that, buttons show the rest."""
PLAIN = Room(total=1950, lead=700, body=700, words=2, rows=1000, working=2, sources=3)
"""A reply as plain text: 2,000 characters, and no pages to turn."""


def parts(answer: Answer, locale: str, room: Room, page: int = 0) -> list[Part]:
    """The parts that the answer has, in their order; of a table the page asked for."""
    addresses = {source.url for source in answer.sources if source.url}
    body = _sentences(_slice(answer, page, room), room.body, addresses)
    notes = [f"-# Note: {cut(caveat, 300)}" for caveat in answer.caveats]
    found = [
        Part("lead", [first_line(answer, room.lead)]),
        Part("body", body, where="ask for less at a time"),
        Part("table", rows.page(answer.table, page, room.rows) if answer.table else []),
        some("working", [harmless(line) for line in answer.derivation], room.working, "under **Working**"),
        _words(answer.quotes, locale, room),
        Part("notes", notes),
        some("sources", [citation(source, locale) for source in answer.sources], room.sources, "under **Sources**"),
    ]
    if answer.reading and answer.outcome not in _UNREAD:
        found.append(Part("reading", [f"-# Read as: {cut(answer.reading, 300)}"]))
    return [part for part in found if part.lines or part.hidden]


def pages(answer: Answer, room: Room) -> int:
    """How many pages the answer has: of its table, or where it has none of the lines below the first."""
    if answer.table and answer.table.rows:
        return rows.pages(answer.table, room.rows)
    return max(1, -(-len(answer.body) // room.rows))


def _slice(answer: Answer, page: int, room: Room) -> Sequence[str]:
    """The lines below the first that a page shows."""
    count = pages(answer, room)
    if (answer.table and answer.table.rows) or count == 1:
        return answer.body
    length = -(-len(answer.body) // count)
    start = min(max(page, 0), count - 1) * length
    return answer.body[start : start + length]


def first_line(answer: Answer, most: int = CARD.lead) -> str:
    """The answer in one line: with its sign and word where it is no plain answer, with its verdict where it has one."""
    lead = " ".join(answer.lead.split())
    sign = SIGNS.get(answer.outcome, "")
    opening = OPENINGS.get(answer.verdict, "") if answer.verdict else ""
    if opening and answer.outcome == Outcome.ANSWER and answer.verdict:
        word = opening.removesuffix(": ")
        if lead.startswith((f"{word}:", f"{word}.")):
            sign = f"{VERDICTS[answer.verdict]} **{lead[: len(word) + 1]}** "
            lead = lead[len(word) + 1 :].lstrip()
    return f"{sign}{cut(lead, most - size(sign))}".rstrip() or "–"


def quotation(quote: Quotation, locale: str) -> str:
    """The words as a block quote, then who said them and when."""
    said = ", ".join(part for part in (quote.speaker, quote.role, phrase.day(quote.said_on, locale)) if part)
    lines = [f"> “{harmless(quote.text)}”"]
    if quote.translation:
        lines.append(f"> -# In English: {harmless(quote.translation)}")
    return "\n".join([*lines, f"> -# — {harmless(said)}"])


def citation(source: Citation, locale: str) -> str:
    """Publisher, title and date; a link where the whole address is known."""
    title = source.title if source.publisher in source.title else f"{source.publisher}, {source.title}"
    shown = link(title if size(title) <= 300 else visible(title)[:299] + "…", source.url)
    return f"{shown} ({phrase.day(source.published_on, locale)})" if source.published_on else shown


def some(name: Name, lines: Sequence[str], most: int, where: str) -> Part:
    """A part with the first of the lines; all of them where only one more would be left out."""
    shown = len(lines) if len(lines) <= most + 1 else most
    return Part(name, list(lines[:shown]), len(lines) - shown, where)


def fit(found: Sequence[Part], total: int) -> list[Part]:
    """The parts with as many of their lines as fit into so many units, in the order of `PRIORITY`; each part costs a line break more."""
    left, kept = total, {}
    for part in sorted(found, key=lambda part: PRIORITY.index(part.name)):
        taken: list[str] = []
        used = 2
        for number, line in enumerate(part.lines):
            hides = part.hidden + len(part.lines) - number - 1
            reserve = size(more(part._replace(hidden=hides))) + 1 if hides else 0
            if used + size(line) + 1 + reserve > left:
                break
            taken.append(line)
            used += size(line) + 1
        shown = part._replace(lines=taken, hidden=part.hidden + len(part.lines) - len(taken))
        note = size(more(shown)) + 1 if shown.hidden else 0
        if used + note <= left and (taken or shown.hidden):
            kept[part.name] = shown
            left -= used + note
    return [kept[part.name] for part in found if part.name in kept]


def more(part: Part) -> str:
    """How many lines are not shown, and where they are."""
    what = {"words": "quote", "sources": "source", "working": "step", "table": "row", "notes": "note"}.get(part.name, "line")
    where = f" {part.where}" if part.where else ""
    return f"-# … {phrase.plural(part.hidden, f'more {what}', f'more {what}s')}{where}"


def _words(quotes: Sequence[Quotation], locale: str, room: Room) -> Part:
    """One or two quotes, each whole; one that is too long for any reply is left to its source."""
    blocks = [quotation(quote, locale) for quote in quotes]
    fitting = [block for block in blocks if size(block) <= room.total // 3]
    shown = fitting[: room.words]
    return Part("words", shown, len(blocks) - len(shown), "under **Sources**")


def _sentences(lines: Iterable[str], most: int, addresses: set[str]) -> list[str]:
    return [cut(line, most, addresses) for line in lines if live(line, addresses)]
