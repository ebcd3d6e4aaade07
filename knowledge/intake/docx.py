"""A Word document → its text, a paragraph a line: the one part that holds it, read within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import BadZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from knowledge.intake.archive import bomb, damaged, entities, opened
from knowledge.intake.refusal import MAX_UNPACKED

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # only its type: defusedxml makes the elements

_PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_DELETED = frozenset((f"{_W}del", f"{_W}moveFrom"))
"""What tracked changes took out is no part of the text."""


def text_of(data: bytes) -> str:
    """The paragraphs of the document, those in tables and text boxes too."""
    try:
        with opened(data, "docx", _PART) as archive, archive.open(_PART) as part:
            xml = part.read(MAX_UNPACKED + 1)
        if len(xml) > MAX_UNPACKED:
            raise bomb()
        root = fromstring(xml, forbid_dtd=True)
    except DefusedXmlException:
        raise entities() from None
    except (BadZipFile, ParseError, KeyError, EOFError, NotImplementedError, OSError, RuntimeError):
        raise damaged("docx") from None
    return "\n".join(_text(paragraph) for paragraph in root.iter(f"{_W}p"))


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
