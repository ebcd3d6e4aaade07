"""Texts as they are compared: folded words, their stems, and whether a clause denies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLAUSE = re.compile(r"[.,;:!?…–—]+(?!\d)|\bbut\b|\band\b")
_STOP = frozenset(
    "a about all also am an and any are as at be been being but by can could did do does done for from get go going had has "
    "have having he her him his how i if in into is it its just like let many may me might more most much must my now "
    "of off on one only or our out over percent per cent pct quite really say said saying says shall she should so some "
    "such than that the their them then there these they thing this those time to too up us very was way we were what "
    "when where which who whom whose why will with would you your im ive id ill youre youve theyre theyve weve thats whats hes shes "
    "lets were ill theres going gonna".split()
)
_NEGATIONS = frozenset(
    "not no never nor none nobody nothing neither without cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt "
    "couldnt shouldnt hasnt havent hadnt aint nt kein geen".split()
)
_NUMBERS = {word: str(value) for value, word in enumerate("zero one two three four five six seven eight nine ten".split())}
_IRREGULAR = {
    "thrown": "throw", "threw": "throw", "gave": "give", "given": "give", "paid": "pay", "spent": "spend", "kept": "keep",
    "took": "take", "taken": "take", "fought": "fight", "won": "win", "lost": "lose", "met": "meet", "felt": "feel",
    "chose": "choose", "chosen": "choose", "grew": "grow", "grown": "grow", "rose": "rise", "risen": "rise", "fell": "fall",
    "hit": "reach", "hits": "reach", "hitting": "reach", "achieve": "reach", "achieves": "reach", "achieved": "reach",
    "achieving": "reach", "dreamt": "dream", "shot": "shoot", "became": "become", "found": "find", "brought": "bring", "built": "build",
}  # fmt: skip
_RUN = 4
_TELLING = 2
_ENDINGS = ("ing", "edly", "ed", "es", "s", "ly")


def words(text: str) -> list[str]:
    """The stems of the words that say something, each once, numbers in figures."""
    return list(dict.fromkeys(stem(word) for word in plain(text) if word not in _STOP and word not in _NEGATIONS))


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A word without its ending: crude, but the same on both sides."""
    word = _NUMBERS.get(word) or _IRREGULAR.get(word, word)
    if word[0].isdigit():
        return word.replace(",", "." if re.fullmatch(r"\d+,\d{1,2}", word) else "")
    word = word.replace("defens", "defenc")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and (word[-1] == "e" or word[-1] == word[-2]):
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") else word


def plain(text: str) -> Iterator[str]:
    """The words in lower case without accents and apostrophes."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("ø", "o").replace("ł", "l"))
        text = "".join(c for c in folded if not unicodedata.combining(c)).replace("’", "'")
    for word in _WORD.findall(text.lower().replace("u.s.", "us")):
        yield word.removesuffix("'s").replace("'", "") if "'" in word else word


def slug(text: str, most: int = 30) -> str:
    """A text as a part of an id: letters, digits and hyphens."""
    return "-".join(re.sub(r"[^a-z0-9]", "", word) for word in plain(text) if re.search(r"[a-z0-9]", word))[:most].strip("-") or "text"


def clauses(text: str) -> list[str]:
    """The parts of a text between its commas, full stops and conjunctions."""
    return [part for part in _CLAUSE.split(text) if part]


def denies(text: str) -> bool:
    """ "Not only" affirms."""
    return not _NEGATIONS.isdisjoint(plain(text.lower().replace("not only", "")))


def verbatim(text: str, said: str) -> bool:
    """Whether four words of the text in a row, two of them telling, or the whole text stand in what was said."""
    asked, held = list(plain(text)), list(plain(said))
    match = SequenceMatcher(None, asked, held, autojunk=False).find_longest_match()
    if match.size < _RUN and not (match.size == len(asked) and match.size > 1):
        return False
    return len(words(" ".join(asked[match.a : match.a + match.size]))) >= min(_TELLING, len(words(text)))
