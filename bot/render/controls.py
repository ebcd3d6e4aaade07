"""The buttons under a reply. Each carries in its id the key of its exchange, so that it works as long as that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

from discord import ButtonStyle
from discord.ui import ActionRow, Button

from bot.answer import Answer, Outcome
from bot.render.markdown import label, size

Tool = Literal["sources", "working", "chart", "report"]
TOOLS: tuple[Tool, ...] = get_args(Tool)
LABELS: dict[Tool, str] = {"sources": "Sources", "working": "Working", "chart": "Chart", "report": "Something wrong?"}
KEY = r"(?P<key>[\w-]{1,40})"
TOOL_ID = rf"pb:(?P<tool>{'|'.join(TOOLS)}):{KEY}(?::(?P<page>\d{{1,4}}):[a-z]+)?"
PAGE_ID = rf"pb:page:{KEY}:(?P<page>\d{{1,4}}):[a-z]+"
ASK_ID = rf"pb:ask:{KEY}:(?P<number>\d{{1,2}})"
FORM = "pb:wrong"
"""The id of the form for a report, up to the key."""
LONGEST = 100
"""Units of a button's id."""
MOST = 5
"""Buttons on a row, and questions offered."""


def row(*buttons: Button[Any]) -> ActionRow[Any]:
    return ActionRow(*buttons)


def tools(answer: Answer, key: str, *, chart_shown: bool) -> list[Button[Any]]:
    """What there is to see behind the answer, and a way to say that it is wrong."""
    wanted: list[Tool] = []
    if answer.sources or answer.quotes:
        wanted.append("sources")
    if answer.derivation or answer.values:
        wanted.append("working")
    if answer.chart and not chart_shown:
        wanted.append("chart")
    if answer.outcome != Outcome.SMALL_TALK:
        wanted.append("report")
    return [Button(label=LABELS[tool], custom_id=f"pb:{tool}:{key}") for tool in wanted]


def remind(occasion: str) -> list[Button[Any]]:
    """To be reminded of it; none where its id has no room in a button's."""
    id_ = f"pb:remind:{occasion}"
    return [Button(label="Remind me", style=ButtonStyle.primary, custom_id=id_)] if size(id_) <= LONGEST else []


def asks(options: Sequence[str], key: str, *, choice: bool) -> list[Button[Any]]:
    """The next questions, or the readings to choose from."""
    style = ButtonStyle.primary if choice else ButtonStyle.secondary
    return [Button(label=label(option), style=style, custom_id=f"pb:ask:{key}:{number}") for number, option in enumerate(options[:MOST])]


def turns(page: int, count: int, prefix: str) -> list[Button[Any]]:
    """‹ and ›, and between them which page it is. `prefix`: the id up to the page's number."""
    return [
        Button(label="‹", custom_id=f"{prefix}:{max(page - 1, 0)}:back", disabled=page <= 0),
        Button(label=f"{page + 1} / {count}", custom_id=f"{prefix}:{page}:here", disabled=True),
        Button(label="›", custom_id=f"{prefix}:{min(page + 1, count - 1)}:on", disabled=page >= count - 1),
    ]
