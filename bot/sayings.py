"""A question about words: who speaks, and what the words are about.

    [speaker] [say] [about] [content]        what did Hegseth say about trade
    [who]     [say]         [content]        who said that America can't be everywhere

Whatever stands in the content is taken as it is, whatever else it could mean: a list there is no request for a list.
"""

from __future__ import annotations

from bot.language.frame import Frame, Mention
from bot.saying import OFFICES, SAY, Saying, content, cues_of, filters, missive, phrases, text_in, there, unknown_in
from knowledge.base import View
from knowledge.search import index_of

_ABOUT = ("about", "on", "regarding", "concerning", "re", "over", "toward", "towards")
_PHRASAL = (
    "keep",
    "keeps",
    "keeping",
    "go",
    "going",
    "carry",
    "count",
    "depend",
    "depends",
    "rely",
    "relies",
    "focus",
    "focused",
    "based",
    "insist",
)


_NOUNS = ("quote", "quotes", "quotation", "quotations", "statement", "statements", "remarks", "comments")


def hear(frame: Frame, view: View) -> Saying | None:
    """The question as one about words; None where it is none, or where a name in it has no place."""
    say = next((m for m in frame.mentions if any(s.id in SAY for s in m.senses if s.kind == "cue")), None)
    soft = _soft(frame)
    if soft and (say is None or cues_of(say) & {"exact_words"} or _reaction(frame, soft, say)):
        say = soft
    if say is not None and "exact_words" in cues_of(say) and say.start > (_bare(frame) or say.start):
        say = None  # "De Wever on 3.5, exact words"
    if say is not None and (topic := _topic_before(frame, say)):
        return _before_words(frame, view, topic, say)
    saying = Saying()
    if _around_summit(frame) and not texted(frame):
        return None
    if say is None:
        bare = _bare(frame) or _timed(frame)
        if bare is None:
            return None
        region, start, end = (0, bare - 1), bare, len(frame.tokens)
        saying.about = True
    else:
        region, start, end = _places(frame, say, saying)
    if not _speakers(frame, view, saying, region):
        return None
    if say and not saying.speaker and not saying.stranger and (_noun(frame, say) or _passive(frame, saying)):
        saying.who = True
        if not saying.about and not frame.quote:
            start, end = say.end, len(frame.tokens)
    end = _alternative(frame, saying, start, _before_request(frame, start, end))
    content(frame, view, saying, start, end)
    filters(frame, saying, region)
    missive(frame, view, saying, say)
    return saying


def texted(frame: Frame) -> bool:
    """Whether it is a text message or letter to somebody, which has a place of its own."""
    return len(frame.ids("person")) > 1 and frame.holds("text", "texted", "message", "messaged", "letter")


def _places(frame: Frame, say: Mention, saying: Saying) -> tuple[tuple[int, int], int, int]:
    """Where the speaker and the content stand; behind "who said" at the end of the text, the content comes first."""
    saying.who = _asks_who(frame, say)
    region, start, end, saying.about = _regions(frame, say, saying.who)
    saying.about |= frame.tokens[say.start].norm.startswith("mention")
    if _all_of_a_time(frame, say):
        saying.who = saying.about = True
    if not (saying.who or saying.about or frame.quote) and _noun(frame, say) and not _somebody(frame):
        return (0, say.start), say.end, end
    if saying.who and start >= end - _trailing(frame, start, end) and not frame.quote and frame.has("who"):
        return (0, 0), 0, min(m.start for m in frame.cues["who"])
    return region, start, end


def _asks_who(frame: Frame, say: Mention) -> bool:
    """Whether the speaker is what is asked for: "who said", "which minister said"."""
    for mention in frame.mentions:
        cues = cues_of(mention)
        behind = frame.cue_at(mention.end)
        if "who" in cues or ({"which", "what"} & cues and behind & {*OFFICES, "politician", "leaders"}):
            return mention.start < say.start or mention == say or bool(frame.quote)
        if "allies" in cues and mention.end <= say.start and _about(frame, say) is not None and not frame.ids("ally", "capital", "person"):
            return True
    return False


def _regions(frame: Frame, say: Mention, who: bool) -> tuple[tuple[int, int], int, int, bool]:
    """Where the speaker stands, where the content starts and ends, and whether it is a topic."""
    count = len(frame.tokens)
    about = _about(frame, say)
    if frame.quote:
        return (0, say.start if frame.quoted[0] > say.start else count), *frame.quoted, False
    if who and not (about is not None and _empty(frame, say.end, about)):
        return (0, say.start), say.end, count, False
    if about is not None:
        return (0, about), about + 1, count, True
    if any(_spoken(m) and m.start < say.start for m in phrases(frame)) or unknown_in(frame, 0, say.start):
        return (0, say.start), say.end, count, False
    return (0, count), count, count, False


