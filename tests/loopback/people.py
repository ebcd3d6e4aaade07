"""What people do. A verb is a plain call that returns at once; what comes of it is awaited on what it returns."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from tests.loopback import offered, payloads
from tests.loopback.interaction import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction, Modal
from tests.loopback.rules.components import LINK, MENU
from tests.loopback.rules.form import JSON
from tests.loopback.scenery import Scenery
from tests.loopback.world import Attachment, Channel, Message, User


class People(Scenery):
    """In texts `@name` becomes a mention of whoever has that name, as when the client completes it."""

    def say(
        self,
        user: User,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        files: Mapping[str, bytes] | None = None,
    ) -> Message:
        """Send a message. `ping`: a reply notifies its author, as clients do unless told otherwise."""
        assert channel.permissions(user).view_channel, f"{user.name} can't see {channel.name}"
        hub = self.hub
        message = Message(hub.ids.next(), channel, user, hub.clock.now(), self._completed(text), reply_to=reply_to)
        if reply_to is not None:
            message.reference = {"type": 0, "message_id": str(reply_to.id), "channel_id": str(reply_to.channel.id)}
        for name, data in (files or {}).items():
            ident = hub.ids.next()
            message.attachments.append(Attachment(ident, name, data, f"{hub.base}/attachments/{channel.id}/{ident}/{name}"))
        hub.address(message, None if ping else {"parse": ["users", "roles", "everyone"], "replied_user": False})
        channel.messages[message.id] = message
        hub.tell("MESSAGE_CREATE", message)
        return message

    def file(self, name: str, data: bytes) -> Attachment:
        """A file to give to a command that takes one."""
        ident = self.hub.ids.next()
        made = Attachment(ident, name, data, f"{self.hub.base}/attachments/0/{ident}/{quote(name, safe='')}")
        self.hub.uploads[ident] = made
        return made

    def edit(self, user: User, message: Message, text: str) -> None:
        assert message.author is user, "people edit their own messages only"
        message.before.append(message.text)
        message.content = self._completed(text)
        message.edited_at = self.hub.clock.now()
        self.hub.address(message, None)
        self.hub.tell("MESSAGE_UPDATE", message)

    def delete(self, user: User, message: Message) -> None:
        may = message.author is user or message.channel.permissions(user).manage_messages
        assert may, f"{user.name} may not delete this"
        self.hub.remove(message)

    def slash(self, user: User, channel: Channel, command: str, /, **options: object) -> Interaction:
        """Use a command, `"group sub"` where it has parts. Options by their names; people, channels, roles and files as they are."""
        found = offered.command(self.hub, user, channel, command)
        offered.fits(found, options)
        data = offered.filled(self.hub, found, options, None, user)
        return self._do(COMMAND, f"/{command}", user, channel, data, owners=offered.owners(self.hub, found.whole, user, channel))

    async def autocomplete(self, user: User, channel: Channel, command: str, /, **options: object) -> list[JSON]:
        """What is offered while the last one of `options` is being typed: choices with `name` and `value`."""
        return await self.type(user, channel, command, **options).choices()

    def type(self, user: User, channel: Channel, command: str, /, **options: object) -> Interaction:
        """Type at the last one of `options`, and wait for no offers."""
        found = offered.command(self.hub, user, channel, command)
        focused = list(options)[-1]
        data = offered.filled(self.hub, found, options, focused, user)
        owners = offered.owners(self.hub, found.whole, user, channel)
        return self._do(AUTOCOMPLETE, f"/{command} {options}", user, channel, data, owners=owners)

    def context_menu(self, user: User, name: str, target: Message | User, channel: Channel | None = None) -> Interaction:
        """`channel` is needed where the target is a person."""
        place = target.channel if isinstance(target, Message) else channel
        assert place is not None, "name the channel in which it is done"
        data = offered.pointed(self.hub, user, place, name, target)
        owners = offered.owners(self.hub, data.pop("command"), user, place)
        return self._do(COMMAND, f'"{name}"', user, place, data, owners=owners)

    def click(self, user: User, message: Message, button: str) -> Interaction:
        """`button`: its label, or its custom_id."""
        self._sees(user, message)
        fitting = [each for each in message.buttons if button in (each.get("label"), each.get("custom_id"))]
        assert len(fitting) == 1, f"{len(fitting)} buttons {button!r} among {message.labels}"
        found = fitting[0]
        assert found["style"] != LINK, f"{button!r} is a link"
        assert not found.get("disabled"), f"{button!r} is disabled"
        return self._on(user, message, f"button {button!r}", {"custom_id": found["custom_id"], "component_type": 2, "id": found["id"]})

    def forge(self, user: User, message: Message, custom_id: str) -> Interaction:
        """Press a button that the message hasn't, as a client that was tampered with can."""
        self._sees(user, message)
        button: JSON = {"type": 2, "id": 901, "style": 2, "label": "forged", "custom_id": custom_id}
        message.components.append({"type": 1, "id": 900, "components": [button]})
        try:
            return self._on(user, message, f"forged button {custom_id!r}", {"custom_id": custom_id, "component_type": 2, "id": 901})
        finally:
            message.components.pop()

    def choose(self, user: User, message: Message, *chosen: str, menu: str | None = None) -> Interaction:
        """Choose from a menu, by labels or values. `menu`: its custom_id or placeholder, where there are several."""
        self._sees(user, message)
        fitting = [each for each in message.menus if menu in (None, each["custom_id"], each.get("placeholder"))]
        assert len(fitting) == 1, f"{len(fitting)} menus fit {menu!r}"
        found = fitting[0]
        assert not found.get("disabled"), "the menu is disabled"
        values = _picked(found, chosen)
        data: JSON = {"custom_id": found["custom_id"], "component_type": found["type"], "values": values, "id": found["id"]}
        if found["type"] != MENU:
            data["resolved"] = {"users": {each: payloads.user(self.hub.users[int(each)]) for each in values if int(each) in self.hub.users}}
        return self._on(user, message, f"choice of {chosen}", data)

    def submit(self, modal: Modal, entries: Mapping[str, str | Sequence[str]]) -> Interaction:
        """Fill in a form and send it. `entries`: by label or custom_id; what is left out keeps what it was filled with."""
        asked = modal.asked
        unknown = set(entries) - {name for label, field in modal.fields() for name in (label, field["custom_id"])}
        assert not unknown, f"no such fields: {unknown}"
        components = [_sent(each, entries) for each in modal.components]
        data = {"custom_id": modal.custom_id, "components": components}
        name = f"form {modal.title!r}"
        source = asked.source
        return self._do(MODAL_SUBMIT, name, asked.user, asked.channel, data, owners=asked.owners, source=source, parent=asked)

    def _completed(self, text: str) -> str:
        if "@" in text:
            first, *others = text.split("@")
            text = first + "".join(_mentioning(other, self.hub.mentions) for other in others)
        assert len(text) <= 4000, "people can't send more than 4,000 characters"
        return text

    def _sees(self, user: User, message: Message) -> None:
        assert not message.deleted, "the message is gone"
        seen = not message.ephemeral or (message.interaction is not None and message.interaction.user is user)
        assert seen, f"{user.name} can't see this message"

    def _on(self, user: User, message: Message, name: str, data: JSON) -> Interaction:
        came = message.interaction
        owners = came.owners if came is not None else {"0": str(message.channel.guild.id) if message.channel.guild else "0"}
        return self._do(COMPONENT, name, user, message.channel, data, owners=owners, source=message)

    def _do(
        self,
        kind: int,
        name: str,
        user: User,
        channel: Channel,
        data: JSON,
        *,
        owners: Mapping[str, str],
        source: Message | None = None,
        parent: Interaction | None = None,
    ) -> Interaction:
        hub = self.hub
        shown = f"{name} by {user.name}"
        token = secrets.token_urlsafe(32)
        made = Interaction(hub.ids.next(), token, kind, shown, user, channel, hub.clock.now(), data, hub.transcript, owners, source, parent)
        hub.interactions[made.id] = hub.tokens[token] = made
        payload = offered.payload(hub, made)
        hub.gateway.dispatch("INTERACTION_CREATE", 0, lambda _: payload)
        return made


