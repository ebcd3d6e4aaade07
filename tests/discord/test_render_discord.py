from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from discord.ui import Button, MediaGallery, TextDisplay
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Chart, Citation, Outcome, Point, Quotation, Table, Value, Verdict
from bot.ask import Mind
from bot.mind import wake
from bot.questions import kinds
from bot.render import alt, details
from bot.render.discord import COLOURS, Card, card
from bot.render.markdown import size
from bot.render.parts import CARD, SIGNS, pages, quotation
from bot.render.plain import plain
from bot.render.printed import printed

TODAY = date(2026, 11, 23)
_words = st.text(st.characters(codec="utf-8"), max_size=60) | st.text("ab *_`[]()<>@#\\~|:/.,!? \n0129-\u202e\u200b", max_size=60)
_long = _words | st.builds(lambda text, times: (text + " ") * times, _words, st.integers(1, 120))
_days = st.sampled_from(["2025", "2025-06", "2025-06-25"])
_addresses = ["https://nato.int/a", "https://x.y/(a)", "javascript:alert(1)", "https://a b", "https://e.g/" + "p" * 900]
_urls = st.none() | st.sampled_from(_addresses)
_quotes = st.builds(
    Quotation, text=_long, speaker=_words, role=st.none() | _words, said_on=_days, source=_words, translation=st.none() | _long
)
_sources = st.builds(Citation, id=_words, title=_long, publisher=_words, published_on=st.none() | _days, url=_urls)
_tables = st.builds(
    lambda headers, rows: Table(tuple(headers), tuple(tuple(row) for row in rows)),
    st.lists(_words, min_size=1, max_size=4),
    st.lists(st.lists(_words, min_size=1, max_size=4), max_size=40),
)
_values = st.builds(
    Value,
    label=_words,
    subject=st.none(),
    period=st.none() | st.just("2014/2024"),
    value=st.decimals(-(10**9), 10**9, places=2) | _words | st.booleans() | st.dates(),
    unit=st.sampled_from(["% of GDP", "pp", "USD million", "date", "name", "allies"]),
)
_points = st.builds(Point, x=st.integers(1949, 2035).map(str), y=st.decimals(0, 10**6, places=2), estimate=st.booleans(), line=_words)
_charts = st.builds(
    Chart, kind=st.sampled_from(["bars", "lines"]), title=_words, unit=st.just("% of GDP"),
    points=st.lists(_points, min_size=1, max_size=30).map(tuple), target=st.none() | st.just(Decimal(2)), footer=_words,
)  # fmt: skip


def _many(items: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=most).map(tuple)


answers = st.builds(
    Answer,
    outcome=st.sampled_from(Outcome),
    lead=_long,
    reading=_long,
    body=_many(_long, 30),
    table=st.none() | _tables,
    verdict=st.none() | st.sampled_from(Verdict),
    values=_many(_values, 40),
    quotes=_many(_quotes, 9),
    sources=_many(_sources, 30),
    derivation=_many(_long, 9),
    caveats=_many(_long, 9),
    options=_many(_words, 9),
    chart=st.none() | _charts,
)
_often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def mind() -> Mind:
    return wake()


def texts(view: Card) -> list[str]:
    return [item.content for item in view.walk_children() if isinstance(item, TextDisplay)]


def buttons(view: Card) -> list[Button[Any]]:
    return [item for item in view.walk_children() if isinstance(item, Button)]


def faults(view: Card) -> Iterator[str]:
    """What Discord would refuse."""
    shown = texts(view)
    if sum(map(size, shown)) > 4000:
        yield f"{sum(map(size, shown))} units of text"
    if not all(text.strip() for text in shown):
        yield "an empty text"
    if len(list(view.walk_children())) > 40:
        yield "too many components"
    for button in buttons(view):
        if not (button.label and 0 < size(button.label) <= 80) or not button.custom_id or len(button.custom_id) > 100:
            yield f"button {button.label!r} {button.custom_id!r}"
    ids = [button.custom_id for button in buttons(view)]
    if len(ids) != len(set(ids)):
        yield "an id twice"
    for gallery in view.walk_children():
        if isinstance(gallery, MediaGallery) and not all(0 < size(item.description or "") <= 256 for item in gallery.items):
            yield "the picture's description"


