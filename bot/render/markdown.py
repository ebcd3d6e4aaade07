"""Text as Discord shows it: what people typed and what data holds is made harmless, what answers mark stays marked.

`harmless` is for any text from outside, `live` for the sentences of an answer (their bold and lists stay), `question`
takes the marks out of what somebody typed before it is read. Lengths are UTF-16 units, the most that anybody counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
_STACKED = 3
"""Marks on one letter that are kept; more of them climb over the lines above."""

_MARK = re.compile(r"[\\*_~`|\[\]<>#]|(?<=:)//|(?<=\.gg)/|(?<=\.com)/(?=invite)")
_LEADING = re.compile(r"^([-+]|\d+(?=[.)]))(?=[.)]?(?:\s|$))")
_PING = re.compile(r"@(?=everyone|here|[!&]?\d)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_ADDRESS = re.compile(r"<(https?://[^\s<>]+)>")
_LINKABLE = re.compile(r"https?://[^\s<>()\"\\]+(?:\([^\s<>()\"\\]*\)[^\s<>()\"\\]*)*")
_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[^:<>]{1,80}:|t:|id:)[\w:-]*>")
_MASKED = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_QUOTED = re.compile(r"^[ \t]*(?:>>> |> |-# |#{1,3} )+", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?…])[”\")]*\s+|\n+")
_ADDRESSABLE = 500
LIMIT = 2000
"""Characters of a question that are read; Discord's own limit for a message."""


def visible(text: str) -> str:
    """The text without characters that show nothing or turn the direction of what follows; line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    stacked = 0
    for char in text:
        if char.isascii() and (char.isprintable() or char == "\n"):
            out.append(char)
            stacked = 0
            continue
        category = unicodedata.category(char)
        stacked = stacked + 1 if category in ("Mn", "Me") else 0
        if category in ("Zl", "Zp") or char == "\t":
            out.append(" ")
        elif category not in _UNSEEN and char not in _BLANK and stacked <= _STACKED:
            out.append(char)
    return "".join(out)


def harmless(text: str) -> str:
    """Any text on one line, shown as it is: nothing in it is a mark, a link or a mention."""
    return _escaped(" ".join(visible(text).split()))


def live(text: str, addresses: Container[str] = ()) -> str:
    """A sentence of an answer: its bold stays, a line that starts with "- " is a list's, and addresses it may name are links."""
    lines = (_line(" ".join(line.split()), addresses) for line in visible(text).split("\n"))
    return "\n".join(line for line in lines if line)


def link(label: str, address: str | None) -> str:
    """A link that unfolds no picture of its page; the label alone where the address is none."""
    words = harmless(label.replace("[", "(").replace("]", ")"))
    return f"[{words}](<{address}>)" if address and size(address) <= _ADDRESSABLE and _LINKABLE.fullmatch(address) else words


def question(text: str) -> str:
    """What somebody typed, without marks, mentions and what can't be seen: the words alone, to be read and to be shown."""
    text = _QUOTED.sub("", visible(text[: LIMIT * 2]))
    text = re.sub(r"[\\*_~`|\[\]]", "", _MASKED.sub(r"\1", _MENTION.sub(" ", text)))
    return " ".join(text.replace("://", " ").split())[:LIMIT]


def size(text: str) -> int:
    """UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def label(text: str, most: int = 80) -> str:
    """A text as it stands on a button: whole, or to the end of a word."""
    words = " ".join(visible(text).split())
    return _shortened(words, most) or "…"


def cut(text: str, most: int, addresses: Container[str] = ()) -> str:
    """`live(text)` in at most so many units: whole, or up to the end of a sentence, else of a word, and "…"."""
    whole = live(text, addresses)
    if size(whole) <= most:
        return whole
    kept = ""
    for end in _ends(text):
        if size(live(text[:end], addresses)) + 2 > most:
            break
        kept = live(text[:end], addresses)
    if not kept:
        for place in range(min(len(text), most), 0, -1):
            shown = live(_shortened(text[:place] + "…", place).removesuffix("…"), addresses)
            if size(shown) + 2 <= most:
                kept = shown
                break
    return f"{kept} …".lstrip()


def _ends(text: str) -> Iterator[int]:
    """Where the sentences end, earliest first."""
    return (found.start() if text[found.start()] == "\n" else found.end() for found in _SENTENCE.finditer(text))


def _shortened(text: str, most: int) -> str:
    """The text, or as many of its words as leave room for "…"; a word alone is cut where it has to be."""
    if size(text) <= most:
        return text
    room = most - 1
    while size(text[:room]) > most - 1:
        room -= 1
    start = text[:room]
    words = start.rsplit(" ", 1)[0] if " " in start[room // 2 :] and not text[room : room + 1].isspace() else start
    return f"{words.rstrip(' ,;:–-')}…"


def _line(line: str, addresses: Container[str]) -> str:
    listed = line.startswith("- ")
    body = line.removeprefix("- ")
    out, place = [], 0
    for bold in _BOLD.finditer(body):
        out += [_plain(body[place : bold.start()], addresses), f"**{_plain(bold.group(1), addresses)}**"]
        place = bold.end()
    rest = "".join([*out, _plain(body[place:], addresses)])
    if not place:
        rest = _LEADING.sub(r"\\\1" if not rest[:1].isdigit() else r"\1\\", rest)
    return f"- {rest}" if listed and rest else rest


def _plain(text: str, addresses: Container[str]) -> str:
    """A stretch without bold: a single pair of asterisks that lost its other one goes."""
    out, place = [], 0
    text = text.replace("**", "")
    for found in _ADDRESS.finditer(text):
        if found.group(1) in addresses:
            out += [_marked(text[place : found.start()]), found.group()]
            place = found.end()
    return "".join([*out, _marked(text[place:])])


def _escaped(text: str) -> str:
    return _LEADING.sub(r"\\\1" if not text[:1].isdigit() else r"\1\\", _marked(text))


def _marked(text: str) -> str:
    return _PING.sub("@\u200b", _MARK.sub(lambda found: "\\" + found.group(), text))
