"""Claims: each row goes to one, whoever asks and however many at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.reminders import offsets
from bot.reminders.book import Book
from bot.reminders.desk import LEASE, Desk
from bot.reminders.model import Subscription
from bot.reminders.occasions import occasions
from bot.store import Store
from knowledge.load import load
from tests.discord.reminders.made import BEFORE, MORNING, REVIEW, THREE_DAYS, subscription

KNOWN = occasions(load().as_known_on(BEFORE.date()))
SECOND = timedelta(seconds=1)


class Clock:
    def __init__(self) -> None:
        self.now = BEFORE

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store(database_url)
    await store.migrate()
    yield store
    await store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(store: Store, clock: Clock) -> Book:
    return Book(store, clock)


async def many(book: Book, count: int, **changed: object) -> list[Subscription]:
    return [await book.add(subscription(channel_id=number, **changed), KNOWN) for number in range(count)]


async def test_of_many_that_claim_at_once_each_row_goes_to_one(store: Store, book: Book, clock: Clock) -> None:
    made = await many(book, 60)
    clock.now = THREE_DAYS
    stores = [Store(store.url.render_as_string(hide_password=False)) for _ in range(4)]

    async def work(desk: Desk) -> list[int]:
        taken: list[int] = []
        while found := await desk.claim(5):
            taken += [parcel.head.id for parcel in found]
            for parcel in found:
                await desk.settle(parcel, [replace(row, state="sent", wake_at=None, sent_at=clock.now) for row in parcel.rows], said=1)
        return taken

    taken = [number for numbers in await asyncio.gather(*(work(Desk(one, clock)) for one in stores)) for number in numbers]
    for one in stores:
        await one.close()
    while left := await Desk(store, clock).claim(5):  # whoever skips what others hold may leave some for the next look
        taken += [parcel.head.id for parcel in left]
    assert len(taken) == len(set(taken)) == len(made)


async def test_nothing_is_due_before_its_instant(store: Store, book: Book, clock: Clock) -> None:
    await many(book, 1)
    desk = Desk(store, clock)
    clock.now = THREE_DAYS - timedelta(microseconds=1)
    assert await desk.claim(5) == []
    assert await desk.next() == THREE_DAYS
    clock.now = THREE_DAYS
    assert len(await desk.claim(5)) == 1
    assert await desk.next() == THREE_DAYS + LEASE


async def test_a_claim_is_somebody_elses_once_its_lease_is_over(store: Store, book: Book, clock: Clock) -> None:
    await many(book, 1)
    one, other = Desk(store, clock), Desk(store, clock)
    clock.now = THREE_DAYS
    [first] = await one.claim(5)
    assert first.look_since is None
    clock.now = THREE_DAYS + LEASE - SECOND
    assert await other.claim(5) == []
    clock.now = THREE_DAYS + LEASE
    [second] = await other.claim(5)
    assert second.head.nonce == first.head.nonce
    assert (second.look_since, second.look_in) == (THREE_DAYS, first.subscription.channel_id)
    await one.settle(first, [replace(row, state="failed", wake_at=None) for row in first.rows])
    assert (await book.delivery(first.head.id)) == second.head, "who has lost the claim has no say"
    await one.settle(first, [replace(row, state="sent", wake_at=None, message_id=7) for row in first.rows], said=7)
    await other.settle(second, [replace(row, state="sent", wake_at=None, message_id=8) for row in second.rows], said=8)
    found = await book.delivery(first.head.id)
    assert found
    assert (found.state, found.message_id) == ("sent", 7), "but that it was sent stays true"


async def test_what_piles_up_for_one_subscription_is_sorted_by_one(store: Store, book: Book, clock: Clock) -> None:
    await many(book, 1, offsets=offsets.parse("6 days, 5 days, 4 days"))
    clock.now = THREE_DAYS
    desks = [Desk(store, clock) for _ in range(4)]
    found = [parcel for parcels in await asyncio.gather(*(desk.claim(1) for desk in desks)) for parcel in parcels]
    assert [len(parcel.missed) for parcel in found] == [2]


async def test_removing_a_subscription_removes_what_it_was_to_be_told(store: Store, book: Book, clock: Clock) -> None:
    one, other = await many(book, 2)
    assert await book.remove(one.id)
    assert not await book.remove(one.id)
    assert await book.deliveries(one.id) == []
    assert len(await book.deliveries(other.id)) == 2
    assert not await book.alter(one, KNOWN)


async def test_being_forgotten_ends_direct_messages_and_takes_the_name_off_the_rest(book: Book) -> None:
    await book.add(subscription(guild_id=5, owner_id=2), KNOWN)
    own = await book.add(subscription(guild_id=None, owner_id=2), KNOWN)
    others = await book.add(subscription(guild_id=None, owner_id=3), KNOWN)
    assert await book.forget(2) == 2
    assert await book.subscription(own.id) is None
    assert await book.subscriptions(owner_id=3) == [others]
    [left] = await book.subscriptions(guild_id=5)
    assert left.owner_id is None
    assert len(await book.deliveries(left.id)) == 2


async def test_what_is_kept_comes_back_as_it_was(book: Book) -> None:
    whole = subscription(
        guild_id=5, role_id=6, muted=frozenset({"summit:a"}), watches=("summits", "ally:ESP", REVIEW), locale="fr", zone="Asia/Kolkata"
    )
    made = await book.add(whole, KNOWN)
    assert await book.subscription(made.id) == made
    assert replace(made, id=0, known=frozenset()) == whole
    assert made.known == {id_ for id_, one in KNOWN.items() if one.news and id_.startswith("pledge:ESP:")}


async def test_pausing_and_resuming(book: Book, clock: Clock) -> None:
    [one] = await many(book, 1)
    await book.alter(replace(one, paused=True), KNOWN)
    assert {row.state for row in await book.deliveries(one.id)} == {"cancelled"}
    clock.now = THREE_DAYS + SECOND
    await book.alter(replace(one, paused=False), KNOWN)
    assert [row.state for row in await book.deliveries(one.id)] == ["cancelled", "waiting"]


async def test_what_is_over_is_deleted_after_a_while(book: Book, store: Store, clock: Clock) -> None:
    [one] = await many(book, 1)
    desk = Desk(store, clock)
    clock.now = THREE_DAYS
    [parcel] = await desk.claim(1)
    await desk.settle(parcel, [replace(row, state="sent", wake_at=None, sent_at=clock.now) for row in parcel.rows], said=1)
    assert await book.purge(MORNING) == 0, "who was told is known as long as it may have to be corrected"
    assert await book.purge(MORNING + timedelta(days=400)) == 1
    assert [row.state for row in await book.deliveries(one.id)] == ["waiting"]
