"""The loopback Discord is as strict about forms as the real one."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.loopback import UNLIMITED, Discord
from tests.loopback.world import Channel, User

JSON = dict[str, Any]
LAYOUT = 1 << 15


def words(count: int) -> JSON:
    return {"type": 10, "content": "x" * count}


def button(custom_id: str = "a", **more: object) -> JSON:
    return {"type": 2, "style": 1, "label": "A", "custom_id": custom_id} | more


def row(*children: JSON) -> JSON:
    return {"type": 1, "components": list(children)}


def menu(options: int = 2, **more: object) -> JSON:
    return {"type": 3, "custom_id": "m", "options": [{"label": str(at), "value": str(at)} for at in range(options)]} | more


def layout(*components: JSON, **more: object) -> JSON:
    return {"flags": LAYOUT, "components": list(components)} | more


def gallery(url: str, description: str = "") -> JSON:
    return {"type": 12, "items": [{"media": {"url": url}, "description": description}]}


class Client:
    """Sends forms as they are, without a library that would keep it from sending wrong ones."""

    def __init__(self, server: Discord, session: aiohttp.ClientSession) -> None:
        self.server = server
        self._session = session

    async def send(self, method: str, path: str, form: object, files: dict[str, bytes] | None = None) -> tuple[int, Any]:
        data: Any = json.dumps(form)
        headers = {"Authorization": f"Bot {self.server.token}", "Content-Type": "application/json"}
        if files:
            data = aiohttp.FormData({"payload_json": json.dumps(form)})
            for at, (name, content) in enumerate(files.items()):
                data.add_field(f"files[{at}]", content, filename=name, content_type="application/octet-stream")
            del headers["Content-Type"]
        async with self._session.request(method, self.server.api + path, data=data, headers=headers) as response:
            return response.status, await response.json() if response.status != 204 else None


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Discord(limits=UNLIMITED) as server, aiohttp.ClientSession() as session:
        yield Client(server, session)


@pytest.fixture
def ada(client: Client) -> User:
    return client.server.user("Ada")


@pytest.fixture
def general(client: Client, ada: User) -> Channel:
    return client.server.channel(client.server.guild("Allies", ada), "general")


def found(body: JSON) -> dict[str, str]:
    """The errors tree as paths with their first code."""

    def walk(node: JSON, path: str) -> dict[str, str]:
        paths: dict[str, str] = {}
        for key, value in node.items():
            paths |= {path: value[0]["code"]} if key == "_errors" else walk(value, f"{path}.{key}".strip("."))
        return paths

    return walk(body["errors"], "")


GOOD: list[JSON] = [
    {"content": "x" * 2000},
    {"content": "hello", "nonce": "x" * 25, "allowed_mentions": {"parse": ["users"], "roles": ["1"]}},
    {"embeds": [{"title": "x" * 256, "description": "y" * 4096}]},
    {"content": "x", "components": [row(button("a"), button("b"), button("c"), button("d"), button("e")), row(menu(25))]},
    layout(words(4000)),
    layout(*[words(1) for _ in range(40)]),
    layout({"type": 17, "accent_color": 0xFFFFFF, "components": [words(10), {"type": 14}, row(button())]}),
    layout({"type": 9, "components": [words(1), words(1), words(1)], "accessory": button()}),
    layout(gallery("https://example.org/a.png", "x" * 1024)),
    layout(row({"type": 2, "style": 5, "label": "Source", "url": "https://www.nato.int/"})),
]


@pytest.mark.parametrize("form", GOOD)
async def test_a_form_that_keeps_the_rules_is_taken(client: Client, general: Channel, form: JSON) -> None:
    status, _ = await client.send("POST", f"/channels/{general.id}/messages", form)
    assert status == 200


BAD: list[tuple[JSON, str, str]] = [
    ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
    ({"content": "x", "nonce": "x" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH"),
    ({"content": "x", "flags": 1}, "flags", "MESSAGE_FLAGS_INVALID"),
    ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"fields": [{"name": "", "value": "x"}]}]}, "embeds.0.fields.0.name", "BASE_TYPE_BAD_LENGTH"),
    ({"embeds": [{"description": "x" * 4000}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
    (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    ({"content": "x", "components": [row(button(each)) for each in "abcdef"]}, "components", "BASE_TYPE_BAD_LENGTH"),
    ({"content": "x", "components": [words(1)]}, "components.0.type", "BASE_TYPE_CHOICES"),
    ({"content": "x", "message_reference": {"message_id": "5"}}, "message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"),
    (layout(words(1), content="x"), "content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
    (layout(words(1), embeds=[{"title": "x"}]), "embeds", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
    (layout(words(2500), words(1501)), "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
    (layout({"type": 17, "components": [words(1) for _ in range(40)]}), "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    (layout(words(0)), "components.0.content", "BASE_TYPE_BAD_LENGTH"),
    (layout(button()), "components.0.type", "BASE_TYPE_CHOICES"),
    (layout(row(*[button(each) for each in "abcdef"])), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (layout(row()), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (layout(row(menu(), button())), "components.0.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    (layout(row(button("a"), button("a"))), "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
    (layout(row(button("x" * 101))), "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"),
    (layout(row(button(label="x" * 81))), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"),
    (layout(row(button(style=9))), "components.0.components.0.style", "BASE_TYPE_CHOICES"),
    (layout(row(button(label=None))), "components.0.components.0.label", "BUTTON_COMPONENT_LABEL_OR_EMOJI"),
    (
        layout(row({"type": 2, "style": 5, "label": "x", "url": "ftp://x"})),
        "components.0.components.0.url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    (layout(row(menu(26))), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
    (layout(row(menu(2, placeholder="x" * 151))), "components.0.components.0.placeholder", "BASE_TYPE_MAX_LENGTH"),
    (layout(row(menu(2, max_values=3))), "components.0.components.0.max_values", "SELECT_COMPONENT_MAX_VALUES"),
    (layout({"type": 9, "components": [words(1)] * 4, "accessory": button()}), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (layout({"type": 9, "components": [words(1)]}), "components.0.accessory", "BASE_TYPE_REQUIRED"),
    (layout({"type": 17, "components": []}), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (layout({"type": 17, "components": [{"type": 17, "components": [words(1)]}]}), "components.0.components.0.type", "BASE_TYPE_CHOICES"),
    (layout({"type": 17, "accent_color": 1 << 24, "components": [words(1)]}), "components.0.accent_color", "NUMBER_TYPE_RANGE"),
    (layout(gallery("https://example.org/a.png", "x" * 1025)), "components.0.items.0.description", "BASE_TYPE_MAX_LENGTH"),
    (
        layout(gallery("attachment://lost.png")),
        "components.0.items.0.media.url",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    (layout({"type": 13, "file": {"url": "https://example.org/a.txt"}}), "components.0.file.url", "URL_TYPE_INVALID_SCHEME"),
    (layout(words(1), attachments=[{"id": 0, "description": "x"}]), "attachments.0.id", "ATTACHMENT_NOT_FOUND"),
]


@pytest.mark.parametrize(("form", "path", "code"), BAD)
async def test_a_form_that_breaks_a_rule_comes_back(client: Client, general: Channel, form: JSON, path: str, code: str) -> None:
    status, body = await client.send("POST", f"/channels/{general.id}/messages", form)
    assert (status, body["code"]) == (400, 50035)
    assert found(body) == {path: code}
    assert general.messages == {}


async def test_an_empty_message_is_none(client: Client, general: Channel) -> None:
    status, body = await client.send("POST", f"/channels/{general.id}/messages", {"content": ""})
    assert (status, body["code"]) == (400, 50006)


async def test_attachments_stay_unless_an_edit_leaves_them_out(client: Client, general: Channel) -> None:
    place = f"/channels/{general.id}/messages"
    form = layout(words(1), gallery("attachment://a.png"), attachments=[{"id": 0, "description": "A picture"}])
    assert (await client.send("POST", place, form, {"a.png": b"png"}))[0] == 200
    (message,) = general.messages.values()
    assert (message.attachments[0].description, message.alt_texts) == ("A picture", [""])
    assert (await client.send("PATCH", f"{place}/{message.id}", {"components": [gallery("attachment://a.png")]}))[0] == 200
    status, body = await client.send("PATCH", f"{place}/{message.id}", {"components": [gallery("attachment://a.png")], "attachments": []})
    assert (status, list(found(body))) == (400, ["components.0.items.0.media.url"])
    again = layout(gallery("attachment://b.png"), attachments=[{"id": 0}])
    assert (await client.send("PATCH", f"{place}/{message.id}", again, {"b.png": b"new"}))[0] == 200
    assert [each.filename for each in message.attachments] == ["b.png"]


async def test_old_content_stands_in_the_way_of_components_v2(client: Client, general: Channel) -> None:
    place = f"/channels/{general.id}/messages"
    await client.send("POST", place, {"content": "x"})
    (message,) = general.messages.values()
    status, body = await client.send("PATCH", f"{place}/{message.id}", layout(words(1)))
    assert (status, list(found(body))) == (400, ["content"])
    assert (await client.send("PATCH", f"{place}/{message.id}", layout(words(1), content=None)))[0] == 200
    assert (message.text, message.layout) == ("x", True)


@pytest.mark.parametrize(
    ("form", "path"),
    [
        ({"content": "x" * 2001}, "content"),
        (layout(words(4001)), "components.0.content"),
    ],
)
async def test_edits_are_checked_too(client: Client, general: Channel, form: JSON, path: str) -> None:
    place = f"/channels/{general.id}/messages"
    await client.send("POST", place, layout(words(1)))
    (message,) = general.messages.values()
    status, body = await client.send("PATCH", f"{place}/{message.id}", form)
    assert status == 400
    assert path in found(body)


def command(name: str = "ask", **more: object) -> JSON:
    return {"name": name, "type": 1, "description": "x"} | more


def option(name: str = "text", kind: int = 3, **more: object) -> JSON:
    return {"name": name, "type": kind, "description": "x"} | more


LONG = [{"name": f"{number:0100}", "value": "x"} for number in range(25)]


@pytest.mark.parametrize(
    ("commands", "path", "code"),
    [
        ([command("Ask")], "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        ([command("a b")], "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        ([command("x" * 33)], "0.name", "BASE_TYPE_BAD_LENGTH"),
        ([command(description="x" * 101)], "0.description", "BASE_TYPE_BAD_LENGTH"),
        ([command(name_localizations={"xx": "frag"})], "0.name_localizations", "BASE_TYPE_CHOICES"),
        ([command(name_localizations={"de": "Frag"})], "0.name_localizations.de", "APPLICATION_COMMAND_INVALID_NAME"),
        ([command(description_localizations={"de": "x" * 101})], "0.description_localizations.de", "BASE_TYPE_BAD_LENGTH"),
        ([command(contexts=[3])], "0.contexts.0", "BASE_TYPE_CHOICES"),
        ([command(integration_types=[2])], "0.integration_types.0", "BASE_TYPE_CHOICES"),
        ([command(), command()], "0.name", "APPLICATION_COMMANDS_DUPLICATE_NAME"),
        ([command(f"c{at}") for at in range(101)], "", "APPLICATION_COMMANDS_LIMIT"),
        ([command(options=[option(f"o{at}") for at in range(26)])], "0.options", "BASE_TYPE_BAD_LENGTH"),
        ([command(options=[option("a"), option("a")])], "0.options", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"),
        ([command(options=[option("a"), option("b", required=True)])], "0.options", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
        ([command(options=[option(choices=[{"name": "x" * 101, "value": "x"}])])], "0.options.0.choices.0.name", "BASE_TYPE_BAD_LENGTH"),
        (
            [command(options=[option(choices=[{"name": "x", "value": "x"}] * 26)])],
            "0.options.0.choices",
            "BASE_TYPE_BAD_LENGTH",
        ),
        ([{"name": "Check", "type": 3, "description": "x"}], "0.description", "APPLICATION_COMMAND_DESCRIPTION"),
        ([command(options=[option(f"o{at}", choices=LONG) for at in range(4)])], "0", "APPLICATION_COMMAND_TOO_LARGE"),
    ],
)
async def test_commands_are_checked(client: Client, commands: list[JSON], path: str, code: str) -> None:
    status, body = await client.send("PUT", f"/applications/{client.server.bot.id}/commands", commands)
    assert (status, body["code"]) == (400, 50035)
    assert found(body)[path] == code
    assert client.server.hub.commands[None] == []


async def test_a_command_keeps_its_id_when_it_is_written_again(client: Client) -> None:
    path = f"/applications/{client.server.bot.id}/commands"
    _, (first,) = await client.send("PUT", path, [command()])
    _, (second, other) = await client.send("PUT", path, [command(description="y"), command("why")])
    assert first["id"] == second["id"] != other["id"]
    assert (await client.send("GET", path, None))[1] == [second, other]


async def test_words_in_other_languages_are_shown_on_request(client: Client) -> None:
    path = f"/applications/{client.server.bot.id}/commands"
    await client.send("PUT", path, [command(name_localizations={"de": "frag"}, options=[option(name_localizations={"de": "wort"})])])
    (plain,) = (await client.send("GET", path, None))[1]
    (whole,) = (await client.send("GET", f"{path}?with_localizations=true", None))[1]
    assert "name_localizations" not in plain | plain["options"][0]
    assert (whole["name_localizations"], whole["options"][0]["name_localizations"]) == ({"de": "frag"}, {"de": "wort"})


def modal(title: str = "Report", **more: object) -> JSON:
    field = {"type": 4, "custom_id": "why", "style": 1} | more
    return {"type": 9, "data": {"title": title, "custom_id": "report", "components": [{"type": 18, "label": "Why?", "component": field}]}}


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        (modal("x" * 46), "title"),
        (modal(style=3), "components.0.component.style"),
        (modal(placeholder="x" * 101), "components.0.component.placeholder"),
        (modal(max_length=4001), "components.0.component.max_length"),
        ({"type": 8, "data": {"choices": []}}, "type"),
        ({"type": 7, "data": {"content": "x"}}, "type"),
        ({"type": 4, "data": {"content": "x" * 2001}}, "content"),
    ],
)
async def test_answers_to_a_command_are_checked(client: Client, ada: User, general: Channel, answer: JSON, path: str) -> None:
    await client.send("PUT", f"/applications/{client.server.bot.id}/commands", [command()])
    used = client.server.slash(ada, general, "ask")
    where = f"/interactions/{used.id}/{used.token}/callback"
    status, body = await client.send("POST", where, answer)
    assert (status, list(found(body))) == (400, [path])
    assert (await client.send("POST", where, modal()))[0] == 204
    assert (await client.send("POST", where, modal()))[1]["code"] == 40060


@pytest.mark.parametrize(("choices", "path"), [(26, "data.choices"), (1, "data.choices.0.name")])
async def test_offers_are_checked(client: Client, ada: User, general: Channel, choices: int, path: str) -> None:
    ask = command(options=[option(autocomplete=True)])
    await client.send("PUT", f"/applications/{client.server.bot.id}/commands", [ask])
    length = 1 if choices > 25 else 101
    offers = [{"name": "x" * length, "value": "x"} for _ in range(choices)]
    asked = asyncio.create_task(client.server.autocomplete(ada, general, "ask", text="po"))
    await client.server.until(lambda: client.server.hub.interactions, "the first letters")
    (typed,) = client.server.hub.interactions.values()
    where = f"/interactions/{typed.id}/{typed.token}/callback"
    status, body = await client.send("POST", where, {"type": 8, "data": {"choices": offers}})
    assert (status, list(found(body))) == (400, [path])
    await client.send("POST", where, {"type": 8, "data": {"choices": []}})
    assert await asked == []
