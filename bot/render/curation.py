"""What moderators see of a change before and after it is saved, as cards.

What they and others typed is shown as it is: nothing in it is a mark, a link or a mention. People are named by a mention that
pings nobody, as the bot's messages allow none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ButtonStyle
from discord.ui import Button, Container, Item, Separator, TextDisplay

from bot import phrase
from bot.curation import desk, forms
from bot.curation.desk import Changed, Difference, Look
from bot.curation.drafts import Draft
from bot.curation.labels import Ref
from bot.curation.ledger import Committed
from bot.curation.revision import Revision
from bot.effects import Effect
from bot.render import controls
from bot.render.discord import Card
from bot.render.markdown import cut, harmless, size
from knowledge import rows
from knowledge.fold import EVERYONE

DRAFT_ID = r"pb:draft:(?P<verb>save|cancel|top|look|p\d):(?P<key>[0-9a-f]{8})"
READY, STUCK, SAVED, CONFLICT = 0x1D5AA6, 0xC4511D, 0x1B7F5C, 0x8A3F9C
TITLES = {
    "add": "Add {}", "amend": "Amend {}", "retract": "Retract {} as wrong", "supersede": "Something newer takes the place of {}",
    "dispute": "Mark {} as disputed", "undo": "Undo", "table": "A table of figures",
}  # fmt: skip
DONE = {
    "add": "added", "amend": "amended", "retract": "withdrawn as wrong", "supersede": "superseded", "dispute": "marked as disputed",
    "restore": "as it was before", "gone": "no longer there", "undo": "undone",
}  # fmt: skip
AWAY = "⏳ I can't do that at the moment: my database is away. Nothing is lost; please try again in a few minutes."
_TEXT, _ROWS, _FACTS = 350, 8, 6
_ROOM = 3600
"""Units of text on a card."""


def preview(look: Look) -> Card:
    """A draft: what it would change, or what is wrong with it; and what can be done."""
    draft = look.draft
    blocks = ["\n".join([f"**{title(draft)}**", f"-# {where(draft.scope)}"])]
    if look.away:
        blocks.append(AWAY)
    if look.theirs:
        blocks.append(_theirs(look.theirs))
    if look.faults:
        blocks.append("\n".join(["⚠️ **I can't save this yet:**", *(_fault(*fault) for fault in look.faults[:_ROWS])]))
    if look.undone:
        blocks.append("\n".join(_undone(look.undone)))
    if draft.deed == "table":
        blocks.append(_table(draft))
    else:
        blocks += ["\n".join(_fact(one)) for one in look.facts[:_FACTS]]
        if len(look.facts) > _FACTS:
            blocks.append("\n".join(_more(look.facts, _FACTS)))
    if not look.facts and not look.undone and draft.deed != "table":
        blocks += [_typed(draft)] if draft.typed else []
    if look.facts and (reason := draft.typed.get("reason", "").strip()):
        blocks.append(f"**Why:** {cut(reason, 500)}")
    if look.facts:
        blocks.append(_effects(look.effects))
    colour = CONFLICT if look.theirs else READY if look.ready else STUCK
    return Card(Container(*_stacked(blocks), accent_colour=colour), *_rows(look))


def saved(made: Committed, scope: int) -> Card:
    """What was saved, and how it is taken back."""
    numbers = [one.number for one in made.revisions]
    which = f"revision {numbers[0]}" if len(numbers) == 1 else f"revisions {numbers[0]} to {numbers[-1]}"
    said = f"✅ **Saved as {which}.** Answers {'everywhere' if scope == EVERYONE else 'in this server'} rest on it from now on."
    what = "it" if len(numbers) == 1 else "the first of them, with what rests on it,"
    back = f"-# `/knowledge undo number:{numbers[0]}` takes {what} back; `/knowledge history` shows what was done."
    return Card(Container(TextDisplay(f"{said}\n{back}"), accent_colour=SAVED))


def told(words: str, colour: int = STUCK) -> Card:
    """One sentence in place of a card."""
    return Card(Container(TextDisplay(words), accent_colour=colour))


def title(draft: Draft) -> str:
    if draft.deed == "table":
        return f"A table of figures: {harmless(draft.title[:120])}"
    kind = f"{'an' if draft.kind[:1] in tuple('aeiou') else 'a'} {draft.kind}" if draft.deed == "add" else f"this {draft.kind}"
    return TITLES[draft.deed].format(kind)


def where(scope: int) -> str:
    """Who would see it."""
    return "For everybody, on every server" if scope == EVERYONE else "For this server only; answers name it as the server's own"


def line(one: Revision, name: str) -> str:
    """A revision in a line: number, when, who, what, why."""
    at = f"<t:{int(one.at.timestamp())}:f>"
    undone = f" (takes back {one.undoes})" if one.undoes else ""
    reason = f": {cut(one.reason, 200)}" if one.reason else ""
    head = f"**{one.number}** · {at} · <@{one.author_id}> · {DONE.get(one.action, one.action)}{undone}"
    return f"{head}\n{harmless(name[:150])}{reason}"


# --- parts


def _undone(found: Sequence[tuple[Revision, str]]) -> list[str]:
    return ["**To be undone:**", *(line(one, name) for one, name in found[:_FACTS]), *_more(found, _FACTS)]


def _theirs(one: Revision) -> str:
    return "\n".join(
        [
            "👥 **Somebody changed this meanwhile.** Nothing was overwritten; what shall it be?",
            f"> Revision {one.number}, <t:{int(one.at.timestamp())}:f>, by <@{one.author_id}>: {DONE.get(one.action, one.action)}"
            + (f" ({cut(one.reason, 200)})" if one.reason else ""),
            *(f"> - {harmless(name)}: {value(before)} → {value(after)}" for name, before, after in between(one)[:_ROWS]),
        ]
    )


def changed(one: Revision, most: int = 4) -> list[str]:
    """What a revision changed in its fact, as small print."""
    if one.action not in ("add", "amend", "undo"):
        return []
    found = [each for each in between(one) if one.action != "add" or each.label in _TELLING]
    kind = forms.kind_of(Ref(*one.key))
    names = {name: field.label for name, field in kind.fields.items()} if kind else {}
    return [f"-# {harmless(names.get(name, name))}: {_from_to(before, after)}" for name, before, after in found[:most]]


def _from_to(before: str, after: str) -> str:
    return value(after, 120) if not before else f"{value(before, 120)} → {value(after, 120)}"


_TELLING = ("value", "share", "text", "name", "title", "start")
"""The fields that say most of a fact that was added."""


def between(one: Revision) -> list[Difference]:
    """The fields in which a revision changed its fact."""
    was, now = (rows.dump(state.row) if state and state.present else {} for state in (one.was, one.became))
    names = dict.fromkeys((*was, *now))
    return [Difference(name, _flat(was.get(name)), _flat(now.get(name))) for name in names if was.get(name) != now.get(name)]


def _flat(value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return ", ".join(map(_flat, value))
        case dict():
            return str(value.get("text", ""))
        case _:
            return str(value)


def _fault(label: str, said: str) -> str:
    return f"- **{harmless(label)}:** {cut(said, 300)}" if label else f"- {cut(phrase.capital(said), 300)}"


def _fact(one: Changed) -> list[str]:
    shown = [f"- {harmless(label)}: {_change(before, after)}" for label, before, after in one.differences[:_ROWS]]
    return [f"**{harmless(one.name)}** {DONE[one.action]}", *shown, *_more(one.differences, _ROWS)]


def _change(before: str, after: str) -> str:
    return f"**{value(after)}**" if not before else f"{value(before)} → **{value(after)}**"


def value(text: str, most: int = _TEXT) -> str:
    """What a field holds, on one line."""
    flat = " ".join(text.split())
    return harmless(flat if len(flat) <= most else f"{flat[: most - 1]}…") or "nothing"


def _typed(draft: Draft) -> str:
    """What was typed so far, where no change can be made of it yet."""
    fields = {field.name: field for _, page in desk.pages(draft) for field in page}
    held = [(fields[name], text) for name, text in draft.typed.items() if text.strip() and name in fields]
    listed = [f"- {harmless(field.label)}: {value(field.sort.said(text))}" for field, text in held]
    return "\n".join(["**Typed so far:**", *listed])


def _table(draft: Draft) -> str:
    """What was worked out of a table when it came in."""
    lines = draft.typed.get("lines", "").split("\n")
    return "\n".join(f"- {harmless(line[2:])}" if line.startswith("- ") else harmless(line) for line in lines)


def _effects(found: Sequence[Effect]) -> str:
    if not found:
        return "No question that I can think of is answered otherwise."
    blocks = [f"**Answers {'that change' if any(one.changed for one in found) else '(none of them changes)'}:**"]
    for one in found:
        blocks.append(f"*{harmless(one.question)}*")
        if one.changed:
            blocks += [f"-# before: {cut(one.before, 220)}", f"-# after: {cut(one.after, 220)}"]
        else:
            blocks.append(f"-# as before: {cut(one.after, 220)}")
    return "\n".join(blocks)


def _more(found: Sequence[Any], most: int) -> list[str]:
    return [f"-# … and {len(found) - most} more"] if len(found) > most else []


def _stacked(blocks: Sequence[str]) -> list[Item[Any]]:
    """The blocks as far as there is room, a line before the last."""
    items: list[Item[Any]] = []
    left = _ROOM
    for number, block in enumerate(blocks):
        lines: list[str] = []
        for row in block.split("\n"):
            if size(row) + 1 > left:
                lines.append("-# … shortened")
                break
            lines.append(row)
            left -= size(row) + 1
        if number and number == len(blocks) - 1:
            items.append(Separator())
        items.append(TextDisplay("\n".join(lines)))
        if left < size("-# … shortened") + 2:
            break
    return items


def _rows(look: Look) -> list[Item[Any]]:
    """Save or decide, change page by page, drop."""
    draft = look.draft
    first: list[Button[Any]] = []
    if look.theirs:
        first.append(_button(draft, "cancel", "Keep theirs"))
        if look.changes and not look.faults:
            first.append(_button(draft, "top", "Save mine on top", ButtonStyle.danger))
    elif look.ready:
        first.append(_button(draft, "save", "Save", ButtonStyle.success))
    elif look.away:
        first.append(_button(draft, "look", "Try again", ButtonStyle.primary))
    if not look.theirs:
        first.append(_button(draft, "cancel", "Cancel"))
    faulty = {label for label, _ in look.faults}
    forms: list[Button[Any]] = []
    for number, (name, page) in enumerate(desk.pages(draft)):
        style = ButtonStyle.primary if faulty & {one.label for one in page} else ButtonStyle.secondary
        forms.append(_button(draft, f"p{number}", f"Change: {name}", style))
    return [controls.row(*row) for row in (first, forms) if row]


def _button(draft: Draft, verb: str, label: str, style: ButtonStyle = ButtonStyle.secondary) -> Button[Any]:
    return Button(label=label, style=style, custom_id=f"pb:draft:{verb}:{draft.key}")
