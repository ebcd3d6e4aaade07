"""What is true of every answer, whatever was asked: over the corpus, and over a grid of questions, allies and days."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_args

import pytest

from bot import reply
from bot.answer import Answer, Outcome, Status, Value, Verdict
from bot.coverage import held
from bot.language.understand import understand
from bot.questions import kinds
from bot.render.json import line
from knowledge.when import first_day
from tests.asked import DAYS, Asked, answered, asked
from tests.table import ALLIES, CELLS, DATA, GROUPS, PUBLISHED, decimal, mind

NOT_ONE_EDITION = ("edition",)
UNITS = {cell.unit for cell in CELLS.values()}
FIGURES = "status met gap cost rank compare trend total path screen stance statement edition burden selected".split()
ALL_PUBLISHED = {**PUBLISHED, "sipri-2025": date(2025, 4, 28)}


def kind(answer: Answer) -> str:
    return answer.query.kind if answer.query else ""


# --- kinds


def test_a_kind_that_is_passed_over_would_not_have_read() -> None:
    lost = []
    for text, day in {(row.question, row.now) for row in asked()}:
        frame = understand(text, mind().vocabulary, day)
        everything = held(frame)
        over = [k for k in kinds().values() if k.needs is not None and k.needs.isdisjoint(everything)]
        lost += [(text, k.name) for k in over if k.read(frame, mind().view(frame))]
    assert lost == []


# --- sources and quotes


def test_the_grid_is_mostly_answered() -> None:
    assert len(answered()) > 0.7 * len(asked())


def test_no_answer_lacks_a_source() -> None:
    assert [str(row) for row in answered() if not row.answer.sources] == []


@cache
def stored() -> dict[str, set[str]]:
    """Every text that somebody's words stand in → the sources that have it."""
    found: dict[str, set[str]] = {}

    def gather(node: Any, name: str) -> None:
        if isinstance(node, dict):
            if name == "statements.toml" and "text" in node:
                found.setdefault(node["text"], set()).update(node["sources"])
            elif {"text", "source"} <= node.keys():
                found.setdefault(node["text"], set()).add(node["source"])
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            gather(child, name)

    for path in DATA.glob("*.toml"):
        gather(tomllib.loads(path.read_text("utf-8")), path.name)
    return found


def test_every_quote_is_byte_for_byte_what_its_source_has() -> None:
    quotes = [(row, quote) for row in asked() for quote in row.answer.quotes]
    assert len(quotes) > 200
    assert [f"{row}: {quote.text!r}" for row, quote in quotes if quote.source not in stored().get(quote.text, ())] == []


def test_the_source_of_every_quote_is_shown() -> None:
    assert [str(row) for row in asked() for q in row.answer.quotes if q.source not in {s.id for s in row.answer.sources}] == []


def test_nobody_is_quoted_before_speaking() -> None:
    quotes = [(row, quote) for row in asked() for quote in row.answer.quotes]
    assert [f"{row}: {quote.said_on} {quote.text!r}" for row, quote in quotes if first_day(quote.said_on) > row.now] == []


@cache
def timeless() -> set[str]:
    """Sources of entries that have no day of their own: members, groups, terms."""
    files = ("allies.toml", "non_members.toml", "groups.toml", "references.toml")
    rows = [row for file in files for row in tomllib.loads((DATA / file).read_text("utf-8")).values() if "on" not in row]
    return {source for row in rows for source in row.get("sources", ())}


def test_every_source_had_appeared_on_the_day() -> None:
    wrong = []
    for row in asked():
        for source in row.answer.sources:
            late = source.published_on is not None and first_day(source.published_on) > row.now
            if late and (kind(row.answer) in FIGURES or source.id not in timeless()):
                wrong.append(f"{row}: {source.id} of {source.published_on}")
    assert wrong == []


# --- figures


def published(answer: Answer) -> list[Value]:
    """The values that are given as they stand in a table of figures."""
    known = ALLIES.keys() | GROUPS.keys() | {"NATO", "NATO_TOTAL", "NATO_EUR_CAN"}
    rows = (v for v in answer.values if v.status in ("final", "estimate") and v.unit in UNITS and v.subject in known)
    return [v for v in rows if isinstance(v.value, Decimal) and v.period and v.period.isdigit()]


def holders(value: Value) -> set[str]:
    """The editions in whose tables the value stands like this."""
    subject = {"NATO": "NATO_TOTAL", "europe-and-canada": "NATO_EUR_CAN"}.get(value.subject or "", value.subject)
    return _editions().get((subject, int(value.period or 0), value.value, value.unit, value.status == "estimate"), set())


@cache
def _editions() -> dict[tuple[Any, ...], set[str]]:
    found: dict[tuple[Any, ...], set[str]] = {}
    for (edition, _, subject, year), cell in CELLS.items():
        found.setdefault((subject, year, decimal(cell.number), cell.unit, cell.estimate), set()).add(edition)
    return found


def figured() -> list[tuple[Asked, Value]]:
    found = [(row, value) for row in answered() if kind(row.answer) != "funding" for value in published(row.answer)]
    assert len(found) > 10000
    return found


def test_every_published_figure_stands_in_an_edition_that_had_appeared() -> None:
    wrong = [f"{row}: {value}" for row, value in figured() if not any(ALL_PUBLISHED[edition] <= row.now for edition in holders(value))]
    assert wrong == []


def test_no_figure_is_of_a_year_that_had_not_begun() -> None:
    assert [f"{row}: {value}" for row, value in figured() if int(value.period or 0) > row.now.year] == []


