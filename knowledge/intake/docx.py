"""A Word document → its text, a paragraph a line: the one part that holds it, read within limits."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from knowledge.intake.refusal import MAX_RATIO, MAX_UNPACKED, MEGABYTE, RefusedError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # only its type: defusedxml makes the elements

_MAX_PARTS = 5_000
_PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_DELETED = frozenset((f"{_W}del", f"{_W}moveFrom"))
"""What tracked changes took out is no part of the text."""


def text_of(data: bytes) -> str:
    """The paragraphs of the document, those in tables and text boxes too."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check(archive, len(data))
            with archive.open(_PART) as part:
                xml = part.read(MAX_UNPACKED + 1)
        if len(xml) > MAX_UNPACKED:
            raise _bomb()
        root = fromstring(xml, forbid_dtd=True)
    except DefusedXmlException:
        raise RefusedError("broken", "The document declares XML entities, which no Word document needs. It is not opened.") from None
    except (BadZipFile, ParseError, KeyError, EOFError, NotImplementedError, OSError, RuntimeError):
        raise RefusedError("broken", "The Word file is damaged. Open it in Word, save it anew as .docx and send it again.") from None
    return "\n".join(_text(paragraph) for paragraph in root.iter(f"{_W}p"))


def _check(archive: ZipFile, packed: int) -> None:
    rows = archive.infolist()
    names = {row.filename for row in rows}
    unpacked = sum(row.file_size for row in rows)
    if unpacked > MAX_UNPACKED or unpacked > packed * MAX_RATIO or len(rows) > _MAX_PARTS:
        raise _bomb()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusedError("macros", "The document carries macros, whatever its ending. Save it as .docx, without macros.")
    if any(row.flag_bits & 1 for row in rows):
        raise RefusedError("encrypted", "The archive is encrypted. Save the document without a password and send it again.")
    if _PART not in names:
        raise RefusedError("wrong_type", "The name says Word (.docx), but the archive holds no Word document. Save it anew as .docx.")


def _bomb() -> RefusedError:
    return RefusedError(
        "zip_bomb",
        f"The document would unpack to more than {MAX_UNPACKED // MEGABYTE} MB or {MAX_RATIO} times its size, which is the limit. "
        "Send its text as .txt.",
    )


def _text(paragraph: Element) -> str:
    parts: list[str] = []
    pending = list(reversed(paragraph))
    while pending:
        element = pending.pop()
        if element.tag in _DELETED or element.tag == f"{_W}p":
            continue  # a paragraph within (a text box) has its turn of its own
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in _BREAKS:
            parts.append(_BREAKS[element.tag])
        pending.extend(reversed(element))
    return "".join(parts)
