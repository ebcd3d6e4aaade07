"""/knowledge: moderators keep what the bot knows current. One module a part; `gate` asks each time who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import bot.cogs.knowledge.changes  # noqa: F401 - its commands are in the group by being defined
from bot.cogs.knowledge import drafting, gate

if TYPE_CHECKING:
    from bot.app import PledgeBot


async def setup(bot: PledgeBot) -> None:
    bot.add_dynamic_items(*drafting.ITEMS)
    bot.tree.add_command(gate.knowledge)
    await bot.add_cog(drafting.Forms(bot))
