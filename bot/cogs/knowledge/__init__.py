"""/knowledge: moderators keep what the bot knows current. One module a part; `gate` asks each time who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cogs.knowledge import allowing, changes, deciding, drafting, gate, history, intake, past, tables, waiting

if TYPE_CHECKING:
    from bot.app import PledgeBot

PARTS = (allowing, changes, deciding, drafting, history, intake, past, tables, waiting)
"""Their commands are in the group by being defined; some have buttons, too."""


async def setup(bot: PledgeBot) -> None:
    for part in PARTS:
        bot.add_dynamic_items(*getattr(part, "ITEMS", ()))
    bot.tree.add_command(gate.knowledge)
    await bot.add_cog(drafting.Forms(bot))
