"""A PDF → its text. Lines are joined to paragraphs, so that a quotation that runs over lines is one."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING

from knowledge.intake.refusal import MAX_PAGES, MAX_TEXT, MEGABYTE, RefusedError, too_much_text

if TYPE_CHECKING:
    from pypdf import PageObject

_ENDS = re.compile(r"""[.!?:…]["'”’»)\]]*$""")
_BROKEN = re.compile(r"(\w+)-\n(\w+)")
_SHORT = 0.9
"""A line at the end of a sentence ends its paragraph if the next word would have found room in this share of the widest."""
_WORDS_A_PAGE = 5
_MAX_DRAWING = 4 * MEGABYTE
"""What draws the pages, unpacked: some ten kilobytes a page of text."""


def text_of(data: bytes) -> str:
    """The text of all pages, or RefusedError."""
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings about damaged files are no matter of ours
    try:
        pages = _read(data)
    except RefusedError:
        raise
    except (FileNotDecryptedError, DependencyError):
        raise _encrypted() from None
    except LimitReachedError:
        raise RefusedError("zip_bomb", "A part of the PDF unpacks to far more than a text needs. Send its text as .txt.") from None
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError, AssertionError):
        # what pypdf raises on damaged files is not only its own errors
        raise RefusedError("broken", "The PDF is damaged. Print it to a new PDF, or send its text as .txt.") from None
    if sum(len(page.split()) for page in pages) < _WORDS_A_PAGE * len(pages):
        raise RefusedError(
            "no_text", "The PDF has no text: it seems to be scanned. Run text recognition (OCR) over it, or send the text as .txt."
        )
    return "\n".join(_paragraphs("\n".join(pages)))


def _read(data: bytes) -> list[str]:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):  # many open with the empty password: what they bar is editing
        raise _encrypted()
    if len(reader.pages) > MAX_PAGES:
        raise RefusedError(
            "too_many_pages", f"The PDF has {len(reader.pages)} pages, and {MAX_PAGES} is the limit. Send the pages that matter."
        )
    return list(_pages(page.extract_text() for page in _light(reader.pages)))


def _light(pages: Iterable[PageObject]) -> Iterator[PageObject]:
    """The pages, as long as what draws them stays within the limit: a few kilobytes can unpack to minutes of work."""
    total = 0
    for page in pages:
        contents = page.get_contents()
        total += 0 if contents is None else len(contents.get_data())
        if total > _MAX_DRAWING:
            raise RefusedError(
                "zip_bomb", f"The PDF's pages unpack to more than {_MAX_DRAWING // MEGABYTE} MB, which is the limit. Send its text as .txt."
            )
        yield page


def _pages(texts: Iterator[str]) -> Iterator[str]:
    """The pages, as long as together they keep within the limit."""
    total = 0
    for text in texts:
        total += len(text)
        if total > MAX_TEXT:
            raise too_much_text(total)
        yield text


def _encrypted() -> RefusedError:
    return RefusedError("encrypted", "The PDF is encrypted. Save it without a password and send it again.")


def _paragraphs(text: str) -> Iterator[str]:
    words = Counter(re.findall(r"\w+", text))
    # "defence-\nrelated" keeps its hyphen, "spend-\ning" loses it where the whole word stands elsewhere in the text
    text = _BROKEN.sub(lambda m: m[1] + ("" if words[m[1] + m[2]] else "-") + m[2], text)
    lines = [line.strip() for line in text.splitlines()]
    widest = max(map(len, lines), default=0)
    current = ""
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        current = f"{current} {line}".strip()
        room = widest * _SHORT - len(line) - 1
        if not line or (_ENDS.search(line) and len(following.partition(" ")[0]) < room):
            yield current
            current = ""
    yield current
