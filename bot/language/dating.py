"""Dates that are counted or implied: "three years ago", "since the invasion", "as of May 2025"."""

from __future__ import annotations

import re

from bot.language.frame import Frame
from bot.language.quantities import Moment, Quantity

_YEARS_BACK = (
    ("last year", 1),
    ("previous year", 1),
    ("the year before", 1),
    ("next year", -1),
    ("year before last", 2),
    ("a year ago", 1),
    ("a decade ago", 10),
    ("one year ago", 1),
)
_YEARS_ON = (
    ("a decade later", 10),
    ("decade later", 10),
    ("a decade earlier", -10),
    ("a year later", 1),
    ("a year earlier", -1),
    ("year after that", 1),
)
_TWO_YEARS = (("this year", "last", (0, 1)), ("last year", "this", (1, 0)), ("this year", "next", (0, -1)))

_TIME_WORDS = frozenset({"year", "years", "yrs", "decade", "decades", "ago", "later", "earlier"})


def relative_years(frame: Frame) -> None:
    """ "last year", "three years ago", "in the past five years", "a decade later" → years, counted from the day of the question."""
    words = frame.words
    if _TIME_WORDS.isdisjoint(words):
        return
    _years_back(frame, words)
    _two_years(frame, words)
    for quantity in [*frame.quantities]:
        _years_counted(frame, quantity, words)
    for phrase in ("past decade", "last decade"):
        if (place := place_of(words, phrase.split())) is not None:
            year = frame.today.year
            frame.moments += [Moment(place, place + 2, max(year - 10, 1)), Moment(place, place + 2, year)]
    for phrase, years in _YEARS_ON:
        if (place := place_of(words, phrase.split())) is not None and not any(m.start <= place < m.end for m in frame.moments):
            _shifted(frame, place, len(phrase.split()), years)
    frame.moments.sort(key=lambda moment: moment.start)
    dated = {i for m in frame.moments for i in range(m.start, m.end)}
    if any(dated.issuperset(range(mention.start, mention.end)) for mention in frame.mentions):
        frame.mentions = [mention for mention in frame.mentions if not dated.issuperset(range(mention.start, mention.end))]
        frame.forget()
    held = {id(frame.tokens[i]) for m in frame.moments for i in range(m.start, min(m.end, len(frame.tokens)))}
    frame.unknown = [token for token in frame.unknown if id(token) not in held]


def _years_back(frame: Frame, words: list[str]) -> None:
    """ "last year", "a decade ago", but not "the last year (of something)" and "the year before last year"."""
    for phrase, shift in _YEARS_BACK:
        if (place := place_of(words, phrase.split())) is None:
            continue
        before = words[max(0, place - 2) : place]
        behind = words[place + 2 : place + 4]
        if phrase == "last year" and (behind == ["in", "which"] or behind[:1] in (["when"], ["that"]) or before == ["year", "before"]):
            continue
        if phrase == "last year" and before[-1:] == ["the"] and before[:-1] != ["in"]:
            continue
        frame.moments.append(Moment(place, place + len(phrase.split()), max(frame.today.year - shift, 1)))


def _two_years(frame: Frame, words: list[str]) -> None:
    """ "this year and last", "last year vs this"."""
    for first, second, shifts in _TWO_YEARS:
        for joiner in ("and", "or", "vs", "versus", "against"):
            place = place_of(words, [*first.split(), joiner, second])
            if place is not None and words[place + 4 : place + 5] != ["year"]:
                years = [frame.today.year - shift for shift in shifts]
                frame.moments = [m for m in frame.moments if not place <= m.start < place + 4]
                frame.moments += [Moment(place, place + 2, years[0]), Moment(place + 3, place + 4, years[1])]


_WAR = re.compile(
    r"\bsince (?:the )?(?:(?:start|beginning|outbreak|launch) of )?(?:the )?"
    r"(?:(?:russias?|russians?|putins?|moscows?|kremlin) )?(?:s )?(?:full scale |large scale )?"
    r"(?:(?:invaded|invasion of|attacked|attack on|assault on|war on|war against|war in|invading) (?:the )?ukraine"
    r"|(?:ukraine|ukrainian) (?:war|invasion))"
    r"(?: (?:began|started|broke out|begun))?(?: in (?:february )?2022)?\b"
)
"""An event that people date by: the full-scale invasion of 24 February 2022."""
_CRIMEA = re.compile(
    r"\bsince (?:the )?(?:(?:annexation|seizure|occupation|invasion) of crimea|crimea(?: was (?:annexed|seized|taken))?"
    r"|(?:russia|russians|putin|moscow) (?:annexed|seized|took|invaded|occupied) crimea)(?: in 2014)?\b"
)
_TURN = re.compile(r"\bsince (?:the )?zeitenwende(?: speech)?\b")
_EVENTS = ((_WAR, 2022), (_CRIMEA, 2014), (_TURN, 2022))


