"""A file's bytes → its text. What a file is, its first bytes say; its name and declared type have to agree with them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from knowledge.intake.refusal import MAX_BYTES, MAX_TEXT, RefusedError, too_big, too_much_text

KINDS = {
    "txt": "plain text", "text": "plain text", "md": "Markdown", "markdown": "Markdown",
    "html": "HTML", "htm": "HTML", "pdf": "PDF", "docx": "Word (.docx)",
}  # fmt: skip
"""What can be read, by the ending of its name."""
_DECLARED = {
    "text/plain": "txt", "text/markdown": "md", "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
_MACROS = ("docm", "dotm", "xlsm", "pptm")
_MAGIC = (
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7z"), (b"Rar!", "rar"),
    (b"MZ", "exe"), (b"\x7fELF", "elf"),
)  # fmt: skip
_CALLED = {
    "pdf": "a PDF", "zip": "a ZIP archive", "ole": "an old Word file", "rtf": "an RTF file", "png": "a picture", "jpeg": "a picture",
    "gif": "a picture", "gzip": "a packed file", "7z": "an archive", "rar": "an archive", "exe": "a program", "elf": "a program",
}  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{2,40})""", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BAD_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a file. Offsets of candidates count characters of `text`; the hashes are SHA-256 in hex."""

    name: str
    kind: str
    text: str
    source_sha256: str
    text_sha256: str


def read(data: bytes, name: str, declared: str | None = None) -> Document:
    """The text of a file, or RefusedError. `declared` is the media type that came with it, if any."""
    if len(data) > MAX_BYTES:
        raise too_big()
    if not data.strip():
        raise RefusedError("empty", "The file is empty.")
    kind = _kind(data, name, declared)
    text = _READERS[kind](data).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_TEXT:
        raise too_much_text(len(text))
    if not text.strip():
        raise RefusedError("empty", "There is no text in the file.")
    return Document(name, kind, text, sha256(data).hexdigest(), sha256(text.encode()).hexdigest())


def _kind(data: bytes, name: str, declared: str | None) -> str:
    """The kind that name and content agree on."""
    ending = name.rpartition(".")[2].lower() if "." in name else _DECLARED.get((declared or "").partition(";")[0].strip().lower(), "")
    if ending in _MACROS:
        raise RefusedError("macros", f"Files with macros (.{ending}) are not opened. Save it as .docx, without macros.")
    kind = {"text": "txt", "markdown": "md", "htm": "html"}.get(ending, ending)
    found = next((found for magic, found in _MAGIC if data.startswith(magic)), "text")
    if kind not in _READERS:
        shown = f"“.{ending}” is" if ending else "A file without an ending is"
        raise RefusedError("unknown_type", f"{shown} no kind of file that is read here. .txt, .md, .html, .pdf and .docx are.")
    if found == "ole" and kind == "docx":
        raise _ole(data)
    if found != {"pdf": "pdf", "docx": "zip"}.get(kind, "text"):
        raise RefusedError(
            "wrong_type",
            f"The name says {KINDS[kind]}, but the content is {_CALLED.get(found, 'something else')}. "
            "Send it under its right ending, or save it anew.",
        )
    return kind


def _ole(data: bytes) -> RefusedError:
    """Word keeps an encrypted .docx in the container of its old format."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return RefusedError("encrypted", "The Word file is encrypted. Save it without a password and send it again.")
    return RefusedError("wrong_type", "This is a Word file of the old format (.doc). Save it as .docx and send it again.")


def decode(data: bytes, declared: str | None = None) -> str:
    """Text by its byte order mark, by the encoding it declares, or as UTF-8; never by a guess."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), declared or "utf-8")
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise RefusedError(
            "not_text",
            f"The text can't be read as {encoding.upper()}, and guessing would alter quotes. Save it as UTF-8 and send it again.",
        ) from None
    if len(_CONTROL.findall(text)) > len(text) * _BAD_SHARE or "\x00" in text:
        raise RefusedError("not_text", "The content is no text: it is full of control characters. Send the document itself.")
    return text


def _html(data: bytes) -> str:
    from knowledge.intake.html import text_of

    charset = _CHARSET.search(data[:4096])
    return text_of(decode(data, charset.group(1).decode() if charset else None))


def _markdown(data: bytes) -> str:
    from knowledge.intake.markdown import text_of

    return text_of(decode(data))


def _pdf(data: bytes) -> str:
    from knowledge.intake.pdf import text_of

    return text_of(data)


def _docx(data: bytes) -> str:
    from knowledge.intake.docx import text_of

    return text_of(data)


_READERS: dict[str, Callable[[bytes], str]] = {"txt": decode, "md": _markdown, "html": _html, "pdf": _pdf, "docx": _docx}
