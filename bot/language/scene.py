"""Words that only set the scene of a question: a clause with "amid", who is said to have said it, a heading."""

from __future__ import annotations

from itertools import pairwise

from bot.language.dating import place_of
from bot.language.frame import Frame

_BACKGROUND = ("amid", "given", "considering", "despite", "following", "as part of", "in light of", "in view of")

_REPORTING = (
    "says",
    "claims",
    "claim",
    "claimed",
    "saying",
    "argues",
    "argued",
    "thinks",
    "reckons",
    "insists",
    "believes",
    "swears",
    "read",
    "heard",
    "told",
)

_ANYBODY = frozenset("someone somebody people they friend friends guy guys dude dad mum mom uncle boss teacher tweet article post".split())
"""Who says something that a question only passes on."""

_SPEAKING = ("say", "minister", "premier", "president")

_DEGREES = frozenset("most least more less very too so how is are was were the a an".split())
"""Before a word in "-ly" that says what somebody is like: "the most cowardly"."""


def move_background(frame: Frame) -> None:
    """Words that only set the scene are named in the answer, but bar none.

    A clause that opens with "amid" or "given"; who is said to have said it ("my MP keeps saying …"); a heading before
    a colon; any clause without a name, number or date beside one that is understood.
    """
    aside = _attribution(frame) | _as_claimed(frame) | _amid(frame)
    if not frame.unknown:
        return
    words = frame.words
    aside |= _scene(frame) | {
        i for i, t in enumerate(frame.tokens) if t.norm.endswith("ly") and len(t.norm) > 5 and not (i and words[i - 1] in _DEGREES)
    }
    clauses = _clauses(frame)
    named = {n.start for n in frame.names if n.end and n.id != "nato"}
    firm = named | {q.start for q in frame.quantities} | {m.start for m in frame.moments}
    strange = {i for i, token in enumerate(frame.tokens) if any(token is u for u in frame.unknown)} - aside
    sound = any(set(clause) & firm and not set(clause) & strange for clause in clauses)
    for clause in clauses:
        if sound and not set(clause) & firm:
            aside |= set(clause)
    left = {id(frame.tokens[i]) for i in aside}
    frame.background += [token for token in frame.unknown if id(token) in left]
    frame.unknown = [token for token in frame.unknown if id(token) not in left]


def _scene(frame: Frame) -> set[int]:
    """The tokens of clauses that open with "amid", "given", "despite" …"""
    words = frame.words
    found: set[int] = set()
    for phrase in _BACKGROUND:
        start = place_of(words, phrase.split())
        if start is not None:
            end = next(
                (
                    i
                    for i in range(start, len(words))
                    if words[i] in (",", "?") or (i > start + 2 and words[i] in ("how", "what", "which", "who"))
                ),
                len(words),
            )
            found |= set(range(start, end))
    return found


def _attribution(frame: Frame) -> set[int]:
    """The tokens before "says (that)" where nobody known speaks: "a senator says …", "I read that …"."""
    words = frame.words
    for i, word in enumerate(words[:10]):
        passed_on = word in ("said", "told") and i and words[i - 1] in _ANYBODY
        if (word in _REPORTING or passed_on) and len(words) - i > 3:
            people = [
                n
                for n in frame.names
                if n.start <= i and n.end and n.kind in ("person", "ally", "capital", "group", "nonmember", "country")
            ]
            headed = not i and words[1:2] == [":"]
            if people and not frame.starts("what", "whats", "who", "whose", "which", "did", "has", "have") and _doubts(frame, i):
                frame.drop(range(i + 1))
                return set(range(i + 1))
            if people or not (i or headed) or frame.starts("what", "whats", "who", "whose", "which", "did", "has", "have"):
                return set()
            frame.mentions = [m for m in frame.mentions if not (m.start <= i and any(s.id in (*_SPEAKING, "who") for s in m.senses))]
            frame.forget()
            return set(range(i + 1))
    return set()


def _amid(frame: Frame) -> set[int]:
    """ "How has it changed amid Russia's war in Ukraine?": who is named there is not asked about."""
    words = frame.words
    start = next((i for i, word in enumerate(words) if word in ("amid", "amidst", "despite")), len(words))
    end = next((i for i in range(start, len(words)) if words[i] in (",", "?")), len(words))
    clause = range(start, end)
    if start < len(words) and any(name.end and name.start not in clause for name in frame.names):
        frame.drop(clause, terms=True)
        frame.background += [frame.tokens[i] for i in clause if frame.tokens[i] not in frame.unknown]
        return set(clause)
    return set()


def _as_claimed(frame: Frame) -> set[int]:
    """ "Is it at 5 %, as Erdoğan claims?": whether it is so is asked, not whether it was said."""
    words = frame.words
    if "as" not in words:
        return set()
    for name in frame.names:
        said = words[name.end : name.end + 1]
        if name.kind == "person" and name.start and words[name.start - 1] == "as" and said and said[0] in _REPORTING and frame.yes_no:
            clause = range(name.start - 1, name.end + 1)
            frame.drop(clause)
            frame.background += [frame.tokens[place] for place in clause]
            return set(clause)
    return set()


def _doubts(frame: Frame, said: int) -> bool:
    """Whether it is asked behind a claim with a figure or a name if that is true: "Trump says X pays 90 %. Really?"."""
    tail = [m.start for m in frame.mentions if m.start > said and any(s.id in ("is_true", "wrong_you") for s in m.senses)]
    claimed = [q.start for q in frame.quantities] + [n.start for n in frame.names if n.end and n.kind in ("ally", "group", "reference")]
    return bool(tail) and any(said < place < tail[-1] for place in claimed) and any(said < q.start < tail[-1] for q in frame.quantities)


def _clauses(frame: Frame) -> list[range]:
    """The stretches between commas, colons, dashes, brackets and full stops."""
    marks = [i for i, token in enumerate(frame.tokens) if token.norm in (",", ";", ":", ".", "?", "!", "(", ")", "—", "–", "-", "…")]
    edges = [-1, *marks, len(frame.tokens)]
    return [range(a + 1, b) for a, b in pairwise(edges) if b > a + 1]
