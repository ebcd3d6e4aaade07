"""REST: a guild's scheduled events, those of the kind that takes place somewhere else."""

from __future__ import annotations

from datetime import datetime

from tests.loopback.api import Call, route
from tests.loopback.errors import Refused
from tests.loopback.places import guild_of
from tests.loopback.rules.form import JSON, Form
from tests.loopback.world import Guild

EXTERNAL, GUILD_ONLY = 3, 2
SCHEDULED, CANCELLED = 1, 4
ENDED = 180000


@route("GET", "/guilds/{guild}/scheduled-events")
def events(call: Call) -> list[JSON]:
    return [each for each in guild_of(call).events.values() if each["status"] == SCHEDULED]


@route("POST", "/guilds/{guild}/scheduled-events")
def create(call: Call) -> JSON:
    hub, guild = call.hub, guild_of(call)
    _may(call, guild)
    made: JSON = {
        "id": str(hub.ids.next()),
        "guild_id": str(guild.id),
        "channel_id": None,
        "creator_id": str(hub.me.id),
        "status": SCHEDULED,
        "entity_id": None,
        "image": None,
        "description": None,
    }
    guild.events[int(made["id"])] = _checked(call, made | call.form)
    return guild.events[int(made["id"])]


@route("PATCH", "/guilds/{guild}/scheduled-events/{event}")
def edit(call: Call) -> JSON:
    guild = guild_of(call)
    _may(call, guild)
    event = guild.events.get(call.ident("event"))
    if event is None:
        raise Refused(10070)
    if event["status"] != SCHEDULED:
        raise Refused(ENDED)
    cancelled = call.form.get("status") == CANCELLED
    guild.events[call.ident("event")] = event | call.form if cancelled else _checked(call, event | call.form)
    return guild.events[call.ident("event")]


def _may(call: Call, guild: Guild) -> None:
    if not guild.permissions(call.hub.me).create_events:
        raise Refused(50013)


def _checked(call: Call, event: JSON) -> JSON:
    form = Form()
    form.text((), event, "name", 1, 100)
    form.text((), event, "description", 1, 1000, needed=False)
    form.one_of(("entity_type",), event.get("entity_type"), {EXTERNAL})
    form.one_of(("privacy_level",), event.get("privacy_level"), {GUILD_ONLY})
    form.text(("entity_metadata",), event.get("entity_metadata") or {}, "location", 1, 100)
    start, end = (datetime.fromisoformat(event[f"scheduled_{name}_time"]) for name in ("start", "end"))
    if start <= call.hub.clock.now():
        form.wrong(("scheduled_start_time",), "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.")
    if end <= start:
        form.wrong(("scheduled_end_time",), "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot schedule event to end before start time")
    form.check()
    return event
