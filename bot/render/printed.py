"""Cards that were made before: before a summit many people ask the same, and only the key in the buttons is another one's."""

from __future__ import annotations

import json
import secrets
from typing import Any

from bot.answer import Answer
from bot.render.discord import Card, card

KEPT = 1024
"""Cards of some 2 KB."""
_HOLE = secrets.token_hex(8)
"""Stands where the key will; no text of anybody's can hold it."""
_kept: dict[tuple[int, str, str, bool, bool, str | None], tuple[Answer, str]] = {}


class Printed(Card):
    """A card by its components."""

    def __init__(self, components: list[dict[str, Any]]) -> None:
        super().__init__()
        self._components = components

    def has_components_v2(self) -> bool:
        return True

    def to_components(self) -> list[dict[str, Any]]:
        return self._components


def printed(
    answer: Answer, key: str, locale: str, *, picture: bool = False, asked: str = "", brief: bool = False, remind: str | None = None
) -> Printed:
    """The first page of a card, made once for each answer: the very one, as comparing two of them takes longer."""
    place = id(answer), locale, asked, picture, brief, remind
    if (found := _kept.pop(place, None)) is None:
        made = card(answer, _HOLE, locale, picture=picture, asked=asked, brief=brief, remind=remind)
        found = answer, json.dumps(made.to_components())  # type: ignore[no-untyped-call]  # discord.py doesn't say what it is
        if len(_kept) >= KEPT:
            del _kept[next(iter(_kept))]
    _kept[place] = found  # which holds the answer, so that no other takes its id
    return Printed(json.loads(found[1].replace(_HOLE, key)))
