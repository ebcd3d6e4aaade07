"""Tell Discord which commands there are: only when they changed, and by one process only.

The fingerprint of what would be sent, localisations included, is claimed in the database before it is sent. A claim whose
sending failed is given back; one whose process died is free again after a few minutes.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from bot.faults import UNSENT
from bot.logs import logger
from bot.store import Unavailable

if TYPE_CHECKING:
    from discord.app_commands import CommandTree

    from bot.records import Records

log = logger("pledgebot.sync")


async def synchronise(tree: CommandTree[Any], records: Records, application_id: int) -> bool:
    """Send the commands if they changed since they were last sent; whether they were sent. Failing is logged, not raised."""
    name, value = f"commands:{application_id}", await fingerprint(tree)
    try:
        if not await records.claim(name, value):
            return False
        try:
            sent = await tree.sync()
        except BaseException:
            await records.release(name, value)
            raise
        await records.fulfil(name, value)
    except Unavailable as fault:
        log.error("commands are not compared while the database is away", reason=str(fault))
        return False
    except UNSENT as fault:
        log.error("commands could not be synchronised; the next start tries again", reason=str(fault))
        return False
    log.info("commands synchronised", commands=len(sent))
    return True


async def fingerprint(tree: CommandTree[Any]) -> str:
    """A hash of the commands as Discord would get them."""
    translator = tree.translator
    commands = tree.get_commands()
    payload = [await one.get_translated_payload(tree, translator) if translator else one.to_dict(tree) for one in commands]
    return hashlib.sha256(json.dumps(sorted(payload, key=lambda one: (one["type"], one["name"])), sort_keys=True).encode()).hexdigest()
