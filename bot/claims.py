"""What of somebody's message can be checked: its sentences, or their halves, for which the core has a verdict or contradicts a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.answer import Answer, Outcome, Verdict
from bot.ask import Mind
from bot.conversation import Conversation
from bot.render.markdown import question, visible

MOST = 12
"""Claims, and passages, of one message that are looked at."""
_SENTENCE = re.compile(r"\n+|(?<=[.!?…])(?<!\b[A-Za-z]\.)[”\")]*\s+(?=[“\"(]?[A-Z0-9@#<])")
_CLAUSE = re.compile(r"\s*[;,]?\s+(?:and|but|while|whereas)\s+|\s*;\s*")
_LEANS = re.compile(r"(?:it|its|they|their|he|his|she|her|that|this)\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:not|never|no|none|nobody|neither|nor|without|hardly|cannot|false|untrue|wrong|lie|myth|fake|hoax)\b|n['’]t\b", re.IGNORECASE
)
_TELLS = re.compile(r"\b(?:said|says?|told|tells?|claim\w*|stated?)\b|[“\"]", re.IGNORECASE)
"""Where somebody's words begin: what is denied in them, they denied."""
_SUPPOSES = re.compile(r"\b(?:should|must|ought|would|could|might|may|will|shall|if|unless|perhaps|maybe|probably|hopefully)\b|['’]ll\b")
"""What is wished, foreseen or supposed is no claim; the month of May has a large letter."""
_LINE = re.compile(r"\d|target|goal|pledge|promis|commit|guideline", re.IGNORECASE)
_PASSAGE = re.compile(r"[“„«\"]([^“”„«»\"]{8,400})[”“»\"]")
_BLOCK = re.compile(r"^>+ ?(.+)$", re.MULTILINE)
_WORDS = 3
"""Words that a sentence has at least to be looked for as somebody's."""


@dataclass(frozen=True)
class Claim:
    """A sentence with what is known of it. `verdict` is on the sentence; None where only the facts can be set beside it."""

    sentence: str
    answer: Answer
    verdict: Verdict | None


def check(mind: Mind, text: str, today: date, locale: str) -> list[Claim]:
    """Every claim in the text that can be checked, in its order."""
    conversation = Conversation(mind, today, locale)
    found: list[Claim] = []
    for sentence in sentences(text):
        if len(found) >= MOST or sentence.endswith("?"):
            continue
        halves = _halves(mind, sentence, today, locale)
        if len(halves) > 1 and all(halves):
            found += [half for half in halves if half]
            continue
        leans = conversation.turns and _LEANS.match(sentence)
        answer = conversation.ask(sentence) if leans else _alone(mind, sentence, today, locale)
        if claim := _claim(sentence, answer):
            found.append(claim)
        if not leans:
            conversation.turns.clear()
            conversation.ask(sentence)
    return found


def _halves(mind: Mind, sentence: str, today: date, locale: str) -> list[Claim | None]:
    """The clauses of a sentence, each by itself; one without a subject has that of the one before."""
    conversation = Conversation(mind, today, locale)
    found = []
    for number, half in enumerate(_CLAUSE.split(sentence)):
        claim = _claim(half, _alone(mind, half, today, locale))
        if claim is None and number:
            claim = _claim(half, conversation.ask(f"It {half}"))
        conversation.turns.clear()
        conversation.ask(half)
        found.append(claim)
    return found


def who_said(mind: Mind, text: str, today: date, locale: str) -> list[tuple[str, Answer]]:
    """For each quoted passage, else each sentence: the answer that names who said it, where one is known."""
    found = []
    for passage in _passages(text):
        answer = Conversation(mind, today, locale).ask(f"Who said “{passage}”?")
        if answer.outcome == Outcome.ANSWER and answer.quotes:
            found.append((passage, answer))
    return found[:MOST]


def sentences(text: str) -> list[str]:
    """The sentences of a message, without marks."""
    lines = (question(line) for line in visible(text).split("\n"))
    return [sentence.strip() for line in lines for sentence in _SENTENCE.split(line) if sentence and sentence.strip()]


def _passages(text: str) -> Iterator[str]:
    shown = visible(text)
    quoted = _PASSAGE.findall(shown) or _BLOCK.findall(shown) or sentences(text)
    for passage in quoted[:MOST]:
        words = question(re.sub(r"[“”„«»\"]", "", passage)).strip(" .…")
        if len(words.split()) >= _WORDS:
            yield words


def _alone(mind: Mind, sentence: str, today: date, locale: str) -> Answer:
    return Conversation(mind, today, locale).ask(sentence)


def _claim(sentence: str, answer: Answer) -> Claim | None:
    """The sentence as a claim, where its answer says whether it is so and by which source.

    Some kinds answer the question behind a sentence that denies ("has not left": "No, it has not"), and of several lines in one
    sentence it can't be told which is meant for whom: then only the facts are shown."""
    judged = answer.verdict not in (None, Verdict.UNKNOWN)
    if not answer.sources or not (judged or answer.outcome == Outcome.CORRECTION):
        return None
    if answer.verdict is Verdict.NOT_YET_DUE and not _LINE.search(sentence):
        return None
    told = _TELLS.split(sentence)[0] if answer.query and answer.query.kind == "statement" else sentence
    if _SUPPOSES.search(told[:1].lower() + told[1:]):
        return None
    unheard = bool(_DENIES.search(told)) and answer.outcome != Outcome.CORRECTION and not (answer.query and answer.query.negated)
    mixed = answer.verdict is Verdict.PARTLY and answer.query is not None and len(answer.query.bounds) > 1
    return Claim(sentence, answer, None if unheard or mixed else answer.verdict or Verdict.NO)
