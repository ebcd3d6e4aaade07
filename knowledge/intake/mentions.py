"""Who is spoken of in a text: persons with the roles that stand beside their names, roles alone, organisations, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Literal

from knowledge.intake.lexicon import (
    HEADS,
    HONORIFIC,
    LOWER_MODIFIERS,
    NO_NAME,
    ORGANISATION,
    PARTICLES,
    PLURAL,
    SAYING,
    THINGS,
    UPPER,
)
from knowledge.intake.passages import Span

Kind = Literal["person", "role", "organisation", "word", "pronoun"]

_WORD = rf"[{UPPER}]\w*(?:['’](?!s\b)\w+|-\w+)*"
_RUN = rf"(?:{HONORIFIC}\s+)?{_WORD}(?:\s+(?:{PARTICLES}\s+)*(?:[{UPPER}]\.(?=\s)|{_WORD}))*"
_MODIFIER = rf"(?:(?!(?:{'|'.join(sorted(NO_NAME))})\b)(?:{_WORD}|(?:[A-Z]\.){{2,}})(?:['’]s?)?|(?:{LOWER_MODIFIERS})\b(?:['’]s)?)"
_PLACE = (
    r"(?:ministry|headquarters|alliance|government|embassy|office|mission|commission|parliament|council|institute|delegation|staff|"
    r"forces?|committee|agency|bank|university|army|navy|party|board|assembly|union|department)"
)
_LOWER = rf"(?!(?:{SAYING}|who|that|which|has|had|was|is|will|would|and|\w+ed)\b)[a-z][a-z-]+"
_BEHIND = (
    rf"(?:\s+(?:of|for|at|from|in)\s+(?:the\s+)?(?:{_WORD}|[a-z]+)['’]s\s+(?:{_LOWER}\s+)?{_LOWER}|"
    rf"\s+(?:of|for|to)\s+(?:(?:the|its|his|her)\s+)?(?:{_MODIFIER}\s+){{0,4}}(?i:{HEADS})\b|"
    rf"\s+(?:of|for|at|from|in|to)\s+(?:(?:the|its|his|her)\s+)?(?:{_MODIFIER}\s+){{0,4}}(?:{_MODIFIER}|{_PLACE})(?:\s+{_PLACE})?|"
    rf"\s+(?:of|for)\s+(?:the\s+(?:{_LOWER}\s+)?)?{_LOWER}|"
    rf"\s+from\s+(?:an?|another)\s+(?:{_LOWER}\s+){{0,2}}{_LOWER}|"
    r"\s+(?:familiar\s+with|close\s+to|briefed\s+on|involved\s+in)\s+(?:the\s+|his\s+|her\s+)?[\w’'-]+)"
)
_ROLE = (
    rf"\b(?:(?i:the|an?|one|his|her|its|their|another|multiple|several|some|many|most|two|three|four)\s+)?(?:{_MODIFIER}\s+){{0,6}}(?i:{HEADS})\b{_BEHIND}{{0,2}}"
)
_RANK = re.compile(
    r"(?:retired |former )?(?:admiral|general|captain|colonel|major|brigadier|professor|minister|senator|commander)", re.IGNORECASE
)
_DETERMINER = re.compile(r"^(?:the|an?|one|another|multiple|several|some|many|most|two|three|four)\s+", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|they|another)\b", re.IGNORECASE)
_RANKS = re.compile(r"^(?:(?:Lieutenant|Colonel|General|Admiral|Vice|Rear|Captain|Major|Brigadier|Commander|Sergeant|Professor)\s+)+(?=\S)")
_SAYS = re.compile(rf"\s+(?:{SAYING})\b")
_made = cache(re.compile)
"""The large patterns take 3 MB and are made with the first article: most processes read none."""
_LONGEST = 8
"""Words of a name; more are a headline."""
_APPOSITION = re.compile(
    r"\s*,\s+(?:who\s+is\s+|currently\s+)?(?P<role>(?:the\s+|an?\s+)?(?:(?!(?:while|but|and|or|as|when|which|who|where|if|though|so)\b)[a-z][a-z-]+\s+){0,2})$"
)
_COMMA_NAME = rf"(?:\s+|\s*,\s+){_RUN}"
_ENDS_NAME = re.compile(rf"\s*(?:[,.;:)–—]|$|(?:also|later|then|has|had|\w+ly)\s|(?:{SAYING})\b)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. `name` is empty where only a role stands; `role` is without its article."""

    start: int
    end: int
    kind: Kind
    name: str = ""
    role: str = ""

    @property
    def words(self) -> list[str]:
        return self.name.split()


