"""Questions about the last answer itself: its source, its year, who said the words and when, the names behind it, again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot import phrase
from bot.answer import Answer, Outcome, Quotation, Value, Verdict
from bot.draft import Context, plain
from bot.language.frame import Frame

_HERE = frozenset({"context", "occasion", "event", "circumstances", "place", "date", "day", "speech", "setting"})
_OF_WHEN = (
    "which year is", "what year is", "as of when", "how recent", "how current", "how old is", "how fresh", "for which year",
    "for what year", "from which year", "from when",
)  # fmt: skip
_HOME = frozenset({"he", "she", "country", "born", "nationality"})
"""With them "where does he come from" asks for no source."""
_THEM = frozenset({"them", "they", "ones", "those", "these", "all"})
_NAME = frozenset({"name", "list", "which", "who", "show", "enumerate", "give", "tell"})
_ELSE = (
    "meet miss gap cost most least rank change rise fall total average path compare say member join leave summit agree against support "
    "position deadline counts binding founded how_many how_much when where is_true expel owe budget_common help greet thanks offtopic "
    "opinion forecast missing causal edition other_source eligible want_join minister premier president spend outlay pays_for "
    "proportion attend review"
).split()
"""Cues of a question of its own."""
_SHORT = 9
_FEW = 6
_GIST = 30
"""Characters of a quote that tell which it is."""
_LISTING = ("summit", "partner", "nonmembers", "candidacy")
_HOW_MANY = frozenset("how many and is that are there of them those in total were so ?".split())
_BACKWARDS = frozenset("reverse reversed backwards backward".split())
_GAVE = frozenset("gave wrote uttered whose".split())


def told_when(frame: Frame, answer: Answer, context: Context) -> Answer | None:
    """When and where the words of the last answer were said."""
    asks = frame.has("when", "where") or _HERE & frame.bag
    if not asks or not answer.quotes or answer.query is None or answer.query.kind not in ("statement", "stance"):
        return None
    if frame.names or frame.quantities or frame.moments or frame.has("meet", "join", "summit", "next", "last"):
        return None
    quote = answer.quotes[0]
    if len({said.said_on for said in answer.quotes}) > 1:
        told = [f"{said.speaker} {_on(said, context)} (“{_gist(said.text)}”)" for said in answer.quotes]
        return replace(answer, lead=f"{phrase.join(told)}.", body=(), table=None, reading="when the last quotes were said", options=())
    row = next((row for row in context.view.statements.values() if row.text == quote.text), None)
    place = f" ({row.place})" if row and row.place else ""
    lead = f"**{quote.speaker}** said it {_on(quote, context)}{place}."
    return replace(answer, lead=lead, body=(), table=None, reading="when and where the last quote was said", options=())


def _on(quote: Quotation, context: Context) -> str:
    return f"{'on' if len(quote.said_on) == len('2025-06-05') else 'in'} {context.day(quote.said_on)}"


def _gist(text: str) -> str:
    """The beginning of a quote, up to a word's end."""
    return text if len(text) <= _GIST else f"{text[:_GIST].rsplit(' ', 1)[0]}…"


def of_when(frame: Frame, answer: Answer, context: Context) -> Answer | None:
    """Of which year the figures are: "as of when?", "which year is that?"."""
    words = " ".join(token.norm for token in frame.tokens if token.kind == "word")
    periods = list(dict.fromkeys(str(value.period) for value in answer.values if value.period))
    if answer.query is not None and answer.query.kind == "definition":
        return None  # "how old is it" is no matter of figures
    if not words.startswith(_OF_WHEN) or frame.names or frame.moments or not periods or len(words.split()) > _FEW + 1:
        return None
    published = [context.day(source.published_on) for source in answer.sources[:1]]
    lead = f"The figures are for {phrase.join(periods[:4])}{f', as published on {published[0]}' if published else ''}."
    return replace(answer, lead=lead, body=(), table=None, reading="the period of the last answer", options=())


def of_status(frame: Frame, answer: Answer) -> Answer | None:
    """Whether the figures of the last answer are final: "is that figure final?", "is that an estimate?"."""
    asked = frame.has("estimate") or frame.holds("final", "provisional", "preliminary", "confirmed", "estimate", "estimated")
    figures = [value for value in answer.values if value.status in ("final", "estimate") and value.period]
    words = [token for token in frame.tokens if token.kind == "word"]
    if not (asked and frame.yes_no and figures) or frame.names or frame.moments or len(words) > _FEW:
        return None
    estimates = sorted({str(value.period) for value in figures if value.status == "estimate"})
    finals = sorted({str(value.period) for value in figures if value.status == "final"})
    lead = f"The figures for {phrase.join(estimates)} are NATO's estimates and may be revised." if estimates else ""
    lead += f"{' ' if lead else ''}Those for {phrase.join(finals[:6])} are final in this edition." if finals else ""
    meant = "estimate" if frame.holds("estimate", "estimated", "provisional", "preliminary") else "final"
    held = {value.status for value in figures}
    verdict = Verdict.PARTLY if len(held) > 1 else Verdict.YES if held == {meant} else Verdict.NO
    return replace(answer, lead=lead, body=(), table=None, verdict=verdict, reading="the status of the last figures", options=())


