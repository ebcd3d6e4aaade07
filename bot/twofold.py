"""Questions that are two in one, or hold a word that turns them, where an answer would drop the half of it: they bar every reading."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dated_sides import sides as dated
from bot.language.frame import Frame
from bot.measures import WIDE, a_range, allies_at, than

_TIMES = frozenset("once again recently lately".split())
_MADE = frozenset("made agreed set signed adopted born decided announced launched".split())
_SHARES = 100


def lone_number(frame: Frame) -> bool:
    """ "99": one of the questions offered, which only a conversation at a terminal knows; no year, no share."""
    words = [token for token in frame.tokens if token.kind in ("word", "number")]
    return len(words) == 1 and words[0].kind == "number" and not frame.moments and all(q.unit == "" for q in frame.quantities)


def halved(frame: Frame) -> Iterator[str]:
    """The words that an answer would leave out."""
    if lone_number(frame):
        yield frame.text.strip()
    yield from (*_dates_apart(frame), *_each_of_a_group(frame), *_turned(frame))
    yield from (*_two_measures(frame), *_times(frame), *_made_there(frame), *_editions_apart(frame))
    yield from (*_between_people(frame), *_lately(frame), *_denied(frame))


def _dates_apart(frame: Frame) -> Iterator[str]:
    """ "Does Lithuania spend more now than Latvia and Estonia did in 2014": more than two, each in a year of its own."""
    place, named = than(frame), allies_at(frame)
    sides = place and any(start < place for start in named) and any(start > place for start in named)
    now = frame.holds("now", "today", "currently") or frame.has("current")
    if sides and (len(set(frame.years)) > 1 or (frame.moments and now and len(frame.moments) == 1)) and not dated(frame):
        yield "than"


def _each_of_a_group(frame: Frame) -> Iterator[str]:
    """ "Does any Baltic state have more soldiers than Norway": each of a group, not what they have together."""
    groups = [n for n in frame.names if n.kind == "group" and n.end]
    for name in groups:
        before = set(frame.words[max(0, name.start - 2) : name.start])
        if before & {"any", "every", "each", "other"} and frame.has("than") and frame.yes_no:
            yield frame.words[name.start - 1]


def _turned(frame: Frame) -> Iterator[str]:
    """ "Has the UK never been …", "every ally but Norway", "not all": what turns a verdict round."""
    words = frame.words
    if "never" in words and frame.starts("has", "have", "did", "was", "were", "is", "are"):
        yield "never"
    if frame.starts("not all", "not every", "not each") and frame.bounds:
        yield "not"
    named = allies_at(frame) | {q.start for q in frame.quantities}
    for i, word in enumerate(words):
        if word == "but" and frame.has("everybody") and i + 1 in named:
            yield word


def _two_measures(frame: Frame) -> Iterator[str]:
    """A share and a sum, or equipment and GDP, as conditions at once."""
    shares = [b for b in frame.bounds if b.unit == "%" and b.value <= _SHARES]
    sums = [b for b in frame.bounds if b.unit in ("money", "scaled")]
    heads = [b for b in frame.bounds if b.unit == "%" and b.value > _SHARES]
    wide = frame.has(*WIDE)
    if not frame.has("say", "say_soft", "cost", "gap", "miss") and (
        (shares and sums and wide) or (shares and heads and frame.ids("ally", "capital"))
    ):
        yield "and"
    if len(shares) > 1 and frame.has("equipment") and "gdp" in frame.bag and wide:
        yield "gdp"
    if frame.has("equipment") and frame.has("personnel_share", "personnel") and frame.has("than") and not frame.bounds:
        yield "than"
    places = [q for q in frame.quantities if q.unit == "ordinal"]
    if ((len(places) > 1 and frame.has("most", "least", "rank")) or frame.line.count("rank ") > 1) and not a_range(frame):
        yield "and"  # "the second and the fifth"
    if "of the two" in frame.line and not frame.names and not frame.has("target", "meet") and frame.has("which", "who"):
        yield "the two"
    yield from _order_within(frame, wide=wide)
    if "both" in frame.bag and frame.has("most", "least") and frame.has("share", "gdp") and frame.has("money"):
        yield "both"


def _order_within(frame: Frame, *, wide: bool) -> Iterator[str]:
    """An order among those that meet a condition, or of groups: "who of those below 2.1 % rose most", "which region spends most"."""
    groups = set(frame.ids("group"))
    if len(groups) > 1 and frame.has("most", "least") and {"region", "regions", "group", "groups", "bloc", "blocs"} & frame.bag:
        yield "region"
    if "last the most" in frame.line or (frame.bounds and wide and "last to" in frame.line):
        yield "last"
    if frame.bounds and {"was", "were", "did"} & frame.bag and frame.starts("until which", "until what", "until when"):
        yield "until"
    held_against = {i + 1 for i, word in enumerate(frame.words) if word == "than"}
    if wide and frame.has("rise", "growth") and frame.moments and held_against & allies_at(frame):
        yield "than"


def _editions_apart(frame: Frame) -> Iterator[str]:
    """ "At 2 % in the 2024 edition but not in 2026": one list of allies rests on one edition."""
    later = frame.edition and any(year > frame.edition for year in frame.years)
    if frame.bounds and frame.has(*WIDE) and (later or len(set(frame.editions)) > 1):
        yield "edition"


def _times(frame: Frame) -> Iterator[str]:
    """ "At 2 % only in 2025", "again", "roughly 3 %": how often and how nearly allies are at a line."""
    if not frame.has(*WIDE) or not frame.bounds:
        return
    yield from sorted(_TIMES & frame.bag)
    words = frame.words
    for i, word in enumerate(words):
        if word == "only" and i + 1 < len(words) and words[i + 1] in ("in", "since", "from", "until"):
            yield word
    if len(set(frame.years)) > 2 and not frame.has("change", "yearly"):
        yield "and"


def _made_there(frame: Frame) -> Iterator[str]:
    """ "Was the 2 % pledge made in Warsaw": where it was agreed, not what a state spends."""
    for name in frame.names:
        there = name.kind == "capital" and name.start and frame.words[name.start - 1] in ("in", "at", "from")
        if there and frame.bounds and (_MADE & frame.bag or frame.words[name.start - 1] == "from") and not frame.ids("summit"):
            yield frame.words[name.start - 1]


def _between_people(frame: Frame) -> Iterator[str]:
    """ "Does Pavel agree with Babiš", "did he take it back": what one thinks of another's words."""
    agreed = {"agree", "agrees", "agreed", "disagree", "disagrees", "disagreed"} & frame.bag
    if frame.yes_no and len(frame.ids("person")) > 1:
        yield from sorted(agreed)
    if any(words in frame.line for words in ("take it back", "took it back", "taken it back", "take that back")):
        yield "back"


def _lately(frame: Frame) -> Iterator[str]:
    """ "What did he say last month", "in the last six months", "since the summit": spans that statements aren't kept by."""
    if not frame.has("say", "say_soft", "latest_said"):
        return
    words = frame.words
    for i, word in enumerate(words):
        if word in ("month", "week") and i and words[i - 1] in ("last", "this", "past"):
            yield word
        if word in ("month", "months", "week", "weeks", "day", "days", "years") and i and frame.quantities:
            yield from [word] if any(q.end == i for q in frame.quantities) else []
        if word == "since" and frame.ids("summit") and not frame.moments:
            yield word


def _denied(frame: Frame) -> Iterator[str]:
    """ "Who is not exempt", "Spain didn't sign it, right?", "did it join with them": what is denied, or held against others."""
    if frame.has("not") and frame.has("exempt") and frame.has("who", "which"):
        yield "not"
    signed = {"sign", "signed", "agree", "agreed"} & frame.bag and frame.ids("ally", "capital")
    if frame.has("not") and signed and (frame.has("is_true") or not frame.is_question) and not frame.has("say"):
        yield "not"
    if "with them" in frame.line and frame.has("join"):
        yield "with"
