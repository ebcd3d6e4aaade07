"""Text → frame: which names, cues, numbers and dates a question holds, each with its span; nothing is decided yet.

    tokens ─▶ quoted words ─▶ dates, numbers ─▶ phrases of the vocabulary (longest first) ─▶ typing mistakes ─▶ roles

What is left over is `unknown`. Kinds of question read the frame; none of them reads the text.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.language.dating import known_on, relative_years, since_event
from bot.language.frame import Frame, Mention
from bot.language.mend import mend, tell_language
from bot.language.quantities import NUMBER_WORDS, ORDINALS, ROUND, Quantity, moment_at, one_point, quantity_at
from bot.language.scene import move_background
from bot.language.text import Token, tokens
from bot.language.tidy import as_question, bare, close_up, drop_joiners, mark_quote, without_choices
from bot.language.venues import summits_by_city
from bot.language.vocabulary import Sense, Vocabulary

_MAX_TOKENS = 150
_NUMERIC = frozenset({"tenth", "fifth", "quarter", "another", "half", "usd", "eur", "gbp", "us", "$", "€", "£"})


def understand(text: str, vocabulary: Vocabulary, today: date) -> Frame:
    """The frame of a text; any text has one."""
    found = drop_joiners(tokens(text))
    found = [
        token
        for i, token in enumerate(found)
        if not (i and found[i - 1].norm == "#" and found[i - 1].end == token.start and token.kind == "word")
    ]
    found = close_up(without_choices(bare(found)))
    frame = Frame(text=text, today=today, tokens=found[:_MAX_TOKENS], overlong=len(found) > _MAX_TOKENS)
    mark_quote(frame)
    as_question(frame)
    words = [token.norm for token in frame.tokens]
    _scan(frame, words, vocabulary)
    if frame.unknown:
        tell_language(frame, words, vocabulary)
        if frame.language is None and mend(frame, words, vocabulary):
            frame.mentions, frame.terms, frame.quantities, frame.moments, frame.unknown = [], [], [], [], []
            _scan(frame, words, vocabulary)
    elif words and " ".join(w for w in words if w.isalpha()) in vocabulary.greetings:
        frame.greeting = True
    relative_years(frame)
    if "since" in words:
        since_event(frame, [token.norm for token in frame.tokens])
    known_on(frame)
    summits_by_city(frame, vocabulary)
    move_background(frame)
    if frame.quote and frame.unknown and frame.has("say", "exact_words") and (frame.has("who") or frame.ids("person")):
        frame.background += frame.unknown
        frame.unknown = []
    frame.memo.clear()
    return frame


def _scan(frame: Frame, words: list[str], vocabulary: Vocabulary) -> None:
    _overlay(frame, words, vocabulary)
    named = {place for mention in frame.terms for place in range(mention.start, mention.end)}
    i, count = 0, len(words)
    while i < count:
        token = frame.tokens[i]
        if frame.quoted[0] <= i < frame.quoted[1]:
            i = frame.quoted[1]
            continue
        end, senses = vocabulary.longest(words, i) if token.kind != "symbol" or token.norm in "<>≥≤%$" else (i, ())
        numeric = _numeric(frame.tokens, words, i)
        if (token.kind == "number" or end <= i + 1) and (moment := moment_at(frame.tokens, i)) and end <= moment.end:
            frame.moments.append(moment)
            i = moment.end
        elif numeric and (quantity := quantity_at(frame.tokens, i)) and end <= quantity.end:
            frame.quantities.append(quantity)
            if senses and words[i] in ORDINALS:
                frame.mentions.append(Mention(i, end, senses))
            i = quantity.end
        elif senses and _fits(frame, senses, i, end):
            frame.mentions.append(Mention(i, end, senses))
            if numeric and not any(sense.kind in ("ally", "capital", "country") for sense in senses):
                _counted_too(frame, i)
            if words[i] in ORDINALS and end == i + 1:
                frame.quantities.append(Quantity(i, end, Decimal(ORDINALS[words[i]]), "ordinal"))
            i = end
        else:
            _left_over(frame, token, i, senses, known=i in named)
            i += 1


def _numeric(tokens: list[Token], words: list[str], i: int) -> bool:
    """Whether a quantity can begin at the token."""
    if words[i] == "a":
        return words[i + 1 : i + 2] in (["quarter"], ["half"], ["tenth"], ["fifth"], *([word] for word in ROUND)) or one_point(tokens, i)
    return tokens[i].kind == "number" or words[i] in NUMBER_WORDS or words[i] in _NUMERIC


def _counted_too(frame: Frame, i: int) -> None:
    """A number within a phrase of the vocabulary counts as one, a year apart."""
    quantity = quantity_at(frame.tokens, i)
    if quantity and not (quantity.unit == "" and moment_at(frame.tokens, i)):
        frame.quantities.append(quantity)


def _left_over(frame: Frame, token: Token, i: int, senses: tuple[Sense, ...], *, known: bool) -> None:
    """A token that begins nothing: an ordinal, an unknown word, or a word whose sense doesn't fit here."""
    if token.norm in ORDINALS:
        frame.quantities.append(Quantity(i, i + 1, Decimal(ORDINALS[token.norm]), "ordinal"))
    elif token.kind in ("word", "other") and not (len(token.norm) < 2 or senses):
        if not known:
            frame.unknown.append(token)
    elif senses:
        frame.mentions.append(Mention(i, i + 1, (Sense("filler", ""),)))


def _overlay(frame: Frame, words: list[str], vocabulary: Vocabulary) -> None:
    """The terms: phrases that have an explanation, found besides the cues that their words carry."""
    i = 0
    while i < len(words):
        end, senses = vocabulary.longest(words, i, terms=True)
        if senses and not frame.quoted[0] <= i < frame.quoted[1]:
            frame.terms.append(Mention(i, end, senses))
        i = max(i + 1, end)


def _fits(frame: Frame, senses: tuple[Sense, ...], start: int, end: int) -> bool:
    """Whether "us" is the country here, and "may" no month."""
    token = frame.tokens[start]
    if end != start + 1 or token.norm != "us" or not any(sense.kind == "ally" for sense in senses):
        return True
    if token.text.replace(".", "").isupper() and not frame.text.isupper():
        return True
    before = frame.tokens[start - 1].norm if start else ""
    after = frame.tokens[end].norm if end < len(frame.tokens) else ""
    if after in (
        "spending",
        "spend",
        "spends",
        "spent",
        "defence",
        "defense",
        "military",
        "budget",
        "share",
        "gdp",
        "army",
        "vs",
        "pay",
        "pays",
        "troops",
        "soldiers",
        "forces",
        "armed",
        "personnel",
        "equipment",
    ):
        return True
    if before in ("tell", "give", "show", "let", "help", "for", "of", "among", "between", "send", "gives", "tells"):
        return False
    return before in (
        "",
        "the",
        "does",
        "do",
        "is",
        "did",
        "has",
        "vs",
        "versus",
        "and",
        "or",
        "than",
        "will",
        "can",
        "are",
        "was",
        "does",
        "much",
        "without",
        "except",
        "excluding",
        "like",
        "about",
        "with",
    )
