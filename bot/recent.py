"""The last exchanges, in memory, so that most questions are answered without asking the database anything.

It knows from which moment on it is complete: what it doesn't have from then on, nobody has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.traces import Traces

SIZE = 4096
EVER = datetime.min.replace(tzinfo=UTC)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Exchange:
    """One question and its reply. `turns`: the questions of the conversation, earliest first, this one last."""

    key: str
    asked_at: datetime
    day: date
    locale: str
    user_id: int
    guild_id: int | None
    channel_id: int
    question_message_id: int | None
    reply_message_id: int | None
    turns: tuple[str, ...]
    outcome: str


class Recent:
    """At most `size` exchanges, those put last; `since`: it has all that were asked from then on (None: that is not known)."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._all: dict[str, Exchange] = {}
        self._replies: dict[int, str] = {}
        self._questions: dict[int, str] = {}
        self._places: dict[tuple[int, int | None], str] = {}
        self._left = Traces()  # of those that are no longer held
        self.since: datetime | None = None
        self._left_since: datetime | None = None

    def __len__(self) -> int:
        return len(self._all)

    def remember(self, earlier: Iterable[Exchange], since: datetime) -> None:
        """Take in what was asked before, oldest first; with it, everything from `since` on is here."""
        mine = list(self._all.values())
        for one in [*(one for one in earlier if one.key not in self._all), *mine]:
            self._take(one)
        self.since = max(since, self.since or EVER)
        self._left_since = max(since, self._left_since or EVER)
        self._trim()

    def put(self, one: Exchange) -> None:
        """Add an exchange, or put it in the place of an earlier version of it."""
        self._take(one)
        self._trim()

    def get(self, key: str) -> Exchange | None:
        return self._all.get(key)

    def by_reply(self, message_id: int) -> Exchange | None:
        return self._all.get(self._replies.get(message_id, ""))

    def by_question(self, message_id: int) -> Exchange | None:
        return self._all.get(self._questions.get(message_id, ""))

    def latest(self, channel_id: int, user_id: int | None) -> Exchange | None:
        """The last exchange of a person in a channel, of anybody where `user_id` is None."""
        return self._all.get(self._places.get((channel_id, user_id), ""))

    def nobody(self, channel_id: int, user_id: int | None, since: datetime) -> bool:
        """Whether it is certain that nothing was asked there since then, though not all of that time is held any more."""
        place = channel_id, user_id
        certain = self._left_since is not None and since >= self._left_since
        return certain and place not in self._places and self._left.none(place, since)

    def drop(self, unwanted: Callable[[Exchange], bool]) -> int:
        """Forget exchanges; how many."""
        gone = [one for one in self._all.values() if unwanted(one)]
        self._left.clear()  # whose they were can't be told any more; the database is asked again
        self._left_since = self.since
        if gone:
            kept = [one for one in self._all.values() if not unwanted(one)]
            for index in (self._all, self._replies, self._questions, self._places):
                index.clear()
            for one in kept:
                self._take(one)
        return len(gone)

    def _take(self, one: Exchange) -> None:
        self._all.pop(one.key, None)
        self._all[one.key] = one
        if one.reply_message_id is not None:
            self._replies[one.reply_message_id] = one.key
        if one.question_message_id is not None:
            self._questions[one.question_message_id] = one.key
        for place in ((one.channel_id, one.user_id), (one.channel_id, None)):
            before = self._all.get(self._places.get(place, ""))
            if before is None or before.asked_at <= one.asked_at:
                self._places[place] = one.key

    def _trim(self) -> None:
        while len(self._all) > self._size:
            one = self._all.pop(next(iter(self._all)))
            for index, key in ((self._replies, one.reply_message_id), (self._questions, one.question_message_id)):
                if key is not None and index.get(key) == one.key:
                    del index[key]
            for place in ((one.channel_id, one.user_id), (one.channel_id, None)):
                if self._places.get(place) == one.key:
                    del self._places[place]
                    self._left.leave(place, one.asked_at)
            if self.since is not None:
                self.since = max(self.since, one.asked_at + _TICK)
