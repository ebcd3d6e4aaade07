"""Answer → the terminal: plain lines where the output is piped, colours and tables by Rich where somebody looks."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot import phrase
from bot.answer import Answer, Citation, Outcome, Quotation, Table

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_LINK = re.compile(r"\[([^\]]*)\]\(<?([^)>]*)>?\)")
_NUMBER = re.compile(r"[+−-]?\d[\d.,\s]*(%|e|pp|×)?.{0,3}")
_LABEL = 8


class Part(NamedTuple):
    """A labelled stretch of a reply; the lead and the body have no label."""

    label: str
    lines: Sequence[str] = ()
    table: Table | None = None


def show(answer: Answer, locale: str = "en") -> None:
    """Print the reply on standard output."""
    if sys.stdout.isatty():
        rich(answer, locale)
    else:
        print(plain(answer, locale))


def plain(answer: Answer, locale: str = "en") -> str:
    """The reply without colours: the lead, then labelled paragraphs."""
    said: list[str] = []
    labelled: list[str] = []
    for part in parts(answer, locale):
        lines = columns(part.table) if part.table else part.lines
        if not part.label:
            said += lines
        for number, line in enumerate("\n".join(lines).split("\n") if part.label else ()):
            labelled.append(f"{part.label if not number else '':<{_LABEL}} {line}")
    return "\n".join([*said, *([""] if labelled else []), *labelled])


def rich(answer: Answer, locale: str = "en") -> None:
    """Print the reply for somebody who looks at it."""
    screen = console()
    first, *rest = parts(answer, locale)
    screen.print("\n".join(first.lines), style="bold")
    gap = True
    for part in rest:
        if part.label and gap:
            screen.print()
            gap = False
        screen.print(_grid(part) if part.label else _shown(part))


def console() -> Console:
    """The screen. Nothing in a reply is markup or to be coloured by guesswork."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def parts(answer: Answer, locale: str = "en") -> list[Part]:
    """The reply in its order: answer, table, working, words, notes, sources, how it was read, what to ask next."""
    found = [Part("", [unmark(answer.lead)])]
    found.append(Part("", [unmark(line) for line in answer.body]))
    found.append(Part("", table=answer.table))
    found.append(Part("Working", answer.derivation))
    found.append(Part("Words", [quotation(quote, locale) for quote in answer.quotes]))
    found.append(Part("Note", [unmark(caveat) for caveat in answer.caveats]))
    found.append(Part("Source", [citation(source, locale) for source in answer.sources]))
    if answer.reading and answer.outcome.is_about_facts:
        found.append(Part("Read as", [answer.reading]))
    options = [f"{number}. {option}" for number, option in enumerate(answer.options, 1)]
    found.append(Part("Choose" if answer.outcome == Outcome.CLARIFY else "Ask next", options))
    return [part for part in found if part.lines or (part.table and part.table.rows)]


def unmark(text: str) -> str:
    """Discord's Markdown as bare text: no asterisks, a link as its words and its address."""
    return _LINK.sub(r"\1 <\2>", text).replace("**", "").replace("`", "").removeprefix("-# ")


def quotation(quote: Quotation, locale: str) -> str:
    said = ", ".join(part for part in (quote.speaker, quote.role, phrase.day(quote.said_on, locale)) if part)
    meaning = f"\n(in English: {quote.translation})" if quote.translation else ""
    return f"“{quote.text}”{meaning}\n— {said}"


def citation(source: Citation, locale: str) -> str:
    title = source.title if source.publisher in source.title else f"{source.publisher}, {source.title}"
    published = f" ({phrase.day(source.published_on, locale)})" if source.published_on else ""
    return f"{title}{published}" + (f"\n{source.url}" if source.url else "")


def columns(table: Table) -> Iterable[str]:
    """The rows as aligned text, figures to the right."""
    rows = [table.headers, *table.rows] if any(table.headers) else [*table.rows]
    right = _right(table)
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows)))]
    for row in rows:
        cells = (cell.rjust(width) if flush else cell.ljust(width) for cell, width, flush in zip(row, widths, right, strict=False))
        yield ("  " + "  ".join(cells)).rstrip()


def _right(table: Table) -> list[bool]:
    """Which columns hold figures only."""
    width = max((len(row) for row in (table.headers, *table.rows)), default=0)
    cells = [[row[i] for row in table.rows if i < len(row) and row[i]] for i in range(width)]
    return [bool(column) and all(_NUMBER.fullmatch(cell) for cell in column) for column in cells]


def _shown(part: Part) -> RenderableType:
    """A part as Rich shows it."""
    if part.table is None:
        from rich.text import Text

        return Text("\n".join(part.lines), overflow="fold")
    from rich import box
    from rich.table import Table as Grid

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_header=any(part.table.headers))
    for header, right in zip(part.table.headers, _right(part.table), strict=False):
        grid.add_column(header, justify="right" if right else "left")
    for row in part.table.rows:
        grid.add_row(*row)
    return grid


def _grid(part: Part) -> RenderableType:
    """A label with its lines beside it."""
    from rich.table import Table as Grid

    grid = Grid.grid(padding=(0, 1))
    grid.add_column(width=_LABEL, style="cyan")
    grid.add_column(style="" if part.label in ("Words", "Ask next", "Choose") else "dim")
    grid.add_row(part.label, _shown(part))
    return grid
