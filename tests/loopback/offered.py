"""What Discord's client offers a person in a place, and the interaction that it makes of their choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from tests.loopback import payloads
from tests.loopback.hub import Hub
from tests.loopback.interaction import COMPONENT, Interaction
from tests.loopback.rules.form import JSON
from tests.loopback.world import DM, Attachment, Channel, Message, Role, User

IN_GUILD, WITH_BOT, PRIVATE = 0, 1, 2
KINDS: dict[int, type | tuple[type, ...]] = {3: str, 4: int, 5: bool, 6: User, 7: Channel, 8: Role, 10: (int, float), 11: Attachment}


@dataclass(frozen=True)
class Offered:
    """A command, down to the part that is used: `path` names the parts between it and the whole, `options` are its own."""

    whole: JSON
    path: tuple[JSON, ...]
    options: list[JSON]


def context(hub: Hub, channel: Channel) -> int:
    if channel.guild is not None:
        return IN_GUILD
    return WITH_BOT if channel.kind == DM and hub.me in channel.people else PRIVATE


def commands(hub: Hub, user: User, channel: Channel) -> list[JSON]:
    """Those that this person is offered here."""
    known = hub.commands[None] + (hub.commands.get(channel.guild.id, []) if channel.guild else [])
    return [each for each in known if _offered(hub, each, user, channel)]


def _offered(hub: Hub, command: JSON, user: User, channel: Channel) -> bool:
    here = context(hub, channel)
    contexts = command.get("contexts")
    if here not in (contexts if contexts is not None else (IN_GUILD, WITH_BOT)) or not owners(hub, command, user, channel):
        return False
    needed = command.get("default_member_permissions")
    if needed is not None and channel.guild is not None:
        has = channel.permissions(user)
        return has.administrator or (int(needed) != 0 and has.value & int(needed) == int(needed))
    return True


def owners(hub: Hub, command: JSON, user: User, channel: Channel) -> dict[str, str]:
    """Who installed the app so that this command can be used here: "0" the guild, "1" the person."""
    found = {}
    kinds = command.get("integration_types") or [0]
    if 0 in kinds and channel.guild is not None and hub.me in channel.guild.members:
        found["0"] = str(channel.guild.id)
    if 0 in kinds and context(hub, channel) == WITH_BOT:
        found["0"] = "0"
    if 1 in kinds and user.installed:
        found["1"] = str(user.id)
    return found


def _named(hub: Hub, user: User, channel: Channel, name: str, kind: int) -> JSON:
    here = commands(hub, user, channel)
    fitting = [each for each in here if each["name"] == name and each["type"] == kind]
    assert fitting, f"{user.name} is not offered {name!r} in {channel.name}, but {sorted(each['name'] for each in here)}"
    return fitting[0]


def command(hub: Hub, user: User, channel: Channel, name: str) -> Offered:
    """`name`: of the command, and of its parts after it."""
    first, *parts = name.split()
    whole = _named(hub, user, channel, first, 1)
    path: list[JSON] = []
    options: list[JSON] = whole.get("options") or []
    for part in parts:
        found = next((each for each in options if each["name"] == part and each["type"] in (1, 2)), None)
        assert found, f"/{name} has no part {part!r}"
        path.append(found)
        options = found.get("options") or []
    assert not any(each["type"] in (1, 2) for each in options), f"/{name} needs one of its parts"
    return Offered(whole, tuple(path), options)


def fits(found: Offered, options: Mapping[str, object]) -> None:
    """The client lets nothing else be sent."""
    for option in found.options:
        name, value = option["name"], options.get(option["name"])
        assert value is not None or not option.get("required"), f"{name!r} has to be given"
        if value is None:
            continue
        choices = option.get("choices") or []
        assert not choices or value in [each["value"] for each in choices], f"{value!r} is none of {choices}"
        if isinstance(value, str):
            least, most = option.get("min_length", 0), option.get("max_length", 6000)
            assert least <= len(value) <= most, f"{name!r} takes {least} to {most} characters"
        elif isinstance(value, int | float) and not isinstance(value, bool):
            assert option.get("min_value", value) <= value <= option.get("max_value", value), f"{name!r} is out of range"


def filled(hub: Hub, found: Offered, options: Mapping[str, object], focused: str | None, user: User) -> JSON:
    """The data of the interaction. `focused`: the option that is being typed, which may then be of any text."""
    known = {each["name"]: each for each in found.options}
    unknown = set(options) - set(known)
    assert not unknown, f"/{found.whole['name']} has no options {unknown}, but {sorted(known)}"
    values: list[JSON] = []
    resolved: dict[str, JSON] = {}
    for name, value in options.items():
        if value is None:
            continue
        kind = known[name]["type"]
        assert name == focused or isinstance(value, KINDS[kind]), f"{name!r} is of another type than {value!r}"
        if isinstance(value, User | Channel | Role | Attachment):
            table, shown = _resolved(hub, value, user)
            resolved.setdefault(table, {})[str(value.id)] = shown
        plain = str(value.id) if isinstance(value, User | Channel | Role | Attachment) else value
        values.append({"name": name, "type": kind, "value": plain} | ({"focused": True} if name == focused else {}))
    for part in reversed(found.path):
        values = [{"name": part["name"], "type": part["type"], "options": values}]
    data = {"id": found.whole["id"], "name": found.whole["name"], "type": 1, "options": values}
    return data | {"resolved": resolved} if resolved else data


def _resolved(hub: Hub, value: User | Channel | Role | Attachment, user: User) -> tuple[str, JSON]:
    """What the app is told of an option that is more than a text, and under which name."""
    match value:
        case User():
            return "users", payloads.user(value)
        case Role():
            return "roles", payloads.role(value, 1)
        case Attachment():
            return "attachments", payloads.attachment(value)
    shown = {"id": str(value.id), "type": value.kind, "name": value.name, "permissions": str(value.permissions(user).value), "flags": 0}
    if value.guild:
        shown["guild_id"] = str(value.guild.id)
    if value.parent:
        shown |= {"parent_id": str(value.parent.id), "thread_metadata": {"archived": False, "auto_archive_duration": 1440, "locked": False}}
    return "channels", shown


def pointed(hub: Hub, user: User, channel: Channel, name: str, target: Message | User) -> JSON:
    """The data of a context menu, with the `command` beside it. The target is shown to the app whatever it is."""
    whole = _named(hub, user, channel, name, 3 if isinstance(target, Message) else 2)
    if isinstance(target, Message):
        resolved = {"messages": {str(target.id): payloads.message(target, reader=hub.me, all_content=True)}}
    else:
        resolved = {"users": {str(target.id): payloads.user(target)}}
    return {"command": whole, "id": whole["id"], "name": name, "type": whole["type"], "target_id": str(target.id), "resolved": resolved}


def payload(hub: Hub, one: Interaction) -> JSON:
    """INTERACTION_CREATE."""
    channel = one.channel
    here = payloads.channel(channel, hub.me)
    data: JSON = {
        "id": str(one.id),
        "application_id": str(hub.me.id),
        "type": one.kind,
        "token": one.token,
        "version": 1,
        "data": one.data,
        "channel_id": str(channel.id),
        "channel": here,
        "locale": one.user.locale,
        "context": context(hub, channel),
        "authorizing_integration_owners": dict(one.owners),
        "entitlements": [],
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    if channel.guild is not None:
        guild = channel.guild
        mine = channel.permissions(hub.me) if hub.me in guild.members else guild.roles[guild.id].permissions
        may = channel.permissions(one.user)
        here["permissions"] = str(may.value)
        data |= {"guild_id": str(guild.id), "guild": {"id": str(guild.id), "locale": guild.locale, "features": []}}
        data |= {"guild_locale": guild.locale, "app_permissions": str(mine.value)}
        data["member"] = payloads.member(guild, one.user) | {"permissions": str(may.value)}
    else:
        data |= {"user": payloads.user(one.user), "app_permissions": str(discord.Permissions.all_channel().value)}
    if one.source is not None and one.kind >= COMPONENT:
        data["message"] = payloads.message(one.source, reader=hub.me, all_content=True)
    return data
