"""A candidate as moderators see it: its words with what the text says around them, and what it would become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ButtonStyle
from discord.ui import Button, Container, Item, Separator, TextDisplay

from bot.curation import corrections, forms
from bot.curation.labels import Ref, exists
from bot.curation.queue import Decided, Waiting
from bot.render import controls
from bot.render.curation import READY, STUCK, value
from bot.render.discord import Card
from bot.render.markdown import cut, harmless
from knowledge.base import KnowledgeBase

CANDIDATE_ID = r"pb:cand:(?P<verb>accept|correct|refuse|show|all|kind):(?P<scope>\d{1,20}):(?P<doc>\d{1,9}):(?P<id>\d{1,9})(?::[a-z]+)?"
CALLED = {
    "quote": ("Quotation", "quotations"), "reported": ("Reported speech", "reports of speech"), "figure": ("Figure", "figures"),
    "position": ("Position", "positions"), "summit": ("Date of a summit", "dates of summits"),
}  # fmt: skip
_AROUND, _WORDS = 260, 900
_FAULTS = 5


@dataclass(frozen=True, kw_only=True)
class Page:
    """A candidate among those that wait, `ids` (of document `doc` alone, 0: of all), with how many of each kind they are.

    `decided`: what accepting would do. `said`: what was done before it is shown; `faults`: what is wrong with a correction.
    """

    base: KnowledgeBase
    one: Waiting
    decided: Decided
    ids: Sequence[int]
    doc: int
    counts: Mapping[str, int]
    said: str = ""
    faults: Sequence[tuple[str, str]] = ()

    @property
    def at(self) -> int:
        return self.ids.index(self.one.id)

    @property
    def wrong(self) -> Sequence[str]:
        return self.decided.wrong.get(self.one.id, ())


def candidate(page: Page) -> Card:
    """One candidate, and what can be done with it."""
    one, base = page.one, page.base
    origin = one.paper.origin
    head = f"**{CALLED[one.offer.kind][0]}** · {page.at + 1} of {len(page.ids)} · candidate {one.id}"
    source = f"-# {harmless(origin.publisher[:80])}: {harmless(origin.title[:120])} ({origin.published_on})"
    blocks = ["\n".join(filter(None, (page.said, head, source))), _around(one.paper.text, one), *_fields(base, one)]
    problems = [*page.faults, *(("", line) for line in page.wrong)]
    items: list[Item[Any]] = [TextDisplay(block) for block in blocks]
    last = _problems(problems) if problems else _becomes(base, one, page.decided)
    shown = Container(*items, Separator(), TextDisplay(last), accent_colour=STUCK if problems else READY)
    return Card(shown, *_rows(page))


def _around(text: str, one: Waiting) -> str:
    """The words in bold, with what stands before and behind them."""
    start, end = one.offer.start, one.offer.end
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    words = text[start:end]
    shown = words if len(words) <= _WORDS else f"{words[: _WORDS // 2]} … {words[-_WORDS // 2 :]}"
    head, tail = "…" if start > _AROUND else "", "…" if end + _AROUND < len(text) else ""
    spaces = (" " if before[-1:].isspace() else "", " " if after[:1].isspace() else "")
    return f"> {head}{harmless(before)}{spaces[0]}**{harmless(shown)}**{spaces[1]}{harmless(after)}{tail}"


def _fields(base: KnowledgeBase, one: Waiting) -> list[str]:
    """What is known of it, by the labels of its form."""
    held = corrections.filled(base, one.offer, one.words)
    shown = [field for field in corrections.FORMS[one.offer.kind] if field.name in held and field.name != corrections.PASSAGE]
    rows = [f"- {field.label}: {value(field.sort.said(held[field.name]), 160)}" for field in shown]
    offer = one.offer
    if offer.value is not None:
        amount = f"{offer.bound} {offer.value:,f}{f' to {offer.high:,f}' if offer.high is not None else ''} {offer.unit}".strip()
        rows.append(f"- Value: **{harmless(amount)}**{f' by {offer.by}' if offer.by else ''}")
    if offer.speaker and offer.speaker not in base.people:
        rows.append("-# The speaker is nobody that I know, and is kept as the text has it.")
    if offer.again:
        rows.append("-# These words are known already; accepting adds this as a further source.")
    return ["\n".join(rows)] if rows else []


def _becomes(base: KnowledgeBase, one: Waiting, decided: Decided) -> str:
    taken = decided.accepted.get(one.id)
    if taken is None:
        return "-# It has been decided on."
    fact = Ref(*taken.fact)
    kind = forms.kind_of(fact)
    name = kind.name if kind else taken.fact[0]
    if not taken.changes:
        return "-# Accepting changes nothing: all of it is known from this source."
    if taken.joined and exists(base, fact):
        return f"-# Accepted, it becomes a further source of: {harmless(forms.said(base, fact))}"
    what = {"statement": "a statement", "pledge": "a pledge", "figure": "a figure of its edition", "summit": "a summit"}
    return f"-# Accepted, it becomes {what.get(name, name)}, word for word as the text has it."


def _problems(faults: Sequence[tuple[str, str]]) -> str:
    lines = [f"- **{harmless(label)}:** {cut(said, 260)}" if label else f"- {cut(said, 260)}" for label, said in faults[:_FAULTS]]
    return "\n".join(["⚠️ **It can't be taken in as it is:**", *lines])


def _rows(page: Page) -> list[Item[Any]]:
    one, at, ids, last = page.one, page.at, page.ids, len(page.ids) - 1

    def button(verb: str, label: str, target: int = one.id, word: str = "", **rest: Any) -> Button[Any]:
        ident = f"pb:cand:{verb}:{one.paper.scope}:{page.doc}:{target}{f':{word}' if word else ''}"
        return Button(label=label, custom_id=ident, **rest)

    decide = [
        button("accept", "Accept", style=ButtonStyle.success, disabled=bool(page.wrong)),
        button("correct", "Correct", style=ButtonStyle.primary if page.wrong else ButtonStyle.secondary),
        button("refuse", "Refuse", style=ButtonStyle.danger),
    ]
    turn = [
        button("show", "‹", ids[max(at - 1, 0)], "back", disabled=at == 0),
        button("show", f"{at + 1} / {len(ids)}", word="here", disabled=True),
        button("show", "›", ids[min(at + 1, last)], "on", disabled=at == last),
    ]
    kind, total = one.offer.kind, sum(page.counts.values())
    every = [button("all", f"Accept all {total}")] if total > 1 else []
    if 1 < page.counts.get(kind, 0) < total:
        every.append(button("kind", f"Accept all {page.counts[kind]} {CALLED[kind][1]}"))
    return [controls.row(*row) for row in (decide, turn, every) if row]


def summary(decided: Decided) -> str:
    """What became of several."""
    taken, joined = len(decided.accepted), sum(one.joined for one in decided.accepted.values())
    numbers = [one.number for one in decided.revisions]
    where = f" (revisions {numbers[0]} to {numbers[-1]})" if len(numbers) > 1 else f" (revision {numbers[0]})" if numbers else ""
    lines = (
        [f"✅ **{taken} taken in{where}**{f', {joined} of them as further sources of what was known' if joined else ''}."] if taken else []
    )
    if decided.wrong:
        lines.append(f"⚠️ {len(decided.wrong)} can't be taken in as they are:")
        lines += [f"- candidate {number}: {cut(faults[0], 200)}" for number, faults in list(decided.wrong.items())[:_FAULTS]]
    return "\n".join(lines) or "Nothing waited."
