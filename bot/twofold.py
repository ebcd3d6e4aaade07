"""Questions that are two in one, or hold a word that turns them, where an answer would drop the half of it: they bar every reading."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dated_sides import sides as dated
from bot.language.frame import Frame
from bot.measures import WIDE, a_range, allies_at, than

_RANKED = 31
_OF_SHARES = frozenset("eu five-percent two-percent core-35 related-15 share-of-gdp".split())
_VOWED = frozenset("promise promised promises pledge pledged pledges".split())
_TIMES = frozenset("once again recently lately".split())
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
    yield from (*_two_measures(frame), *_times(frame), *_editions_apart(frame), *_holding(frame))
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
    named = allies_at(frame) | {q.start for q in frame.quantities} if "but" in words else ()
    for i, word in enumerate(words) if named else ():
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
    if len(set(frame.years)) > 2 and not frame.has("change", "yearly", "how_many"):
        yield "and"


def _holding(frame: Frame) -> Iterator[str]:
    """ "Does the 5 % include the EU's money", "are the Baltics for 5 %", "is the new government for it": not whether a share is met."""
    if (frame.ordinal or 0) > _RANKED and not frame.has("join", "member", "allies", "founding"):
        yield "place"  # no ally has it in an order of figures
    shares = [quantity for quantity in frame.quantities if quantity.unit == "%"]
    if frame.has("not") and frame.has("who", "which") and _VOWED & frame.bag:
        yield from sorted({"not", "no", "hasnt", "havent", "never", "without"} & frame.bag)  # of what is not held, nothing follows
    if shares and frame.has("who", "which") and _VOWED & frame.bag:
        yield from sorted({"first", "last", "latest"} & frame.bag)  # who came first is not told by what all have announced by now
    named = any(name.kind in ("group", "ally", "capital") and name.start for name in frame.names)
    if frame.yes_no and named and not set(frame.ids("reference")) - _OF_SHARES:
        ends = {quantity.end for quantity in shares}
        yield from ("include" for mention in frame.cues.get("counts", ()) if mention.start in ends)
    if frame.yes_no and shares and "new government" in frame.line:
        yield "new government"
    for quantity in shares:
        before = frame.words[max(0, quantity.start - 2) : quantity.start]
        if frame.starts("is", "are", "was", "were") and frame.ids("group") and (before[-1:] == ["for"] or before == ["for", "the"]):
            yield "for"


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
        if word in ("today", "yesterday", "tonight") and frame.ids("person", "ally", "capital"):
            yield word
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
