"""Notice → a message of Discord: a card with its chart, the card alone, or plain text; each with the same buttons."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import MediaGalleryItem
from discord.ui import ActionRow, Button, Container, Item, MediaGallery, Separator, TextDisplay, View

from bot.render import alt, controls
from bot.render.discord import PICTURE, Card
from bot.render.markdown import size
from bot.render.parts import CARD, PLAIN, Part, fit, more

if TYPE_CHECKING:
    from bot.reminders.message import Notice
    from bot.replies import Form

COLOURS = {"reminder": 0x1D5AA6, "news": 0x1B7F5C, "correction": 0xC4511D}
OCCASION = r"(?P<occasion>[^\s]{1,80})"
REMIND_ID = rf"pb:remind:{OCCASION}"
MUTE_ID = rf"pb:(?P<act>mute|unmute):(?P<subscription>\d{{1,12}}):{OCCASION}"
ABOUT_ID = rf"pb:about:\w{{1,25}}:{OCCASION}"
CALENDAR_ID = rf"pb:ics:{OCCASION}"
_LARGE, _SMALL = ("lead", "body", "table", "words", "working"), ("notes", "sources")


def forms(notice: Notice, picture: bytes | None) -> Iterator[Form]:
    """From the fullest to the plainest."""
    pinged = {"allowed_mentions": allowed(notice)}
    if picture and notice.chart:
        said = alt.text(notice.chart, notice.locale, alt.FILE)
        yield lambda: {"view": card(notice, picture=True), "files": [discord.File(BytesIO(picture), PICTURE, description=said)]} | pinged
    yield lambda: {"view": card(notice)} | pinged
    yield lambda: {"content": plain(notice), "view": buttons_alone(notice)} | pinged


def allowed(notice: Notice) -> discord.AllowedMentions:
    """Whom it may ping: the role that a moderator chose, and nobody else."""
    roles = [discord.Object(notice.role_id)] if notice.role_id else []
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


def card(notice: Notice, *, picture: bool = False) -> Card:
    """First whoever is called, then one container (its picture, which is tall, behind the words), then the buttons."""
    shown = {part.name: part for part in fit(notice.parts, CARD.total - len(_called(notice)))}
    items: list[Item[Any]] = [TextDisplay(text(shown[name])) for name in _LARGE if name in shown]
    if picture and notice.chart:
        items.append(MediaGallery(MediaGalleryItem(f"attachment://{PICTURE}", description=alt.text(notice.chart, notice.locale))))
    if small := [text(shown[name]) for name in _SMALL if name in shown]:
        items += [Separator(), TextDisplay("\n".join(small))]
    called: list[Item[Any]] = [TextDisplay(_called(notice))] if notice.role_id else []
    return Card(*called, Container(*items, accent_colour=COLOURS[notice.tone]), ActionRow(*buttons(notice)))


def plain(notice: Notice) -> str:
    """The same in at most 2,000 characters."""
    called = [_called(notice)] if notice.role_id else []
    shown = {part.name: part for part in fit(notice.parts, PLAIN.total - sum(map(len, called)))}
    return "\n".join([*called, *(text(shown[name]) for name in (*_LARGE, *_SMALL) if name in shown)])


def text(part: Part) -> str:
    return "\n".join([*part.lines, *([more(part)] if part.hidden else [])])


def buttons(notice: Notice) -> list[Button[Any]]:
    """What can be done from a reminder. "Ask about it" carries the nonce, by which a message is found again in its channel."""
    found: list[Button[Any]] = []
    if notice.dated and notice.in_guild:
        found += controls.remind(notice.occasion)
    if notice.tone == "reminder" and notice.subscription:
        found.append(Button(label="Mute", custom_id=f"pb:mute:{notice.subscription}:{notice.occasion}"))
    about: Button[Any] = Button(label="Ask about it", custom_id=f"pb:about:{notice.nonce}:{notice.occasion}")
    calendar: list[Button[Any]] = [Button(label="Calendar file", custom_id=f"pb:ics:{notice.occasion}")] if notice.dated else []
    return [button for button in (*found, about, *calendar) if size(button.custom_id or "") <= controls.LONGEST]


def buttons_alone(notice: Notice) -> View:
    """The buttons under plain text; nobody waits for them."""
    view = View(timeout=None)
    for button in buttons(notice):
        view.add_item(button)
    return view


def _called(notice: Notice) -> str:
    return f"<@&{notice.role_id}>" if notice.role_id else ""
