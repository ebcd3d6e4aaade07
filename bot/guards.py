"""What a question holds that no kind can answer though each of its words is known: it bars every reading.

A size without what is measured ("how big is Luxembourg"), the best or worst of something that has no figure, the
soldiers of one ally in another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.language.frame import Frame, Name
from bot.twofold import halved

BARRED = frozenset({"#barred"})
_MEASURED = (
    "spend", "outlay", "contribute", "share", "money", "gdp", "gap", "target", "meet", "equipment", "personnel", "personnel_share",
    "growth", "cost", "total", "average", "median", "rise", "fall", "change", "compare", "proportion", "budget_common", "defence",
    "fair_share", "pays_for", "rank", "national", "constant", "points", "ratio", "miss", "national_plan", "step", "path",
)  # fmt: skip
_BUT_DEFENCE = tuple(cue for cue in _MEASURED if cue != "defence")
_SIZES = ("how big", "how large", "how high", "how low")
_KIN = frozenset(
    (
        "wife husband son sons daughter daughters kid kids child children mother father aunt uncle brother sister mum dad house home "
        "car dog cat salary age birthday"
    ).split()
)
_HOUSEHOLDS = frozenset("family families household households taxpayer taxpayers worker workers home pupil voter voters".split())
_SUGGESTING = (
    "how about we", "how about they", "why dont we", "why dont they", "what if we", "can we just", "lets", "we should", "they should",
    "we need",
)  # fmt: skip
_JUDGED = ("best", "worst", "strongest", "weakest", "greatest", "stronger", "weaker", "better", "worse", "mightier", "tougher")
_PARTS = ("percent", "percentage", "share", "proportion", "fraction", "many", "most", "half")
_SPOKEN = frozenset({"big", "large", "high", "low", *_JUDGED})
_SIZED = tuple(cue for cue in _MEASURED if cue not in ("compare", "rank", "points"))
_FIGURES = (
    "spend",
    "outlay",
    "gdp",
    "money",
    "contribute",
    "equipment",
    "personnel_share",
    "budget_common",
    "proportion",
    "target",
    "meet",
)


def barred(frame: Frame) -> Iterator[str]:
    """The words that bar an answer."""
    named = [name for name in frame.names if name.end and name.kind in ("ally", "capital")]
    places = [name for name in frame.names if name.end and name.kind in ("ally", "capital", "group")]
    for mention in frame.mentions if not _SPOKEN.isdisjoint(frame.bag) else ():
        words = " ".join(frame.words[mention.start : mention.end])
        if words in _SIZES and named and not frame.has(*_MEASURED):
            yield words
        if (
            words in _JUDGED
            and (frame.has("personnel") or not frame.has(*_BUT_DEFENCE))
            and not frame.bounds
            and not frame.has("say", "say_soft")
            and not _first_or_last(frame, named)
        ):
            yield words
    said = frame.line
    yield from (*_owed(frame, named), *_alike(frame, named))
    if "as" in frame.bag and any(f"as {word} as" in said for word in ("good", "bad", "strong", "weak", "safe", "tough")):
        yield "as good as"
    if frame.starts("if", "would") and frame.bounds and named and frame.has("than", "compare", "rank", "most", "least"):
        yield "if"
    if (
        frame.has("personnel")
        and frame.has("allies", "list")
        and len(named) == 1
        and named[0].start
        and frame.tokens[named[0].start - 1].norm == "in"
    ):
        yield "in"
    yield from _kin(frame)
    yield from _called(frame)
    yield from _shorter(frame)
    yield from (*_of_budget(frame), *_wages(frame), *_paid_by(frame, named))
    yield from (*_commanded(frame, named), *_indebted(frame, named), *halved(frame))
    yield from (*_per(frame), *_sized(frame))
    yield from _peoples(frame)
    if frame.starts("how old") and (
        frame.ids("person") or "secretary-general" in frame.ids("reference") or frame.has("minister", "premier", "president")
    ):
        yield "how old"
    yield from _liking(frame, named)
    if frame.has("personnel") and len(places) > 1 and not frame.has("most", "least", "rank"):
        yield from _stationed(frame, places[0].end, places[-1].start)
    troops = {m.start for m in frame.cues.get("personnel", ())}
    if named and any(m.end in troops for m in frame.cues.get("nato", ())):
        yield from _stationed(frame, min(troops), named[-1].start)


def _first_or_last(frame: Frame, named: list[Name]) -> bool:
    """ "Is Slovenia the worst?": hardly another word, so of the order of the allies."""
    return (
        len(named) == 1
        and (frame.yes_no or len(frame.tokens) <= _FEW)
        and frame.cues.keys() <= {"most", "least", "in_nato", "of_nato", "nato", "proportion", "everybody"}
    )


_FEW = 6
_SHORT = frozenset("second minute hour day week weekday weekend fortnight month".split())
_PLACES = frozenset("city cities town towns village villages beach beaches airport airports".split())

_ADVERBS = frozenset({"daily", "weekly", "monthly", "hourly"})
_TIMES = _ADVERBS | _SHORT | _PLACES


def _shorter(frame: Frame) -> Iterator[str]:
    """ "per day", "a month", "daily": figures are of years; "top ten cities": no allies."""
    words = frame.words
    if _TIMES.isdisjoint(frame.bag):
        return
    money = frame.has("spend", "outlay", "how_much", "pays_for", "cost")
    for i, word in enumerate(words):
        if money and (word in _ADVERBS or (word in _SHORT and i and words[i - 1] in ("per", "a", "each", "every", "an"))):
            if words[i + 1 : i + 2] not in (["ago"], ["of"]):
                yield word
        elif word in _PLACES and frame.has("most", "least", "rank"):
            yield word


def _of_budget(frame: Frame) -> Iterator[str]:
    """ "What percentage of Poland's budget goes to defence": the whole budget of a state is in no table."""
    words = frame.words
    if "of" not in words or not frame.has("share", "proportion") or frame.has("equipment", "personnel", "personnel_share", "nato"):
        return
    for i, word in enumerate(words):
        whole = word in ("budget", "budgets", "revenue", "revenues", "taxes") and "of" in words[max(0, i - 4) : i]
        if whole and words[i - 1] not in ("defence", "defense", "military") and {"defence", "defense", "military"} & set(words[i + 1 :]):
            yield word


def _wages(frame: Frame) -> Iterator[str]:
    """ "Soldiers' pay": costs, which no head count tells."""
    words = frame.words
    for mention in frame.cues.get("personnel", ()):
        paid = {"pay", "salaries", "salary", "wages", "wage"}.intersection(words[mention.end : mention.end + 2])
        yield from sorted(paid)


def _paid_by(frame: Frame, named: list[Name]) -> Iterator[str]:
    """ "How much of Poland's spending is paid by the US": who pays for another's forces is in no table."""
    if "by" not in frame.bag:
        return
    starts = {name.start for name in named}
    for i, word in enumerate(frame.words):
        paid = word in ("paid", "funded", "financed", "covered") and frame.words[i + 1 : i + 2] == ["by"]
        if paid and len(named) > 1 and {i + 2, i + 3} & starts:
            yield f"{word} by"


