"""A form that is being checked: what is wrong is collected where it is, as Discord's errors tree."""

from collections.abc import Collection
from typing import Any, Never

from tests.loopback.errors import Refused

JSON = dict[str, Any]
Path = tuple[str | int, ...]


class Form:
    def __init__(self) -> None:
        self.errors: JSON = {}

    def wrong(self, path: Path, code: str, message: str) -> None:
        node = self.errors
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def refuse(self, path: Path, code: str, message: str) -> Never:
        """Something is so wrong that looking further makes no sense."""
        self.wrong(path, code, message)
        raise Refused(50035, self.errors)

    def check(self) -> None:
        if self.errors:
            raise Refused(50035, self.errors)

    def text(self, path: Path, of: JSON, key: str, least: int, most: int, *, needed: bool = True) -> str:
        """The text under `key`, `least` to `most` characters; one that isn't `needed` may be missing or null, never too long."""
        value = of.get(key)
        if value is None:
            if needed:
                self.wrong((*path, key), "BASE_TYPE_REQUIRED", "This field is required")
            return ""
        if not isinstance(value, str):
            self.wrong((*path, key), "STRING_TYPE_CONVERT", "Could not interpret value as string.")
            return ""
        if not least <= len(value) <= most:
            code, words = ("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
            if len(value) > most and not least:
                code, words = ("BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
            self.wrong((*path, key), code, words)
        return value

    def whole(self, path: Path, of: JSON, key: str, least: int, most: int) -> None:
        value = of.get(key)
        if value is None:
            return
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong((*path, key), "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif not least <= value <= most:
            self.wrong((*path, key), "NUMBER_TYPE_RANGE", f"int value should be between {least} and {most}.")

    def one_of(self, path: Path, value: object, choices: Collection[object]) -> bool:
        if value in choices:
            return True
        listed = ", ".join(sorted(map(str, choices)))
        self.wrong(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")
        return False

    def members(self, path: Path, of: JSON, key: str, least: int, most: int) -> list[JSON]:
        """The objects listed under `key`; an empty list where it isn't a list at all."""
        value = of.get(key)
        if value is None:
            value = []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong((*path, key), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if not least <= len(value) <= most:
            self.wrong((*path, key), "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        return value
