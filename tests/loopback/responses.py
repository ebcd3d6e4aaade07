"""REST: what a bot answers to interactions: callbacks, the original response, follow-ups."""

from __future__ import annotations

from tests.loopback.api import Call, route
from tests.loopback.errors import Refused
from tests.loopback.interaction import (
    ANSWERS,
    CHOICES,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    FOLLOW_UPS_OF_USER_INSTALLS,
    MESSAGE,
    MODAL,
    MODAL_SUBMIT,
    TOKEN_LIVES,
    UPDATE,
    Interaction,
)
from tests.loopback.posting import as_form, change, post, publish
from tests.loopback.rules.commands import check_choices
from tests.loopback.rules.form import JSON, Form
from tests.loopback.rules.messages import EPHEMERAL, LOADING
from tests.loopback.rules.modals import check_modal
from tests.loopback.world import Message


@route("POST", "/interactions/{interaction}/{token}/callback", unauthorised=True)
def callback(call: Call) -> JSON | None:
    hub, form = call.hub, as_form(call.form)
    interaction = hub.interactions.get(call.ident("interaction"))
    if interaction is None or interaction.token != call.place["token"]:
        raise Refused(10062)
    if interaction.answer is not None:
        raise Refused(40060)
    _check_kind(interaction, form)
    data = form.get("data") or {}
    match form["type"]:
        case 4:
            interaction.original = post(call, data, interaction.channel, interaction=interaction, flags=_forced(interaction))
        case 5:
            _think(call, interaction, data)
        case 6:
            interaction.original = interaction.source
        case 7 if interaction.source is not None:
            change(call, data, interaction.source)
            interaction.original, interaction.updated = interaction.source, True
        case 8:
            _check_choices(interaction, data)
        case 9:
            check_modal(data)
    interaction.answer, interaction.answered_at = form, hub.clock.now()
    return _with_response(call, interaction) if call.query.get("with_response") in {"1", "true"} else None


def _check_kind(interaction: Interaction, form: JSON) -> None:
    """An autocomplete takes choices only; only what began on a message can update one."""
    check = Form()
    allowed = ANSWERS[interaction.kind]
    if interaction.kind == MODAL_SUBMIT and interaction.source is None:
        allowed = allowed - {UPDATE, DEFERRED_UPDATE}
    check.one_of(("type",), form.get("type"), allowed)
    check.check()


def _check_choices(interaction: Interaction, data: JSON) -> None:
    check = Form()
    focused: JSON = next((each for each in interaction.data["options"] if each.get("focused")), {})
    check_choices(check, ("data",), data, focused.get("type"))
    check.check()


def _forced(interaction: Interaction) -> int:
    """An app of a user's own speaks to that user alone where the place doesn't let it speak to all."""
    if interaction.channel.guild and "0" not in interaction.owners:
        may = interaction.channel.permissions(interaction.user)
        return 0 if may.use_external_apps else EPHEMERAL
    return 0


def _think(call: Call, interaction: Interaction, data: JSON) -> None:
    hub = call.hub
    flags = (data.get("flags") or 0) & EPHEMERAL | LOADING | _forced(interaction)
    message = Message(hub.ids.next(), interaction.channel, hub.me, hub.clock.now(), flags=flags, interaction=interaction)
    interaction.original = message
    publish(hub, message)


def _with_response(call: Call, interaction: Interaction) -> JSON:
    kind = (interaction.answer or {})["type"]
    about: JSON = {"id": str(interaction.id), "type": interaction.kind}
    resource: JSON = {"type": kind}
    message = interaction.original
    if message is not None and kind not in {CHOICES, MODAL}:
        about |= {"response_message_id": str(message.id), "response_message_loading": message.thinking}
        about["response_message_ephemeral"] = message.ephemeral
    if message is not None and kind in {MESSAGE, DEFERRED, UPDATE}:
        resource["message"] = call.hub.shown(message)
    return {"interaction": about, "resource": resource}


def _answered(call: Call) -> Interaction:
    """The interaction of a webhook token. Raises `Refused`: no such, not acknowledged yet, or too old."""
    if call.ident("application") != call.hub.me.id:
        raise Refused(10015)
    token = call.place["token"]
    interaction = call.hub.tokens.get(token)
    if interaction is None or interaction.answer is None or interaction.answer["type"] == CHOICES:
        raise Refused(10015)
    if call.hub.clock.now() - interaction.made_at > TOKEN_LIVES:
        raise Refused(50027)
    return interaction


def _of(interaction: Interaction, which: str) -> Message:
    if which == "@original":
        found = interaction.original or (interaction.source if interaction.kind == COMPONENT else None)
    else:
        found = next((each for each in interaction.messages if str(each.id) == which), None)
    if found is None or found.deleted:
        raise Refused(10008)
    return found


@route("POST", "/webhooks/{application}/{token}", "webhook", unauthorised=True)
def follow_up(call: Call) -> JSON | None:
    interaction, form = _answered(call), as_form(call.form)
    if interaction.original is not None and interaction.original.thinking:
        change(call, form, interaction.original)  # the first follow-up takes the place of "is thinking ..."
        return call.hub.shown(interaction.original)
    if "0" not in interaction.owners and len(interaction.follow_ups) >= FOLLOW_UPS_OF_USER_INSTALLS:
        raise Refused(40094)
    message = post(call, form, interaction.channel, interaction=interaction, flags=_forced(interaction))
    interaction.follow_ups.append(message)
    return call.hub.shown(message)


@route("GET", "/webhooks/{application}/{token}/messages/{message}", "webhook", unauthorised=True)
def read(call: Call) -> JSON:
    return call.hub.shown(_of(_answered(call), call.place["message"]))


@route("PATCH", "/webhooks/{application}/{token}/messages/{message}", "webhook", unauthorised=True)
def edit(call: Call) -> JSON:
    interaction = _answered(call)
    message = _of(interaction, call.place["message"])
    change(call, as_form(call.form), message)
    interaction.updated = True
    return call.hub.shown(message)


@route("DELETE", "/webhooks/{application}/{token}/messages/{message}", "webhook", unauthorised=True)
def delete(call: Call) -> None:
    call.hub.remove(_of(_answered(call), call.place["message"]))