def _commanded(frame: Frame, named: list[Name]) -> Iterator[str]:
    """ "Set Poland's share to 10 %": a wish to change what is held, which no question does."""
    first = frame.words[0] if frame.words else ""
    if first in ("set", "make", "put", "adjust", "bump") and any(q.unit == "%" for q in frame.quantities):
        yield from [first] if any(name.start in (1, 2) for name in named) else []


def _indebted(frame: Frame, named: list[Name]) -> Iterator[str]:
    """ "Belgium's debt": that of a state, not one to the alliance."""
    if named and {"debt", "debts"} & frame.bag and not {"nato", "natos", "owe", "owes", "owed", "alliance", "arrears"} & frame.bag:
        yield "debt"


def _owed(frame: Frame, named: list[Name]) -> Iterator[str]:
    """ "How much should Germany spend": an opinion."""
    if named and "should" in frame.bag and frame.has("spend", "outlay") and not frame.has("say", "say_soft", "target", "cost"):
        yield "should"


def _alike(frame: Frame, named: list[Name]) -> Iterator[str]:
    """ "If everyone spent like Poland": neither Poland's figure nor NATO's."""
    if {"if", "suppose"} & frame.bag and frame.has("everybody") and named and not frame.bounds:
        yield "everybody"


def _liking(frame: Frame, named: list[Name]) -> Iterator[str]:
    """ "Does Hungary like …": feelings."""
    if frame.starts("does", "do", "did", "doesnt", "dont") and any(
        n.end < len(frame.tokens) and frame.tokens[n.end].norm == "like" for n in named
    ):
        yield "like"


