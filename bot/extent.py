"""Over which years, and of how many allies, a condition is asked: now, ever, every year, first, crossed; all, none, most."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conditions import of_allies
from bot.language.frame import Frame
from bot.measures import WIDE, text_of, which_year
from bot.screening import FRACTIONS
from bot.targets import Line

OPEN = ("who", "which", "how_many", "list")


def variant(frame: Frame, lines: Sequence[Line]) -> str:
    if which_year(frame) and frame.has("most", "most_of", "least") and frame.has("allies", "most_of"):
        return "peak"
    return _over_years(frame) or _among(frame, lines)


def _over_years(frame: Frame) -> str:
    """Which question over several years it is, if one."""
    change = frame.has("change", "run") and not frame.has("who", "which")
    if (frame.has("first_time") or _new(frame)) and frame.has(*WIDE):
        return "first"
    if "longest" in frame.bag and frame.has("run") and frame.bounds and not frame.has("how_many"):
        return "longest"
    if frame.has("ever") and frame.has("who", "which", "how_many", "list", "allies", "nobody") and not frame.has("crossed"):
        return "ever"
    if frame.has(*WIDE) and (_lasting(frame) or two_years(frame)):
        return "crossed" if two_years(frame) and (_but_not(frame) or made_it(frame)) else "every"
    if frame.has("crossed") or (
        frame.has("fall", "rise") and frame.has("less", "more") and frame.has("who", "which", "allies", "how_many")
    ):
        return "crossed"
    if (change and frame.has("how_many", "how", "change")) or (frame.has("how_many") and _by_year(frame)):
        return "history"
    return ""


def _among(frame: Frame, lines: Sequence[Line]) -> str:
    """What is asked of the allies of one year."""
    same = (
        len(lines) == 2 and lines[0].indicator == lines[1].indicator and lines[0].bound.op == lines[1].bound.op and not frame.has("between")
    )
    if same and lines[0].bound.value != lines[1].bound.value and frame.has(*OPEN):
        return "each"
    if (frame.has("everybody") and _states(frame)) or _universal(frame) or (all_of(frame) and _states(frame)):
        return "all"
    if frame.has("nobody") and not frame.has("who", "which", "how_many"):
        return "none"
    if frame.has("most_of") and _fraction(frame):
        return "most"
    return "count" if frame.has("how_many") else "list"


def _new(frame: Frame) -> bool:
    """ "New to the 2 % club", "newcomers above 3 %"."""
    words = frame.words
    new = any(word == "new" and words[i + 1 : i + 2] in (["to"], ["at"], ["in"], ["above"], ["over"]) for i, word in enumerate(words))
    return new and bool(frame.bounds)


def ranks(frame: Frame) -> bool:
    """ "Which ally with less than 20,000 soldiers spends the most": the first of those, no list of them."""
    return any(text_of(frame, m).split()[-1] in _FIRST for cue in ("most", "least") for m in frame.cues.get(cue, ()))


_FIRST = frozenset("most least highest lowest biggest smallest largest".split())


def _lasting(frame: Frame) -> bool:
    """ "always above 2 %", "above 2 % every year since 2014"."""
    text = frame.line
    every_year = any(words in text for words in ("every year", "each year", "all years", "all the years", "every single year"))
    held = frame.holds("been", "stayed", "remained", "kept") and any(frame.preposition(m) == "since" for m in frame.moments)
    return (frame.has("run") or every_year or held) and not frame.has("how_many", "longest") and not frame.has("ever")


def two_years(frame: Frame) -> bool:
    """ "in both 2023 and 2024", "in 2020 but not in 2021"."""
    years = [m for m in frame.moments if not m.day]
    words = frame.bag
    return len({m.year for m in years}) == 2 and ("both" in words or _but_not(frame) or made_it(frame)) and len(frame.bounds) == 1


def _but_not(frame: Frame) -> bool:
    """ "in 2020 but not in 2021", "in 2020, no longer in 2021"."""
    words = frame.words
    return "but" in words and frame.has("not", "except") and any(word in ("not", "didnt", "wasnt", "werent") for word in words)


def newly(frame: Frame) -> bool:
    """ "in 2024 but not in 2023": the year without it is the earlier one."""
    years = [m.year for m in frame.moments if not m.day]
    return _but_not(frame) and len(years) == 2 and years[0] > years[1]


def made_it(frame: Frame) -> bool:
    """ "missed it in 2024 but made it in 2025", "below 2 % in 2023 and above in 2024"."""
    missed = [m.start for cue in ("miss", "less") for m in frame.cues.get(cue, ())]
    if not missed or len(frame.moments) != 2 or missed[0] > frame.moments[0].start:
        return False
    behind = frame.words[frame.moments[0].end :]
    return bool({"made", "met", "reached", "hit", "passed", "managed", "above", "over", "got"}.intersection(behind))


def _by_year(frame: Frame) -> bool:
    """ "the number of allies at 2 % by year", not "spend 2 % a year"."""
    return any(
        text_of(frame, m) in ("by year", "each year", "every year", "per year", "for each year", "for every year", "in each year")
        for m in frame.cues.get("yearly", [])
    )


def all_of(frame: Frame) -> bool:
    """ "all three Baltic states", "every Nordic country", "each of the Visegrad four"."""
    named = [n for n in frame.names if n.kind == "group" and n.role == "subject"]
    groups = [frame.words[max(0, n.start - 4) : n.start] for n in named]
    if any("all" in frame.words[n.end : n.end + 2] for n in named):
        return True  # "the Baltics all spend …"
    thin = {"all", "every", "each", "of", "the", "three", "four", "five", "six", "both"} | {str(n) for n in range(2, 33)}
    return any({"all", "every", "each"} & set(_tail(before, thin)) for before in groups)


def any_of(frame: Frame) -> bool:
    """Whether it wants a yes or a no on whether there is such an ally: "does any Nordic country …", "is there an ally …"."""
    return frame.yes_no and (frame.holds(*_ANY) or frame.starts("is there", "are there", "were there", "was there", "has there been"))


_ANY = ("any", "anyone", "anybody", "someone", "somebody")


def _tail(words: Sequence[str], thin: set[str]) -> list[str]:
    """The last words as far back as they are thin."""
    place = next((i for i in range(len(words), 0, -1) if words[i - 1] not in thin), 0)
    return list(words[place:])


def _states(frame: Frame) -> bool:
    """Whether something is said or asked of all: "do all allies …", not "all allies above 3 %", "list all allies that …"."""
    if frame.has("who", "which", "how_many") or _listed(frame) or frame.starts("show", "give", "name", "find", "tell", "count", "what"):
        return False
    verbs = frame.has("spend", "meet", "miss", "contribute", "is_true") or frame.holds("is", "are", "was", "were", "has", "have", "had")
    return frame.yes_no or verbs


def _listed(frame: Frame) -> bool:
    """Whether a list is asked for; "every ally" alone asks for none."""
    return any(not text_of(frame, m).startswith(("every", "each", "all ")) for m in frame.cues.get("list", []))


def _universal(frame: Frame) -> bool:
    """ "every ally spends …", "all members meet …" as a claim, not "list all allies that …"."""
    if frame.has("who", "which", "how_many") or _listed(frame) or (frame.is_question and not frame.yes_no and not frame.has("is_true")):
        return False
    return _states(frame) and any(
        frame.tokens[m.start - 1].norm in ("every", "all", "each") for m in frame.cues.get("allies", []) if m.start
    )


def _fraction(frame: Frame) -> bool:
    """Whether a part of the allies is named, not a part of the money."""
    for mention in frame.cues["most_of"]:
        words = text_of(frame, mention).split()
        if not any(w in FRACTIONS for w in words) or of_allies(frame, mention.end) or not frame.has("equipment", "personnel_share"):
            return True
    return False
