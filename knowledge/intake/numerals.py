"""Numbers as tables write them: "1,234.5", "1 234,5", "2.12e", "..". Which mark is the decimal one, the whole table has to say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

NOTHING = frozenset(("", "..", "...", "…", "-", "–", "—", ":", "n/a", "na", "n.a.", "nil", "not available"))
"""What stands where there is no figure; it isn't zero."""
_MARKED = re.compile(r"(?P<number>.*?)\s*(?P<estimate>\(?[eE]\)?)?[*†‡]*")
_POINT = re.compile(r"[-−]?(?:\d+|\d{1,3}(?:[, \u00a0\u202f'’]\d{3})+)(?:\.\d+)?")
_COMMA = re.compile(r"[-−]?(?:\d+|\d{1,3}(?:[. \u00a0\u202f'’]\d{3})+)(?:,\d+)?")
_SAYS_POINT = re.compile(r"\.\d{1,2}\D*$|\.\d{4,}|,\d{3}[.,]")
_SAYS_COMMA = re.compile(r",\d{1,2}\D*$|,\d{4,}|\.\d{3}[.,]")
_EITHER = re.compile(r"[-−]?\d{1,3}[.,]\d{3}")


class Numeral(NamedTuple):
    """A number that was read; None: nothing is published."""

    value: Decimal | None
    estimate: bool


class Notation(NamedTuple):
    """How a table writes numbers: its decimal mark, "" where "1,234" and "1.234" could be either."""

    decimal: str

    def read(self, text: str) -> Numeral:
        """The number; ValueError says why it is none."""
        match = _MARKED.fullmatch(text.strip())
        bare = match["number"] if match else text
        if text.strip().lower() in NOTHING or bare.lower() in NOTHING:
            return Numeral(None, False)
        if not self.decimal and _EITHER.fullmatch(bare):
            raise ValueError(f"{text!r} can be read in two ways; write it without a separator of thousands")
        comma = self.decimal == ","
        if not (_COMMA if comma else _POINT).fullmatch(bare):
            raise ValueError(f"{text[:40]!r} is no number")
        digits = re.sub(r"[. \u00a0\u202f'’]" if comma else r"[, \u00a0\u202f'’]", "", bare).replace("−", "-").replace(",", ".")
        return Numeral(Decimal(digits), bool(match and match["estimate"]))


def notation(cells: Iterable[str], *, commas: bool) -> Notation:
    """That of a table. `commas`: its cells are text, so that the comma may be the decimal mark; ValueError where both marks are."""
    point = comma = either = ""
    for cell in cells:
        bare = cell.strip().rstrip("*†‡eE() ")
        if not bare[-1:].isdigit() or not re.fullmatch(r"[-−\d., \u00a0\u202f'’]+", bare):
            continue
        point = point or (bare if _SAYS_POINT.search(bare) else "")
        comma = comma or (bare if _SAYS_COMMA.search(bare) else "")
        either = either or (bare if _EITHER.fullmatch(bare) else "")
    if comma and point:
        raise ValueError(f"the decimal mark is a comma in {comma!r} and a point in {point!r}; write all numbers alike")
    if comma:
        return Notation(",")
    return Notation("." if point or not (commas and either) else "")
