"""Which reference entry a question asks about in words that name no term, and what else may stand beside each entry."""

from __future__ import annotations

from bot.answer import Verdict
from bot.language.frame import Frame
from bot.meanings import attacked, differs, in_french, in_treaty, paid_to_nato, shape, unanimous, under_article
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
    "annual-plans": {"deadline", "when", "how_often", "yearly", "national_plan", "allies", "binding", "target", "everybody"},
    "no-debt": {
        "owe",
        "less",
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
    "nato": {"founded", "why", "why_bare"},
    "shape": {"position", "defence", "#ally", "#group"},
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
    if plans_due(frame):
        return "annual-plans"
    if shape(frame):
        return "shape"
    if frame.has("sec_gen") and not frame.has("who", "which", "list", "how_many") and not frame.ids("ally", "person"):
        return "secretary-general"
    if in_french(frame):
        return "nato"
    if unanimous(frame):
        return "consensus"
    if found := differs(frame):
        return found
    return _money(frame, words) or _figures(frame, words) or _duty(frame, words) or _institution(frame, words) or _counted(frame)


_HANDING_IN = {"submit", "submitted", "hand", "handed", "present", "file", "deliver", "report", "send", "draw"}


def plans_due(frame: Frame) -> bool:
    """ "When must allies submit annual plans": the duty itself, which names no day."""
    return "annual-plans" in frame.ids("reference") and bool(_HANDING_IN & frame.bag) and not frame.ids("ally", "group", "person")


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
    if "defence-expenditure" in ids and "according to nato" in frame.line and not frame.has("how_much", "how_many"):
        return "defence-expenditure"
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
        spent = frame.has("spend") and not (frame.yes_no and frame.bounds)  # "are allies obliged to spend 2 %" asks for the duty
        return "" if spent or frame.has("exempt", "cost", "counts") else "political"
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
    inside = {s.id for m in frame.mentions if any(a < m.end <= b for a, b in spans) for s in m.senses if s.kind == "cue"}
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
    return frozenset(inside | more | _by_meaning(frame, entry))


def _by_meaning(frame: Frame, entry: Reference) -> set[str]:
    """What stands beside an entry that is meant by other words."""
    if entry.id == "nato" and in_french(frame):
        return {"offtopic", "#ally", "office_now"}
    if entry.id == "art-5" and attacked(frame):
        return {"forecast", "#ally", "#outsider", "#group", "nobody", "agree"}
    if entry.id == "shape" and shape(frame) and all(token.norm == "shape" for token in frame.unknown):
        return {"#unknown", "size"}
    if differs(frame):
        return {"other_source", "why", "why_bare", "compare", "outlay", "defence", "national", "less_bare", "more_bare", "#ally"}
    return {"less"} if under_article(frame) else set()


def apposition(frame: Frame) -> list[str]:
    """The unknown words where all of them explain a name that stands before a comma: "the Council, its highest …"."""
    ends = [
        name.end for name in frame.names if name.kind == "reference" and name.end < len(frame.tokens) and frame.tokens[name.end].norm == ","
    ]
    if not ends or not frame.unknown or any(token.start < frame.tokens[ends[0]].start for token in frame.unknown):
        return []
    return [token.text for token in frame.unknown]
