"""Text → tokens. Each token keeps the span that it has in the text as it was typed."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LIMIT = 2000
"""Characters that are read; Discord's own limit for a message."""

_TOKEN = re.compile(
    r"""(?P<number>(?<![^\s(<>=$€£])\.\d+ | \d+(?:[.,]\d+)*)
      | (?P<word>(?:[^\W\d_]\.){2,} | (?i:\b(?:art|approx|ca|no)\.(?=\s*\d)) | [^\W\d_]+(?:['’][^\W\d_]+)*)
      | (?P<symbol>%|\$|€|£|["“”„«»]|[?!.,;:()/+=<>≥≤&*_–—-]|[^\w\s])
      | (?P<other>_|\w)""",
    re.VERBOSE,
)
_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w+:)\d+>")
"""How Discord writes a mention, a channel or an emoji of a server's own."""
_QUOTES = frozenset('"“”„«»')


class Token(NamedTuple):
    """A word, number or symbol; `norm` is folded: lower case, no accents, no possessive."""

    start: int
    end: int
    text: str
    norm: str
    kind: str


def fold(text: str) -> str:
    """Case and accents away, compatibility forms unified: the form in which words are compared."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def tokens(text: str) -> list[Token]:
    """The tokens of the first `LIMIT` characters; format characters (zero-width marks) are passed over."""
    read = text[:LIMIT]
    clean, places = _visible(_MENTION.sub(lambda found: " " * len(found.group()), read) if "<" in read else read)
    found = []
    for match in _TOKEN.finditer(clean):
        start, end = match.span()
        kind = match.lastgroup or "symbol"
        raw = match.group()
        if kind == "word":
            norm = fold(raw.replace("’", "'"))
            norm = "number" if norm == "no." else norm.removesuffix("'s").replace("'", "").replace(".", "")
        else:
            norm = f"0{raw}" if kind == "number" and raw[0] == "." else raw
            if raw in _QUOTES:
                kind = "quote"
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        found.append(Token(start, end, text[start:end], norm, kind))
    return found


def _visible(text: str) -> tuple[str, list[int] | None]:
    """The text without format characters and with compatibility forms unified; places[i]: where its character i was."""
    if text.isascii():
        return text, None
    out: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cf", "Cs"):
            continue
        if out and unicodedata.combining(char):
            out[-1] = unicodedata.normalize("NFC", out[-1] + char)[:1]
            continue
        composed = unicodedata.normalize("NFKC", char)
        out.append(composed)
        places.extend([place] * len(composed))
    return "".join(out), places
