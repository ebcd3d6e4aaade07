"""Changes to facts: what they make of the knowledge, and what is refused, with a sentence that says what would do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.change import Change, apply, check, faults, refusals
from knowledge.fold import EVERYONE, Entry, Fold
from knowledge.load import load
from knowledge.overlay import State, state, state_of

TODAY = date(2026, 11, 23)
FIGURE, EARLIER = "nato-2026/share/ESP/2025", "nato-2026/share/ESP/2013"
SAID = {
    "speaker": "rutte", "role": "Secretary General", "on": "2026-11-20", "place": "Brussels", "text": "We are building bridges.",
    "topics": ["burden_sharing"], "sources": ["nato-def-exp-2026"],
}  # fmt: skip


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load()


def change(action: Any, table: str, id_: str, value: dict[str, Any] | None = None, reason: str = "", **more: Any) -> Change:
    return Change(action=action, table=table, id=id_, value=value, reason=reason, **more)


def test_every_fact_that_is_shipped_survives_being_written_down(base: KnowledgeBase) -> None:
    count = 0
    for table in rows.TABLES:
        for row in rows.every(base, table):
            id_, count = rows.key(row), count + 1
            assert rows.get(base, table, id_) == row
            assert rows.parse(table, id_, rows.dump(row)) == row
            held = State(row)
            assert state(table, id_, held.json()) == held
    assert count > 8000


def test_an_amended_fact_is_another_and_all_others_are_as_before(base: KnowledgeBase) -> None:
    after = apply(base, [change("amend", "figures", FIGURE, {"value": "2.10", "estimate": False})], TODAY)
    assert (found := after.series["nato-2026", "share", "ESP"].at(2025))
    assert (found.value, found.estimate) == (Decimal("2.10"), False)
    assert base.series["nato-2026", "share", "ESP"].at(2025) != found
    assert sum(one != other for one, other in zip(rows.every(base, "figures"), rows.every(after, "figures"), strict=True)) == 1
    assert after.statements is base.statements


def test_a_field_set_to_nothing_has_its_default_again(base: KnowledgeBase) -> None:
    assert base.pledges["gbr-01"].by == 2027
    assert apply(base, [change("amend", "pledges", "gbr-01", {"by": None})], TODAY).pledges["gbr-01"].by is None


def test_what_is_withdrawn_is_gone_and_still_known(base: KnowledgeBase) -> None:
    after = apply(base, [change("retract", "statements", "s002", reason="never said")], TODAY)
    assert "s002" not in after.statements
    mark = after.marks["statements", "s002"]
    assert (mark.standing, mark.reason, mark.on, mark.row) == ("wrong", "never said", TODAY, base.statements["s002"])
    again = apply(after, [change("restore", "statements", "s002")], TODAY)
    assert again.statements["s002"] == base.statements["s002"]
    assert not again.marks


def test_the_last_figure_of_a_series_takes_the_series_along(base: KnowledgeBase) -> None:
    new = {"value": "1.5", "unit": "EUR million", "source": "nato-def-exp-2026"}
    id_ = "nato-2026/amount_national/ISL/2025"
    added = apply(base, [change("add", "figures", id_, new)], TODAY)
    assert ("nato-2026", "amount_national", "ISL") in added.series
    gone = apply(added, [change("retract", "figures", id_, reason="no such table")], TODAY)
    assert gone.series.keys() == base.series.keys()


def test_a_superseded_commitment_names_its_successor(base: KnowledgeBase) -> None:
    after = apply(base, [change("supersede", "commitments", "hague-2025", reason="agreed anew", by="wales-2014")], TODAY)
    assert after.commitments["hague-2025"].superseded_by == "wales-2014"
    assert after.marks["commitments", "hague-2025"].by == "wales-2014"


def test_changes_build_upon_each_other(base: KnowledgeBase) -> None:
    source = {"title": "A speech", "publisher": "NATO", "published_on": "2026-11-20", "grade": "A"}
    made = [
        change("add", "sources", "speech-1", source),
        change("add", "statements", "new-1", SAID | {"sources": ["speech-1"]}),
        change("amend", "statements", "new-1", {"place": "Mons"}),
    ]
    assert refusals(base, made, TODAY) == []
    assert apply(base, made, TODAY).statements["new-1"].place == "Mons"
    assert refusals(base, made[1:], TODAY)[0].startswith("statements new-1: unknown source 'speech-1'")


def test_what_a_server_makes_of_a_fact_is_marked_as_its_own_but_for_mere_names(base: KnowledgeBase) -> None:
    amended = apply(base, [change("amend", "pledges", "gbr-01", {"by": 2028})], TODAY, server=True)
    assert (amended.marks["pledges", "gbr-01"].standing, amended.marks["pledges", "gbr-01"].server) == ("own", True)
    named = apply(base, [change("amend", "allies", "GBR", {"aliases": [*base.allies["GBR"].aliases, "Blighty"]})], TODAY, server=True)
    assert not named.marks
    disputed = apply(amended, [change("dispute", "pledges", "gbr-01", reason="unclear")], TODAY, server=True)
    assert (disputed.marks["pledges", "gbr-01"].standing, disputed.marks["pledges", "gbr-01"].server) == ("disputed", True)


REFUSED = {
    "an unknown ally": (change("amend", "pledges", "gbr-01", {"subject": "Germny"}), "unknown ally 'Germny'; did you mean DEU (Germany)?"),
    "a share over 100": (change("amend", "pledges", "gbr-01", {"share": "250"}), "share: 250 is no percentage; from 0 to 100"),
    "a figure over 100": (change("amend", "figures", FIGURE, {"value": "120"}), "a share of 120; from 0 to 100"),
    "a missing unit": (change("add", "figures", EARLIER, {"value": "1", "source": "nato-def-exp-2026"}), "unit: it is missing"),
    "another unit": (change("amend", "figures", FIGURE, {"unit": "pp"}), "unit 'pp', expected '% of GDP'"),
    "a number in words": (change("amend", "figures", FIGURE, {"value": "two"}), "value: 'two' is no number; write it with a point"),
    "an endless number": (change("amend", "figures", FIGURE, {"value": "1e999999"}), "is no figure of this world"),
    "no number at all": (change("amend", "figures", FIGURE, {"value": "NaN"}), "value: 'NaN' is no number"),
    "an unknown edition": (
        change("add", "figures", "nato-2029/share/ESP/2025", {"value": "2", "unit": "% of GDP", "source": "nato-def-exp-2026"}),
        "unknown edition 'nato-2029'; did you mean nato-202",
    ),
    "a year after its edition": (
        change("add", "figures", "nato-2024/share/ESP/2025", {"value": "2", "unit": "% of GDP", "source": "nato-def-exp-2024"}),
        "year: 2025 is after the edition",
    ),
    "an unknown indicator": (change("add", "figures", "nato-2026/shares/ESP/2025", {}), "'shares' is no indicator; there are share"),
    "a date to come": (change("add", "statements", "n", SAID | {"on": "2026-11-24"}), "on: 2026-11-24 is still to come; today is"),
    "a month to come": (change("add", "statements", "n", SAID | {"on": "2026-12"}), "on: 2026-12 is still to come"),
    "a date that is none": (change("add", "statements", "n", SAID | {"on": "20 November"}), "write YYYY, YYYY-MM or YYYY-MM-DD"),
    "a source too few": (change("add", "statements", "n", SAID | {"sources": []}), "has no source"),
    "an unknown field": (change("add", "statements", "n", SAID | {"speakr": "x"}), "speakr: there is no such field; did you mean speaker?"),
    "a stance that is none": (change("add", "statements", "n", SAID | {"stance": "pro"}), "stance: 'pro' is none of 'for', 'against'"),
    "an id that is taken": (change("add", "statements", "s001", SAID), "there is already one of this id"),
    "an id that is a path": (change("add", "statements", "../../etc", SAID), "id: '../../etc' can't be"),
    "a text without end": (change("add", "statements", "n", SAID | {"text": "x" * 8001}), "text: it has 8,001 characters; at most 8,000"),
    "what is no text": (change("add", "statements", "n", SAID | {"text": "a\0b"}), "text: it holds a character that is no text"),
    "half a character": (change("add", "statements", "n", SAID | {"place": "\ud800"}), "place: it holds a character that is no text"),
    "nothing to amend": (change("amend", "statements", "s999", {"place": "x"}), "there is nothing of this name to amend"),
    "no change": (change("amend", "pledges", "gbr-01", {"by": 2027}), "nothing would change"),
    "no reason": (change("retract", "statements", "s002"), "reason: it is missing"),
    "nothing to restore": (change("restore", "statements", "s002"), "there is nothing to restore"),
    "a successor that isn't there": (change("supersede", "pledges", "gbr-01", by="gbr-99"), "there is no 'gbr-99' among the pledges"),
    "itself as successor": (change("supersede", "pledges", "gbr-01", by="gbr-01"), "nothing supersedes itself"),
    "what others rest on": (
        change("retract", "sources", "nato-def-exp-2026", reason="x"), "more would refer to nothing; change that first, or at once with it",
    ),
    "a speaker with words": (change("retract", "people", "rutte", reason="x"), "statements s"),
    "no such table": (change("add", "spies", "x", {}), "there is no such table; there are sources, editions"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_is_refused_with_a_sentence(base: KnowledgeBase, name: str) -> None:
    given, expected = REFUSED[name]
    assert any(expected in line for line in check(base, given, TODAY)), check(base, given, TODAY)


def test_what_was_withdrawn_is_restored_before_it_is_changed(base: KnowledgeBase) -> None:
    after = apply(base, [change("retract", "statements", "s002", reason="never said")], TODAY)
    for given in (change("amend", "statements", "s002", {"place": "x"}), change("dispute", "statements", "s002", reason="x")):
        assert check(after, given, TODAY) == ["statements s002: it was withdrawn as wrong: never said; restore it first"]
    assert "it was withdrawn as wrong; restore it" in check(after, change("add", "statements", "s002", SAID), TODAY)[0]


def test_everything_that_is_wrong_is_said_at_once(base: KnowledgeBase) -> None:
    given = [change("add", "statements", "n", SAID | {"on": "2027", "sources": ["x"]}), change("retract", "people", "rutte", reason="no")]
    said = refusals(base, given, TODAY)
    assert [line.split(":")[0] for line in said] == ["statements n", "statements n", "people rutte"]


# --- the fold


def entry(base: KnowledgeBase, number: int, scope: int, *changes: Change) -> Entry:
    (one,) = changes
    after = apply(base, changes, TODAY, server=scope != EVERYONE)
    return Entry(number, scope, one.key, state_of(after, *one.key))


def test_a_servers_own_facts_win_there_and_are_seen_nowhere_else(base: KnowledgeBase) -> None:
    amended = entry(base, 1, EVERYONE, change("amend", "pledges", "gbr-01", {"by": 2028}))
    own = entry(base, 2, 7, change("amend", "pledges", "gbr-01", {"by": 2029}))
    fold = Fold.of(base).then([amended, own], 2, "h")
    assert [fold.knowledge(scope).pledges["gbr-01"].by for scope in (EVERYONE, 7, 8)] == [2028, 2029, 2028]
    assert fold.knowledge(8) is fold.everyone
    assert [fold.newest(scope, ("pledges", "gbr-01")) for scope in (EVERYONE, 7, 8)] == [1, 2, 1]
    later = fold.then([Entry(3, 7, ("pledges", "gbr-01"), None)], 3, "i")
    assert later.knowledge(7).pledges["gbr-01"].by == 2028
    back = later.then([Entry(4, EVERYONE, ("pledges", "gbr-01"), None)], 4, "j")
    assert back.knowledge(7).pledges["gbr-01"] == base.pledges["gbr-01"]


def test_one_by_one_or_all_at_once_makes_the_same(base: KnowledgeBase) -> None:
    entries = [
        entry(base, 1, EVERYONE, change("add", "statements", "new-1", SAID)),
        entry(base, 2, EVERYONE, change("retract", "statements", "s002", reason="never said")),
        entry(base, 3, 7, change("dispute", "figures", FIGURE, reason="no")),
        entry(base, 4, EVERYONE, change("amend", "figures", FIGURE, {"value": "3"})),
        Entry(5, EVERYONE, ("statements", "s002"), None),
    ]
    fold = Fold.of(base)
    for one in entries:
        fold = fold.then([one], one.number, "")
    assert fold == Fold.of(base, entries, 5, "")


def test_facts_that_lost_what_they_rest_on_wait_until_it_is_back(base: KnowledgeBase) -> None:
    """As when a new release no longer ships a source, or everybody's moderators take one away that a server's fact rests on."""
    source = {"title": "A speech", "publisher": "NATO", "published_on": "2026-11-20", "grade": "A"}
    added = apply(base, [change("add", "sources", "speech-1", source)], TODAY)
    made = entry(base, 1, EVERYONE, change("add", "sources", "speech-1", source))
    own = entry(added, 2, 7, change("add", "statements", "new-1", SAID | {"sources": ["speech-1"]}))
    fold = Fold.of(base).then([made, own], 2, "")
    assert "new-1" in fold.knowledge(7).statements
    gone = fold.then([Entry(3, EVERYONE, ("sources", "speech-1"), None)], 3, "")
    assert "new-1" not in gone.knowledge(7).statements
    assert faults(gone.knowledge(7), {}, TODAY) == []
    assert "new-1" in gone.then([made], 4, "").knowledge(7).statements
    without = Fold.of(base, [Entry(1, EVERYONE, own.key, own.state)], 1, "")
    assert without.everyone.statements == base.statements


def test_a_withdrawal_of_what_a_new_release_rests_on_waits(base: KnowledgeBase) -> None:
    used = base.statements["s002"].sources[0]
    gone = entry(base, 1, EVERYONE, change("amend", "sources", used, {"title": "x"}))
    assert gone.state
    withdrawn = Entry(1, EVERYONE, gone.key, State(gone.state.row, apply(base, [change("retract", "statements", "s001", reason="x")], TODAY)
                                                   .marks["statements", "s001"]))  # fmt: skip
    assert Fold.of(base, [withdrawn], 1, "").everyone.sources[used] == base.sources[used]