def _mentioning(text: str, named: Mapping[str, str]) -> str:
    """What follows an @, its longest name replaced by the mention of whoever has it."""
    length = next((at for at in range(min(len(text), 40), 0, -1) if text[:at] in named), 0)
    return named[text[:length]] + text[length:] if length else f"@{text}"


def _picked(menu: JSON, chosen: Sequence[str]) -> list[str]:
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    assert least <= len(chosen) <= most, f"{least} to {most} can be chosen"
    if menu["type"] != MENU:
        return list(chosen)
    values: dict[str, str] = {}
    for option in menu["options"]:
        values |= {option["label"]: option["value"], option["value"]: option["value"]}
    missing = [each for each in chosen if each not in values]
    assert not missing, f"{missing} is not on the menu: {[each['label'] for each in menu['options']]}"
    return [values[each] for each in chosen]


def _sent(component: JSON, entries: Mapping[str, str | Sequence[str]]) -> JSON:
    """One component of a form as the client sends it back."""
    if component["type"] == 1:
        return {
            "type": 1,
            "id": component["id"],
            "components": [_entered(child, child["label"], entries) for child in component["components"]],
        }
    if component["type"] == 18:
        return {"type": 18, "id": component["id"], "component": _entered(component["component"], component["label"], entries)}
    return {"type": component["type"], "id": component["id"]}


def _entered(field: JSON, label: str, entries: Mapping[str, str | Sequence[str]]) -> JSON:
    given = entries.get(label, entries.get(field["custom_id"]))
    data: JSON = {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"]}
    if field["type"] != 4:
        chosen = [given] if isinstance(given, str) else list(given or ())
        if given is None:
            chosen = [each["value"] for each in field.get("options") or () if each.get("default")]
        if field["type"] in {3, 21, 22}:
            known = {name: each["value"] for each in field["options"] for name in (each["label"], each["value"])}
            chosen = [known[each] for each in chosen]
        return data | ({"value": chosen[0] if chosen else None} if field["type"] == 21 else {"values": chosen})
    text = given if isinstance(given, str) else field.get("value") or ""
    assert text or not field.get("required", True), f"{label!r} has to be filled in"
    if text:
        least, most = field.get("min_length") or 0, field.get("max_length") or 4000
        assert least <= len(text) <= most, f"{label!r} takes {least} to {most} characters"
    return data | {"value": text}
