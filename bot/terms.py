"""Which reference entry a question asks about in words that name no term, and what else may stand beside each entry."""

from __future__ import annotations

from bot.answer import Verdict
from bot.language.frame import Frame
from knowledge.model import Reference

SETTLED = {
    "pensions": (Verdict.YES, "pensions of military and civilian staff count as defence expenditure."),
    "other-forces": (Verdict.PARTLY, "they count only as far as they can work as armed forces."),
    "civil-defence": (Verdict.PARTLY, "not as core defence expenditure, but civil preparedness can count towards the 1.5 %."),
    "related-15": (Verdict.PARTLY, "it can count towards the 1.5 %, not towards the 3.5 %."),
    "ukraine-counts": (Verdict.YES, "direct contributions to Ukraine's defence count."),
    "political": (Verdict.NO, "the target is a political commitment, without legal force or penalty."),
    "no-debt": (Verdict.NO, "no ally owes NATO anything for spending less than the target."),
    "budget-arrears": (Verdict.NO, "no ally is known here to be in arrears."),
    "national-spending": (Verdict.NO, "allies spend it on their own forces, it is not paid to NATO."),
    "art-5-invoked": (Verdict.YES, "Article 5 has been invoked once, on 12 September 2001."),
    "art-6": (Verdict.NO, "Hawaii, Guam, the Falklands and Réunion lie outside the area of Article 5."),
    "art-5": (Verdict.NO, "each ally decides itself: it gives the help that it considers necessary, and that need not be armed force."),
    "consensus": (Verdict.YES, "NATO decides by consensus, so nothing passes against an ally's objection."),
}
"""Entry → the answer to the usual yes-or-no question about it, and the sentence that gives it."""
TURNED = {
    "political": "it is a political commitment, without legal force or penalty.",
    "consensus": "there is no voting, NATO decides by consensus.",
}
"""The sentence where the question has it the other way round: "is it voluntary", "by majority"."""
COUNTING = ("pensions", "other-forces", "civil-defence", "related-15", "ukraine-counts")
NARROWER = {("integrated-command", "FRA"): "fra-1966", ("integrated-command", "GRC"): "grc-1974", ("art-5", "invoke"): "art-5-invoked"}
"""(entry, ally or cue beside it) → the entry that is meant."""
FIGURES = {
    "defence-expenditure", "share-of-gdp", "gdp", "equipment-20", "personnel-share", "infrastructure-share", "other-share", "two-percent",
    "five-percent", "estimate", "edition", "constant-prices", "current-prices", "europe-canada", "core-35", "related-15", "fiscal-year",
    "annual-plans", "review-2029", "common-funding", "military-budget", "civil-budget", "nsip", "capability-targets",
}  # fmt: skip
"""Entries whose words also stand in questions about figures: read only where the term itself is asked about."""
OTHERS = {"aspirants", "join", "leave", "expel", "us-leave", "finland-sweden", "us-share-of-common-funding", "burden-sharing", "founding"}
"""Entries whose words other kinds read: only "what is …" asks for the term."""

