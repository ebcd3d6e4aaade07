"""Which office a question is about, whose, and what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.frame import Frame
from bot.saying import OFFICES, implied
from knowledge.base import View
from knowledge.model import Tenure

_NATO = {"secretary-general": "secretary_general", "saceur": "saceur"}
LATER = frozenset({"after", "followed", "follows"})
_MANY = frozenset({"secretaries", "generals", "sgs", "gens", "secgens", "bosses", "chiefs", "every", "all"})
_CAREER = frozenset("was do did job jobs office post position role work worked".split())
TIMES = ("since_when", "when", "join", "leave")


def office_of(frame: Frame) -> tuple[str, str]:
    """The office asked for and of whom; "" where not named."""
    allies = frame.ids("ally", "capital")
    if frame.has("sec_gen") and not allies:
        return "deputy_secretary_general" if frame.has("deputy") else "secretary_general", "NATO"
    for reference in frame.ids("reference"):
        if reference in _NATO:
            return "deputy_secretary_general" if frame.has("deputy") else _NATO[reference], "NATO"
    office = next((OFFICES[cue] for cue in OFFICES if frame.has(cue)), "")
    words = frame.bag
    if "leader" in words:
        office = "leader"
    heading = [m for m in frame.cues.get("office_now", ()) if frame.words[m.start : m.end] != ["name", "of"]]
    if heading and not office:
        office = "defence_minister" if "pentagon" in words else "leader"
    of = allies[0] if len(allies) == 1 else "" if allies else implied(words)
    if not of and not allies and office == "leader" and frame.has("nato", "of_nato", "in_nato", "nato_whole"):
        return "secretary_general", "NATO"
    return office, of


def home_of(view: View, person: str, office: str) -> str:
    row = view.base.people[person]
    return row.home if row.home and row.home in view.base.allies and office not in _NATO.values() else ""


def last_office(view: View, person: str) -> tuple[str, str]:
    rows = tenures_of(view, person)
    return (rows[0].office, rows[0].of) if rows else ("", "")


def tenures_of(view: View, person: str) -> list[Tenure]:
    rows = [row for row in view.offices.values() if row.person == person]
    return sorted(rows, key=lambda row: (row.end is None, row.start or row.end or ""), reverse=True)


def variant(frame: Frame, people: Sequence[str], of: str) -> str:
    """holder, is (somebody still?), since (when?), number, list, before or after somebody (the present one)."""
    if people and asks_earlier(frame):
        return "earlier"
    if people and not (frame.moments and frame.yes_no) and (frame.has("succeed", "before", "after") or frame.bag & LATER):
        return beside_whom(frame)
    if "acting" in frame.bag and of == "NATO" and not people:
        return "acting"
    if people and frame.has("office_now") and "still" in frame.bag and not frame.has(*TIMES):
        return "is"
    if people and frame.asserts and frame.has("office_now") and not frame.has(*TIMES) and len(frame.tokens) > 2:
        return "is"
    if people and frame.has(*TIMES, "office_now") and not frame.yes_no:
        return "since"
    if frame.ordinal:
        return "number"
    if not people and of == "NATO" and (frame.has("list", "how_many", "everybody") or frame.bag & _MANY):
        return "list"
    if not people and not frame.moments and (frame.has("before") or (frame.has("last") and "was" in frame.bag)):
        return "before"
    return "is" if people else "holder"


def asks_earlier(frame: Frame) -> bool:
    """ "What was Rutte before NATO?": another office of the same person."""
    asks = frame.has("what") or {"job", "jobs"} & frame.bag
    return bool(asks and _CAREER & frame.bag) and frame.has("before") and not frame.has("who", "succeed")


def beside_whom(frame: Frame) -> str:
    """Whether the one before or the one after the person is asked for: "who did X replace", "who replaced X"."""
    words = frame.bag
    if any(word.startswith("successor") for word in words) or (words & LATER and not frame.has("succeed", "before")):
        return "after"
    verb = next(m.start for cue in ("succeed", "before", "after") for m in frame.cues.get(cue, ()))
    person = next((name.start for name in frame.names if name.kind == "person"), 0)
    person = person if any(name.end for name in frame.names if name.kind == "person") else _pronoun(frame)
    told = frame.tokens[verb].norm
    if told.startswith(("predecess", "previous", "prior", "former")) or words & {"before", "predecessor"}:
        return "before"
    later = not told.startswith("preced")
    return "after" if later is (person > verb) else "before"


def _pronoun(frame: Frame) -> int:
    """Where "he" or "she" stands, for the person of the question before."""
    return next((i for i, token in enumerate(frame.tokens) if token.norm in ("he", "she", "him", "her", "they", "them")), 0)


def day_of(frame: Frame) -> str:
    return frame.moments[0].iso if len(frame.moments) == 1 else ""