def about_it(frame: Frame, answer: Answer, context: Context) -> Answer | None:
    """The source, the speaker, the names, the same again, a doubt, or the reason."""
    if frame.names or frame.quantities or frame.moments:
        return None
    if len([token for token in frame.tokens if token.kind == "word"]) > _SHORT:
        return _repeated(answer) if frame.has("repeat") else None
    if frame.has("source") and not frame.has("say") and answer.sources and not _HOME.intersection(frame.words):
        return _sources(answer, context)
    asks_who = frame.has("who", "pronoun", "when", "where") and not frame.has("what") and not {"about", "on"} & frame.bag
    if (frame.has("say") or _GAVE & frame.bag) and asks_who and answer.quotes and not frame.unknown:
        return _speaker(answer, context)
    if len(answer.subjects) > 1 and _names_them(frame) and "next" not in frame.bag:
        lead = f"{phrase.capital(context.names(answer.subjects))}."
        return replace(answer, lead=lead, body=(), derivation=(), reading="the names behind the last answer")
    if changed := _rearranged(frame, answer):
        return changed
    if frame.has("repeat"):
        return _repeated(answer)
    if frame.has("wrong_you") and answer.sources:
        return _insisted(answer, context)
    if frame.has("why_bare", "why") and not frame.has("definition", "other_source") and not frame.unknown and len(frame.tokens) <= _FEW:
        return _no_reason(answer)
    return None


def _rearranged(frame: Frame, answer: Answer) -> Answer | None:
    """The same list from its end, or counted."""
    if answer.table and _BACKWARDS & frame.bag and all(token.norm in _BACKWARDS for token in frame.unknown):
        return _reversed(answer)
    return _counted(answer) if frame.has("how_many") and frame.bag <= _HOW_MANY else None


def _reversed(answer: Answer) -> Answer:
    """The table from its end; nothing else has an order of its own."""
    table = answer.table and replace(answer.table, rows=tuple(reversed(answer.table.rows)))
    reading, subjects = f"{answer.reading}, in reverse order", tuple(reversed(answer.subjects))
    return replace(answer, table=table, subjects=subjects, reading=reading, chart=None)


def _counted(answer: Answer) -> Answer | None:
    """How many summits or states were listed."""
    listed = answer.table and answer.query and answer.query.kind in _LISTING
    count = len(answer.table.rows) if listed and answer.table else 0
    value = Value("listed", None, None, Decimal(count), "entries", "computed")
    return replace(answer, lead=f"{count}: {answer.lead}", values=(value, *answer.values)) if count else None


def _repeated(answer: Answer) -> Answer:
    return replace(answer, reading=f"{answer.reading} (the last answer again)")


def _sources(answer: Answer, context: Context) -> Answer:
    listed = [
        f"{s.publisher}, {s.title} ({context.day(s.published_on)}){f': <{s.url}>' if s.url else ''}" for s in answer.sources
    ]  # fmt: skip
    names = phrase.join([f"{source.publisher} ({context.day(source.published_on)})" for source in answer.sources])
    lead = f"It rests on {names}."
    return replace(answer, lead=lead, body=tuple(listed), table=None, reading="the sources of the last answer", options=())


def _speaker(answer: Answer, context: Context) -> Answer:
    quote = answer.quotes[0]
    role = f", {quote.role}," if quote.role else ""
    lead = f"**{quote.speaker}**{role} said it {_on(quote, context)}."
    return replace(answer, lead=lead, body=(), table=None, reading="who said the last quote")


def _insisted(answer: Answer, context: Context) -> Answer:
    first = answer.sources[0]
    reading = f"{answer.reading} (asked again; it rests on {first.publisher}, {context.day(first.published_on)})"
    return replace(answer, lead=f"My source says so: {answer.lead}", reading=reading)


def _no_reason(answer: Answer) -> Answer:
    working = f" The figures were computed so: {'; '.join(answer.derivation[:4])}." if answer.derivation else ""
    lead = f"The reasons are not in my sources, only the figures and what was said.{working}"
    options = ["What does NATO's definition of defence expenditure count?"]
    return plain(Outcome.NO_DATA, lead, "why, of the last answer", options, None)


def _names_them(frame: Frame) -> bool:
    """ "name them", "which ones", "who are they", "list them all"."""
    if not frame.has("list", "pronoun", "which", "who") or frame.has("not", "others", "last", "least", *_ELSE):
        return False
    words = {token.norm for token in frame.tokens if token.kind == "word"}
    return bool(words & _THEM) and bool(words & _NAME) and len(words) <= _FEW
