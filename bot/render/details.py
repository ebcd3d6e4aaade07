"""What stands behind an answer, for whoever asks to see it: every source with the words from it, every figure with its working."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from discord.ui import Container, Item, Separator, TextDisplay

from bot import phrase
from bot.answer import Answer, Value
from bot.render import controls
from bot.render.discord import COLOURS, Card
from bot.render.markdown import cut, harmless, size
from bot.render.parts import citation, quotation

PAGE = 3000
"""Units on a page of details: less than a reply may have, as it is read in small print."""
MOST = 12
"""Blocks on a page."""
_STATUS = {"final": "", "estimate": "estimate", "pledge": "pledged", "proposal": "proposed", "computed": "computed here"}


def sources(answer: Answer, locale: str, page: int = 0, prefix: str | None = None) -> Card:
    """All quotes, whole, and all sources. `prefix`: the id of the page buttons up to the number."""
    quotes = [quotation(quote, locale) for quote in answer.quotes]
    shown = [block for block in quotes if size(block) <= PAGE]
    lines = [f"{number}. {citation(source, locale)}" for number, source in enumerate(answer.sources, 1)]
    blocks = [*shown, *lines] or ["This reply rests on no source: it states no fact."]
    if len(shown) < len(quotes):
        blocks.append("-# Words that are too long for Discord stand in their source.")
    return paged("Sources", blocks, page, prefix, COLOURS[answer.outcome])


def working(answer: Answer, locale: str, page: int = 0, prefix: str | None = None) -> Card:
    """How the question was read, each computation, and each figure with its year and standing."""
    blocks = [f"**Read as:** {cut(answer.reading, 600)}"]
    blocks += [f"- {cut(line, 600)}" for line in answer.derivation] or ["Nothing was computed: what is said is as published."]
    if answer.values:
        blocks += ["**What it was answered with**", *(f"- {_value(value, locale)}" for value in answer.values)]
    blocks += [f"-# Note: {cut(caveat, 300)}" for caveat in answer.caveats]
    return paged("Working", blocks, page, prefix, COLOURS[answer.outcome])


def paged(title: str, blocks: Sequence[str], page: int, prefix: str | None, colour: int | None = None) -> Card:
    """Blocks that stay whole, on as many pages as they need, with buttons to turn them."""
    pages = _pages(blocks)
    page = min(max(page, 0), len(pages) - 1)
    items: list[Item[Any]] = [TextDisplay(f"**{title}**\n" + "\n".join(pages[page]))]
    if prefix and len(pages) > 1:
        items.append(controls.row(*controls.turns(page, len(pages), prefix)))
    return Card(Container(*items, accent_colour=colour))


def cards(title: str, blocks: Sequence[str], colour: int | None = None) -> list[Card]:
    """Blocks that stay whole, on as many messages as they need."""
    return [Card(Container(*_apart(title, page), accent_colour=colour)) for page in _pages(blocks)]


def _apart(title: str, blocks: Sequence[str]) -> list[Item[Any]]:
    """A title and blocks with a line between any two."""
    items: list[Item[Any]] = [TextDisplay(f"**{title}**")]
    for number, block in enumerate(blocks):
        items += [*([Separator()] if number else []), TextDisplay(block)]
    return items


def _pages(blocks: Sequence[str]) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    used = 0
    for block in blocks:
        if pages[-1] and (len(pages[-1]) == MOST or used + size(block) + 2 > PAGE):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += size(block) + 2
    return pages


def _value(value: Value, locale: str) -> str:
    period = f", {value.period.replace('/', '–')}" if value.period and value.period not in value.label else ""
    status = f" ({_STATUS[value.status]})" if _STATUS[value.status] else ""
    return f"{harmless(value.label[:200])}{period}: **{harmless(_written(value, locale))}**{status}"


def _written(value: Value, locale: str) -> str:
    match value.value:
        case bool():
            return "yes" if value.value else "no"
        case Decimal():
            return phrase.amount(value.value, value.unit, locale)
        case date():
            return phrase.day(value.value, locale)
        case _:
            return str(value.value)[:300]
