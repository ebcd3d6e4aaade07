"""REST: messages and typing in channels."""

from __future__ import annotations

from datetime import timedelta

from tests.loopback.api import Call, route
from tests.loopback.errors import Refused
from tests.loopback.posting import as_form, change, post
from tests.loopback.rules.form import JSON
from tests.loopback.rules.messages import EPHEMERAL
from tests.loopback.world import THREAD, Channel, Message

NONCES = timedelta(minutes=5)
"""How long a nonce is known; Discord says "the past few minutes"."""


def _may_send(call: Call, channel: Channel, form: JSON) -> None:
    me = call.hub.me
    if channel.guild is None:
        if any(person.closed for person in channel.people):
            raise Refused(50007)
        return
    can = channel.permissions(me)
    speaks = can.send_messages_in_threads if channel.kind == THREAD else can.send_messages
    if not speaks or (call.files and not can.attach_files) or (form.get("embeds") and not can.embed_links):
        raise Refused(50013)


@route("POST", "/channels/{channel}/messages", "send")
def create(call: Call) -> JSON:
    hub, form = call.hub, as_form(call.form)
    channel = hub.channel(call.ident("channel"))
    _may_send(call, channel, form)
    if (form.get("flags") or 0) & EPHEMERAL:
        form["flags"] &= ~EPHEMERAL  # Discord takes it off without a word
    nonce = str(form["nonce"]) if form.get("nonce") is not None else None
    known = hub.nonces.get((channel.id, nonce)) if nonce and form.get("enforce_nonce") else None
    if known and hub.clock.now() - known.sent_at < NONCES:
        return hub.shown(hub.message(channel, known.id))
    message = post(call, form, channel)
    if nonce:
        hub.nonces[channel.id, nonce] = message
    return hub.shown(message)


@route("GET", "/channels/{channel}/messages")
def history(call: Call) -> list[JSON]:
    channel = call.hub.channel(call.ident("channel"))
    if channel.guild and not channel.permissions(call.hub.me).read_message_history:
        return []
    kept = [each for each in channel.messages.values() if not each.deleted and not each.ephemeral]
    before, after = int(call.query.get("before", 1 << 63)), int(call.query.get("after", 0))
    found = [each for each in kept if after < each.id < before]
    limit = int(call.query.get("limit", 50))
    return [_kept(call, each) for each in reversed(found[:limit] if "after" in call.query else found[-limit:])]


def _kept(call: Call, message: Message) -> JSON:
    """As it is shown later on: a nonce is told once, to whoever sends the message."""
    return {name: value for name, value in call.hub.shown(message).items() if name != "nonce"}


@route("GET", "/channels/{channel}/messages/{message}")
def read(call: Call) -> JSON:
    channel = call.hub.channel(call.ident("channel"))
    return _kept(call, call.hub.message(channel, call.ident("message")))


@route("PATCH", "/channels/{channel}/messages/{message}", "edit")
def edit(call: Call) -> JSON:
    hub, form = call.hub, as_form(call.form)
    channel = hub.channel(call.ident("channel"))
    message = hub.message(channel, call.ident("message"))
    if message.author is not hub.me:
        raise Refused(50005)
    if call.files and channel.guild and not channel.permissions(hub.me).attach_files:
        raise Refused(50013)
    change(call, form, message)
    return hub.shown(message)


@route("DELETE", "/channels/{channel}/messages/{message}", "delete")
def delete(call: Call) -> None:
    channel = call.hub.channel(call.ident("channel"))
    message = call.hub.message(channel, call.ident("message"))
    if message.author is not call.hub.me and not channel.permissions(call.hub.me).manage_messages:
        raise Refused(50013)
    call.hub.remove(message)


@route("POST", "/channels/{channel}/typing", "typing")
def typing(call: Call) -> None:
    channel = call.hub.channel(call.ident("channel"))
    _may_send(call, channel, {})
    call.hub.typing.append(channel)
