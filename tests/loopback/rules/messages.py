"""The form of a message: content, embeds, attachments, flags, nonce, mentions that are allowed."""

from collections.abc import Collection
from dataclasses import dataclass

from tests.loopback.errors import Refused
from tests.loopback.rules.components import Walk
from tests.loopback.rules.form import JSON, Form

EPHEMERAL, LOADING, LAYOUT, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS = 1 << 6, 1 << 7, 1 << 15, 1 << 2, 1 << 12
SETTABLE = EPHEMERAL | LAYOUT | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS
CONTENT, EMBEDS, FILES, FILE_BYTES = 2000, 10, 10, 10 * 1024 * 1024
LEGACY = ("content", "embeds", "poll", "sticker_ids")


@dataclass(frozen=True)
class Checked:
    """`shown`: names of the attachments that components show; Discord leaves them out of the message's list."""

    layout: bool
    shown: frozenset[str]


def check_message(form: JSON, files: Collection[str], *, flags: int = 0, editing: bool = False) -> Checked:
    """`files`: the names of all attachments that the message will have; `flags`: those it has already. Raises `Refused`."""
    walk = Walk(files)
    layout = bool((form.get("flags") or 0) & LAYOUT or flags & LAYOUT)
    if (form.get("flags") or 0) & ~SETTABLE:
        walk.wrong(("flags",), "MESSAGE_FLAGS_INVALID", "Message flags are invalid")
    walk.text((), form, "content", 0, CONTENT, needed=False)
    walk.text((), form, "nonce", 0, 25, needed=False)
    if layout:
        for field in LEGACY:
            if form.get(field):
                code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
                walk.wrong((field,), code, f"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
    _embeds(walk, form)
    _allowed_mentions(walk, form)
    walk.message(walk.members((), form, "components", 0, 40), layout=layout)
    walk.check()
    if not editing and not files and not any(form.get(field) for field in (*LEGACY, "components")):
        raise Refused(50006)
    return Checked(layout, frozenset(walk.shown))


def check_files(form: JSON, names: list[str], sizes: list[int], kept: Collection[str]) -> None:
    """`names`, `sizes`: of the files in the request, in order; `kept`: ids of attachments that are there already."""
    check = Form()
    if len(names) + len(kept) > FILES:
        check.wrong(("attachments",), "BASE_TYPE_BAD_LENGTH", f"Must be {FILES} or fewer in length.")
    for at, attachment in enumerate(check.members((), form, "attachments", 0, FILES)):
        check.text(("attachments", at), attachment, "description", 0, 1024, needed=False)
        check.text(("attachments", at), attachment, "filename", 1, 1024, needed=False)
        ident = str(attachment.get("id"))
        if ident not in kept and not (ident.isdigit() and int(ident) < len(names)):
            check.wrong(("attachments", at, "id"), "ATTACHMENT_NOT_FOUND", f"Attachment with id {ident} was not found")
    check.check()
    if sum(sizes) > FILE_BYTES:
        raise Refused(40005)


def _embeds(form: Form, message: JSON) -> None:
    total = 0
    for at, embed in enumerate(form.members((), message, "embeds", 0, EMBEDS)):
        here = ("embeds", at)
        total += len(form.text(here, embed, "title", 0, 256, needed=False))
        total += len(form.text(here, embed, "description", 0, 4096, needed=False))
        for part, key, most in (("footer", "text", 2048), ("author", "name", 256)):
            total += len(form.text((*here, part), embed.get(part) or {}, key, 0, most, needed=False))
        for which, field in enumerate(form.members(here, embed, "fields", 0, 25)):
            total += len(form.text((*here, "fields", which), field, "name", 1, 256))
            total += len(form.text((*here, "fields", which), field, "value", 1, 1024))
    if total > 6000:
        form.wrong(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _allowed_mentions(form: Form, message: JSON) -> None:
    allowed = message.get("allowed_mentions") or {}
    parse = allowed.get("parse") or []
    for at, kind in enumerate(parse):
        form.one_of(("allowed_mentions", "parse", at), kind, {"roles", "users", "everyone"})
    for kind in ("roles", "users"):
        if kind in parse and allowed.get(kind):
            code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
            form.wrong(("allowed_mentions",), code, f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.')
