"""What is meant by words that name no term: an attack, SHAPE, NATO's name in French, a payment to it, another measure."""

from __future__ import annotations

from bot.language.frame import Frame

_STRIKES = {"attack", "attacks", "attacked", "attacking", "invade", "invades", "invaded", "invading"}


def in_treaty(frame: Frame) -> bool:
    """Whether a share of GDP is looked for in the treaty: "which article fixes the 2 %"."""
    ids = frame.ids("reference")
    share = any(bound.unit == "%" for bound in frame.bounds) or {"two-percent", "five-percent", "core-35"} & set(ids) or frame.has("target")
    others = set(frame.ids("ally", "group")) - {"USA"}
    return "treaty" in ids and bool(share) and not others and not frame.has("counts") and (frame.has("duty") or not frame.has("spend"))


def paid_to_nato(frame: Frame) -> bool:
    """Whether the percentage is taken for a payment: "is the 2 % paid to Brussels"."""
    share = any(bound.unit == "%" for bound in frame.bounds) or {"two-percent", "five-percent"} & set(frame.ids("reference"))
    if not share or set(frame.ids("ally", "capital")) - {"BEL"} or frame.ids("group"):
        return False
    places = [m.start for m in frame.mentions if {"nato", "budget_common"} & {s.id for s in m.senses}]
    places += [n.start for n in frame.names if n.id == "BEL" and frame.tokens[n.start].norm == "brussels"]
    words = frame.words
    for start in places:
        place = start
        while place and words[place - 1] in ("the", "a", "an", "common", "own"):
            place -= 1
        if (
            place
            and words[place - 1] in ("to", "into")
            and {"pay", "pays", "paid", "go", "goes", "going", "gets", "sent", "transferred"} & set(words[:place])
        ):
            return True
    return False


def attacked(frame: Frame) -> bool:
    """Whether it asks what follows from an attack on an ally: "what happens if a member is attacked"."""
    words = frame.words
    if {"would", "will", "should", "could", "who"} & frame.bag or frame.moments or frame.ids("person") or not {"if", "when"} & frame.bag:
        return False
    struck = {n.start for n in frame.names if n.kind in ("ally", "capital", "group") and n.end}
    struck |= {m.start for cue in ("nato", "allies", "member", "everybody") for m in frame.cues.get(cue, ())}
    struck |= {i for i, word in enumerate(words) if word == "one"}
    for i, word in enumerate(words):
        passive = word.endswith("ed") and words[i - 1] in ("is", "are", "gets", "get", "got", "was", "were", "be", "being")
        if word in _STRIKES and (struck & set(range(i - 5, i)) if passive else struck & set(range(i + 1, i + 4))):
            return True
    return False


def shape(frame: Frame) -> bool:
    """Whether the headquarters of that name is meant, not a form: "SHAPE"."""
    written = any(token.text == "SHAPE" for token in frame.tokens) and not frame.text.isupper()
    return written or (frame.starts("what is shape", "whats shape", "where is shape", "wheres shape") and len(frame.tokens) <= 6)


_DECIDED = ("target", "spend", "deadline", "meet", "join", "core", "related", "review", "national_plan")


def unanimous(frame: Frame) -> bool:
    """ "Do all members have to approve?": everybody, a duty and a decision, and nothing that was decided."""
    everybody = frame.has("everybody") or ({"every", "each", "all"} & frame.bag and frame.has("member", "allies"))
    decides = frame.has("agree") or {"approve", "ratify", "consent", "unanimous"} & frame.bag
    told = frame.bounds or frame.moments or frame.has(*_DECIDED)
    bound = frame.has("binding") or {"need", "needs", "must"} & frame.bag
    return bool(everybody and decides and bound and frame.yes_no and not told and not any(n.kind != "reference" for n in frame.names))


def in_french(frame: Frame) -> bool:
    """Whether NATO's name in French is asked for."""
    named = {"name", "called", "abbreviation", "acronym", "say", "abbreviated"} & frame.bag
    return bool(named) and "french" in frame.bag and frame.has("nato", "of_nato") and len(frame.tokens) <= 16


def differs(frame: Frame) -> str:
    """The entry that tells why a figure is another one: Luxembourg's measure, NATO's definition beside national budgets."""
    words = frame.bag
    other = {"differ", "differs", "different", "differently", "higher", "lower"} & words
    if not other or not frame.has("why", "how") or frame.bounds or frame.moments or frame.ids("group", "person"):
        return ""
    if frame.ids("ally") == ["LUX"] and words & {"measured", "calculated", "counted", "treated", "judged"}:
        return "gni-lux"
    own = "national" in words and words & {"budget", "budgets", "figures", "numbers", "definitions"}
    natos = {"nato", "natos"} & words
    return "defence-expenditure" if own and natos else ""


def under_article(frame: Frame) -> bool:
    """ "Under which article": no comparison."""
    return any(f"under {word} {noun}" in frame.line for word in ("which", "what") for noun in ("article", "clause", "provision"))
