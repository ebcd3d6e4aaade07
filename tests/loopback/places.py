"""REST: the application and its commands, users, guilds, channels, members, roles, threads."""

from __future__ import annotations

from tests.loopback import payloads
from tests.loopback.api import Call, route
from tests.loopback.errors import Refused
from tests.loopback.rules.commands import check_commands
from tests.loopback.rules.form import JSON, Form
from tests.loopback.world import DM, THREAD, Channel, Guild


@route("GET", "/users/@me")
def me(call: Call) -> JSON:
    return payloads.user(call.hub.me) | {"verified": True, "mfa_enabled": False, "flags": 0, "locale": "en-US"}


@route("GET", "/oauth2/applications/@me")
@route("GET", "/applications/@me")
def application(call: Call) -> JSON:
    return call.hub.application()


@route("PATCH", "/applications/@me")
def edit_application(call: Call) -> JSON:
    edited: JSON = call.hub.application() | call.form
    return edited


@route("GET", "/gateway/bot")
def gateway(call: Call) -> JSON:
    start = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.hub.gateway.url, "shards": 1, "session_start_limit": start}


@route("GET", "/gateway", unauthorised=True)
def any_gateway(call: Call) -> JSON:
    return {"url": call.hub.gateway.url}


@route("GET", "/users/@me/guilds")
def my_guilds(call: Call) -> list[JSON]:
    return [
        {
            "id": str(each.id),
            "name": each.name,
            "icon": None,
            "owner": False,
            "permissions": str(each.permissions(call.hub.me).value),
            "features": [],
        }
        for each in call.hub.joined()
    ]


@route("POST", "/users/@me/channels")
def open_direct(call: Call) -> JSON:
    user = call.hub.users.get(int(call.form["recipient_id"]))
    if user is None:
        raise Refused(10013)
    if user.bot:
        raise Refused(50007)
    return payloads.channel(call.hub.direct(user), call.hub.me)


@route("GET", "/users/{user}")
def user(call: Call) -> JSON:
    found = call.hub.users.get(call.ident("user"))
    if found is None:
        raise Refused(10013)
    return payloads.user(found)


@route("GET", "/channels/{channel}")
def channel(call: Call) -> JSON:
    return payloads.channel(call.hub.channel(call.ident("channel")), call.hub.me)


def guild_of(call: Call) -> Guild:
    guild = call.hub.guilds.get(call.ident("guild"))
    if guild is None or call.hub.me not in guild.members:
        raise Refused(10004)
    return guild


@route("GET", "/guilds/{guild}")
def guild(call: Call) -> JSON:
    return payloads.guild(guild_of(call), call.hub.me)


@route("GET", "/guilds/{guild}/channels")
def channels(call: Call) -> list[JSON]:
    return [payloads.channel(each, call.hub.me) for each in guild_of(call).channels.values() if each.kind != THREAD]


@route("GET", "/guilds/{guild}/roles")
def roles(call: Call) -> list[JSON]:
    return [payloads.role(each, at) for at, each in enumerate(guild_of(call).roles.values())]


@route("GET", "/guilds/{guild}/members/{user}")
def member(call: Call) -> JSON:
    guild, user = guild_of(call), call.hub.users.get(call.ident("user"))
    if user is None:
        raise Refused(10013)
    if user not in guild.members:
        raise Refused(10007)
    return payloads.member(guild, user)


@route("POST", "/channels/{channel}/threads")
@route("POST", "/channels/{channel}/messages/{message}/threads")
def start_thread(call: Call) -> JSON:
    hub = call.hub
    parent = hub.channel(call.ident("channel"))
    check = Form()
    name = check.text((), call.form, "name", 1, 100)
    check.check()
    if parent.guild is None or not parent.permissions(hub.me).create_public_threads:
        raise Refused(50013)
    ident = call.ident("message") if "message" in call.place else hub.ids.next()
    thread = Channel(ident, name, THREAD, parent.guild, parent, people=(hub.me,))
    hub.channels[ident] = parent.guild.channels[ident] = thread
    hub.tell_place("THREAD_CREATE", thread, newly_created=True)
    return payloads.channel(thread, hub.me)


@route("PUT", "/channels/{channel}/thread-members/@me")
def join_thread(call: Call) -> None:
    if call.hub.channel(call.ident("channel")).kind == DM:
        raise Refused(50013)


def _commands(call: Call) -> int | None:
    """The place whose commands are meant. Raises `Refused`: another application's, or an unknown guild."""
    if call.ident("application") != call.hub.me.id:
        raise Refused(50001)
    return guild_of(call).id if "guild" in call.place else None


@route("GET", "/applications/{application}/commands")
@route("GET", "/applications/{application}/guilds/{guild}/commands")
def commands(call: Call) -> list[JSON]:
    known = call.hub.commands.get(_commands(call), [])
    return known if call.query.get("with_localizations") in {"1", "true"} else [_plain(each) for each in known]


def _plain(form: JSON) -> JSON:
    """A command as it is shown without its words in other languages."""
    kept = {key: value for key, value in form.items() if not key.endswith("_localizations")}
    if "options" in kept:
        kept["options"] = [_plain(each) for each in kept["options"]]
    return kept


@route("PUT", "/applications/{application}/commands")
@route("PUT", "/applications/{application}/guilds/{guild}/commands")
def overwrite_commands(call: Call) -> list[JSON]:
    hub, place = call.hub, _commands(call)
    check_commands(call.form)
    known = {(each["type"], each["name"]): each["id"] for each in hub.commands.get(place, ())}
    written = []
    for command in call.form:
        full = {"type": 1, "description": "", "options": [], "default_member_permissions": None, "nsfw": False} | command
        full |= {"application_id": str(hub.me.id), "version": str(hub.ids.next())}
        full["id"] = known.get((full["type"], full["name"])) or str(hub.ids.next())
        full["integration_types"] = command.get("integration_types") or [0]
        full["contexts"] = command.get("contexts")
        full["dm_permission"] = full["contexts"] is None or 1 in full["contexts"]
        if place is not None:
            full["guild_id"] = str(place)
        written.append(full)
    hub.commands[place] = written
    hub.written += 1
    return written