def _about(frame: Frame, say: Mention) -> int | None:
    """The preposition behind which the topic stands."""
    if frame.tokens[say.end - 1].norm == "about":
        return say.end - 1
    dates = {moment.start for moment in frame.moments}
    inside = {i for m in frame.mentions if m.end - m.start > 1 for i in range(m.start, m.end)}
    for i in range(say.end, len(frame.tokens) - 1):
        behind = i + 1 + (frame.tokens[i + 1].norm == "the")
        if frame.tokens[i - 1].norm in _PHRASAL:
            continue
        if frame.tokens[i].norm in _ABOUT and i not in inside and not {i + 1, behind} & dates:
            return i
    return None


def _empty(frame: Frame, start: int, end: int) -> bool:
    """Whether only fillers stand between two places ("anything", "something")."""
    return all(token.norm in ("anything", "something", "things", "what", "much", "out", "a", "lot") for token in frame.tokens[start:end])


def _bare(frame: Frame) -> int | None:
    """ "Give me Brekelmans on 3.5": a person, "on", and nothing else before; where the topic starts."""
    person = next((m for m in frame.mentions if any(s.kind == "person" for s in m.senses)), None)
    if person is None:
        return None
    dates = {place for moment in frame.moments for place in range(moment.start, moment.end)}
    end = next(i for i in range(person.end, len(frame.tokens) + 1) if i not in dates)  # "Pistorius February 2025 on …"
    if _figure_only(frame, end):
        return frame.quantities[0].start
    if end >= len(frame.tokens) - 1 or frame.tokens[end].norm not in ("on", "about", "re"):
        return None
    before = [m for m in frame.mentions if m.start < person.start]
    plain = all(cue in ("list", "what") for m in before for cue in cues_of(m)) and not frame.yes_no
    date = any(moment.start <= end + 2 for moment in frame.moments if moment.start > end)
    return end + 1 if plain and not date and not unknown_in(frame, 0, person.start) else None


def _figure_only(frame: Frame, end: int) -> bool:
    """ "Meloni 5%", "Orbán and 5%": a person and a share, and nothing else."""
    lone = len(frame.quantities) == 1 and frame.quantities[0].unit == "%" and not frame.cues and not frame.unknown
    return lone and len({n.start for n in frame.names if n.kind == "person"}) == 1 and frame.quantities[0].start <= end + 1


def _timed(frame: Frame) -> int | None:
    """ "Meloni in The Hague", "Brekelmans January 2025": a person with a time or a place, and nothing else; the end of the text."""
    where = bool(frame.ids("summit")) or bool(frame.moments)
    there = ("person", "summit", "capital") if frame.ids("summit") else ("person",)
    others = [name for name in frame.names if name.kind not in there]
    if len(frame.ids("person")) != 1 or not where or others or frame.cues or frame.unknown or frame.quantities:
        return None
    return len(frame.tokens) + 1


def _topic_before(frame: Frame, say: Mention) -> int | None:
    """ "Trump's position on Spain in his own words": the preposition behind the speaker, where the request comes last."""
    if "exact_words" not in cues_of(say) or say.end < len(frame.tokens) - _trailing(frame, say.end, len(frame.tokens)) or frame.quote:
        return None
    person = next((n.end for n in frame.names if n.kind == "person" and n.end < say.start), None)
    places = [i for i in range(person or say.start, say.start - 1) if frame.words[i] in ("on", "about", "regarding")]
    return places[-1] if person and len(places) == 1 else None


def _before_words(frame: Frame, view: View, topic: int, say: Mention) -> Saying | None:
    """The speaker before a preposition, the topic between it and the request for exact words."""
    saying = Saying(about=True)
    if not _speakers(frame, view, saying, (0, topic)):
        return None
    content(frame, view, saying, topic + 1, say.start - (frame.words[say.start - 1] in ("in", ",")))
    return saying


def _spoken(mention: Mention) -> bool:
    return any(s.kind in ("person", "ally", "nonmember") or s.id in ("secretary-general", *OFFICES) for s in mention.senses)


def _speakers(frame: Frame, view: View, saying: Saying, region: tuple[int, int]) -> bool:
    """Who speaks, by the names in the region; False where a name there is no speaker."""
    inside = [mention for mention in phrases(frame) if region[0] <= mention.start < region[1]]
    if not all(_speaker(frame, saying, mention) for mention in inside):
        return False
    if not (saying.people or saying.allies or saying.office or saying.who):
        saying.people = [name.id for name in frame.implied if name.kind == "person"]  # "he", of the last answer
    _unnamed(frame, view, saying, region)
    unknown = unknown_in(frame, *region)
    if unknown and not saying.unnamed and not frame.quote:
        saying.stranger = " ".join(unknown)
    return not (saying.stranger and saying.who)