def _called(frame: Frame) -> Iterator[str]:
    """ "What did Macron call NATO": statements about the alliance at large would be no answer."""
    for word, after in pairwise(word for word in frame.words if word not in ("the", "this", "our")):
        if word in ("call", "called", "calls") and after in ("nato", "alliance", "otan"):
            yield word


def _kin(frame: Frame) -> Iterator[str]:
    """ "Rutte's wife": private lives."""
    ends = {name.end for name in frame.names if name.kind == "person"}
    if not ends:
        return
    for i, token in enumerate(frame.tokens):
        if token.norm in _KIN and i in ends:
            yield token.text


_ADJECTIVES = frozenset("big bigger large larger small smaller rich richer poor poorer wealthy major minor".split())
_RANKED = frozenset({"smallest", "tiniest", "largest", "biggest", "non"})


def _sized(frame: Frame) -> Iterator[str]:
    """ "Which is the smallest member", "a non-NATO country": a size without a measure, figures of others."""
    words = frame.words
    bare = not frame.has(*_SIZED) and not frame.ids("commitment")
    nouns = ("member", "members", "founding", "nato", "country", "countries", "ally", "allies", "state", "states", "nation", "nations")
    for i, word in enumerate(words) if not (_RANKED | _ADJECTIVES).isdisjoint(frame.bag) else ():
        if bare and word in ("smallest", "tiniest", "oldest") and words[i + 1 : i + 2] and words[i + 1] in nouns and word != "oldest":
            yield word
        if (
            bare
            and word in ("largest", "biggest")
            and words[i + 1 : i + 3] in (["nato", "member"], ["nato", "country"], ["member", "state"], ["member", "of"])
        ):
            yield word
        if (
            word in ("smallest", "largest", "biggest")
            and bare
            and i == len(words) - (2 if words[-1] == "?" else 1)
            and "founding" in " ".join(words)
        ):
            yield word
        if (
            word in _ADJECTIVES
            and words[i + 1 : i + 2]
            and words[i + 1] in (*nouns, "economies", "spenders", "armies")
            and "how" not in words
        ):
            yield word
        if word == "non" and words[i + 1 : i + 2] == ["nato"] and frame.has("spend", "outlay") and not frame.ids("nonmember", "country"):
            yield word
    if (
        frame.yes_no
        and "own" in words
        and "eu" in frame.ids("group")
        and frame.has("personnel", "defence")
        and not frame.has("spend", "outlay")
    ):
        yield "own"
    both = frame.has("nato") and "eu" in frame.ids("group") and len(frame.ids("group", "ally")) == 1
    if both and frame.starts("what is the difference", "whats the difference", "difference between") and not frame.has(*_FIGURES):
        yield "difference"


def _per(frame: Frame) -> Iterator[str]:
    """ "Per Italian family": what a household or a taxpayer bears; "how about we …": no question at all."""
    if frame.starts(*_SUGGESTING):
        yield frame.tokens[0].text
    words = frame.words
    for i, word in enumerate(words) if not frame.bag.isdisjoint(("per", "each", "every")) else ():
        if word in ("per", "each", "every") and (found := _HOUSEHOLDS & set(words[i + 1 : i + 3])):
            yield " ".join(["per", *found])


def _peoples(frame: Frame) -> Iterator[str]:
    """ "What percentage of Germans": a part of a people, where nothing is said of money."""
    if frame.has(*_FIGURES):
        return
    for name in frame.names:
        before = frame.words[max(0, name.start - 3) : name.start]
        if (
            name.end
            and name.kind == "ally"
            and "of" in before
            and set(before) & set(_PARTS)
            and frame.tokens[name.end - 1].norm.endswith("s")
            and frame.tokens[name.end - 1].norm not in ("us", "states", "netherlands")
        ):
            yield frame.tokens[name.end - 1].text


def _stationed(frame: Frame, first: int, last: int) -> Iterator[str]:
    """ "American soldiers in Poland": only the first has them."""
    if frame.has("compare", "than", "or", "more_bare", "less_bare", "total", "ratio"):
        return
    if frame.tokens[last - 1].norm in ("in", "inside", "across") and not any(
        t.norm in ("and", ",", "or") for t in frame.tokens[first:last]
    ):
        yield frame.tokens[last].text
