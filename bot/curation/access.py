"""Who may change what: a person in a place → the scope that they may change, or why not.

    member                        nothing
    moderator of this server      what this server sees
    curator                       what everybody sees, here and in direct messages; as a moderator also what this server sees
    bot, or moderator elsewhere   nothing

A moderator manages the server, or has the role that those who manage it chose. Discord's own check of commands can be lifted by a
server's settings and knows nothing of buttons and forms, so this is asked at each command, button, menu and form.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from sqlalchemy import select

from bot.store import Store, Unavailable
from bot.store.tables import access
from knowledge.fold import EVERYONE

T = TypeVar("T")
PATIENCE = 1.5
"""Seconds that a database has to answer in where somebody waits for a form: Discord gives up after three."""
Standing = Literal["curator", "moderator"]
MEMBERS = "Changing what I know is for those who manage this server, and for the role that they chose with `/knowledge access`."
OUTSIDE = "In direct messages this is for curators only. Moderators use it in their server."
MANAGERS = "This is for those who manage this server."
IN_A_SERVER = "This is about a server: please use it there."
BOTS = "I take this from people only."
NOT_MODERATOR = "You can change this server's own knowledge as its moderator only; leave `here` out to change what everybody sees."
UNSURE = "I can't look up who may change what I know: my database is away. Please try again in a few minutes."


@dataclass(frozen=True)
class Person:
    """Somebody in a place, as Discord tells of them. `manages`: they have the permission Manage Server here."""

    id: int
    guild_id: int | None
    bot: bool = False
    manages: bool = False
    roles: Collection[int] = ()


@dataclass(frozen=True)
class Grant:
    """What somebody may change: `scope` 0 is what everybody sees, any other number a server. `curator`: they may both."""

    person: int
    scope: int
    standing: Standing
    guild_id: int | None
    moderates: bool

    @property
    def everywhere(self) -> bool:
        return self.scope == EVERYONE

    def may(self, scope: int) -> bool:
        """Whether they may change that scope too."""
        return scope == self.scope or (scope == EVERYONE and self.standing == "curator") or (self.moderates and scope == self.guild_id)


@dataclass(frozen=True)
class Refusal:
    """Why somebody may not."""

    words: str


@dataclass(frozen=True)
class Chosen:
    """What a server's managers chose: the role that may change its knowledge, and the channel that is told of reports."""

    role_id: int | None = None
    channel_id: int | None = None


async def soon(work: Coroutine[Any, Any, T]) -> T:
    """What comes of a look at the store, or Unavailable where that takes too long: it goes on beside, as a connection that hangs
    can't be left at once."""
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait([task], timeout=PATIENCE)
    if not done:
        task.add_done_callback(lambda late: late.cancelled() or late.exception())
        raise Unavailable("the database doesn't answer")
    return task.result()


class Access:
    """Looks up and keeps what servers chose. `curators`: ids of people, from the settings."""

    def __init__(self, store: Store, curators: Collection[int]) -> None:
        self._store, self._curators = store, curators

    async def of(self, person: Person, *, here: bool = False, managing: bool = False) -> Grant | Refusal:
        """What the person may change. `here`: only what this server sees; `managing`: by the permission alone, not by the role."""
        if person.bot:
            return Refusal(BOTS)
        curator = person.id in self._curators
        if managing:
            return self._manager(person)
        moderates = person.manages and person.guild_id is not None
        if not moderates and person.guild_id is not None:
            try:
                moderates = (await soon(self.chosen(person.guild_id))).role_id in person.roles
            except Unavailable:
                if here or not curator:
                    return Refusal(UNSURE)
        if curator and not here:
            return Grant(person.id, EVERYONE, "curator", person.guild_id, moderates)
        if moderates and person.guild_id is not None:
            return Grant(person.id, person.guild_id, "curator" if curator else "moderator", person.guild_id, moderates)
        if curator:
            return Refusal(NOT_MODERATOR if person.guild_id else IN_A_SERVER)
        return Refusal(MEMBERS if person.guild_id else OUTSIDE)

    def _manager(self, person: Person) -> Grant | Refusal:
        if person.guild_id is None:
            return Refusal(IN_A_SERVER)
        if not person.manages:
            return Refusal(MANAGERS)
        return Grant(person.id, person.guild_id, "moderator", person.guild_id, moderates=True)

    async def chosen(self, guild_id: int) -> Chosen:
        """What was chosen for a server. Unavailable where nobody can say."""
        async with self._store.read() as connection:
            row = (await connection.execute(select(access).where(access.c.guild_id == guild_id))).first()
        return Chosen(row.role_id, row.channel_id) if row else Chosen()

    async def choose(self, guild_id: int, chosen: Chosen) -> None:
        """Keep what was chosen."""
        values = {"role_id": chosen.role_id, "channel_id": chosen.channel_id}
        into = self._store.insert(access).values(guild_id=guild_id, **values)
        async with self._store.write() as connection:
            await connection.execute(into.on_conflict_do_update(index_elements=["guild_id"], set_=values))
