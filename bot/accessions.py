"""Accessions as landmarks in a question: before and after whom, in the round beside whose, with how many members."""

from __future__ import annotations

from decimal import Decimal

from bot.language.frame import Bound, Frame, Name
from knowledge import units

Ids = tuple[str, ...]
_EARLY = ("after", "since", "following", "behind", "later")
_LATE = ("before", "until", "till", "preceding", "earlier", "ahead")
_THIN = ("and", ",", "the", "both", "of", "joining", "joined", "join", "than", "s", "'s", "accession", "entry")
_FEW = 6
_CAME = frozenset("was were is are got had came went been".split())
_NOUNS = ("accession", "entry", "admission")
_ROUNDS = {"round", "rounds", "wave", "enlargement", "expansion", "batch"}
_ERAS = (
    ({"world", "ww2", "wwii"}, (1939, 1945)),
    ({"cold"}, (1947, 1991)),
    ({"wall"}, (1989, 1989)),
    ({"soviet", "ussr"}, (1991, 1991)),
)
"""Words of an age or a turning point → its years."""


def _allies(frame: Frame) -> list[Name]:
    return [name for name in frame.names if name.kind in ("ally", "capital") and name.end]


def _following(frame: Frame, place: int) -> Ids:
    """The allies that stand right behind a place: "after Greece and Türkiye"."""
    found: list[str] = []
    names = {name.start: name for name in _allies(frame)}
    i = place
    while i < len(frame.tokens):
        if i in names:
            found.append(names[i].id)
            i = names[i].end
        elif frame.tokens[i].norm in _THIN and not (frame.tokens[i].norm in ("joined", "join") and found):
            i += 1
        else:
            break
    return tuple(dict.fromkeys(found))


def anchors(frame: Frame) -> tuple[Ids, Ids] | None:
    """The two ends where somebody joined between them: "after X but before Y", "between X and Y"."""
    if not frame.has("join", "member", "allies"):
        return None
    words = frame.words
    named = tuple(dict.fromkeys(name.id for name in _allies(frame)))
    if "between" in words:
        behind = _following(frame, words.index("between") + 1)
        joined = frame.has("join") and len(behind) == len(named) == 2
        return ((behind[0],), (behind[1],)) if joined else None
    early = next((ids for i, word in enumerate(words) if word in _EARLY and (ids := _following(frame, i + 1))), ())
    late = next((ids for i, word in enumerate(words) if word in _LATE and (ids := _following(frame, i + 1))), ())
    whole = early and late and {*early, *late} == set(named) and not set(early) & set(late)
    return (early, late) if whole and frame.has("join") else None


def round_beside(frame: Frame) -> str:
    """Whether the round before or after somebody's is meant: "in the wave before Montenegro"."""
    if not _ROUNDS & frame.bag:
        return ""
    words = frame.words
    for i, word in enumerate(words):
        if word in ("before", "after", "following", "preceding") and (_following(frame, i + 1) or words[i + 1 : i + 2] == ["that"]):
            return "before" if word in ("before", "preceding") else "after"
    return ""


def around(frame: Frame) -> str:
    """Whether the number of members before, at or after an accession is asked for: "how many members … when X joined"."""
    if not frame.has("how_many") or not frame.has("member", "allies", "in_nato"):
        return ""
    joins = frame.cues.get("join", [])
    names = _allies(frame)
    if not names or not (joins or _inside(frame, names[-1].end)):
        return ""
    if any(m.start < names[0].start and frame.words[m.start] not in _NOUNS for m in joins):
        return ""  # how many joined
    counted = min(mention.start for mention in frame.cues["how_many"])
    ahead = set(frame.words[max(0, names[0].start - 5) : names[0].start])
    if counted > names[0].start:
        ahead |= {"after"} if frame.has("after") else set()
    if ahead & {"before", "prior", "until", "till"}:
        return "before"
    if ahead & {"after", "since", "following", "once"}:
        return "after"
    return "at" if ahead & {"when", "as", "by", "at", "time", "with", "upon"} else ""


def _inside(frame: Frame, place: int) -> bool:
    """Whether it ends on that those named before had come in: "once Poland was in", "after Spain got on board"."""
    end = next((i for i in range(place, len(frame.words)) if not frame.words[i].isalpha()), None)
    words = [word for word in frame.words[place:end] if word not in ("nato", "the", "alliance")]
    came, there = words[:1], " ".join(words[1:])
    return bool(came) and came[0] in _CAME and there in ("in", "inside", "aboard", "on board", "a member", "members", "let in", "admitted")


def reached(frame: Frame) -> tuple[int, str] | None:
    """The number of members that a day is asked for, with the comparison: "when did it have 19 members"."""
    if len(frame.quantities) != 1 or not frame.has("member", "allies", "in_nato"):
        return None
    number = frame.quantities[0]
    counted = frame.cue_at(number.end) & {"allies", "member"}
    having = {"have", "had", "has", "reach", "reached", "hit", "grow", "grew", "count", "number", "were", "there", "got", "pass", "passed"}
    told = having & frame.bag or len(frame.tokens) <= _FEW
    if number.unit or number.value % 1 or not counted or not told or frame.timed(number):
        return None
    op = ">" if {"pass", "passed"} & frame.bag else frame.operator(number)
    return (int(number.value), op) if op in ("", "=", ">", ">=") else None


def tenure_bound(frame: Frame, plain: str = "") -> Bound | None:
    """For how many years somebody has been a member: "for more than fifty years"; `plain` is meant where nothing compares."""
    words = frame.words
    if len(frame.quantities) == 1 and not frame.quantities[0].unit and frame.timed(frame.quantities[0]):
        number = frame.quantities[0]
        years = {"years": 1, "yrs": 1, "year": 1, "decades": 10}.get(words[number.end], 0)
        op = frame.operator(number) or plain
        value = number.value * years
    elif not frame.quantities and "decade" in words:
        behind = words.index("decade") - 1
        op = next((op for op, cue in (("<", "less"), (">", "more"), (">=", "least_at")) if frame.has(cue)), "")
        value = Decimal(10) if words[behind] in ("a", "one") else Decimal(0)
    else:
        return None
    lasting = {"for", "been", "membership", "longer"} & frame.bag
    return Bound(op, value, units.YEARS, None) if op in (">", ">=", "<", "<=") and value and not value % 1 and lasting else None


def era_years(frame: Frame) -> tuple[int, int] | None:
    """The years of the time that is named: a year, two years, or an age such as the Second World War."""
    if "or" in frame.bag:
        return None
    if frame.moments:
        years = frame.years
        return (min(years), max(years)) if len(years) < 3 and all(moment.month is None for moment in frame.moments) else None
    for mention in (*frame.cues.get("era", ()), *frame.cues.get("offtopic", ())):
        words = set(frame.words[mention.start : mention.end])
        if found := next((years for keys, years in _ERAS if words & keys), None):
            before = set(frame.words[max(0, mention.start - 3) : mention.start])
            return None if before & {"before", "after", "since", "until"} or words & {"3", "iii", "third"} else found
    return None
