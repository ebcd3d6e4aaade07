"""What people type into one field of a form ⇄ the value of the fact's field as JSON (`knowledge.rows`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from bot.curation.labels import Ref, Unclear, label, meant
from bot.curation.typed import Unread, day, listed, number
from knowledge import rows
from knowledge.base import KnowledgeBase

_QUOTED = (("“", "”"), ("„", "“"), ("«", "»"), ("‘", "’"), ('"', '"'), ("»", "«"))
_MOST, _NEAR = 40, 80
Options = Sequence[tuple[str, str]]
"""Values, each with what people read."""


@dataclass(frozen=True)
class Sort:
    """How the values of a field are read (`Unread` says what is wrong and what would do) and shown as they would be typed."""

    read: Callable[[str, KnowledgeBase], Any]
    show: Callable[[Any, KnowledgeBase], str]
    options: tuple[tuple[str, str], ...] = ()

    def said(self, text: str) -> str:
        """A text of the field as people read it: what is chosen by its name."""
        return dict(self.options).get(text, text)


def plain(read: Callable[[str], Any], show: Callable[[Any], str] = str) -> Sort:
    """One that has nothing to do with what is known."""
    return Sort(lambda text, _: read(text), lambda value, _: show(value))


def words(text: str) -> str:
    """A text, as it was typed."""
    return text.replace("\r\n", "\n").strip()


def spoken(text: str) -> str:
    """Somebody's own words, without the quotation marks around them."""
    bare = words(text)
    for opening, closing in _QUOTED:
        inner = bare[1:-1]
        if len(bare) > 2 and bare[0] == opening and bare[-1] == closing and not {opening, closing} & set(inner):
            return inner.strip()
    return bare


def year(text: str) -> int:
    if not re.fullmatch(r"\s*[1-9]\d{3}\s*", text, re.ASCII):
        raise Unread(f"“{text.strip()[:_MOST]}” is no year; write four digits, like 2029")
    return int(text)


def percent(text: str) -> str:
    """A share as text, "3.5"."""
    value = number(re.sub(r"(%|per ?cent|of GDP)", " ", text, flags=re.IGNORECASE).strip())
    if not 0 <= value <= 100:
        raise Unread(f"{value} is no percentage; from 0 to 100")
    return str(value)


WORDS, SPOKEN, DAY, YEAR = plain(words), plain(spoken), plain(day), plain(year)
NAMES = plain(listed, ", ".join)
PERCENT = plain(percent, "{} %".format)


def choice(options: Options, *, flag: bool = False) -> Sort:
    """One of a few values, by the value or by what people read. `flag`: "yes" and "no" stand for true and false."""

    def read(text: str) -> Any:
        typed = text.strip().casefold()
        for value, called in options:
            if typed in (value.casefold(), called.casefold()):
                return value == "yes" if flag else value
        raise Unread(f"“{text.strip()[:_MOST]}” is none of {', '.join(called for _, called in options)}")

    def show(value: Any) -> str:
        return ("yes" if value else "no") if flag else str(value)

    return Sort(lambda text, _: read(text), lambda value, _: show(value), tuple(options))


YES_NO = choice((("no", "no"), ("yes", "yes")), flag=True)


def link(*tables: str, also: Options = (), else_words: bool = False) -> Sort:
    """The id of a fact in one of the tables, or one that is no row. `else_words`: what names none stays as it is, unless it nearly does."""

    def read(text: str, base: KnowledgeBase) -> Any:
        typed = " ".join(text.split())
        for id_, called in also:
            if typed.casefold() in (id_.casefold(), called.casefold()):
                return id_
        try:
            return meant(base, typed, tables).id
        except Unclear as unclear:
            if else_words and not _nearly(typed, base, tables):
                return typed
            raise Unread(str(unclear)) from None

    def show(value: Any, base: KnowledgeBase) -> str:
        if called := dict(also).get(value):
            return called
        for table in tables:
            if (row := rows.get(base, table, value)) is not None:
                return str(getattr(row, "name", None) or label(base, Ref(table, value), 200))
        return str(value)

    return Sort(read, show)


def links(one: Sort, *, lines: bool = False) -> Sort:
    """Several of them, with commas between them, or one a line where names have commas."""

    def read(text: str, base: KnowledgeBase) -> Any:
        return list(dict.fromkeys(one.read(part, base) for part in listed(text, lines=lines)))

    return Sort(read, lambda value, base: ("\n" if lines else ", ").join(one.show(each, base) for each in value))


def _nearly(typed: str, base: KnowledgeBase, tables: Sequence[str]) -> bool:
    """Whether it is part of a name, or one misspelt."""
    names = [name for table in tables for row in rows.every(base, table) for name in (row.name, *row.aliases)]
    parts = {word for name in names for word in default_process(name).split()}
    alike = process.extractOne(typed, names, processor=default_process, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return default_process(typed) in parts or alike is not None