@_often
@given(answers, st.booleans(), st.integers(0, 50))
def test_no_answer_whatever_exceeds_what_discord_takes(answer: Answer, picture: bool, page: int) -> None:
    view = card(answer, "k" * 12, page=page, picture=picture and answer.chart is not None, asked=answer.lead)

    assert list(faults(view)) == []
    assert 0 < size(plain(answer)) <= 2000
    for shown in (details.sources(answer, "en", page, "pb:sources:key"), details.working(answer, "en", page, "pb:working:key")):
        assert list(faults(shown)) == []


@_often
@given(answers)
def test_a_quote_is_shown_whole_or_not_at_all(answer: Answer) -> None:
    whole = [quotation(quote, "en") for quote in answer.quotes]

    for shown in ("\n".join(texts(card(answer, "key"))), plain(answer)):
        rest = shown
        for block in sorted(whole, key=len, reverse=True):
            rest = rest.replace(block, "")
        assert not re.search(r"^> ", rest, re.MULTILINE)


@_often
@given(answers)
def test_nothing_pings_and_no_mark_is_left_open(answer: Answer) -> None:
    for shown in (*texts(card(answer, "key")), plain(answer)):
        bare = re.sub(r"\\.", "", shown)
        assert not re.search(r"@(everyone|here)|<[@#]", bare)
        assert bare.count("**") % 2 == 0
        assert not re.search(r"[`|~\u202e\u200e\u2066]", bare)
        for label, address in re.findall(r"\[([^\]]*)\]\(([^)]*\)?)", bare):
            assert address.startswith("<https://"), (label, address)


def test_every_example_of_every_kind_fits(mind: Mind) -> None:
    for kind in kinds().values():
        for example in kind.examples:
            answer = mind.ask(example, TODAY).answer
            view = card(answer, "key", picture=answer.chart is not None)
            assert list(faults(view)) == [], example
            assert size(plain(answer)) <= 2000, example
            assert texts(view)[0].strip(), example


def test_quotes_are_shown_as_they_are_stored(mind: Mind) -> None:
    answer = mind.ask("Who said America can't be everywhere?", TODAY).answer

    assert f"> “{answer.quotes[0].text}”" in "\n".join(texts(card(answer, "key")))


def test_every_statement_of_the_knowledge_reads_the_same_when_shown(mind: Mind) -> None:
    for statement in mind.knowledge.statements.values():
        shown = quotation(Quotation(statement.text, "x", None, "2025", "s"), "en").split("\n")[0].removeprefix("> “").removesuffix("”")
        assert re.sub(r"\\(.)", r"\1", shown) == statement.text


@pytest.mark.parametrize("outcome", SIGNS)
def test_what_is_no_plain_answer_says_so_in_words(outcome: Outcome) -> None:
    view = card(Answer(outcome=outcome, lead="Spain spends less.", reading="r"), "key")

    assert texts(view)[0].startswith(SIGNS[outcome])
    assert re.search(r"\*\*[A-Z][a-z ]+:\*\* $", SIGNS[outcome])
    assert next(iter(view.children)).accent_colour == COLOURS[outcome]  # type: ignore[attr-defined]


def test_a_verdict_stands_first_with_a_sign_and_a_word(mind: Mind) -> None:
    answer = mind.ask("Did Germany meet the target in 2024?", TODAY).answer

    assert texts(card(answer, "key"))[0].startswith("✅ **Yes:** ")


def test_the_answer_comes_before_everything_else(mind: Mind) -> None:
    answer = mind.ask("How far is Spain from 3.5%?", TODAY).answer
    shown = "\n".join(texts(card(answer, "key")))

    places = [shown.index(part) for part in ("Spain is", "Working:", "Note:", "Sources:", "Read as:")]
    assert places == sorted(places)


def test_long_tables_have_pages_that_hold_every_row_once(mind: Mind) -> None:
    answer = mind.ask("Rank allies by share in 2024", TODAY).answer
    assert answer.table
    seen = []
    for page in range(9):
        view = card(answer, "key", page=page)
        here = re.findall(r"^\d+\. \*\*(.+?)\*\*", "\n".join(texts(view)), re.MULTILINE)
        if here and here[0] in seen:
            break
        seen += here
    assert seen == [row[1] for row in answer.table.rows]
    assert [button.label for button in buttons(card(answer, "key"))][:3] == ["‹", "1 / 3", "›"]


