"""Mentions → who is meant: a full name, later the surname alone, "he", "the minister", "NATO's chief".

A person is linked only where the text or the knowledge base names one alone: by name, by an office held on the day, or
by what the text itself said before. Everybody else stays as the text names them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.base import KnowledgeBase, View
from knowledge.intake.lexicon import WOMEN
from knowledge.intake.mentions import Mention
from knowledge.intake.passages import Passage, Span
from knowledge.speakers import holders

_OFFICES = (
    (r"spokes|former|deputy|vice|outgoing|aide|advis|ambassador|envoy|official|shadow|counterpart", ""),
    (r"defen[cs]e (?:minister|secretary|chief)|(?:minister|secretary)(?: of state)? (?:of|for) (?:\w+ )?defen[cs]e", "defence_minister"),
    (r"foreign (?:minister|secretary)|minister (?:of|for) foreign", "foreign_minister"),
    (r"prime minister|premier|chancellor|taoiseach|leader", "head_of_government"),
    (r"president", "head_of_state"),
    (r"secretary[ -]general|chief|head", "secretary_general"),
)  # fmt: skip
_LEADERS = frozenset(("head_of_government", "head_of_state"))
_HEAD = re.compile(r"(\w+)(?:\s+(?:of|for|at|from|in|to)\s.*)?$", re.DOTALL)
_COUNTERPART = re.compile(r"\bcounterpart$", re.IGNORECASE)
_OBJECT = re.compile(
    r"\b(?:of|from|to|with|by|for|under|against|on|at|in|than|like|as|meeting|met|told|thanked)\s+(?:the\s+)?$", re.IGNORECASE
)
_FAR = 4000
_MANY = 30
"""Mentions of a sentence that are looked at: more are a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said something. `name` and `role` as the text has them (role without article, "" where it gives none).

    `mention` is how the speaker is named right there ("he"). `person`: an id of the knowledge base, where known;
    `office`: the id of the tenure on the day, where one is known. `home`: whom the role speaks for, an ally's id or "NATO".
    """

    name: str
    role: str = ""
    mention: Passage | None = None
    person: str | None = None
    office: str | None = None
    home: str | None = None


@dataclass
class Cast:
    """Everybody who appears in a text, in order of appearance."""

    text: str
    view: View
    day: date
    sentences: Sequence[Span]
    seen: list[tuple[Mention, Speaker]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._named: dict[str, Speaker] = {}
        self._cast: dict[str, Speaker] = {}
        self._people, self._states = _names(self.view.base)

    def state(self, words: str) -> str | None:
        """The ally, other state or NATO that a phrase names: "Dutch", "Spain's", "NATO's"."""
        tokens = [re.sub(r"['’]s?$", "", token) for token in re.split(r"[\s,]+", words)]
        for size in (3, 2, 1):
            for i in range(len(tokens) - size + 1):
                phrase = " ".join(tokens[i : i + size])
                if phrase[:1].isupper() or phrase == "alliance":
                    found = self._states.get(folded(phrase))
                    if found:
                        return found
        return None

    def known(self, name: str) -> str | None:
        """The id of the person whom a name can only mean."""
        return self._people.get(folded(name)) or self._people.get(folded(re.sub(r"\s[^\W\d_]\.", "", name)))

    def add(self, mention: Mention) -> None:
        """Take note of a mention; all mentions have to come in order."""
        mention = self._checked(mention)
        one = self.meant(mention)
        self.seen.append((mention, one))
        if mention.kind == "person":
            self._remember(one)

    def _checked(self, mention: Mention) -> Mention:
        """What a capitalised word is, by what is known: a person, a state, or still only a word."""
        if mention.kind in ("person", "word") and not mention.role:
            if self.known(mention.name) or self._introduced(mention.name):
                return replace(mention, kind="person")
            if self.state(mention.name) and len(mention.words) < 3:
                return replace(mention, kind="organisation")
        return mention

    def meant(self, mention: Mention) -> Speaker:
        """Who it is, by what came before."""
        match mention.kind:
            case "person":
                return self._person(mention)
            case "pronoun":
                return self._pronoun(mention) or Speaker(name=mention.name)
            case "role":
                return self._role(mention)
            case "organisation" | "word":
                return Speaker(name=mention.name, home=self.state(mention.name))

    def _person(self, mention: Mention) -> Speaker:
        before = self._introduced(mention.name)
        role = self._expanded(mention.role)
        if before and not (role and before.role and len(mention.words) > 1):
            return replace(before, role=before.role or role, mention=None) if not role or before.role else self._linked(before.name, role)
        return self._linked(mention.name, role)

    def _linked(self, name: str, role: str) -> Speaker:
        person = self.known(name)
        full = self.view.base.people[person].name if person and len(name.split()) == 1 else name
        home = self.state(role) or (self.view.base.people[person].home if person else None)
        return Speaker(name=full, role=role, person=person, office=self._tenure(person), home=home)

    def _tenure(self, person: str | None) -> str | None:
        rows = [row for row in self.view.offices.values() if row.person == person] if person else []
        return next((row.id for row in rows if row in holders(self.view, row.of, [row.office], self.day)), None)

    def _introduced(self, name: str) -> Speaker | None:
        """The person of that name whom the text has named before, by full name or by its last words."""
        return self._named.get(folded(name))

    def _remember(self, one: Speaker) -> None:
        words = folded(one.name).split()
        self._named |= {" ".join(words[start:]): one for start in range(len(words))}
        if one.role:
            self._cast.pop(one.name, None)
            self._cast[one.name] = one

    def _pronoun(self, mention: Mention) -> Speaker | None:
        """The last one who did or said something and can be "he" or "she"."""
        word = mention.name.lower()
        if word in ("they", "another"):
            return None
        last = bisect_right(self.sentences, mention.start, key=lambda one: one.start)
        near = self.sentences[bisect_left(self.sentences, mention.start - _FAR, key=lambda one: one.start) : last]
        for sentence in reversed(near):
            first, end = (bisect_left(self.seen, place, key=lambda pair: pair[0].start) for place in sentence)
            inside = [(m, one) for m, one in self.seen[first : min(end, first + _MANY)] if self._fits(m, one, word)]
            acting = (one for m, one in inside if not _OBJECT.search(self.text, sentence.start, m.start) and not self._owned(m))
            if inside:
                return replace(next(acting, inside[-1][1]), mention=None)
        return None

    def _owned(self, mention: Mention) -> bool:
        return self.text[mention.end : mention.end + 2] in ("'s", "’s")

    def _fits(self, mention: Mention, one: Speaker, pronoun: str) -> bool:
        if mention.kind in ("organisation", "word") or (mention.kind == "role" and mention.role.endswith("s")):
            return False
        given = one.name.split()[0] if one.name else ""
        if mention.kind == "pronoun" and not one.person:
            return mention.name.lower() == pronoun
        female = given in WOMEN or bool(re.search(r"woman\b", one.role))
        return female == (pronoun == "she") if one.person or female else True

    def _expanded(self, role: str) -> str:
        """ "His Dutch counterpart", after a German defence minister: the Dutch defence minister."""
        if not _COUNTERPART.search(role):
            return role
        office = next((words for one in reversed(self._cast.values()) if (words := _office_words(one.role))), None)
        modifiers = [word for word in role.split()[:-1] if word.lower() not in ("his", "her", "its", "their", "the")]
        return " ".join((*modifiers, office)) if office else role

    def _role(self, mention: Mention) -> Speaker:
        role = self._expanded(mention.role)
        plain = Speaker(name=self.text[mention.start : mention.end], role=role, home=self.state(role))
        if role.endswith("s") or re.match(r"(?:an?|one|another|several|multiple|some)\b", plain.name, re.IGNORECASE):
            return plain
        office, home = office_of(role), self.state(role)
        return self._by_text(role, office, home) or self._by_office(role, office, home) or plain

    def _by_text(self, role: str, office: str | None, home: str | None) -> Speaker | None:
        """The person whom the text has introduced in this role."""
        match = _HEAD.search(role)
        head = match[1].lower() if match else ""
        for one in reversed(self._cast.values()):
            theirs = office_of(one.role)
            same = office == theirs if office and theirs else bool(re.search(rf"\b{head}\b", one.role.lower()))
            same = same or (head in ("leader", "president") and theirs in _LEADERS)
            if same and (home is None or home == one.home):
                return replace(one, mention=None)
        return None

    def _by_office(self, role: str, office: str | None, home: str | None) -> Speaker | None:
        """The one person known to have held the office on the day."""
        if not office or not home or (office == "secretary_general") != (home == "NATO"):
            return None
        wanted = ["head_of_government", "head_of_state"] if "leader" in role.lower() else [office]
        rows = {row.person: row for row in holders(self.view, home, wanted, self.day)}
        if len(rows) != 1:
            return None
        person, row = next(iter(rows.items()))
        return Speaker(name=self.view.base.people[person].name, role=role, person=person, office=row.id, home=home)


def _names(base: KnowledgeBase) -> tuple[dict[str, str], dict[str, str]]:
    """The people and the states by their folded names, made on first use and kept with the knowledge base."""
    kept: tuple[dict[str, str], dict[str, str]] | None = vars(base).get("_intake_names")
    if kept is None:
        people = {folded(name): person.id for person in base.people.values() for name in (person.name, *person.aliases)}
        states = {folded(name): id_ for name, kind, id_ in base.names() if kind in ("ally", "nonmember", "capital") and id_ != "EU"}
        more = {"nato": "NATO", "alliance": "NATO", "american": "USA", "britain": "GBR", "british": "GBR", "u.s.": "USA", "us": "USA"}
        kept = vars(base)["_intake_names"] = (people, states | more)
    return kept


def office_of(role: str) -> str | None:
    """The office that a role's words stand for; None for deputies, spokesmen and former holders."""
    found = next((office for words, office in _OFFICES if re.search(words, role.lower())), None)
    return found or None


def _office_words(role: str) -> str | None:
    match = next((found for words, office in _OFFICES if office and (found := re.search(words, role.lower()))), None)
    return match.group() if match and office_of(role) else None


def folded(name: str) -> str:
    """A name for comparing: lower case, without accents."""
    text = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ł", "l").replace("ø", "o").replace("ı", "i").casefold())
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())
