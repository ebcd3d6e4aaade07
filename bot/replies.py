"""A question from Discord → its exchange and answer → a message: the fullest form that Discord takes, tried again where it
may not have arrived.

    card with picture ─refused─▶ card ─refused─▶ plain text

What is tried again carries the same nonce, or goes to the same message: nothing is said twice.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord

from bot.answer import Answer, Chart
from bot.records import Exchange
from bot.reminders.offer import occasion_of
from bot.render import alt
from bot.render.discord import PICTURE, Card
from bot.render.plain import plain
from bot.render.printed import printed
from bot.screens import SCREEN

if TYPE_CHECKING:
    from bot.app import PledgeBot

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each further try."""
UNSURE = (OSError, aiohttp.ClientError, discord.DiscordServerError)
"""It may or may not have arrived."""
PICTURES = 256
"""How many pictures are kept to be shown again: some 30 KB each, where drawing one takes longer than all the rest of a reply."""
REFUSED = (400, 403, 413)
UNKNOWN_INTERACTION, ACKNOWLEDGED, NO_HISTORY = 10062, 40060, 160002
HOPELESS = (10003, 10008, 50001, 50007, UNKNOWN_INTERACTION, ACKNOWLEDGED)
"""Codes of refusals that no other form of the reply would change."""

_pictures: dict[tuple[Chart, str], bytes] = {}

Form = Callable[[], dict[str, Any]]
"""Makes the arguments of one try: a file can be sent once only."""


@dataclass(frozen=True)
class Question:
    """What is asked, by whom, where. `before`: the questions that it may lean on; `message_id`: None for an interaction."""

    text: str
    user_id: int
    guild_id: int | None
    channel_id: int
    locale: str
    before: tuple[str, ...] = ()
    message_id: int | None = None


@dataclass(frozen=True)
class Reply:
    """An answer on its way. `asked`: the question, where it can't be seen otherwise; `picture`: the chart as PNG."""

    exchange: Exchange
    answer: Answer
    asked: str = ""
    picture: bytes | None = None

    def forms(self) -> Iterator[Form]:
        """From the fullest to the plainest."""
        if self.picture:
            yield lambda: {"view": self._card(picture=True), "files": [self._file()]}
        yield lambda: {"view": self._card(picture=False)}
        yield lambda: {"content": plain(self.answer, self.exchange.locale)}

    def _card(self, *, picture: bool) -> Card:
        return printed(
            self.answer,
            self.exchange.key,
            self.exchange.locale,
            picture=picture,
            asked=self.asked,
            brief=self.exchange.outcome == SCREEN,
            remind=occasion_of(self.answer, self.exchange.day),
        )

    def _file(self) -> discord.File:
        return file(self.picture or b"", self.answer, self.exchange.locale)


def file(picture: bytes, answer: Answer, locale: str) -> discord.File:
    """The picture of an answer's chart, with what it shows in words."""
    said = alt.text(answer.chart, locale, alt.FILE) if answer.chart else None
    return discord.File(BytesIO(picture), PICTURE, description=said)


def compose(bot: PledgeBot, question: Question, screen: Sequence[str] = ()) -> tuple[Exchange, Answer]:
    """Answer a question; `screen`: the questions to set together instead."""
    now, dialogue = bot.clock(), bot.present.dialogue(question.guild_id)
    if screen:
        answer, turns = dialogue.screen(screen, now.date(), question.locale), tuple(screen)
    else:
        answer, turns = dialogue.ask(question.before, question.text, now.date(), question.locale)
    exchange = Exchange(
        key=secrets.token_urlsafe(9),
        asked_at=now,
        day=now.date(),
        locale=question.locale,
        user_id=question.user_id,
        guild_id=question.guild_id,
        channel_id=question.channel_id,
        question_message_id=question.message_id,
        reply_message_id=None,
        turns=turns,
        outcome=SCREEN if screen else answer.outcome,
    )
    return exchange, answer


def has_picture(answer: Answer) -> bool:
    """Whether its chart is shown without being asked for."""
    return answer.chart is not None and alt.worth_seeing(answer.chart)


def drawn_before(chart: Chart | None, locale: str) -> bytes | None:
    """The picture of a chart that was drawn of late."""
    if chart is None or (found := _pictures.pop((chart, locale), None)) is None:
        return None
    _pictures[chart, locale] = found
    return found


async def drawn(bot: PledgeBot, chart: Chart | None, locale: str) -> bytes | None:
    """A chart as a picture, made beside everything else; None where there is none, or where it could not be drawn: words say the same."""
    if chart is None:
        return None
    if found := drawn_before(chart, locale):
        return found
    from bot import chart as charts

    try:
        made = await asyncio.to_thread(charts.png, chart, locale)
    except Exception as fault:  # noqa: BLE001 - a reply without its picture is better than none
        bot.fault(fault, "chart")
        return None
    _pictures[chart, locale] = made
    if len(_pictures) > PICTURES:
        del _pictures[next(iter(_pictures))]
    return made


async def persistently(act: Callable[[], Awaitable[T]]) -> T:
    """Do it, and again where nobody can say whether it was done; it has to be something that may be done twice."""
    for pause in PAUSES:
        try:
            return await act()
        except UNSURE:
            await asyncio.sleep(pause)
    return await act()


async def send(bot: PledgeBot, message: discord.Message, forms: Iterator[Form]) -> discord.Message | None:
    """Reply to a message in the fullest form that is taken; None where the message is gone. HTTPException where none is."""
    reference: discord.Message | None = message
    refusal: discord.HTTPException | None = None
    for form in forms:
        for _ in range(2):
            try:
                return await persistently(lambda form=form, to=reference: _post(message, to, form()))  # type: ignore[misc]
            except discord.HTTPException as error:
                if _gone(error):
                    return None
                if error.status not in REFUSED or error.code in HOPELESS:
                    raise
                refusal = error
                if error.code != NO_HISTORY:
                    break
                reference = None
        bot.log.warning("a reply was refused in this form", code=refusal.code if refusal else None, reason=str(refusal))
    if refusal:
        raise refusal
    return None


async def _post(message: discord.Message, reference: discord.Message | None, form: dict[str, Any]) -> discord.Message:
    arguments = form | ({"reference": reference} if reference else {})
    sent: discord.Message = await message.channel.send(**arguments, mention_author=False, nonce=str(message.id))
    return sent


async def edit(channel: Any, message_id: int, forms: Iterator[Form]) -> bool:
    """Change a reply; False where it is gone."""
    target: discord.PartialMessage = channel.get_partial_message(message_id)
    for form in forms:
        try:
            await persistently(lambda form=form: target.edit(**as_edit(form())))  # type: ignore[misc]
        except discord.NotFound:
            return False
        except discord.HTTPException as error:
            if error.status not in REFUSED or error.code in HOPELESS:
                raise
        else:
            return True
    return False


def as_edit(form: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a message as those of a change that leaves nothing of what was there."""
    files: Sequence[discord.File] = form.pop("files", [])
    return {"content": None, "view": None, "attachments": list(files)} | form


def _gone(error: discord.HTTPException) -> bool:
    """Whether the message that was to be replied to is no longer there."""
    return error.status == 400 and "message_reference" in str(error)
