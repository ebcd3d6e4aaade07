"""Statements by words: who said this, and what did somebody say about that.

What is searched for in the index is a list of asks, each of which any one of its marks fulfils; an ask that no statement
fulfils weighs the most, so that invented words find nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from knowledge.base import KnowledgeBase, View
from knowledge.index import Index
from knowledge.model import Mark, Statement
from knowledge.words import clauses, denies, plain, stem, verbatim, words

SURE = 0.75
"""The confidence from which on a statement counts as the one that was meant."""
NEAR = 0.45
_HALF = 0.5
_WIDE = 1000
_CLOSE = 5

TOPICAL = {"tariff": "trade", "embargo": "trade", "boycott": "trade"}
"""Stems that are looked for as the topic that they belong to; a statement on it needn't hold them."""
_FIELD = frozenset(("nato", "alli", "countri", "nation", "member"))


class Ask(NamedTuple):
    """One thing asked for: the marks any of which fulfils it, the plainest first. `hard`: nothing goes without it."""

    marks: tuple[str, ...]
    hard: bool = False


class Hit(NamedTuple):
    """A statement, how much of what was asked it fulfils (0 to 1), and the weight by which hits are ordered."""

    statement: Statement
    covered: float
    score: float


class _Part(NamedTuple):
    """An ask with the rows that carry its marks, the plainest mark first, and the weights of these marks."""

    hard: bool
    rows: tuple[set[int], ...]
    weights: tuple[float, ...]

    def found(self, row: int) -> float:
        """The weight of the first mark of the ask that the row carries, 0 where it carries none."""
        for rows, weight in zip(self.rows, self.weights, strict=True):
            if row in rows:
                return weight
        return 0.0

    @property
    def all(self) -> set[int]:
        """The rows that fulfil the ask."""
        return self.rows[0] if len(self.rows) == 1 else set().union(*self.rows)

    @property
    def size(self) -> int:
        return sum(map(len, self.rows))


def asks(text: str) -> list[Ask]:
    """One ask for each word of a text; numbers are indispensable, words that stand everywhere here count alone only."""
    found = words(text)
    telling = [word for word in found if word not in _FIELD]
    return [word_ask(word) for word in (telling if len(telling) > 1 else found)]


def word_ask(word: str) -> Ask:
    """The ask for a stem: in the words, as a topic or in the place."""
    return Ask((word,), True) if word[0].isdigit() else Ask((word, f"#{TOPICAL.get(word, word)}", f"&{word}"))


def index_of(base: KnowledgeBase) -> Index:
    """The index of a knowledge base, made on first use and kept with it."""
    kept: Index | None = vars(base).get("_search")
    if kept is None:
        kept = vars(base)["_search"] = Index.of(base)
    return kept


def keep(before: KnowledgeBase, base: KnowledgeBase, changed: Mapping[str, Iterable[str]]) -> None:
    """Let a base that differs in these rows (ids by table) have the index of the one before, if that has one, with what is new."""
    if (index := vars(before).get("_search")) is not None:
        concerned = any(changed.get(table) for table in ("statements", "people", "pledges", "commitments"))
        vars(base)["_search"] = index.changed(base, changed) if concerned else index


def known(view: View) -> Callable[[Statement], bool]:
    """Whether a statement had been made and reported by the day of the view."""
    quoted = vars(view).get("_quoted")
    if quoted is None:
        quoted = vars(view)["_quoted"] = view.known(index_of(view.base).quoted)
    statements = view.statements
    return lambda row: row.id in statements or row.id in quoted


def search(view: View, wanted: Sequence[Ask], least: float = _HALF) -> list[Hit]:
    """The statements known on the day that fulfil the hard asks and at least so much of the others, best first."""
    index = index_of(view.base)
    parts = _parts(index, wanted)
    return _weighed(view, index, parts, _candidates(parts, least), least)


def _parts(index: Index, wanted: Sequence[Ask]) -> list[_Part]:
    nothing: set[int] = set()
    found = []
    for ask in wanted:
        marks = (ask.marks[0], *(mark for mark in ask.marks[1:] if mark in index.postings))
        if len(marks) == 1 and marks[0] not in index.postings and (near := index.near(marks[0])):
            marks = (near,)
        rows = tuple(index.postings.get(mark, nothing) for mark in marks)
        found.append(_Part(ask.hard, rows, tuple(index.weight(mark) for mark in marks)))
    return found


def _weighed(view: View, index: Index, parts: Sequence[_Part], rows: Iterable[int], least: float) -> list[Hit]:
    soft = sum(part.weights[0] for part in parts if not part.hard)
    is_known = known(view)
    hits = []
    for row in rows:
        covered = score = 0.0
        for part in parts:
            weight = part.found(row)
            score += weight
            if not part.hard and weight:
                covered += part.weights[0]
            elif part.hard and not weight:
                break
        else:
            if covered >= least * soft and is_known(statement := index.rows[row]):
                hits.append(Hit(statement, covered / soft if soft else 1.0, score))
    return sorted(hits, key=lambda hit: (hit.score, hit.statement.on), reverse=True)


