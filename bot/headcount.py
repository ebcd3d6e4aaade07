"""What a question says of how many allies there are: a number, a part of them, whether there is one at all."""

from __future__ import annotations

from bot.conditions import comparison_before
from bot.extent import any_of
from bot.language.frame import Frame
from bot.language.quantities import Quantity
from bot.measures import text_of
from bot.screening import FRACTIONS


def claimed(frame: Frame, op: str) -> tuple[int | None, tuple[str, ...]]:
    """What is said of the count: (23, ("claim", "")) for "the 23 that meet it", ("half", "<") for "less than half"."""
    if op in ("list", "count") and part_of_allies(frame):
        return None, ("part",)
    judged = frame.asserts or frame.has("is_true") or frame.yes_no
    if op == "first":
        return None, ("count",) if frame.has("how_many") else ()
    if op == "most":
        return None, _fraction(frame)
    if op == "none" and any(text_of(frame, m) in _FEW for m in frame.cues["nobody"]):
        return None, ("few", "")
    if (said := _number(frame, op, judged=judged)) is not None:
        return said
    if op in ("list", "ever") and any_of(frame):
        return None, ("any",)
    return None, ("claim",) if judged and not frame.yes_no else ()


def _number(frame: Frame, op: str, *, judged: bool) -> tuple[int, tuple[str, ...]] | None:
    """The number of allies that is said or asked about: "fewer than ten allies", "more than one"."""
    if op == "list" and frame.yes_no and ("more than one" in frame.line or "more than 1" in frame.line):
        return 1, ("claim", ">")
    for quantity in frame.quantities:
        if counts_allies(frame, quantity):
            operator = comparison_before(frame, quantity.start)
            if operator and op == "list" and not frame.has("who", "which"):
                return int(quantity.value), ("claim", operator)
            if not operator:
                return int(quantity.value), ("claim",) if judged else ()
    return None


_FEW = (
    "few",
    "only a few",
    "only a handful",
    "a handful",
    "handful",
    "hardly anyone",
    "hardly any",
    "single digit",
    "single digits",
)


def counts_allies(frame: Frame, quantity: Quantity) -> bool:
    """ "the 29 members that pay 2 %", "fewer than ten allies": the number is a claim."""
    if quantity.unit != "" or quantity.value != int(quantity.value) or not (1 + (not frame.has("is_true", "only"))) <= quantity.value <= 60:
        return False
    after = frame.tokens[quantity.end].norm if quantity.end < len(frame.tokens) else ""
    return bool(frame.cue_at(quantity.end) & {"allies", "member", "founding"}) or after in ("nato", "european", "of")


def _fraction(frame: Frame) -> tuple[str, str]:
    """("half", "<") for "less than half of the allies"."""
    mention = frame.cues["most_of"][0]
    words = text_of(frame, mention).split()
    if "three" in words:
        return "quarters", comparison_before(frame, mention.start)
    return next((w for w in reversed(words) if w in FRACTIONS), "majority"), comparison_before(frame, mention.start)


def part_of_allies(frame: Frame) -> bool:
    """ "What percentage of allies", "what share of the members": their number as a part of all."""
    words = frame.words
    parts = ("percent", "percentage", "share", "proportion", "fraction", "part")
    places = [i for i, w in enumerate(words) if w in parts and words[i + 1 : i + 2] == ["of"]]
    return any({"allies", "member"} & frame.cue_at(place) for i in places for place in range(i + 2, i + 5)) and frame.has(
        "what", "which", "how_many"
    )
