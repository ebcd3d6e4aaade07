"""A table while it is read: its figures, what is wrong with it, and what was left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from knowledge.base import KnowledgeBase
from knowledge.intake.numerals import Notation
from knowledge.intake.subjects import Subjects

YEAR = re.compile(r"((?:19|20)\d\d)\s*(e|\(e\))?", re.IGNORECASE)
_MANY = 100
"""Faults after which no more are looked for."""


class Value(NamedTuple):
    """One figure of the table, in the unit of its indicator, and where it stands."""

    indicator: str
    subject: str
    year: int
    value: Decimal
    unit: str
    estimate: bool
    place: str


@dataclass
class Reading:
    """What has been read so far, and what it is read with."""

    base: KnowledgeBase
    subjects: Subjects
    numbers: Notation
    values: list[Value] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    prices: set[int] = field(default_factory=set)

    @property
    def full(self) -> bool:
        return len(self.faults) >= _MANY
