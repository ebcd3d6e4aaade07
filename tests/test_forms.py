"""What moderators type → changes: dates, numbers and amounts that can mean two things are refused, and a form gives back its fact."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from bot.curation import forms, labels
from bot.curation.fields import spoken
from bot.curation.forms import KINDS
from bot.curation.labels import Ref, Unclear
from bot.curation.plans import plan, withdraw
from bot.curation.typed import Unread, day, measured, number, shown
from bot.mind import wake
from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.change import refusals

TODAY = date(2026, 11, 23)


@cache
def base() -> KnowledgeBase:
    return wake().knowledge


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("24 June 2025", "2025-06-24"),
        ("June 24th, 2025", "2025-06-24"),
        ("24.06.2025", "2025-06-24"),
        ("25/12/2025", "2025-12-25"),
        ("12/25/2025", "2025-12-25"),
        ("05/05/2025", "2025-05-05"),
        ("June 2025", "2025-06"),
        ("2025", "2025"),
        (" 2025-06-24", "2025-06-24"),
    ],
)
def test_dates_as_people_write_them(text: str, iso: str) -> None:
    assert day(text) == iso


@pytest.mark.parametrize("text", ["06/07/2025", "31 June 2025", "soon", "2025-6-1", "", "1 Juni 2025", "24 June"])
def test_what_is_no_date_or_two_is_refused(text: str) -> None:
    with pytest.raises(Unread):
        day(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.5", "3.5"),
        ("3,5", "3.5"),
        ("12,300", "12300"),
        ("12 300", "12300"),
        ("1.234.567", "1234567"),
        ("1,234.5", "1234.5"),
        ("−2", "-2"),
    ],
)
def test_numbers_as_people_write_them(text: str, value: str) -> None:
    assert str(number(text)) == value


@pytest.mark.parametrize("text", ["1.234", "abc", "", "1,2,3", "1e5", "٣"])
def test_what_is_no_number_or_two_is_refused(text: str) -> None:
    with pytest.raises(Unread):
        number(text)


@pytest.mark.parametrize(
    ("text", "unit", "value", "estimate"),
    [
        ("2.1 %", "% of GDP", "2.1", False),
        ("2.1%e", "% of GDP", "2.1", True),
        ("2.1 per cent of GDP (estimate)", "% of GDP", "2.1", True),
        ("12.3 billion", "USD million", "12300", False),
        ("$12.3bn", "USD million", "12300", False),
        ("48,000 people", "thousand persons", "48", False),
        ("48 thousand", "thousand persons", "48", False),
        ("20 billion PLN", "PLN million", "20000", False),
        ("117,450 people", "thousand persons", "117.45", False),
    ],
)
def test_amounts_carry_their_unit(text: str, unit: str, value: str, estimate: bool) -> None:
    assert measured(text, unit) == (value, estimate)
    assert measured(shown(value, unit, estimate=estimate), unit) == (value, estimate)


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("2.1", "% of GDP", "has no unit; write it like 2.1 %"),
        ("12300", "USD million", "has no unit; write it like 12.3 billion US dollars"),
        ("12.3 billion euros", "USD million", "in another unit"),
        ("2.1 billion", "% of GDP", "is no percentage"),
        ("48", "thousand persons", "write it like 48,000 people"),
        ("2.1 % of expenses", "% of GDP", "is no percentage"),
        ("%", "% of GDP", "no number"),
    ],
)
def test_amounts_without_unit_or_in_another_are_refused(text: str, unit: str, said: str) -> None:
    with pytest.raises(Unread, match=said):
        measured(text, unit)


def test_quotation_marks_around_words_are_not_part_of_them() -> None:
    assert spoken("“We pay.”") == "We pay."
    assert spoken("“We pay,” he said, “all of us.”") == "“We pay,” he said, “all of us.”"


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.table not in ("figures", "aliases")], ids=lambda kind: kind.name)
def test_a_form_that_is_sent_as_it_was_filled_changes_nothing(kind: forms.Kind) -> None:
    for row in rows.every(base(), kind.table):
        fact = Ref(kind.table, rows.key(row))
        made = plan(kind, forms.filled(base(), fact), base(), "0", lambda _: 0, fact)
        assert made.faults == {"": "Nothing would change."}, fact


def test_forms_keep_to_discord_s_limits() -> None:
    for kind in KINDS.values():
        for _, page in kind.pages:
            assert 1 <= len(page) <= forms.PAGE
            for field in page:
                assert len(field.label) <= 45
                assert len(field.help) <= 100
                assert len(field.sort.options) <= 25


def test_a_fact_s_label_leads_back_to_it() -> None:
    for table in ("people", "commitments", "allies", "editions"):
        for row in rows.every(base(), table):
            fact = Ref(table, rows.key(row))
            assert labels.meant(base(), labels.label(base(), fact), (table,)) == fact
            assert labels.meant(base(), str(fact), (table,)) == fact


@pytest.mark.parametrize(("typed", "said"), [("Poladn", "did you mean “Poland”"), ("qwertzuiop", "I know nothing called")])
def test_a_name_that_nobody_has_is_not_guessed(typed: str, said: str) -> None:
    with pytest.raises(Unclear, match=said):
        labels.meant(base(), typed, ("allies",))


def test_an_alias_that_is_somebody_else_s_name_is_refused() -> None:
    made = plan(KINDS["alias"], {"alias": "Trump", "of": "Mark Rutte"}, base(), "0", lambda _: 0)

    assert "one name can't mean two things" in made.faults["alias"]


def test_a_figure_that_is_there_already_is_amended() -> None:
    typed = {"subject": "Spain", "indicator": "share", "year": "2025", "value": "2.1 %", "edition": "NATO 2026"}
    (change,) = plan(KINDS["figure"], typed, base(), "0", lambda _: 7).changes

    assert (change.action, change.id, change.seen) == ("amend", "nato-2026/share/ESP/2025", 7)
    assert refusals(base(), [change], TODAY) == []


def test_an_alias_is_retracted_but_not_disputed() -> None:
    fact = Ref("aliases", "people/rutte/Rutte")
    (change,) = withdraw(base(), fact, "retract", "no", lambda _: 0).changes

    assert (change.action, change.table, change.id, change.value) == ("amend", "people", "rutte", {"aliases": None})
    assert withdraw(base(), fact, "dispute", "no", lambda _: 0).faults


@pytest.mark.parametrize(
    "text", ["Robert'); DROP TABLE revisions;--", "../../etc/passwd", "{{7*7}} {0.__class__} %s", "\u202egnp.exe", "a\x00b"]
)
def test_hostile_text_is_a_name_like_any_other_or_refused(text: str) -> None:
    made = plan(KINDS["person"], {"name": text}, base(), "0123abcd", lambda _: 0)

    assert not made.faults
    (change,) = made.changes
    assert change.value == {"name": text.strip()}
    assert change.id.replace("-", "").isalnum()
    assert bool(refusals(base(), made.changes, TODAY)) == ("\x00" in text)


def test_no_source_tells_of_what_happened_after_it() -> None:
    typed = {"subject": "Latvia", "on": "20 November 2026", "kind": "pledge", "text": "6 %.", "share": "6 %", "sources": "aa-2026-02-02"}
    made = plan(KINDS["pledge"], typed, base(), "0", lambda _: 0)
    later = plan(KINDS["pledge"], typed | {"on": "February 2026"}, base(), "0", lambda _: 0)

    assert made.faults == {"sources": "no source of 2 February 2026 can tell of 20 November 2026: name one that appeared later"}
    assert not later.faults


def test_a_title_goes_without_its_country() -> None:
    typed = {
        "person": "Mark Rutte", "office": "head_of_government", "of": "Netherlands", "title": "Prime Minister of the Netherlands",
        "sources": "aa-2026-02-02",
    }  # fmt: skip
    made = plan(KINDS["office"], typed, base(), "0", lambda _: 0)

    assert (made.changes[0].value or {})["title"] == "Prime Minister"