MORE: dict[str, set[str]] = {
    "no-debt": {
        "owe",
        "#ally",
        "money",
        "not",
        "nobody",
        "#bound",
        "fair_share",
        "budget_common",
        "missing",
        "miss",
        *("target", "allies", "others", "member", "why", "why_bare", "everybody", "list", "#group", "spend"),
    },
    "political": {
        *("stay", "list", "why", "why_bare", "which", "where", "document", "allies", "agree", "or", "only", "what"),
        "forecast",
        "binding",
        "#ally",
        "spend",
        "target",
        "#bound",
        "#commitment",
        "meet",
        "miss",
        "not",
        "deadline",
        "agree",
        "member",
        "cost",
    },
    "founding": {"why", "why_bare", "offtopic", "founded", "agree", "#year", "#day", "when", "where", "since_when", "not"},
    "nac": {"govern", "chair", "agree"},
    "ukraine-counts": {"aid", "target", "#bound", "#commitment", "meet"},
    "related-15": {"related", "target", "#bound", "#commitment", "meet"},
    "consensus": {"govern", "most_of", "#ally", "not", "against", "agree", "before", "eligible", "join", "current", "everybody", "binding"},
    "art-5-invoked": {
        "ratio",
        "why",
        "why_bare",
        "causal",
        "first_time",
        "#ordinal",
        "allies",
        "who",
        "which",
        "ever",
        "how_often",
        "offtopic",
        "total",
        "after",
        "only",
        "or",
        "not",
        "current",
    },
    **{id_: {"#bound", "#commitment", "target", "share", "aid", "related", "meet", "personnel"} for id_ in COUNTING},
    "art-6": {"want_join", "counts"},
    "headquarters": {"position", "first_time", "before", "#ordinal", "#ally", "#year", "change", "host", "when", "until"},
    "estimate": {"average", "miss", "compare", "less_bare", "#year", "why", "why_bare", "which"},
    "gni-lux": {"#ally", "gdp", "why", "why_bare", "against", "compare", "than", "which", "allies", "meet"},
    "art-5": {
        "less",
        "forecast",
        "#ally",
        "#outsider",
        "#group",
        "nobody",
        "agree",
        "everybody",
        "list",
        "personnel",
        "binding",
        "duty",
        "offtopic",
        "member",
        "allies",
        "not",
        "help",
    },
    "national-spending": {
        *("#bound", "#ally", "target", "spend", "pays_for", "is_true", "not", "allies", "member", "everybody", "only", "budget_common"),
        *("money", "outlay", "say", "who", "or", "why", "why_bare", "binding", "list", "owe"),
    },
    "nato": {"founded", "why", "why_bare", "offtopic", "#ally", "office_now"},
    "shape": {"#unknown", "position", "defence", "#ally", "#group", "size", "most"},
    "two-percent": {"valid", "abolish", "current", "want_join", "target", "#bound", "#commitment"},
    "five-percent": {"valid", "abolish", "current", "want_join", "target", "#bound", "#commitment"},
    "languages": {"#count", "tongue"},
    "saceur": {"first_time", "#ordinal", "run", "#ally", "president", "next"},
    "integrated-command": {"#ally", "leave", "rejoin", "#year", "allies", "which", "who", "only", "proportion", "of_nato", "not"},
    "burden-sharing": {"in_nato", "outlay", "of_nato"},
    "deu-1990": {"#ally", "member", "in_nato"},
    "fra-1966": {"#ally", "leave", "rejoin", "#year", "allies", "which", "who", "only", "proportion", "of_nato", "defence", "decade"},
    "grc-1974": {"#ally", "leave", "rejoin", "#year", "allies", "which", "who", "only", "proportion", "of_nato", "defence", "decade"},
}


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


_SEATS = {("ally", "BEL"), ("capital", "BEL"), ("capital", "FRA"), ("capital", "GBR")}


def _seat(frame: Frame, words: frozenset[str]) -> bool:
    """Whether it asks where NATO sits or sat."""
    ids = set(frame.ids("reference"))
    others = [n for n in frame.names if n.kind != "reference" and (n.kind, n.id) not in _SEATS]
    if others or not ids <= {"nato", "headquarters"} or frame.has("summit", "spend", "outlay", "member", "meet", "premier", "leaders"):
        return False
    named = "headquarters" in ids and frame.has("where", "when", "before", "first_time", "position")
    return named or (
        "nato" in ids and frame.has("where", "position") and bool({"based", "located", "seat", "situated", "sit", "headquartered"} & words)
    )


def by_cue(frame: Frame) -> str:
    """The entry that is asked about in words that name no term; "" where there is none."""
    words = frame.bag
    if attacked(frame):
        return "art-5"
    if shape(frame):
        return "shape"
    if in_french(frame):
        return "nato"
    return _money(frame, words) or _figures(frame, words) or _duty(frame, words) or _institution(frame, words) or _counted(frame)


_STRIKES = {"attack", "attacks", "attacked", "attacking", "invade", "invades", "invaded", "invading"}


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


def in_french(frame: Frame) -> bool:
    """Whether NATO's name in French is asked for."""
    named = {"name", "called", "abbreviation", "acronym", "say", "abbreviated"} & frame.bag
    return bool(named) and "french" in frame.bag and frame.has("nato", "of_nato") and len(frame.tokens) <= 16


def under_article(frame: Frame) -> bool:
    """ "Under which article": no comparison."""
    return any(f"under {word} {noun}" in frame.line for word in ("which", "what") for noun in ("article", "clause", "provision"))


_DEBTS = {"owe", "owes", "owed", "owing", "debt", "debts", "arrears", "behind", "due", "overdue", "unpaid"}


def _money(frame: Frame, words: frozenset[str]) -> str:
    """What is paid to NATO, owed to it, or laid down in its treaty."""
    if in_treaty(frame):
        return "political"
    if paid_to_nato(frame):
        return "national-spending"
    if {"fee", "fees", "dues"} & words and not frame.ids("ally"):
        return "no-debt"
    owing = frame.has("owe") and not frame.has("budget_common") and (not frame.has("how_much") or bool(_DEBTS & words))
    return "no-debt" if owing and (frame.has("nato", "of_nato", "allies", "member") or frame.ids("ally")) else ""


