"""The form of a modal."""

from tests.loopback.rules.components import INPUT, MENU, ROW, SELECTS, TEXT, Walk
from tests.loopback.rules.form import JSON, Path

LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23
LABELLED = SELECTS | {INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX}


class ModalWalk(Walk):
    def __init__(self) -> None:
        super().__init__(())
        self.kinds.update({ROW: self.old_row, LABEL: self.label, INPUT: self.input})
        self.kinds.update(dict.fromkeys((UPLOAD, RADIO, CHECKBOXES, CHECKBOX), self.custom_id))

    def old_row(self, path: Path, row: JSON) -> None:
        for at, child in enumerate(self.members(path, row, "components", 1, 1)):
            self.one((*path, "components", at), child, {INPUT})
            self.text((*path, "components", at), child, "label", 1, 45)

    def label(self, path: Path, label: JSON) -> None:
        self.text(path, label, "label", 1, 45)
        self.text(path, label, "description", 0, 100, needed=False)
        child = label.get("component")
        if not isinstance(child, dict):
            self.wrong((*path, "component"), "BASE_TYPE_REQUIRED", "This field is required")
            return
        self.one((*path, "component"), child, LABELLED)
        if child.get("type") in SELECTS and child.get("disabled"):
            self.wrong((*path, "component", "disabled"), "MODAL_COMPONENT_DISABLED", "A select in a modal cannot be disabled")
        if child.get("type") == MENU and child.get("required", True) and child.get("min_values") == 0:
            self.wrong((*path, "component", "min_values"), "SELECT_COMPONENT_REQUIRED", "A required select needs at least one value")

    def input(self, path: Path, field: JSON) -> None:
        self.custom_id(path, field)
        self.one_of((*path, "style"), field.get("style"), {1, 2})
        self.whole(path, field, "min_length", 0, 4000)
        self.whole(path, field, "max_length", 1, 4000)
        self.text(path, field, "placeholder", 0, 100, needed=False)
        self.text(path, field, "value", 0, 4000, needed=False)


def check_modal(modal: JSON) -> None:
    """Raises `Refused`."""
    walk = ModalWalk()
    walk.text((), modal, "title", 1, 45)
    walk.text((), modal, "custom_id", 1, 100)
    children = walk.members((), modal, "components", 1, 5)
    for at, child in enumerate(children):
        walk.one(("components", at), child, {ROW, LABEL, TEXT})
    walk.check()
    walk.number(children)