_MOVES = ("rise", "fall", "change", "growth", "spend", "outlay", "share", "equipment", "personnel", "path")


def since_event(frame: Frame, words: list[str]) -> None:
    """ "since Russia invaded Ukraine" → since 2022, "spending since the Wales summit" → since 2014; the reply says so."""
    if frame.quote:
        return
    text = " ".join(words)
    for event, happened in _EVENTS:
        if found := event.search(text):
            start = text[: found.start()].count(" ") + 1
            _dated(frame, start, start + found.group().count(" "), happened)
            return
    for mention in (*frame.mentions, *frame.terms):
        year = next((int(id_[-4:]) for kind, id_ in mention.senses if kind == "summit" and id_[-4:].isdigit()), None)
        place = mention.start - 1 - (words[mention.start - 1 : mention.start] == ["the"])
        if year and place >= 0 and words[place] == "since" and frame.has(*_MOVES):
            _dated(frame, place + 1, mention.end, year)
            return


def _dated(frame: Frame, start: int, end: int, year: int) -> None:
    """Read the words behind "since" as a year."""
    inside = range(start, end)
    rest = [m for m in frame.moments if m.start not in inside and m.year != year]
    frame.drop(inside, terms=True)
    frame.moments = sorted([*rest, Moment(start, end, year)], key=lambda m: m.start)
    held = {id(token) for token in frame.tokens[start:end]}
    frame.unknown = [token for token in frame.unknown if id(token) not in held]
    frame.mended.append((" ".join(token.text for token in frame.tokens[start - 1 : end]), f"since {year}"))


def _years_counted(frame: Frame, quantity: Quantity, words: list[str]) -> None:
    """ "three years ago", "the past five years", "two years later"."""
    unit = words[quantity.end] if quantity.end < len(words) else ""
    behind = words[quantity.end + 1] if quantity.end + 1 < len(words) else ""
    if quantity.unit != "" or unit not in ("year", "years", "yrs") or quantity.value != int(quantity.value) or quantity.value >= 80:
        return
    before = words[quantity.start - 1] if quantity.start else ""
    span, year = int(quantity.value), frame.today.year
    if behind in ("ago", "back"):
        frame.quantities.remove(quantity)
        frame.moments.append(Moment(quantity.start, quantity.end + 2, max(year - span, 1)))
    elif behind in ("later", "earlier", "afterwards") and frame.moments:
        frame.quantities.remove(quantity)
        _shifted(frame, quantity.start, quantity.end + 2 - quantity.start, -span if behind == "earlier" else span)
    elif before in ("last", "past", "previous", "recent"):
        frame.quantities.remove(quantity)
        frame.moments += [
            Moment(quantity.start - 1, quantity.end + 1, max(year - span + 1, 1)),
            Moment(quantity.start - 1, quantity.end + 1, year),
        ]


def _shifted(frame: Frame, place: int, length: int, years: int) -> None:
    """A year counted from the one that was named last before it."""
    anchor = max((m for m in frame.moments if m.start < place), key=lambda m: m.start, default=None)
    if anchor:
        frame.moments.append(Moment(place, place + length, max(anchor.year + years, 1)))


_APART = 4
"""Tokens from an edition that a year before it names ("the 2025 edition for 2024") to a year that could name it, too."""


def known_on(frame: Frame) -> None:
    """ "as of May 2025", "the 2024 edition", "what did NATO say in 2024 about 2023": a day or an edition, no period."""
    taken = -_APART
    for moment in [*frame.moments]:
        behind = moment.end + (frame.words[moment.end : moment.end + 1] in (["nato"], ["natos"]))
        before = " ".join(frame.words[max(0, moment.start - 3) : moment.start])
        if before.endswith(("as of", "as at", "as known in", "as it stood in", "known in", "as known on", "back in", "as on")) and (
            moment.month or before.endswith(("as of", "as at", "as known in"))
        ):
            frame.known_on = moment.last
            frame.moments.remove(moment)
        elif {"edition", "other_source"} & frame.cue_at(behind) or (
            {"edition"} & frame.cue_before(moment.start) and not moment.month and moment.start - taken >= _APART
        ):
            taken = behind
            frame.edition = moment.year
            frame.editions.append(moment.year)
            frame.moments.remove(moment)
    if frame.has("say", "edition") and frame.has("nato") and len(frame.moments) == 2:
        first, second = frame.moments
        if any(word in ("about", "for", "on") for word in frame.words[first.end : second.start]):
            frame.edition, frame.moments = first.year, [second]


def place_of(words: list[str], phrase: list[str]) -> int | None:
    for i in range(len(words) - len(phrase) + 1):
        if words[i : i + len(phrase)] == phrase:
            return i
    return None
