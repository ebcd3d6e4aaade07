"""How much may be asked: by a person, in a channel, by all together; and how fast the bot may speak.

    question ──bucket of the person──▶ bucket of the channel ──▶ line ──▶ place (until the reply is sent)

A refusal is told once a minute to each person, and all refusals together take a tenth of what the bot may send, so that
telling does not become the flood.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

from bot.logs import logger
from bot.metrics import Metrics
from bot.settings import Settings
from bot.waiting import Line

log = logger("pledgebot.limits")

TELL_AGAIN = 60.0
"""Seconds in which a person is told once that they are refused."""
_KEYS = 10_000
"""Buckets that are kept before the full ones, which say nothing, are thrown away."""


class Refused(StrEnum):
    """Why a question is not answered."""

    PERSON = "person"
    CHANNEL = "channel"
    BUSY = "busy"
    STOPPING = "stopping"


_WORDS = {
    Refused.PERSON: "That is a lot of questions in a short time. I can take your next one in {wait} s.",
    Refused.CHANNEL: "There are a lot of questions in this channel just now. I can take the next one in {wait} s.",
    Refused.BUSY: "I have more questions than I can answer just now. Please ask again in a minute.",
    Refused.STOPPING: "I am being restarted. Please ask again in a minute.",
}


@dataclass(frozen=True)
class Verdict:
    """Whether a question may be answered; where not, why, whether to say so, and in how many seconds it may."""

    refused: Refused | None = None
    tell: bool = False
    wait: float = 0.0

    def __bool__(self) -> bool:
        return self.refused is None

    @property
    def words(self) -> str:
        """What to say to whoever is refused."""
        return _WORDS[self.refused].format(wait=max(1, round(self.wait))) if self.refused else ""


class Buckets:
    """Token buckets, one a key: `burst` at once, `per_minute` in the long run. The caller says what time it is (seconds)."""

    def __init__(self, burst: int, per_minute: float) -> None:
        self._burst, self._rate = float(burst), per_minute / 60
        self._held: dict[Hashable, tuple[float, float]] = {}

    def take(self, key: Hashable, now: float) -> float:
        """Take a token: 0.0, or the seconds until there is one."""
        tokens = self._tokens(key, now)
        if tokens < 1:
            return (1 - tokens) / self._rate
        self._keep(key, tokens - 1, now)
        return 0.0

    def give(self, key: Hashable, now: float) -> None:
        """Give a token back that was not used."""
        self._keep(key, min(self._burst, self._tokens(key, now) + 1), now)

    def __len__(self) -> int:
        return len(self._held)

    def _tokens(self, key: Hashable, now: float) -> float:
        tokens, at = self._held.get(key, (self._burst, now))
        return min(self._burst, tokens + max(0.0, now - at) * self._rate)

    def _keep(self, key: Hashable, tokens: float, now: float) -> None:
        if key not in self._held and len(self._held) >= _KEYS:
            self._held = {key: held for key, held in self._held.items() if self._tokens(key, now) < self._burst}
        self._held[key] = tokens, now


class Limits:
    """The way in for every question."""

    def __init__(self, settings: Settings, metrics: Metrics, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._metrics = clock, metrics
        self._people = Buckets(settings.person_burst, settings.person_per_minute)
        self._channels = Buckets(settings.channel_burst, settings.channel_per_minute)
        self._told = Buckets(1, 60 / TELL_AGAIN)
        self._telling = Buckets(max(1, settings.requests_per_second // 5), settings.requests_per_second * 60 / 10)
        self.line = Line(settings.questions_at_once, settings.questions_waiting, settings.patience_seconds)
        self.stopping = False
        metrics.waiting.set_function(lambda: len(self.line))

    @asynccontextmanager
    async def slot(self, user_id: int, channel_id: int, guild_id: int | None = None) -> AsyncIterator[Verdict]:
        """A place to answer one question in, held until the block is left (send the reply inside); not to be nested.

        A direct message counts against its person only."""
        verdict = self.allow(user_id, channel_id if guild_id is not None else None)
        if verdict and not await self.line.enter(user_id):
            verdict = self._refuse(Refused.BUSY, user_id)
        if not verdict:
            yield verdict
            return
        try:
            yield verdict
        finally:
            self.line.leave(user_id)

    def allow(self, user_id: int, channel_id: int | None) -> Verdict:
        """Count a question without waiting for a place, as for what is answered beside the line."""
        now = self._clock()
        if self.stopping:
            return self._refuse(Refused.STOPPING, user_id)
        if wait := self._people.take(user_id, now):
            return self._refuse(Refused.PERSON, user_id, wait)
        if channel_id is not None and (wait := self._channels.take(channel_id, now)):
            self._people.give(user_id, now)
            return self._refuse(Refused.CHANNEL, user_id, wait)
        return Verdict()

    def stop(self) -> None:
        """Take no further questions."""
        self.stopping = True

    async def drained(self) -> None:
        """Wait until every question that was taken has been answered."""
        await self.line.empty()

    def _refuse(self, why: Refused, user_id: int, wait: float = 0.0) -> Verdict:
        self._metrics.refused.labels(why.value).inc()
        tell = self._tell((why, user_id), self._clock())
        if tell:  # the others are in the metrics: a flood is none of the log's either
            log.info("refused", limit=why.value, seconds=round(wait, 1))
        return Verdict(why, tell, wait)

    def _tell(self, whom: Hashable, now: float) -> bool:
        if self._told.take(whom, now):
            return False
        if self._telling.take(None, now):
            self._told.give(whom, now)
            return False
        return True
