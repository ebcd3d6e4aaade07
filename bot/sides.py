"""What a question about a stance asks: of whom, for or against, on what, as of when; and what makes it none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.language.frame import Frame
from bot.saying import OFFICES, SAY, number
from bot.voices import by
from knowledge.base import View
from knowledge.speakers import in_office, tenures
from knowledge.when import first_day

CUES = ("against", "support", "position", "changed_mind", "exempt")
TARGETS = ("hague-2025", "five-percent", "trump-5pct-demand", "rutte-proposal-2025", "spain-2025", "core-35")
_NOT = (*SAY, "is_true", "opinion", "change", "forecast", "causal", "rank", "aid")
_BESIDE = (*TARGETS, "art-5", "nato", "defence-expenditure")
_FIGURES = ("5", "3.5", "1.5")


_DOUBTING = ("isnt", "arent", "wasnt", "werent", "doesnt", "dont", "didnt", "hasnt", "havent")
"""Openings that only doubt: "isn't Hungary against it?" asks whether it is."""


def barred(frame: Frame) -> bool:
    """Whether it is about the truth of something, compares, or is about another time or target."""
    cues = {s.id for m in frame.mentions for s in m.senses if s.kind == "cue" and not _shared(frame, m.start)}
    if moved(frame):
        cues -= {"change"}
    if frame.has("exempt"):
        cues -= {"is_true", "say"} if not frame.ids("person") else {"is_true"}
    others = any(row not in _BESIDE for row in frame.ids("commitment", "reference"))
    figures = any(bound.op or number(bound.value) not in _FIGURES for bound in frame.bounds)
    times = len(frame.moments) > 1 or any(moment.year > frame.today.year and moment.year != 2035 for moment in frame.moments)
    sent = frame.holds("text", "texts", "texted", "message", "messaged", "letter", "wrote")  # what was written is no stance
    return bool(cues & set(_NOT) or others or figures or times or sent)


def _shared(frame: Frame, place: int) -> bool:
    """Whether the words at this place say a stance, whatever else they can mean."""
    return bool(frame.cue_at(place) & set(CUES))


def holders(frame: Frame, view: View, ally: str) -> list[str]:
    """Those in the office named, where a word of theirs is known."""
    office = next(OFFICES[cue] for cue in OFFICES if frame.has(cue))
    held = [row.person for row in tenures(view, ally, office) if in_office(view, row, view.day)]
    return [person for person in held if by(view, [person])]


def vague(frame: Frame, person: bool) -> bool:
    """Whether what it is for or against is left open, or is the alliance itself: "support it", "think of NATO"."""
    if frame.has("nato") and not frame.has("spend", "outlay", "defence"):
        return True
    if person or frame.has("position", "changed_mind", "why"):
        return False
    return frame.holds("it", "this", "that", "them")


def topics(frame: Frame) -> tuple[str, ...]:
    found = ["article_5"] if "art-5" in frame.ids("reference") else []
    return (*found, "timeline") if frame.has("deadline") else tuple(found)


def side(frame: Frame) -> str:
    """against: is asked for; for; or neither ("position")."""
    if frame.has("changed_mind"):
        return "consistent" if opens(frame, "changed_mind", "consistent") else "against" if opens(frame, "changed_mind", "still") else ""
    if (frame.has("position") and not frame.has("against", "support")) or "or" in frame.bag:
        return ""
    denied = frame.has("not") and not frame.starts(*_DOUBTING)
    if frame.has("against"):
        return "for" if denied else "against"
    return ("against" if denied else "for") if frame.has("support") else ""


def variant(frame: Frame, people: Sequence[str], allies: Sequence[str]) -> str:
    """mind: has X changed it · exempt · of: where X stands · why: why X is for or against it · complaint · talk: who
    haggles · who: who is for or against."""
    if (frame.has("changed_mind") or moved(frame)) and (people or allies) and not opens(frame, "changed_mind", "still"):
        return "mind"
    if frame.has("exempt") or applies(frame):
        return "exempt"
    if people or allies:
        if frame.has("why"):
            return "why"
        return "complaint" if people and opens(frame, "against", "complain", "grumbl", "critic") else "of"
    return "talk" if frame.has("deadline") else "who"


def moved(frame: Frame) -> bool:
    """ "Did Pistorius change his view", "has Spain's position shifted"."""
    return frame.has("change") and frame.has("position") and (frame.yes_no or frame.has("how"))


def applies(frame: Frame) -> bool:
    """ "Does the 5 % apply to Canada?", "is Spain bound by the 5 %?", "does the target cover the US?"."""
    said = frame.holds("apply", "applies", "bound", "cover", "covers")
    aimed = any(row in TARGETS for row in frame.ids("commitment", "reference")) or any(number(b.value) in _FIGURES for b in frame.bounds)
    return said and aimed and frame.yes_no


def opens(frame: Frame, cue: str, *words: str) -> bool:
    """Whether a phrase of the cue starts with one of the words."""
    return any(frame.tokens[mention.start].norm.startswith(words) for mention in frame.cues.get(cue, ()))


def moody(frame: Frame) -> bool:
    """Whether the word itself says that a promise is meant: reluctant, holdouts, on board."""
    moods = ("reluct", "hesita", "sceptic", "skeptic", "holdout", "haggl", "dissent", "unwilling")
    return opens(frame, "against", *moods) or opens(frame, "support", *moods)


def day_of(frame: Frame) -> str:
    """The past day, month or year for which it is asked."""
    return next((moment.iso for moment in frame.moments if moment.year <= frame.today.year), "")


def before_summit(frame: Frame, view: View) -> str:
    """The day before the summit that is named: "who opposed it before The Hague"."""
    summits = [row for row in frame.ids("summit") if row in view.base.summits]
    if len(summits) != 1 or not frame.has("before") or frame.moments:
        return ""
    return (first_day(view.base.summits[summits[0]].start) - timedelta(days=1)).isoformat()
