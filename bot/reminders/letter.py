"""A reminder as it is sent: composed from the knowledge of the moment, with its picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.reminders.message import compose
from bot.render import notice
from bot.replies import Form, painted

if TYPE_CHECKING:
    from bot.app import PledgeBot
    from bot.reminders.model import Reminder


async def letter(bot: PledgeBot, reminder: Reminder) -> Iterator[Form]:
    """The forms of the message, from the fullest to the plainest."""
    said = compose(bot.mind, reminder)
    picture = await painted(bot, said.chart, said.locale) if said.chart else None
    return notice.forms(said, picture)