def test_the_figures_of_one_answer_come_from_one_edition() -> None:
    wrong = []
    for row in answered():
        if kind(row.answer) in NOT_ONE_EDITION or not (values := published(row.answer)):
            continue
        if not set.intersection(*map(holders, values)):
            wrong.append(f"{row}: {[(str(v.value), v.period, holders(v)) for v in values][:4]}")
    assert wrong == []


def test_a_difference_in_points_comes_with_its_working() -> None:
    points = [row for row in answered() if any(value.unit == "pp" and value.status == "computed" for value in row.answer.values)]
    assert [str(row) for row in points if not row.answer.derivation] == []


# --- renderings

OBJECTS = {
    "values": ["label", "subject", "period", "value", "unit", "status"],
    "quotes": ["text", "speaker", "role", "said_on", "source"],
    "sources": ["id", "title", "publisher", "published_on", "url"],
}
FIELDS = "id question outcome reading query text verdict values subjects quotes sources derivation caveats options".split()


def misshapen(row: Asked) -> Iterator[str]:
    """In what the JSON of an answer differs from the contract."""
    said = json.loads(line(row.answer, row.question, "q1"), parse_float=Decimal)
    if list(said) != FIELDS:
        yield f"fields {list(said)}"
    if (said["id"], said["question"]) != ("q1", row.question):
        yield "id or question is not the one asked"
    if said["outcome"] not in set(Outcome) or said["verdict"] not in {*Verdict, None}:
        yield f"outcome {said['outcome']}, verdict {said['verdict']}"
    if said["query"] is not None and not said["query"].get("kind"):
        yield "a query without a kind"
    for name, keys in OBJECTS.items():
        yield from (f"{name}: {list(item)}" for item in said[name] if list(item) != keys)
    for value in said["values"]:
        if not re.fullmatch(r"\d{4}(/\d{4})?", value["period"] or "2024"):
            yield f"period {value['period']!r}"
        if value["status"] not in get_args(Status) or not value["unit"] or not value["label"]:
            yield f"value {value}"
        if value["unit"] == "date" and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(value["value"])):
            yield f"no ISO date: {value['value']!r}"
    lists = [*said["subjects"], *said["derivation"], *said["caveats"], *said["options"], said["reading"], said["text"]]
    yield from (f"no text: {item!r}" for item in lists if not isinstance(item, str) or not item.strip())


def test_the_json_has_exactly_the_fields_of_the_contract() -> None:
    assert [f"{row}: {fault}" for row in asked() for fault in misshapen(row)] == []


def test_the_first_line_of_a_reply_is_the_answer() -> None:
    assert [str(row) for row in asked() if reply.text(row.answer).split("\n")[0] != row.answer.lead or not row.answer.lead.strip()] == []


INSIDE = re.compile(r"\bNone\b(?! has| of)|Decimal\(|datetime|[{}]|\bNATO_|_CAN\b|\b(?:nan|inf)\b|\S  \S|\( ?\)|, ?\.|\.\.(?!\.)|\d{5,}%")


def test_no_reply_shows_the_inside_of_the_program() -> None:
    found = ((row, text, INSIDE.search(text)) for row in asked() for text in [_words(row.answer)])
    assert [f"{row}: …{text[max(hit.start() - 30, 0) : hit.end() + 30]!r}" for row, text, hit in found if hit] == []


def _words(answer: Answer) -> str:
    """What a reply says in words of its own, without links and quotes."""
    return "\n".join([answer.lead, *answer.body, *answer.derivation, *answer.caveats, answer.reading, *answer.options])


def test_a_verdict_goes_with_the_first_word() -> None:
    """A reply that begins with yes doesn't mean no."""
    other = {Verdict.YES: ("No:", "No,", "No."), Verdict.NO: ("Yes:", "Yes,", "Yes.")}
    judged = [(row, other[row.answer.verdict]) for row in answered() if row.answer.verdict in other]
    assert [str(row) for row, opposite in judged if row.answer.lead.startswith(opposite)] == []


@pytest.mark.parametrize("day", DAYS)
def test_every_question_that_is_offered_works(day: date) -> None:
    offered = {option: row for row in asked() if row.now == day for option in row.answer.options}
    assert len(offered) > 50
    bad = {option: mind().ask(option, day, [mind().ask(row.question, day)]).answer for option, row in offered.items()}
    assert [f"{o!r}: {a.outcome}, {a.lead}" for o, a in bad.items() if a.outcome not in (Outcome.ANSWER, Outcome.CORRECTION)] == []


def test_no_question_offers_what_it_asked() -> None:
    offered = {(option, row.now): row for row in asked() for option in row.answer.options}
    same = [
        (row.question, option)
        for (option, day), row in offered.items()
        if mind().ask(option, day, [mind().ask(row.question, day)]).answer.query == row.answer.query
    ]
    assert same == []


@pytest.mark.parametrize(
    "question", ["Rank the allies by share in 2024", "Which allies were below 2% in 2024?", "Compare Spain and Denmark in 2024"]
)
def test_what_is_offered_about_all_allies_is_of_the_year_that_was_asked_about(question: str) -> None:
    turn = mind().ask(question, DAYS[-1])
    found = [mind().ask(option, DAYS[-1], [turn]).answer for option in turn.answer.options if "since" not in option]
    assert found
    assert {value.period for answer in found for value in answer.values} == {"2024"}