def _speaker(frame: Frame, saying: Saying, mention: Mention) -> bool:
    """Take up one mention as a speaker or office; False where it is a name of something else."""
    cues = cues_of(mention)
    saying.office = next((OFFICES[cue] for cue in OFFICES if cue in cues), saying.office)
    kinds = {sense.kind: sense.id for sense in reversed(mention.senses)}
    if "person" in kinds:
        before = frame.words[mention.start - 1] if mention.start else ""
        if saying.people and before in ("to", "text", "tell", "message", "told", "wrote", "write"):
            saying.to = kinds["person"]
        else:
            saying.people.append(kinds["person"])
    elif kinds.get("reference") == "secretary-general":
        saying.office, saying.allies = "secretary_general", ["NATO"]
    elif there(frame, mention):
        return True
    elif ("ally" in kinds or "capital" in kinds) and mention.start and frame.words[mention.start - 1] == "to":
        return False  # whoever got the letter did not speak
    elif "ally" in kinds or "capital" in kinds:
        saying.allies.append(kinds.get("ally") or kinds["capital"])
    elif "nonmember" in kinds or "country" in kinds:
        saying.stranger = text_in(frame, mention.start, mention.end)
    else:
        return bool(cues) or not {"group", "commitment", "summit"} & set(kinds)
    return True


def _unnamed(frame: Frame, view: View, saying: Saying, region: tuple[int, int]) -> None:
    """Speakers that sources give no name: "Diplomats", an agency, the alliance itself."""
    if saying.people or saying.allies or saying.who:
        return
    names = {name.lower(): name for name in index_of(view.base).unnamed}
    for token in frame.tokens[slice(*region)]:
        if found := names.get(token.norm) or names.get(token.norm + "s"):
            saying.unnamed = found


def _alternative(frame: Frame, saying: Saying, start: int, end: int) -> int:
    """ "… or was that Trump": another speaker behind the content; where the content ends."""
    place = next((i for i in range(start, end) if frame.tokens[i].norm == "or"), None)
    if place is None or not saying.people:
        return end
    behind = [m for m in frame.mentions if m.start > place]
    people = [s.id for m in behind for s in m.senses if s.kind == "person"]
    others = [m for m in behind if not any(s.kind in ("person", "filler") or s.id == "pronoun" for s in m.senses)]
    if not people or others or unknown_in(frame, place, end):
        return end
    saying.people += people
    saying.cues |= {"compare"}
    return place


def _before_request(frame: Frame, start: int, end: int) -> int:
    """Where the content ends before ", exact words?" at the end of the text."""
    last = next((m for m in frame.cues.get("exact_words", ()) if start < m.start and m.end >= end - _trailing(frame, m.end, end)), None)
    if last is None or frame.tokens[last.start - 1].norm not in (",", "-", "–", ":"):
        return end
    return last.start - 1


def _all_of_a_time(frame: Frame, say: Mention) -> bool:
    """ "Which quotes do you have from 2026": no speaker, no content, only a time or place."""
    noun = _noun(frame, say)
    spoke = frame.has("who") and frame.tokens[say.start].norm.startswith(("sp", "talk"))
    timed = frame.moments or frame.ids("summit")
    behind = [m for m in frame.mentions if m.start >= say.end and not any(s.kind in ("filler", "summit") for s in m.senses)]
    return bool((noun or spoke) and timed and not behind and not frame.ids("person", "ally", "capital") and not frame.unknown)


def _around_summit(frame: Frame) -> bool:
    """Whether a time before or after a summit is meant; statements are only kept by day and place."""
    for name in frame.names:
        before = [token.norm for token in frame.tokens[max(0, name.start - 2) : name.start] if token.norm not in ("the", "nato")]
        if name.kind == "summit" and before[-1:] in (["after"], ["before"]):
            return True
    words = frame.words
    return any(
        a in ("after", "before") and b in ("the", "summit") and c == "summit" for a, b, c in zip(words, words[1:], words[2:], strict=False)
    )


def _noun(frame: Frame, say: Mention) -> bool:
    """Whether it is a quote or statement that is asked for, by that name."""
    return any(word in _NOUNS for word in frame.words[say.start : say.end])


def _passive(frame: Frame, saying: Saying) -> bool:
    """ "What was said about the timeline": anybody's words."""
    return saying.about and frame.starts("what was", "what has been", "what did people", "what do people", "what have people", "whats been")


def _somebody(frame: Frame) -> bool:
    """Whether anybody is named who can speak."""
    return any(_spoken(mention) for mention in frame.mentions) or bool(unknown_in(frame, 0, len(frame.tokens)) and frame.yes_no)


def _soft(frame: Frame) -> Mention | None:
    """A word that speaks of words only beside a person: a text, a letter, a reaction, "how did he describe"."""
    if not frame.has("say_soft") or not (frame.ids("person") or frame.has("office_now", *OFFICES)):
        return None
    return frame.cues["say_soft"][0]


def _reaction(frame: Frame, soft: Mention, say: Mention) -> bool:
    """ "How did X react when Y said …": X is who speaks, whatever Y said."""
    reacts = frame.tokens[soft.start].norm.startswith(("react", "respon")) and soft.end <= say.start
    return reacts and any(name.kind == "person" and name.end <= soft.start for name in frame.names)


def _trailing(frame: Frame, start: int, end: int) -> int:
    """How many tokens at the end are mere punctuation."""
    found = 0
    while end - found > start and frame.tokens[end - found - 1].kind == "symbol":
        found += 1
    return found
