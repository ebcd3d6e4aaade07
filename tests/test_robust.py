"""Whatever is typed, on whatever day, there is a reply: no exception, and none that keeps people waiting."""

from __future__ import annotations

import json
import time
from datetime import date
from statistics import median

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot import reply
from bot.answer import Answer
from bot.ask import Turn
from bot.render.json import line
from tests.corpora import cases
from tests.table import TODAY, mind

LONGEST = 2000
SLOWEST = 50  # times the median
steady = settings(derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def names() -> list[str]:
    return sorted({name for name, _, _ in mind().knowledge.names()})


def cues() -> list[str]:
    """The first words of every phrase of the lexicon."""
    return sorted(word for word in mind().vocabulary.trie if word)


QUESTIONS = sorted({case.question for case in cases()})
PIECES = (
    "2 % 3.5% 5 percent -1 0 1e999 99999999999999999999 1,2,3 ½ ² ٣ Ⅳ $5bn €1.3 £2k 0.2 points 2014 1949 2035 31 February 2025 first 3rd "
    "since 2014 between and or not never than < > ≥ = + ? ! … . , ; : - – — _ * ** ` ``` > - # ## @everyone @here <@123> <#1> :flag_pl: "
    "https://example.org/?q=1 \\ / | ~~ || ( ) [ ] { } “ ” ‘ ’ ' \" « » „ ‟ NATO's U.S. a.m. 24/25 2025-06-05 5/6/2025 06.05.2025 Q3"
).split(" ")
STRANGE = [
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u202e",
    "\u00ad",
    "\u0301",
    "\x00",
    "\x1b[31m",
    "\n",
    "\r\n",
    "\t",
    "\u2028",
    "\ud800",
    "\udfff",
    "İ",
    "ß",
    "ﬁ",
    "Ⅷ",
]
STRANGE += ["Ελλάδα", "Польша", "波兰", "بولندا", "पोलैंड", "🇵🇱", "👩‍🚀", "ｐｏｌａｎｄ", "P̵o̵l̵a̵n̵d̵", "Ｐоlаnd"]

anything = st.text(st.characters(exclude_categories=()), max_size=LONGEST)
digits = st.text("0123456789.,%eE+-−/$€ ", max_size=LONGEST)
word = st.one_of(st.sampled_from(names()), st.sampled_from(cues()), st.sampled_from(PIECES), st.sampled_from(STRANGE), st.text(max_size=6))
salad = st.lists(word, max_size=60).map(" ".join)
glued = st.lists(word, max_size=30).map("".join)
days = st.dates(date(1949, 1, 1), date(2027, 12, 31))


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """A good question with a few of its characters lost, doubled, swapped or replaced."""
    text = list(draw(st.sampled_from(QUESTIONS)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(len(text) - 1, 0)))
        text[place : place + draw(st.integers(0, 3))] = draw(word)
    return "".join(text)


texts = st.one_of(mangled(), salad, glued, anything, digits).map(lambda text: text[:LONGEST])


def replied(answer: Answer, question: str) -> None:
    """Every rendering works and starts with the answer."""
    assert answer.lead.strip()
    assert reply.text(answer).startswith(answer.lead)
    assert json.loads(line(answer, question))["question"] == question


@settings(steady, max_examples=4000)
@given(texts, days)
@example("AGRENTIN\0", date(2000, 1, 1))
def test_any_text_on_any_day_has_a_reply(text: str, day: date) -> None:
    replied(mind().ask(text, day).answer, text)


@settings(steady, max_examples=1500)
@given(st.lists(st.one_of(st.sampled_from(QUESTIONS), texts), min_size=2, max_size=4), days)
def test_any_conversation_has_its_replies(conversation: list[str], day: date) -> None:
    turns: list[Turn] = []
    for text in conversation:
        turns.append(mind().ask(text, day, turns))
        replied(turns[-1].answer, text)


@settings(steady, max_examples=1500)
@given(st.sampled_from(QUESTIONS), days)
def test_a_good_question_has_a_reply_on_any_day(question: str, day: date) -> None:
    replied(mind().ask(question, day).answer, question)


def seconds(text: str) -> float:
    """The least of three, so that a busy machine does not count."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        mind().ask(text, TODAY)
        times.append(time.perf_counter() - start)
    return min(times)


LONG = {
    "one number": "9" * LONGEST,
    "many numbers": "1 " * (LONGEST // 2),
    "one word": "a" * LONGEST,
    "unknown words": "qwrtz " * (LONGEST // 6),
    "unknown long words": "spendnig" * 3 + " spendign defnece polnad" * (LONGEST // 25),
    "names": "Poland and Germany " * (LONGEST // 19),
    "cues": "how much more than " * (LONGEST // 19),
    "quotes": "“" * LONGEST,
    "a long quote": "Who said “" + "America can't be everywhere " * 70 + "”?",
    "marks": "*_~`|>" * (LONGEST // 6),
    "combining marks": "a" + "\u0301" * (LONGEST - 1),
    "years": "since 2014 " * (LONGEST // 11),
    "another script": "Польша " * (LONGEST // 7),
    "no spaces": "".join(names())[:LONGEST],
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_no_text_keeps_people_waiting(text: str) -> None:
    usual = median(seconds(question) for question in QUESTIONS[::5])
    assert seconds(text[:LONGEST]) < SLOWEST * usual