def mentions(mask: str, span: Span) -> list[Mention]:
    """Everybody mentioned in a paragraph, in order, none within another. What is quoted should be masked."""
    roles = list(_roles(mask, span))
    taken = [Span(one.start, one.end) for one in roles]
    found = [*roles, *_runs(mask, span, taken), *_pronouns(mask, span, taken)]
    return list(_joined(mask, sorted(found, key=lambda one: one.start)))


def _roles(mask: str, span: Span) -> Iterator[Mention]:
    place = span.start
    while match := _made(_ROLE).search(mask, place, span.end):
        role = _DETERMINER.sub("", match.group())
        place = match.end()
        if THINGS.search(match.group()):
            yield Mention(match.start(), match.end(), "organisation", role)
            continue
        named = None if PLURAL.search(role) else _name_behind(mask, match.end(), span)
        if named:
            place = named.end
            yield Mention(match.start(), named.end, "person", _RANKS.sub("", mask[named.start : named.end]), role)
        else:
            yield Mention(match.start(), match.end(), "role", "", role)


def _name_behind(mask: str, place: int, span: Span) -> Span | None:
    """The name that follows a role at once, or between commas."""
    match = _made(_COMMA_NAME).match(mask, place, span.end)
    if not match:
        return None
    start = match.end() - len(match.group().lstrip(" ,\n\u00a0"))
    words = mask[start : match.end()].split()
    apart = "," in mask[place:start]
    if words[0] in NO_NAME or ORGANISATION.search(mask[start : match.end()]):
        return None
    if apart and not (len(words) > 1 and _ENDS_NAME.match(mask, match.end(), span.end)):
        return None
    return _trimmed(mask, Span(start, match.end()))


def _trimmed(mask: str, run: Span) -> Span | None:
    """A capitalised run without the words around it that are no part of a name ("But Rutte", "Rutte Thursday")."""
    words = list(re.finditer(r"\S+", mask[run.start : run.end]))
    words = words[next((n for n, word in enumerate(words) if word.group() not in NO_NAME), len(words)) :]
    for number, word in enumerate(words):
        if word.group() in NO_NAME:
            words = words[:number]
            break
    return Span(run.start + words[0].start(), run.start + words[-1].end()) if 0 < len(words) <= _LONGEST else None


def _runs(mask: str, span: Span, taken: list[Span]) -> Iterator[Mention]:
    for match in _made(_RUN).finditer(mask, span.start, span.end):
        run = _trimmed(mask, Span(*match.span()))
        if run is None or any(one.start < run.end and run.start < one.end for one in taken):
            continue
        text = mask[run.start : run.end]
        name = re.sub(rf"^{HONORIFIC}\s+(?=[{UPPER}])", "", text)
        if ORGANISATION.search(name):
            yield Mention(run.start, run.end, "organisation", text)
        elif len(name.split()) > 1 or name != text:
            yield Mention(run.start, run.end, "person", name)
        else:
            yield Mention(run.start, run.end, "word", name)


def _pronouns(mask: str, span: Span, taken: list[Span]) -> Iterator[Mention]:
    for match in _PRONOUN.finditer(mask, span.start, span.end):
        if not any(one.holds(match.start()) for one in taken):
            yield Mention(match.start(), match.end(), "pronoun", match.group())


def _joined(mask: str, found: list[Mention]) -> Iterator[Mention]:
    """ "Mark Rutte, NATO's secretary general," is one mention: a name with its role."""
    skip = False
    for one, two in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        if two and _stands_beside(mask, one, two):
            between = _APPOSITION.fullmatch(mask[one.end : two.start])
            more = _DETERMINER.sub("", between["role"]) if between else ""
            yield replace(one, kind="person", end=two.end, role=f"{more}{two.role}")
            skip = True
        else:
            yield one


def _stands_beside(mask: str, name: Mention, role: Mention) -> bool:
    """ "Mark Rutte, the alliance's chief, …"; a role before the name stays, unless it is only a rank."""
    if name.kind not in ("person", "word") or role.kind != "role" or not (not name.role or _RANK.fullmatch(name.role)):
        return False
    if not _APPOSITION.fullmatch(mask[name.end : role.start]):
        return False
    return mask[role.end : role.end + 1] in (",", ".", ")", ";", ":", "") or bool(_SAYS.match(mask, role.end))