def _candidates(parts: Sequence[_Part], least: float) -> Iterable[int]:
    """Rows that can fulfil what is asked: those of every hard ask that have one of the heavy words without which so
    much can't be reached."""
    heavy = _heavy([part for part in parts if not part.hard], least)
    hard = sorted((part for part in parts if part.hard), key=lambda part: part.size)
    if not hard:
        return islice(set().union(*heavy), _WIDE)
    rows = hard[0].all
    for part in hard[1:]:
        rows = set().union(*(rows & each for each in part.rows))
    return islice(set().union(*(rows & each for each in heavy)), _WIDE) if heavy else rows


def _heavy(soft: list[_Part], least: float) -> list[set[int]]:
    """The rows of the rarest words, so many words that the others alone are too little."""
    soft.sort(key=lambda part: -part.weights[0])
    whole = left = sum(part.weights[0] for part in soft)
    heavy: list[set[int]] = []
    for part in soft:
        if left < least * whole:
            break
        heavy += part.rows
        left -= part.weights[0]
    return heavy


def _likely(parts: Sequence[_Part]) -> set[int]:
    """The rows that have the rarest word and as many of the others as go with it: where a sentence is, if it is one."""
    present = sorted((part for part in parts if part.size), key=lambda part: part.size)
    rows = present[0].all if present else set()
    for part in present[1:]:
        if len(rows) == 1:
            break
        rows = set().union(*(rows & each for each in part.rows)) or rows
    return rows


def find(view: View, wanted: Sequence[Ask], text: str) -> list[Hit]:
    """The statements that a quoted or paraphrased piece of text can be, with the confidence in each as `covered`.

    Words, their order and negation count: "America can be everywhere" is not what Hegseth said.
    """
    if not wanted:
        return []
    index = index_of(view.base)
    text = _mended(index, text)
    parts = _parts(index, wanted)
    hits = _sorted(_weighed(view, index, parts, islice(_likely(parts), _CLOSE), _HALF), text)
    if hits and hits[0].covered >= SURE:
        return hits
    return _sorted(_weighed(view, index, parts, _candidates(parts, _HALF), _HALF), text)


def withdrawn(base: KnowledgeBase, text: str, people: Sequence[str] = ()) -> tuple[Statement, Mark] | None:
    """The statement with these words that was withdrawn as wrong, or one of these people's with all that they tell; None else."""
    wanted = set(words(text))
    for (table, _), mark in base.marks.items() if wanted else ():
        if table == "statements" and mark.standing == "wrong":
            versions = (mark.row.text, mark.row.translation or "")
            held = len(wanted.intersection(words(" ".join(versions)))) / len(wanted)
            theirs = held == 1 and mark.row.speaker in people
            if theirs or (held >= SURE and any(verbatim(text, version) for version in versions)):
                return mark.row, mark
    return None


def _mended(index: Index, text: str) -> str:
    """The text with the stems that its misspelt words can be."""
    found = []
    for word in plain(text):
        missing = bool(words(word)) and stem(word) not in index.postings
        found.append((missing and index.near(stem(word))) or word)
    return " ".join(found)


def _sorted(hits: Sequence[Hit], text: str) -> list[Hit]:
    """The first few by the confidence in them."""
    close = (Hit(hit.statement, _confidence(hit, text), hit.score) for hit in hits[:_CLOSE])
    return sorted(close, key=lambda hit: -hit.covered)


def _confidence(hit: Hit, text: str) -> float:
    from rapidfuzz.fuzz import partial_ratio

    said = " ".join(plain(hit.statement.translation or "")), " ".join(plain(hit.statement.text))
    asked = " ".join(plain(text))
    alike = max(partial_ratio(asked, version) for version in said if version) / 100
    sure = (2 * hit.covered + alike) / 3 if len(words(text)) > 1 else alike
    verbatim = any(f" {asked} " in f" {version} " for version in said)
    return sure if verbatim or _agree(asked, hit.statement) else sure * _HALF


def _agree(asked: str, statement: Statement) -> bool:
    """Whether both deny or both affirm: the text, and the clause of the statement that is most like it."""
    wanted = set(words(asked))
    denied = denies(asked)
    parts = [clause for version in (statement.text, statement.translation or "") for clause in clauses(version)]
    shared = [(len(wanted.intersection(words(clause))), clause) for clause in parts]
    most = max((count for count, _ in shared), default=0)
    near = [clause for count, clause in shared if count and (count == most or denied)]
    denials = [denies(clause) for clause in near]
    return any(denials) if denied else not all(denials)
