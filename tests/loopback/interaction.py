"""Something a person did with a command, a button, a menu or a form, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.loopback import payloads
from tests.loopback.rules.form import JSON
from tests.loopback.transcript import Transcript
from tests.loopback.world import Channel, Message, User

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ANSWERS = {
    COMMAND: {MESSAGE, DEFERRED, MODAL},
    COMPONENT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE},
}
ACKNOWLEDGED_WITHIN = timedelta(seconds=3)
TOKEN_LIVES = timedelta(minutes=15)
FOLLOW_UPS_OF_USER_INSTALLS = 5


@dataclass(frozen=True)
class Modal:
    """A form on somebody's screen."""

    asked: Interaction
    title: str
    custom_id: str
    components: list[JSON]

    @property
    def labels(self) -> list[str]:
        """Of its fields, from top to bottom."""
        return [label for label, _ in self.fields()]

    def fields(self) -> list[tuple[str, JSON]]:
        """Each field with the label beside it."""
        found = []
        for each in self.components:
            if each["type"] == 1:
                found += [(child["label"], child) for child in each["components"]]
            elif each["type"] == 18:
                found.append((each["label"], each["component"]))
        return found


@dataclass(eq=False)
class Interaction:
    """`name`: what the person did, in words; `source`: the message it was done on; `answer`: the bot's callback."""

    id: int
    token: str
    kind: int
    name: str
    user: User
    channel: Channel
    made_at: datetime
    data: JSON
    transcript: Transcript
    owners: Mapping[str, str]
    source: Message | None = None
    parent: Interaction | None = None
    answer: JSON | None = None
    answered_at: datetime | None = None
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    updated: bool = False  # after a deferred update, or the original after "thinking"

    @property
    def messages(self) -> list[Message]:
        """All that the bot made of it, what was deleted since excepted."""
        own = [self.original] if self.original and self.original is not self.source else []
        return [each for each in own + self.follow_ups if not each.deleted]

    @property
    def in_time(self) -> bool:
        return self.answered_at is not None and self.answered_at - self.made_at <= ACKNOWLEDGED_WITHIN

    async def acknowledged(self) -> int:
        """The type of the callback, once it has come."""
        answer = await self.transcript.until(lambda: self.answer, f"an acknowledgement of {self.name}")
        kind: int = answer["type"]
        return kind

    async def reply(self) -> Message:
        """The message that the person gets to see: the first one made, or the one that was changed."""
        return await self.transcript.until(self._visible, f"a reply to {self.name}")

    async def follow_up(self, count: int = 1) -> Message:
        """The message after the reply, or the `count`th after it."""

        def look() -> Message | None:
            return self.follow_ups[count - 1] if len(self.follow_ups) >= count else None

        return await self.transcript.until(look, f"follow-up {count} of {self.name}")

    async def modal(self) -> Modal:
        kind = await self.acknowledged()
        assert kind == MODAL, f"{self.name} opened no form, its answer is of type {kind}.\n{self.transcript}"
        data = (self.answer or {})["data"]
        return Modal(self, data["title"], data["custom_id"], data["components"])

    async def choices(self) -> list[JSON]:
        await self.acknowledged()
        data: dict[str, Any] = (self.answer or {}).get("data") or {}
        choices: list[JSON] = data.get("choices") or []
        return choices

    def metadata(self) -> JSON:
        """As it stands on the messages that came of it."""
        data: JSON = {
            "id": str(self.id),
            "type": self.kind,
            "user": payloads.user(self.user),
            "authorizing_integration_owners": dict(self.owners),
        }
        if self.original is not None:
            data["original_response_message_id"] = str(self.original.id)
        if self.kind == COMPONENT and self.source is not None:
            data["interacted_message_id"] = str(self.source.id)
        if self.parent is not None:
            data["triggering_interaction_metadata"] = self.parent.metadata()
        return data

    def _visible(self) -> Message | None:
        if self.original is None or self.original.thinking:
            return None
        if self.answer and self.answer["type"] == DEFERRED_UPDATE and not self.updated:
            return self.follow_ups[0] if self.follow_ups else None
        return self.original
