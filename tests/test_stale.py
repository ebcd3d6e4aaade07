"""What is out of date on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from knowledge.base import KnowledgeBase
from knowledge.change import Change, apply
from knowledge.load import load
from knowledge.overlay import Key
from knowledge.stale import stale

TODAY = date(2026, 11, 23)
OFFICE = {"person": "rutte", "office": "foreign_minister", "of": "NLD", "title": "Minister", "sources": ["nato-def-exp-2026"]}


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load()


def found(base: KnowledgeBase, day: date = TODAY) -> Mapping[Key, str]:
    return {one.fact: one.reason for one in stale(base, day)}


def changed(base: KnowledgeBase, action: Any, table: str, id_: str, value: Mapping[str, Any] | None = None, **more: Any) -> KnowledgeBase:
    return apply(base, [Change(action=action, table=table, id=id_, value=value, **more)], TODAY)


def test_a_figure_is_stale_where_the_newest_edition_has_none(base: KnowledgeBase) -> None:
    key = "figures", "nato-2024/gdp/ISL/2024"
    assert found(base)[key] == "NATO 2026 has no GDP in current US dollars of Iceland: NATO 2024 answers"
    figure = {"value": "40000", "unit": "USD million", "source": "nato-def-exp-2026", "estimate": True}
    assert key not in found(changed(base, "add", "figures", "nato-2026/gdp/ISL/2025", figure))


def test_an_edition_is_stale_after_a_year(base: KnowledgeBase) -> None:
    assert ("editions", "nato-2026") not in found(base)
    assert ("editions", "nato-2026") in found(base, date(2027, 9, 1))
    assert ("editions", "nato-2025") not in found(base, date(2027, 9, 1))


def test_an_office_without_an_end_is_stale_once_nobody_has_looked_for_long(base: KnowledgeBase) -> None:
    lately = changed(base, "add", "offices", "o1", OFFICE | {"start": "2026-10-01"})
    assert ("offices", "o1") not in found(lately)
    assert "no end is known, and it was last so on 2026-10-01" in found(lately, date(2027, 6, 1))["offices", "o1"]
    assert ("offices", "o1") not in found(changed(lately, "amend", "offices", "o1", {"end": "2026-11-01"}), date(2027, 6, 1))
    assert "nor when it was last so" in found(changed(base, "add", "offices", "o1", OFFICE))["offices", "o1"]
    both = changed(lately, "add", "offices", "o2", OFFICE | {"start": "2026-11-10", "person": "brekelmans"})
    assert found(both)["offices", "o1"].endswith("but Ruben Brekelmans holds it, too")


def test_a_summit_that_has_passed_is_stale_until_its_outcomes_are_known(base: KnowledgeBase) -> None:
    assert ("summits", "albania-2027") not in found(base)
    assert "nothing of what was decided there is known" in found(base, date(2028, 1, 1))["summits", "albania-2027"]
    assert ("summits", "hague-2025") not in found(base)


def test_a_pledge_for_a_year_that_is_over_is_stale_until_it_is_superseded(base: KnowledgeBase) -> None:
    assert found(base)["pledges", "esp-01"] == "the position of Spain of 2025-06-19 was for 2025; say what became of it"
    assert ("pledges", "esp-01") not in found(changed(base, "supersede", "pledges", "esp-01", reason="it was kept"))
    assert all(reason for reason in found(base).values())


def test_the_oldest_stands_first(base: KnowledgeBase) -> None:
    days = [one.since for one in stale(base, TODAY)]
    assert days == sorted(days)
