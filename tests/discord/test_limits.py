"""Limits on questions, the line in front of the answering, and Discord's limit on what the bot sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as some
from pydantic import SecretStr

from bot.limits import TELL_AGAIN, Buckets, Limits, Refused, Verdict
from bot.metrics import Metrics
from bot.pace import Pace, trace
from bot.settings import Settings
from bot.waiting import Line
from tests.loopback import routed

ADA, BEN, EVE, GENERAL, GUILD = 1, 2, 3, 100, 1000


class Watch:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def limits(watch: Watch, metrics: Metrics | None = None, **settings: float) -> Limits:
    return Limits(Settings(discord_token=SecretStr("x.y.z"), **settings), metrics or Metrics(), watch)  # type: ignore[arg-type]


# --- buckets


@given(some.integers(1, 5), some.floats(0.5, 120), some.lists(some.floats(0, 30), max_size=60))
def test_nobody_gets_more_than_the_burst_and_what_the_time_brings(burst: int, per_minute: float, pauses: list[float]) -> None:
    buckets, now, taken = Buckets(burst, per_minute), 0.0, 0
    for pause in pauses:
        now += pause
        taken += not buckets.take("ada", now)
        assert taken <= burst + now * per_minute / 60 + 1e-6


def test_a_refusal_says_exactly_how_long_it_lasts() -> None:
    buckets = Buckets(1, 6)
    assert buckets.take("ada", 0) == 0
    assert buckets.take("ada", 2) == pytest.approx(8)
    assert buckets.take("ada", 9.999) > 0
    assert buckets.take("ada", 10) == 0


def test_buckets_that_say_nothing_are_thrown_away() -> None:
    buckets = Buckets(2, 60)
    for key in range(25_000):
        buckets.take(key, key / 100)
    assert len(buckets) <= 10_000


# --- people and channels


async def test_one_person_is_told_once_how_long_to_wait() -> None:
    watch = Watch()
    limited = limits(watch, person_burst=2, person_per_minute=6)
    verdicts = [limited.allow(ADA, GENERAL) for _ in range(5)]
    assert [bool(verdict) for verdict in verdicts] == [True, True, False, False, False]
    assert [verdict.tell for verdict in verdicts] == [False, False, True, False, False]
    assert verdicts[2].words == "That is a lot of questions in a short time. I can take your next one in 10 s."
    assert limited.allow(BEN, GENERAL)
    watch.now += 10
    assert [bool(limited.allow(ADA, GENERAL)) for _ in range(2)] == [True, False]
    watch.now += TELL_AGAIN
    assert [limited.allow(ADA, GENERAL).tell for _ in range(9)].count(True) == 1


async def test_telling_does_not_become_the_flood() -> None:
    watch = Watch()
    limited = limits(watch, channel_burst=1, channel_per_minute=0.01, requests_per_second=50)
    told = 0
    for who in range(1000):  # of them, a hundred a second
        watch.now += 0.01
        told += limited.allow(who, GENERAL).tell
    assert told <= 10 + 10 * 5
    watch.now += 1
    assert limited.allow(999, GENERAL).tell  # who was not told then is told now


async def test_a_full_channel_does_not_use_up_what_a_person_may_ask_elsewhere() -> None:
    limited = limits(Watch(), person_burst=2, channel_burst=1)
    assert limited.allow(BEN, GENERAL)
    assert limited.allow(ADA, GENERAL).refused is Refused.CHANNEL
    assert [limited.allow(ADA, None).refused for _ in range(3)] == [None, None, Refused.PERSON]


async def test_a_direct_message_counts_against_its_person_only() -> None:
    limited = limits(Watch(), channel_burst=1)
    for _ in range(3):
        async with limited.slot(ADA, GENERAL) as verdict:
            assert verdict
    async with limited.slot(ADA, GENERAL, GUILD) as verdict:
        assert verdict


@pytest.mark.parametrize("refused", list(Refused))
def test_every_refusal_has_friendly_words(refused: Refused) -> None:
    words = Verdict(refused, tell=True, wait=2.4).words
    assert words.endswith(".")
    assert "{" not in words


async def test_a_bot_that_stops_takes_nothing_more_and_finishes_what_it_has() -> None:
    limited = limits(Watch())
    async with limited.slot(ADA, GENERAL, GUILD):
        limited.stop()
        async with limited.slot(BEN, GENERAL, GUILD) as verdict:
            assert verdict.refused is Refused.STOPPING
        drained = asyncio.create_task(limited.drained())
        await asyncio.sleep(0)
        assert not drained.done()
    await drained


async def test_refusals_are_counted_by_limit() -> None:
    metrics = Metrics()
    limited = limits(Watch(), metrics, person_burst=1)
    for _ in range(3):
        limited.allow(ADA, None)
    assert metrics.registry.get_sample_value("pledgebot_refused_total", {"limit": "person"}) == 2


# --- the line


class Door:
    """A line, and the names of those who came in, in their order."""

    def __init__(self, places: int, length: int, patience: float = 3600) -> None:
        self.line = Line(places, length, patience)
        self.came: list[str] = []
        self.sent_away: list[str] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def ask(self, who: int, name: str) -> None:
        self.tasks[name] = asyncio.create_task(self._enter(who, name))
        await asyncio.sleep(0)

    async def _enter(self, who: int, name: str) -> None:
        (self.came if await self.line.enter(who) else self.sent_away).append(name)

    async def leave(self, who: int) -> None:
        self.line.leave(who)
        await asyncio.sleep(0)


async def test_the_oldest_question_comes_first() -> None:
    door = Door(places=1, length=10)
    for who, name in ((ADA, "a"), (BEN, "b"), (EVE, "c")):
        await door.ask(who, name)
    assert door.came == ["a"]
    await door.leave(ADA)
    await door.leave(BEN)
    assert door.came == ["a", "b", "c"]


async def test_nobody_is_in_two_places_at_once() -> None:
    door = Door(places=2, length=10)
    for who, name in ((ADA, "a1"), (ADA, "a2"), (ADA, "a3"), (BEN, "b1")):
        await door.ask(who, name)
    assert door.came == ["a1", "b1"]
    await door.leave(ADA)
    assert door.came == ["a1", "b1", "a2"]


async def test_a_flood_by_one_person_drowns_their_own_oldest_questions() -> None:
    door = Door(places=1, length=3)
    await door.ask(EVE, "held")
    await door.ask(BEN, "b")
    for number in range(5):
        await door.ask(ADA, f"a{number}")
    await asyncio.sleep(0)
    assert door.sent_away == ["a0", "a1", "a2"]
    assert len(door.line) == 3


async def test_a_flood_by_many_drowns_the_oldest() -> None:
    door = Door(places=1, length=3)
    for number in range(10):
        await door.ask(number, str(number))
    await asyncio.sleep(0)
    assert (door.came, door.sent_away) == (["0"], ["1", "2", "3", "4", "5", "6"])


async def test_whoever_has_waited_too_long_is_sent_away() -> None:
    line = Line(1, 10, 0.01)
    assert await line.enter(ADA)
    assert not await line.enter(BEN)
    line.leave(ADA)
    await line.empty()


async def test_whoever_goes_while_waiting_holds_nobody_up() -> None:
    door = Door(places=1, length=10)
    for who, name in ((ADA, "a"), (BEN, "b"), (EVE, "c")):
        await door.ask(who, name)
    door.tasks["b"].cancel()
    await door.leave(ADA)
    assert door.came == ["a", "c"]
    await door.leave(EVE)
    await door.line.empty()


async def test_a_place_that_comes_just_when_its_taker_goes_is_passed_on() -> None:
    door = Door(places=1, length=10)
    for who, name in ((ADA, "a"), (BEN, "b"), (EVE, "c")):
        await door.ask(who, name)
    door.line.leave(ADA)  # b has the place, and does not know yet
    door.tasks["b"].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert door.came == ["a", "c"]


async def test_no_waiting_where_none_is_wanted() -> None:
    door = Door(places=1, length=0)
    await door.ask(ADA, "a")
    await door.ask(BEN, "b")
    await asyncio.sleep(0)
    assert (door.came, door.sent_away) == (["a"], ["b"])


@given(some.lists(some.tuples(some.integers(0, 4), some.booleans()), max_size=60))
def test_under_any_traffic_places_and_line_keep_their_bounds(traffic: list[tuple[int, bool]]) -> None:
    async def work() -> None:
        door = Door(places=2, length=3)
        left = 0
        for number, (who, leaves) in enumerate(traffic):
            if leaves and left < len(door.came):
                await door.leave(int(door.came[left].split(".")[0]))
                left += 1
            else:
                await door.ask(who, f"{who}.{number}")
            await asyncio.sleep(0)
            inside = [name.split(".")[0] for name in door.came[left:]]
            assert len(set(inside)) == len(inside) == door.line.inside <= 2
            assert len(door.line) <= 3
        for task in door.tasks.values():
            task.cancel()
        await asyncio.gather(*door.tasks.values(), return_exceptions=True)

    asyncio.run(work())


# --- what is sent


async def test_a_request_waits_until_an_earlier_one_was_answered_and_a_second_is_over() -> None:
    pace = Pace(2, second=0)
    await pace.begin()
    await pace.begin()
    third = asyncio.create_task(pace.begin())
    await asyncio.sleep(0)
    assert not third.done()
    pace.end()
    await third


@pytest.fixture
async def api() -> AsyncIterator[str]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("/api/v10/channels/1/messages", 1),
        ("/api/v10/applications/1/commands", 1),
        ("/api/v10/interactions/123/token/callback", 0),
        (f"/api/v10/webhooks/123/{'t' * 60}", 0),
        (f"/api/v10/webhooks/123/{'t' * 60}/messages/@original", 0),
        ("/attachments/1/2/chart.png", 0),
    ],
)
async def test_answers_to_interactions_are_not_held_up(api: str, path: str, counted: int) -> None:
    class Counting(Pace):
        count = 0

        async def begin(self) -> None:
            self.count += 1

    pace = Counting(1)
    with routed(f"{api}/api/v10", "ws://127.0.0.1"):
        async with aiohttp.ClientSession(trace_configs=[trace(pace)]) as session, session.post(api + path) as response:
            assert response.status == 200
    assert pace.count == counted
