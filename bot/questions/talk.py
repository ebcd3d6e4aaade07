"""Small talk and help: greetings, thanks, who are you, what can you do. No facts, so no sources."""

from __future__ import annotations

from bot.answer import Answer, Outcome
from bot.draft import Context, plain
from bot.language.frame import Frame
from bot.query import Query
from bot.questions import Kind, Reading, kinds, uses
from knowledge.base import View

NAME = "talk"
_CUES = ("who_are_you", "joke", "thanks", "bye", "your_data", "tongue", "help")
_SAYS = {
    "greet": "Hello! Ask me what NATO's allies promised, what they spend and what their leaders said.",
    "bye": "Goodbye!",
    "thanks": "You're welcome.",
    "who_are_you": (
        "I'm pledgebot, a program, no person and no language model: I look figures, commitments and quotes up in my sources "
        "and compute from them."
    ),
    "joke": "I only do figures and quotes: what allies promised, what they spend, what their leaders said.",
    "help": (
        "I answer questions on NATO's allies: what they spend, what they promised, what their leaders said; every figure with its source."
    ),
    "your_data": (
        "The figures are NATO's own tables, the words are from news reports and official texts: every answer names its sources with "
        "their dates."
    ),
    "tongue": "I read and write English for now; the names of countries I know in many languages.",
}
_FIELD = (
    "offtopic", "missing", "spend", "outlay", "target", "summit", "member", "share", "meet", "defence", "gdp", "join", "equipment",
    "personnel",
)  # fmt: skip
_STRANGE = ("thanks", "greet", "bye", "joke")
"""What may stand beside an unknown word or two: "see you later alligator"."""
_EXAMPLES = (
    "How much does Poland spend on defence?", "Which allies are below 2%?", "How far is Italy from 3.5%?",
    "What is NATO's 5% target?", "Who said America can't be everywhere?",
)  # fmt: skip
_LONG = 14
_SHORT = 6
_MOST_STRANGE = 2
_ALONE = {
    "thanks": "yes yeah yep no nope sorry oops lmao rofl my bad of course sure maybe exactly absolutely definitely indeed right nice cool "
    "great super ok okay k kk lol haha hahaha whoa wow oh ah aha hm hmm useful fantastic wonderful all good very fine alright that it is "
    "so well then done not really true fair enough and i see",
    "bye": "stop end close quit exit leave done logout log off out",
    "greet": "test testing hi hello hey there ping again bot you",
    "help": "voice accent speed faster slower volume reset restart options menu settings preferences mute change your the up down turn "
    "please",
}  # fmt: skip
"""Words that are small talk only where nothing else is said."""
_SETS = {cue: frozenset(alone.split()) for cue, alone in _ALONE.items()}


def read(frame: Frame, view: View) -> Reading | None:
    """Small talk only where nothing else is said: no ally, number or topic beside it."""
    cue = _first(frame)
    if cue == "tongue" and frame.holds("they", "people"):
        return None  # what others speak
    if not cue or (frame.language is not None and frame.greeting) or frame.quantities or frame.moments:
        return None
    if not _alone(frame, cue) or (frame.has(*_FIELD) and frame.has(cue)) or len(frame.tokens) > _LONG:
        return None
    if frame.unknown and frame.has(cue) and (cue not in _STRANGE or len(frame.unknown) > _MOST_STRANGE or len(frame.tokens) > _SHORT):
        return None
    known = frozenset({"#ally", "#reference"} if cue == "tongue" else {"#reference"})
    alone = frozenset(frame.cues) if not frame.has(cue) else frozenset()
    return Reading(Query(kind=NAME, op=cue), weight=1, uses=known | alone)


def _first(frame: Frame) -> str:
    """The cue that stands first; a greeting only where it is all."""
    found = [(frame.cues[cue][0].start, number, cue) for number, cue in enumerate(_CUES) if cue in frame.cues]
    if found:
        return min(found)[2]
    if frame.has("greet") or frame.greeting:
        return "greet"
    words = {token.norm for token in frame.tokens if token.kind == "word"}
    if {"that", "it", "enough"} & words and frame.starts("is that", "is it", "was that", "was it"):
        return ""  # a question about the last answer
    return next((cue for cue, alone in _SETS.items() if words and words <= alone), "")


def _alone(frame: Frame, cue: str) -> bool:
    """Whether no name stands beside it, but a language's beside a question about languages or NATO's beside who it is."""
    allowed = {"tongue": ("ally", "country", "nonmember", "reference"), "who_are_you": ("reference",)}.get(cue, ())
    return all(name.kind in allowed for name in frame.names)


def answer(query: Query, context: Context) -> Answer:
    options = _EXAMPLES if query.op in ("help", "greet", "who_are_you", "your_data", "tongue") else ()
    return plain(Outcome.SMALL_TALK, _SAYS[query.op], "small talk", options, query)


def examples() -> list[str]:
    """One question of every kind that has one."""
    return [kind.examples[0] for kind in kinds().values() if kind.examples]


KIND = Kind(
    NAME, read, answer,
    uses("help who_are_you joke thanks bye greet your_data tongue #unknown wrong_you opinion forecast is_true not change source allies "
         "say everybody why when who where more_bare current leave nobody repeat why_bare fall rise less_bare politician counts last"),
    (),
)  # fmt: skip
