"""Answer → words: the order and the marks of a reply. What a kind says stands in its own file, how it is laid out here."""

from __future__ import annotations

from bot import phrase
from bot.answer import Answer, Citation, Quotation, Table


def text(answer: Answer, locale: str = "en") -> str:
    """The whole reply in Discord's Markdown; the first line is the answer."""
    parts = [answer.lead, *answer.body]
    if answer.table:
        parts.append(table(answer.table))
    if answer.derivation:
        parts.append("Working: " + "; ".join(answer.derivation[:6]))
    parts += [quotation(quote, locale) for quote in answer.quotes]
    parts += [f"Note: {caveat}" for caveat in answer.caveats]
    if answer.sources:
        parts.append("Source: " + "; ".join(citation(source, locale) for source in answer.sources[:6]))
    if answer.reading and answer.outcome.is_about_facts:
        parts.append(f"-# Read as: {answer.reading}")
    if answer.options:
        parts.append("You could ask: " + " · ".join(answer.options))
    return "\n".join(parts)


def table(rows: Table) -> str:
    """One line a row, as Discord has no tables."""
    return "\n".join("- " + " · ".join(cell for cell in row if cell) for row in rows.rows)


def quotation(quote: Quotation, locale: str = "en") -> str:
    """The words, who said them and when."""
    said = ", ".join(part for part in (quote.speaker, quote.role, phrase.day(quote.said_on, locale)) if part)
    meaning = f" (in English: {quote.translation})" if quote.translation else ""
    return f"> “{quote.text}”{meaning}\n> — {said}"


def citation(source: Citation, locale: str = "en") -> str:
    """Publisher, title, date, and the link where the whole address is known."""
    label = f"{source.publisher}, {source.title}" if source.publisher not in source.title else source.title
    linked = f"[{_safe(label)}](<{source.url}>)" if source.url else label
    return f"{linked} ({phrase.day(source.published_on, locale)})" if source.published_on else linked


def _safe(label: str) -> str:
    return label.replace("[", "(").replace("]", ")")
