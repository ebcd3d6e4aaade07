"""What happened, in order, and waiting for what has yet to happen."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
KEPT = 4000


class Transcript:
    """Every gateway event and REST call as a line; a wait ends when the line comes that it waited for, or fails with all of them."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.lines: deque[str] = deque(maxlen=KEPT)
        self.failure: BaseException | None = None  # of the bot that runs
        self._waiting: set[asyncio.Event] = set()
        self._began = asyncio.get_running_loop().time()

    def note(self, who: str, what: str, detail: object = None) -> None:
        after = asyncio.get_running_loop().time() - self._began
        said = "" if detail is None else " " + (detail if isinstance(detail, str) else json.dumps(detail, ensure_ascii=False, default=str))
        self.lines.append(f"{after:8.3f}  {who:7}  {what}{said[:600]}")
        self.wake()

    def wake(self) -> None:
        for event in self._waiting:
            event.set()

    def failed(self, why: BaseException) -> None:
        self.failure = why
        self.wake()

    async def until(self, look: Callable[[], T | None], what: str) -> T:
        """What `look` finds, as soon as it finds something. `what`: the words of the failure when it doesn't in time."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            async with asyncio.timeout(self.patience):
                while not (found := look()):
                    if self.failure is not None:
                        raise AssertionError(f"The bot stopped while {what} was awaited.\n{self}") from self.failure
                    await changed.wait()
                    changed.clear()
                return found
        except TimeoutError:
            raise AssertionError(f"Waited {self.patience:g} s in vain for {what}.\n{self}") from None
        finally:
            self._waiting.discard(changed)

    def __str__(self) -> str:
        return "What happened (seconds, who, what):\n" + "\n".join(self.lines)
