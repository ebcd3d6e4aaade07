"""Making and changing a message, wherever the request came from."""

from __future__ import annotations

import copy
import json

from tests.loopback import payloads
from tests.loopback.api import Call
from tests.loopback.errors import Refused
from tests.loopback.hub import Hub
from tests.loopback.interaction import Interaction
from tests.loopback.rules.form import JSON, Form
from tests.loopback.rules.messages import EPHEMERAL, LAYOUT, LOADING, check_files, check_message
from tests.loopback.world import Attachment, Channel, Message

MAY_BE_CLEARED = ("content", "embeds", "components")


def as_form(value: object) -> JSON:
    """A copy, as what is stored grows ids and addresses. Raises `Refused`: no object."""
    if not isinstance(value, dict):
        raise Refused(50109)
    copied: JSON = json.loads(json.dumps(value))
    return copied


def post(call: Call, form: JSON, channel: Channel, *, interaction: Interaction | None = None, flags: int = 0) -> Message:
    """A new message of the bot's, told to everyone who sees the channel. Raises `Refused`: a rule is broken."""
    hub = call.hub
    files = uploads(call, form, channel, ())
    checked = check_message(form, [each.filename for each in files], flags=flags & ~LOADING)
    message = Message(hub.ids.next(), channel, hub.me, hub.clock.now(), interaction=interaction)
    message.flags = (form.get("flags") or 0) | flags
    message.content, message.nonce = form.get("content") or "", form.get("nonce")
    message.embeds, message.components = form.get("embeds") or [], form.get("components") or []
    message.attachments, message.shown = files, checked.shown
    payloads.resolve_media(message.components, files)
    refer(hub, message, form)
    hub.address(message, form.get("allowed_mentions"))
    publish(hub, message)
    return message


def publish(hub: Hub, message: Message) -> None:
    message.channel.messages[message.id] = message
    hub.sent.append(message)
    if message.reply_to is not None:
        message.reply_to.replies.append(message)
    hub.tell("MESSAGE_CREATE", message)


def change(call: Call, form: JSON, message: Message) -> None:
    """Edit a message of the bot's; a message that was 'thinking' becomes one. Raises `Refused`: a rule is broken."""
    hub = call.hub
    kept = [each for each in message.attachments if "attachments" not in form or _keeps(form, each)]
    files = uploads(call, form, message.channel, kept)
    now_layout = (form.get("flags") or 0) & LAYOUT
    legacy = [field for field in ("content", "embeds") if now_layout and field not in form and getattr(message, field)]
    if legacy:
        words = f"The '{legacy[0]}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
        Form().refuse((legacy[0],), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
    whole = {"components": _unresolved(message), **form}
    checked = check_message(whole, [each.filename for each in files], flags=message.flags & ~LOADING, editing=True)
    message.before.append(message.text)
    for field in MAY_BE_CLEARED:
        if field in form:
            setattr(message, field, form[field] or ("" if field == "content" else []))
    message.flags = (message.flags | now_layout) & ~LOADING
    message.attachments = files
    message.shown = checked.shown | {each.filename for each in files if each.filename in message.shown and "components" not in form}
    payloads.resolve_media(message.components, files)
    message.edited_at = hub.clock.now()
    hub.address(message, form.get("allowed_mentions") if "allowed_mentions" in form else {"parse": []})
    if not any((message.content, message.embeds, message.components, message.attachments)):
        raise Refused(50006)
    hub.tell("MESSAGE_UPDATE", message)


def _unresolved(message: Message) -> list[JSON]:
    """The components of a message as they may be checked once more."""
    return copy.deepcopy(message.components)


def _keeps(form: JSON, attachment: Attachment) -> bool:
    return any(str(each.get("id")) == str(attachment.id) for each in form["attachments"] or ())


def uploads(call: Call, form: JSON, channel: Channel, kept: list[Attachment] | tuple[()]) -> list[Attachment]:
    """All attachments that the message will have: those `kept`, then those of the request."""
    numbers = sorted(call.files)
    names, sizes = [call.files[number][0] for number in numbers], [len(call.files[number][1]) for number in numbers]
    check_files(form, names, sizes, [str(each.id) for each in kept])
    described = {str(each.get("id")): each for each in form.get("attachments") or ()}
    for each in kept:
        each.description = described.get(str(each.id), {}).get("description", each.description)
    new = []
    for number in numbers:
        name, data = call.files[number]
        about = described.get(str(number), {})
        ident, name = call.hub.ids.next(), about.get("filename") or name
        url = f"{call.hub.base}/attachments/{channel.id}/{ident}/{name}"
        new.append(Attachment(ident, name, data, url, about.get("description")))
    return [*kept, *new]


def refer(hub: Hub, message: Message, form: JSON) -> None:
    """Read `message_reference`. Raises `Refused`: the message isn't there, unless the reference says that it may be missing."""
    reference = form.get("message_reference")
    if not reference:
        return
    target = message.channel.messages.get(int(reference["message_id"]))
    if target is None or target.deleted or target.flags & EPHEMERAL:
        if reference.get("fail_if_not_exists", True):
            Form().refuse(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
        return
    if not message.channel.permissions(hub.me).read_message_history:
        raise Refused(160002)
    message.reply_to = target
    message.reference = {"type": 0, "message_id": str(target.id), "channel_id": str(message.channel.id)}
    if message.channel.guild:
        message.reference["guild_id"] = str(message.channel.guild.id)
