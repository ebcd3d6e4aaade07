"""The components of a message: which may stand where, how many, how long."""

from collections.abc import Callable, Collection
from typing import Any

from tests.loopback.rules.form import JSON, Form, Path

ROW, BUTTON, MENU, INPUT = 1, 2, 3, 4
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LINK, PREMIUM = 5, 6
SELECTS = frozenset({3, 5, 6, 7, 8})
TOP_LEVEL = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
IN_CONTAINER = TOP_LEVEL - {CONTAINER}
COMPONENTS, CHARACTERS, ROWS = 40, 4000, 5


class Walk(Form):
    """One walk over the components of a message with the attachments `files` (names). Assigns the ids that were left out."""

    def __init__(self, files: Collection[str]) -> None:
        super().__init__()
        self.files = files
        self.shown: set[str] = set()  # attachments that a component shows
        self.custom_ids: set[str] = set()
        self.ids: set[int] = set()
        self.total = 0
        self.characters = 0
        self.kinds: dict[object, Callable[[Path, JSON], None]] = {
            ROW: self.row,
            BUTTON: self.button,
            SECTION: self.section,
            TEXT: self.words,
            THUMBNAIL: self.thumbnail,
            GALLERY: self.gallery,
            FILE: self.file,
            SEPARATOR: self.separator,
            CONTAINER: self.container,
        }
        self.kinds.update(dict.fromkeys(SELECTS, self.select))

    def message(self, components: list[JSON], *, layout: bool) -> None:
        """All components of a message; `layout`: it carries IS_COMPONENTS_V2."""
        if not layout and len(components) > ROWS:
            self.wrong(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {ROWS} in length.")
        for at, component in enumerate(components):
            self.one(("components", at), component, TOP_LEVEL if layout else {ROW})
        if self.total > COMPONENTS:
            words = f"The maximum number of components ({COMPONENTS}) has been exceeded"
            self.wrong(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
        if self.characters > CHARACTERS:
            words = f"The total displayable text size ({self.characters}) exceeds the maximum size ({CHARACTERS})"
            self.wrong(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)
        self.number(components)

    def one(self, path: Path, component: JSON, allowed: Collection[int]) -> None:
        kind = component.get("type")
        if kind not in allowed:
            self.one_of((*path, "type"), kind, allowed)
            return
        self.total += 1
        given = component.get("id")
        if given:
            if given in self.ids:
                self.wrong((*path, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
            self.ids.add(given)
        self.kinds[kind](path, component)

    def custom_id(self, path: Path, component: JSON) -> None:
        value = self.text(path, component, "custom_id", 1, 100)
        if value in self.custom_ids:
            self.wrong((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        self.custom_ids.add(value)

    def row(self, path: Path, row: JSON) -> None:
        children = self.members(path, row, "components", 1, 5)
        kinds = {child.get("type") for child in children}
        if kinds & SELECTS and len(children) > 1:
            self.wrong((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
        for at, child in enumerate(children):
            self.one((*path, "components", at), child, SELECTS | {BUTTON})

    def button(self, path: Path, button: JSON) -> None:
        style = button.get("style")
        self.one_of((*path, "style"), style, range(1, 7))
        self.text(path, button, "label", 0, 80, needed=False)
        if not button.get("label") and not button.get("emoji") and style != PREMIUM:
            self.wrong((*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI", "A button needs a label or an emoji")
        if style == LINK:
            url = self.text(path, button, "url", 1, 512)
            if not url.startswith(("http://", "https://", "discord://")):
                self.wrong((*path, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'discord').")
            if button.get("custom_id"):
                self.wrong(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
        elif style != PREMIUM:
            self.custom_id(path, button)

    def select(self, path: Path, select: JSON) -> None:
        self.custom_id(path, select)
        self.text(path, select, "placeholder", 0, 150, needed=False)
        self.whole(path, select, "min_values", 0, 25)
        self.whole(path, select, "max_values", 1, 25)
        if select["type"] != MENU:
            return
        options = self.members(path, select, "options", 1, 25)
        seen: set[Any] = set()
        for at, option in enumerate(options):
            here = (*path, "options", at)
            self.text(here, option, "label", 1, 100)
            self.text(here, option, "value", 1, 100)
            self.text(here, option, "description", 0, 100, needed=False)
            if option.get("value") in seen:
                self.wrong((*here, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
            seen.add(option.get("value"))
        if (select.get("max_values") or 1) > len(options):
            self.wrong((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES", "max_values is more than there are options")

    def words(self, path: Path, display: JSON) -> None:
        self.characters += len(self.text(path, display, "content", 1, CHARACTERS))

    def section(self, path: Path, section: JSON) -> None:
        for at, child in enumerate(self.members(path, section, "components", 1, 3)):
            self.one((*path, "components", at), child, {TEXT})
        accessory = section.get("accessory")
        if isinstance(accessory, dict):
            self.one((*path, "accessory"), accessory, {BUTTON, THUMBNAIL})
        else:
            self.wrong((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")

    def thumbnail(self, path: Path, thumbnail: JSON) -> None:
        self.media(path, thumbnail, "media")
        self.text(path, thumbnail, "description", 0, 1024, needed=False)

    def gallery(self, path: Path, gallery: JSON) -> None:
        for at, item in enumerate(self.members(path, gallery, "items", 1, 10)):
            self.media((*path, "items", at), item, "media")
            self.text((*path, "items", at), item, "description", 0, 1024, needed=False)

    def file(self, path: Path, file: JSON) -> None:
        self.media(path, file, "file", only_attached=True)

    def separator(self, path: Path, separator: JSON) -> None:
        self.one_of((*path, "spacing"), separator.get("spacing", 1), {1, 2})

    def container(self, path: Path, container: JSON) -> None:
        self.whole(path, container, "accent_color", 0, 0xFFFFFF)
        for at, child in enumerate(self.members(path, container, "components", 1, COMPONENTS)):
            self.one((*path, "components", at), child, IN_CONTAINER)

    def media(self, path: Path, of: JSON, key: str, *, only_attached: bool = False) -> None:
        media = of.get(key)
        url = self.text((*path, key), media if isinstance(media, dict) else {}, "url", 1, 2048)
        scheme, _, rest = url.partition("://")
        if scheme == "attachment":
            self.shown.add(rest)
            if rest not in self.files:
                code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
                self.wrong((*path, key, "url"), code, f"Referenced attachment {rest} not found")
        elif only_attached or scheme not in {"http", "https"}:
            self.wrong((*path, key, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('attachment', 'http', 'https').")

    def number(self, components: list[JSON]) -> None:
        """Every component that came without an id gets the next free one, in the order of the page."""
        free = (each for each in range(1, 10_000) if each not in self.ids)
        for component in every(components):
            component["id"] = component.get("id") or next(free)


def every(components: list[JSON]) -> list[JSON]:
    """All components, nested ones included, in the order in which they are read."""
    found: list[JSON] = []
    for component in components:
        found.append(component)
        found += every(component.get("components", []))
        for single in ("accessory", "component"):
            if isinstance(component.get(single), dict):
                found += every([component[single]])
    return found
