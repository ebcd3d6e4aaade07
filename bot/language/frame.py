"""What a question holds: names, cues, numbers and dates, each with its span; nothing is decided yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache, wraps
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

from bot.language.quantities import Moment, Quantity
from bot.language.text import Token
from bot.language.vocabulary import Language, Sense

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_OPERATORS = {"more": ">", "least_at": ">=", "less": "<", "most_at": "<=", "exactly": "="}
_QUESTION_WORDS = {
    "when",
    "where",
    "who",
    "which",
    "what",
    "how_many",
    "how_much",
    "how",
    "why",
    "list",
    "pronoun",
    "say",
    "not",
    "is_true",
}
_FAMILIES = ({"next", "last", "before"}, {"most", "least"}, {"rise", "fall"})
_COUNTABLE = (
    "guidelines",
    "targets",
    "goals",
    "benchmarks",
    "pledges",
    "lines",
    "years",
    "times",
    "numbers",
    "figures",
    "countries",
    "allies",
    "members",
)
_BETWEEN_NAMES = frozenset(", and or plus the also just does for in what that of share shares spending level figure".split())
_ASKING = tuple("how who whos what whats which when where why whose list name show give tell compare find count".split())
_AUXILIARIES = tuple(
    "is are was were does do did has have had can could will would isnt doesnt didnt arent hasnt havent wasnt cant".split()
)
_LINES = frozenset("target guideline line threshold benchmark".split())
_LEAD_INS = frozenset("so and but ok okay hey hi well please also hmm then now yo".split())


class Mention(NamedTuple):
    """Tokens `start` to `end` and what they can mean."""

    start: int
    end: int
    senses: tuple[Sense, ...]


class Bound(NamedTuple):
    """A number that something is compared with: `op` is one of > >= < <= = or "" (to be met)."""

    op: str
    value: Decimal
    unit: str
    currency: str | None


class Name(NamedTuple):
    """A named entity; `role` is "subject", "excluded" (besides X) or "reference" (than X)."""

    kind: str
    id: str
    role: str
    start: int
    end: int


@dataclass
class Frame:
    """What a question holds. Years are resolved against the day it is asked on."""

    text: str
    today: date
    tokens: list[Token]
    mentions: list[Mention] = field(default_factory=list)
    terms: list[Mention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    quote: str | None = None
    quoted: tuple[int, int] = (0, 0)
    unknown: list[Token] = field(default_factory=list)
    background: list[Token] = field(default_factory=list)
    mended: list[tuple[str, str]] = field(default_factory=list)
    doubtful: dict[str, list[str]] = field(default_factory=dict)
    language: Language | None = None
    greeting: bool = False
    overlong: bool = False
    known_on: date | None = None
    edition: int | None = None
    editions: list[int] = field(default_factory=list)
    implied: tuple[Name, ...] = ()
    opening: int = 0
    memo: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def words(self) -> list[str]:
        """The tokens as they are compared, in order; not to be changed. Settled once the text is understood."""
        return [token.norm for token in self.tokens]

    @cached_property
    def bag(self) -> frozenset[str]:
        """The same without order."""
        return frozenset(self.words)

    def drop(self, places: range, *, terms: bool = False) -> None:
        """Take what stands at these places out of the mentions (and terms), and forget what was made of them."""
        self.mentions = [m for m in self.mentions if m.start not in places]
        if terms:
            self.terms = [m for m in self.terms if m.start not in places]
        self.forget()

    def forget(self) -> None:
        """What was made of the mentions, after a change to them."""
        for made in ("cues", "cued", "names", "bounds"):
            self.__dict__.pop(made, None)
        self.memo.clear()

    def holds(self, *words: str) -> bool:
        """Whether one of the words stands in the text, whatever it means there."""
        return not self.bag.isdisjoint(words)

    @cached_property
    def line(self) -> str:
        """The same with spaces between."""
        return " ".join(self.words)

    @cached_property
    def cues(self) -> dict[str, list[Mention]]:
        """Cue → the mentions that carry it."""
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            for kind, id_ in mention.senses:
                if kind == "cue":
                    found.setdefault(id_, []).append(mention)
            if self._against(mention) and mention not in found.get("than", ()):
                found.setdefault("than", []).append(mention)
        return found

    @cached_property
    def cued(self) -> frozenset[str]:
        """The cues without the mentions."""
        return frozenset(self.cues)

    def _against(self, mention: Mention) -> bool:
        """Whether it compares with what follows and no number follows: "more than Germany", "above the average"."""
        words = [token.norm for token in self.tokens[mention.start : mention.end]]
        senses = {sense.id for sense in mention.senses if sense.kind == "cue"}
        if not (words and words[-1] == "than") and not (
            senses & {"more", "less"}
            and any(
                n.start in (mention.end, mention.end + 1)
                for n in self.mentions
                if n.senses and n.senses[0].kind in ("ally", "capital", "group")
            )
        ):
            return False
        return not any(quantity.start in (mention.end, mention.end + 1) for quantity in self.quantities)

    def after(self, before: Frame) -> Frame:
        """This frame with the names and cues of the one before it, whose question words are left out."""
        shift = len(before.tokens)
        moved = [m._replace(start=m.start + shift, end=m.end + shift) for m in self.mentions]
        fresh = self.cues.keys()
        dropped = _QUESTION_WORDS | {cue for family in _FAMILIES if family & fresh for cue in family}
        kept = [m for m in before.mentions if not {s.id for s in m.senses} & dropped]
        return replace(
            self,
            tokens=[*before.tokens, *self.tokens],
            opening=shift,
            mentions=[*kept, *moved],
            terms=[*before.terms, *(m._replace(start=m.start + shift, end=m.end + shift) for m in self.terms)],
            quantities=[
                *([] if self.quantities else before.quantities),
                *(replace(q, start=q.start + shift, end=q.end + shift) for q in self.quantities),
            ],
            moments=[
                *([] if self.moments else before.moments),
                *(replace(m, start=m.start + shift, end=m.end + shift) for m in self.moments),
            ],
            unknown=[*self.unknown],
        )

    def part(self, start: int, end: int) -> Frame:
        """The frame of some of the tokens, for questions inside a question."""
        return replace(
            self,
            mentions=[m for m in self.mentions if start <= m.start < end],
            terms=[],
            quantities=[q for q in self.quantities if start <= q.start < end],
        )

    def cut(self, start: int, end: int) -> tuple[Frame, Frame]:
        """The frame of some of the tokens alone, and the frame of all the others."""
        inside = list(range(start, end))
        outside = [*range(start), *range(end, len(self.tokens))]
        return self._of(inside), self._of(outside)

    def _of(self, places: list[int]) -> Frame:
        """A frame of the tokens at these places, with what lies wholly among them."""
        moved = {old: new for new, old in enumerate(places)}

        def kept(found: Iterable[Any]) -> list[Any]:
            return [x for x in found if all(place in moved for place in range(x.start, x.end))]

        return replace(
            self,
            tokens=[self.tokens[place] for place in places],
            mentions=[m._replace(start=moved[m.start], end=moved[m.end - 1] + 1) for m in kept(self.mentions)],
            terms=[],
            quantities=[replace(q, start=moved[q.start], end=moved[q.end - 1] + 1) for q in kept(self.quantities)],
            moments=[replace(m, start=moved[m.start], end=moved[m.end - 1] + 1) for m in kept(self.moments) if m.start < m.end],
            opening=0,
        )

    def has(self, *cues: str) -> bool:
        """Whether one of the cues stands in the text."""
        return not self.cued.isdisjoint(cues)

    @cached_property
    def names(self) -> list[Name]:
        """Every name in order; of several senses the first (an ally before the summit in its capital)."""
        found: list[Name] = list(self.implied)
        role, last = "subject", -1
        for mention in (*self.mentions, *self.terms):
            kinds = [sense for sense in mention.senses if sense.kind not in ("cue", "filler")]
            marks = {sense.id for sense in mention.senses if sense.kind == "cue"}
            if marks & {"except", "outside"}:
                role, last = "excluded", mention.end
            elif ("than" in marks or self._against(mention)) and (found or self.has("allies", "who", "how_many", "nobody")):
                by = mention.end < len(self.tokens) and self.tokens[mention.end].norm == "by"
                role, last = "reference", mention.end + by
            for sense in kinds:
                if role != "subject" and not self._continues(last, mention.start):
                    role = "subject"
                found.append(Name(sense.kind, sense.id, role, mention.start, mention.end))
            if kinds:
                last = mention.end
        return found

    def _continues(self, end: int, start: int) -> bool:
        """Whether only commas, "and", "or", articles and "the share of" stand between two places."""
        return all(token.norm in _BETWEEN_NAMES for token in self.tokens[end:start])

    def ids(self, *kinds: str, role: str | None = None) -> list[str]:
        """The ids of the names of these kinds, each once, in order."""
        try:
            found: list[str] = self.memo[kinds, role]
        except KeyError:
            of_these = [n for n in self.names if n.kind in kinds and (role is None or n.role == role)]
            found = self.memo[kinds, role] = list(dict.fromkeys([n.id for n in of_these]))
        return found

    @cached_property
    def bounds(self) -> list[Bound]:
        """The numbers that can be a line to be above, below or at: shares, sums and bare numbers with a comparison."""
        found = []
        for quantity in self.quantities:
            op = self.operator(quantity)
            if (
                quantity.unit in ("%", "money", "scaled")
                or (quantity.unit == "" and op and not self._counted(quantity) and not self.timed(quantity))
                or self._share_like(quantity)
            ):
                unit = quantity.unit
                found.append(Bound(op, quantity.value, unit or "%", quantity.currency))
        return found

    def timed(self, quantity: Quantity) -> bool:
        """Whether the number counts a length of time: "for over 70 years"."""
        behind = self.tokens[quantity.end : quantity.end + 1]
        return bool(behind) and behind[0].norm in ("year", "years", "yrs", "decades", "months", "weeks", "days", "hours")

    def _counted(self, quantity: Quantity) -> bool:
        """Whether the number counts allies: "more than 30 allies"."""
        return bool(self.cue_at(quantity.end) & {"allies", "member"}) and not quantity.value % 1

    def _share_like(self, quantity: Quantity) -> bool:
        """A bare 2, 3.5 or 5 that no noun follows: people leave the percent sign out."""
        if quantity.unit != "" or not (quantity.value % 1 or quantity.value in (2, 3, 4, 5, 20)):
            return False
        if quantity.start and self.tokens[quantity.start - 1].norm in (
            "article",
            "art",
            "articles",
            "number",
            "no",
            "nr",
            "#",
            "rank",
            "place",
            "position",
            "top",
            "bottom",
            "next",
            "following",
            "limit",
        ):
            return False
        if any(mention.start <= quantity.start < mention.end for mention in self.cues.get("most_of", ())):
            return False
        if self.words[max(0, quantity.start - 3) : quantity.start] in _AMONG:
            return False
        behind = self.cue_at(quantity.end)
        headed = quantity.start and self.tokens[quantity.start - 1].norm in ("which", "what", "these", "those")
        if headed and any(token.norm in _COUNTABLE for token in self.tokens[quantity.end : quantity.end + 4]):
            return False
        if any(name.start == quantity.end for name in self.names):
            return False
        if not quantity.value % 1 and any(token.norm in _COUNTABLE for token in self.tokens[quantity.end : quantity.end + 2]):
            return False
        return not behind & {"allies", "member", "more_bare", "most", "least", "founding"} or bool(quantity.value % 1)

    def cue_at(self, place: int) -> set[str]:
        """The cues of the mention that starts at token `place`."""
        return {s.id for m in self.mentions if m.start == place for s in m.senses if s.kind == "cue"}

    def cue_before(self, place: int) -> set[str]:
        """The cues of the mention that ends at token `place`, "of" and articles between apart."""
        while place and self.tokens[place - 1].norm in ("of", "from", "the", "for", "in"):
            place -= 1
        return {s.id for m in self.mentions if m.end == place for s in m.senses if s.kind == "cue"}

    def operator(self, quantity: Quantity) -> str:
        """The comparison that stands right before or behind the number."""
        before = after = ""
        for mention in self.mentions:
            for sense in mention.senses:
                op = _OPERATORS.get(sense.id, "") if sense.kind == "cue" else ""
                if sense.id == "crossed":
                    op = self._side(mention)
                if not op:
                    continue
                if mention.end <= quantity.start and self._thin(mention.end, quantity.start):
                    if self.tokens[mention.start].norm == "or":
                        op = op[:1]  # "below 2 % or above 4 %"
                    before = before if before in (">=", "<=") else op
                elif any(q.start == mention.end for q in self.quantities):
                    continue
                elif quantity.end <= mention.start <= quantity.end + 3 and self._thin(quantity.end, mention.start, after=True):
                    after = op if op in (">=", "<=") else after
        if not after and quantity.end < len(self.tokens) and self.tokens[quantity.end].norm == "+":
            after = ">="
        return after or before

    def _side(self, mention: Mention) -> str:
        """The side of a line on which a crossing ends: "fell below", "rose above"."""
        words = {token.norm for token in self.tokens[mention.start : mention.end]}
        return "<" if words & {"below", "under", "short"} else ">" if words & {"above", "over", "past"} else ""

    def compares(self, mention: Mention) -> bool:
        """Whether a number, a name or a line stands near enough behind (or a number before) a comparison to be compared."""
        near = range(mention.start - 3, mention.end + 4)
        if _LINES & set(self.words[mention.end : mention.end + 4]):
            return True
        return any(q.start in near for q in self.quantities) or any(n.start in range(mention.end, mention.end + 5) for n in self.names)

    def _thin(self, start: int, end: int, after: bool = False) -> bool:
        """Whether nothing of weight stands between two places."""
        thin = (
            ("the", "a", "at", "of", "that", "its", "nato", "natos", "gdp", "$", "€", "£")
            if not after
            else ("of", "gdp", "its", "their", "the")
        )
        return end - start <= 3 and all(token.norm in thin for token in self.tokens[start:end])

    @property
    def years(self) -> list[int]:
        """The years named, in order of mention, each once."""
        return list(dict.fromkeys(moment.year for moment in self.moments))

    def preposition(self, moment: Moment) -> str:
        """The word before a date: since, until, by, in, before, after, from, to …"""
        place = moment.start - 1
        while place >= 0 and self.tokens[place].norm in (
            "the",
            "year",
            "end",
            "of",
            "start",
            "beginning",
            "early",
            "late",
            "about",
            "around",
        ):
            place -= 1
        return self.tokens[place].norm if place >= 0 else ""

    @property
    def negated(self) -> bool:
        """Whether it denies something; a "no" that opens or ends it is an exclamation."""
        last = max((m.end for m in self.mentions), default=0)
        return any(m.start > 0 and m.end < max(last, len(self.tokens) - 2) for m in self.cues.get("not", []))

    @property
    def past(self) -> bool:
        """Whether it asks about what was, by its auxiliary."""
        return any(token.norm in ("did", "was", "were", "had", "has", "have") for token in self.tokens[:6])

    @property
    def ordinal(self) -> int | None:
        """2 for "second", "2nd"; None where there is none."""
        for quantity in self.quantities:
            if quantity.unit == "ordinal":
                return int(quantity.value)
        return None

    def starts(self, *phrases: str) -> bool:
        """Whether the text begins with one of the phrases, fillers such as "so" apart."""
        return self._opening_text.startswith(_words(phrases))

    @cached_property
    def _opening_text(self) -> str:
        words = [token.norm for token in self.tokens[self.opening :] if token.kind in ("word", "number")]
        while words and words[0] in _LEAD_INS:
            words = words[1:]
        return " ".join(words) + " "

    def starts_raw(self, *phrases: str) -> bool:
        """Whether the text begins with one of the phrases, nothing left out."""
        text = " ".join(token.norm for token in self.tokens if token.kind in ("word", "number")) + " "
        return text.startswith(_words(phrases))

    @property
    def is_question(self) -> bool:
        """Whether it asks: a question mark, or a question word or auxiliary in front."""
        return "?" in (token.norm for token in self.tokens) or self.yes_no or self.starts(*_ASKING)

    @property
    def asserts(self) -> bool:
        """Whether it states something, a tag question ("…, don't they?") or not."""
        return not self.yes_no and not self.starts(
            *_ASKING, "explain", "define", "describe", "in which", "in what", "under which", "by when", "at what"
        )

    @cached_property
    def yes_no(self) -> bool:
        """Whether it wants a yes or a no."""
        return self.starts(*_AUXILIARIES)


@lru_cache(maxsize=1024)
def _words(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases as beginnings that end where a word ends; the sets of phrases are the program's own, so few."""
    return tuple(f"{phrase} " for phrase in phrases)


def once(read: Callable[[Frame, *Ts], T]) -> Callable[[Frame, *Ts], T]:
    """What is read of a settled frame (and of what stands beside it) is read once, whichever of the kinds asks; it is not to be changed."""

    @wraps(read)
    def kept(frame: Frame, *others: *Ts) -> T:
        try:
            found: T = frame.memo[read, others]
        except KeyError:
            found = frame.memo[read, others] = read(frame, *others)
        return found

    return kept


_AMONG = [[asked, "of", those] for asked in ("which", "who", "one") for those in ("the", "these", "those")]
"""What stands before the number of those that were named: "which of the two"."""


def without(values: Iterable[str], excluded: Iterable[str]) -> list[str]:
    """The values that are not excluded, in order."""
    barred = set(excluded)
    return [value for value in values if value not in barred]
