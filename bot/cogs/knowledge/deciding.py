"""Candidates, one after the other: accepted, corrected, refused, by any moderator of their scope."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import discord

from bot.cogs.knowledge.gate import away, granted_in
from bot.curation import corrections
from bot.curation.drafts import Draft
from bot.curation.ledger import Conflict, Refused
from bot.press import Pressed
from bot.render import candidates, curation
from bot.render.discord import Card
from bot.render.markdown import harmless
from bot.response import InPlace, Response
from bot.store import Unavailable
from knowledge.rows import RowError

if TYPE_CHECKING:
    from bot.app import PledgeBot

    Interaction = discord.Interaction[PledgeBot]


async def card(
    bot: PledgeBot, scope: int, doc: int, wanted: int, *, said: str = "", faults: Sequence[tuple[str, str]] = ()
) -> Card:  # fmt: skip
    """The candidate of this number, or the next one that waits."""
    ids = await bot.queue.numbers(scope, doc or None)
    if not ids:
        return curation.told(
            "\n".join(filter(None, (said, "Nothing of it waits for a decision." if doc else "No candidate waits."))), curation.SAVED
        )
    number = ids[min(bisect.bisect_left(ids, wanted), len(ids) - 1)]
    found = await bot.queue.some(scope, [number])
    decided = await bot.queue.preview(scope, [number])
    counts = await bot.queue.count(scope, doc or None)
    base = bot.desk.knowledge(scope)
    page = candidates.Page(base=base, one=found[0], decided=decided, ids=ids, doc=doc, counts=counts, said=said, faults=faults)
    return candidates.candidate(page)


class Candidate(Pressed, template=candidates.CANDIDATE_ID):
    """What is decided on a candidate, by any moderator of its scope."""

    async def pressed(self, bot: PledgeBot, interaction: Interaction) -> None:
        scope = int(self.match["scope"])
        if (grant := await granted_in(interaction, scope)) is None:
            return
        verb, doc, number = self.match["verb"], int(self.match["doc"]), int(self.match["id"])
        try:
            if verb == "correct":
                await self._correct(bot, interaction, scope, doc, number)
                return
            async with InPlace(interaction) as response:
                if verb != "show":
                    await response.acknowledge()
                said = await _decided(bot, grant.person, scope, doc, number, verb)
                await response.show(await card(bot, scope, doc, number, said=said))
        except Unavailable as fault:
            await away(interaction, fault)

    async def _correct(self, bot: PledgeBot, interaction: Interaction, scope: int, doc: int, number: int) -> None:
        from bot.cogs.knowledge.drafting import open_form

        found = await bot.queue.some(scope, [number])
        if not found or found[0].state != "open":
            await Response(interaction, ephemeral=True).say("It has been decided on meanwhile.")
            return
        one = found[0]
        key = sha256(f"{number} {interaction.user.id}".encode()).hexdigest()[:8]
        draft = await bot.desk.drafts.find(key)
        if draft is None or draft.deed != "correct":
            origin = corrections.filled(bot.desk.knowledge(scope), one.offer, one.words)
            draft = bot.desk.drafts.begin(
                interaction.user.id, scope, "correct", key, title=f"{doc}:{number}", kind=one.offer.kind, typed=origin, origin=origin
            )
        await open_form(bot, interaction, draft)


async def _decided(bot: PledgeBot, person: int, scope: int, doc: int, number: int, verb: str) -> str:
    """Accept or refuse; what to say of it."""
    if verb == "show":
        return ""
    if verb == "refuse":
        count = await bot.queue.refuse(scope, [number], person)
        return f"🗑️ Candidate {number} refused." if count else f"Candidate {number} had been decided on already."
    ids = [number]
    if verb in ("all", "kind"):
        found = await bot.queue.some(scope, [number])
        kinds = [found[0].offer.kind] if verb == "kind" and found else []
        ids = await bot.queue.numbers(scope, doc or None, kinds)
    try:
        made = await bot.queue.accept(scope, ids, person)
    except Refused as refused:
        return f"⚠️ {harmless(refused.lines[0])}"
    except Conflict:
        return "⚠️ Others are changing the same facts at the moment; please try again."
    bot.log.info("candidates accepted", count=len(made.accepted), scope=scope)
    return candidates.summary(made)


async def corrected(bot: PledgeBot, interaction: Interaction, draft: Draft) -> None:
    """A correction that was sent: made, or shown with what is wrong; the form comes back as it was filled."""
    doc, _, number = draft.title.partition(":")
    async with (InPlace if interaction.message else Response)(interaction, ephemeral=True) as response:
        values, faults = corrections.read(bot.desk.knowledge(draft.scope), draft.kind, draft.typed, draft.origin)
        said = ""
        try:
            if not faults and values:
                try:
                    await bot.queue.correct(draft.scope, int(number), values)
                    said = f"✏️ Candidate {number} corrected."
                except RowError as error:
                    faults = [("", line) for line in error.lines]
            if faults:
                await bot.desk.drafts.keep(draft)
            else:
                await bot.desk.drafts.drop(draft.key)
            await response.show(await card(bot, draft.scope, int(doc), int(number), said=said, faults=faults))
        except Unavailable:
            await bot.desk.drafts.keep(draft)
            await response.say(curation.AWAY)


ITEMS = (Candidate,)
