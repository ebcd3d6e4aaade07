"""How questions about summits are read: whether one is spoken of, what is asked of it, which is meant."""

from __future__ import annotations

from itertools import pairwise

from bot.language.frame import Frame, Name
from bot.meetings import end
from bot.slots import period
from knowledge.base import View
from knowledge.when import first_day

_ASPECTS = (("countdown", "until"), ("attend", "attend"), ("outcome", "agree"), ("where", "where"), ("host", "host"), ("when", "when"))
_ENTRIES = {"nato"}
_CALLED = {"summit", "meeting", "summits"}


def vague(frame: Frame, named: list[str], city: Name | None) -> bool:
    """Whether it is about summits in general, or about what one is on."""
    words = frame.words
    general = not (named or city or frame.moments) and any(a == "a" and b in ("summit", "nato") for a, b in pairwise(words))
    return (general and not frame.yes_no and frame.has("agree")) or bool({"theme", "topic", "agenda", "motto"} & set(words))


def was_held(frame: Frame, view: View, named: list[str], city: Name | None) -> bool:
    """Whether there was a summit in the year named; "what happened in Ankara in 1980" is about something else."""
    rows = [row for row in view.summits.values() if row.id in named or (city is not None and row.country == city.id)]
    return not frame.years or any(int(row.start[:4]) in frame.years for row in rows) or not rows


def entries(frame: Frame) -> set[str]:
    """ "NATO leaders" is no Secretary General here."""
    return _ENTRIES | ({"secretary-general"} if frame.has("leaders") else set())


def is_called(frame: Frame, named: list[str]) -> bool:
    """Whether it is a summit that is spoken of: by the word, by leaders who meet, or by who hosts when."""
    words = frame.bag
    meets = bool({"meet", "met", "meets", "gather", "gathered"} & words) and not frame.bounds and not frame.has("target")
    if frame.has("summit") or words & _CALLED & {t.norm for n in frame.names if n.kind == "summit" for t in frame.tokens[n.start : n.end]}:
        return True
    if (
        meets
        and (
            frame.has("leaders", "premier")
            or (frame.has("nato") and frame.has("last", "next", "how_many", "how_often") and not frame.has("spend", "share"))
            or ((named or frame.moments) and frame.has("pronoun", "allies") and not frame.has("spend", "share", "pledge"))
        )
        and frame.has("when", "where", "which", "last", "next", "how_many", "how_often")
    ):
        return True
    if (
        frame.has("nato")
        and frame.has("next")
        and frame.has("when", "where")
        and frame.cues.keys() <= {"nato", "next", "when", "where", "greet"}
    ):
        return not frame.unknown and not any(name.kind != "reference" for name in frame.names)
    if frame.has("attend") and "summit" in words:
        return True
    asked = frame.has("who", "when", "where", "which", "next")
    return frame.has("host") and bool({"host", "hosts", "hosted", "hosting"} & words) and asked and len(frame.tokens) <= 9


def on_day(frame: Frame, view: View) -> list[str]:
    """The summit that took place on the day or in the month named, where it is asked what was agreed: "what happened on 25 June
    2025"."""
    if len(frame.moments) != 1 or not frame.has("agree") or not frame.has("what", "which"):
        return []
    then, others = frame.moments[0], {name.id for name in frame.names} - entries(frame)
    if then.day and not frame.names:
        return [row.id for row in view.summits.values() if first_day(row.start) <= then.last <= end(row)]
    whole = then.month and not then.day and not others and frame.has("nato", "allies", "leaders")
    return [row.id for row in view.summits.values() if whole and row.start.startswith(then.iso)]


def dated_name(frame: Frame) -> bool:
    """Whether the only number is the year within a summit's name: "the 2023 summit"."""
    names = [name for name in frame.names if name.kind == "summit"]
    return all(any(name.start <= q.start < name.end for name in names) for q in frame.quantities)


def stands_for_place(frame: Frame, name: Name, called: bool) -> bool:
    """Whether a city is a place here, not its government: "in Madrid"."""
    before = frame.words[max(0, name.start - 2) : name.start]
    return called or before[-1:] in (["in"], ["at"]) or (before == ["out", "of"] and frame.has("agree"))


def aspect_of(frame: Frame) -> str:
    words = frame.bag
    since = "since" in words and "how" in words and bool({"days", "weeks", "months", "years", "long"} & words)
    if frame.has("ago") or since:
        return "ago"
    if frame.has("since_when") and {"last", "take", "go", "run"} & words:
        return "length"
    spoken = [token.norm for token in frame.tokens if token.kind == "word"]
    lasted = any(f"how many days {verb}" in frame.line for verb in ("was", "were", "did", "had")) and "until" not in words
    if frame.has("until") and (spoken[-1:] in (["last"], ["take"]) or lasted):
        return "length"
    if frame.yes_no and frame.ids("person") and frame.ids("summit") and {"come", "came", "go", "went", "present"} & words:
        return "attend"
    for op, cue in _ASPECTS:
        if frame.has(cue):
            return op
    if frame.has("gap") and frame.has("summit") and {"far", "away"} & words:
        return "countdown"
    if frame.has("change", "target") and frame.has("what", "which") and {"at", "in"} & words:
        return "outcome"
    if _speaks(frame):
        return "outcome"
    return "who" if frame.has("who") else "when" if {"days", "dates", "date", "day"} & words else ""


def _speaks(frame: Frame) -> bool:
    """ "What did the Washington summit say about Ukraine": the words of its declaration are what was agreed."""
    ends = {name.end for name in frame.names if name.kind == "summit"} | {m.end for m in frame.cues.get("summit", ())}
    they = bool(frame.ids("summit")) and frame.starts("what did they", "what did allies", "what did the allies", "what did nato")
    return (
        frame.has("what")
        and not frame.ids("person")
        and ((they and "say" in frame.bag) or any(m.start in ends for m in frame.cues.get("say", ())))
    )


def years_named(frame: Frame) -> tuple[int | None, int | None]:
    """The years named; "this year" is one where no date is."""
    if not frame.moments and "this year" in frame.line:
        return frame.today.year, frame.today.year
    return period(frame)


def by_time(frame: Frame, op: str, placed: bool) -> str:
    """Whether the next or the last one is meant where no name and no date tells."""
    if op in ("ago", "length"):
        return "last"
    if (frame.has("last") or op == "outcome") and not frame.has("next"):
        return "last" if frame.has("last") or not placed else ""
    return "next" if not placed or frame.has("next") else ""


def all_wanted(frame: Frame, op: str, named: list[str], city: Name | None) -> bool:
    """Whether several are asked for."""
    if named or op in ("ago", "length"):
        return False
    if plural(frame) and not frame.has("next", "last"):
        return True
    if city:
        return False
    return frame.has("list") or (frame.has("which") and not frame.moments and op in ("", "agree") and not frame.has("next", "last"))


def relation_of(frame: Frame) -> str:
    """Whether the one before or after a summit or city named is meant, or the one between two."""
    spots = [name for name in frame.names if name.kind in ("summit", "capital", "ally")]
    if frame.has("between") and len(spots) > 1:
        return "between"
    for spot in spots:
        place_ = spot.start - 1
        while place_ >= 0 and frame.tokens[place_].norm in ("the", "summit", "in", "one", "nato", "to"):
            place_ -= 1
        word = frame.tokens[place_].norm if place_ >= 0 else ""
        if word in ("before", "preceded", "precede", "preceding", "prior"):
            return "before"
        if word in ("after", "followed", "following", "follow", "follows"):
            return "after"
    return ""


def plural(frame: Frame) -> bool:
    return frame.holds("summits", "meetings")
