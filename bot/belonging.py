"""How a question on the membership of named states is worded: bare, by number, by key words, or held against something else."""

from __future__ import annotations

from bot.language.frame import Frame
from bot.roll import States

_FEW = 5


def beside_a_club(frame: Frame) -> bool:
    """Whether a state and another club are named: "is Spain in NATO or the EU", "is Norway in the EU and NATO"."""
    clubs = {"eu", "non-eu", "euro-area", "g7", "nuclear"} & set(frame.ids("group")) or "EU" in frame.ids("nonmember")
    return bool(clubs) and any(name.kind in ("ally", "capital", "nonmember", "country") and name.id != "EU" for name in frame.names)


def noun(frame: Frame) -> bool:
    """Whether it is only named, as "Spanish entry into NATO"."""
    return frame.holds("entry", "accession")


def always(frame: Frame) -> bool:
    return "always" in frame.bag


def around(frame: Frame) -> bool:
    """Whether the accession only dates something else: "the year before it joined"."""
    words = frame.words
    dated = any(
        words[i : i + 2] in (["year", "before"], ["years", "before"], ["year", "after"], ["years", "after"]) for i in range(len(words))
    )
    return dated and not frame.has("when") and any(name.kind == "ally" for name in frame.names) and not frame.yes_no


def beside_another(frame: Frame) -> bool:
    """Whether the accession is held against something that is no ally's, or "only" stands before the states."""
    words = frame.words
    for name in frame.names:
        before = [word for word in words[max(0, name.start - 3) : name.start] if word not in ("the", "joining", "it", "in")]
        if (
            name.end
            and name.kind in ("group", "nonmember", "country", "person", "summit")
            and before[-1:] in (["before"], ["after"], ["than"])
        ):
            return True
    first = min((name.start for name in frame.names if name.end and name.kind != "reference"), default=0)
    if any(m.start < first for m in frame.cues.get("only", ())):
        return True
    fragment = any(words[i] in ("before", "after", "since") and words[i + 1] in ("it", "they") for i in range(len(words) - 1))
    together = frame.has("why") and {"same", "together", "sooner", "earlier", "until", "immediately", "simultaneously"} & set(words)
    newest = {"newest", "latest", "youngest", "oldest", "recent"} & set(words)
    return bool(fragment and not frame.has("when") and not frame.yes_no) or bool(together) or bool(newest)


def compared(frame: Frame) -> bool:
    """Whether two allies' accessions are held against each other, which is the kind succession's: "before Finland"."""
    words = ("before", "after", "earlier", "later", "than", "followed")
    return any(name.start and frame.tokens[name.start - 1].norm in words for name in frame.names)


def includes(frame: Frame) -> bool:
    """Whether it is "does NATO include Israel"."""
    ends = {m.end for m in frame.cues.get("nato", ())}
    return frame.yes_no and any(m.start in ends for m in frame.cues.get("counts", ())) and not frame.bounds


def numbered(frame: Frame, named: States) -> bool:
    """Whether it is "as which member did X join", "which number was X"."""
    if frame.has("before", "after"):
        return False  # who came next to it
    asked_ = {"member", "number", "place", "ally"}
    after = {frame.tokens[m.end].norm for cue in ("which", "what") for m in frame.cues.get(cue, ()) if m.end < len(frame.tokens)}
    said = {t.norm for m in frame.cues.get("which", ()) for t in frame.tokens[m.start : m.end]}
    return len(named.allies) == 1 and not named.outsiders and bool(asked_ & (after | said))


def within(frame: Frame) -> bool:
    """Whether it is "are the Swedes in" and nothing else."""
    words = [token.norm for token in frame.tokens if token.kind == "word"]
    while words and words[-1] in ("yet", "now", "already", "too", "then", "or", "out", "not"):
        words.pop()
    cues = {sense.id for mention in frame.mentions for sense in mention.senses if sense.kind == "cue"}
    return words[-1:] == ["in"] and frame.starts("is", "are", "was", "were", "isnt", "arent") and cues <= {"current", "or", "not"}


def bare(frame: Frame) -> bool:
    """Whether it is "is X NATO" and nothing else."""
    said = [m for m in frame.mentions if not any(sense.kind == "filler" for sense in m.senses)]
    ends = bool(said) and any(sense.id == "nato" for sense in said[-1].senses)
    between = {sense.id for m in said[:-1] for sense in m.senses if sense.kind == "cue"}
    return ends and frame.starts("is", "are", "was", "were") and between <= {"defence", "current", "not"} and not frame.quantities


def keywords(frame: Frame, named: States) -> str:
    """ "Finland NATO when", "Switzerland NATO?": the state, the alliance and nothing else."""
    cues = {sense.id for mention in frame.mentions for sense in mention.senses if sense.kind == "cue"}
    words = [token.norm for token in frame.tokens if token.kind in ("word", "number")]
    bare = not (frame.quantities or frame.moments or frame.unknown)
    alone = "nato" in words and cues <= {"nato", "current", "when", "since_when", "or"} and bare
    if (
        not alone
        or "in" in words
        or frame.ids("group")
        or len(words) > _FEW
        or frame.starts("what", "how", "will", "can", "does", "do", "did")
    ):
        return ""
    if frame.has("when", "since_when") or {"date", "year"} & set(words):
        return "when"
    tested = {"yes", "y"} & set(words)
    return "is" if tested or (named.outsiders and not named.allies) else ""
