"""The form of application commands, autocomplete included."""

import re
from collections import Counter

from tests.loopback.rules.form import JSON, Form, Path

CHAT, USER, MESSAGE = 1, 2, 3
MOST = {CHAT: 100, USER: 15, MESSAGE: 15}
NAME = re.compile(r"[-_'ʼ\w\u0900-\u097F\u0E00-\u0E7F]{1,32}")
SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
CHOOSABLE = {STRING, INTEGER, NUMBER}
LOCALES = frozenset(
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko".split(),
)


def check_commands(commands: list[JSON]) -> None:
    """All commands of one place, as a bulk overwrite gives them. Raises `Refused`."""
    form = Form()
    kinds = Counter(command.get("type", CHAT) for command in commands)
    for kind, most in MOST.items():
        if kinds[kind] > most:
            form.wrong((), "APPLICATION_COMMANDS_LIMIT", f"Maximum number of application commands reached ({most}).")
    named = Counter((command.get("type", CHAT), command.get("name")) for command in commands)
    for at, command in enumerate(commands):
        if named[command.get("type", CHAT), command.get("name")] > 1:
            form.wrong((at, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
        _command(form, (at,), command)
    form.check()


def _command(form: Form, path: Path, command: JSON) -> None:
    kind = command.get("type", CHAT)
    if not form.one_of((*path, "type"), kind, MOST):
        return
    _name(form, path, command, chat=kind == CHAT)
    for key, choices in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        for at, value in enumerate(command.get(key) or []):
            form.one_of((*path, key, at), value, choices)
    if kind != CHAT:
        if command.get("description"):
            form.wrong((*path, "description"), "APPLICATION_COMMAND_DESCRIPTION", "Context menu commands cannot have a description")
        if command.get("options"):
            form.wrong((*path, "options"), "APPLICATION_COMMAND_OPTIONS", "Context menu commands cannot have options")
        return
    _described(form, path, command)
    _options(form, path, command, depth=0)
    if _size(command) > 8000:
        form.wrong(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _name(form: Form, path: Path, of: JSON, *, chat: bool) -> None:
    names: dict[Path, str] = {("name",): form.text(path, of, "name", 1, 32)}
    for locale, value in (of.get("name_localizations") or {}).items():
        form.one_of((*path, "name_localizations"), locale, LOCALES)
        form.text((*path, "name_localizations"), {locale: value}, locale, 1, 32)
        names["name_localizations", locale] = value
    for where, name in names.items():
        if chat and (not NAME.fullmatch(name) or name != name.lower()):
            form.wrong((*path, *where), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _described(form: Form, path: Path, of: JSON) -> None:
    form.text(path, of, "description", 1, 100)
    for locale, value in (of.get("description_localizations") or {}).items():
        form.one_of((*path, "description_localizations"), locale, LOCALES)
        form.text((*path, "description_localizations"), {locale: value}, locale, 1, 100)


def _options(form: Form, path: Path, of: JSON, depth: int) -> None:
    options = form.members(path, of, "options", 0, 25)
    for key in ("name", *LOCALES):
        shown = Counter(option.get("name") if key == "name" else (option.get("name_localizations") or {}).get(key) for option in options)
        if any(times > 1 and name for name, times in shown.items()):
            form.wrong((*path, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")
            break
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
        form.wrong((*path, "options"), code, "Required options must be placed before non-required options")
    for at, option in enumerate(options):
        _option(form, (*path, "options", at), option, depth)


def _option(form: Form, path: Path, option: JSON, depth: int) -> None:
    kind = option.get("type")
    form.one_of((*path, "type"), kind, range(1, 12))
    _name(form, path, option, chat=True)
    _described(form, path, option)
    if kind in (SUBCOMMAND, GROUP):
        if depth + (kind == SUBCOMMAND) > 2 or (kind == GROUP and depth):
            form.wrong((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option types nest too deep")
        _options(form, path, option, depth + 1)
    if option.get("autocomplete") and (option.get("choices") or kind not in CHOOSABLE):
        form.wrong((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE", "Autocomplete stands alone, on text and numbers")
    form.whole(path, option, "min_length", 0, 6000)
    form.whole(path, option, "max_length", 1, 6000)
    check_choices(form, path, option, kind)


def check_choices(form: Form, path: Path, of: JSON, kind: int | None) -> None:
    """The choices of an option, or those that an autocomplete offers for one."""
    for at, choice in enumerate(form.members(path, of, "choices", 0, 25)):
        here = (*path, "choices", at)
        form.text(here, choice, "name", 1, 100)
        for locale, value in (choice.get("name_localizations") or {}).items():
            form.one_of((*here, "name_localizations"), locale, LOCALES)
            form.text((*here, "name_localizations"), {locale: value}, locale, 1, 100)
        if kind == STRING:
            form.text(here, choice, "value", 1, 100)


def _size(of: JSON) -> int:
    """Characters of names, descriptions and choices, each by its longest localisation."""
    total = 0
    for key in ("name", "description"):
        spoken = [of.get(key) or "", *(of.get(f"{key}_localizations") or {}).values()]
        total += max(map(len, spoken))
    for choice in of.get("choices") or []:
        total += max(map(len, [choice["name"], *(choice.get("name_localizations") or {}).values()])) + len(str(choice["value"]))
    return total + sum(map(_size, of.get("options") or []))
