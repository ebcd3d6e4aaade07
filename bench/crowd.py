"""Many people on a Discord on loopback who ask a bot, and what that costs it in time and memory."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path

from bench.machine import ROOT, environment
from tests.loopback import UNLIMITED, Channel, Discord, Message, User

GUILDS, CHANNELS, PEOPLE = 10, 20, 800
"""Guilds, channels of each, people in each: at 200 questions a second nobody asks twice in the same place within 13 minutes, so that
none leans on another."""
GENEROUS = dict.fromkeys(("PERSON_BURST", "PERSON_PER_MINUTE", "CHANNEL_BURST", "CHANNEL_PER_MINUTE", "REQUESTS_PER_SECOND"), "1000000")
SETTLED = 3.0
"""Seconds without anything happening after which a bot has started."""
BREATH = 0.02
"""Seconds between a reply and the next question, where one is asked at a time."""
SAMPLE = 2.0
"""Seconds between two looks at the memory."""
LATE = 30.0
"""Seconds after which a reply is given up."""


@dataclass
class Flood:
    """`memory`: (seconds since the first question, MiB); `times`: milliseconds until the reply arrived."""

    asked: int = 0
    times: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def growth(self) -> float:
        """MiB an hour over the second half, by least squares."""
        half = self.memory[len(self.memory) // 2 :]
        mean_at, mean = (sum(values) / len(half) for values in zip(*half, strict=True))
        spread = sum((at - mean_at) ** 2 for at, _ in half)
        return 3600 * sum((at - mean_at) * (used - mean) for at, used in half) / spread if spread else 0.0


class Crowd:
    """A bot in a process of its own, and people who ask it. All channels and people take their turns."""

    def __init__(self, server: Discord, process: int) -> None:
        self.server, self.process = server, process
        self._places = _places(server)

    def memory(self) -> float:
        """Resident MiB of the bot."""
        lines = Path(f"/proc/{self.process}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024

    def busy(self) -> float:
        """Seconds of the processor that the bot has used."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ask(self, text: str) -> Message:
        user, channel = next(self._places)
        return self.server.say(user, channel, f"@{self.server.bot.name} {text}")

    async def latency(self, text: str) -> float:
        """Milliseconds from a question to the arrival of its reply, nothing else going on: what the bot does behind a reply is over."""
        await asyncio.sleep(BREATH)
        question = self.ask(text)
        reply = await self.server.reply_to(question)
        await self.server.until(lambda: not self.server.hub.in_flight, "the end of the request")
        self.forget()
        return 1000 * (reply.moment - question.moment)

    async def flood(self, texts: list[str], rate: float, seconds: float) -> Flood:
        """`rate` questions a second, whether or not the earlier ones are answered."""
        flood, waiting = Flood(), deque[Message]()
        began = time.monotonic()
        for text in cycle(texts):
            due = began + flood.asked / rate
            if due > began + seconds:
                break
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            waiting.append(self.ask(text))
            flood.asked += 1
            if not flood.memory or due - began - flood.memory[-1][0] >= SAMPLE:
                flood.memory.append((due - began, self.memory()))
                self._collect(flood, waiting)
        with contextlib.suppress(AssertionError):
            await self.server.until(lambda: len(self.server.sent()) >= len(waiting), "the last replies")
        self._collect(flood, waiting, last=True)
        return flood

    def _collect(self, flood: Flood, waiting: deque[Message], *, last: bool = False) -> None:
        """Take down the replies that came, and forget them: the server isn't to be what grows."""
        answered = {reply.reply_to: reply for reply in self.server.sent()}
        flood.times += [1000 * (reply.moment - asked.moment) for asked, reply in answered.items() if asked]
        now = time.monotonic()
        open_still = [each for each in waiting if each not in answered and not last and now - each.moment < LATE]
        waiting.clear()
        waiting.extend(open_still)
        self.server.hub.sent.clear()
        self.server.hub.nonces.clear()
        for each in [*answered, *answered.values()]:
            if each:
                each.channel.messages.pop(each.id, None)

    def forget(self) -> None:
        self._collect(Flood(), deque())


def _places(server: Discord) -> Iterator[tuple[User, Channel]]:
    """Everybody in every channel of theirs, the guilds in turn, without end."""
    guilds = server.hub.joined()
    people = [[each for each in guild.members if not each.bot] for guild in guilds]
    channels = [list(guild.channels.values()) for guild in guilds]
    for at in count():
        place, turn = at % len(guilds), at // len(guilds)
        person, round_ = turn % len(people[place]), turn // len(people[place])
        yield people[place][person], channels[place][(person + round_) % len(channels[place])]


@contextlib.asynccontextmanager
async def crowd(bot: str, folder: Path) -> AsyncIterator[Crowd]:
    """A Discord full of people with `bot` on it, started and settled."""
    async with Discord(limits=UNLIMITED, patience=LATE) as server:
        for place in range(GUILDS):
            people = [server.user(f"Person {place}-{number}") for number in range(PEOPLE)]
            guild = server.guild(f"Guild {place}", *people)
            for number in range(CHANNELS):
                server.channel(guild, f"channel-{number}")
        told = {"DISCORD_TOKEN": server.token, "DATABASE_URL": f"sqlite:///{folder / bot}.db", "HTTP_PORT": "0"}
        command = [sys.executable, "-m", "bench.bots", bot, server.api, server.gateway]
        log = (folder / f"{bot}.log").open("wb")
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment() | GENEROUS | told, stderr=log)
        try:
            await server.identified()
            await server.hub.gateway.fence()
            await asyncio.sleep(SETTLED)
            yield Crowd(server, process.pid)
        finally:
            process.terminate()
            await process.wait()
            log.close()
            sys.stderr.write(os.linesep.join((folder / f"{bot}.log").read_text("utf-8", "replace").splitlines()[-5:]))