def _figures(frame: Frame, words: frozenset[str]) -> str:
    """Marks and rules of NATO's tables, and whether a target is still valid."""
    ids = frame.ids("reference")
    if "estimate" in ids:
        alone = len(set(ids)) == 1 and all(n.kind == "reference" for n in frame.names) and not frame.has("spend", "outlay")
        return "estimate" if "e" in words or (alone and frame.has("when", "which")) else ""
    if frame.has("valid", "abolish") and not frame.ids("ally", "group", "person"):
        shares = {bound.value for bound in frame.bounds if bound.unit == "%"}
        return "two-percent" if shares == {2} else "five-percent" if shares == {5} else ""
    return ""


def _duty(frame: Frame, words: frozenset[str]) -> str:
    """Whether the target binds, and what follows from missing it."""
    if frame.ids("ally", "group"):
        return ""
    if frame.has("binding") and {"fine", "punish", "sanction", "penalise", "penalize"} & words and frame.yes_no:
        return "political" if frame.has("allies", "member") and not frame.ids("nonmember") else ""
    if frame.has("binding") and frame.has("not") and frame.has("spend") and "happens" in words:
        return "political"
    named = frame.bounds or frame.ids("commitment") or "political" in frame.ids("reference")
    aimed = named or frame.has("target", "commitment", "miss", "meet")
    if frame.has("binding") and aimed and not {"plans", "plan", "report", "submit"} & words:
        return "" if frame.has("exempt", "cost", "spend", "counts") else "political"
    missed = frame.has("miss") or (frame.has("not") and frame.has("meet", "spend", "target"))
    return "political" if frame.has("forecast", "binding") and "if" in words and missed else ""


def _institution(frame: Frame, words: frozenset[str]) -> str:
    """NATO's founding, its seat and who decides."""
    ids = frame.ids("reference")
    allied = frame.has("nato", "of_nato", "in_nato") or "treaty" in ids or "founding" in ids
    if frame.has("why") and frame.has("founded") and not frame.ids("ally", "group"):
        return "founding" if frame.has("when") and allied else "nato"
    if _seat(frame, words):
        return "headquarters"
    if frame.has("founded") and allied and not frame.ids("ally") and not frame.has("who", "which", "how_many"):
        return "founding"
    if "founding" in ids and frame.has("when") and not frame.ids("ally", "group") and not frame.has("member", "join"):
        return "founding"
    if ("treaty" in ids or "founding" in ids) and frame.has("agree") and frame.has("when", "where"):
        return "founding"
    governs = frame.has("govern") and not frame.has("chair") and "consensus" not in ids
    return "nac" if governs and (frame.has("nato", "of_nato", "in_nato") or "nac" in ids) else ""


def _counted(frame: Frame) -> str:
    """What counts as defence spending."""
    if not frame.has("counts") or not frame.yes_no or frame.ids("ally"):
        return ""
    if frame.has("aid"):
        return "ukraine-counts"
    if frame.has("related") and not frame.has("core"):
        return "civil-defence" if "civil-defence" in frame.ids("reference") else "related-15"
    return ""


_ARTICLE = (
    "agree less offtopic avow position say member allies binding everybody counts which when list duty compare than against pronoun"
).split()
"""Cues in a description of an article: "which article commits each member to …"."""


def beside(frame: Frame, entry: Reference) -> frozenset[str]:
    """What stands within the entry's name, and the words that ask for this entry."""
    spans = [(name.start, name.end) for name in frame.names if name.kind == "reference"]
    inside = {s.id for m in frame.mentions if any(a <= m.start and m.end <= b for a, b in spans) for s in m.senses if s.kind == "cue"}
    if all(any(a <= q.start < b for a, b in spans) for q in frame.quantities):
        inside |= {"#count", "#bound"}
    more = MORE.get(entry.id, set())
    if any(name.kind != "reference" and any(a <= name.start < b for a, b in spans) for name in frame.names):
        inside |= {"#summit", "#commitment", "#ally", "#group", "#outsider"}
    if apposition(frame):
        inside |= {"#unknown", "most", "proportion", "of_nato"}
    if entry.id == "political" and in_treaty(frame):
        inside |= {"duty", "spend"}
    if entry.id.startswith("art-") and {"article", "clause", "provision"} & frame.bag and frame.has("which", "what"):
        inside |= set(_ARTICLE)
    if under_article(frame):
        inside |= {"less"}
    return frozenset(inside | more)


def apposition(frame: Frame) -> list[str]:
    """The unknown words where all of them explain a name that stands before a comma: "the Council, its highest …"."""
    ends = [
        name.end for name in frame.names if name.kind == "reference" and name.end < len(frame.tokens) and frame.tokens[name.end].norm == ","
    ]
    if not ends or not frame.unknown or any(token.start < frame.tokens[ends[0]].start for token in frame.unknown):
        return []
    return [token.text for token in frame.unknown]
