"""What a block of NATO's tables measures, by the lines above it: "Table 3: …", "Share of real GDP (%)", "Million US dollars"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.units import INDICATORS

_SCALES = {"thousand": Decimal("0.001"), "million": Decimal(1), "billion": Decimal(1000)}
_CURRENCIES = {
    "ALL": "lek leks leke", "BGN": "lev leva levs", "CAD": "dollar dollars", "CZK": "koruna koruny korunas crown crowns",
    "DKK": "krone kroner crown crowns", "EUR": "euro euros", "GBP": "pound pounds", "HRK": "kuna kunas", "HUF": "forint forints",
    "ISK": "krona kronur crown crowns", "MKD": "denar denars", "NOK": "krone kroner crown crowns", "PLN": "zloty zlotys",
    "RON": "leu lei", "SEK": "krona kronor crown crowns", "TRY": "lira liras", "USD": "dollar dollars",
}  # fmt: skip

_SHARE = re.compile(r"(?:share|%|percentage) of (?:real )?gdp")
_GDP = re.compile(r"\bgdp\b|gross domestic product")
_SPENDING = re.compile(r"defen[cs]e (?:expenditure|spending|investment)")
_CHANGE = re.compile(r"real change|annual change")
_CONSTANT = re.compile(r"constant\s+(\d{4})\s+prices|(\d{4})\s+prices")
_PARTS = re.compile(r"distribution|main categor|percentage of total|% of total")
_PART = re.compile(r"(?:equipment|personnel)\s*\(")
_UNIT = re.compile(
    r"(?:(?P<scale>thousand|million|billion)s?\s+)?(?P<currency>[a-z]{3}|us dollars?|us\$)(?:\s+(?P<behind>thousand|million|billion)s?)?"
)


@dataclass(frozen=True, slots=True)
class Block:
    """An indicator of the project's; a cell times `scale` is in its unit. `prices`: base year of constant prices."""

    indicator: str
    scale: Decimal = Decimal(1)
    prices: int | None = None


class NotHeld(ValueError):  # noqa: N818 - a state of the table, which is fine
    """A block that measures what isn't held here; the message says what it is."""


def block(title: Sequence[str], heading: str) -> Block:
    """What is measured under the lines of a title and the heading right above the years.

    NotHeld where it is another measure; ValueError where the lines don't say what it is, or in which unit.
    """
    head, whole = heading.lower(), " · ".join((*title, heading)).lower()
    if "per capita" in head or ("per capita" in whole and "thousand" in head):
        raise NotHeld("per capita")
    if _CHANGE.search(head):
        if _GDP.search(head) or not _SPENDING.search(whole):
            raise NotHeld("real change of something else")
        return Block("real_change")
    if _SHARE.search(head):
        return Block("share")
    if _PARTS.search(whole) or _PART.match(head):
        return _part(head)
    if re.search(r"(?:military|armed forces) personnel", whole):
        return _personnel(whole)
    if _SHARE.search(whole) and not re.search(r"prices|dollars|currency", head):
        return Block("share")
    if _GDP.search(whole) and not _SHARE.search(whole):
        return _product(head, whole)
    if _SPENDING.search(whole):
        return _money(head, whole)
    raise ValueError("the lines above the years don't say what is measured; write for example “Share of real GDP (%)” above them")


def _personnel(whole: str) -> Block:
    if "thousand" not in whole:
        raise ValueError("the unit of the personnel is missing; write “Thousands” above the years")
    return Block("personnel")


def _product(head: str, whole: str) -> Block:
    if _CONSTANT.search(head):
        raise NotHeld("GDP at constant prices")
    return Block("gdp", _scale(whole))


def _part(head: str) -> Block:
    if "equipment" in head:
        return Block("equipment")
    if "personnel" in head:
        return Block("personnel_share")
    raise NotHeld("another part of the expenditure")


def _money(head: str, whole: str) -> Block:
    constant, national = _CONSTANT.search(head), "national currenc" in whole
    if not national and not re.search(r"us dollars|\busd\b|us\$", whole):
        raise ValueError("the currency is missing; write “Million US dollars” or “Million national currency units” above the years")
    if national and constant:
        raise NotHeld("national currency at constant prices")
    if constant:
        return Block("amount_constant", _scale(whole), int(constant[1] or constant[2]))
    if "current" not in whole:
        raise ValueError("it isn't said whether prices are current or constant; write “Current prices and exchange rates” above the years")
    return Block("amount_national" if national else "amount", _scale(whole))


def _scale(whole: str) -> Decimal:
    found = {word for word in _SCALES if re.search(rf"\b{word}s?\b", whole)}
    if len(found) != 1:
        raise ValueError("the unit of the money is missing; write “Million US dollars” above the years")
    return _SCALES[found.pop()]


def currency(words: str, own: str) -> str | None:
    """The ISO code of a currency as tables name it ("Euros"): the ally's own where the name is of several; None: unknown."""
    if words.upper() in _CURRENCIES:
        return words.upper()
    codes = [code for code, names in _CURRENCIES.items() if words.lower() in names.split()]
    return own if own in codes else codes[0] if len(codes) == 1 else None


def unit_scale(indicator: str, unit: str) -> tuple[Decimal, str] | None:
    """What a value in a unit as people write it has to be multiplied by, and the unit then; None where they don't go together."""
    expected = INDICATORS[indicator].unit
    bare = " ".join(unit.lower().replace("per cent", "%").replace("percent", "%").split())
    if expected and expected.startswith("%"):
        return (Decimal(1), expected) if bare in ("%", expected.lower(), "% gdp", "% of total defence expenditure") else None
    if expected == "thousand persons":
        return {"thousand persons": (Decimal(1), expected), "thousands": (Decimal(1), expected), "thousand": (Decimal(1), expected),
                "persons": (Decimal("0.001"), expected)}.get(bare)  # fmt: skip
    match = _UNIT.fullmatch(bare)
    if not match:
        return None
    code = "USD" if match["currency"].startswith("us") else match["currency"].upper()
    scale = _SCALES.get(match["scale"] or match["behind"] or "", Decimal("0.000001"))
    return (scale, f"{code} million") if expected in (None, f"{code} million") else None
