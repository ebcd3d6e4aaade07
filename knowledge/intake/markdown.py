"""Markdown → text: the marks that would stand in the middle of a quotation go, the words stay."""

from __future__ import annotations

import re

_RULES = (
    (re.compile(r"^(?:```|~~~).*$\n?", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:(?:>\s?)+|#{1,6}\s+)", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:[-*_] ?){3,}$", re.MULTILINE), ""),
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,1000}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,1000})\]\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"(\*\*|__|~~)(?=\S)([^\n]{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,2000}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,2000}?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!\"'>~])"), r"\1"),
)


def text_of(source: str) -> str:
    """The text without headings' hashes, quote marks of blocks, emphasis, links' addresses, pictures and rules."""
    for pattern, replacement in _RULES:
        source = pattern.sub(replacement, source)
    return source
