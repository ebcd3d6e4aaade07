"""The links that add the bot: to a server, or to somebody's own account."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlencode

import discord

NEEDED = discord.Permissions(
    view_channel=True,  # to be mentioned there at all
    send_messages=True,  # to answer
    send_messages_in_threads=True,  # a thread is a conversation
    attach_files=True,  # charts; without it the answer comes without its picture
    read_message_history=True,  # Discord demands it of whoever replies to a message
)
"""The least that the bot works with. Not Embed Links: its links are meant to be followed, not to unfold. Nothing of a moderator's."""


def links(application_id: int) -> list[tuple[str, str]]:
    """What each link is for, and the link."""
    server = {"client_id": application_id, "integration_type": 0, "scope": "bot applications.commands", "permissions": NEEDED.value}
    person = {"client_id": application_id, "integration_type": 1, "scope": "applications.commands"}
    return [("Add it to a server", _link(server)), ("Add it to your own account (commands everywhere)", _link(person))]


def application(token: str) -> int | None:
    """The application's id, which is the first part of a token; None where it isn't."""
    head = token.split(".", maxsplit=1)[0]
    try:
        return int(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, binascii.Error):
        return None


def _link(query: dict[str, object]) -> str:
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"