def test_long_lists_have_pages_that_hold_every_line_once(mind: Mind) -> None:
    answer = mind.ask("Which allies have a national pledge?", TODAY).answer
    assert len(answer.body) > 20
    shown = [texts(card(answer, "key", page=page))[1].split("\n") for page in range(pages(answer, CARD))]

    assert sum(len(lines) for lines in shown) == len(answer.body)
    assert len(set(map(str, shown))) == len(shown) > 1
    assert "›" in [button.label for button in buttons(card(answer, "key"))]


def test_a_question_to_choose_is_a_button_that_is_cut_at_a_word() -> None:
    long = "How much does the United Kingdom of Great Britain and Northern Ireland spend on defence every single year?"
    options = ("Slovakia", long)
    view = card(Answer(outcome=Outcome.CLARIFY, lead="Which?", reading="r", options=options), "key")

    assert [button.label for button in buttons(view)][:2] == ["Slovakia", f"{long[:79]}…"]


def test_buttons_are_there_only_for_what_there_is(mind: Mind) -> None:
    small_talk = mind.ask("thanks", TODAY).answer
    figure = mind.ask("How much does Poland spend?", TODAY).answer
    ranking = mind.ask("Rank allies by share in 2024", TODAY).answer

    assert buttons(card(small_talk, "key")) == []
    assert [b.label for b in buttons(card(figure, "key"))][-3:] == ["Sources", "Working", "Something wrong?"]
    assert "Chart" in [b.label for b in buttons(card(ranking, "key"))]
    assert "Chart" not in [b.label for b in buttons(card(ranking, "key", picture=True))]


def test_what_is_left_out_is_counted(mind: Mind) -> None:
    answer = mind.ask("Which summits have there been since 2014?", TODAY).answer

    assert f"{len(answer.sources) - 3} more sources under **Sources**" in "\n".join(texts(card(answer, "key")))


def test_a_picture_is_told_in_words(mind: Mind) -> None:
    chart = mind.ask("Rank allies by share in 2024", TODAY).answer.chart
    assert chart

    said = alt.text(chart, "en")
    assert "Poland 3.75" in said
    assert "Belgium 1.27" in said
    assert "31 bars" in said
    assert "Estonia 3.31" in alt.text(chart, "en", alt.FILE)


def test_numbers_and_dates_follow_the_locale(mind: Mind) -> None:
    answer = mind.ask("How far is Spain from 3.5%?", TODAY, locale="de").answer

    assert "1,50" in "\n".join(texts(card(answer, "key", "de")))
    assert "10. Juli 2026" in "\n".join(texts(card(answer, "key", "de")))


def test_a_reply_without_an_exchange_has_no_buttons(mind: Mind) -> None:
    assert buttons(card(mind.ask("How much does Poland spend?", TODAY).answer, None)) == []


def test_a_word_of_the_person_that_is_repeated_is_harmless(mind: Mind) -> None:
    answer = mind.ask("Who said “@everyone look at [this](https://evil.example) **now**”?", TODAY).answer
    answer = replace(answer, lead=f"“@everyone <@123> [x](https://evil.example) `y` ||z||” is not known. {answer.lead}")

    for shown in (*texts(card(answer, "key")), plain(answer)):
        assert not re.search(r"@everyone|<@\d|(?<!\\)\[x|https://evil|(?<!\\)`|(?<!\\)\|", shown)


def test_plain_text_counts_what_it_leaves_out(mind: Mind) -> None:
    pledges = plain(mind.ask("Which allies have a national pledge?", TODAY).answer)
    ranking = plain(mind.ask("Rank allies by share in 2024", TODAY).answer)

    assert re.search(r"… \d+ more lines \(ask me in a direct message to see all\)", pledges) or pledges.count("\n") > 29
    assert "31. **Belgium** · 1.27%" in ranking


def test_a_card_that_was_made_before_is_the_same_but_for_its_key(mind: Mind) -> None:
    for example in ("Which allies are below 2%?", "How much does Poland spend on defence?", "What is the target?"):
        answer = mind.ask(example, date(2026, 11, 23)).answer
        for locale, picture in (("en", answer.chart is not None), ("de", False)):
            for key in ("first-key_1", "second-key_2"):
                made = printed(answer, key, locale, picture=picture, asked="Who?")
                anew: Any = card(answer, key, locale, picture=picture, asked="Who?")
                assert made.to_components() == anew.to_components()
                assert made.has_components_v2()
                assert made.is_finished()
