"""Candidates → changes: what is stored says no more than the text, word for word, and what is known is joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.ask import Mind
from bot.language.vocabulary import build
from knowledge.base import KnowledgeBase
from knowledge.change import Change, apply
from knowledge.check import faults
from knowledge.intake.acceptance import Accepted, Origin, accept, batch_of
from knowledge.intake.candidates import extract
from knowledge.intake.documents import read
from knowledge.intake.offers import Offer, corrected, dump, offer, parse
from knowledge.load import load
from knowledge.rows import RowError
from tests.intake.scoring import Paragraph, paragraphs

TODAY = date(2026, 11, 23)
PUBLISHED = date(2026, 7, 6)
TEXT = """Ministers met in Tromsø on Monday ahead of the July 7-8 summit in Ankara.
"The ferries are our frigates, and they sail whether or not the minister is aboard," NATO chief Mark Rutte said.
"We have counted every hull," he added, "and we shall count them again in spring."
German Defence Minister Boris Pistorius said the yards in Kiel would need ten more years for the corvettes.
Spain spent 2.05 percent of GDP in 2025, and its sailors grumbled.
Norway wants to spend 5 percent of GDP on defence by 2030.
Most vocal in its reluctance is Spain, which opposes the target of five percent of GDP.
"Nobody asked the lighthouse keepers," somebody shouted from the quay.
"""


@pytest.fixture(scope="module")
def whole() -> KnowledgeBase:
    return load()


@pytest.fixture(scope="module")
def empty(whole: KnowledgeBase) -> KnowledgeBase:
    """Names and figures, but nothing that anybody said or announced."""
    return replace(whole, statements={}, shifts={}, pledges={})


def origin(text: str = TEXT, **more: Any) -> Origin:
    document = read(text.encode(), "pilot.txt")
    given: dict[str, Any] = {
        "publisher": "The Pilot",
        "published_on": PUBLISHED,
        "title": "Ferries and frigates",
        "url": "https://example.org/1",
    }
    return Origin(document.text, document.source_sha256, **(given | more))


def offers(base: KnowledgeBase, text: str = TEXT) -> dict[int, Offer]:
    """As they come out of the queue, by their number."""
    found = extract(text, base.as_known_on(TODAY), PUBLISHED)
    return {number: parse(dump(offer(one))) for number, one in enumerate(found)}


def one_of(base: KnowledgeBase, kind: str, words: str, text: str = TEXT) -> Offer:
    return next(one for one in offers(base, text).values() if one.kind == kind and words in one.words(text))


def taken(base: KnowledgeBase, *those: Offer, source: Origin | None = None) -> Accepted:
    return accept(base, dict(enumerate(those)), source or origin(), TODAY)


def lines(found: Accepted) -> str:
    return "\n".join(line for lines in found.wrong.values() for line in lines)


# --- what becomes of an article


def test_three_questions_are_answered_that_were_not_before(empty: KnowledgeBase) -> None:
    found = accept(empty, {number: one for number, one in offers(empty).items() if one.speaker or one.kind != "quote"}, origin(), TODAY)
    assert not found.wrong
    after = apply(empty, batch_of(list(found.taken.values())), TODAY)
    before, now = (Mind(base, build(base)) for base in (empty, after))
    for question, words in (
        ("Who said the ferries are our frigates?", "Mark Rutte said it, on 6 July 2026"),
        ("What did Boris Pistorius say?", "The Pilot reported of Boris Pistorius"),
        ("What has Spain pledged?", "The Pilot: “Most vocal in its reluctance is Spain"),
    ):
        assert words in now.ask(question, TODAY).answer.lead, question
        assert words not in before.ask(question, TODAY).answer.lead


def test_every_stored_quote_stands_in_the_text_byte_for_byte(empty: KnowledgeBase) -> None:
    found = accept(empty, offers(empty), origin(), TODAY)
    after = apply(empty, batch_of(list(found.taken.values())), TODAY)
    assert len(after.statements) >= 5
    for row in after.statements.values():
        for part in row.text.split(" … "):
            assert part in TEXT
        source = after.sources[row.sources[0]]
        assert (source.sha256, source.publisher, source.published_on, source.url) == (
            origin().sha256, "The Pilot", "2026-07-06", "https://example.org/1",
        )  # fmt: skip
    parted = next(row for row in after.statements.values() if "counted" in row.text)
    assert parted.text == "We have counted every hull … and we shall count them again in spring."


def test_a_speaker_is_linked_only_when_known_or_confirmed(empty: KnowledgeBase) -> None:
    quay = one_of(empty, "quote", "lighthouse")
    if not quay.speaker:
        assert "speaker: the text doesn't say whose words these are" in lines(taken(empty, quay))
    named = corrected(quay, TEXT, {"speaker": "A man on the quay", "role": "bystander"})
    change = taken(empty, named).taken[0].changes[-1]
    assert (change.value or {})["speaker"] == "A man on the quay"
    linked = corrected(quay, TEXT, {"speaker": "rutte"})
    assert (taken(empty, linked).taken[0].changes[-1].value or {})["speaker"] == "rutte"


def test_other_words_than_those_of_the_text_are_refused(empty: KnowledgeBase) -> None:
    quote = one_of(empty, "quote", "ferries")
    with pytest.raises(RowError, match="doesn't stand in the text like that, letter for letter; there is “The ferries are our frigates"):
        corrected(quote, TEXT, {"words": "The ferries are our frigate, and they sail"})
    shorter = corrected(quote, TEXT, {"words": "they sail whether or not the minister is aboard"})
    assert (taken(empty, shorter).taken[0].changes[-1].value or {})["text"] == "they sail whether or not the minister is aboard"
    parted = corrected(quote, TEXT, {"words": "The ferries are our frigates … whether or not the minister is aboard"})
    assert len(parted.parts) == 2
    for values, said in (
        ({"kind": "figure"}, "can't be corrected"),
        ({"spekaer": "x"}, "did you mean speaker"),
        ({"parts": [[0, 9]]}, "can't be"),
    ):
        with pytest.raises(RowError, match=said):
            corrected(quote, TEXT, values)


def test_places_that_are_not_in_the_text_take_nothing_in(empty: KnowledgeBase) -> None:
    broken = replace(one_of(empty, "quote", "ferries"), parts=((0, 10**6),))
    assert "the text is another one than the candidate is of" in lines(taken(empty, broken))


# --- figures, positions, summits


def test_a_newspapers_figure_is_what_it_said_and_not_natos(whole: KnowledgeBase) -> None:
    figure = one_of(whole, "figure", "2.05")
    found = taken(whole, figure).taken[0]
    row = found.changes[-1].value or {}
    assert found.fact[0] == "statements"
    assert (row["speaker"], row["role"], row["form"], row["about"]) == ("The Pilot", "report", "reported", ["ESP"])
    after = apply(whole, found.changes, TODAY)
    assert after.series is whole.series


def test_a_figure_of_an_edition_has_to_be_named_so(empty: KnowledgeBase) -> None:
    figure = one_of(empty, "figure", "2.05")
    held = corrected(figure, TEXT, {"keep": "figure", "edition": "sipri-2025"})
    change = taken(empty, held).taken[0].changes[-1]
    row = change.value or {}
    assert (change.table, change.id, row["value"], row["unit"]) == ("figures", "sipri-2025/share/ESP/2025", "2.05", "% of GDP")
    known = corrected(figure, TEXT, {"keep": "figure", "edition": "nato-2025"})
    assert "nato-2025/share/ESP/2025 is known already, from another source" in lines(taken(empty, known))
    for values, said in (
        ({"keep": "figure"}, "edition: it is missing"),
        ({"keep": "figure", "edition": "nato-2077"}, "edition: 'nato-2077' is unknown"),
        ({"keep": "figure", "edition": "nato-2025", "about": ["ESP", "NOR"]}, "about: a figure is one ally's"),
        ({"keep": "figure", "edition": "nato-2025", "value": "3.5"}, "value: 3.5 doesn't stand in"),
        ({"keep": "figure", "edition": "nato-2025", "bound": "about"}, "value: the text has no exact figure (about …)"),
        ({"keep": "figure", "edition": "nato-2025", "indicator": "gdp"}, "gdp is not measured in % of GDP"),
    ):
        assert said in lines(taken(empty, corrected(figure, TEXT, values)))


def test_a_plan_can_be_kept_as_the_allys_pledge(empty: KnowledgeBase) -> None:
    figure = one_of(empty, "figure", "Norway wants")
    change = taken(empty, corrected(figure, TEXT, {"keep": "pledge"})).taken[0].changes[-1]
    row = change.value or {}
    assert (change.table, row["subject"], row["share"], row["by"], row["kind"]) == ("pledges", "NOR", "5", 2030, "plan")
    assert row["text"] == "The Pilot: “Norway wants to spend 5 percent of GDP on defence by 2030.”"
    assert "by: 2031 doesn't stand in" in lines(taken(empty, corrected(figure, TEXT, {"keep": "pledge", "by": "2031"})))


def test_what_is_said_of_an_ally_is_no_stance_of_the_one_who_says_it(empty: KnowledgeBase) -> None:
    found = accept(empty, offers(empty), origin(), TODAY)
    after = apply(empty, batch_of(list(found.taken.values())), TODAY)
    assert {row.stance for row in after.statements.values()} == {"not_about"}
    assert [(row.subject, row.kind, row.share) for row in after.pledges.values() if "reluctance" in row.text] == [("ESP", "position", None)]


def test_a_known_summit_gets_a_further_source_and_other_days_are_refused(empty: KnowledgeBase) -> None:
    summit = one_of(empty, "summit", "July 7-8")
    found = taken(empty, summit)
    assert (found.taken[0].fact, found.taken[0].joined) == (("summits", "ankara-2026"), True)
    moved = replace(summit, start_day="2026-07-14", end_day="2026-07-15")
    assert "Ankara Summit is known to start on 2026-07-07, the text says 2026-07-14" in lines(taken(empty, moved))
    new = replace(summit, summit=None, city="Reykjavik", country="ISL", start_day="2028-06-01", end_day=None)
    assert "timezone: it is missing; say it like Europe/Amsterdam" in lines(taken(empty, new))
    for nowhere in ("Atlantis/Poseidonis", "../../etc/passwd", "\0"):
        assert "is none; write it like Europe/Amsterdam" in lines(taken(empty, replace(new, timezone=nowhere)))
    made = taken(empty, replace(new, timezone="Atlantic/Reykjavik")).taken[0]
    assert made.fact == ("summits", "reykjavik-2028")


# --- the same again


def test_the_same_words_in_another_paper_are_a_further_appearance(empty: KnowledgeBase) -> None:
    first = one_of(empty, "quote", "ferries")
    base = apply(empty, batch_of(list(taken(empty, first).taken.values())), TODAY)
    again = 'Elsewhere. "The ferries are our frigates and they sail, whether or not the minister is aboard," Mark Rutte said on Monday.\n'
    other = origin(again, publisher="Harbour Post", url="", published_on=date(2026, 7, 7))
    found = taken(base, one_of(base, "quote", "ferries", again), source=other).taken[0]
    assert found.joined
    after = apply(base, found.changes, TODAY)
    (row,) = after.statements.values()
    assert [after.sources[id_].publisher for id_ in row.sources] == ["The Pilot", "Harbour Post"]
    assert row.text in TEXT
    older = origin(again, publisher="Harbour Post", url="", published_on=date(2026, 7, 1))
    assert not taken(base, one_of(base, "quote", "ferries", again), source=older).taken[0].joined
    apart = corrected(one_of(base, "quote", "ferries", again), again, {"apart": True})
    assert not taken(base, apart, source=other).taken[0].joined


def test_taking_the_same_in_twice_changes_nothing(empty: KnowledgeBase) -> None:
    known = {number: one for number, one in offers(empty).items() if one.speaker or one.kind != "quote"}
    base = apply(empty, batch_of(list(accept(empty, known, origin(), TODAY).taken.values())), TODAY)
    again = accept(base, known, origin(), TODAY)
    assert not again.wrong
    assert batch_of(list(again.taken.values())) == []


def test_a_longer_wording_than_the_known_one_is_kept(empty: KnowledgeBase) -> None:
    short = corrected(one_of(empty, "quote", "ferries"), TEXT, {"words": "The ferries are our frigates"})
    base = apply(empty, batch_of(list(taken(empty, short).taken.values())), TODAY)
    again = '"The ferries are our frigates, and they will sail to Svalbard and back again," Mark Rutte said.\n'
    found = taken(base, one_of(base, "quote", "Svalbard", again), source=origin(again, publisher="Harbour Post", url=""))
    assert not found.taken[0].joined


def test_words_that_were_withdrawn_do_not_come_back_by_another_paper(empty: KnowledgeBase) -> None:
    first = taken(empty, one_of(empty, "quote", "ferries")).taken[0]
    gone = Change(action="retract", table="statements", id=first.fact[1], reason="he spoke of trains")
    base = apply(empty, [*first.changes, gone], TODAY)
    again = '"The ferries are our frigates, and they sail whether or not the minister is aboard!" said Mark Rutte.\n'
    found = taken(base, one_of(base, "quote", "ferries", again), source=origin(again, publisher="Harbour Post", url=""))
    assert "withdrawn as wrong on 2026-11-23 (he spoke of trains): refuse them, or restore" in lines(found)


def test_two_stretches_that_begin_at_one_place_are_two_facts(empty: KnowledgeBase) -> None:
    quote = one_of(empty, "quote", "ferries")
    short, other = (corrected(quote, TEXT, {"words": words, "apart": True}) for words in ("The ferries", "The ferries are our frigates"))
    found = taken(empty, other, replace(short, speaker="A sailor"))
    assert len({one.fact for one in found.taken.values()}) == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"publisher": " "}, "publisher: it is missing"),
        ({"url": "javascript:alert(1)"}, "url: 'javascript:alert(1)' is no address"),
        ({"url": "https://example.org/a b"}, "is no address"),
        ({"grade": "E"}, "grade: 'E' is none"),
    ],
)
def test_a_source_that_can_not_be_is_refused(empty: KnowledgeBase, values: dict[str, Any], said: str) -> None:
    with pytest.raises(RowError, match=said.replace("(", r"\(").replace(")", r"\)")):
        taken(empty, one_of(empty, "quote", "ferries"), source=origin(**values))


INJECTED = (
    "'; DROP TABLE revisions; --",
    "](https://evil.example) **bold** @everyone",
    "../../etc/passwd",
    "{{7*7}} ${7*7} %s {0.__class__}",
)


@pytest.mark.parametrize("text", INJECTED)
def test_what_is_typed_is_stored_as_it_is_and_makes_no_id(empty: KnowledgeBase, text: str) -> None:
    quote = corrected(one_of(empty, "quote", "lighthouse"), TEXT, {"speaker": text, "role": text, "place": text, "note": text})
    found = taken(empty, quote, source=origin(publisher=text, title=text))
    row = apply(empty, found.taken[0].changes, TODAY).statements[found.taken[0].fact[1]]
    assert (row.speaker, row.role, row.place, row.note) == (text, text, text, text)
    assert row.id.replace("-", "").replace("+", "").isalnum()


@pytest.mark.parametrize("paragraph", [*paragraphs()], ids=lambda one: f"{one.style}-{one.number}")
def test_whatever_a_text_says_leaves_the_knowledge_sound(empty: KnowledgeBase, paragraph: Paragraph) -> None:
    found = accept(empty, offers(empty, paragraph.text), origin(paragraph.text), TODAY)
    after = apply(empty, batch_of(list(found.taken.values())), TODAY)
    assert list(faults(after)) == []
    for row in after.statements.values():
        assert all(part in paragraph.text for part in row.text.split(" … "))
    assert all(line.startswith(("speaker:", "start_day:", "city:", "timezone:")) for lines in found.wrong.values() for line in lines)
