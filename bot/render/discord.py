"""Answer → Discord's Components V2: one container whose accent tells the outcome that its first line tells in words.

First the answer, then the table, the working, the words, the picture, and in small print what it rests on and how the
question was read; under it the buttons. At most 4,000 characters of text and 40 components, whatever the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from discord import MediaGalleryItem
from discord.ui import ActionRow, Button, Container, Item, LayoutView, MediaGallery, Separator, TextDisplay

from bot.answer import Answer, Outcome
from bot.render import alt, controls
from bot.render.markdown import cut, size
from bot.render.parts import CARD, Part, fit, more, pages, parts

COLOURS = {
    Outcome.ANSWER: 0x1D5AA6,
    Outcome.CORRECTION: 0xC4511D,
    Outcome.CLARIFY: 0x8A3F9C,
    Outcome.NO_DATA: 0x5A5F66,
    Outcome.OUT_OF_SCOPE: 0x5A5F66,
    Outcome.SMALL_TALK: 0x1B7F5C,
}
PICTURE = "chart.png"
SMALL = ("notes", "sources", "reading")
_HEADS = 80
"""Units that headings and small print add to the lines of all parts."""


class Card(LayoutView):
    """A layout that nobody listens to: its buttons are found by their ids, so nothing of it stays in memory."""

    def __init__(self, *items: Item[Any]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)

    def is_finished(self) -> bool:
        return True


def card(
    answer: Answer,
    key: str | None,
    locale: str = "en",
    *,
    page: int = 0,
    picture: bool = False,
    asked: str = "",
    brief: bool = False,
    remind: str | None = None,
) -> Card:
    """The reply. `key`: the exchange that its buttons lead to (None: no buttons); `picture`: the chart is attached as
    `PICTURE`; `asked`: the question, where nobody else sees it; `brief`: the working is left to its button; `remind`: the occasion
    that a button offers to be reminded of."""
    small = [f"-# Asked: {cut(asked, 300)}"] if asked else []
    room = CARD._replace(rows=5) if picture else CARD
    found = [part for part in parts(answer, locale, room, page) if not (brief and part.name in ("working", "reading"))]
    found = fit(found, CARD.total - sum(size(line) + 1 for line in small) - _HEADS)
    shown = {part.name: part for part in found}
    items: list[Item[Any]] = [TextDisplay(text([shown[name]])) for name in ("lead", "body", "table") if name in shown]
    if key and (count := pages(answer, room)) > 1:
        items.append(controls.row(*controls.turns(min(page, count - 1), count, f"pb:page:{key}")))
    items += [TextDisplay(text([shown[name]])) for name in ("working", "words") if name in shown]
    if picture and answer.chart:
        items.append(MediaGallery(MediaGalleryItem(f"attachment://{PICTURE}", description=alt.text(answer.chart, locale))))
    small = [*([text([shown[name] for name in SMALL if name in shown])] if shown.keys() & set(SMALL) else []), *small]
    if small:
        items += [Separator(), TextDisplay("\n".join(small))]
    return Card(Container(*items, accent_colour=COLOURS[answer.outcome]), *_buttons(answer, key, remind, picture=picture))


def text(found: Iterable[Part]) -> str:
    """Parts as one text, each with its heading and with what it leaves out."""
    blocks = []
    for part in found:
        lines = part.lines
        match part.name:
            case "working":
                lines = [f"-# {'Working: ' if not number else ''}{line}" for number, line in enumerate(lines)]
            case "sources":
                head = "Source: " if len(lines) + part.hidden == 1 else "Sources: "
                lines = [f"-# {head if not number else ''}{line}" for number, line in enumerate(lines)]
            case "words":
                lines = "\n\n".join(lines).split("\n")
            case _:
                pass
        blocks.append("\n".join([*lines, *([more(part)] if part.hidden else [])]))
    return "\n".join(blocks)


def _buttons(answer: Answer, key: str | None, remind: str | None, *, picture: bool) -> Sequence[ActionRow[Any]]:
    if key is None:
        return []
    groups: list[list[Button[Any]]] = [
        controls.asks(answer.options, key, choice=answer.outcome == Outcome.CLARIFY),
        [*(controls.remind(remind) if remind else []), *controls.tools(answer, key, chart_shown=picture)],
    ]
    return [controls.row(*group) for group in groups if group]
