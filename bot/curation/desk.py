"""Where a draft becomes a change: what it would change, what is wrong with it, what somebody else did meanwhile, and saving it.

    Draft ──plan──▶ changes ──look──▶ Look (differences, faults, answers before and after) ──save──▶ revisions

Nothing here knows of Discord.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from bot import phrase
from bot.ask import Mind
from bot.curation import forms, labels
from bot.curation.corrections import FORMS
from bot.curation.drafts import Draft, Drafts
from bot.curation.fields import WORDS
from bot.curation.forms import KINDS, Field, Kind
from bot.curation.labels import ALIASES, Ref
from bot.curation.ledger import Committed, Conflict, Ledger, Refused
from bot.curation.plans import Plan, plan, withdraw
from bot.curation.present import Present
from bot.curation.revision import Revision
from bot.effects import Effect, effects
from bot.mind import moved
from knowledge import rows
from knowledge.base import KnowledgeBase
from knowledge.change import Change, Seen, apply, refusals
from knowledge.fold import EVERYONE
from knowledge.overlay import Key, State, lay

REASON = Field("reason", "Why", WORDS, "Whoever asks about it later reads this", needed=True, long=True, limit=500)
WHY = ("Why", (REASON,))
"""The form of a fact that is retracted, disputed or superseded by another that is there."""
WHY_UNDONE = ("Why", (replace(REASON, needed=False),))
_ALIKE = ("subject", "kind", "speaker", "role", "office", "of", "title", "indicator", "edition", "city", "country", "timezone", "home")
"""The fields that a fact and what takes its place mostly share."""
_CHANGED = 12
"""Facts whose differences are worked out."""


class Difference(NamedTuple):
    """One field of a fact, as it would be typed; "" where it has nothing."""

    label: str
    before: str
    after: str


class Changed(NamedTuple):
    """A fact that would be changed: how it is called, what is done with it, and the fields that differ."""

    name: str
    action: str
    differences: Sequence[Difference]


@dataclass(frozen=True)
class Look:
    """A draft as it stands now. `faults`: what keeps it from being saved, by the label of the field ("": none in particular).
    `theirs`: what others made of the fact since it was shown. `undone`: revisions to be taken back, each with the name of its fact."""

    draft: Draft
    changes: Sequence[Change] = ()
    faults: Sequence[tuple[str, str]] = ()
    facts: Sequence[Changed] = ()
    effects: Sequence[Effect] = ()
    theirs: Revision | None = None
    undone: Sequence[tuple[Revision, str]] = ()
    away: bool = False
    """It could not be saved, or looked at, for want of the database."""

    @property
    def ready(self) -> bool:
        return bool(self.changes or self.undone) and not self.faults and self.theirs is None


class Desk:
    """Looks at drafts and saves them."""

    def __init__(self, present: Present, ledger: Ledger, drafts: Drafts) -> None:
        self._present, self._ledger, self.drafts = present, ledger, drafts

    def knowledge(self, scope: int) -> KnowledgeBase:
        """What is known in a scope."""
        return self._present.knowledge(scope or None)

    def seen(self, draft: Draft) -> Seen:
        """Which revisions the draft's author has been shown; of what they weren't shown yet the newest."""
        fold = self._ledger.fold

        def number(key: Key) -> int:
            return draft.seen.get(":".join(key), fold.newest(draft.scope, key))

        return number

    def fill(self, draft: Draft, fact: Ref) -> Draft:
        """A draft of a fact that is there, with its form filled and its newest revision seen."""
        draft = replace(draft, fact=fact)
        key = _owner(fact)
        draft = replace(draft, seen={":".join(key): self._ledger.fold.newest(draft.scope, key)})
        if draft.by is not None or draft.deed not in ("amend", "supersede"):
            return draft
        typed = forms.filled(self.knowledge(draft.scope), fact)
        if draft.deed == "supersede":  # the newer one has its own day, words and source
            return replace(draft, typed={name: text for name, text in typed.items() if name in _ALIKE})
        return replace(draft, typed=typed, origin=typed)

    # --- looking

    async def look(self, draft: Draft, today: date, locale: str = "en") -> Look:
        """The draft against what is known now. Unavailable where that takes the database and it is away."""
        if draft.deed == "undo":
            return await self._undoing(draft, today, locale)
        base = self.knowledge(draft.scope)
        planned = self.plan(draft, base)
        draft = replace(draft, seen={**{":".join(one.key): one.seen for one in planned.changes}, **draft.seen})
        look = Look(draft, planned.changes, [(_label(draft, name), said) for name, said in planned.faults.items()])
        fold, seen = self._ledger.fold, self.seen(draft)
        keys = [one.key for one in planned.changes] or ([_owner(draft.fact)] if draft.fact else [])
        if newer := [number for key in keys if (number := fold.newest(draft.scope, key)) != seen(key)]:
            look = replace(look, theirs=await self._ledger.revision(max(newer)))
        if not planned.changes:
            return look
        if lines := refusals(base, planned.changes, today):
            return replace(look, faults=[_said(planned.changes, line) for line in lines])
        after = apply(base, planned.changes, today, server=draft.scope != EVERYONE)
        look = replace(look, facts=_facts(base, after, planned.changes))
        return replace(look, effects=await asyncio.to_thread(self._effects, draft.scope, after, planned.changes, today, locale))

    def plan(self, draft: Draft, base: KnowledgeBase) -> Plan:
        """The changes that the draft means."""
        seen, reason = self.seen(draft), draft.typed.get("reason", "").strip()
        if draft.deed == "table":
            return Plan(tuple(replace(one, seen=seen(one.key)) for one in draft.changes))
        if draft.fact and not labels.exists(base, draft.fact):
            return Plan(faults={"": "It is there no more: somebody has withdrawn it."}, fact=draft.fact)
        if draft.fact and (draft.deed in ("retract", "dispute") or draft.by):
            if not reason and not draft.by:
                return Plan(faults={"reason": "it is missing; say in a sentence why"}, fact=draft.fact)
            return withdraw(base, draft.fact, draft.deed, reason, seen, draft.by)  # type: ignore[arg-type]  # a table was above
        typed = draft.typed
        if draft.deed == "amend" and draft.fact:  # what others changed meanwhile, and this author didn't touch, stays theirs
            own = {name: text for name, text in typed.items() if text.strip() != draft.origin.get(name, "").strip()}
            typed = {**forms.filled(base, draft.fact), **own}
        made = plan(KINDS[draft.kind], typed, base, draft.key, seen, draft.fact if draft.deed == "amend" else None)
        if draft.deed != "supersede" or not made.changes or draft.fact is None or made.fact is None:
            return made
        if made.fact == draft.fact:
            return Plan(faults={"": "What takes its place has to be something else."}, fact=draft.fact)
        older = withdraw(base, draft.fact, "supersede", reason, seen, made.fact)
        return Plan((*made.changes, *older.changes), older.faults, made.fact)

    async def _undoing(self, draft: Draft, today: date, locale: str) -> Look:
        """Taking revisions back, with all that has to be taken back with them."""
        first = await self._ledger.revision(draft.undoes[0])
        if first is None or first.scope != draft.scope:
            return Look(draft, faults=[("", f"There is no revision {draft.undoes[0]} to undo here.")])
        undone = [first, *await self._ledger.resting(first.number)]
        numbers = tuple(one.number for one in undone)
        base = self.knowledge(draft.scope)
        shown = [(one, named(base, one)) for one in undone]
        states: dict[Key, State | None] = {}
        for one in undone:
            states.setdefault(one.key, one.was)
        beneath = self._ledger.fold.shipped if draft.scope == EVERYONE else self._ledger.fold.everyone
        after = lay(base, states, beneath)
        changes = [Change(action="restore", table=table, id=id_) for table, id_ in states]
        found = await asyncio.to_thread(self._effects, draft.scope, after, changes, today, locale)
        return Look(replace(draft, undoes=numbers), facts=_facts(base, after, changes), effects=found, undone=shown)

    def _effects(self, scope: int, after: KnowledgeBase, changes: Sequence[Change], today: date, locale: str) -> Sequence[Effect]:
        mind = self._present.mind(scope or None)
        return effects(mind, moved(mind, after, frozenset(one.key for one in changes)), changes, today, locale)

    # --- saving

    async def save(self, draft: Draft, today: date) -> Committed | Look:
        """Save it, or say what keeps it from that. Unavailable where the database is away; the draft stays then."""
        if draft.deed == "undo":
            try:
                made = await self._ledger.undo(draft.scope, draft.author_id, draft.undoes, draft.typed.get("reason", ""))
            except Refused as refused:
                look = await self.look(draft, today)  # more may rest on it than was shown
                return look if look.draft.undoes != draft.undoes else replace(look, faults=[("", line) for line in refused.lines])
        else:
            planned = self.plan(draft, self.knowledge(draft.scope))
            if planned.faults or not planned.changes:
                return await self.look(draft, today)
            try:
                made = await self._ledger.commit(draft.scope, draft.author_id, planned.changes)
            except Conflict as conflict:
                return replace(await self.look(draft, today), theirs=conflict.revision)
            except Refused as refused:
                return Look(draft, planned.changes, [_said(planned.changes, line) for line in refused.lines])
        await self.drafts.drop(draft.key)
        return made

    def on_top(self, draft: Draft) -> Draft:
        """The same draft, whose author has seen what others made of the facts meanwhile."""
        keys = [(table, id_) for table, _, id_ in (name.partition(":") for name in draft.seen)]
        return replace(draft, seen={":".join(key): self._ledger.fold.newest(draft.scope, key) for key in keys})

    async def as_of(self, when: int | datetime, scope: int) -> Mind:
        """What would have answered then."""
        return await self._present.as_of(when, scope or None)


def _owner(fact: Ref) -> Key:
    """The row that the fact is, or is a part of."""
    return labels.owned(fact)[0] if fact.table == ALIASES else fact


def pages(draft: Draft) -> Sequence[tuple[str, tuple[Field, ...]]]:
    """The forms of a draft, page by page."""
    match draft.deed:
        case "table":
            return ()
        case "undo":
            return (WHY_UNDONE,)
        case "correct":
            return (("Candidate", FORMS[draft.kind]),)
        case "add" | "amend":
            return KINDS[draft.kind].pages
        case "supersede" if draft.by is None:
            return KINDS[draft.kind].pages
        case _:
            return ((WHY[0], (replace(REASON, needed=draft.by is None),)),)


def _label(draft: Draft, name: str) -> str:
    """What people know a field by."""
    found = {one.name: one.label for _, page in pages(draft) for one in page}
    return found.get(name, "")


def _said(changes: Sequence[Change], line: str) -> tuple[str, str]:
    """A refusal without the table and id that every reader knows, beside the label of the field that it is about."""
    for change in changes:
        line = line.removeprefix(f"{change.table} {change.id}: ")
    kind = next((kind for kind in KINDS.values() for change in changes if kind.table == change.table), None)
    name, colon, rest = line.partition(": ")
    if colon and kind and name in kind.fields:
        return kind.fields[name].label, rest
    return "", line


def _facts(base: KnowledgeBase, after: KnowledgeBase, changes: Sequence[Change]) -> list[Changed]:
    """Each fact concerned, with what differs in it."""
    found: list[Changed] = []
    for change in changes[:_CHANGED]:
        fact = Ref(*change.key)
        known = after if rows.get(after, *fact) is not None else base
        gone = known is base
        differences = [] if gone or change.action in ("retract", "dispute", "supersede") else _differences(base, after, fact)
        found.append(Changed(forms.said(known, fact), "gone" if gone and change.action == "restore" else change.action, differences))
    return found


def named(base: KnowledgeBase, one: Revision) -> str:
    """What the fact of a revision is called, or was called when it was there."""
    fact = Ref(*one.key)
    if labels.exists(base, fact):
        return forms.said(base, fact)
    state, kind = one.became or one.was, forms.kind_of(fact)
    row = state.row if state else None
    text = next((held for name in ("name", "title", "text") if (held := getattr(row, name, None))), one.id)
    return f"{phrase.capital(kind.name) if kind else one.table} · {text}"


def _shown(kind: Kind | None, name: str, held: Mapping[str, str]) -> str:
    text = held.get(name, "")
    return kind.fields[name].sort.said(text) if kind else text


def _differences(base: KnowledgeBase, after: KnowledgeBase, fact: Ref) -> list[Difference]:
    kind = forms.kind_of(fact)
    one, two = (forms.filled(each, fact) if labels.exists(each, fact) else {} for each in (base, after))
    fields: Mapping[str, str] = {name: one.label for name, one in kind.fields.items()} if kind else {}
    listed = [Difference(label, *(_shown(kind, name, held) for held in (one, two))) for name, label in fields.items()]
    return [each for each in listed if each.before != each.after]
