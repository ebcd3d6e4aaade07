"""Discord's time and the ids that are made from it."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class Clock:
    """The time of day on this Discord: the machine's, until a test moves it forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()  # of the machine's

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def advance(self, **by: float) -> None:
        """`advance(minutes=16)`: takes the words of `timedelta`."""
        self.ahead += timedelta(**by)


class Snowflakes:
    """Ids that grow and carry the millisecond in which they were made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        milliseconds = (self._clock.now() - EPOCH) // timedelta(milliseconds=1)
        self._last = max(self._last + 1, milliseconds << 22)
        return self._last


def made_at(snowflake: int) -> datetime:
    return EPOCH + timedelta(milliseconds=snowflake >> 22)
