"""A web page → the text of its article, a paragraph a line."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.intake.refusal import RefusedError

_ASIDE = (
    "script, style, noscript, template, svg, iframe, object, form, button, select, nav, aside, footer, figure, figcaption, dialog, "
    "[hidden], [aria-hidden=true], [role=navigation], [role=complementary], [role=banner], [role=contentinfo]"
)
"""What is on the page but not in the article."""
_BODIES = ("[itemprop=articleBody]", "article", "main", "[role=main]")
_BLOCKS = frozenset(
    "p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table tr td th hr address".split()
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>!--|[a-z][a-z0-9]*)", re.IGNORECASE)
_RAW = {"script": "</", "style": "</", "!--": "-->"}
_UNCLOSED = frozenset(
    "p li dt dd td th tr thead tbody tfoot option optgroup colgroup area base br col embed hr img input link meta source track wbr "
    "html head body script style".split()
)
"""Elements that have no end, or may leave it out."""
_DEPTH = 2_000
_SPACE = re.compile(r"[ \t\r\n\f]+")
_ENOUGH = 200
"""Characters from which on an element is taken for the article."""


def text_of(source: str) -> str:
    """The text of the article, or of the whole page where none is marked as such."""
    _check(source)
    tree = LexborHTMLParser(source)
    for node in tree.css(_ASIDE):
        node.decompose()
    for selector in _BODIES:
        nodes = tree.css(selector)
        longest = max((_text(node) for node in nodes), key=len, default="")
        if len(longest) >= _ENOUGH:
            return longest
    return _text(tree.body) if tree.body else ""


def _check(source: str) -> None:
    """Refuse what is nested without end: the parser's time grows with the square of the depth."""
    depth = place = 0
    while match := _TAG.search(source, place):
        place, name = match.end(), match["name"].lower()
        if name in _RAW and not match["end"]:  # what looks like elements in there is none
            end = source.find(_RAW[name], place)
            place = end if end >= 0 else len(source)
        elif name not in _UNCLOSED:
            depth = max(0, depth - 1) if match["end"] else depth + 1
        if depth > _DEPTH:
            raise RefusedError("broken", f"The page is nested more than {_DEPTH:,} elements deep. Send the text of the article as .txt.")


def _text(root: LexborNode) -> str:
    """The text in order; elements of their own line end the line before and after them."""
    lines: list[str] = [""]
    node: LexborNode | None = root
    while node is not None:
        if node.tag == "-text":
            lines[-1] += node.text_content or ""
        elif node.tag == "br" or node.tag in _BLOCKS:
            lines.append("")
        node = node.child or _behind(node, root, lines)
    return "\n".join(line for line in (_SPACE.sub(" ", line).strip() for line in lines) if line)


def _behind(node: LexborNode, root: LexborNode, lines: list[str]) -> LexborNode | None:
    """The node that follows in the text once all that is inside `node` was seen."""
    current: LexborNode | None = node
    while current is not None and current.mem_id != root.mem_id:
        if current.tag in _BLOCKS:
            lines.append("")
        if current.next is not None:
            return current.next
        current = current.parent
    return None
